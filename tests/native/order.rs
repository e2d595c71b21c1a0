//! The one sort that all share, against std's.

use std::cell::Cell;

use proptest::prelude::*;
use spanscope::order::{sort, sort_by, sort_by_key, sort_by_number, sort_numbered, sort_places};

/// Numbers in which runs of all kinds and equal ones are common.
fn numbers() -> impl Strategy<Value = Vec<u8>> {
    let run = (any::<u8>(), 1..60usize, -2..3i8);
    prop::collection::vec(run, 0..20).prop_map(|runs| {
        let numbers = runs.into_iter().flat_map(|(first, count, step)| {
            (0..count).map(move |at| first.wrapping_add((at as u8).wrapping_mul(step as u8)))
        });
        numbers.collect()
    })
}

/// With the place of each, so that a sort which is not stable shows.
fn placed(numbers: &[u8]) -> Vec<(u8, String)> {
    numbers.iter().zip(0..).map(|(&number, place)| (number, format!("{place}"))).collect()
}

proptest! {
    #[test]
    fn items_are_sorted_like_by_std_and_equal_ones_stay_in_their_order(numbers in numbers()) {
        let mut expected = placed(&numbers);
        expected.sort_by_key(|item| item.0);
        let mut by_key = placed(&numbers);
        sort_by_key(&mut by_key, |item| item.0);
        prop_assert_eq!(&by_key, &expected);
        let mut by_comparison = placed(&numbers);
        sort_by(&mut by_comparison, |a, b| a.0.cmp(&b.0));
        prop_assert_eq!(&by_comparison, &expected);
        let mut by_number = placed(&numbers);
        sort_by_number(&mut by_number, |item| u64::from(item.0));
        prop_assert_eq!(&by_number, &expected);
    }

    #[test]
    fn items_that_differ_are_sorted_by_their_own_order(numbers in numbers()) {
        let mut expected = placed(&numbers);
        let mut items = expected.clone();
        expected.sort();
        sort(&mut items);
        prop_assert_eq!(items, expected);
    }

    #[test]
    fn places_are_sorted_by_what_is_there(numbers in numbers()) {
        let mut places: Vec<u32> = (0..numbers.len() as u32).collect();
        let mut expected = places.clone();
        expected.sort_by_key(|&place| numbers[place as usize]);
        let number = |place: u32| numbers[place as usize];
        sort_places(&mut places, |a, b| number(a).cmp(&number(b)));
        prop_assert_eq!(&places, &expected);
        let mut numbered: Vec<(u64, u32)> =
            numbers.iter().map(|&number| u64::from(number)).zip(0..).collect();
        sort_numbered(&mut numbered);
        let numbered: Vec<u32> = numbered.into_iter().map(|(_, place)| place).collect();
        prop_assert_eq!(numbered, expected);
    }

    #[test]
    fn a_comparison_that_contradicts_itself_loses_no_item(
        count in 0..300u32,
        answers in prop::collection::vec(any::<bool>(), 1..50),
    ) {
        let asked = Cell::new(0);
        let mut items: Vec<u32> = (0..count).collect();
        sort_by(&mut items, |a, b| {
            asked.set(asked.get() + 1);
            if answers[asked.get() % answers.len()] { a.cmp(b) } else { b.cmp(a) }
        });
        items.sort_unstable();
        prop_assert_eq!(items, (0..count).collect::<Vec<_>>());
    }
}

/// How often items were compared.
fn comparisons(mut items: Vec<u32>) -> usize {
    let count = Cell::new(0);
    sort_by(&mut items, |a, b| {
        count.set(count.get() + 1);
        a.cmp(b)
    });
    assert!(items.is_sorted());
    count.get()
}

#[test]
fn what_is_in_order_already_is_compared_about_once() {
    let ascending: Vec<u32> = (0..10_000).collect();
    let descending: Vec<u32> = ascending.iter().rev().copied().collect();
    let two_runs = [&ascending[5_000..], &ascending[..5_000]].concat();
    assert!(comparisons(ascending) <= 10_001);
    assert!(comparisons(descending) <= 10_001);
    assert!(comparisons(two_runs) <= 25_000);
}

#[test]
fn no_order_takes_more_than_n_log_n_comparisons() {
    let scattered = (0..10_000u32).map(|number| number.wrapping_mul(2_654_435_761));
    assert!(comparisons(scattered.collect()) <= 10_000 * 15);
    // Each run ends where it has just been found to descend.
    let sawtooth = (0..10_000u32).map(|number| number % 13);
    assert!(comparisons(sawtooth.collect()) <= 10_000 * 15);
}
