//! Two traces as one tree, drawn, and what explains their difference.

mod edits;
mod single_edits;

use proptest::prelude::*;
use spanscope::analysis::{
    Change, Comparing, Comparison, Contribution, PathMode, Relation, compare, contributions,
    critical_paths, critical_times,
};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, RandomSpan, spans, spans_in_two_orders, trace_of};
use crate::support::drawn;

const MILLISECOND_NANOS: i64 = 1_000_000;

fn name(comparison: &Comparison, traces: [&Trace; 2], node: usize) -> String {
    let names: Vec<&str> = (0..2)
        .filter_map(|side| comparison.spans(node, side).first().map(|&span| (side, span)))
        .map(|(side, span)| traces[side].name_text(span))
        .collect();
    match names[..] {
        [one, other] if one != other => format!("{one} → {other}"),
        [one, ..] => one.to_owned(),
        [] => "nobody".to_owned(),
    }
}

/// The merged tree: indented, `+` new, `-` gone, `~` renamed, with the number of calls if it is
/// not one on each side.
fn tree(first: &str, second: &str) -> Vec<String> {
    let (first, second) = (drawn(first), drawn(second));
    let comparison = compare(&first, &second);
    let line = |(number, node): (usize, &spanscope::analysis::ComparedNode)| {
        let sign = match node.relation {
            Relation::Same => "",
            Relation::Renamed => "~",
            Relation::Gone => "-",
            Relation::New => "+",
        };
        let counts = match node.figures.each_ref().map(|side| side.spans) {
            [0 | 1, 0 | 1] => String::new(),
            [before, after] => format!(" {before}:{after}"),
        };
        let order = if node.is_reordered { " turned" } else { "" };
        let indent = "  ".repeat(node.depth as usize);
        let name = name(&comparison, [&first, &second], number);
        format!("{indent}{sign}{name}{counts}{order}")
    };
    comparison.nodes.iter().enumerate().map(line).collect()
}

/// `name change milliseconds`, ranked.
fn told(first: &str, second: &str) -> Vec<String> {
    let (first, second) = (drawn(first), drawn(second));
    let comparison = compare(&first, &second);
    let line = |it: &Contribution| {
        let name = name(&comparison, [&first, &second], it.node as usize);
        format!("{name} {:?} {:+}", it.change, it.nanos / MILLISECOND_NANOS)
    };
    contributions(&comparison).iter().map(line).collect()
}

const PLAIN: &str = "
    a  root     |====================|
    a    load     |===|
    b      read    |=|
    a    save           |====|
";

#[test]
fn a_trace_beside_itself_has_no_difference() {
    assert_eq!(tree(PLAIN, PLAIN), ["root", "  load", "    read", "  save"]);
    assert_eq!(told(PLAIN, PLAIN), [""; 0]);
}

#[test]
fn a_layer_that_is_put_in_costs_one_node() {
    let layered = "
        a  root     |====================|
        a    cache    |====|
        a      load    |===|
        b        read   |=|
        a    save           |====|
    ";
    assert_eq!(tree(PLAIN, layered), ["root", "  +cache", "    load", "      read", "  save"]);
    assert_eq!(tree(layered, PLAIN), ["root", "  -cache", "    load", "      read", "  save"]);
    let twice = "
        a  root     |====================|
        a    cache    |====|
        a      retry  |====|
        a        load  |===|
        b          read |=|
        a    save           |====|
    ";
    let expected = ["root", "  +cache", "    +retry", "      load", "        read", "  save"];
    assert_eq!(tree(PLAIN, twice), expected);
}

#[test]
fn a_layer_above_many_calls_is_one_node() {
    let flat = "
        a  root     |====================|
        a    read     |=|
        a    write       |=|
        a    close          |=|
    ";
    let nested = "
        a  root     |====================|
        a    transaction |==========|
        a      read     |=|
        a      write       |=|
        a      close          |=|
    ";
    let lines = ["root", "  +transaction", "    read", "    write", "    close"];
    assert_eq!(tree(flat, nested), lines);
}

