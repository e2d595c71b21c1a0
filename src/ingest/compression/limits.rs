//! How far compressed data may expand.
//!
//! Invariant: no trace that a producer writes is refused; gzip cannot reach the ratio but
//! with one byte repeated for ever. Absent: a limit for the model, which memory sets.

use super::super::error::ReadErrorKind;

/// Below this, nothing is too much.
const HARMLESS_BYTES: u64 = 64 << 20;
const MOST_RATIO: u64 = 1000;
const MOST_BYTES: u64 = 16 << 30;

/// What to say if `packed` bytes of a file must not become this many.
pub(super) fn excess(packed: u64, unpacked: u64) -> Option<ReadErrorKind> {
    let is_bomb = unpacked > HARMLESS_BYTES && unpacked / MOST_RATIO > packed;
    (is_bomb || unpacked > MOST_BYTES)
        .then_some(ReadErrorKind::UnpacksTooFar { packed_bytes: packed, unpacked_bytes: unpacked })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_large_and_expands_a_thousandfold_or_is_immense_is_refused() {
        let is_refused = |packed, unpacked| excess(packed, unpacked).is_some();
        assert!(!is_refused(10, 60 << 20));
        assert!(is_refused(10, 65 << 20));
        assert!(!is_refused(1 << 20, 1000 << 20));
        assert!(is_refused(1 << 20, 1002 << 20));
        assert!(!is_refused(8 << 30, 16 << 30));
        assert!(is_refused(8 << 30, (16 << 30) + 1));
    }
}
