//! Times in every unit and form, exact to the nanosecond.

use spanscope::trace::{Repair, SpanIdx};

use super::{jaeger_span, only_trace, otlp_span, read_well};

/// Start and length in nanoseconds, and whether the unit was repaired.
fn times_of(text: &str) -> (u64, u64, bool) {
    let outcome = read_well(text);
    let trace = only_trace(&outcome);
    let span = SpanIdx(0);
    let is_repaired = trace.repairs(span).has(Repair::TimeUnit);
    (trace.start_nanos(span), trace.duration_nanos(span), is_repaired)
}

fn jaeger_times(start: &str, duration: &str) -> (u64, u64, bool) {
    times_of(&jaeger_span(&format!(r#""startTime":{start},"duration":{duration}"#)))
}

fn otlp_times(start: &str, end: &str) -> (u64, u64, bool) {
    times_of(&otlp_span(&format!(r#""startTimeUnixNano":{start},"endTimeUnixNano":{end}"#)))
}

#[test]
fn microseconds_become_nanoseconds_with_their_fractions() {
    let nanos = 1_700_000_000_123_456_000;
    assert_eq!(jaeger_times("1700000000123456", "12"), (nanos, 12_000, false));
    assert_eq!(jaeger_times("\"1700000000123456\"", "\"12\""), (nanos, 12_000, false));
    assert_eq!(jaeger_times("1700000000123456.789", "12.5"), (nanos + 789, 12_500, false));
    assert_eq!(jaeger_times("1.7e15", "1e1"), (1_700_000_000_000_000_000, 10_000, false));
}

#[test]
fn another_unit_is_told_by_the_size_of_the_start_and_said() {
    let nanos = 1_700_000_000_123_000_000;
    assert_eq!(jaeger_times("1700000000123", "12"), (nanos, 12_000_000, true));
    assert_eq!(jaeger_times("1700000000123000000", "12"), (nanos, 12, true));
    assert_eq!(otlp_times("1700000000123000", "1700000000123012"), (nanos, 12_000, true));
    assert_eq!(otlp_times("\"1700000000123\"", "\"1700000000124\""), (nanos, 1_000_000, true));
}

#[test]
fn seconds_and_small_numbers_are_never_guessed_at() {
    assert_eq!(jaeger_times("1700000000", "5"), (1_700_000_000_000, 5_000, false));
    assert_eq!(jaeger_times("100", "5"), (100_000, 5_000, false));
    assert_eq!(otlp_times("100", "105"), (100, 5, false));
}

#[test]
fn a_start_that_is_no_time_is_taken_from_the_parent_and_its_length_kept() {
    for start in ["null", "NaN", "-5", "\"soon\"", "0", "1e300"] {
        let text = format!(
            r#"{{"data":[{{"traceID":"a","spans":[
                {{"spanID":"1","startTime":1700000000000000,"duration":100}},
                {{"spanID":"2","parentSpanID":"1","startTime":{start},"duration":7}}]}}]}}"#
        );
        let outcome = read_well(&text);
        let trace = only_trace(&outcome);
        let child = SpanIdx(1);
        assert_eq!(trace.start_nanos(child), 1_700_000_000_000_000_000, "{start}");
        assert_eq!(trace.duration_nanos(child), 7_000, "{start}");
        assert!(trace.repairs(child).has(Repair::StartUnknown), "{start}");
    }
}

#[test]
fn an_end_that_is_missing_or_early_makes_a_span_of_no_length() {
    for end in ["0", "null", "5"] {
        let text = otlp_span(&format!(
            r#""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":{end}"#
        ));
        let outcome = read_well(&text);
        let trace = only_trace(&outcome);
        assert_eq!(trace.duration_nanos(SpanIdx(0)), 0);
        assert!(trace.repairs(SpanIdx(0)).has(Repair::EndBeforeStart));
    }
}

#[test]
fn a_length_beyond_all_time_does_not_overflow() {
    let (start, length, _) = jaeger_times("1700000000000000", "18446744073709551");
    assert_eq!(start + length, u64::MAX);
}

#[test]
fn events_have_times_of_their_own() {
    let outcome = read_well(&jaeger_span(
        r#""startTime":1700000000000000,"logs":[{"timestamp":1700000000000001.5,"fields":[]},{"timestamp":1700000000123}]"#,
    ));
    let trace = only_trace(&outcome);
    let events = trace.pool().events(trace.events(SpanIdx(0)));
    assert_eq!(events[0].time_nanos, 1_700_000_000_000_001_500);
    assert_eq!(events[1].time_nanos, 1_700_000_000_123_000_000);
    assert!(trace.repairs(SpanIdx(0)).has(Repair::TimeUnit));
}
