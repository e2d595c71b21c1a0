//! A set of small numbers, one bit each.
//!
//! Invariant: numbers from the length on are not in it. Absent: growing.

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    length: usize,
}

impl Bits {
    pub fn new(length: usize) -> Bits {
        Bits { words: vec![0; length.div_ceil(64)], length }
    }

    pub fn add(&mut self, number: u32) {
        self.words[number as usize / 64] |= 1 << (number % 64);
    }

    #[inline]
    pub fn has(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
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
    fn a_set_of_no_length_has_no_members() {
        let none = Bits::new(0);
        assert_eq!((none.first_from(0), none.last_below(9), none.count_below(9)), (None, None, 0));
        assert!(!none.has(0));
    }
}
