//! Sets of sampled traces: what is planted is found first, and chance is not taken for a
//! difference.

mod sampled;

use std::collections::BTreeMap;

use proptest::prelude::*;
use spanscope::analysis::{
    ComparedSets, LEAST_TRACES, MOST_FALSE, MeanChange, SetChange, SetComparison, SetFinding,
    SetVerdict, compare_sets, entry_root, has_value, is_failed_request,
};
use spanscope::trace::Trace;

use sampled::{Shop, USUAL, choosy_set, set};

fn compared(one: &[Trace], other: &[Trace]) -> SetComparison {
    compare_sets(&one.iter().collect::<Vec<_>>(), &other.iter().collect::<Vec<_>>())
}

/// `name change` of a finding.
fn told(comparison: &SetComparison, finding: &SetFinding) -> String {
    format!("{} {:?}", comparison.paths[finding.path as usize].name, finding.change)
}

fn all_told(comparison: &SetComparison) -> Vec<String> {
    comparison.findings.iter().map(|finding| told(comparison, finding)).collect()
}

/// Usual traces beside traces of another shop.
fn beside_usual(other: Shop, count: usize, seed: u64) -> SetComparison {
    compared(&set(USUAL, count, 2 * seed), &set(other, count, 2 * seed + 1))
}

/// What is found first for each of many seeds is this and nothing else.
#[track_caller]
fn assert_first(other: Shop, count: usize, expected: &str) {
    for seed in 0..30 {
        let comparison = beside_usual(other, count, seed);
        assert_eq!(comparison.verdict, SetVerdict::Different, "seed {seed}");
        let lines = all_told(&comparison);
        assert_eq!(lines.first().map(String::as_str), Some(expected), "seed {seed}: {lines:?}");
    }
}

#[test]
fn a_path_that_is_slower_is_found_first() {
    assert_first(Shop { slow_charge: 200_000, ..USUAL }, 100, "charge card Slower");
}

#[test]
fn errors_are_found_where_they_begin_and_not_at_who_passes_them_on() {
    let failing = Shop { failing_charges: 40, ..USUAL };
    assert_first(failing, 120, "charge card MoreErrors");
    let lines = all_told(&beside_usual(failing, 120, 7));
    assert_eq!(lines, ["charge card MoreErrors"]);
}

#[test]
fn a_path_that_is_new_is_found_first_and_once() {
    let recommends = Shop { recommends: true, ..USUAL };
    assert_first(recommends, 60, "recommend New");
    let lines = all_told(&beside_usual(recommends, 60, 3));
    assert!(!lines.iter().any(|line| line.starts_with("rank")), "{lines:?}");
    let back = compared(&set(recommends, 60, 1), &set(USUAL, 60, 2));
    assert_eq!(all_told(&back)[0], "recommend Gone");
}

#[test]
fn calls_that_are_made_more_often_are_found_as_such() {
    let often = Shop { reads: 12, ..USUAL };
    for seed in 0..30 {
        let lines = all_told(&beside_usual(often, 60, seed));
        assert_eq!(lines[0], "SELECT MoreOften", "seed {seed}: {lines:?}");
    }
}

#[test]
fn other_requests_are_told_from_requests_that_went_otherwise() {
    let searching = Shop { searches: 80, ..USUAL };
    for seed in 0..30 {
        let comparison = beside_usual(searching, 200, seed);
        let mut lines = all_told(&comparison);
        // What one kind gains the other loses.
        lines[..2].sort_unstable();
        let expected = ["GET /search MoreRequests", "POST /orders/# FewerRequests"];
        assert_eq!(lines[..2], expected, "seed {seed}");
        let MeanChange { mix_nanos: mix, inside_nanos: inside, .. } = comparison.mean_change();
        assert!(mix.abs() > inside.abs(), "seed {seed}: {mix} by the mix, {inside} inside");
    }
    let slower = beside_usual(Shop { slow_charge: 300_000, ..USUAL }, 200, 3);
    let MeanChange { mix_nanos: mix, inside_nanos: inside, .. } = slower.mean_change();
    assert!(inside > 4 * mix.abs(), "{mix} by the mix, {inside} inside");
}

#[test]
fn calls_that_now_run_in_turn_are_waited_for() {
    let lines = all_told(&beside_usual(Shop { is_serial: true, ..USUAL }, 100, 5));
    assert!(lines.contains(&"SELECT OntoPath".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.ends_with("Slower")), "{lines:?}");
}

