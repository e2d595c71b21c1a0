//! A Jaeger process becomes a resource.
//!
//! Invariant: the service's name is the first attribute, `service.name`, as in
//! OpenTelemetry. Absent: the process's key (`p1`), which means nothing outside its trace.

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Stop};
use super::super::known_keys::SERVICE_NAME;
use super::tag::read_tag;
use crate::trace::{Attribute, Resource, StringId, Value};

pub(super) fn read_process(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Resource, Stop> {
    let mut service = StringId::EMPTY;
    let mut tags = Vec::new();
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"serviceName" => service = fields::text(cursor, intake)?,
            b"tags" => tags = read_tags(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    Ok(resource(service, tags, intake))
}

fn read_tags(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Vec<Attribute>, Stop> {
    let mut tags = Vec::new();
    if fields::enter_list(cursor, intake)? {
        let mut first = true;
        while fields::next_object(cursor, &mut first, intake)? {
            tags.push(read_tag(cursor, intake)?);
        }
    }
    Ok(tags)
}

fn resource(mut service: StringId, mut tags: Vec<Attribute>, intake: &mut Intake) -> Resource {
    let mut named = |tag: &Attribute| match tag.value {
        Value::Str(name) if tag.key == SERVICE_NAME => {
            Some(intake.builder.pool_mut().interned(name))
        }
        _ => None,
    };
    if service.is_empty() {
        service = tags.iter().find_map(&mut named).unwrap_or_default();
    }
    tags.retain(|tag| named(tag) != Some(service));
    let begin = intake.begin_list();
    if !service.is_empty() {
        let value = intake.builder.pool_mut().value_of(service);
        intake.push(Attribute { key: SERVICE_NAME, value });
    }
    for tag in tags {
        intake.push(tag);
    }
    Resource { service, attributes: intake.end_list(begin) }
}
