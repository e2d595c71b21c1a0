//! What a span says in a column of a table, or of the waterfall.
//!
//! Invariant: self-contained, as rows are. Absent: titles and number formats.

use serde::{Deserialize, Serialize};

use crate::trace::{SpanKind, Status};

/// What a span says in a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    Empty,
    Text(String),
    /// A value that is a number, as it is written.
    Number(String),
    Kind(SpanKind),
    Status(Status),
    /// Nanoseconds from the trace's earliest start.
    Offset(u64),
    Nanos(u64),
    Count(u32),
    /// Thousandths; see `analysis::percentiles`.
    Percentile(u16),
}
