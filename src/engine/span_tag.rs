//! A few letters on what kind of call a span was, from its attributes.
//!
//! Invariant: the outcome of a call counts more than its kind (`HTTP 402`, not `HTTP`), a
//! database is called by its name. Absent: colours and marks.

use crate::format::shorten;
use crate::trace::{Pool, SpanIdx, StringId, Trace, Value};

const MOST_TAG_CHARS: usize = 24;

/// The attribute keys that decide a tag, looked up once a trace: an old and a new name
/// each, where the semantic conventions renamed one.
pub(super) struct TagKeys {
    http_status: [Option<StringId>; 2],
    http_method: [Option<StringId>; 2],
    database: [Option<StringId>; 4],
    rpc: [Option<StringId>; 2],
    messaging: [Option<StringId>; 2],
    gen_ai: [Option<StringId>; 2],
    peer: [Option<StringId>; 2],
}

impl TagKeys {
    pub fn find(pool: &Pool) -> TagKeys {
        let key = |name: &str| pool.strings.find(name);
        TagKeys {
            http_status: [key("http.response.status_code"), key("http.status_code")],
            http_method: [key("http.request.method"), key("http.method")],
            database: [
                key("db.namespace"),
                key("db.name"),
                key("db.system.name"),
                key("db.system"),
            ],
            rpc: [key("rpc.system"), key("rpc.system.name")],
            messaging: [key("messaging.system"), key("messaging.destination.name")],
            gen_ai: [key("gen_ai.operation.name"), key("gen_ai.request.model")],
            peer: [key("service.peer.name"), key("peer.service")],
        }
    }
}

pub(super) fn tag(keys: &TagKeys, trace: &Trace, span: SpanIdx) -> String {
    let value = |wanted: &[Option<StringId>]| find(trace, span, wanted);
    let text = |value: Value| trace.pool().value_text(value);
    let tag = if let Some(database) = value(&keys.database) {
        text(database)
    } else if let Some(status) = value(&keys.http_status) {
        format!("HTTP {}", text(status))
    } else if let Some(peer) = value(&keys.peer) {
        text(peer)
    } else if value(&keys.http_method).is_some() {
        "HTTP".to_owned()
    } else if value(&keys.messaging).is_some() {
        "MSG".to_owned()
    } else if value(&keys.rpc).is_some() {
        "RPC".to_owned()
    } else if value(&keys.gen_ai).is_some() {
        "GenAI".to_owned()
    } else {
        String::new()
    };
    shorten(&tag, MOST_TAG_CHARS)
}

/// The value of the first of the wanted keys that the span has and that is not empty.
fn find(trace: &Trace, span: SpanIdx, wanted: &[Option<StringId>]) -> Option<Value> {
    let attributes = trace.attributes(span);
    wanted.iter().flatten().find_map(|&key| {
        trace
            .pool()
            .attributes(attributes)
            .find(|attribute| {
                attribute.key == key
                    && attribute.value != Value::EMPTY_TEXT
                    && attribute.value != Value::Null
            })
            .map(|attribute| attribute.value)
    })
}