#[test]
fn nothing_is_claimed_of_two_halves_of_one_distribution() {
    for seed in 0..200 {
        let shop = Shop { lossy: seed % 3, ..USUAL };
        let traces = set(shop, 40 + seed as usize % 90, seed);
        let (one, other) = traces.split_at(traces.len() / 2);
        let comparison = compared(one, other);
        assert_eq!(all_told(&comparison), [""; 0], "seed {seed}");
        assert!(comparison.attributes.is_empty(), "seed {seed}: {:?}", comparison.attributes);
        assert_eq!(comparison.verdict, SetVerdict::NoDifference, "seed {seed}");
    }
}

#[test]
fn with_too_few_traces_it_is_said_that_nothing_can_be() {
    let few = LEAST_TRACES as usize - 1;
    let slow = Shop { searches: 0, slow_charge: 9_000_000, ..USUAL };
    let usual = Shop { searches: 0, ..USUAL };
    let (one, other) = (set(usual, few, 1), set(slow, 3 * few, 2));
    let comparison = compared(&one, &other);
    assert_eq!(comparison.verdict, SetVerdict::TooLittleData);
    assert_eq!((comparison.traces, comparison.tests), ([few as u32, 3 * few as u32], 0));
    assert!(comparison.findings.is_empty() && comparison.kinds[0].is_too_small);
    let enough = compared(&set(usual, few + 1, 1), &other);
    assert_eq!(all_told(&enough)[0], "charge card Slower");
    let nothing = compare_sets(&[], &[]);
    assert_eq!((nothing.verdict, nothing.traces), (SetVerdict::TooLittleData, [0, 0]));
}

#[test]
fn traces_that_lack_spans_are_counted() {
    let comparison = beside_usual(Shop { lossy: 100, searches: 0, ..USUAL }, 30, 1);
    assert_eq!(comparison.incomplete, [0, 30]);
}

#[test]
fn an_attribute_whose_values_are_spread_otherwise_is_told_by_service() {
    let newer = Shop { newer: 90, ..USUAL };
    for seed in 0..30 {
        let comparison = beside_usual(newer, 100, seed);
        let first = &comparison.attributes[0];
        assert_eq!((first.service.as_str(), first.key.as_str()), ("pay", "service.version"));
        assert_eq!(comparison.attributes.len(), 1, "seed {seed}: {:?}", comparison.attributes);
        let shares = first.values.iter().map(|value| (value.value.as_str(), value.effect > 0.0));
        let shares: BTreeMap<&str, bool> = shares.collect();
        assert_eq!(shares, BTreeMap::from([("1.9", false), ("2.0", true)]));
        assert!(first.values.iter().all(|value| value.significance <= MOST_FALSE));
        assert_eq!(first.values[0].traces[0] + first.values[1].traces[0], first.of_traces[0]);
    }
}

#[test]
fn values_count_however_their_file_keeps_them() {
    for seed in 0..10 {
        // In the larger set most texts were not looked up.
        let (few, many) = (set(USUAL, 40, seed), set(USUAL, 400, seed + 1_000));
        let comparison = compared(&few, &many);
        assert_eq!(comparison.attributes, [], "seed {seed}");
    }
}

#[test]
fn a_set_is_split_by_an_attribute_or_by_failure() {
    let traces = set(Shop { failing_charges: 50, newer: 50, ..USUAL }, 200, 9);
    let (failed, healthy): (Vec<&Trace>, Vec<&Trace>) =
        traces.iter().partition(|trace| is_failed_request(trace));
    let comparison = compare_sets(&healthy, &failed);
    assert!(all_told(&comparison).contains(&"charge card MoreErrors".to_owned()));
    let (newer, older): (Vec<&Trace>, Vec<&Trace>) =
        traces.iter().partition(|trace| has_value(trace, "service.version", "2.0"));
    let comparison = compare_sets(&older, &newer);
    assert_eq!(comparison.attributes[0].key, "service.version");
    assert!(newer.len() > 30 && older.len() > 30);
}

