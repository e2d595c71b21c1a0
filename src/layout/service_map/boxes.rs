//! The room that a node takes with its label.
//!
//! Invariant: sizes come from the number of letters, not from a font, so that a layout is the same on
//! every machine. Absent: drawing.

use serde::{Deserialize, Serialize};

use super::view::Point;

/// From a node's middle to the edges of its box, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeBox {
    pub half_width_px: f64,
    pub above_px: f64,
    pub below_px: f64,
}

impl NodeBox {
    /// Between two boxes.
    const GAP_PX: f64 = 6.0;

    /// How far two boxes reach into each other: to the side, and up or down. Neither is positive
    /// for boxes apart.
    pub fn overlap(&self, at: Point, other: &NodeBox, other_at: Point) -> (f64, f64) {
        let between = (at.x - other_at.x).abs();
        let aside = self.half_width_px + other.half_width_px + NodeBox::GAP_PX - between;
        let (upper, lower) = match at.y <= other_at.y {
            true => (self.below_px + at.y, other_at.y - other.above_px),
            false => (other.below_px + other_at.y, at.y - self.above_px),
        };
        (aside, upper + NodeBox::GAP_PX - lower)
    }

    pub fn bounds(&self, at: Point) -> Bounds {
        Bounds {
            left: at.x - self.half_width_px,
            top: at.y - self.above_px,
            right: at.x + self.half_width_px,
            bottom: at.y + self.below_px,
        }
    }
}

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Bounds {
    /// What holds all of them; `None` for none.
    pub fn around(all: impl IntoIterator<Item = Bounds>) -> Option<Bounds> {
        all.into_iter().reduce(|a, b| Bounds {
            left: a.left.min(b.left),
            top: a.top.min(b.top),
            right: a.right.max(b.right),
            bottom: a.bottom.max(b.bottom),
        })
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn touches(&self, other: &Bounds) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}
