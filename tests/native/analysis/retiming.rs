//! Drag: drawn, and compared with the definition taken word by word.

use proptest::prelude::*;
use spanscope::analysis::{PathMode, Retiming, critical_path, critical_times, slacks};
use spanscope::trace::{SpanIdx, SpanKind, Trace};

use crate::random_spans::{CHAIN, FAN, RandomSpan, spans, trace_of};
use crate::support::{Picture, assert_drawn, drawn};

const MILLISECOND_NANOS: u64 = 1_000_000;

/// The drawing with the drag of each span of the first root, and its slack as `~`.
fn with_drags(trace: &Trace) -> String {
    let root = trace.roots().next().expect("a root");
    let slacks = slacks(trace, root);
    let remark = |span: SpanIdx| {
        let mut retiming = Retiming::new(trace, root);
        let drag = retiming.drag_nanos(|other| other == span) / MILLISECOND_NANOS;
        let slack = slacks.iter().find(|passed| passed.span == span);
        let slack = slack.map(|passed| format!(" ~{}", passed.slack_nanos / MILLISECOND_NANOS));
        format!("{drag}{}", slack.unwrap_or_default())
    };
    Picture::of(trace).with(remark).to_text()
}

#[track_caller]
fn assert_drags(expected: &str) {
    // What stands behind the bars is what is expected, not an option.
    let lines = expected.lines().map(|line| match line.rfind('|') {
        Some(end) => {
            let kind = line.split_once("kind=").map_or("", |(_, kind)| kind);
            let kind = kind.split(' ').next().unwrap_or_default();
            if kind.is_empty() {
                line[..=end].to_owned()
            } else {
                format!("{} kind={kind}", &line[..=end])
            }
        }
        None => line.to_owned(),
    });
    let trace = drawn(&lines.collect::<Vec<_>>().join("\n"));
    let without_kinds: Vec<String> = expected
        .lines()
        .map(|line| match line.split_once("kind=") {
            Some((head, tail)) => format!("{head}{}", tail.split_once(' ').map_or("", |it| it.1)),
            None => line.to_owned(),
        })
        .collect();
    assert_drawn(with_drags(&trace), &without_kinds.join("\n"));
}

#[test]
fn spans_in_turn_drag_by_their_durations() {
    assert_drags(
        "
        a  root     |==========|  11
        a    first   |==|         3
        a      deep   |=|         2
        a    second     |===|     4
        ",
    );
}

#[test]
fn of_spans_at_once_the_longest_drags_until_the_next_takes_over() {
    assert_drags(
        "
        a  root     |===========|  12
        a    long     |=======|    3
        a    aside     |====|      0 ~2
        ",
    );
}

#[test]
fn of_spans_that_begin_at_once_the_shorter_may_grow_up_to_the_longer() {
    assert_drags(
        "
        a  root     |===========|  12
        a    long    |=======|     3
        a    twin    |====|        0 ~3
        ",
    );
}

#[test]
fn what_follows_moves_up_with_the_work_in_between() {
    assert_drags(
        "
        a  root     |=================|  18
        a    first   |===|               4
        a    later         |====|        2
        a    aside          |==|         0 ~1
        ",
    );
}

#[test]
fn a_hair_of_overlap_leaves_the_first_its_drag() {
    assert_drags(
        "
        a  root      |=================|  18
        a    first    |=========|         9
        a    second            |====|     4
        ",
    );
}

#[test]
fn a_span_counts_as_far_as_it_lies_in_its_parent_and_a_consumer_not_at_all() {
    assert_drags(
        "
        a  root         |======|          7
        a    outlives      |==========|   4
        ",
    );
    assert_drags(
        "
        a  root       |=========|  kind=producer 10
        a    handled    |====|     kind=consumer 0
        ",
    );
}

/// `end'` of the definition, with its maximum taken over all siblings at each instant.
fn slow_nanos(trace: &Trace, span: SpanIdx, (low, high): (u64, u64), gone: &[SpanIdx]) -> u64 {
    struct Child {
        start: u64,
        end: u64,
        new_start: u64,
        new_end: u64,
    }
    if gone.contains(&span) {
        return 0;
    }
    let mut placed: Vec<Child> = Vec::new();
    let advance = |placed: &[Child], at: u64| {
        let ready = placed.iter().map(|c| at.min(c.end)).max().unwrap_or(low).max(low);
        let new = placed.iter().map(|c| (at - c.start + c.new_start).min(c.new_end));
        let new = new.max().unwrap_or(low).max(low);
        new + at - ready
    };
    let is_async =
        |child| trace.kind(span) == SpanKind::Producer && trace.kind(child) == SpanKind::Consumer;
    for child in trace.children(span).filter(|&child| !is_async(child)) {
        let (start, end) = (trace.start_nanos(child).max(low), trace.end_nanos(child).min(high));
        if start < end {
            let new_start = advance(&placed, start);
            let new_end = new_start + slow_nanos(trace, child, (start, end), gone);
            placed.push(Child { start, end, new_start, new_end });
        }
    }
    advance(&placed, high) - low
}

