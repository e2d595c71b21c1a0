//! The critical path: drawn for each case that is easily wrong, and as properties.
//!
//! Remarks are the sections of a span in milliseconds from the start of the trace.

use std::time::Instant;

use spanscope::analysis::{
    CriticalPath, PathMode, PathRule, critical_path, critical_paths, critical_times,
};
use spanscope::trace::{Builder, SpanId, SpanIdx, SpanRecord, Trace, TraceId};

use crate::random_spans::{CHAIN, FAN, regular_trace};
use crate::support::{Drawing, Picture, assert_drawn, drawn, span_named};

mod properties;

const MILLISECOND_NANOS: u64 = 1_000_000;

/// The drawing with the sections of each span on the paths of all roots.
fn with_paths(trace: &Trace, rule: impl Into<PathRule>) -> String {
    let paths = critical_paths(trace, rule);
    let sections = |span: SpanIdx| {
        let all = paths.iter().flat_map(|path| &path.sections);
        let own = all.filter(|section| section.span == span).map(|section| {
            let millis = |nanos: u64| (nanos - trace.earliest_nanos()) / MILLISECOND_NANOS;
            format!("{}-{}", millis(section.start_nanos), millis(section.end_nanos))
        });
        own.collect::<Vec<_>>().join(" ")
    };
    Picture::of(trace).with(sections).to_text()
}

/// Compares the drawings with the paths of either mode.
#[track_caller]
fn assert_paths(trace: &Trace, cover: &str, happens_before: &str) {
    assert_drawn(with_paths(trace, PathMode::Cover), cover);
    assert_drawn(with_paths(trace, PathMode::HappensBefore), happens_before);
}

fn ambiguous_millis(trace: &Trace) -> u64 {
    let paths = critical_paths(trace, PathMode::Cover);
    paths.iter().map(|path| path.ambiguous_nanos).sum::<u64>() / MILLISECOND_NANOS
}

#[test]
fn the_path_leads_through_the_child_that_ended_last_and_then_through_the_one_before_it() {
    let trace = drawn(
        "
        a  root     |==============|
        a    first   |===|
        a    second      |======|
        a      deep        |==|
        a    aside         |==|
        ",
    );
    let expected = "
        a  root      |==============|  0-1 12-15
        a    first    |===|            1-5
        a    second       |======|     5-7 10-12
        a      deep         |==|       7-10
        a    aside          |==|
        ";
    assert_paths(&trace, expected, expected);
    assert_eq!(ambiguous_millis(&trace), 0);
}

#[test]
fn of_children_with_equal_ends_the_one_that_began_last_comes_first() {
    let trace = drawn(
        "
        a  root     |==========|
        a    long     |=====|
        a    short       |==|
        ",
    );
    assert_paths(
        &trace,
        "
        a  root      |==========|  0-2 8-11
        a    long      |=====|     2-5
        a    short        |==|     5-8
        ",
        "
        a  root      |==========|  0-5 8-11
        a    long      |=====|
        a    short        |==|     5-8
        ",
    );
    assert_eq!(ambiguous_millis(&trace), 3);
}

#[test]
fn of_children_that_outlive_their_parent_the_one_that_began_last_comes_first() {
    // As far as the parent is concerned both end when it does.
    let trace = drawn(
        "
        a  root     |==========|
        a    longer   |==============|
        a    later       |=========|
        ",
    );
    assert_drawn(
        with_paths(&trace, PathMode::Cover),
        "
        a  root      |==========|        0-2
        a    longer    |==============|  2-5
        a    later        |=========|    5-11
        ",
    );
}