#[test]
fn a_call_that_is_renamed_is_one_node_and_what_is_below_it_is_the_same() {
    let renamed = PLAIN.replace("load", "fetch");
    assert_eq!(
        tree(PLAIN, &renamed),
        ["root", "  ~load → fetch", "    read", "  save"],
        "by what is below it"
    );
    let leaf = PLAIN.replace("save", "save all");
    assert_eq!(tree(PLAIN, &leaf)[3], "  ~save → save all", "by its name");
    let other = PLAIN.replace("save", "publish");
    let lines = tree(PLAIN, &other);
    assert!(lines.contains(&"  -save".to_owned()) && lines.contains(&"  +publish".to_owned()));
}

#[test]
fn a_subtree_that_is_gone_is_gone_as_a_whole() {
    let without = "
        a  root     |====================|
        a    save           |====|
    ";
    assert_eq!(tree(PLAIN, without), ["root", "  -load", "    -read", "  save"]);
}

#[test]
fn numbers_and_ids_in_names_are_no_difference() {
    let before = "
        a  root             |====|
        a    GET_/orders/12  |=|
        a    job-9f86d081884c7d65  |=|
    ";
    let after = before.replace("12", "7").replace("9f86d081884c7d65", "4e07408562bedb8b");
    let lines = tree(before, &after);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(
        !lines
            .iter()
            .any(|line| line.contains(['~', '+', '-'].as_slice()) && !line.contains("job-")),
        "{lines:?}"
    );
}

#[test]
fn calls_that_repeat_are_one_node_and_said_to_be_more() {
    let once = "
        a  root     |======|
        a    SELECT   |=|
    ";
    let often = "
        a  root     |============|
        a    SELECT   |=|
        a    SELECT     |=|
        a    SELECT       |=|
    ";
    assert_eq!(tree(once, often), ["root", "  SELECT 1:3"]);
    let told = told(once, often);
    assert!(told.contains(&"SELECT MoreOften +4".to_owned()), "{told:?}");
}

#[test]
fn what_takes_longer_itself_is_slower() {
    let slow = "
        a  root     |========================|
        a    load     |=======|
        b      read    |=|
        a    save               |====|
    ";
    assert_eq!(told(PLAIN, slow), ["load Slower +4"]);
    assert_eq!(told(slow, PLAIN), ["load Faster -4"]);
}

#[test]
fn what_ran_at_once_and_now_alone_is_told_so() {
    let at_once = "
        a  root  |========|
        a    x    |====|
        a    y    |=====|
    ";
    let in_turn = "
        a  root  |============|
        a    x    |====|
        a    y         |=====|
    ";
    let lines = told(at_once, in_turn);
    assert!(lines[0].starts_with("x ParallelToSerial"), "{lines:?}");
    let lines = told(in_turn, at_once);
    assert!(lines[0].starts_with("x SerialToParallel"), "{lines:?}");
}

#[test]
fn what_is_waited_for_because_another_got_faster_is_not_called_slower() {
    let before = "
        a  root  |==========|
        a    x    |====|
        a    y    |========|
    ";
    let after = "
        a  root  |======|
        a    x    |====|
        a    y    |==|
    ";
    let lines = told(before, after);
    assert!(lines.contains(&"y Faster -9".to_owned()), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("x OntoPath")), "{lines:?}");
}

#[test]
fn one_call_more_does_not_hide_that_all_are_slower() {
    let before = "
        a  root     |===============|
        a    read    |=|
        a    read      |=|
    ";
    let after = "
        a  root     |===============|
        a    read    |====|
        a    read         |====|
        a    read              ||
    ";
    let lines = told(before, after);
    assert!(lines.contains(&"read Slower +7".to_owned()), "{lines:?}");
}

