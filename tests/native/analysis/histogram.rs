//! Durations in steps: everything is counted once, where it belongs.

use proptest::prelude::*;
use spanscope::analysis::{Bucket, histogram};

fn of(durations: &[u64]) -> Vec<Bucket> {
    histogram(durations.iter().map(|&nanos| (nanos, nanos % 2 == 1)))
}

#[test]
fn nothing_has_no_buckets() {
    assert_eq!(of(&[]), []);
}

#[test]
fn edges_are_round_and_empty_steps_between_are_kept() {
    let edges: Vec<(u64, u64, u32)> =
        of(&[0, 12, 14, 25]).iter().map(|b| (b.from_nanos, b.to_nanos, b.count)).collect();
    assert_eq!(edges[0], (0, 1, 1));
    assert_eq!(
        edges[edges.len() - 5..],
        [(10, 12, 0), (12, 15, 2), (15, 20, 0), (20, 25, 0), (25, 30, 1)]
    );
}

proptest! {
    #[test]
    fn every_duration_is_counted_in_the_bucket_that_it_lies_in(
        durations in prop::collection::vec(prop_oneof![any::<u64>(), 0..1_000u64, Just(u64::MAX)], 1..60),
    ) {
        let buckets = of(&durations);
        for bucket in &buckets {
            let is_in = |nanos: &&u64| {
                **nanos >= bucket.from_nanos
                    && (**nanos < bucket.to_nanos || bucket.to_nanos == u64::MAX)
            };
            let inside: Vec<&u64> = durations.iter().filter(is_in).collect();
            prop_assert_eq!(bucket.count as usize, inside.len());
            prop_assert_eq!(bucket.errors as usize, inside.iter().filter(|nanos| **nanos % 2 == 1).count());
        }
        prop_assert!(buckets.windows(2).all(|pair| pair[0].to_nanos == pair[1].from_nanos));
        prop_assert!(buckets.first().is_some_and(|one| one.count > 0));
        prop_assert!(buckets.last().is_some_and(|one| one.count > 0));
        prop_assert_eq!(buckets.iter().map(|one| one.count as usize).sum::<usize>(), durations.len());
    }
}
