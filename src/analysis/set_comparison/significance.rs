//! Two samples become the chance of a difference as large among samples of one distribution.
//!
//! Invariant: every chance is the same with the sides swapped, between 0 and 1, and effects turn
//! their sign. Absent: any claim; that takes all tests of a comparison together
//! ([`adjusted`]).
//!
//! Sources: Mann and Whitney, *On a test of whether one of two random variables is
//! stochastically larger than the other*, 1947, with the correction for ties of the normal
//! approximation; Cliff, *Dominance statistics*, 1993; Fisher's exact test, both sides by the
//! probability of the table; Benjamini and Hochberg, *Controlling the false discovery rate*, 1995.

use std::cmp::Ordering;

use crate::order;

/// Samples of up to so many values together are compared exactly where no two are equal.
const MOST_EXACT: usize = 40;

/// What a test of two samples says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tested {
    /// Between −1 and 1. Of values, Cliff's delta: how much more often one of the second side is
    /// above one of the first than below. Of shares, the second minus the first, which is the same
    /// thing of values that are 0 or 1.
    pub effect: f64,
    /// The chance, between 0 and 1.
    pub chance: f64,
}

/// Compares values by rank. `None` where all are equal, so that nothing could be found.
/// O(n log n).
pub(super) fn by_rank(samples: [&[u64]; 2]) -> Option<Tested> {
    let counts = samples.map(<[u64]>::len);
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(counts[0] + counts[1]);
    for (side, values) in (0..).zip(samples) {
        all.extend(values.iter().map(|&value| (value, side)));
    }
    order::sort_numbered(&mut all);
    // Pairs in which the second side is above, less those in which the first one is.
    let (mut above, mut ties) = (0i128, 0f64);
    let mut below = [0i128; 2];
    for equal in all.chunk_by(|one, other| one.0 == other.0) {
        let second = equal.iter().filter(|value| value.1 == 1).count() as i128;
        let first = equal.len() as i128 - second;
        above += second * below[0] - first * below[1];
        below = [below[0] + first, below[1] + second];
        let count = equal.len() as f64;
        ties += count * count * count - count;
    }
    let deviation = deviation(counts, ties)?;
    let half = above.unsigned_abs() as f64 / 2.0;
    let chance = match ties == 0.0 && counts[0] + counts[1] <= MOST_EXACT {
        true => exact_chance(counts, above.unsigned_abs() as usize),
        // Less half a step, as ranks are whole.
        false => beyond((half - 0.5).max(0.0) / deviation),
    };
    Some(Tested { effect: above as f64 / (counts[0] as f64 * counts[1] as f64), chance })
}

/// The standard deviation of U, if values were drawn from one pot. `None` if it is 0.
fn deviation([first, second]: [usize; 2], ties: f64) -> Option<f64> {
    let (first, second) = (first as f64, second as f64);
    let all = first + second;
    let variance = first * second / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)).max(1.0));
    // Rounding may leave a trace of what is 0.
    (variance > 1e-6).then(|| variance.sqrt())
}

/// The chance of pairs being so far out of balance, counted over all orders of values that all
/// differ: the coefficients of a Gaussian binomial say how many orders give each U.
fn exact_chance([first, second]: [usize; 2], above: usize) -> f64 {
    let pairs = first * second;
    let mut orders = vec![0i64; pairs + 1];
    orders[0] = 1;
    for factor in 1..=first {
        // Times 1 − x^(second + factor), divided by 1 − x^factor.
        for place in (second + factor..=pairs).rev() {
            orders[place] -= orders[place - second - factor];
        }
        for place in factor..=pairs {
            orders[place] += orders[place - factor];
        }
    }
    let all: i64 = orders.iter().sum();
    let outside: i64 = orders[..=(pairs - above) / 2].iter().sum();
    (2.0 * outside as f64 / all as f64).min(1.0)
}

/// The chance of a normal value being so many deviations or more from its mean, on either side.
fn beyond(deviations: f64) -> f64 {
    let x = deviations / std::f64::consts::SQRT_2;
    let bell = (-x * x).exp() / std::f64::consts::PI.sqrt();
    if x < 2.0 {
        // The series of the error function; forty terms are more than a double can tell.
        let mut term = 2.0 * x * bell;
        let mut inside = term;
        for step in 1..40 {
            term *= 2.0 * x * x / f64::from(2 * step + 1);
            inside += term;
        }
        return (1.0 - inside).clamp(0.0, 1.0);
    }
    // The continued fraction of its complement, from the inside out.
    let fraction = (1..60).rev().fold(x, |below, step| x + f64::from(step) / 2.0 / below);
    bell / fraction
}

/// Sums of logarithms, for the chances of tables.
pub(super) struct Factorials(Vec<f64>);

impl Factorials {
    /// For tables of up to `most` together.
    pub fn up_to(most: usize) -> Factorials {
        let mut sum = 0.0;
        let logarithms = (1..=most).map(|number| {
            sum += (number as f64).ln();
            sum
        });
        Factorials(std::iter::once(0.0).chain(logarithms).collect())
    }

    fn choose(&self, all: usize, some: usize) -> f64 {
        self.0[all] - self.0[some] - self.0[all - some]
    }

    /// The chance, as a logarithm, that so many of the marked ones are on the first side.
    fn table(&self, of: [usize; 2], marked: usize, on_first: usize) -> f64 {
        self.choose(of[0], on_first) + self.choose(of[1], marked - on_first)
            - self.choose(of[0] + of[1], marked)
    }

