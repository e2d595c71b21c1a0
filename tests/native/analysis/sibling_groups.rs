//! Runs of like siblings, drawn.

use proptest::prelude::*;
use spanscope::analysis::{self_times, sibling_groups};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{FAN, spans, trace_of};
use crate::support::drawn;

const MILLISECOND_NANOS: u64 = 1_000_000;

/// `first..last count total union self errors`, times in milliseconds.
fn told(trace: &Trace) -> Vec<String> {
    let groups = sibling_groups(trace, &self_times(trace));
    let line = |group: &spanscope::analysis::SiblingGroup| {
        let [total, union, own] = [group.total_nanos, group.union_nanos, group.self_nanos]
            .map(|nanos| nanos / MILLISECOND_NANOS);
        let (first, last) = (group.first.0, group.last.0);
        format!("{first}..{last} ×{} {total} {union} {own} !{}", group.count, group.errors)
    };
    groups.iter().map(line).collect()
}

#[test]
fn five_like_calls_are_a_run_and_four_are_none() {
    let trace = drawn(
        "
        a  root     |====================|
        a    load   |=|
        a    load !   |=|
        a    load     |=|
        a    load       |=|
        a      deep      |
        a    load         |==|
        a    save              |=|
        a    save                |=|
        a    save                  |
        a    save                    |
        ",
    );
    assert_eq!(told(&trace), ["1..6 ×5 11 9 11 !1"]);
}

#[test]
fn another_kind_or_service_breaks_a_run_and_roots_are_siblings() {
    let calls = "a  load  |=|\n".repeat(6);
    assert_eq!(told(&drawn(&calls)), ["0..5 ×6 12 2 12 !0"]);
    let broken = drawn(&format!("{0}a  load   |=|  kind=client\n{0}", "a  load  |=|\n".repeat(4)));
    assert_eq!(told(&broken), ["0..7 ×8 16 2 16 !0"], "the odd one begins last");
    let broken = "a  load  |=|\n".repeat(4) + "b  load   |=|\n" + &"a  load    |=|\n".repeat(4);
    assert_eq!(told(&drawn(&broken)), [""; 0]);
}

#[test]
fn a_million_siblings_are_one_run() {
    let groups = sibling_groups(&FAN, &self_times(&FAN));
    assert_eq!((groups.len(), groups[0].count), (1, 999_999));
}

proptest! {
    #[test]
    fn runs_share_no_span_and_their_numbers_can_be_counted(spans in spans()) {
        let trace = trace_of(&spans);
        let self_nanos = self_times(&trace);
        let groups = sibling_groups(&trace, &self_nanos);
        let mut seen = std::collections::BTreeSet::new();
        for group in groups {
            let parent = trace.parent(group.first);
            let members: Vec<SpanIdx> = (group.first.0..=group.last.0)
                .map(SpanIdx)
                .filter(|&span| trace.parent(span) == parent)
                .collect();
            prop_assert_eq!(members.len(), group.count as usize);
            prop_assert!(members.iter().all(|&span| seen.insert(span)));
            let runs = |at: u64| {
                members.iter().any(|&span| (trace.start_nanos(span)..trace.end_nanos(span)).contains(&at))
            };
            let union = (0..trace.latest_nanos()).filter(|&at| runs(at)).count() as u64;
            prop_assert_eq!(union, group.union_nanos);
        }
    }
}