#[test]
fn of_children_with_equal_times_the_first_by_content_is_charged() {
    let trace = drawn(
        "
        a  root   |=======|
        b    one   |====|
        a    two   |====|
        a    one   |====|
        ",
    );
    let expected = "
        a  root  |=======|  0-1 6-8
        a    one  |====|    1-6
        a    two  |====|
        b    one  |====|
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn siblings_back_to_back_are_all_on_the_path() {
    let trace = drawn(
        "
        a  root     |==========|
        a    first   |==|
        a    second     |==|
        a    third         |==|
        ",
    );
    let expected = "
        a  root      |==========|  0-1 10-11
        a    first    |==|         1-4
        a    second      |==|      4-7
        a    third          |==|   7-10
        ";
    assert_paths(&trace, expected, expected);
}

/// A root and children of it with these starts and ends in nanoseconds.
fn family(root: (u64, u64), children: impl IntoIterator<Item = (u64, u64)>) -> Trace {
    let mut builder = Builder::default();
    let mut add = |id, parent_id, (start_nanos, end_nanos)| {
        let trace = builder.trace(TraceId(1));
        let times = SpanRecord { start_nanos, end_nanos, ..SpanRecord::default() };
        builder.add(SpanRecord { trace, id: SpanId(id), parent_id, ..times });
    };
    add(1, SpanId::NONE, root);
    for (id, times) in (2..).zip(children) {
        add(id, SpanId(1), times);
    }
    builder.build().traces.remove(0)
}

/// The time charged to each span by row, and the ambiguous time of the first root.
fn charged(trace: &Trace, rule: impl Into<PathRule>) -> (Vec<u64>, u64) {
    let paths = critical_paths(trace, rule);
    (critical_times(trace, &paths), paths[0].ambiguous_nanos)
}

#[test]
fn an_overlap_of_a_hair_costs_happens_before_a_child_and_cover_nothing() {
    let trace = family((1_000, 1_100), [(1_000, 1_099), (1_098, 1_100)]);
    assert_eq!(charged(&trace, PathMode::Cover), (vec![0, 98, 2], 98));
    assert_eq!(charged(&trace, PathMode::HappensBefore), (vec![98, 0, 2], 98));
}

#[test]
fn a_tolerance_bears_overlaps_that_are_less_than_its_share_of_the_parent() {
    let trace = family((1_000, 1_100), [(1_000, 1_099), (1_098, 1_100)]);
    let mode = PathMode::HappensBefore;
    // The overlap is one hundredth of the parent.
    assert_eq!(charged(&trace, PathRule { mode, tolerance_permille: 10 }), (vec![98, 0, 2], 98));
    assert_eq!(charged(&trace, PathRule { mode, tolerance_permille: 11 }), (vec![0, 98, 2], 0));
}

#[test]
fn spans_without_length_are_never_on_the_path() {
    let trace = drawn(
        "
        a  root       |======|
        a    at start  |
        a    child      |==|
        a      inside    |
        a    next          |=|
        a    at seam       |
        a    at end          |
        ",
    );
    let expected = "
        a  root       |======|  0-2
        a    at start  |
        a    child      |==|    2-5
        a      inside    |
        a    next          |=|  5-7
        a    at seam       |
        a    at end          |
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn a_root_without_length_has_an_empty_path() {
    let trace = drawn(
        "
        a  root    |
        a    now   |
        a    long  |===|
        ",
    );
    let path = critical_path(&trace, span_named(&trace, "root"), PathMode::Cover);
    assert_eq!(path.sections, []);
}

#[test]
fn a_child_that_covers_its_parent_takes_all_of_it_and_no_more() {
    let trace = drawn(
        "
        a  root         |====|
        a    longer  |==========|
        a      tail         |====|
        a      after           |==|
        ",
    );
    let expected = "
        a  root         |====|
        a    longer  |==========|    3-7
        a      tail         |====|   7-8
        a      after           |==|
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn children_before_and_after_their_parent_are_not_on_its_path() {
    let trace = drawn(
        "
        a  root           |====|
        a    before    |==|
        a    after             |==|
        a    far away               |==|
        ",
    );
    let expected = "
        a  root           |====|           3-8
        a    before    |==|
        a    after             |==|
        a    far away               |==|
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn orphans_and_spans_cut_from_a_circle_have_paths_of_their_own() {
    let trace = drawn(
        "
        a  root      |======|
        a  lost        |===|       parent=ff
        a    child      |=|
        a  own       |===|         id=aa, parent=aa
        a    below    |=|
        a  one        |=====|      id=b, parent=c
        a  other        |=====|    id=c, parent=b
        ",
    );
    let expected = "
        a  root      |======|      0-7
        a  own       |===|         0-1 3-4
        a    below    |=|          1-3
        a  one        |=====|      1-3
        a    other      |=====|    3-7
        a  lost        |===|       2-3 5-6
        a    child      |=|        3-5
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn a_clock_that_starts_at_zero_is_a_clock() {
    let drawing = Drawing::new(
        "
        a  root     |==========|
        a    first  |==|
        a    second    |==|
        ",
    );
    let expected = "
        a  root      |==========|  6-11
        a    first   |==|          0-3
        a    second     |==|       3-6
        ";
    assert_paths(&drawing.origin_nanos(0).trace(), expected, expected);
}

#[test]
fn of_two_spans_with_one_id_each_is_charged_as_a_span_of_its_own() {
    let trace = drawn(
        "
        a  root        |================|
        a    first      |===|               id=d
        a    second           |======|      id=d
        a  during 1st    |=|                parent=d
        a  during 2nd          |===|        parent=d
        ",
    );
    let expected = "
        a  root            |================|  0-1 5-7 14-17
        a    first          |===|              1-2 4-5
        a      during 1st    |=|               2-4
        a    second               |======|     7-8 12-14
        a      during 2nd          |===|       8-12
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn a_producer_does_not_wait_for_its_consumers_but_for_anyone_else() {
    let trace = drawn(
        "
        a  root          |===========|
        a    publish      |======|      kind=producer
        a      ack         |==|         kind=client
        b      handle       |=======|   kind=consumer
        a    poll                  |=|  kind=client
        b      receive             |=|  kind=consumer
        ",
    );
    let expected = "
        a  root          |===========|   0-1 8-10
        a    publish      |======|       1-2 5-8
        a      ack         |==|          2-5
        b      handle       |=======|
        a    poll                  |=|
        b      receive             |=|   10-12
        ";
    assert_paths(&trace, expected, expected);
    assert_eq!(ambiguous_millis(&trace), 0);
}

#[test]
fn a_link_to_an_ancestor_changes_nothing() {
    let trace = drawn(
        "
        a  root     |==========|  id=1
        a    child    |=====|     link=1
        a      leaf    |==|       link=1
        ",
    );
    let expected = "
        a  root      |==========|  0-2 8-11
        a    child     |=====|     2-3 6-8
        a      leaf     |==|       3-6
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn a_span_that_ends_before_it_starts_has_no_length() {
    let trace = family((10, 60), [(30, 20)]);
    assert_eq!(charged(&trace, PathMode::Cover), (vec![50, 0], 0));
}

#[test]
fn a_server_that_ran_longer_than_its_client_is_charged_as_far_as_the_client_waited() {
    let trace = drawn(
        "
        a  root       |==============|
        a    call        |======|       kind=client
        b      serve    |=========|     kind=server
        b        query     |==|
        b        log             |===|
        ",
    );
    let expected = "
        a  root       |==============|   0-3 10-15
        a    call        |======|
        b      serve    |=========|      3-5 8-10
        b        query     |==|          5-8
        b        log             |===|
        ";
    assert_paths(&trace, expected, expected);
}

#[test]
fn two_roots_that_overlap_are_charged_each_on_its_own() {
    let trace = drawn(
        "
        a  one      |======|
        a    child     |==|
        b  two         |=======|
        b    child        |===|
        ",
    );
    let expected = "
        a  one      |======|     0-3 6-7
        a    child     |==|      3-6
        b  two         |=======| 3-6 10-11
        b    child        |===|  6-10
        ";
    assert_paths(&trace, expected, expected);
    let total = |path: &CriticalPath| path.sections.iter().map(|one| one.duration_nanos()).sum();
    let totals: Vec<u64> = critical_paths(&trace, PathMode::Cover).iter().map(total).collect();
    assert_eq!(totals, [7 * MILLISECOND_NANOS, 8 * MILLISECOND_NANOS]);
}

#[test]
fn parallel_children_are_charged_to_each_other_by_cover_and_to_no_one_by_happens_before() {
    let trace = drawn(
        "
        a  root     |================|
        a    one      |======|
        a    two          |=====|
        a    three           |======|
        ",
    );
    assert_paths(
        &trace,
        "
        a  root      |================|  0-2 16-17
        a    one       |======|          2-6
        a    two           |=====|       6-9
        a    three            |======|   9-16
        ",
        "
        a  root      |================|  0-2 16-17
        a    one       |======|          2-9
        a    two           |=====|
        a    three            |======|   9-16
        ",
    );
    assert_eq!(ambiguous_millis(&trace), 0);
}

#[test]
fn the_path_of_a_span_within_the_tree_is_that_of_its_subtree() {
    let trace = drawn(
        "
        a  root     |==========|
        a    child    |=======|
        a      leaf    |==|
        a    last           |==|
        ",
    );
    let child = span_named(&trace, "child");
    let path = critical_path(&trace, child, PathMode::Cover);
    let spans: Vec<&str> =
        path.sections.iter().map(|section| trace.name_text(section.span)).collect();
    assert_eq!((path.root, spans), (child, vec!["child", "leaf", "child"]));
}

#[test]
fn a_hundred_thousand_siblings_and_a_chain_as_long_are_walked_at_once() {
    let one_by_one = (0..100_000).map(|number| (1_000 + number * 10, 1_010 + number * 10));
    let siblings = family((1_000, 1_001_000), one_by_one);
    let disordered = regular_trace(100_000, |number| (number > 0).then_some(0));
    for mode in [PathMode::Cover, PathMode::HappensBefore] {
        let began = Instant::now();
        assert_eq!(critical_path(&siblings, SpanIdx(0), mode).sections.len(), 100_000);
        assert_eq!(critical_path(&CHAIN, SpanIdx(0), mode).sections.len(), 199_999);
        assert_eq!(critical_path(&disordered, SpanIdx(0), mode).ambiguous_nanos, 0);
        // Quadratic would be minutes.
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    }
}

#[test]
fn of_a_million_children_one_within_the_other_the_longest_hides_the_rest() {
    let path = critical_path(&FAN, SpanIdx(0), PathMode::Cover);
    assert_eq!(path.sections.iter().map(|one| one.span.0).collect::<Vec<_>>(), [0, 1, 0]);
}
