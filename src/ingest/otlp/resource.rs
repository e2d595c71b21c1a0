//! An OTLP resource or scope object becomes the model's.
//!
//! Invariant: `service.name` is the service and stays an attribute. Absent: entity
//! references and schema addresses, which no view shows.

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Stop};
use super::super::known_keys::SERVICE_NAME;
use super::value::read_attributes;
use crate::trace::{ColumnRange, Resource, Scope, StringId, Value};

pub(super) fn read_resource(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<Resource, Stop> {
    let mut attributes = ColumnRange::default();
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"attributes" => attributes = stored_attributes(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    let service = service_of(attributes, intake);
    Ok(Resource { service, attributes })
}

/// The service that the attributes of a resource name.
pub(in crate::ingest) fn service_of(attributes: ColumnRange, intake: &mut Intake) -> StringId {
    let pool = intake.builder.pool();
    let named = pool.attributes(attributes).find(|attribute| attribute.key == SERVICE_NAME);
    text_of(named.map_or(Value::Null, |attribute| attribute.value), intake)
}

/// The value as a text of its own; nothing is the empty one.
pub(super) fn text_of(value: Value, intake: &mut Intake) -> StringId {
    match value {
        Value::Null => StringId::EMPTY,
        Value::Str(name) => intake.builder.pool_mut().interned(name),
        other => {
            let text = intake.builder.pool().value_text(other);
            intake.builder.intern(&text)
        }
    }
}

pub(super) fn read_scope(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Scope, Stop> {
    let mut scope = Scope::default();
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"name" => scope.name = fields::text(cursor, intake)?,
            b"version" => scope.version = fields::text(cursor, intake)?,
            b"attributes" => scope.attributes = stored_attributes(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    Ok(scope)
}

fn stored_attributes(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<ColumnRange, Stop> {
    let begin = intake.begin_list();
    read_attributes(cursor, intake, 0)?;
    Ok(intake.end_list(begin))
}