#[test]
fn examples_lie_near_the_median_and_where_the_finding_is() {
    let (one, other) = (set(USUAL, 100, 3), set(Shop { slow_charge: 200_000, ..USUAL }, 100, 4));
    let comparison = compared(&one, &other);
    let finding = &comparison.findings[0];
    for (side, traces) in [&one, &other].into_iter().enumerate() {
        let exemplar = finding.exemplars[side].expect("an example");
        let trace = &traces[exemplar.trace as usize];
        assert_eq!(trace.name_text(exemplar.span), "charge card");
        assert_eq!(trace.duration_nanos(exemplar.span), finding.spreads[side].p50);
    }
    let median = finding.spreads.map(|spread| spread.p50 as i64);
    assert_eq!(finding.median_shift, median[1] - median[0]);
    let recommends = set(Shop { recommends: true, ..USUAL }, 60, 5);
    let comparison = compared(&one, &recommends);
    let [before, after] = comparison.findings[0].exemplars.map(|it| it.expect("an example"));
    let trace = &one[before.trace as usize];
    assert_eq!(Some(before.span), entry_root(trace), "a request without the call");
    assert_eq!(trace.name_text(before.span), "POST /orders/17");
    assert_eq!(recommends[after.trace as usize].name_text(after.span), "recommend");
}

/// Durations of all calls with a name, ascending, one a trace.
fn durations(traces: &[Trace], name: &str) -> Vec<u64> {
    let of_trace = |trace: &Trace| {
        let mut own = trace.spans().filter(|&span| trace.name_text(span) == name);
        own.next().map(|span| trace.duration_nanos(span))
    };
    let mut all: Vec<u64> = traces.iter().filter_map(of_trace).collect();
    all.sort_unstable();
    all
}

#[test]
fn figures_are_those_that_can_be_counted() {
    let sides = [set(USUAL, 80, 11), set(Shop { slow_charge: 90_000, ..USUAL }, 70, 12)];
    let comparison = compared(&sides[0], &sides[1]);
    let charge = comparison.paths.iter().find(|path| path.name == "charge card").expect("a path");
    for (side, traces) in sides.iter().enumerate() {
        let expected = durations(traces, "charge card");
        assert_eq!(charge.figures[side].traces as usize, expected.len());
        let slower = comparison.findings.iter().find(|it| {
            (&comparison.paths[it.path as usize], it.change) == (charge, SetChange::Slower)
        });
        // Nothing is below it: what it took is its own time.
        let spread = slower.expect("a finding").spreads[side];
        assert_eq!(spread.count as usize, expected.len());
        assert_eq!(spread.p50, expected[expected.len().div_ceil(2) - 1]);
        assert_eq!((Some(&spread.min), Some(&spread.max)), (expected.first(), expected.last()));
    }
    let finding = comparison.findings.first().expect("a finding");
    for side in 0..2 {
        let counted: u32 = finding.histogram.counts[side].iter().sum();
        assert_eq!(counted, finding.spreads[side].count);
        assert_eq!(finding.histogram.counts[side].len() + 1, finding.histogram.edges.len());
    }
    assert!(finding.histogram.edges.is_sorted());
}

#[test]
fn contributions_of_paths_add_up_to_the_change_of_their_kind() {
    let comparison = beside_usual(Shop { slow_charge: 90_000, reads: 3, ..USUAL }, 150, 2);
    for kind in &comparison.kinds {
        let own = comparison.paths.iter().filter(|path| path.root == kind.path);
        let sum: i64 = own.clone().map(|path| path.contribution_nanos).sum();
        let change = kind.mean_nanos[1] as i64 - kind.mean_nanos[0] as i64;
        // Each is rounded by less than a nanosecond.
        assert!((sum - change).abs() <= own.count() as i64 + 1, "{sum} is not {change}");
        let root = &comparison.paths[kind.path as usize];
        assert!((root.contribution_below_nanos - change).abs() <= 1);
    }
    let parts = comparison.mean_change();
    let sum = parts.mix_nanos + parts.structure_nanos + parts.inside_nanos;
    let change = comparison.mean_nanos[1] as i64 - comparison.mean_nanos[0] as i64;
    assert!((sum - change).abs() <= 5, "{parts:?} is not {change}");
}

#[test]
fn other_calls_in_the_same_requests_are_told_from_slower_ones() {
    let comparison = beside_usual(Shop { recommends: true, ..USUAL }, 150, 2);
    let parts = comparison.mean_change();
    assert!(parts.structure_nanos > 3 * parts.inside_nanos.abs(), "a call more: {parts:?}");
    let comparison = beside_usual(Shop { slow_charge: 90_000, ..USUAL }, 150, 2);
    let parts = comparison.mean_change();
    assert!(parts.inside_nanos > 3 * parts.structure_nanos.abs(), "a slower call: {parts:?}");
    // Hardly two requests call the same, and all of it is slower.
    let comparison = compared(&choosy_set(150, 1, 1), &choosy_set(150, 2, 2));
    let parts = comparison.mean_change();
    assert!(parts.inside_nanos > 3 * parts.structure_nanos.abs(), "slower calls: {parts:?}");
}

