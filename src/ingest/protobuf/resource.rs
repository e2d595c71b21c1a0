//! A resource or scope in protobuf becomes the model's.
//!
//! Invariant: `service.name` is the service and stays an attribute. Absent: entity
//! references and schema addresses, which no view shows.

use super::super::intake::{Intake, plain};
use super::super::otlp::service_of;
use super::super::report::SetAsideReason;
use super::value::read_attribute;
use super::wire::{Fields, Payload};
use crate::trace::{Resource, Scope};

pub(super) fn read_resource(
    message: &[u8],
    intake: &mut Intake,
) -> Result<Resource, SetAsideReason> {
    let begin = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (1, _) => intake.field_ignored(),
            _ => {}
        }
    }
    let attributes = intake.end_list(begin);
    Ok(Resource { service: service_of(attributes, intake), attributes })
}

pub(super) fn read_scope(message: &[u8], intake: &mut Intake) -> Result<Scope, SetAsideReason> {
    let mut scope = Scope::default();
    let begin = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Bytes(text)) => scope.name = intake.intern(plain(text)),
            (2, Payload::Bytes(text)) => scope.version = intake.intern(plain(text)),
            (3, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (1..=3, _) => intake.field_ignored(),
            _ => {}
        }
    }
    scope.attributes = intake.end_list(begin);
    Ok(scope)
}
