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
        todo!()
    }

    /// The furthest `top_px`.
    pub fn max_top_px(&self) -> f64 {
        todo!()
    }

    /// Whether the scroll bar moves in other steps than the rows; then wheel and touch must
    /// be turned into `top_px` by the page rather than by the browser.
    pub fn is_scaled(&self) -> bool {
        todo!()
    }

    pub fn clamp(&self, top_px: f64) -> f64 {
        todo!("{top_px}")
    }

    /// Where to put the scroll bar.
    pub fn scroll_from_top(&self, top_px: f64) -> f64 {
        todo!("{top_px}")
    }

    pub fn top_from_scroll(&self, scroll_px: f64) -> f64 {
        todo!("{scroll_px}")
    }

    /// What a scroll event means: `top_px` unchanged if the event only echoes a position
    /// that was set, else the place that the thumb was dragged to.
    pub fn after_scroll_event(&self, top_px: f64, scroll_px: f64) -> f64 {
        todo!("{top_px} {scroll_px}")
    }

    /// Rows of which at least a part is in view.
    pub fn visible_rows(&self, top_px: f64) -> Range<u32> {
        todo!("{top_px}")
    }

    /// The y of a row's upper edge in the viewport; negative above it.
    pub fn y_of_row(&self, row: u32, top_px: f64) -> f64 {
        todo!("{row} {top_px}")
    }

    pub fn row_at(&self, top_px: f64, y_px: f64) -> Option<u32> {
        todo!("{top_px} {y_px}")
    }

    /// The `top_px` that shows `row` where `align` wants it, coming from `top_px`.
    pub fn top_for_row(&self, row: u32, align: Align, top_px: f64) -> f64 {
        todo!("{row} {align:?} {top_px}")
    }
}