#[test]
fn a_helper_that_is_called_everywhere_makes_no_layer_of_a_renamed_call() {
    let before = "
        a  root       |====================|
        a    checkout  |======|
        a      log      |=|
        a      pay        |=|
        a    log                |=|
    ";
    let after = "
        a  root       |====================|
        a    order     |======|
        a      log      |=|
        a      pay        |=|
    ";
    let lines = tree(before, after);
    assert_eq!(lines, ["root", "  ~checkout → order", "    log", "    pay", "  -log"]);
}

#[test]
fn many_different_siblings_are_compared() {
    let mut lines = vec!["a root |====|".to_owned()];
    lines.extend((0..20_000).map(|number| format!("a   call-{} |==|", letters(number))));
    let trace = drawn(&lines.join("\n"));
    let comparison = compare(&trace, &trace);
    assert_eq!(comparison.nodes.len(), 20_001);
    assert!(contributions(&comparison).is_empty());
}

/// Numbers in names are no difference, letters are.
fn letters(number: u32) -> String {
    (0..4).map(|place| char::from(b'g' + (number / 12_u32.pow(place) % 12) as u8)).collect()
}

#[test]
fn calls_that_change_places_are_marked() {
    let turned = "
        a  root     |====================|
        a    save     |====|
        a    load             |===|
        b      read            |=|
    ";
    assert_eq!(tree(PLAIN, turned), ["root", "  save turned", "  load", "    read"]);
    let first_goes_last = "
        a  root     |====================|
        a    b        |=|
        a    c          |=|
        a    d            |=|
        a    a              |=|
    ";
    let in_order = "
        a  root     |====================|
        a    a        |=|
        a    b          |=|
        a    c            |=|
        a    d              |=|
    ";
    let expected = ["root", "  b", "  c", "  a turned", "  d"];
    assert_eq!(tree(in_order, first_goes_last), expected, "the one that moved");
}

#[test]
fn a_hundred_thousand_spans_in_a_chain_are_compared() {
    let comparison = compare(&CHAIN, &CHAIN);
    assert_eq!(comparison.nodes.len(), 100_000);
    assert!(contributions(&comparison).is_empty());
}

/// Every span of a side, as the nodes have them.
fn all_spans(comparison: &Comparison, side: usize) -> Vec<SpanIdx> {
    let nodes = 0..comparison.nodes.len();
    let mut all: Vec<SpanIdx> =
        nodes.flat_map(|node| comparison.spans(node, side).iter().copied()).collect();
    all.sort_by_key(|span| span.index());
    all
}

/// The total of a side, added up from the trace alone.
fn total(trace: &Trace) -> i64 {
    critical_times(trace, &critical_paths(trace, PathMode::Cover)).iter().sum::<u64>() as i64
}

/// What can be told of a comparison whatever the ids are: names, relation and changes.
fn shape(first: &Trace, second: &Trace) -> Vec<(String, Relation, i64)> {
    let comparison = compare(first, second);
    let line = |(number, node): (usize, &spanscope::analysis::ComparedNode)| {
        let nanos = node.figures.each_ref().map(|side| side.critical_nanos as i64);
        (name(&comparison, [first, second], number), node.relation, nanos[1] - nanos[0])
    };
    let mut all: Vec<_> = comparison.nodes.iter().enumerate().map(line).collect();
    all.sort_by(|a, b| (&a.0, a.2).cmp(&(&b.0, b.2)));
    all
}

fn moved(spans: &[RandomSpan], by: u64) -> Vec<RandomSpan> {
    let move_one =
        |span: &RandomSpan| RandomSpan { start_nanos: span.start_nanos + by, ..span.clone() };
    spans.iter().map(move_one).collect()
}