proptest! {
    #[test]
    fn drag_is_what_the_definition_says(
        spans in spans(),
        chosen in prop::collection::vec(0..40usize, 0..4),
    ) {
        let trace = trace_of(&spans);
        let gone: Vec<SpanIdx> =
            chosen.iter().map(|&row| SpanIdx((row % trace.span_count()) as u32)).collect();
        for root in trace.roots() {
            let times = (trace.start_nanos(root), trace.end_nanos(root));
            let expected = times.1 - times.0 - slow_nanos(&trace, root, times, &gone);
            let mut retiming = Retiming::new(&trace, root);
            prop_assert_eq!(retiming.drag_nanos(|span| gone.contains(&span)), expected);
            prop_assert_eq!(retiming.drag_nanos(|_| false), 0, "as recorded");
            prop_assert_eq!(retiming.drag_nanos(|span| span == root), times.1 - times.0);
        }
    }

    #[test]
    fn a_span_drags_by_no_more_than_its_duration_and_by_nothing_off_the_path(spans in spans()) {
        let trace = trace_of(&spans);
        for root in trace.roots() {
            let path = critical_path(&trace, root, PathMode::Cover);
            let charged = critical_times(&trace, &[path]);
            let mut retiming = Retiming::new(&trace, root);
            for row in root.0..trace.subtree_end(root).0 {
                let span = SpanIdx(row);
                let drag = retiming.drag_nanos(|other| other == span);
                prop_assert!(drag <= trace.duration_nanos(span));
                let below = span.index()..trace.subtree_end(span).index();
                if charged[below].iter().all(|&nanos| nanos == 0) {
                    prop_assert_eq!(drag, 0, "row {}", row);
                }
            }
        }
    }

    #[test]
    fn a_sibling_can_grow_by_less_than_its_slack_and_by_no_more(spans in distinct_spans()) {
        let trace = trace_of(&spans);
        let before = first_path(&trace);
        for passed in slacks(&trace, trace.roots().next().expect("a root")) {
            let id = trace.span_id(passed.span).0;
            let grown = |by: u64| {
                let mut longer = spans.clone();
                for span in longer.iter_mut().filter(|span| span.id == id) {
                    span.length_nanos += by;
                }
                first_path(&trace_of(&longer))
            };
            if passed.slack_nanos > 0 {
                prop_assert_eq!(&grown(passed.slack_nanos - 1), &before);
            }
            // Past the end of its parent it is cut, and then ties with one that began with it.
            let start = trace.start_nanos(passed.span);
            let has_twin =
                trace.spans().any(|span| span != passed.span && trace.start_nanos(span) == start);
            if has_twin {
                continue;
            }
            prop_assert_ne!(&grown(passed.slack_nanos + 1), &before);
        }
    }
}

/// Spans of one root, no two with one id.
fn distinct_spans() -> impl Strategy<Value = Vec<RandomSpan>> {
    spans().prop_map(|mut spans| {
        for (id, span) in (1..).zip(&mut spans) {
            span.id = id;
            span.parent_id = if id == 1 { 0 } else { 1 + span.parent_id % (id - 1) };
        }
        // So that the root is not outlived, and its end does not hide what grows.
        spans[0].start_nanos = 1;
        spans[0].length_nanos = 200;
        spans
    })
}

/// Spans and times, which survive new rows.
fn first_path(trace: &Trace) -> Vec<(u64, u64, u64)> {
    let root = trace.roots().next().expect("a root");
    let sections = critical_path(trace, root, PathMode::Cover).sections;
    let told = sections
        .iter()
        .map(|section| (trace.span_id(section.span).0, section.start_nanos, section.end_nanos));
    told.collect()
}

#[test]
fn a_hundred_thousand_in_a_chain_and_a_million_in_a_family_are_re_timed() {
    let last = SpanIdx(99_999);
    let drag = Retiming::new(&CHAIN, SpanIdx(0)).drag_nanos(|span| span == last);
    assert_eq!(drag, CHAIN.duration_nanos(last));
    // Each begins after and ends before the one above it.
    let mut retiming = Retiming::new(&FAN, SpanIdx(0));
    assert_eq!(retiming.drag_nanos(|span| span == SpanIdx(1)), 2);
    assert_eq!(retiming.drag_nanos(|span| span != SpanIdx(0)), FAN.duration_nanos(SpanIdx(1)));
    assert_eq!(slacks(&FAN, SpanIdx(0)).len(), 999_998);
}
