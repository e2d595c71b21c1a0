//! Long stretches that no span explains, drawn.

use spanscope::analysis::{PathMode, critical_paths, gaps};
use spanscope::trace::Trace;

use crate::support::{Drawing, drawn};

/// `name start-end` in units of `unit_nanos`.
fn told(trace: &Trace, unit_nanos: u64) -> Vec<String> {
    let sections: Vec<_> =
        critical_paths(trace, PathMode::Cover).into_iter().flat_map(|path| path.sections).collect();
    let found = gaps(trace, &sections);
    let at = |nanos: u64| (nanos - trace.earliest_nanos()) / unit_nanos;
    let line = |gap: &spanscope::analysis::Section| {
        let name = trace.name_text(gap.span);
        format!("{name} {}-{}", at(gap.start_nanos), at(gap.end_nanos))
    };
    found.iter().map(line).collect()
}

const DRAWING: &str = "
    a  root     |=================================|
    a    work   |================|
    a      one    |==|
    a      two         |=======|
    a    call                      |======|           kind=client
    b      in                       |====|            kind=server
    a    leaf                               |===|
    ";

#[test]
fn long_stretches_without_a_child_are_gaps_if_one_would_expect_to_see_more() {
    let trace = drawn(DRAWING);
    assert_eq!(told(&trace, 1_000_000), ["in 20-25"]);
}

#[test]
fn below_a_millisecond_nothing_is_a_gap() {
    let trace = Drawing::new(DRAWING).nanos_per_column(10_000).trace();
    assert_eq!(told(&trace, 10_000), [""; 0]);
}