proptest! {
    #[test]
    fn every_span_is_in_one_node_and_contributions_add_up(first in spans(), second in spans()) {
        let (first, second) = (trace_of(&first), trace_of(&second));
        let comparison = compare(&first, &second);
        prop_assert_eq!(all_spans(&comparison, 0), first.spans().collect::<Vec<_>>());
        prop_assert_eq!(all_spans(&comparison, 1), second.spans().collect::<Vec<_>>());
        let all = contributions(&comparison);
        let sum: i64 = all.iter().map(|it| it.nanos).sum();
        prop_assert_eq!(sum, total(&second) - total(&first));
        prop_assert_eq!(comparison.total_nanos(0) as i64, total(&first));
        prop_assert!(all.iter().all(|it| it.nanos != 0));
        prop_assert!(all.is_sorted_by_key(|it| std::cmp::Reverse(it.nanos.unsigned_abs())));
        for (number, node) in comparison.nodes.iter().enumerate() {
            prop_assert!(node.parent.is_none_or(|parent| (parent as usize) < number));
        }
    }

    #[test]
    fn steps_of_any_size_lead_to_the_same_comparison(
        first in spans(), second in spans(), at_once in 1..40usize,
    ) {
        let (first, second) = (trace_of(&first), trace_of(&second));
        let mut comparing = Comparing::default();
        while !comparing.step([&first, &second], at_once) {}
        prop_assert_eq!(comparing.finish([&first, &second]), compare(&first, &second));
    }

    #[test]
    fn the_other_way_round_the_signs_turn(first in spans(), second in spans()) {
        let (first, second) = (trace_of(&first), trace_of(&second));
        let (there, back) = (compare(&first, &second), compare(&second, &first));
        let turned = |relation| match relation {
            Relation::New => Relation::Gone,
            Relation::Gone => Relation::New,
            same => same,
        };
        prop_assert_eq!(there.nodes.len(), back.nodes.len());
        for (number, (one, other)) in there.nodes.iter().zip(&back.nodes).enumerate() {
            prop_assert_eq!(one.relation, turned(other.relation), "node {}", number);
            prop_assert_eq!(one.figures[0], other.figures[1]);
            prop_assert_eq!(one.figures[1], other.figures[0]);
            prop_assert_eq!(there.spans(number, 0), back.spans(number, 1));
        }
    }

    #[test]
    fn the_same_spans_in_another_order_and_at_another_time_are_no_difference(
        (one, other) in spans_in_two_orders(), by in 0..1_000_000u64,
    ) {
        let (first, second) = (trace_of(&one), trace_of(&moved(&other, by)));
        let comparison = compare(&first, &second);
        prop_assert!(contributions(&comparison).is_empty());
        prop_assert!(comparison.nodes.iter().all(|node| node.relation == Relation::Same));
        prop_assert!(comparison.nodes.iter().all(|node| !node.is_reordered));
    }

    #[test]
    fn the_order_of_input_does_not_matter(
        (one, again) in spans_in_two_orders(), other in spans(),
    ) {
        let other = trace_of(&other);
        prop_assert_eq!(shape(&trace_of(&one), &other), shape(&trace_of(&again), &other));
    }

    #[test]
    fn a_root_that_is_slower_is_the_only_change(spans in spans(), more in 1..1_000u64) {
        let first = trace_of(&spans);
        let last = spans.iter().map(|span| span.start_nanos + span.length_nanos).max();
        // One of its own that ends after all others, and later on the other side.
        let root = |length| RandomSpan {
            id: 99, parent_id: 0, start_nanos: 0, length_nanos: length, service: 0, failed: false, half: 0,
        };
        let (short, long) = (last.unwrap_or(0) + 1, last.unwrap_or(0) + 1 + more);
        let with = |length| trace_of(&[spans.clone(), vec![root(length)]].concat());
        prop_assert!(first.span_count() < with(short).span_count());
        let comparison = compare(&with(short), &with(long));
        let all = contributions(&comparison);
        prop_assert_eq!(all.len(), 1);
        prop_assert_eq!((all[0].change, all[0].nanos), (Change::Slower, more as i64));
    }
}
