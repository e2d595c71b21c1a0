//! Scroll positions of a list of millions of rows.
//!
//! Browsers cut elements at about 16 million pixels, so the scrolled element is shorter
//! than the list where that is long:
//!
//! ```text
//! top_px     0 ........................... rows * row_height - viewport   (the truth)
//! scroll_px  0 .............. content_height - viewport                   (the scroll bar)
//! ```
//!
//! Invariant: `top_px` is what is shown, in real pixels; the scroll bar follows it, and only
//! a dragged thumb moves it from `scroll_px`. Absent: the element itself.

use std::ops::Range;

/// The tallest element that every browser still scrolls to its end.
const TALLEST_CONTENT_PX: f64 = 8_000_000.0;

/// A scroll bar reports what it was set to only to the nearest device pixel.
const ECHO_PX: f64 = 1.0;

/// Where a row asked for should come to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Top,
    Center,
    Bottom,
    /// As little movement as possible; none if the row is already whole in view.
    Nearest,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScrollMap {
    pub rows: u32,
    pub row_height_px: f64,
    pub viewport_px: f64,
}

impl ScrollMap {
    /// Height to give the scrolled element.
    pub fn content_height_px(&self) -> f64 {
        self.true_height_px().min(TALLEST_CONTENT_PX)
    }

    /// The furthest `top_px`.
    pub fn max_top_px(&self) -> f64 {
        (self.true_height_px() - self.viewport_px).max(0.0)
    }

    /// Whether the scroll bar moves in other steps than the rows; then wheel and touch must
    /// be turned into `top_px` by the page rather than by the browser.
    pub fn is_scaled(&self) -> bool {
        self.true_height_px() > TALLEST_CONTENT_PX
    }

    pub fn clamp(&self, top_px: f64) -> f64 {
        // `max` first, so that what is not a number becomes zero.
        top_px.max(0.0).min(self.max_top_px())
    }

    /// Where to put the scroll bar.
    pub fn scroll_from_top(&self, top_px: f64) -> f64 {
        let top_px = self.clamp(top_px);
        if self.is_scaled() { top_px / self.max_top_px() * self.max_scroll_px() } else { top_px }
    }

    pub fn top_from_scroll(&self, scroll_px: f64) -> f64 {
        if !self.is_scaled() {
            return self.clamp(scroll_px);
        }
        self.clamp(scroll_px / self.max_scroll_px() * self.max_top_px())
    }

    /// What a scroll event means: `top_px` unchanged if the event only echoes a position
    /// that was set, else the place that the thumb was dragged to.
    pub fn after_scroll_event(&self, top_px: f64, scroll_px: f64) -> f64 {
        let is_echo = (self.scroll_from_top(top_px) - scroll_px).abs() <= ECHO_PX;
        if is_echo && self.is_scaled() {
            self.clamp(top_px)
        } else {
            self.top_from_scroll(scroll_px)
        }
    }

    /// Rows of which at least a part is in view.
    pub fn visible_rows(&self, top_px: f64) -> Range<u32> {
        let top_px = self.clamp(top_px);
        let first = (top_px / self.row_height_px).floor() as u32;
        let end = ((top_px + self.viewport_px) / self.row_height_px).ceil() as u32;
        first.min(self.rows)..end.min(self.rows)
    }

    /// The y of a row's upper edge in the viewport; negative above it.
    pub fn y_of_row(&self, row: u32, top_px: f64) -> f64 {
        f64::from(row) * self.row_height_px - self.clamp(top_px)
    }

    pub fn row_at(&self, top_px: f64, y_px: f64) -> Option<u32> {
        let row = ((self.clamp(top_px) + y_px) / self.row_height_px).floor();
        (row >= 0.0 && row < f64::from(self.rows)).then_some(row as u32)
    }

    /// The `top_px` that shows `row` where `align` wants it, coming from `top_px`.
    pub fn top_for_row(&self, row: u32, align: Align, top_px: f64) -> f64 {
        let at_top = f64::from(row) * self.row_height_px;
        let at_bottom = at_top + self.row_height_px - self.viewport_px;
        self.clamp(match align {
            Align::Top => at_top,
            Align::Center => (at_top + at_bottom) / 2.0,
            Align::Bottom => at_bottom,
            // A viewport lower than a row shows the row's beginning.
            Align::Nearest => top_px.max(at_bottom).min(at_top),
        })
    }

    fn true_height_px(&self) -> f64 {
        f64::from(self.rows) * self.row_height_px
    }

    fn max_scroll_px(&self) -> f64 {
        (self.content_height_px() - self.viewport_px).max(1.0)
    }
}
