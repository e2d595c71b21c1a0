//! Ids that were worked out to fall on one place of a table with a hash that everyone knows.
//!
//! Each look-up would then walk past all ids before it, and these files would take minutes.

use std::fmt::Write as _;

use spanscope::trace::{Repair, SpanIdx};

use super::{only_trace, read_well};

/// What `rustc-hash` multiplies with on 64-bit machines.
const FX_FACTOR: u64 = 0xf135_7aea_2e62_a9c5;
const SPANS: u64 = 200_000;

/// The number whose product with `factor` is 1: Newton's iteration doubles the right bits.
fn inverse(factor: u64) -> u64 {
    (0..6).fold(factor, |inverse, _| {
        inverse.wrapping_mul(2u64.wrapping_sub(factor.wrapping_mul(inverse)))
    })
}

/// An id whose hash is `number` in the bits that no table looks at, and zero in all others.
fn crafted(number: u64) -> u64 {
    number.wrapping_mul(inverse(FX_FACTOR))
}

#[test]
fn crafted_span_ids_cost_no_more_than_others() {
    assert_eq!(crafted(3).wrapping_mul(FX_FACTOR), 3);
    let mut spans = String::new();
    for number in 1..=SPANS {
        let comma = if number == 1 { "" } else { "," };
        let (id, parent) = (crafted(number), crafted(number - 1));
        let _ = write!(
            spans,
            r#"{comma}{{"traceID":"a","spanID":"{id:016x}","parentSpanID":"{parent:016x}","startTime":{number}}}"#
        );
    }
    let outcome = read_well(&format!(r#"{{"data":[{{"spans":[{spans}]}}]}}"#));
    let trace = only_trace(&outcome);
    assert_eq!(u64::from(trace.max_depth()), SPANS);
}

#[test]
fn crafted_trace_ids_cost_no_more_than_others() {
    let mut spans = String::new();
    for number in 1..=SPANS {
        let comma = if number == 1 { "" } else { "," };
        // The lower half is multiplied twice.
        let id = crafted(crafted(number));
        let _ = write!(spans, r#"{comma}{{"traceID":"{id:032x}","spanID":"1","startTime":1}}"#);
    }
    let outcome = read_well(&format!(r#"{{"data":[{{"spans":[{spans}]}}]}}"#));
    assert_eq!(outcome.recording.traces.len() as u64, SPANS);
}

#[test]
fn crafted_ids_that_come_twice_cost_no_more_than_others() {
    let mut spans = String::new();
    for number in 1..=SPANS {
        let comma = if number == 1 { "" } else { "," };
        let id = crafted(number.div_ceil(2));
        let _ = write!(
            spans,
            r#"{comma}{{"traceID":"a","spanID":"{id:016x}","parentSpanID":"{id:016x}","startTime":{number}}}"#
        );
    }
    let outcome = read_well(&format!(r#"{{"data":[{{"spans":[{spans}]}}]}}"#));
    let trace = only_trace(&outcome);
    let is_duplicate = |row: u64| trace.repairs(SpanIdx(row as u32)).has(Repair::DuplicateId);
    assert_eq!((0..SPANS).filter(|&row| is_duplicate(row)).count() as u64, SPANS / 2);
}
