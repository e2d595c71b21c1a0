//! Random calls with a single edit: one structural change, the expected explanation, and sums
//! added up from the spans that the lines name.

use proptest::prelude::*;
use spanscope::analysis::{
    Change, Comparison, PathMode, Relation, compare, contributions, critical_path,
};
use spanscope::trace::{SpanIdx, Trace};

use super::edits::{Call, calls};

/// What is left of a comparison where nothing changed but times.
struct Seen {
    comparison: Comparison,
    /// Names of both sides, by node.
    names: Vec<[Option<String>; 2]>,
    lines: Vec<(Change, String, i64)>,
}

impl Seen {
    fn of(before: &Call, after: &Call) -> Seen {
        let traces = [before.trace(), after.trace()];
        let comparison = compare(&traces[0], &traces[1]);
        let name = |node: usize, side: usize| {
            let span = comparison.spans(node, side).first();
            span.map(|&span| traces[side].name_text(span).to_owned())
        };
        let names: Vec<_> =
            (0..comparison.nodes.len()).map(|node| [name(node, 0), name(node, 1)]).collect();
        check_sums(traces.each_ref(), &comparison);
        let lines = contributions(&comparison)
            .iter()
            .map(|it| {
                let [one, other] = &names[it.node as usize];
                (it.change, other.clone().or(one.clone()).unwrap_or_default(), it.nanos)
            })
            .collect();
        Seen { comparison, names, lines }
    }

    /// Nodes that are not the same on both sides.
    fn changed(&self) -> Vec<usize> {
        let nodes = self.comparison.nodes.iter().enumerate();
        let changed = nodes.filter(|(_, node)| node.relation != Relation::Same);
        changed.map(|(number, _)| number).collect()
    }

    fn is_turned(&self) -> usize {
        self.comparison.nodes.iter().filter(|node| node.is_reordered).count()
    }

    /// Whether the changed nodes are one subtree of the merged tree and nothing else.
    fn is_one_subtree(&self) -> bool {
        let changed = self.changed();
        let Some((&top, below)) = changed.split_first() else { return false };
        below.iter().all(|&node| {
            let parent = self.comparison.nodes[node].parent;
            parent.is_some_and(|parent| changed.contains(&(parent as usize)))
        }) && self.comparison.nodes[top].parent.is_none_or(|up| !changed.contains(&(up as usize)))
    }
}

/// Adds up what the spans of each line have on the path, section by section.
fn check_sums(traces: [&Trace; 2], comparison: &Comparison) {
    let on_path = |side: usize, spans: &[SpanIdx]| -> i64 {
        let trace: &Trace = traces[side];
        let paths = trace.roots().map(|root| critical_path(trace, root, PathMode::Cover));
        let sections = paths.flat_map(|path| path.sections);
        let own = sections.filter(|section| spans.contains(&section.span));
        own.map(|section| (section.end_nanos - section.start_nanos) as i64).sum()
    };
    let mut sum = 0;
    for line in contributions(comparison) {
        let node = line.node as usize;
        let [before, after] = [0, 1].map(|side| on_path(side, comparison.spans(node, side)));
        assert_eq!(line.nanos, after - before);
        sum += line.nanos;
    }
    let length = |trace: &Trace| -> i64 {
        trace.roots().map(|root| trace.duration_nanos(root) as i64).sum()
    };
    assert_eq!(sum, length(traces[1]) - length(traces[0]));
}

