//! The one sort that all share, against std's.

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
}
