//! Calls that traces tell of become measures.
//!
//! Invariant: every call is counted once, in the step that it began in; quantiles are exact, by
//! nearest rank: the shortest duration that at least so many percent of the calls do not exceed.
//! Absent: guesses about calls that no trace tells of.

use super::{CallFigures, MeasureLines, Measures, OperationMeasure, PERCENTS, TimeSteps};
use crate::order;

/// One call of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Place in the list of names.
    pub operation: u32,
    /// Nanoseconds since the epoch.
    pub start_nanos: u64,
    pub duration_nanos: u64,
    pub is_error: bool,
}

/// The calls of one operation, or of all; durations ascending.
struct Gathered {
    all_nanos: Vec<u64>,
    errors: u64,
    steps_nanos: Vec<Vec<u64>>,
    step_errors: Vec<u64>,
}

impl Gathered {
    fn new(steps: &TimeSteps) -> Gathered {
        Gathered {
            all_nanos: Vec::new(),
            errors: 0,
            steps_nanos: vec![Vec::new(); steps.count],
            step_errors: vec![0; steps.count],
        }
    }

    fn add(&mut self, step: usize, call: &Call) {
        self.all_nanos.push(call.duration_nanos);
        self.steps_nanos[step].push(call.duration_nanos);
        self.errors += u64::from(call.is_error);
        self.step_errors[step] += u64::from(call.is_error);
    }

    fn measure(&self, name: &str, steps: &TimeSteps) -> OperationMeasure {
        let window_seconds = seconds(steps.step_nanos) * steps.count as f64;
        let mut lines = MeasureLines::default();
        for (durations, &errors) in self.steps_nanos.iter().zip(&self.step_errors) {
            let figures = figures(durations, errors, seconds(steps.step_nanos));
            lines.rate.push(figures.rate);
            lines.error_ratio.push(figures.error_ratio);
            for (line, value) in lines.quantile_nanos.iter_mut().zip(figures.quantile_nanos) {
                line.push(value);
            }
        }
        OperationMeasure {
            name: name.to_owned(),
            counts: Some((self.all_nanos.len() as u64, self.errors)),
            figures: figures(&self.all_nanos, self.errors, window_seconds),
            impact: 0.0,
            lines,
        }
    }
}

/// Measures calls, those that began outside the steps left out. `names` are those of operations,
/// each once. O(n log n + operations × steps).
pub fn measures_of_calls(names: &[String], mut calls: Vec<Call>, steps: &TimeSteps) -> Measures {
    order::sort_by_number(&mut calls, |call| call.duration_nanos);
    let mut whole = Gathered::new(steps);
    let mut gathered: Vec<Option<Gathered>> = names.iter().map(|_| None).collect();
    for call in &calls {
        let Some(step) = steps.place(call.start_nanos) else { continue };
        whole.add(step, call);
        let own = &mut gathered[call.operation as usize];
        own.get_or_insert_with(|| Gathered::new(steps)).add(step, call);
    }
    let mut operations: Vec<OperationMeasure> = names
        .iter()
        .zip(&gathered)
        .filter_map(|(name, own)| own.as_ref().map(|own| own.measure(name, steps)))
        .collect();
    order::sort_by(&mut operations, |a, b| a.name.cmp(&b.name));
    let measures = Measures {
        times_nanos: steps.middles_nanos(),
        step_nanos: steps.step_nanos,
        window_nanos: (steps.start_nanos, steps.end_nanos()),
        whole: whole.measure("", steps),
        operations,
    };
    measures.weighed()
}

/// `durations`: ascending.
fn figures(durations: &[u64], errors: u64, seconds: f64) -> CallFigures {
    let count = durations.len();
    let quantile = |percent: u8| {
        let rank = (count * usize::from(percent)).div_ceil(100);
        durations.get(rank.checked_sub(1)?).map(|&nanos| nanos as f64)
    };
    CallFigures {
        rate: Some(count as f64 / seconds),
        error_ratio: (count > 0).then(|| errors as f64 / count as f64),
        quantile_nanos: PERCENTS.map(quantile),
    }
}

fn seconds(nanos: u64) -> f64 {
    nanos as f64 / 1e9
}
