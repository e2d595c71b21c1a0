//! The aggregated flame graph: what the engine sends of it, where that lies, what a pointer
//! hits.
//!
//! Invariant: nodes come in depth-first order, the widest of siblings first; the children of
//! a node lie within it, from its left edge. Absent: time as a place; an x is a share of what
//! is shown.

use serde::{Deserialize, Serialize};

use super::{RowKey, ScrollMap};

/// The nodes that are wide enough to be seen, of some depths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FlameSumWindow {
    /// What the whole width stands for: the total of the node that was asked for, or of all
    /// roots.
    pub total_nanos: u64,
    /// The nodes that lead to the one that was asked for, from the root, the last few.
    pub above: Vec<SumRow>,
    /// Of the rows, so many nodes deep.
    pub total_depths: u32,
    /// Of the rows of the table.
    pub total_rows: u32,
    pub first_depth: u32,
    pub depths: u32,
    pub shares: Vec<SumShare>,
    /// Names of operations, each once.
    pub names: Vec<String>,
}

/// A node in the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SumShare {
    /// From 0 to 1, as `right_ratio`.
    pub left_ratio: f64,
    pub right_ratio: f64,
    /// Place in the window's names.
    pub name: u32,
    /// Whether it is no match of what is looked for.
    pub is_dimmed: bool,
    pub figures: SumFigures,
}

/// Where to go from a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumSide {
    Above,
    Below,
    Left,
    Right,
}

/// A node in the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SumRow {
    /// Service and name are those of the node.
    pub name: String,
    pub has_children: bool,
    pub figures: SumFigures,
}

/// What is known about a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumFigures {
    /// The first of its spans names the node.
    pub key: RowKey,
    /// 0 for the node that was asked for, or for roots where none was.
    pub depth: u32,
    /// Place in the trace's list of services.
    pub service: u32,
    pub count: u32,
    pub errors: u32,
    /// The self times of its spans.
    pub self_nanos: u64,
    /// The same and what was called from them: work, not time on a clock.
    pub total_nanos: u64,
}

/// Some rows of the table, which has every node, in depth-first order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FlameSumRows {
    pub first_row: u32,
    pub total_rows: u32,
    pub rows: Vec<SumRow>,
}

impl FlameSumWindow {
    pub fn name(&self, share: &SumShare) -> &str {
        self.names.get(share.name as usize).map_or("", String::as_str)
    }

    /// The node beside another one: above, the widest below, or next to it in its family.
    pub fn beside(&self, key: RowKey, side: SumSide) -> Option<&SumShare> {
        let at = self.shares.iter().position(|share| share.figures.key == key)?;
        let depth = self.shares[at].figures.depth;
        let (before, after) = (&self.shares[..at], &self.shares[at + 1..]);
        let is_above = |share: &&SumShare| share.figures.depth < depth;
        let is_outside = |share: &&SumShare| share.figures.depth <= depth;
        match side {
            SumSide::Above => before.iter().rev().find(is_above),
            SumSide::Below => after.first().filter(|share| share.figures.depth > depth),
            SumSide::Left => before.iter().rev().find(is_outside).filter(|share| !is_above(share)),
            SumSide::Right => after.iter().find(is_outside).filter(|share| !is_above(share)),
        }
    }

    /// What lies under the pointer; a depth is a row of `scroll`.
    pub fn hit(
        &self,
        width_px: f64,
        scroll: &ScrollMap,
        top_px: f64,
        (x_px, y_px): (f64, f64),
    ) -> Option<&SumShare> {
        let depth = scroll.row_at(top_px, y_px)?;
        let is_hit = |share: &&SumShare| {
            let (left_px, right_px) = share.extent_px(width_px);
            share.figures.depth == depth && (left_px..right_px).contains(&x_px)
        };
        self.shares.iter().find(is_hit)
    }
}

impl SumShare {
    /// Left and right edge in pixels, at least half of one apart.
    pub fn extent_px(&self, width_px: f64) -> (f64, f64) {
        let left_px = self.left_ratio * width_px;
        (left_px, (self.right_ratio * width_px).max(left_px + 0.5))
    }
}
