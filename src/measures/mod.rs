//! Calls of a service, out of traces or out of a storage of metrics, become figures of each of
//! its operations: how often, how long, how many failed, over a window and step by step.
//!
//! Invariant: both sources give the same form, so a page shows one as the other; what is not
//! known is `None`, never a zero. Absent: where calls and series come from, and texts.

mod calls;
mod ordering;
mod steps;
mod stored;

use serde::{Deserialize, Serialize};

pub use calls::{Call, measures_of_calls};
pub use ordering::{MeasureColumn, MeasureOrder};
pub use steps::{MOST_STEPS, TimeSteps};
pub use stored::{StoredSeries, measures_of_series};

/// The shares of calls, in percent, whose longest duration is told.
pub const PERCENTS: [u8; 3] = [50, 75, 95];

/// Of a service in a window of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Of the points of all lines: ascending, nanoseconds since the epoch.
    pub times_nanos: Vec<u64>,
    /// From one to the next of them.
    pub step_nanos: u64,
    /// What is measured, in nanoseconds since the epoch.
    pub window_nanos: (u64, u64),
    /// All operations together.
    pub whole: OperationMeasure,
    /// By name.
    pub operations: Vec<OperationMeasure>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OperationMeasure {
    /// Empty for all together, and for spans without a name.
    pub name: String,
    /// Calls, and how many of them failed; `None`: only rates are known.
    pub counts: Option<(u64, u64)>,
    pub figures: CallFigures,
    /// Rate times the duration that 95 % stayed below, as a share of the operation that has the
    /// most of it: Jaeger's measure of what is worth mending first. 0 where either is not known.
    pub impact: f64,
    pub lines: MeasureLines,
}

/// Over the whole window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallFigures {
    /// Calls a second.
    pub rate: Option<f64>,
    /// Failed calls as a share of all.
    pub error_ratio: Option<f64>,
    /// Durations by [`PERCENTS`].
    pub quantile_nanos: [Option<f64>; 3],
}

impl CallFigures {
    pub fn p95_nanos(&self) -> Option<f64> {
        self.quantile_nanos[2]
    }
}

/// A point for each of [`Measures::times_nanos`], in the units of [`CallFigures`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeasureLines {
    pub rate: Vec<Option<f64>>,
    pub error_ratio: Vec<Option<f64>>,
    pub quantile_nanos: [Vec<Option<f64>>; 3],
}

impl Measures {
    /// An operation by its name; all together where there is none of it.
    pub fn operation(&self, name: &str) -> &OperationMeasure {
        let found = self.operations.iter().find(|one| one.name == name && !name.is_empty());
        found.unwrap_or(&self.whole)
    }

    /// Sets what depends on all operations.
    fn weighed(mut self) -> Measures {
        let most = self.operations.iter().map(work).fold(0.0, f64::max);
        for operation in &mut self.operations {
            operation.impact = if most > 0.0 { work(operation) / most } else { 0.0 };
        }
        self
    }
}

fn work(operation: &OperationMeasure) -> f64 {
    let CallFigures { rate, .. } = operation.figures;
    rate.unwrap_or(0.0) * operation.figures.p95_nanos().unwrap_or(0.0)
}
