//! Zipkin's endpoints: the local one becomes a resource, the remote one attributes.
//!
//! Invariant: a field that is absent, `null` or empty, and the port 0, say nothing.
//! Absent: any look at addresses; they are text.

use super::super::fields;
use super::super::intake::{Intake, ResourceWords, plain};
use super::super::json::{Cursor, Field, Number, Shallow, Stop, fields};
use super::super::known_keys::SERVICE_NAME;
use super::super::values::{Declared, typed_value};
use crate::trace::{Attribute, Resource, ResourceIdx, StringId, Value};

/// An endpoint as it is written.
#[derive(Clone, Copy)]
pub(super) struct Endpoint<'a> {
    service: Shallow<'a>,
    ipv4: Shallow<'a>,
    ipv6: Shallow<'a>,
    port: Option<Number<'a>>,
}

/// What a span says of where it ran.
#[derive(Clone, Copy, Default)]
pub(super) enum LocalEndpoint {
    #[default]
    None,
    /// Described in these bytes before.
    Known(ResourceIdx),
    /// Where its object lies.
    At(usize),
}

fields! {
    pub(in crate::ingest) enum EndpointField {
        ServiceName = "serviceName",
        Ipv4 = "ipv4",
        Ipv6 = "ipv6",
        Port = "port",
    }
}

/// The local endpoint at the cursor, not yet read if it is a new one: its span might not
/// stay.
#[inline]
pub(super) fn read_local_endpoint(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<LocalEndpoint, Stop> {
    let first_byte = cursor.peek()?;
    if let Some(resource) = intake.known_flat_resource(cursor, ResourceWords::Zipkin) {
        return Ok(LocalEndpoint::Known(resource));
    }
    let position = cursor.position;
    cursor.skip_value()?;
    if !matches!(first_byte, b'{' | b'n') {
        intake.field_ignored();
    }
    Ok(if first_byte == b'{' { LocalEndpoint::At(position) } else { LocalEndpoint::None })
}

/// The endpoint at the cursor; `None` for `null` and for what is none.
pub(super) fn read_endpoint<'a>(
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
) -> Result<Option<Endpoint<'a>>, Stop> {
    if cursor.peek()? != b'{' {
        if !matches!(fields::scalar(cursor)?, Shallow::Null) {
            intake.field_ignored();
        }
        return Ok(None);
    }
    let null = Shallow::Null;
    let mut endpoint = Endpoint { service: null, ipv4: null, ipv6: null, port: None };
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.endpoint_order, &mut position)? {
            Field::Known(EndpointField::ServiceName) => endpoint.service = fields::scalar(cursor)?,
            Field::Known(EndpointField::Ipv4) => endpoint.ipv4 = fields::scalar(cursor)?,
            Field::Known(EndpointField::Ipv6) => endpoint.ipv6 = fields::scalar(cursor)?,
            Field::Known(EndpointField::Port) => endpoint.port = fields::number(cursor, intake)?,
            Field::Other => drop(cursor.skip_value()?),
            Field::End => return Ok(Some(endpoint)),
        }
    }
}

impl Endpoint<'_> {
    /// The attributes of a span that called this endpoint, or was called by it.
    pub fn push_peer(&self, intake: &mut Intake, attributes: &mut Vec<Attribute>) {
        let named = [
            ("peer.service", self.service),
            ("network.peer.address", self.ipv4),
            ("network.peer.address", self.ipv6),
        ];
        for (key, value) in named.into_iter().filter(|(_, value)| !matches!(value, Shallow::Null)) {
            // First, so that what is expected of the value is expected by its own key.
            let key = intake.intern_key(plain(key.as_bytes()));
            attributes.extend(text_value(value, intake).map(|value| Attribute { key, value }));
        }
        attributes.extend(self.port("network.peer.port", intake));
    }

    fn port(&self, key: &str, intake: &mut Intake) -> Option<Attribute> {
        let port = self.port.filter(|port| port.to_u64() != Some(0))?;
        let key = intake.intern_key(plain(key.as_bytes()));
        Some(Attribute { key, value: typed_value(Declared::Int, Shallow::Number(port), intake) })
    }
}

/// The resource that a local endpoint describes.
pub(super) fn read_resource(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<Resource, Stop> {
    let Some(endpoint) = read_endpoint(cursor, intake)? else {
        return Ok(Resource::default());
    };
    let service = match endpoint.service {
        Shallow::Text(name) => intake.intern(name),
        _ => StringId::EMPTY,
    };
    let mut attributes = Vec::new();
    if let Some(value) = text_value(endpoint.service, intake) {
        attributes.push(Attribute { key: SERVICE_NAME, value });
    }
    let begin = intake.begin_list();
    for address in [endpoint.ipv4, endpoint.ipv6] {
        if let Some(value) = text_value(address, intake) {
            intake.push(Attribute { key: StringId::EMPTY, value });
        }
    }
    let addresses = intake.end_list(begin);
    if !addresses.is_empty() {
        let key = intake.builder.intern("host.ip");
        attributes.push(Attribute { key, value: Value::Array(addresses) });
    }
    attributes.extend(endpoint.port("network.local.port", intake));
    let attributes = intake.builder.push_attributes(&attributes);
    Ok(Resource { service, attributes })
}

/// `None` if the value says nothing.
fn text_value(value: Shallow<'_>, intake: &mut Intake) -> Option<Value> {
    match value {
        Shallow::Null => None,
        Shallow::Text(text) if text.raw.is_empty() => None,
        Shallow::Object | Shallow::Array => {
            intake.field_ignored();
            None
        }
        value => Some(typed_value(Declared::Text, value, intake)),
    }
}
