//! Points that go to other places glide there.
//!
//! Invariant: a glide ends exactly where it was to end; one that begins ends the one before. Who
//! wants less motion sees the end at once. Absent: where points are to be.

use leptos::prelude::*;

use crate::browser::{motion, timeline};
use crate::layout::service_map::Point;

/// Long enough to follow a node with the eye, short enough not to wait for it.
const GLIDE_MS: f64 = 240.0;

/// The glides of one picture; a copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Glide {
    /// Counts them, so that one that is over moves nothing.
    begun: StoredValue<u32>,
}

impl Glide {
    pub fn new() -> Glide {
        Glide { begun: StoredValue::new(0) }
    }

    /// Nothing moves by itself any longer.
    pub fn stop(self) {
        self.begun.try_update_value(|begun| *begun += 1);
    }

    /// Calls `show` for each frame with the share of the way that is done, at last with 1.
    pub fn begin(self, show: impl Fn(f64) + 'static) {
        self.stop();
        if motion::is_unwanted() {
            return show(1.0);
        }
        self.step(self.begun.get_value(), timeline::now_ms(), show);
    }

    fn step(self, number: u32, from_ms: f64, show: impl Fn(f64) + 'static) {
        request_animation_frame(move || {
            // The picture may be gone.
            if self.begun.try_get_value() != Some(number) {
                return;
            }
            let share = ((timeline::now_ms() - from_ms) / GLIDE_MS).clamp(0.0, 1.0);
            // Fast at first, and slow towards the end.
            show(share * (2.0 - share));
            if share < 1.0 {
                self.step(number, from_ms, show);
            }
        });
    }
}

/// A place on the way from one to another.
pub(super) fn between(from: Point, to: Point, share: f64) -> Point {
    Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}
