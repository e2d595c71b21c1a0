//! What is drawn, as values: the browser replays a list on a canvas, a test compares its
//! text.
//!
//! Invariant: later operations lie on top. Absent: state such as transforms; every number
//! is in pixels of the canvas's own area.

use super::palette::Paint;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left_px: f64,
    pub top_px: f64,
    pub width_px: f64,
    pub height_px: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAlign {
    Left,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DrawOp {
    /// Makes the whole canvas transparent.
    Clear,
    Rect {
        area: Area,
        radius_px: f64,
        paint: Paint,
    },
    /// As `Rect`, then diagonal stripes of the background over it, two pixels in five.
    StripedRect {
        area: Area,
        radius_px: f64,
        paint: Paint,
    },
    Line {
        from_px: (f64, f64),
        to_px: (f64, f64),
        width_px: f64,
        paint: Paint,
        is_dashed: bool,
    },
    /// `at_px.1` is the middle of the line of text; figures are tabular.
    Text {
        at_px: (f64, f64),
        text: String,
        align: TextAlign,
        size_px: f64,
        is_bold: bool,
        paint: Paint,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawList {
    pub ops: Vec<DrawOp>,
}

/// How wide a short label of digits and units will be, a little generously; there is nobody
/// to ask for the font before the picture is drawn.
pub fn text_width_px(text: &str, size_px: f64) -> f64 {
    todo!("{text} {size_px}")
}
