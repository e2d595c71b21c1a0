//! What spans and heads say in the columns that were chosen.
//!
//! Invariant: as many cells as columns, in their order; a cell is empty where there is nothing
//! to say. Absent: titles and number formats.

use std::ops::Range;

use super::open_trace::OpenTrace;
use super::span_table::{critical_nanos, percentiles};
use crate::analysis::{AttributeColumn, Fold, FoldKind, NO_PERCENTILE, SpanColumn};
use crate::format::shorten;
use crate::layout::Cell;
use crate::trace::{SpanIdx, Value};

const MOST_COLUMNS: usize = 40;
const MOST_CELL_CHARS: usize = 200;

/// Columns ready to be read.
pub(super) struct Columns(Vec<Column>);

enum Column {
    Fixed(SpanColumn),
    Attribute(AttributeColumn),
    /// Empty for now.
    Awaited,
}

impl Columns {
    /// The first 40.
    pub fn of(open: &OpenTrace, columns: &[SpanColumn]) -> Columns {
        let ready = |column: &SpanColumn| match column {
            SpanColumn::Attribute(key) => {
                Column::Attribute(AttributeColumn::new(open.trace.pool(), key))
            }
            fixed => Column::Fixed(fixed.clone()),
        };
        Columns(columns.iter().take(MOST_COLUMNS).map(ready).collect())
    }

    /// For rows, which may be there before the trace's critical path is: without it until then.
    pub fn of_rows(open: &OpenTrace, columns: &[SpanColumn]) -> Columns {
        let mut ready = Columns::of(open, columns);
        if !open.is_path_at_hand() {
            let needs_path =
                |column: &&mut Column| matches!(column, Column::Fixed(SpanColumn::Critical));
            ready.0.iter_mut().filter(needs_path).for_each(|column| *column = Column::Awaited);
        }
        ready
    }

    pub fn cells(&self, open: &OpenTrace, span: SpanIdx) -> Vec<Cell> {
        let cell = |column: &Column| match column {
            Column::Fixed(column) => fixed_cell(open, column, span),
            Column::Attribute(column) => {
                let value = column.value(&open.trace, span);
                value.map_or(Cell::Empty, |value| value_cell(open, value))
            }
            Column::Awaited => Cell::Empty,
        };
        self.0.iter().map(cell).collect()
    }

    /// Of a group what its members have together: times from the first start to the last end,
    /// sums of their self times and times on the critical path. A head above orphans says
    /// nothing. O(members).
    pub fn head_cells(&self, open: &OpenTrace, fold: &Fold, times: &Range<u64>) -> Vec<Cell> {
        let cell = |column: &Column| match column {
            Column::Fixed(column) if fold.kind == FoldKind::Group => {
                group_cell(open, column, fold, times)
            }
            _ => Cell::Empty,
        };
        self.0.iter().map(cell).collect()
    }
}

fn fixed_cell(open: &OpenTrace, column: &SpanColumn, span: SpanIdx) -> Cell {
    let trace = &open.trace;
    match column {
        SpanColumn::Service => Cell::Text(shorten(trace.service_text(span), MOST_CELL_CHARS)),
        SpanColumn::Name => Cell::Text(shorten(trace.name_text(span), MOST_CELL_CHARS)),
        SpanColumn::Kind => Cell::Kind(trace.kind(span)),
        SpanColumn::Status => Cell::Status(trace.status(span)),
        SpanColumn::Start => Cell::Offset(trace.start_nanos(span) - open.origin_nanos()),
        SpanColumn::Duration => Cell::Nanos(trace.duration_nanos(span)),
        SpanColumn::SelfTime => Cell::Nanos(open.self_nanos(span)),
        SpanColumn::Critical => Cell::Nanos(critical_nanos(open)[span.index()]),
        SpanColumn::Depth => Cell::Count(trace.depth(span)),
        SpanColumn::Children => Cell::Count(trace.children(span).count() as u32),
        SpanColumn::Percentile => match percentiles(open)[span.index()] {
            NO_PERCENTILE => Cell::Empty,
            thousandths => Cell::Percentile(thousandths),
        },
        SpanColumn::Attribute(_) => Cell::Empty,
    }
}

/// `times`: since the epoch.
fn group_cell(open: &OpenTrace, column: &SpanColumn, fold: &Fold, times: &Range<u64>) -> Cell {
    let trace = &open.trace;
    let next = |&span: &SpanIdx| Some(trace.subtree_end(span)).filter(|&next| next < fold.end);
    let members = std::iter::successors(Some(fold.first), next);
    match column {
        SpanColumn::Service | SpanColumn::Name => fixed_cell(open, column, fold.first),
        SpanColumn::Kind => Cell::Kind(trace.kind(fold.first)),
        SpanColumn::Start => Cell::Offset(times.start - open.origin_nanos()),
        SpanColumn::Duration => Cell::Nanos(times.end - times.start),
        SpanColumn::SelfTime => Cell::Nanos(members.map(|span| open.self_nanos(span)).sum()),
        SpanColumn::Critical => {
            let nanos = critical_nanos(open);
            Cell::Nanos(members.map(|span| nanos[span.index()]).sum())
        }
        SpanColumn::Children => Cell::Count(fold.count),
        SpanColumn::Depth => Cell::Count(trace.depth(fold.first)),
        SpanColumn::Status | SpanColumn::Percentile | SpanColumn::Attribute(_) => Cell::Empty,
    }
}

fn value_cell(open: &OpenTrace, value: Value) -> Cell {
    let text = shorten(&open.trace.pool().value_text(value), MOST_CELL_CHARS);
    match value {
        Value::Int(_) | Value::Double(_) | Value::Number(_) => Cell::Number(text),
        _ => Cell::Text(text),
    }
}