/// A call and a number in it; the first call has number 0.
fn call_and_number(first: usize) -> impl Strategy<Value = (Call, usize)> {
    calls().prop_flat_map(move |call| {
        let count = call.count();
        (Just(call), first..count)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_layer_put_in_is_one_node((call, number) in call_and_number(0), many in any::<bool>()) {
        let mut edited = call.clone();
        let above = edited.at(number);
        if above.children.is_empty() {
            return Ok(());
        }
        let taken = if many { above.children.len() } else { 1 };
        let inner: Vec<Call> = above.children.drain(..taken).collect();
        let layer = Call {
            name: "middleware".to_owned(), service: 0, gaps_nanos: vec![7; 6], children: inner,
            is_parallel: false,
        };
        above.children.insert(0, layer);
        for (before, after, relation) in
            [(&call, &edited, Relation::New), (&edited, &call, Relation::Gone)]
        {
            let seen = Seen::of(before, after);
            let changed = seen.changed();
            prop_assert_eq!(changed.len(), 1, "{:?}", seen.names);
            prop_assert_eq!(seen.comparison.nodes[changed[0]].relation, relation);
            prop_assert_eq!(seen.is_turned(), 0);
            let change = if relation == Relation::New { Change::New } else { Change::Gone };
            prop_assert!(seen.lines.iter().any(|it| it.0 == change && it.1 == "middleware"));
        }
    }

    #[test]
    fn a_call_renamed_is_one_node_and_takes_no_time((call, number) in call_and_number(1)) {
        let mut edited = call.clone();
        edited.at(number).name.push_str(" all");
        let seen = Seen::of(&call, &edited);
        let changed = seen.changed();
        prop_assert_eq!(changed.len(), 1, "{:?}", seen.names);
        prop_assert_eq!(seen.comparison.nodes[changed[0]].relation, Relation::Renamed);
        prop_assert!(seen.lines.is_empty() && seen.is_turned() == 0);
    }

    #[test]
    fn a_subtree_removed_is_gone_and_nothing_else((call, number) in call_and_number(1)) {
        let mut edited = call.clone();
        let (parent, place) = edited.family(number);
        let removed = parent.children.remove(place);
        let gap = parent.gaps_nanos.remove(place);
        parent.gaps_nanos[place] += gap;
        for (before, after, relation) in
            [(&call, &edited, Relation::Gone), (&edited, &call, Relation::New)]
        {
            let seen = Seen::of(before, after);
            prop_assert!(seen.is_one_subtree(), "{:?}", seen.names);
            prop_assert!(
                seen.changed().iter().all(|&it| seen.comparison.nodes[it].relation == relation)
            );
            prop_assert_eq!(seen.is_turned(), 0);
            let change = if relation == Relation::New { Change::New } else { Change::Gone };
            prop_assert!(seen.lines.iter().all(|it| it.0 == change));
            let sum: i64 = seen.lines.iter().map(|it| it.2.abs()).sum();
            prop_assert_eq!(sum, removed.length_nanos() as i64);
        }
    }

    #[test]
    fn a_call_that_is_slower_is_the_one_line((call, number) in call_and_number(0), by in 1..99u64) {
        let mut edited = call.clone();
        let slow = edited.at(number);
        slow.gaps_nanos[0] += by;
        let name = slow.name.clone();
        let seen = Seen::of(&call, &edited);
        prop_assert!(seen.changed().is_empty() && seen.is_turned() == 0);
        prop_assert_eq!(&seen.lines[..], [(Change::Slower, name.clone(), by as i64)]);
        let back = Seen::of(&edited, &call);
        prop_assert_eq!(&back.lines[..], [(Change::Faster, name, -(by as i64))]);
    }

    #[test]
    fn a_call_made_twice_is_more_often((call, number) in call_and_number(1)) {
        let mut edited = call.clone();
        let (parent, place) = edited.family(number);
        let twin = parent.children[place].clone();
        let length = twin.length_nanos() as i64;
        parent.children.insert(place, twin);
        parent.gaps_nanos.insert(place + 1, 0);
        let seen = Seen::of(&call, &edited);
        prop_assert!(seen.changed().is_empty() && seen.is_turned() == 0);
        prop_assert!(seen.lines.iter().all(|it| it.0 == Change::MoreOften), "{:?}", seen.lines);
        prop_assert_eq!(seen.lines.iter().map(|it| it.2).sum::<i64>(), length);
        let back = Seen::of(&edited, &call);
        prop_assert!(back.lines.iter().all(|it| it.0 == Change::LessOften));
    }

    #[test]
    fn a_call_that_moved_is_one_mark_and_takes_no_time(
        (call, number) in call_and_number(1), to in 0..4usize,
    ) {
        let mut edited = call.clone();
        let (parent, place) = edited.family(number);
        let to = to % parent.children.len();
        if to == place {
            return Ok(());
        }
        let moved = parent.children.remove(place);
        parent.children.insert(to, moved);
        let seen = Seen::of(&call, &edited);
        prop_assert!(seen.changed().is_empty() && seen.lines.is_empty());
        prop_assert_eq!(seen.is_turned(), 1, "{:?}", seen.names);
    }

    #[test]
    fn calls_that_ran_at_once_and_now_in_turn_are_told_so((call, number) in call_and_number(0)) {
        let mut at_once = call.clone();
        let parent = at_once.at(number);
        let lengths: Vec<u64> = parent.children.iter().map(Call::length_nanos).collect();
        // So little that ran beside another is not told.
        let (sum, longest) = (lengths.iter().sum::<u64>(), lengths.iter().max());
        if longest.is_none_or(|longest| 10 * (sum - longest) <= 2 * sum) {
            return Ok(());
        }
        parent.is_parallel = true;
        // The same own time either way.
        let mut in_turn = call.clone();
        let parent = in_turn.at(number);
        parent.gaps_nanos[2..].fill(0);
        let names: Vec<String> = parent.children.iter().map(|it| it.name.clone()).collect();
        let seen = Seen::of(&at_once, &in_turn);
        prop_assert!(seen.changed().is_empty() && seen.is_turned() == 0);
        prop_assert!(!seen.lines.is_empty());
        let onto_path = seen.lines.iter().filter(|it| it.2 > 0 && names.contains(&it.1));
        let told = onto_path.filter(|it| it.0 == Change::ParallelToSerial).count();
        prop_assert!(told > 0, "{:?}", seen.lines);
    }

    #[test]
    fn as_few_calls_as_possible_are_marked(
        times in prop::collection::vec([(0..12u64, 0..5u64), (0..12u64, 0..5u64)], 1..8),
    ) {
        let [one, other] = [0, 1].map(|side| siblings(&times, side));
        let comparison = compare(&one, &other);
        let named = |node: usize| {
            let name = one.name_text(comparison.spans(node, 0)[0]);
            name.bytes().next().map_or(0, |first| usize::from(first - b'g'))
        };
        let places = 1..comparison.nodes.len();
        let kept: Vec<usize> = places
            .filter(|&node| !comparison.nodes[node].is_reordered)
            .map(named)
            .collect();
        prop_assert!(are_in_order(&times, &kept));
        prop_assert_eq!(kept.len(), most_in_order(&times));
        let back = compare(&other, &one);
        for (there, back) in comparison.nodes.iter().zip(&back.nodes) {
            prop_assert_eq!(there.is_reordered, back.is_reordered);
        }
    }
}

type Times = [(u64, u64); 2];

/// A root with a child for each, at the start and of the length of one side.
fn siblings(times: &[Times], side: usize) -> Trace {
    use spanscope::trace::{Builder, SpanId, SpanRecord, TraceId};
    let mut builder = Builder::default();
    let mut add = |id, parent_id, name: &str, start_nanos, end_nanos| {
        let (trace, name) = (builder.trace(TraceId(1)), builder.intern(name));
        let times = SpanRecord { start_nanos, end_nanos, ..SpanRecord::default() };
        builder.add(SpanRecord { trace, id: SpanId(id), parent_id, name, ..times });
    };
    add(1, SpanId::NONE, "root", 100, 200);
    for (place, time) in (0u8..).zip(times) {
        let (start, length) = time[side];
        let name = char::from(b'g' + place).to_string();
        add(u64::from(place) + 2, SpanId(1), &name, 100 + start, 100 + start + length);
    }
    builder.build().traces.remove(0)
}

fn is_turned(one: &Times, other: &Times) -> bool {
    let is_before = |side: usize, a: &Times, b: &Times| {
        a[side].0 < b[side].0 && a[side].0 + a[side].1 <= b[side].0
    };
    (is_before(0, one, other) && is_before(1, other, one))
        || (is_before(0, other, one) && is_before(1, one, other))
}

fn are_in_order(times: &[Times], kept: &[usize]) -> bool {
    kept.iter().all(|&a| kept.iter().all(|&b| !is_turned(&times[a], &times[b])))
}

/// By trying all subsets.
fn most_in_order(times: &[Times]) -> usize {
    let subsets = (0..1usize << times.len()).map(|bits| {
        (0..times.len()).filter(|place| bits >> place & 1 == 1).collect::<Vec<usize>>()
    });
    subsets.filter(|kept| are_in_order(times, kept)).map(|kept| kept.len()).max().unwrap_or(0)
}
