//! What is drawn, as values: the browser replays a list on a canvas, a test compares its
//! text.
//!
//! Invariant: later operations lie on top. Absent: state such as transforms; every number
//! is in pixels of the canvas's own area.

use std::fmt;

use super::palette::{Fill, Paint, ServiceColor};
use crate::order;

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
    Middle,
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
    /// As `Rect`, then stripes of [`super::Ink::Bg`] over it, rising to the right: every five
    /// pixels one of two.
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
        /// Two pixels on, two off.
        is_dashed: bool,
    },
    /// A parabola by its ends and the point that it bends to.
    Curve {
        from_px: (f64, f64),
        bend_px: (f64, f64),
        to_px: (f64, f64),
        width_px: f64,
        paint: Paint,
        is_dashed: bool,
    },
    /// A filled circle.
    Disc {
        at_px: (f64, f64),
        radius_px: f64,
        paint: Paint,
    },
    /// The line of a circle.
    Ring {
        at_px: (f64, f64),
        radius_px: f64,
        width_px: f64,
        paint: Paint,
        is_dashed: bool,
    },
    /// A filled area by its corners.
    Shape {
        corners_px: Vec<(f64, f64)>,
        paint: Paint,
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

impl Area {
    pub fn new(left_px: f64, top_px: f64, width_px: f64, height_px: f64) -> Area {
        Area { left_px, top_px, width_px, height_px }
    }
}

impl DrawOp {
    pub fn rect(area: Area, paint: Paint) -> DrawOp {
        DrawOp::Rect { area, radius_px: 0.0, paint }
    }

    /// A rectangle in a service's colour, with its stripes where it has some.
    pub fn service_rect(area: Area, radius_px: f64, color: ServiceColor) -> DrawOp {
        let paint = Paint::Service(color);
        if color.is_striped {
            DrawOp::StripedRect { area, radius_px, paint }
        } else {
            DrawOp::Rect { area, radius_px, paint }
        }
    }

    pub fn filled_rect(area: Area, radius_px: f64, fill: Fill) -> DrawOp {
        match fill {
            Fill::Color(color) => DrawOp::service_rect(area, radius_px, color),
            Fill::Ink(ink) => DrawOp::Rect { area, radius_px, paint: Paint::Ink(ink) },
        }
    }

    pub fn line(from_px: (f64, f64), to_px: (f64, f64), paint: Paint) -> DrawOp {
        DrawOp::Line { from_px, to_px, width_px: 1.0, paint, is_dashed: false }
    }

    fn paint(&self) -> Option<Paint> {
        match self {
            DrawOp::Clear => None,
            DrawOp::Rect { paint, .. }
            | DrawOp::StripedRect { paint, .. }
            | DrawOp::Line { paint, .. }
            | DrawOp::Curve { paint, .. }
            | DrawOp::Disc { paint, .. }
            | DrawOp::Ring { paint, .. }
            | DrawOp::Shape { paint, .. }
            | DrawOp::Text { paint, .. } => Some(*paint),
        }
    }
}

impl DrawList {
    /// Adds operations whose order does not matter, those with the same paint together, so
    /// that the canvas changes its colour as rarely as possible.
    pub(super) fn push_layer(&mut self, mut ops: Vec<DrawOp>) {
        order::sort_by_key(&mut ops, DrawOp::paint);
        self.ops.append(&mut ops);
    }
}

/// How wide a short label of digits and units will be, a little generously; there is nobody
/// to ask for the font before the picture is drawn.
pub fn text_width_px(text: &str, size_px: f64) -> f64 {
    text.chars().count() as f64 * size_px * WIDTH_OF_A_FIGURE
}

/// As much of the text as `room_px` surely holds, an ellipsis at its end where something is
/// left out, and its width; `None` if not even three characters fit.
pub fn text_that_fits(text: &str, size_px: f64, room_px: f64) -> Option<(String, f64)> {
    const LEAST_CHARS: usize = 3;
    let mut width_px = 0.0;
    // Where the text can be cut so that an ellipsis still fits.
    let mut cut = (0, 0, 0.0);
    for (count, (at, character)) in text.char_indices().enumerate() {
        if width_px + character_width('…') * size_px <= room_px {
            cut = (count, at, width_px);
        }
        width_px += character_width(character) * size_px;
        if width_px > room_px {
            let (count, at, width_px) = cut;
            let cut_px = width_px + character_width('…') * size_px;
            let is_enough = count >= LEAST_CHARS;
            return is_enough.then(|| (format!("{}…", text[..at].trim_end()), cut_px));
        }
    }
    (!text.is_empty()).then(|| (text.to_owned(), width_px))
}

/// In sizes of the font.
const WIDTH_OF_A_FIGURE: f64 = 0.64;

/// In sizes of the font: letters are about as wide as figures, those of East Asia and
/// pictures twice.
fn character_width(character: char) -> f64 {
    match character {
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 1.0,
        '\u{1100}'.. => 1.3,
        _ => WIDTH_OF_A_FIGURE,
    }
}

/// One operation a line, numbers rounded to tenths.
impl fmt::Display for DrawList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ops.iter().try_for_each(|op| writeln!(formatter, "{op}"))
    }
}

impl fmt::Display for DrawOp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DrawOp::Clear => write!(formatter, "clear"),
            DrawOp::Rect { area, paint, .. } => write!(formatter, "rect {area} {paint}"),
            DrawOp::StripedRect { area, paint, .. } => {
                write!(formatter, "striped {area} {paint}")
            }
            DrawOp::Line { from_px, to_px, paint, is_dashed, .. } => {
                let kind = if *is_dashed { "dashes" } else { "line" };
                let ((x0, y0), (x1, y1)) = (from_px, to_px);
                let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(|number| tenths(*number));
                write!(formatter, "{kind} {x0},{y0} to {x1},{y1} {paint}")
            }
            DrawOp::Curve { from_px, to_px, paint, is_dashed, .. } => {
                let kind = if *is_dashed { "dashed curve" } else { "curve" };
                write!(formatter, "{kind} {} to {} {paint}", place(*from_px), place(*to_px))
            }
            DrawOp::Disc { at_px, radius_px, paint } => {
                write!(formatter, "disc {} of {} {paint}", place(*at_px), tenths(*radius_px))
            }
            DrawOp::Ring { at_px, radius_px, paint, is_dashed, .. } => {
                let kind = if *is_dashed { "dashed ring" } else { "ring" };
                write!(formatter, "{kind} {} of {} {paint}", place(*at_px), tenths(*radius_px))
            }
            DrawOp::Shape { corners_px, paint } => {
                let first = corners_px.first().copied().unwrap_or_default();
                write!(formatter, "shape of {} from {} {paint}", corners_px.len(), place(first))
            }
            DrawOp::Text { at_px, text, align, paint, .. } => {
                let side = match align {
                    TextAlign::Left => "right of",
                    TextAlign::Right => "left of",
                    TextAlign::Middle => "at",
                };
                let (x, y) = (tenths(at_px.0), tenths(at_px.1));
                write!(formatter, "text '{text}' {side} {x},{y} {paint}")
            }
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = [self.left_px, self.top_px, self.width_px, self.height_px];
        let [left, top, width, height] = numbers.map(tenths);
        write!(formatter, "{left},{top} {width}x{height}")
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Paint::Ink(ink) => formatter.write_str(ink.token().trim_start_matches('-')),
            Paint::Service(color) => {
                write!(formatter, "service {}/{}", color.hue, color.lightness.index())
            }
        }
    }
}

fn place((x, y): (f64, f64)) -> String {
    format!("{},{}", tenths(x), tenths(y))
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
