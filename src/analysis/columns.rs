//! Times become columns of pixels, in integers.
//!
//! Invariant: later times never have earlier columns, and whatever runs has one at least.
//! Absent: where on the screen the columns are.

use std::ops::Range;

/// See the module.
pub(super) struct Columns {
    origin_nanos: u64,
    /// Low bits that are dropped so that products fit; far less than a column.
    shift: u32,
    /// The trace's duration after the shift, at least 1.
    duration: u64,
    width_px: u64,
}

impl Columns {
    pub fn new(times: Range<u64>, width_px: u16) -> Columns {
        let origin_nanos = times.start;
        let duration_nanos = times.end - times.start;
        let shift = 40u32.saturating_sub(duration_nanos.leading_zeros() + 16);
        let duration = (duration_nanos >> shift).max(1);
        Columns { origin_nanos, shift, duration, width_px: u64::from(width_px) }
    }

    /// First column and one past the last.
    pub fn of(&self, start_nanos: u64, end_nanos: u64) -> (usize, usize) {
        let left = self.column(start_nanos).min(self.width_px - 1);
        let right = self.column(end_nanos).clamp(left + 1, self.width_px);
        (left as usize, right as usize)
    }

    fn column(&self, nanos: u64) -> u64 {
        // A block may hold times outside the picture, of which only the side counts.
        let into = (nanos.saturating_sub(self.origin_nanos) >> self.shift).min(self.duration);
        into * self.width_px / self.duration
    }
}
