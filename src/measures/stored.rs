//! Series of a storage of metrics become measures.
//!
//! Invariant: a point that the storage does not have is none in any line. Figures over the window
//! are means of the points, the share of failures weighed by the rate at each: a storage has no
//! calls to take quantiles of. Absent: asking (see `jaeger`).

use std::collections::BTreeMap;

use super::{CallFigures, MeasureLines, Measures, OperationMeasure};
use crate::jaeger::Series;

const NANOS_IN_MILLISECOND: f64 = 1e6;

/// What one asks of a storage: durations by [`super::PERCENTS`], rates, shares of failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredSeries {
    /// In milliseconds.
    pub quantiles: [Vec<Series>; 3],
    pub rates: Vec<Series>,
    pub error_ratios: Vec<Series>,
}

impl StoredSeries {
    fn in_order(&self) -> [&[Series]; 5] {
        let [p50, p75, p95] = &self.quantiles;
        [p50, p75, p95, &self.rates, &self.error_ratios]
    }
}

/// `whole`: of the service; `by_operation`: of each of its operations. Of several series of one
/// name the first counts. `window_nanos` and `step_nanos`: what was asked for.
/// O(points × log points).
pub fn measures_of_series(
    whole: &StoredSeries,
    by_operation: &StoredSeries,
    window_nanos: (u64, u64),
    step_nanos: u64,
) -> Measures {
    let both = [whole.in_order(), by_operation.in_order()];
    let all = both.iter().flatten().flat_map(|series| series.iter());
    let points = all.flat_map(|series| &series.points);
    let mut times: Vec<(u64, u32)> = points.map(|point| (point.time_nanos, 0)).collect();
    crate::order::sort_numbered(&mut times);
    times.dedup();
    let times_nanos: Vec<u64> = times.into_iter().map(|(time, _)| time).collect();
    let mut named: BTreeMap<&str, [Vec<Option<f64>>; 5]> = BTreeMap::new();
    for (place, all) in by_operation.in_order().into_iter().enumerate() {
        for series in all {
            let lines = named.entry(&series.operation).or_default();
            if lines[place].is_empty() {
                lines[place] = line(series, &times_nanos);
            }
        }
    }
    let operations =
        named.into_iter().map(|(name, lines)| measure(name, lines, times_nanos.len())).collect();
    let of_whole = whole
        .in_order()
        .map(|series| series.first().map(|series| line(series, &times_nanos)).unwrap_or_default());
    let whole = measure("", of_whole, times_nanos.len());
    Measures { times_nanos, step_nanos, window_nanos, whole, operations }.weighed()
}

fn line(series: &Series, times_nanos: &[u64]) -> Vec<Option<f64>> {
    let mut values = vec![None; times_nanos.len()];
    for point in &series.points {
        if let Ok(place) = times_nanos.binary_search(&point.time_nanos) {
            values[place] = point.value;
        }
    }
    values
}

/// Lines that did not come are without points.
fn measure(name: &str, mut lines: [Vec<Option<f64>>; 5], points: usize) -> OperationMeasure {
    lines.iter_mut().for_each(|line| line.resize(points, None));
    let [p50, p75, p95, rate, mut error_ratio] = lines;
    // A storage has no series of failures before the first one: calls without are calls that
    // went well.
    for (ratio, rate) in error_ratio.iter_mut().zip(&rate) {
        if ratio.is_none() && rate.is_some_and(|rate| rate > 0.0) {
            *ratio = Some(0.0);
        }
    }
    let nanos = |line: Vec<Option<f64>>| -> Vec<Option<f64>> {
        line.into_iter().map(|value| value.map(|it| it * NANOS_IN_MILLISECOND)).collect()
    };
    let quantile_nanos = [p50, p75, p95].map(nanos);
    let figures = CallFigures {
        rate: mean(&rate),
        error_ratio: weighed_mean(&error_ratio, &rate).or(mean(&error_ratio)),
        quantile_nanos: [0, 1, 2].map(|place| mean(&quantile_nanos[place])),
    };
    OperationMeasure {
        name: name.to_owned(),
        counts: None,
        figures,
        impact: 0.0,
        lines: MeasureLines { rate, error_ratio, quantile_nanos },
    }
}

fn mean(line: &[Option<f64>]) -> Option<f64> {
    let ones = vec![Some(1.0); line.len()];
    weighed_mean(line, &ones)
}

/// Of the points that have a weight; `None` where all weights are zero.
fn weighed_mean(line: &[Option<f64>], weights: &[Option<f64>]) -> Option<f64> {
    let (mut sum, mut weight_sum) = (0.0, 0.0);
    for (value, weight) in line.iter().zip(weights) {
        if let (Some(value), Some(weight)) = (value, weight) {
            sum += value * weight;
            weight_sum += weight;
        }
    }
    (weight_sum > 0.0).then(|| sum / weight_sum)
}
