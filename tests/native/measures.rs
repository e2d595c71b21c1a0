//! Figures of operations, compared with what counting and sorting plainly give.

use proptest::prelude::*;
use spanscope::measures::{
    Call, MOST_STEPS, MeasureColumn, MeasureOrder, Measures, OperationMeasure, TimeSteps,
    measures_of_calls,
};

mod stored;

const SECOND: u64 = 1_000_000_000;
const MS: u64 = 1_000_000;

fn call(operation: u32, start_nanos: u64, millis: u64) -> Call {
    Call { operation, start_nanos, duration_nanos: millis * MS, is_error: false }
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A minute of whole seconds.
fn minute() -> TimeSteps {
    TimeSteps::over(&(0..60 * SECOND))
}

fn names(rows: &[&OperationMeasure]) -> Vec<String> {
    rows.iter().map(|row| row.name.clone()).collect()
}

#[test]
fn a_window_becomes_whole_steps_that_clocks_use() {
    let steps = |seconds: u64| {
        let end = 1_700_000_000 * SECOND;
        let steps = TimeSteps::over(&(end - seconds * SECOND..end));
        assert_eq!(steps.end_nanos(), end);
        (steps.step_nanos as f64 / 1e9, steps.count)
    };
    assert_eq!(steps(3_600), (60.0, 60));
    assert_eq!(steps(300), (5.0, 60));
    assert_eq!(steps(7 * 86_400), (10_800.0, 56));
    assert_eq!(steps(61), (2.0, 31));
    // Nobody can tell a rate of less.
    assert_eq!(steps(0), (0.02, 50));
}

#[test]
fn calls_are_counted_where_they_began_and_quantiles_are_those_of_the_nearest_rank() {
    let mut calls: Vec<Call> = (1..=20).map(|n| call(0, n * SECOND / 4, n)).collect();
    calls[19].is_error = true;
    calls.push(call(1, 59 * SECOND, 7));
    // Outside.
    calls.push(call(1, 60 * SECOND, 1_000));
    let measures = measures_of_calls(&named(&["GET /", "ping"]), calls, &minute());
    let [get, ping] = measures.operations.as_slice() else { panic!("{measures:?}") };
    assert_eq!((get.name.as_str(), get.counts), ("GET /", Some((20, 1))));
    assert_eq!(get.figures.rate, Some(20.0 / 60.0));
    assert_eq!(get.figures.error_ratio, Some(0.05));
    let millis = |nanos: Option<f64>| nanos.map(|nanos| nanos / 1e6);
    assert_eq!(get.figures.quantile_nanos.map(millis), [Some(10.0), Some(15.0), Some(19.0)]);
    assert_eq!(measures.whole.counts, Some((21, 1)));
    // In the first second three calls began, at 0.25, 0.5 and 0.75.
    assert_eq!(get.lines.rate[..2], [Some(3.0), Some(4.0)]);
    assert_eq!(millis(get.lines.quantile_nanos[2][0]), Some(3.0));
    // Nothing called: no rate, and no duration to tell.
    assert_eq!(get.lines.rate[30], Some(0.0));
    assert_eq!(get.lines.quantile_nanos[0][30], None);
    assert_eq!(get.lines.error_ratio[30], None);
    assert_eq!(ping.lines.rate[59], Some(1.0));
    assert_eq!(measures.times_nanos[0], SECOND / 2);
}

#[test]
fn impact_is_rate_times_p95_as_a_share_of_the_most() {
    let mut calls = vec![call(0, 0, 1_000), call(1, 0, 300)];
    calls.extend((0..9).map(|_| call(2, 0, 100)));
    let measures = measures_of_calls(&named(&["slow", "some", "often"]), calls, &minute());
    let impacts: Vec<(&str, f64)> =
        measures.operations.iter().map(|one| (one.name.as_str(), one.impact)).collect();
    assert_eq!(impacts, [("often", 0.9), ("slow", 1.0), ("some", 0.3)]);
    assert_eq!(
        names(&MeasureOrder::default().sorted(&measures.operations)),
        ["slow", "often", "some"]
    );
}

#[test]
fn rows_without_a_figure_come_last_either_way_and_equal_ones_by_name() {
    let row = |name: &str, rate: Option<f64>| {
        let mut row = OperationMeasure { name: name.to_owned(), ..OperationMeasure::default() };
        row.figures.rate = rate;
        row
    };
    let rows = [row("a", None), row("b", Some(1.0)), row("c", Some(2.0)), row("d", Some(1.0))];
    let sorted = |words: &str| names(&MeasureOrder::from_words(words).sorted(&rows)).concat();
    assert_eq!(sorted("-rate"), "cbda");
    assert_eq!(sorted("rate"), "bdca");
    assert_eq!(sorted("name"), "abcd");
    assert_eq!(sorted("-name"), "dcba");
}

#[test]
fn an_order_is_told_in_words_and_a_click_turns_it_round() {
    for column in MeasureColumn::ALL {
        for is_descending in [false, true] {
            let order = MeasureOrder { column, is_descending };
            assert_eq!(MeasureOrder::from_words(&order.words()), order);
            assert_eq!(order.after_click(column).is_descending, !is_descending);
        }
    }
    assert_eq!(MeasureOrder::from_words("-p95").words(), "-p95");
    for other in ["", "-", "speed"] {
        assert_eq!(MeasureOrder::from_words(other), MeasureOrder::default());
    }
    let by_name = MeasureOrder::default().after_click(MeasureColumn::Name);
    assert!(!by_name.is_descending);
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let one = (0..4u32, 0..7_200 * SECOND, 0..5_000u64, any::<bool>());
    let one = one.prop_map(|(operation, start_nanos, millis, is_error)| Call {
        is_error,
        ..call(operation, start_nanos, millis)
    });
    prop::collection::vec(one, 0..200)
}

/// The same by going through all calls for each figure.
fn plainly(calls: &[&Call], percent: usize) -> Option<f64> {
    let durations = || calls.iter().map(|call| call.duration_nanos);
    let is_enough = |nanos: &u64| {
        durations().filter(|other| other <= nanos).count() * 100 >= percent * calls.len()
    };
    durations().filter(is_enough).min().map(|nanos| nanos as f64)
}

fn matches_plainly(one: &OperationMeasure, calls: &[&Call], steps: &TimeSteps) {
    let errors = calls.iter().filter(|call| call.is_error).count();
    assert_eq!(one.counts, Some((calls.len() as u64, errors as u64)));
    for (place, percent) in [50, 75, 95].into_iter().enumerate() {
        assert_eq!(one.figures.quantile_nanos[place], plainly(calls, percent));
        for step in 0..steps.count {
            let start = steps.start_nanos + step as u64 * steps.step_nanos;
            let within: Vec<&Call> = calls
                .iter()
                .copied()
                .filter(|call| (start..start + steps.step_nanos).contains(&call.start_nanos))
                .collect();
            assert_eq!(one.lines.quantile_nanos[place][step], plainly(&within, percent));
            let rate = within.len() as f64 / (steps.step_nanos as f64 / 1e9);
            assert_eq!(one.lines.rate[step], Some(rate));
        }
    }
}

proptest! {
    #[test]
    fn figures_are_those_of_plain_counting(calls in calls(), length in 1..7_200u64) {
        let steps = TimeSteps::over(&(0..length * SECOND));
        let all = named(&["a", "b", "c", "d"]);
        let measures: Measures = measures_of_calls(&all, calls.clone(), &steps);
        let within = |call: &&Call| steps.place(call.start_nanos).is_some();
        let counted: Vec<&Call> = calls.iter().filter(within).collect();
        matches_plainly(&measures.whole, &counted, &steps);
        for one in &measures.operations {
            let place = all.iter().position(|name| *name == one.name).expect("a known name");
            let own: Vec<&Call> =
                counted.iter().copied().filter(|call| call.operation == place as u32).collect();
            prop_assert!(!own.is_empty());
            matches_plainly(one, &own, &steps);
            prop_assert!((0.0..=1.0).contains(&one.impact));
        }
        let sum: u64 = measures.operations.iter().filter_map(|one| one.counts).map(|it| it.0).sum();
        prop_assert_eq!(sum, counted.len() as u64);
    }

    #[test]
    fn steps_hold_their_window(start in 0..u64::MAX / 2, length in 0..u64::MAX / 4) {
        let steps = TimeSteps::over(&(start..start + length));
        prop_assert!(steps.count >= 1 && steps.count as u64 <= MOST_STEPS);
        prop_assert!(steps.start_nanos <= start && steps.end_nanos() >= start + length);
        let middles = steps.middles_nanos();
        prop_assert_eq!(middles.len(), steps.count);
        for (place, middle) in middles.into_iter().enumerate() {
            prop_assert_eq!(steps.place(middle), Some(place));
        }
    }
}
