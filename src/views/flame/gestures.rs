//! Wheel, drag, click and double click on the flame graph.
//!
//! - wheel: lanes; with Shift or sideways: time; with Ctrl, ⌘ or a pinch: zoom at the pointer
//! - drag: time, and lanes; of a finger, time alone, as up and down the browser scrolls
//! - two fingers: zoom
//! - click: select, or frame spans that share a column; double click or double tap: frame the span
//!
//! Invariant: the time under the pointer, or under each finger, stays there while zooming. Absent:
//! what lies where (see `layout`).

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::place_in_listener;
use crate::layout::LANE_HEIGHT_PX;
use crate::state::{FlameHover, FlameState};
use crate::views::time_axis::{FingersOn, PictureDrag, WheelStep};

/// The handlers of one picture; a copy handles the same.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    flame: FlameState,
    drag: PictureDrag,
    fingers: FingersOn,
    /// When what was clicked last begins and ends: the inspector that a click opens makes the
    /// picture narrower, so that a second click would meet another span.
    clicked_times: StoredValue<Option<(u64, u64)>>,
}

impl Gestures {
    pub fn new(flame: FlameState) -> Gestures {
        let (drag, fingers) = (PictureDrag::idle(), FingersOn::none());
        Gestures { flame, drag, fingers, clicked_times: StoredValue::new(None) }
    }

    pub fn is_panning(&self) -> bool {
        self.drag.has_moved()
    }

    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let page_px = self.flame.size_px.get_untracked().1;
        match WheelStep::of(event, LANE_HEIGHT_PX, page_px) {
            WheelStep::Zoom(factor) => {
                let x_px = place_in_listener(event).0;
                let at_nanos = untrack(|| self.flame.scale()).time_from_x(x_px);
                self.flame.trace.zoom_at(at_nanos, factor);
            }
            WheelStep::Time(distance_px) => self.pan_px(distance_px),
            WheelStep::Rows(distance_px) => {
                self.flame.scroll_to(self.flame.top_px.get_untracked() + distance_px);
            }
        }
        self.hover(None);
    }

    pub fn down(&self, event: &PointerEvent) {
        let scale = untrack(|| self.flame.scale());
        if self.fingers.down(event, 0.0, scale, None) {
            self.hover(None);
            return self.drag.end();
        }
        if event.button() != 0 {
            return;
        }
        let window = self.flame.trace.window.get_untracked();
        self.drag.begin(event, window, self.flame.top_px.get_untracked());
    }

    pub fn moved(&self, event: &PointerEvent) {
        let (place, trace) = (place_in_listener(event), self.flame.trace);
        let limit = trace.duration_nanos();
        if let Some(window) = self.fingers.moved(event, 0.0, limit) {
            trace.set_window(window);
        } else if !self.drag.is_held() {
            let rect = self.flame.rect_at(place);
            self.hover(rect.map(|rect| FlameHover { rect, at_px: place }));
        } else if let Some((start, dx, dy)) = self.drag.moved(event) {
            self.hover(None);
            let by_nanos = untrack(|| self.flame.scale()).nanos_from_px(-dx);
            trace.set_window(start.window.panned(by_nanos, limit));
            self.flame.scroll_to(start.top_px - dy);
        }
    }

    pub fn up(&self, event: &PointerEvent) {
        self.fingers.up(event);
        self.drag.end();
    }

    pub fn leave(&self) {
        self.hover(None);
    }

    pub fn click(&self, event: &MouseEvent) {
        if self.drag.takes_click() {
            return;
        }
        let is_first = event.detail() < 2;
        if !is_first {
            return;
        }
        let rect = self.flame.rect_at(place_in_listener(event));
        self.clicked_times.set_value(rect.as_ref().map(|rect| self.flame.times(rect)));
        match rect.map(|rect| rect.key()) {
            Some(Some(key)) => {
                let flame = self.flame;
                self.fingers.click(event, move || flame.inspect(key));
            }
            Some(None) => self.frame_clicked(),
            None => {}
        }
    }

    pub fn double_click(&self) {
        self.fingers.double_click();
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
