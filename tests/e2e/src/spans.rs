//! Spans of a test's own making, as OTLP JSON.
//!
//! Invariant: each is a trace of its own, and ended a moment ago. Absent: everything that recorded
//! traces are for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

static MADE: AtomicU64 = AtomicU64::new(1);

/// A call that a server answered.
#[derive(Clone, Copy, Debug)]
pub struct ServerCall<'a> {
    operation: &'a str,
    millis: u64,
    is_failed: bool,
}

pub fn server_call(operation: &str, millis: u64, is_failed: bool) -> ServerCall<'_> {
    ServerCall { operation, millis, is_failed }
}

impl ServerCall<'_> {
    /// One more of it.
    pub fn made(&self) -> Value {
        let id = MADE.fetch_add(1, Ordering::Relaxed);
        let end_nanos = now_millis() * 1_000_000;
        json!({
            "traceId": format!("{:032x}", u128::from(id) << 64 | 1),
            "spanId": format!("{id:016x}"),
            "name": self.operation,
            "kind": 2,
            "startTimeUnixNano": (end_nanos - self.millis * 1_000_000).to_string(),
            "endTimeUnixNano": end_nanos.to_string(),
            "status": if self.is_failed { json!({ "code": 2 }) } else { json!({}) },
        })
    }
}

/// A line that sends spans of a service.
pub fn request(service: &str, spans: impl Iterator<Item = Value>) -> String {
    let name = json!({ "key": "service.name", "value": { "stringValue": service } });
    json!({ "resourceSpans": [{
        "resource": { "attributes": [name] },
        "scopeSpans": [{ "spans": spans.collect::<Vec<Value>>() }],
    }] })
    .to_string()
}

pub fn now_millis() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    now.as_millis() as u64
}
