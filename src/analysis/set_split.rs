//! What a set of traces can be split in two by.
//!
//! Invariant: a trace says itself on which side it is. Absent: the comparison (see
//! `set_comparison`).

use super::facts::entry_root;
use super::span_order::AttributeColumn;
use crate::trace::{Pool, Trace, Value};

/// Whether the request that a trace records failed: its entry did.
pub fn is_failed_request(trace: &Trace) -> bool {
    entry_root(trace).is_some_and(|entry| trace.is_error(entry))
}

/// Whether a span of a trace, its resource or its scope has an attribute, under any of its names,
/// with a value that reads so. O(n).
pub fn has_value(trace: &Trace, key: &str, value: &str) -> bool {
    let column = AttributeColumn::new(trace.pool(), key);
    let pool = trace.pool();
    !column.is_absent()
        && trace
            .spans()
            .any(|span| column.value(trace, span).is_some_and(|own| reads(pool, own, value)))
}

fn reads(pool: &Pool, own: Value, text: &str) -> bool {
    match &own {
        Value::Str(own) => pool.str_of(own) == text,
        _ => pool.value_text(own) == text,
    }
}
