//! Wheel, drag, click and double click on the flame graph.
//!
//! - wheel: lanes; with Shift or sideways: time; with Ctrl, ⌘ or a pinch: zoom at the pointer
//! - drag: time, and lanes
//! - click: select, or frame spans that share a column; double click: frame the span
//!
//! Invariant: the time under the pointer stays there while zooming. Absent: two fingers.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::{capture_pointer, place_in_listener};
use crate::layout::{LANE_HEIGHT_PX, TimeWindow};
use crate::state::{FlameHover, FlameState};

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

/// The handlers of one picture; a copy handles the same.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    flame: FlameState,
    drag: RwSignal<Option<Drag>>,
    /// A drag just ended: the click that the browser sends after it selects nothing.
    just_dragged: StoredValue<bool>,
    /// When what was clicked last begins and ends: the inspector that a click opens makes the
    /// picture narrower, so that a second click would meet another span.
    clicked_times: StoredValue<Option<(u64, u64)>>,
}

impl Gestures {
    pub fn new(flame: FlameState) -> Gestures {
        Gestures {
            flame,
            drag: RwSignal::new(None),
            just_dragged: StoredValue::new(false),
            clicked_times: StoredValue::new(None),
        }
    }

    pub fn is_panning(&self) -> bool {
        self.drag.get().is_some_and(|drag| drag.has_moved)
    }

    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let unit = match event.delta_mode() {
            DELTA_LINES => LANE_HEIGHT_PX,
            DELTA_PAGES => self.flame.size_px.get_untracked().1,
            _ => 1.0,
        };
        let (delta_x, delta_y) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            let x_px = place_in_listener(event).0;
            let at_nanos = untrack(|| self.flame.scale()).time_from_x(x_px);
            self.flame.trace.zoom_at(at_nanos, ZOOM_A_STEP.powf(delta_y / 100.0));
        } else if event.shift_key() {
            self.pan_px(delta_x + delta_y);
        } else if delta_x.abs() > delta_y.abs() {
            self.pan_px(delta_x);
        } else {
            self.flame.scroll_to(self.flame.top_px.get_untracked() + delta_y);
        }
        self.hover(None);
    }

    pub fn down(&self, event: &PointerEvent) {
        if event.button() != 0 || event.pointer_type() == "touch" {
            return;
        }
        self.drag.set(Some(Drag {
            from_px: place_in_listener(event),
            window: self.flame.trace.window.get_untracked(),
            top_px: self.flame.top_px.get_untracked(),
            has_moved: false,
        }));
    }

    pub fn moved(&self, event: &PointerEvent) {
        let place = place_in_listener(event);
        let Some(mut drag) = self.drag.get_untracked() else {
            let rect = self.flame.rect_at(place);
            self.hover(rect.map(|rect| FlameHover { rect, at_px: place }));
            return;
        };
        let (dx, dy) = (place.0 - drag.from_px.0, place.1 - drag.from_px.1);
        if !drag.has_moved && dx.hypot(dy) >= CLICK_REACH_PX {
            drag.has_moved = true;
            capture_pointer(event);
            self.hover(None);
            self.drag.set(Some(drag));
        }
        if drag.has_moved {
            let by_nanos = untrack(|| self.flame.scale()).nanos_from_px(-dx);
            let trace = self.flame.trace;
            trace.set_window(drag.window.panned(by_nanos, trace.duration_nanos()));
            self.flame.scroll_to(drag.top_px - dy);
        }
    }

    pub fn up(&self) {
        let has_moved = self.drag.get_untracked().is_some_and(|drag| drag.has_moved);
        self.just_dragged.set_value(has_moved);
        self.drag.set(None);
    }

    pub fn leave(&self) {
        self.hover(None);
    }

    pub fn click(&self, event: &MouseEvent) {
        if self.just_dragged.get_value() {
            self.just_dragged.set_value(false);
            return;
        }
        let is_first = event.detail() < 2;
        if !is_first {
            return;
        }
        let rect = self.flame.rect_at(place_in_listener(event));
        self.clicked_times.set_value(rect.as_ref().map(|rect| self.flame.times(rect)));
        match rect.map(|rect| rect.key()) {
            Some(Some(key)) => self.flame.inspect(key),
            Some(None) => self.frame_clicked(),
            None => {}
        }
    }

    pub fn double_click(&self) {
        self.frame_clicked();
    }

    fn frame_clicked(&self) {
        if let Some((start_nanos, end_nanos)) = self.clicked_times.get_value() {
            self.flame.trace.frame(start_nanos, end_nanos - start_nanos);
        }
        self.hover(None);
    }

    fn pan_px(&self, distance_px: f64) {
        let by_nanos = untrack(|| self.flame.scale()).nanos_from_px(distance_px);
        let trace = self.flame.trace;
        let window = trace.window.get_untracked();
        trace.set_window(window.panned(by_nanos, trace.duration_nanos()));
    }

    fn hover(&self, hover: Option<FlameHover>) {
        if self.flame.hover.with_untracked(|known| *known != hover) {
            self.flame.hover.set(hover);
        }
    }
}
