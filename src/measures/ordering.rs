//! Operations and a column → the operations in its order.
//!
//! Invariant: equal ones come by name, and those without a figure last either way. Absent:
//! what columns look like.

use super::OperationMeasure;
use crate::order;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeasureColumn {
    Name,
    P95,
    Rate,
    Errors,
    #[default]
    Impact,
}

/// Which column, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureOrder {
    pub column: MeasureColumn,
    pub is_descending: bool,
}

impl Default for MeasureOrder {
    fn default() -> MeasureOrder {
        MeasureOrder { column: MeasureColumn::default(), is_descending: true }
    }
}

impl MeasureColumn {
    pub const ALL: [MeasureColumn; 5] = [
        MeasureColumn::Name,
        MeasureColumn::P95,
        MeasureColumn::Rate,
        MeasureColumn::Errors,
        MeasureColumn::Impact,
    ];

    /// As links say it.
    fn word(self) -> &'static str {
        match self {
            MeasureColumn::Name => "name",
            MeasureColumn::P95 => "p95",
            MeasureColumn::Rate => "rate",
            MeasureColumn::Errors => "errors",
            MeasureColumn::Impact => "impact",
        }
    }

    fn figure(self, operation: &OperationMeasure) -> Option<f64> {
        match self {
            MeasureColumn::Name => None,
            MeasureColumn::P95 => operation.figures.p95_nanos(),
            MeasureColumn::Rate => operation.figures.rate,
            MeasureColumn::Errors => operation.figures.error_ratio,
            MeasureColumn::Impact => Some(operation.impact),
        }
    }
}

impl MeasureOrder {
    /// As links say it: `p95`, or `-p95` for the largest first.
    pub fn words(self) -> String {
        format!("{}{}", if self.is_descending { "-" } else { "" }, self.column.word())
    }

    /// Reads [`MeasureOrder::words`]; the usual order for anything else.
    pub fn from_words(words: &str) -> MeasureOrder {
        let (is_descending, word) = match words.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, words),
        };
        let column = MeasureColumn::ALL.into_iter().find(|column| column.word() == word);
        column.map_or_else(MeasureOrder::default, |column| MeasureOrder { column, is_descending })
    }

    /// After a click on a column's head: that column, the largest first; or the other way round.
    #[must_use]
    pub fn after_click(self, column: MeasureColumn) -> MeasureOrder {
        let is_descending = match self.column == column {
            true => !self.is_descending,
            false => column != MeasureColumn::Name,
        };
        MeasureOrder { column, is_descending }
    }

    /// Of operations that come by name.
    pub fn sorted(self, operations: &[OperationMeasure]) -> Vec<&OperationMeasure> {
        let mut rows: Vec<&OperationMeasure> = operations.iter().collect();
        if self.column == MeasureColumn::Name {
            if self.is_descending {
                rows.reverse();
            }
            return rows;
        }
        order::sort_by(&mut rows, |a, b| match (self.column.figure(a), self.column.figure(b)) {
            (Some(a), Some(b)) if self.is_descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        rows
    }
}
