//! A set of small numbers, one bit each.
//!
//! Invariant: numbers from the length on are not in it. Absent: growing.

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::analysis) struct Bits {
    words: Vec<u64>,
    length: usize,
}

impl Bits {
    pub fn new(length: usize) -> Bits {
        Bits { words: vec![0; length.div_ceil(64)], length }
    }

    /// All numbers below the length.
    pub fn full(length: usize) -> Bits {
        let mut words = vec![u64::MAX; length.div_ceil(64)];
        if let Some(last) = words.last_mut() {
            *last >>= (64 - length % 64) % 64;
        }
        Bits { words, length }
    }

    pub fn add(&mut self, number: u32) {
        self.words[number as usize / 64] |= 1 << (number % 64);
    }

    #[inline]
    pub fn has(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The members that `is_wanted`, asked in rising order.
    pub fn filtered(&self, mut is_wanted: impl FnMut(u32) -> bool) -> Bits {
        let words = self.words.iter().zip(0..).map(|(&word, at)| {
            let mut rest = word;
            let mut kept = 0;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                kept |= u64::from(is_wanted(at * 64 + bit)) << bit;
                rest &= rest - 1;
            }
            kept
        });
        Bits { words: words.collect(), length: self.length }
    }

    /// `other`: of the same length, as for the next one.
    pub fn unite(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub fn without(&self, other: &Bits) -> Bits {
        let words = self.words.iter().zip(&other.words).map(|(word, other)| word & !other);
        Bits { words: words.collect(), length: self.length }
    }

    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The members below `end`. O(end / 64).
    pub fn count_below(&self, end: u32) -> u32 {
        let (whole, rest) = (end as usize / 64, end % 64);
        let count = |words: &[u64]| words.iter().map(|word| word.count_ones()).sum::<u32>();
        match self.words.get(whole) {
            Some(word) => count(&self.words[..whole]) + (word & ((1 << rest) - 1)).count_ones(),
            None => count(&self.words),
        }
    }

    /// The first member from `start` on. O(the gap / 64).
    pub fn first_from(&self, start: u32) -> Option<u32> {
        let mut at = start as usize / 64;
        let mut word = self.words.get(at)? & (u64::MAX << (start % 64));
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }

    /// The last member below `end`. O(the gap / 64).
    pub fn last_below(&self, end: u32) -> Option<u32> {
        let end = (end as usize).min(self.length);
        let mut at = end.checked_sub(1)? / 64;
        let mut word = self.words[at] & (u64::MAX >> (63 - (end - 1) % 64));
        while word == 0 {
            at = at.checked_sub(1)?;
            word = self.words[at];
        }
        Some(at as u32 * 64 + 63 - word.leading_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_counted_and_found_from_either_side() {
        let members = [0, 1, 63, 64, 127, 200];
        let mut bits = Bits::new(201);
        members.iter().for_each(|&member| bits.add(member));
        for number in 0..300 {
            assert_eq!(bits.has(number), members.contains(&number), "{number}");
            let below = members.iter().filter(|&&member| member < number);
            assert_eq!(bits.count_below(number), below.clone().count() as u32, "{number}");
            assert_eq!(bits.last_below(number), below.max().copied(), "{number}");
            let from = members.iter().find(|&&member| member >= number);
            assert_eq!(bits.first_from(number), from.copied(), "{number}");
        }
    }

    #[test]
    fn sets_are_united_subtracted_and_filtered() {
        for length in [0, 1, 63, 64, 65, 130] {
            let full = Bits::full(length);
            assert_eq!(full.count(), length as u32);
            let even = full.filtered(|number| number % 2 == 0);
            let odd = full.without(&even);
            assert!(
                (0..length as u32)
                    .all(|n| even.has(n) == (n % 2 == 0) && odd.has(n) != even.has(n))
            );
            let mut both = even;
            both.unite(&odd);
            assert_eq!(both, full);
        }
    }

    #[test]
    fn a_set_of_no_length_has_no_members() {
        let none = Bits::new(0);
        assert_eq!((none.first_from(0), none.last_below(9), none.count_below(9)), (None, None, 0));
        assert!(!none.has(0));
    }
}
