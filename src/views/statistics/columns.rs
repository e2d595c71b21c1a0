//! The columns of the table and the order of its rows.
//!
//! Invariant: equal rows keep the engine's order. Absent: elements.

use std::cmp::Reverse;

use crate::engine::{Figures, GroupName, GroupRow};
use crate::format;
use crate::order;

/// A column of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Count,
    Errors,
    Total,
    SelfTime,
    Critical,
    Min,
    P50,
    P90,
    P95,
    P99,
    Max,
}

impl Column {
    pub const ALL: [Column; 11] = [
        Column::Count,
        Column::Errors,
        Column::Total,
        Column::SelfTime,
        Column::Critical,
        Column::Min,
        Column::P50,
        Column::P90,
        Column::P95,
        Column::P99,
        Column::Max,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Column::Count => "Count",
            Column::Errors => "Errors",
            Column::Total => "Total",
            Column::SelfTime => "Self",
            Column::Critical => "Critical",
            Column::Min => "Min",
            Column::P50 => "p50",
            Column::P90 => "p90",
            Column::P95 => "p95",
            Column::P99 => "p99",
            Column::Max => "Max",
        }
    }

    pub fn explanation(self) -> &'static str {
        match self {
            Column::Count => "How many spans",
            Column::Errors => "How many of them failed",
            Column::Total => "The sum of their durations",
            Column::SelfTime => "The sum of the time in which no child of theirs ran",
            Column::Critical => "Their share of the critical path",
            Column::Min => "The shortest duration",
            Column::P50 => "Half of the spans took no longer",
            Column::P90 => "90 % of the spans took no longer",
            Column::P95 => "95 % of the spans took no longer",
            Column::P99 => "99 % of the spans took no longer",
            Column::Max => "The longest duration",
        }
    }

    /// What rows are compared by.
    fn number(self, figures: &Figures) -> u64 {
        match self {
            Column::Count => figures.count,
            Column::Errors => figures.errors,
            Column::Total => figures.total_nanos,
            Column::SelfTime => figures.self_nanos,
            Column::Critical => figures.critical_nanos,
            Column::Min => figures.min_nanos,
            Column::P50 => figures.p50_nanos,
            Column::P90 => figures.p90_nanos,
            Column::P95 => figures.p95_nanos,
            Column::P99 => figures.p99_nanos,
            Column::Max => figures.max_nanos,
        }
    }

    pub fn text(self, figures: &Figures, whole: &Figures) -> String {
        match self {
            Column::Count => format::count(figures.count),
            Column::Errors if figures.errors == 0 => String::new(),
            Column::Errors => format::count(figures.errors),
            Column::Critical if figures.critical_nanos == 0 => String::new(),
            Column::Critical => format::percent(figures.critical_share(whole)),
            other => format::duration(other.number(figures)),
        }
    }
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// `None`: by name.
    pub column: Option<Column>,
    pub is_descending: bool,
}

impl Default for Order {
    fn default() -> Order {
        Order { column: Some(Column::SelfTime), is_descending: true }
    }
}

impl Order {
    /// After a click on a column's head: that column, or the other way round.
    pub fn after_click(self, column: Option<Column>) -> Order {
        let is_descending =
            if self.column == column { !self.is_descending } else { column.is_some() };
        Order { column, is_descending }
    }

    /// As `aria-sort` says it.
    pub fn sort_word(self, column: Option<Column>) -> Option<&'static str> {
        (self.column == column).then_some(if self.is_descending {
            "descending"
        } else {
            "ascending"
        })
    }

    pub fn sorted(self, groups: &[GroupRow]) -> Vec<&GroupRow> {
        let mut rows: Vec<&GroupRow> = groups.iter().collect();
        match self.column {
            Some(column) => {
                order::sort_by_key(&mut rows, |row| Reverse(column.number(&row.figures)))
            }
            None => order::sort_by_key(&mut rows, |row| Reverse(&row.name)),
        }
        if !self.is_descending {
            rows.reverse();
        }
        rows
    }
}

/// A group's name in words: of a service, and what follows it.
pub(super) fn name_texts(name: &GroupName) -> (Option<String>, String) {
    let shown = |text: &str, otherwise: &str| match text {
        "" => otherwise.to_owned(),
        text => format::visible_text(text),
    };
    match name {
        GroupName::Service(service) => (Some(shown(service, "unknown service")), String::new()),
        GroupName::Operation { service, name } => {
            (Some(shown(service, "unknown service")), shown(name, "(no name)"))
        }
        GroupName::Kind(kind) => (None, kind.name().to_owned()),
        GroupName::Value(text) => (None, shown(text, "(empty)")),
        GroupName::NoValue => (None, "(no value)".to_owned()),
    }
}
