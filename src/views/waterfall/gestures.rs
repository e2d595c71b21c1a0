//! Wheel, drag, click and double click on the rows.
//!
//! - wheel: rows; with Shift or sideways: time; with Ctrl, ⌘ or a pinch: zoom at the pointer
//! - drag on the lanes: time, and rows; of a finger, time alone, as up and down the browser scrolls
//! - two fingers, one of them on the lanes: zoom
//! - click: select, or open and close on the arrow; double click or double tap: frame the span
//!
//! Invariant: the time under the pointer, or under each finger, stays there while zooming. Absent:
//! two fingers on the names, which the browser zooms the page with.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::{comes_from, is_touch, place_in_listener};
use crate::state::{ROW_HEIGHT_PX, TraceState};
use crate::views::time_axis::{FingersOn, PictureDrag, WheelStep};

/// The handlers of one waterfall; a copy handles the same.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    state: TraceState,
    drag: PictureDrag,
    fingers: FingersOn,
    /// Where on the lanes a mouse or pen is.
    set_pointer_px: WriteSignal<Option<f64>>,
}

impl Gestures {
    pub fn new(state: TraceState, set_pointer_px: WriteSignal<Option<f64>>) -> Gestures {
        let (drag, fingers) = (PictureDrag::idle(), FingersOn::none());
        Gestures { state, drag, fingers, set_pointer_px }
    }

    pub fn is_panning(&self) -> bool {
        self.drag.has_moved()
    }

    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let page_px = self.state.lanes_px.get_untracked().1;
        match WheelStep::of(event, ROW_HEIGHT_PX, page_px) {
            WheelStep::Zoom(factor) => {
                self.state.zoom_at(self.time_at(place_in_listener(event).0), factor);
            }
            WheelStep::Time(distance_px) => self.pan_px(distance_px),
            WheelStep::Rows(distance_px) => self.state.scroll_by(distance_px),
        }
    }

    pub fn down(&self, event: &PointerEvent) {
        let scale = untrack(|| self.state.scale());
        if self.fingers.down(event, self.names_px(), scale, None) {
            return self.drag.end();
        }
        if event.button() != 0 || !self.is_on_lanes(place_in_listener(event).0) {
            return;
        }
        let window = self.state.window.get_untracked();
        self.drag.begin(event, window, self.state.top_px.get_untracked());
    }

    pub fn moved(&self, event: &PointerEvent) {
        let place = place_in_listener(event);
        self.point_at(event, place.0);
        let limit = self.state.duration_nanos();
        if let Some(window) = self.fingers.moved(event, self.names_px(), limit) {
            self.state.set_window(window);
        } else if !self.drag.is_held() {
            self.hover(self.row_at(place.1));
        } else if let Some((start, dx, dy)) = self.drag.moved(event) {
            let by_nanos = untrack(|| self.state.scale().nanos_from_px(-dx));
            self.state.set_window(start.window.panned(by_nanos, limit));
            self.state.scroll_to(start.top_px - dy);
        }
    }

    pub fn up(&self, event: &PointerEvent) {
        self.fingers.up(event);
        self.drag.end();
    }

    pub fn leave(&self) {
        self.set_pointer_px.set(None);
        self.hover(None);
    }

    pub fn click(&self, event: &MouseEvent) {
        if self.drag.takes_click() {
            return;
        }
        let Some(number) = self.row_at(place_in_listener(event).1) else { return };
        let row = self.state.row(number);
        match row {
            Some(row) if comes_from(event, ".wf-toggle") => {
                self.state.toggle(row.key);
            }
            Some(row) if comes_from(event, ".wf-inside") => self.state.reveal_error(row.key),
            _ => {
                let state = self.state;
                self.fingers.click(event, move || state.click_row(number));
            }
        }
    }

    pub fn double_click(&self, event: &MouseEvent) {
        let number = self.row_at(place_in_listener(event).1);
        let Some(row) = number.and_then(|number| self.state.row(number)) else { return };
        if !comes_from(event, ".wf-toggle") {
            self.fingers.double_click();
            self.state.frame(row.start_nanos, row.duration_nanos);
        }
    }

    fn point_at(&self, event: &PointerEvent, x_px: f64) {
        let is_shown = !is_touch(event) && self.is_on_lanes(x_px);
        self.set_pointer_px.set(is_shown.then(|| x_px - self.names_px()));
    }

    fn pan_px(&self, distance_px: f64) {
        let by_nanos = untrack(|| self.state.scale().nanos_from_px(distance_px));
        let window = self.state.window.get_untracked();
        self.state.set_window(window.panned(by_nanos, self.state.duration_nanos()));
    }

    fn hover(&self, row: Option<u32>) {
        if self.state.hover.get_untracked() != row {
            self.state.hover.set(row);
        }
    }

    fn row_at(&self, y_px: f64) -> Option<u32> {
        let top_px = self.state.top_px.get_untracked();
        untrack(|| self.state.scroll_map()).row_at(top_px, y_px)
    }

    /// `x_px` counts from the left edge of the names.
    fn time_at(&self, x_px: f64) -> u64 {
        untrack(|| self.state.scale()).time_from_x(x_px - self.names_px())
    }

    fn is_on_lanes(&self, x_px: f64) -> bool {
        x_px >= self.names_px()
    }

    /// Width of the names, as the style sheet limits it.
    fn names_px(&self) -> f64 {
        self.state.rows_px.get_untracked().0 - self.state.lanes_px.get_untracked().0
    }
}
