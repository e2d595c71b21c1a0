//! The scroll position of an element.
//!
//! Invariant: setting the position it has already causes no event. Absent: smoothness.

use web_sys::HtmlElement;

pub fn top(element: &HtmlElement) -> f64 {
    f64::from(element.scroll_top())
}

pub fn set_top(element: &HtmlElement, top_px: f64) {
    let rounded = top_px.round() as i32;
    if element.scroll_top() != rounded {
        element.set_scroll_top(rounded);
    }
}

/// Width that the vertical scroll bar takes from the contents.
pub fn bar_width(element: &HtmlElement) -> f64 {
    f64::from(element.offset_width() - element.client_width())
}
