//! The rows that a waterfall shows at the moment: what the engine sends, what geometry and
//! drawing read.
//!
//! Invariant: a window is self-contained; it names services by their place in the trace's
//! service list and spans by [`RowKey`], never by a row of the columns. Absent: pixels;
//! times are nanoseconds from the trace's earliest start.

use serde::{Deserialize, Serialize};

use super::Cell;
use crate::analysis::SpanColumn;
use crate::trace::{Repairs, SpanId, SpanKind};

/// A row's name that survives a reload of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RowKey {
    /// The `ordinal`-th span (from 0, in row order) with this id.
    Span { id: SpanId, ordinal: u32 },
    /// The head above a run of siblings, by the id and the ordinal of the first.
    Group { first: SpanId, ordinal: u32 },
    /// The head above the `ordinal`-th run of roots that name this parent, which is missing.
    MissingParent { id: SpanId, ordinal: u32 },
}

impl RowKey {
    /// The id that the row is named by: its own, its first member's, the missing parent's.
    pub fn span_id(self) -> SpanId {
        match self {
            RowKey::Span { id, .. } | RowKey::MissingParent { id, .. } => id,
            RowKey::Group { first, .. } => first,
        }
    }
}

/// Whether a row can be opened or closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expansion {
    /// No children, or none that a filter leaves.
    #[default]
    Leaf,
    Collapsed,
    Expanded,
}

/// An event's place on its span's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTick {
    /// Nanoseconds from the trace's earliest start; clamped into it.
    pub at_nanos: u64,
    pub is_exception: bool,
}

/// What a bar looks like that is not told apart by its service: `scene` has the colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tint(pub u8);

impl Tint {
    /// As its service does.
    pub const SERVICE: Tint = Tint(0);
    /// Of what says nothing.
    pub const NOTHING: Tint = Tint(1);
    pub const FAILURE: Tint = Tint(2);
    /// The first of those that values have.
    pub const FIRST_VALUE: u8 = 3;
}

/// What the descendants that a closed row hides do for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenPart {
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub end_nanos: u64,
    /// Place in the trace's list of services.
    pub service: u32,
    pub tint: Tint,
    pub is_error: bool,
    /// From the top; 0 where one child follows the other.
    pub lane: u16,
    /// How many lanes the picture has, 3 at most.
    pub lanes: u16,
}

/// What lies below a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    pub count: u32,
    /// The sum of their durations.
    pub total_nanos: u64,
    /// How many spans the filter of the rows lets through; `None` without a filter.
    pub matches: Option<u32>,
}

/// One row of the waterfall: a span, or a head above several (`members`), whose name,
/// service and kind are those of the first member, and whose times are those of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub key: RowKey,
    /// Place in the trace's list of services.
    pub service: u32,
    pub tint: Tint,
    /// The span's name, cut to what a row can show.
    pub name: String,
    /// A few letters on what kind of call it was: `HTTP 402`, `orders-db`, `MSG`; or empty.
    pub tag: String,
    pub kind: SpanKind,
    pub is_error: bool,
    /// Failed spans among the descendants that a collapsed row hides.
    pub hidden_errors: u32,
    /// A picture of those descendants, at most 48 parts a lane in the order of time that do
    /// not overlap; empty for a row that hides nothing. Of a head, open or closed, all below.
    pub hidden: Vec<HiddenPart>,
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub duration_nanos: u64,
    /// In the order of the window's columns.
    pub cells: Vec<Cell>,
    /// 1 for a root, or for the span whose subtree is looked at; a head is a level too.
    pub depth: u32,
    /// The row of the parent, or of the head above, in the present order of rows.
    pub parent_row: Option<u32>,
    /// Rows below one row or head, itself included; hidden ones count.
    pub set_size: u32,
    /// From 1.
    pub position_in_set: u32,
    pub expansion: Expansion,
    /// Descendants of all depths.
    pub descendants: u32,
    /// At most 64, in time order.
    pub events: Vec<EventTick>,
    pub repairs: Repairs,
    /// Whether the filter of the rows lets the span through; false without a filter.
    pub is_match: bool,
    /// When the critical path (cover mode) is in the span or in what a closed row hides, or in
    /// anything below a head, by time, at most 32 pieces; merged to columns of time where there would be more. In a
    /// trace of more than 200,000 spans empty until `Ask::Answers` was answered.
    pub critical: Vec<Stretch>,
    /// Long stretches of that path in which nothing tells what the span did.
    pub gaps: Vec<Stretch>,
    /// Of a head; `None` for a span.
    pub members: Option<Members>,
}

/// A part of time, in nanoseconds from the trace's earliest start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub start_nanos: u64,
    /// After the start.
    pub end_nanos: u64,
}

/// `rows[i]` is row `first_row + i` of `total_rows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RowWindow {
    /// Which order of rows this belongs to; every change of collapse or filter makes a new one.
    pub generation: u32,
    pub first_row: u32,
    pub total_rows: u32,
    /// What cells tell.
    pub columns: Vec<SpanColumn>,
    pub rows: Vec<Row>,
}

impl RowWindow {
    /// The row with this number in the whole order, if the window holds it.
    pub fn row(&self, number: u32) -> Option<&Row> {
        number.checked_sub(self.first_row).and_then(|offset| self.rows.get(offset as usize))
    }

    pub fn position_of(&self, key: RowKey) -> Option<u32> {
        let offset = self.rows.iter().position(|row| row.key == key)?;
        Some(self.first_row + offset as u32)
    }

    /// Whether the window holds all of `first..end` that exists.
    pub fn covers(&self, first: u32, end: u32) -> bool {
        let end = end.min(self.total_rows);
        first >= self.first_row && end <= self.first_row + self.rows.len() as u32
    }
}

/// One merged bar of the minimap, in whole pixels of the size that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimapBar {
    pub left_px: u16,
    /// Exclusive; at least `left_px + 1`.
    pub right_px: u16,
    pub lane: u16,
    /// Place in the trace's list of services.
    pub service: u32,
    pub tint: Tint,
    pub is_error: bool,
}