    /// Compares shares: on each side `marked` of `of`. `None` where no table with the same sums
    /// could be less likely than `least`, so that nothing could be found. O(n).
    pub fn by_share(&self, marked: [u32; 2], of: [u32; 2], least: f64) -> Option<Tested> {
        let [marked, of] = [marked, of].map(|pair| pair.map(|count| count as usize));
        let all_marked = marked[0] + marked[1];
        let (low, high) = (all_marked.saturating_sub(of[1]), all_marked.min(of[0]));
        let chance = |on_first: usize| self.table(of, all_marked, on_first);
        if chance(low).min(chance(high)).exp() > least {
            return None;
        }
        // As likely as this one, but for rounding.
        let limit = chance(marked[0]) + 1e-9;
        let unlikely = (low..=high).map(chance).filter(|chance| *chance <= limit);
        // Added from either end in the same order, whichever side is called the first.
        let mut chances: Vec<f64> = unlikely.map(f64::exp).collect();
        chances.sort_unstable_by(f64::total_cmp);
        let share = |side: usize| marked[side] as f64 / of[side].max(1) as f64;
        let chance = chances.iter().sum::<f64>().min(1.0);
        Some(Tested { effect: share(1) - share(0), chance })
    }
}

/// Chances of many tests become the least rate of false discoveries at which each is one: the
/// same order, and none below its chance. O(n log n).
pub(super) fn adjusted(chances: &[f64]) -> Vec<f64> {
    let mut places: Vec<u32> = (0..chances.len() as u32).collect();
    let chance = |place: u32| chances[place as usize];
    order::sort_places(&mut places, |one, other| {
        chance(one).partial_cmp(&chance(other)).unwrap_or(Ordering::Equal)
    });
    let mut adjusted = vec![1.0; chances.len()];
    let mut least = 1.0f64;
    for (rank, &place) in places.iter().enumerate().rev() {
        least = least.min(chance(place) * chances.len() as f64 / (rank + 1) as f64);
        adjusted[place as usize] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(one: f64, other: f64) {
        assert!((one - other).abs() <= 1e-4 * other.abs().max(1e-12), "{one} is not {other}");
    }

    #[test]
    fn few_values_are_compared_exactly() {
        let apart = by_rank([&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10]]).expect("a test");
        assert_eq!(apart.effect, 1.0);
        // Two orders of the 252.
        assert_near(apart.chance, 2.0 / 252.0);
        let mixed = by_rank([&[1, 4, 5, 8], &[2, 3, 6, 7]]).expect("a test");
        assert_eq!((mixed.effect, mixed.chance), (0.0, 1.0));
        // As R's wilcox.test says: W = 35, p-value = 0.1272.
        let one = [80, 83, 189, 104, 145, 138, 191, 164, 73, 146];
        let other = [115, 88, 90, 74, 121];
        let tested = by_rank([&other, &one]).expect("a test");
        assert_near(tested.effect, 2.0 * 35.0 / 50.0 - 1.0);
        assert!((tested.chance - 0.2544).abs() < 1e-4, "{}", tested.chance);
    }

    #[test]
    fn equal_values_are_corrected_for_and_all_equal_say_nothing() {
        assert_eq!(by_rank([&[3; 9], &[3; 7]]), None);
        assert_eq!(by_rank([&[], &[3; 7]]), None);
        let first = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
        let second = [0, 1, 1, 2, 2, 2, 2, 3, 3, 3];
        let there = by_rank([&first, &second]).expect("a test");
        let back = by_rank([&second, &first]).expect("a test");
        assert_eq!((there.effect, there.chance), (-back.effect, back.chance));
        // U = 81.5 of 100; groups of 6, 5, 6 and 3 equal values leave a variance of
        // 100 / 12 · (21 − 564 / 380); half a step of U is taken off (continuity).
        assert_near(there.effect, 0.63);
        assert_near(there.chance, beyond(31.0 / 162.631_578_95f64.sqrt()));
    }

    #[test]
    fn chances_of_normal_values_are_those_of_the_tables() {
        for (deviations, chance) in [
            (0.0, 1.0),
            (1.0, 0.317_310_5),
            (1.959_964, 0.05),
            (2.8, 0.005_110_3),
            (3.0, 0.002_699_8),
            (6.0, 1.973_175e-9),
            (10.0, 1.523_971e-23),
        ] {
            assert!((beyond(deviations) - chance).abs() <= 1e-4 * chance, "{deviations}");
        }
    }

    #[test]
    fn shares_are_compared_exactly() {
        let factorials = Factorials::up_to(100);
        // The lady tasting tea: 3 of 4 against 1 of 4.
        let tea = factorials.by_share([1, 3], [4, 4], 1.0).expect("a test");
        assert_near(tea.chance, 34.0 / 70.0);
        assert_eq!(tea.effect, 0.5);
        let clear = factorials.by_share([0, 50], [50, 50], 1.0).expect("a test");
        assert!(clear.chance < 1e-28);
        assert_eq!(factorials.by_share([1, 0], [50, 50], 0.01), None, "one of them says nothing");
        let back = factorials.by_share([3, 1], [4, 4], 1.0).expect("a test");
        assert_eq!((back.effect, back.chance), (-0.5, tea.chance));
    }

    #[test]
    fn many_tests_raise_what_each_must_show() {
        let chances = [0.01, 0.04, 0.03, 0.005, 1.0];
        let expected = [0.025, 0.05, 0.05, 0.025, 1.0];
        for (one, other) in adjusted(&chances).iter().zip(expected) {
            assert_near(*one, other);
        }
        assert!(adjusted(&[]).is_empty());
    }
}
