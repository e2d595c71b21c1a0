//! What is in view and how fast it moves become the rows to have at hand.
//!
//! Invariant: rows in view are always among those wanted; whoever stands still has as many
//! on either side, whoever moves has them ahead. Absent: what is there already.

use std::ops::Range;

/// Rows asked for on either side of those in view, and what must be left of them before
/// more are asked for.
const MARGIN_ROWS: u32 = 150;
const NEAR_ROWS: u32 = 60;
/// Up to so many rows a frame, both sides are treated alike.
const SLOW_ROWS: u32 = 8;
/// Frames that an answer may take, and those that its rows last.
const FRAMES_TO_WAIT: u32 = 4;
const FRAMES_TO_LAST: u32 = 6;
/// Twice this, with those in view, is less than the engine gives at once.
const MOST_ROWS_AHEAD: u32 = 600;
/// Rows behind those in view that are kept while moving fast.
const BEHIND_ROWS: u32 = 20;

/// The rows to have at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookahead {
    /// If one of these is missing, it is time to ask.
    pub near: Range<u32>,
    /// What to ask for.
    pub ask: Range<u32>,
}

impl Lookahead {
    /// `moved_rows`: by how many rows the view moved since the last frame, down if positive.
    pub fn of(visible: Range<u32>, moved_rows: i64) -> Lookahead {
        let speed = u32::try_from(moved_rows.unsigned_abs()).unwrap_or(u32::MAX);
        let around = |behind: u32, ahead: u32| {
            let (above, below) = if moved_rows < 0 { (ahead, behind) } else { (behind, ahead) };
            visible.start.saturating_sub(above)..visible.end.saturating_add(below)
        };
        if speed <= SLOW_ROWS {
            let (near, ask) = (around(NEAR_ROWS, NEAR_ROWS), around(MARGIN_ROWS, MARGIN_ROWS));
            return Lookahead { near, ask };
        }
        let frames = |count: u32| speed.saturating_mul(count).min(MOST_ROWS_AHEAD);
        let ahead = frames(FRAMES_TO_WAIT);
        Lookahead {
            near: around(0, ahead),
            ask: around(BEHIND_ROWS, ahead + frames(FRAMES_TO_LAST)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standing_still_both_sides_are_alike() {
        let rows = Lookahead::of(1_000..1_030, 0);
        assert_eq!((rows.near, rows.ask), (940..1_090, 850..1_180));
        assert_eq!(Lookahead::of(10..40, -3).ask, 0..190);
    }

    #[test]
    fn moving_fast_rows_ahead_are_wanted_and_hardly_any_behind() {
        let down = Lookahead::of(1_000..1_030, 40);
        assert_eq!((down.near, down.ask), (1_000..1_190, 980..1_430));
        let up = Lookahead::of(1_000..1_030, -40);
        assert_eq!((up.near, up.ask), (840..1_030, 600..1_050));
    }

    #[test]
    fn a_leap_asks_for_a_bounded_number_of_rows() {
        for moved_rows in [i64::MIN, -2_000_000, 2_000_000, i64::MAX] {
            let rows = Lookahead::of(500_000..500_030, moved_rows);
            assert!(rows.ask.len() <= 30 + 2_000, "{rows:?}");
            assert!(rows.ask.contains(&500_000) && rows.ask.contains(&500_029));
        }
        assert_eq!(Lookahead::of(u32::MAX - 1..u32::MAX, 50).ask.end, u32::MAX);
    }
}
