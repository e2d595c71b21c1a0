//! What every picture on the axis of time does with two fingers, and with taps of one.
//!
//! Invariant: what one finger began is over once a second one comes. Absent: where the window goes
//! (see `layout`).

use std::time::Duration;

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;

use crate::browser::events::{is_tap, is_touch, place_in_listener};
use crate::layout::{Fingers, Pinch, TimeScale, TimeWindow};
use crate::state::is_narrow;

/// How long browsers wait for a second tap.
const SECOND_TAP_WITHIN: Duration = Duration::from_millis(300);

/// The fingers on one picture; a copy is the same ones.
#[derive(Clone, Copy)]
pub struct FingersOn {
    fingers: StoredValue<Fingers>,
    /// Counts taps, so that a second one is seen.
    taps: StoredValue<u32>,
}

impl FingersOn {
    pub fn none() -> FingersOn {
        FingersOn { fingers: StoredValue::new(Fingers::default()), taps: StoredValue::new(0) }
    }

    /// Whether the pointer is a finger with which a pinch begins. `left_px`: where in the listener
    /// the axis begins. `shown`: on a map of the whole, what is in view.
    pub fn down(
        &self,
        event: &PointerEvent,
        left_px: f64,
        scale: TimeScale,
        shown: Option<TimeWindow>,
    ) -> bool {
        let begin = |from_px| match shown {
            Some(shown) => Pinch::on_map(scale, shown, from_px),
            None => Pinch::on_picture(scale, from_px),
        };
        let (x_px, y_px) = place_in_listener(event);
        let place = (x_px - left_px, y_px);
        let (id, is_first) = (event.pointer_id(), event.is_primary());
        let begins = self.fingers.try_update_value(|fingers| {
            is_touch(event) && fingers.down(id, is_first, place, begin)
        });
        begins.unwrap_or_default()
    }

    /// What two fingers make of the window, if there are two.
    pub fn moved(&self, event: &PointerEvent, left_px: f64, limit: u64) -> Option<TimeWindow> {
        let (x_px, y_px) = place_in_listener(event);
        let (id, place) = (event.pointer_id(), (x_px - left_px, y_px));
        self.fingers.try_update_value(|fingers| fingers.moved(id, place, limit)).flatten()
    }

    pub fn up(&self, event: &PointerEvent) {
        self.fingers.update_value(|fingers| fingers.up(event.pointer_id()));
    }

    /// Does what a click does. On a narrow page that may put a sheet over the picture, and a
    /// second tap would meet the sheet: there it waits until no second tap has come.
    pub fn click(&self, event: &MouseEvent, run: impl FnOnce() + 'static) {
        self.taps.update_value(|taps| *taps += 1);
        if !is_tap(event) || !is_narrow() {
            return run();
        }
        let (taps, this) = (self.taps, self.taps.get_value());
        let still_single = move || taps.try_get_value() == Some(this);
        set_timeout(
            move || {
                if still_single() {
                    run()
                }
            },
            SECOND_TAP_WITHIN,
        );
    }

    /// A second tap has come: what the first would have done is not done.
    pub fn double_click(&self) {
        self.taps.update_value(|taps| *taps += 1);
    }
}
