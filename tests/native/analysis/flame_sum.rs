//! The aggregated flame graph: what is merged, what adds up, what lies where.

use proptest::prelude::*;
use spanscope::analysis::{FlameSum, SumNode, SumShare, self_times};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, spans, spans_in_two_orders, trace_of};
use crate::support::{assert_drawn, drawn, span_named};

fn sum(trace: &Trace) -> FlameSum {
    FlameSum::of(trace, &self_times(trace))
}

const MILLI: u64 = 1_000_000;

/// A node a line: name, count, self time and total in milliseconds, failures.
fn table(trace: &Trace) -> String {
    let line = |node: &SumNode| {
        let indent = "  ".repeat(node.depth as usize - 1);
        let (own, total) = (node.self_nanos / MILLI, node.total_nanos / MILLI);
        let name = trace.pool().text(node.name);
        let failed = if node.errors > 0 { format!(" !{}", node.errors) } else { String::new() };
        format!("{indent}{name} x{} {own} of {total}{failed}", node.count)
    };
    sum(trace).nodes().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A depth a line, each node as the first letter of its name.
fn picture(trace: &Trace, sum: &FlameSum, shares: &[SumShare], width: usize) -> String {
    let depth = |share: &SumShare| sum.nodes()[share.place as usize].depth;
    let first = shares.iter().map(depth).min().unwrap_or(1);
    let mut lines: Vec<Vec<char>> = Vec::new();
    for share in shares {
        let line = (depth(share) - first) as usize;
        lines.resize(lines.len().max(line + 1), vec![' '; width]);
        let column = |ratio: f64| (ratio * width as f64).round() as usize;
        let name = trace.pool().text(sum.nodes()[share.place as usize].name);
        for cell in &mut lines[line][column(share.left_ratio)..column(share.right_ratio)] {
            assert_eq!(*cell, ' ', "nodes of a depth do not overlap");
            *cell = name.chars().next().expect("a name");
        }
    }
    lines.into_iter().map(String::from_iter).collect::<Vec<_>>().join("\n")
}

const SHOP: &str = "
    shop   get         |===================|
    shop     auth      |==|
    db       query        |=====|
    db       query          |=======|
    db         lock          |==|
    shop   get                               |=====|
    db       query !                          |==|
";

#[test]
fn spans_of_one_path_are_one_node_and_work_in_parallel_adds_up() {
    assert_drawn(
        table(&drawn(SHOP)),
        "
        get x2 10 of 30
          query x3 14 of 17 !1
            lock x1 3 of 3
          auth x1 3 of 3
        ",
    );
}

#[test]
fn a_service_is_part_of_the_path() {
    let trace = drawn("a  r  |====|\na  x  |==|\nb  x  |=|\n");
    let nodes = sum(&trace).nodes().len();
    assert_eq!(nodes, 3);
}

#[test]
fn children_lie_from_their_parents_left_edge_and_what_is_left_is_its_own() {
    let trace = drawn(SHOP);
    let sum = sum(&trace);
    assert_drawn(
        picture(&trace, &sum, &sum.shares(None, 0.0, 0..9), 30),
        "
        gggggggggggggggggggggggggggggg
        qqqqqqqqqqqqqqqqqaaa
        lll
        ",
    );
    let query = sum.place_of(span_named(&trace, "query"));
    assert_drawn(
        picture(&trace, &sum, &sum.shares(Some(query), 0.0, 0..9), 17),
        "qqqqqqqqqqqqqqqqq\nlll",
    );
    assert_eq!(sum.shares(Some(query), 0.0, 3..9).len(), 1);
}

#[test]
fn what_is_too_narrow_is_left_out_with_all_below_it_and_all_after_it() {
    let trace = drawn(SHOP);
    let sum = sum(&trace);
    assert_eq!(sum.shares(None, 0.2, 0..9).len(), 2);
    assert_eq!(sum.shares(None, 2.0, 0..9), []);
}

#[test]
fn a_trace_without_length_has_nodes_but_no_picture() {
    let trace = drawn("a  x  |");
    let sum = sum(&trace);
    assert_eq!((sum.nodes().len(), sum.total_nanos(None)), (1, 0));
    assert_eq!(sum.shares(None, 0.0, 0..9), []);
}

#[test]
fn a_chain_of_100_000_is_as_many_nodes_and_a_million_siblings_are_two() {
    let sum = sum(&CHAIN);
    assert_eq!(sum.nodes().len(), 100_000);
    assert_eq!(sum.shares(None, 0.0, 99_990..u32::MAX).len(), 11);
    assert_eq!(self::sum(&FAN).nodes().len(), 2);
}

proptest! {
    #[test]
    fn a_total_is_the_own_time_and_the_childrens_totals(spans in spans()) {
        let trace = trace_of(&spans);
        let self_nanos = self_times(&trace);
        let sum = FlameSum::of(&trace, &self_nanos);
        let nodes = sum.nodes();
        for (place, node) in nodes.iter().enumerate() {
            let children = nodes.iter().filter(|child| child.parent == Some(place as u32));
            let below: u64 = children.map(|child| child.total_nanos).sum();
            prop_assert_eq!(node.total_nanos, node.self_nanos + below);
        }
        prop_assert_eq!(sum.total_nanos(None), self_nanos.iter().sum::<u64>());
        let count: u32 = nodes.iter().map(|node| node.count).sum();
        prop_assert_eq!(count as usize, trace.span_count());
    }

    #[test]
    fn every_span_belongs_to_the_node_of_its_path(spans in spans()) {
        let trace = trace_of(&spans);
        let sum = sum(&trace);
        for span in trace.spans() {
            let node = &sum.nodes()[sum.place_of(span) as usize];
            prop_assert_eq!((node.service, node.name), (trace.service(span), trace.name(span)));
            let parent = trace.parent(span).map(|parent| sum.place_of(parent));
            prop_assert_eq!(node.parent, parent);
            prop_assert!(node.span <= span);
        }
    }

    #[test]
    fn nodes_lie_within_their_parents_beside_each_other_the_largest_first(spans in spans()) {
        let trace = trace_of(&spans);
        let sum = sum(&trace);
        let nodes = sum.nodes();
        for (place, node) in nodes.iter().enumerate() {
            prop_assert!(sum.places(node.parent).contains(&(place as u32)));
            let mut next = node.left_nanos;
            let mut largest = u64::MAX;
            for child in nodes.iter().filter(|child| child.parent == Some(place as u32)) {
                prop_assert_eq!(child.left_nanos, next);
                prop_assert!(child.total_nanos <= largest);
                next += child.total_nanos;
                largest = child.total_nanos;
            }
            prop_assert!(next <= node.left_nanos + node.total_nanos);
        }
    }

    #[test]
    fn shares_are_the_nodes_that_are_wide_enough(
        spans in spans(),
        least in 0.0..0.5f64,
        depths in (1..4u32, 1..6u32),
    ) {
        let trace = trace_of(&spans);
        let sum = sum(&trace);
        let depths = depths.0..depths.0 + depths.1;
        let whole = sum.total_nanos(None) as f64;
        let is_shown = |node: &SumNode| {
            let ratio = node.total_nanos as f64 / whole;
            node.total_nanos > 0 && ratio >= least && depths.contains(&node.depth)
        };
        let expected: Vec<u32> =
            (0..).zip(sum.nodes()).filter(|(_, node)| is_shown(node)).map(|(at, _)| at).collect();
        let shares = sum.shares(None, least, depths.clone());
        let places: Vec<u32> = shares.iter().map(|share| share.place).collect();
        prop_assert_eq!(places, expected);
    }

    #[test]
    fn the_order_in_which_spans_came_does_not_matter((one, other) in spans_in_two_orders()) {
        let told = |trace: &Trace| -> Vec<(String, u32, u64, Vec<SpanIdx>)> {
            let sum = sum(trace);
            let line = |(place, node): (u32, &SumNode)| {
                let spans = trace.spans().filter(|&span| sum.place_of(span) == place).collect();
                let name = trace.pool().text(node.name).to_owned();
                (name, node.depth, node.total_nanos, spans)
            };
            (0..).zip(sum.nodes()).map(line).collect()
        };
        prop_assert_eq!(told(&trace_of(&one)), told(&trace_of(&other)));
    }
}

#[test]
fn a_node_is_wanted_if_any_of_its_spans_is() {
    let trace = drawn(SHOP);
    let sum = sum(&trace);
    let wanted = sum.nodes_with(|span| trace.is_error(span));
    let names: Vec<&str> = sum
        .nodes()
        .iter()
        .zip(&wanted)
        .filter(|(_, is_wanted)| **is_wanted)
        .map(|(node, _)| trace.pool().text(node.name))
        .collect();
    assert_eq!(names, ["query"]);
}
