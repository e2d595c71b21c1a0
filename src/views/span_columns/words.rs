//! Titles of columns and texts of cells.
//!
//! Invariant: none is empty but of cells that have nothing to say. Absent: elements.

use crate::engine::SpanColumn;
use crate::format;
use crate::layout::Cell;
use crate::trace::{SpanKind, Status};

pub fn title(column: &SpanColumn) -> String {
    match column {
        SpanColumn::Service => "Service",
        SpanColumn::Name => "Name",
        SpanColumn::Kind => "Kind",
        SpanColumn::Status => "Status",
        SpanColumn::Start => "Start",
        SpanColumn::Duration => "Duration",
        SpanColumn::SelfTime => "Self",
        SpanColumn::Critical => "Critical",
        SpanColumn::Depth => "Depth",
        SpanColumn::Children => "Children",
        SpanColumn::Percentile => "Percentile",
        SpanColumn::Attribute(key) => return format::visible_text(key),
    }
    .to_owned()
}

pub fn explanation(column: &SpanColumn) -> &'static str {
    match column {
        SpanColumn::Service => "Who made the span",
        SpanColumn::Name => "What the span is called",
        SpanColumn::Kind => "Its role in a call",
        SpanColumn::Status => "How it ended",
        SpanColumn::Start => "After the trace's earliest start",
        SpanColumn::Duration => "From start to end",
        SpanColumn::SelfTime => "Time in which no child of it ran",
        SpanColumn::Critical => "Time on the critical path",
        SpanColumn::Depth => "1 for a root",
        SpanColumn::Children => "Spans right below it",
        SpanColumn::Percentile => {
            "How many of the spans of this service and name in the trace took no longer"
        }
        SpanColumn::Attribute(_) => "The attribute of the span, else of its resource or scope",
    }
}

pub fn is_figure(column: &SpanColumn) -> bool {
    matches!(
        column,
        SpanColumn::Start
            | SpanColumn::Duration
            | SpanColumn::SelfTime
            | SpanColumn::Critical
            | SpanColumn::Depth
            | SpanColumn::Children
            | SpanColumn::Percentile
    )
}

pub fn cell_text(column: &SpanColumn, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.is_empty() => match column {
            SpanColumn::Service => "unknown service".to_owned(),
            SpanColumn::Name => "(no name)".to_owned(),
            _ => "(empty)".to_owned(),
        },
        Cell::Text(text) | Cell::Number(text) => format::visible_text(text),
        Cell::Kind(SpanKind::Unspecified) | Cell::Status(Status::Unset) => String::new(),
        Cell::Kind(kind) => kind.name().to_owned(),
        Cell::Status(Status::Error) => "✕ error".to_owned(),
        Cell::Status(status) => status.name().to_owned(),
        Cell::Offset(nanos) => format::offset(*nanos as i64),
        // On most rows; nothing is easier to pass over.
        Cell::Nanos(0) if *column == SpanColumn::Critical => String::new(),
        Cell::Nanos(nanos) => format::duration(*nanos),
        Cell::Count(count) => format::count(u64::from(*count)),
        Cell::Percentile(thousandths) => percentile(*thousandths),
    }
}

/// `p99.5`, `p100`.
fn percentile(thousandths: u16) -> String {
    let (whole, tenths) = (thousandths / 10, thousandths % 10);
    if tenths == 0 { format!("p{whole}") } else { format!("p{whole}.{tenths}") }
}