fn turned(change: SetChange) -> SetChange {
    use SetChange::*;
    let pairs = [
        (MoreRequests, FewerRequests),
        (New, Gone),
        (MoreTraces, FewerTraces),
        (MoreOften, LessOften),
        (MoreErrors, FewerErrors),
        (Slower, Faster),
        (OntoPath, OffPath),
    ];
    let found = pairs.iter().find_map(|&(more, less)| {
        (change == more).then_some(less).or((change == less).then_some(more))
    });
    found.expect("every change has a counterpart")
}

fn shops() -> impl Strategy<Value = Shop> {
    let rates = (20..80u64, prop_oneof![Just(0), Just(100_000u64)], 0..60u64, 0..100u64, 0..20u64);
    let kinds = (any::<bool>(), 1..5u64, any::<bool>());
    (rates, kinds).prop_map(
        |((searches, slow, failing, newer, lossy), (recommends, reads, serial))| Shop {
            searches,
            slow_charge: slow,
            failing_charges: failing,
            recommends,
            reads,
            newer,
            is_serial: serial,
            lossy,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_other_way_round_the_signs_turn(one in shops(), other in shops(), seed in 0..999u64) {
        let (one, other) = (set(one, 60, seed), set(other, 50, seed + 1_000));
        let (there, back) = (compared(&one, &other), compared(&other, &one));
        prop_assert_eq!(there.findings.len(), back.findings.len());
        for (one, other) in there.findings.iter().zip(&back.findings) {
            prop_assert_eq!((one.path, one.change), (other.path, turned(other.change)));
            prop_assert_eq!((one.effect, one.significance), (-other.effect, other.significance));
            prop_assert_eq!(one.contribution_nanos, -other.contribution_nanos);
            prop_assert_eq!(one.median_shift, -other.median_shift);
            prop_assert_eq!(one.weight, other.weight);
            prop_assert_eq!(one.exemplars[0], other.exemplars[1]);
            prop_assert_eq!(one.exemplars[1], other.exemplars[0]);
            prop_assert_eq!(one.spreads[0], other.spreads[1]);
            prop_assert_eq!(&one.histogram.edges, &other.histogram.edges);
        }
        for (one, other) in there.kinds.iter().zip(&back.kinds) {
            prop_assert_eq!(one.mix_nanos, -other.mix_nanos);
            prop_assert_eq!(one.structure_nanos, -other.structure_nanos);
            prop_assert_eq!(one.inside_nanos, -other.inside_nanos);
        }
        let keys = |it: &SetComparison| {
            let key = |it: &spanscope::analysis::AttributeShift| (it.service.clone(), it.key.clone());
            it.attributes.iter().map(key).collect::<Vec<_>>()
        };
        prop_assert_eq!(keys(&there), keys(&back));
        prop_assert_eq!((there.verdict, there.tests), (back.verdict, back.tests));
    }

    #[test]
    fn traces_that_come_in_pieces_are_compared_as_at_once(
        one in shops(), other in shops(), seed in 0..999u64, piece in 1..30usize,
    ) {
        let (one, other) = (set(one, 60, seed), set(other, 50, seed + 1_000));
        let mut sets = ComparedSets::default();
        for at in (0..60).step_by(piece) {
            for (side, traces) in [&one, &other].into_iter().enumerate() {
                let rest = traces.get(at..).unwrap_or_default();
                let piece: Vec<&Trace> = rest.iter().take(piece).collect();
                sets.add(side, &piece);
            }
        }
        prop_assert_eq!(sets.finish(), compared(&one, &other));
    }

    #[test]
    fn the_order_of_traces_does_not_matter(one in shops(), other in shops(), seed in 0..999u64) {
        let (one, other) = (set(one, 50, seed), set(other, 50, seed + 1_000));
        let forth = compared(&one, &other);
        let reversed = |traces: &'_ [Trace]| -> Vec<usize> { (0..traces.len()).rev().collect() };
        let turned: [Vec<&Trace>; 2] =
            [&one, &other].map(|set| reversed(set).into_iter().map(|place| &set[place]).collect());
        let mut back = compare_sets(&turned[0], &turned[1]);
        // Only the places of the traces are others.
        for exemplar in back
            .findings
            .iter_mut()
            .flat_map(|finding| &mut finding.exemplars)
            .flatten()
        {
            exemplar.trace = 49 - exemplar.trace;
        }
        prop_assert_eq!(forth, back);
    }
}
