//! Two fingers on the axis of time become the part of time in view.
//!
//! ```text
//! before   |      a----b       |
//! after    |  a------------b   |    the time under each finger is still under it
//! ```
//!
//! Invariant: the window is reckoned from where the fingers came down, never from the last move, so
//! that nothing adds up and an end of the trace gives way again. Absent: rows, which one finger
//! scrolls.

use super::{MIN_WINDOW_NANOS, TimeScale, TimeWindow};

/// Fingers are never taken for closer than this, so that crossing them does nothing wild.
const CLOSEST_PX: f64 = 8.0;

/// Two fingers that came down together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pinch {
    /// What lay under the fingers then.
    scale: TimeScale,
    /// What was in view then, where that is not what lay under them: on a map of the whole.
    shown: Option<TimeWindow>,
    from_px: [(f64, f64); 2],
}

impl Pinch {
    /// On a picture of what is in view.
    pub fn on_picture(scale: TimeScale, from_px: [(f64, f64); 2]) -> Pinch {
        Pinch { scale, shown: None, from_px }
    }

    /// On a map of the whole trace, on which `shown` is in view.
    pub fn on_map(whole: TimeScale, shown: TimeWindow, from_px: [(f64, f64); 2]) -> Pinch {
        Pinch { scale: whole, shown: Some(shown), from_px }
    }

    /// What is in view once the fingers are there, in a trace that ends at `limit`.
    ///
    /// On a picture the times under the fingers stay there. Where one finger was above the other,
    /// their distance along the axis says nothing: then how far they are apart zooms, and the time
    /// in the middle stays. On a map the middle is where to zoom to, and takes what is in view
    /// along. An end of the trace is in the way of all of it.
    pub fn window(&self, to_px: [(f64, f64); 2], limit: u64) -> TimeWindow {
        let factor = self.reach_px(self.from_px) / self.reach_px(to_px);
        let (from_px, to_px) = (middle_px(self.from_px), middle_px(to_px));
        match self.shown {
            Some(shown) => {
                let at_nanos = self.scale.time_from_x(from_px);
                let by_nanos = self.scale.nanos_from_px(to_px - from_px);
                shown.zoomed(at_nanos, factor, limit).panned(by_nanos, limit)
            }
            None => self.picture(factor, from_px, to_px, limit),
        }
    }

    fn picture(&self, factor: f64, from_px: f64, to_px: f64, limit: u64) -> TimeWindow {
        let TimeScale { window, width_px } = self.scale;
        let limit = limit.max(1);
        let old = window.width_nanos();
        let new = (old as f64 * factor).round() as u64;
        let new = new.clamp(MIN_WINDOW_NANOS.min(limit), limit);
        let width_px = width_px.max(1.0);
        let later = from_px / width_px * old as f64 - to_px / width_px * new as f64;
        let start = i128::from(window.start_nanos).saturating_add(later.round() as i128);
        let start = start.clamp(0, i128::from(limit - new)) as u64;
        TimeWindow { start_nanos: start, end_nanos: start + new }
    }

    /// How far two places are apart, measured as suits the places that the fingers came from.
    fn reach_px(&self, [one, other]: [(f64, f64); 2]) -> f64 {
        let [first, second] = self.from_px;
        let (across, down) = (second.0 - first.0, second.1 - first.1);
        let reach = if 2.0 * across.abs() >= down.abs() {
            (other.0 - one.0) * across.signum()
        } else {
            (other.0 - one.0).hypot(other.1 - one.1)
        };
        reach.max(CLOSEST_PX)
    }
}

fn middle_px([one, other]: [(f64, f64); 2]) -> f64 {
    (one.0 + other.0) / 2.0
}

/// The fingers on a picture, which the page tells of one by one. A third is passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingers {
    /// By their ids, the one that came first before the other.
    down: Vec<(i32, (f64, f64))>,
    pinch: Option<Pinch>,
}

impl Fingers {
    /// A finger comes down, `is_first` where no other is, at a place in pixels from the axis's
    /// left end. Says whether a pinch begins: with the second, if one of the two is on the axis.
    /// `begin` tells what lies under them.
    pub fn down(
        &mut self,
        id: i32,
        is_first: bool,
        at_px: (f64, f64),
        begin: impl FnOnce([(f64, f64); 2]) -> Pinch,
    ) -> bool {
        if is_first {
            // Whatever is still noted went up where nobody looked.
            *self = Fingers::default();
        }
        if self.down.len() == 2 {
            return false;
        }
        self.down.push((id, at_px));
        self.pinch = self.places().filter(|places| places.iter().any(|it| it.0 >= 0.0)).map(begin);
        self.pinch.is_some()
    }

    /// What is in view once the finger is there; `None` unless two of them pinch.
    pub fn moved(&mut self, id: i32, to_px: (f64, f64), limit: u64) -> Option<TimeWindow> {
        let finger = self.down.iter_mut().find(|(known, _)| *known == id)?;
        finger.1 = to_px;
        Some(self.pinch?.window(self.places()?, limit))
    }

    /// A finger goes up, or the browser takes it for something of its own.
    pub fn up(&mut self, id: i32) {
        self.down.retain(|(known, _)| *known != id);
        self.pinch = self.pinch.filter(|_| self.down.len() == 2);
    }

    fn places(&self) -> Option<[(f64, f64); 2]> {
        match self.down[..] {
            [(_, one), (_, other)] => Some([one, other]),
            _ => None,
        }
    }
}
