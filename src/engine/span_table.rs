//! The spans as a table that can be sorted by any of its columns.
//!
//! Invariant: with a filter, the table has its matches and nothing else; an order is computed
//! once, for as long as it is among the last few. Absent: titles and number formats.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::list_window::ListWindow;
use super::open_trace::OpenTrace;
use super::span_cells::Columns;
use crate::analysis::{self, Matches, Measures, OrderFigures, PathMode, SpanColumn};
use crate::layout::{Cell, RowKey};
use crate::trace::SpanIdx;

/// Orders that are kept: four bytes a span each.
const MOST_ORDERS: usize = 3;

/// Which part of the table is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanTableAsk {
    pub sort: SpanColumn,
    pub is_descending: bool,
    pub columns: Vec<SpanColumn>,
    pub first: u32,
    pub count: u32,
    /// A span whose row is to be told.
    pub locate: Option<RowKey>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpanTableRow {
    pub key: RowKey,
    /// Place in the trace's list of services.
    pub service: u32,
    pub is_error: bool,
    /// In the order of the columns that were asked for.
    pub cells: Vec<Cell>,
}

/// The orders that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct SpanTableMemo {
    orders: VecDeque<Order>,
    percentiles: OnceCell<Vec<u16>>,
}

struct Order {
    sort: SpanColumn,
    is_descending: bool,
    matches: Option<Arc<Matches>>,
    spans: Arc<Vec<SpanIdx>>,
}

/// O(rows that are wanted) for an order that is kept.
pub(super) fn window(open: &mut OpenTrace, ask: &SpanTableAsk) -> ListWindow<SpanTableRow> {
    let spans = order(open, &ask.sort, ask.is_descending);
    let columns = Columns::of(open, &ask.columns);
    let row = |span: SpanIdx| SpanTableRow {
        key: open.key_of(span),
        service: open.service_place(span),
        is_error: open.trace.is_error(span),
        cells: columns.cells(open, span),
    };
    let located = ask.locate.and_then(|key| open.span_of(key));
    let position = located.and_then(|span| spans.iter().position(|&other| other == span));
    ListWindow {
        position: position.map(|position| position as u32),
        ..ListWindow::of(&spans, ask.first, ask.count, row)
    }
}

fn order(open: &mut OpenTrace, sort: &SpanColumn, is_descending: bool) -> Arc<Vec<SpanIdx>> {
    let matches = open.filter.as_ref().map(|filter| filter.matches().clone());
    let same_matches = |other: &Option<Arc<Matches>>| match (other, &matches) {
        (Some(other), Some(matches)) => Arc::ptr_eq(other, matches),
        (None, None) => true,
        _ => false,
    };
    let known = open.span_tables.orders.iter().find(|order| {
        order.sort == *sort && order.is_descending == is_descending && same_matches(&order.matches)
    });
    if let Some(order) = known {
        return order.spans.clone();
    }
    let figures = OrderFigures {
        measures: Measures {
            self_nanos: &|| open.all_self_nanos(),
            critical_nanos: &|| critical_nanos(open),
        },
        percentiles: &|| percentiles(open),
    };
    let among = matches.as_deref();
    let spans = analysis::span_order(&open.trace, sort, is_descending, among, figures);
    let spans = Arc::new(spans);
    let order = Order { sort: sort.clone(), is_descending, matches, spans: spans.clone() };
    let orders = &mut open.span_tables.orders;
    orders.truncate(MOST_ORDERS - 1);
    orders.push_front(order);
    spans
}

pub(super) fn critical_nanos(open: &OpenTrace) -> &[u64] {
    &open.paths.paths(&open.trace, PathMode::Cover).critical_nanos
}

pub(super) fn percentiles(open: &OpenTrace) -> &[u16] {
    open.span_tables.percentiles.get_or_init(|| analysis::percentiles(&open.trace))
}
