//! What every picture on the axis of time does with a wheel and a dragging pointer.
//!
//! Invariant: a wheel step has one meaning: zoom, time or rows; one finger moves either time or,
//! by the browser's own doing, rows. Absent: what lies under the pointer, and two fingers (see
//! `fingers`).

use leptos::ev::{PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::{capture_pointer, is_touch, place_in_listener, wheel_px};
use crate::layout::TimeWindow;

/// A wheel step of 100 px zooms by this factor.
const ZOOM_A_STEP: f64 = 1.25;
/// A pointer that moves less than this clicks.
pub const CLICK_REACH_PX: f64 = 4.0;

/// What a wheel step means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WheelStep {
    /// With Ctrl, ⌘ or a pinch: the factor by which what is in view grows.
    Zoom(f64),
    /// With Shift or sideways: along time, in pixels.
    Time(f64),
    /// In pixels.
    Rows(f64),
}

impl WheelStep {
    pub fn of(event: &WheelEvent, row_px: f64, page_px: f64) -> WheelStep {
        let (across, down) = wheel_px(event, row_px, page_px);
        if event.ctrl_key() || event.meta_key() {
            WheelStep::Zoom(ZOOM_A_STEP.powf(down / 100.0))
        } else if event.shift_key() {
            WheelStep::Time(across + down)
        } else if across.abs() > down.abs() {
            WheelStep::Time(across)
        } else {
            WheelStep::Rows(down)
        }
    }
}

/// Where a drag began, and what was in view then.
#[derive(Clone, Copy)]
pub struct DragStart {
    from_px: (f64, f64),
    pub window: TimeWindow,
    pub top_px: f64,
    is_finger: bool,
    has_moved: bool,
}

/// A drag of the picture; a copy is the same one.
#[derive(Clone, Copy)]
pub struct PictureDrag {
    start: RwSignal<Option<DragStart>>,
    /// A drag just ended: the click that the browser sends after it selects nothing.
    just_dragged: StoredValue<bool>,
}

impl PictureDrag {
    pub fn idle() -> PictureDrag {
        PictureDrag { start: RwSignal::new(None), just_dragged: StoredValue::new(false) }
    }

    /// Tracks.
    pub fn has_moved(&self) -> bool {
        self.start.get().is_some_and(|start| start.has_moved)
    }

    pub fn begin(&self, event: &PointerEvent, window: TimeWindow, top_px: f64) {
        let (from_px, is_finger) = (place_in_listener(event), is_touch(event));
        self.just_dragged.set_value(false);
        self.start.set(Some(DragStart { from_px, window, top_px, is_finger, has_moved: false }));
    }

    pub fn is_held(&self) -> bool {
        self.start.with_untracked(Option::is_some)
    }

    /// How far the pointer is from where the drag began; `None` while it only clicks. A finger
    /// goes sideways only: where it goes up or down first, the browser scrolls and says that the
    /// drag is over.
    pub fn moved(&self, event: &PointerEvent) -> Option<(DragStart, f64, f64)> {
        let mut start = self.start.get_untracked()?;
        let (x_px, y_px) = place_in_listener(event);
        let (dx, dy) = (x_px - start.from_px.0, y_px - start.from_px.1);
        let (reach_px, dy) = match start.is_finger {
            true => (if dx.abs() > dy.abs() { dx.abs() } else { 0.0 }, 0.0),
            false => (dx.hypot(dy), dy),
        };
        if !start.has_moved && reach_px >= CLICK_REACH_PX {
            start.has_moved = true;
            capture_pointer(event);
            self.start.set(Some(start));
        }
        start.has_moved.then_some((start, dx, dy))
    }

    pub fn end(&self) {
        let has_moved = self.start.get_untracked().is_some_and(|start| start.has_moved);
        self.just_dragged.set_value(has_moved);
        self.start.set(None);
    }

    /// Whether a click is the end of a drag; says so once.
    pub fn takes_click(&self) -> bool {
        self.just_dragged.try_update_value(std::mem::take).unwrap_or_default()
    }
}
