//! Wheel, drag, click and double click on the rows.
//!
//! - wheel: rows; with Shift or sideways: time; with Ctrl, ⌘ or a pinch: zoom at the pointer
//! - drag on the lanes: time, and rows
//! - click: select, or open and close on the arrow; double click: frame the span
//!
//! Invariant: the time under the pointer stays there while zooming. Absent: two fingers.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::{capture_pointer, comes_from, place_in_listener};
use crate::layout::TimeWindow;
use crate::state::{ROW_HEIGHT_PX, TraceState};

/// A wheel step of 100 px zooms by this factor.
const ZOOM_A_STEP: f64 = 1.25;
/// A pointer that moves less than this clicks.
const CLICK_REACH_PX: f64 = 4.0;
/// `WheelEvent.DOM_DELTA_LINE` and `DOM_DELTA_PAGE`.
const DELTA_LINES: u32 = 1;
const DELTA_PAGES: u32 = 2;

#[derive(Clone, Copy)]
struct Drag {
    from_px: (f64, f64),
    window: TimeWindow,
    top_px: f64,
    has_moved: bool,
}

/// The handlers of one waterfall; a copy handles the same.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    state: TraceState,
    drag: RwSignal<Option<Drag>>,
    /// A drag just ended: the click that the browser sends after it selects nothing.
    just_dragged: StoredValue<bool>,
    /// Where on the lanes a mouse or pen is.
    set_pointer_px: WriteSignal<Option<f64>>,
}

impl Gestures {
    pub fn new(state: TraceState, set_pointer_px: WriteSignal<Option<f64>>) -> Gestures {
        let just_dragged = StoredValue::new(false);
        Gestures { state, drag: RwSignal::new(None), just_dragged, set_pointer_px }
    }

    pub fn is_panning(&self) -> bool {
        self.drag.get().is_some_and(|drag| drag.has_moved)
    }

    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let unit = match event.delta_mode() {
            DELTA_LINES => ROW_HEIGHT_PX,
            DELTA_PAGES => self.state.lanes_px.get_untracked().1,
            _ => 1.0,
        };
        let (delta_x, delta_y) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            let at_nanos = self.time_at(place_in_listener(event).0);
            self.state.zoom_at(at_nanos, ZOOM_A_STEP.powf(delta_y / 100.0));
        } else if event.shift_key() {
            self.pan_px(delta_x + delta_y);
        } else {
            if delta_x.abs() > delta_y.abs() {
                self.pan_px(delta_x);
            } else {
                self.state.scroll_by(delta_y);
            }
        }
    }

    pub fn down(&self, event: &PointerEvent) {
        let place = place_in_listener(event);
        if event.button() != 0 || !self.is_on_lanes(place.0) || event.pointer_type() == "touch" {
            return;
        }
        self.drag.set(Some(Drag {
            from_px: place,
            window: self.state.window.get_untracked(),
            top_px: self.state.top_px.get_untracked(),
            has_moved: false,
        }));
    }

    pub fn moved(&self, event: &PointerEvent) {
        let place = place_in_listener(event);
        self.point_at(event, place.0);
        let Some(mut drag) = self.drag.get_untracked() else {
            self.hover(self.row_at(place.1));
            return;
        };
        let (dx, dy) = (place.0 - drag.from_px.0, place.1 - drag.from_px.1);
        if !drag.has_moved && dx.hypot(dy) >= CLICK_REACH_PX {
            drag.has_moved = true;
            capture_pointer(event);
            self.drag.set(Some(drag));
        }
        if drag.has_moved {
            let by_nanos = untrack(|| self.state.scale().nanos_from_px(-dx));
            let limit = self.state.duration_nanos();
            self.state.set_window(drag.window.panned(by_nanos, limit));
            self.state.scroll_to(drag.top_px - dy);
        }
    }

    pub fn up(&self) {
        let has_moved = self.drag.get_untracked().is_some_and(|drag| drag.has_moved);
        self.just_dragged.set_value(has_moved);
        self.drag.set(None);
    }

    pub fn leave(&self) {
        self.set_pointer_px.set(None);
        self.hover(None);
    }

    pub fn click(&self, event: &MouseEvent) {
        if self.just_dragged.get_value() {
            self.just_dragged.set_value(false);
            return;
        }
        let Some(number) = self.row_at(place_in_listener(event).1) else { return };
        let row = self.state.row(number);
        match row {
            Some(row) if comes_from(event, ".wf-toggle") => {
                self.state.toggle(row.key);
            }
            Some(row) if comes_from(event, ".wf-inside") => self.state.reveal_error(row.key),
            _ => self.state.click_row(number),
        }
    }

    pub fn double_click(&self, event: &MouseEvent) {
        let number = self.row_at(place_in_listener(event).1);
        let Some(row) = number.and_then(|number| self.state.row(number)) else { return };
        if !comes_from(event, ".wf-toggle") {
            self.state.frame(row.start_nanos, row.duration_nanos);
        }
    }

    fn point_at(&self, event: &PointerEvent, x_px: f64) {
        let is_shown = event.pointer_type() != "touch" && self.is_on_lanes(x_px);
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
