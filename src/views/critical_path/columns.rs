//! The columns of the table and the order of its rows.
//!
//! Invariant: equal rows keep the engine's order, and what is not known comes last. Absent:
//! elements.

use std::cmp::Reverse;

use crate::engine::OperationRow;
use crate::format;
use crate::order;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Operation,
    Time,
    Share,
    Calls,
    Slack,
    Drag,
}

impl Column {
    pub const ALL: [Column; 6] = [
        Column::Operation,
        Column::Time,
        Column::Share,
        Column::Calls,
        Column::Slack,
        Column::Drag,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Column::Operation => "Operation",
            Column::Time => "Time",
            Column::Share => "Share",
            Column::Calls => "Calls",
            Column::Slack => "Slack",
            Column::Drag => "Drag",
        }
    }

    pub fn explanation(self) -> &'static str {
        match self {
            Column::Operation => "Service, what it called, and the name of the span",
            Column::Time => "Time on the critical path in which no child of these calls ran",
            Column::Share => "Of the duration of the request",
            Column::Calls => "Calls that the path leads through, and those that it passes by",
            Column::Slack => {
                "By how much longer a call that is not on the path could have run before the \
                 request took longer"
            }
            Column::Drag => {
                "By how much shorter the request would be if these calls took no time, at least; \
                 inferred from the order of calls, and found for the costliest operations only"
            }
        }
    }

    pub fn text(self, row: &OperationRow) -> String {
        let duration = |nanos: Option<u64>| nanos.map(format::duration).unwrap_or_default();
        let on_path = row.nanos > 0 || row.calls > 0;
        match self {
            Column::Operation => String::new(),
            Column::Time | Column::Share if !on_path => String::new(),
            Column::Time => format::duration(row.nanos),
            Column::Share => format::percent(row.share),
            Column::Calls if row.passed_by == 0 => format::count(u64::from(row.calls)),
            Column::Calls => format!(
                "{} + {}",
                format::count(u64::from(row.calls)),
                format::count(u64::from(row.passed_by))
            ),
            Column::Slack => duration(row.slack_nanos),
            Column::Drag => duration(row.drag_nanos),
        }
    }

    /// What rows are compared by; `None`: not known.
    fn number(self, row: &OperationRow) -> Option<u64> {
        match self {
            Column::Operation => None,
            Column::Time | Column::Share => Some(row.nanos),
            Column::Calls => Some(u64::from(row.calls) + u64::from(row.passed_by)),
            Column::Slack => row.slack_nanos,
            Column::Drag => row.drag_nanos,
        }
    }
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub column: Column,
    pub is_descending: bool,
}

impl Default for Order {
    fn default() -> Order {
        Order { column: Column::Time, is_descending: true }
    }
}

impl Order {
    /// After a click on a column's head: that column, or the other way round.
    pub fn after_click(self, column: Column) -> Order {
        let is_descending =
            if self.column == column { !self.is_descending } else { column != Column::Operation };
        Order { column, is_descending }
    }

    /// As `aria-sort` says it.
    pub fn sort_word(self, column: Column) -> Option<&'static str> {
        let word = if self.is_descending { "descending" } else { "ascending" };
        (self.column == column).then_some(word)
    }

    /// Places of the rows in the table.
    pub fn sorted(self, rows: &[OperationRow]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..rows.len()).collect();
        match (self.column, self.is_descending) {
            (Column::Operation, false) => {
                order::sort_by_key(&mut places, |&place| name_of(&rows[place]))
            }
            (Column::Operation, true) => {
                order::sort_by_key(&mut places, |&place| Reverse(name_of(&rows[place])));
            }
            (column, true) => {
                order::sort_by_key(&mut places, |&place| Reverse(column.number(&rows[place])))
            }
            (column, false) => order::sort_by_key(&mut places, |&place| {
                let number = column.number(&rows[place]);
                (number.is_none(), number)
            }),
        }
        places
    }
}

fn name_of(row: &OperationRow) -> (&str, &str) {
    (&row.service_name, &row.name)
}
