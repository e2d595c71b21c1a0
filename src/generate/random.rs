//! A seed becomes a sequence of numbers that look random and are the same everywhere.
//!
//! Invariant: integers only, so that no machine's floating point can change a trace.
//! Absent: security of any kind.

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.state)
    }

    /// From `low` up to and including `high`.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// From `low` to `high`, mostly near `low`, as durations are.
    pub(super) fn skewed(&mut self, low: u64, high: u64) -> u64 {
        // The third power of a number below 2^20, so that nothing overflows.
        let unit = self.next() >> 44;
        let scaled = ((high - low) * ((unit * unit) >> 20)) >> 20;
        low + ((scaled * unit) >> 20)
    }

    pub(super) fn happens(&mut self, per_mille: u64) -> bool {
        self.next() % 1000 < per_mille
    }

    /// Below `count`, which must not be 0; the same whether `usize` has 32 bits or 64.
    pub(super) fn index(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// One of `texts`, which must not be empty.
    pub(super) fn pick_text(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.index(texts.len())]
    }

    /// One of `items`, which must not be empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }
}

/// SplitMix64's finisher: distinct numbers stay distinct.
pub(super) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn skewed_numbers_stay_in_range_and_lean_low() {
        let mut random = Random::new(7);
        let numbers: Vec<u64> = (0..1000).map(|_| random.skewed(100, 1100)).collect();
        assert!(numbers.iter().all(|number| (100..=1100).contains(number)));
        assert!(numbers.iter().filter(|&&number| number < 600).count() > 700);
    }
}
