//! Which of the traces that a search found is what usually happens.

use spanscope::jaeger::{NormalTrace, TraceSummary, normal_trace};
use spanscope::trace::TraceId;

const ROOT: (&str, &str) = ("order", "POST /orders");
const ASIDE: TraceId = TraceId(99);

fn row(id: u128, millis: u64) -> TraceSummary {
    TraceSummary {
        trace_id: TraceId(id),
        root_service: ROOT.0.to_owned(),
        root_operation: ROOT.1.to_owned(),
        start_nanos: 1_000,
        end_nanos: 1_000 + millis * 1_000_000,
        errors: Some(0),
        orphans: Some(0),
        ..TraceSummary::default()
    }
}

fn chosen(rows: &[TraceSummary]) -> Option<(u128, u64, usize)> {
    let normal = normal_trace(rows, ROOT, ASIDE);
    normal.map(|NormalTrace { trace_id, median_nanos, healthy }| {
        (trace_id.0, median_nanos / 1_000_000, healthy)
    })
}

#[test]
fn the_one_in_the_middle_is_taken_whatever_the_order() {
    let mut rows = vec![row(1, 900), row(2, 10), row(3, 30), row(4, 20), row(5, 40)];
    assert_eq!(chosen(&rows), Some((3, 30, 5)));
    rows.reverse();
    assert_eq!(chosen(&rows), Some((3, 30, 5)));
    rows.pop();
    // Of an even number the lower one.
    assert_eq!(chosen(&rows), Some((4, 20, 4)));
}

#[test]
fn what_failed_is_incomplete_or_begins_otherwise_is_not_normal() {
    let failed = TraceSummary { errors: Some(1), ..row(1, 5) };
    let incomplete = TraceSummary { orphans: Some(2), ..row(2, 5) };
    let other = TraceSummary { root_operation: "GET /".to_owned(), ..row(3, 5) };
    let aside = TraceSummary { trace_id: ASIDE, ..row(0, 5) };
    // Of servers that count nothing everything may be healthy.
    let uncounted = TraceSummary { errors: None, orphans: None, ..row(4, 70) };
    let rows = [failed, incomplete, other, aside];
    assert_eq!(chosen(&rows), None);
    let with = [rows.as_slice(), &[uncounted.clone(), uncounted]].concat();
    assert_eq!(chosen(&with), Some((4, 70, 1)));
    assert_eq!(chosen(&[]), None);
}
