//! What a page of metrics takes → the questions for it, and their answers together.
//!
//! Invariant: rates come first, since whether there are any tells whether there are metrics.
//! Absent: asking.

use crate::jaeger::{Metric, MetricsQuery, MonitorLink, Question, Series};
use crate::layout::nice_step;
use crate::measures::{MOST_STEPS, Measures, PERCENTS, StoredSeries, measures_of_series};

/// Steps of a minute and rates over ten, as Jaeger's own page has them, and longer ones where the
/// window is long.
const LEAST_STEP_MILLIS: u64 = 60_000;
const LEAST_RATE_MILLIS: u64 = 600_000;
const NANOS_IN_MILLI: u64 = 1_000_000;

/// Which series an answer is: of the whole service or of its operations, and of what.
#[derive(Clone, Copy)]
pub(super) struct MetricPlace {
    is_by_operation: bool,
    metric: Metric,
}

#[derive(Clone)]
pub(super) struct MetricAsk {
    pub query: MetricsQuery,
    pub place: MetricPlace,
}

impl MetricAsk {
    pub fn question(&self) -> Question {
        Question::Metrics { query: self.query.clone(), metric: self.place.metric }
    }
}

/// Everything that is asked of a storage of metrics.
pub(super) fn every_metric(link: &MonitorLink, now_millis: u64) -> Vec<MetricAsk> {
    let (start_millis, end_millis) = link.window_millis(now_millis);
    let lookback_millis = end_millis - start_millis;
    let step_nanos = nice_step(lookback_millis.saturating_mul(NANOS_IN_MILLI), MOST_STEPS);
    let step_millis = (step_nanos / NANOS_IN_MILLI).max(LEAST_STEP_MILLIS);
    let mut metrics = vec![Metric::Calls, Metric::Errors];
    metrics.extend(PERCENTS.map(|percent| Metric::Latencies { percent }));
    let ask = |(is_by_operation, metric): (bool, Metric)| MetricAsk {
        query: MetricsQuery {
            is_by_operation,
            step_millis,
            rate_millis: step_millis.max(LEAST_RATE_MILLIS),
            kinds: vec![link.kind],
            ..MetricsQuery::of_service(&link.service, end_millis, lookback_millis)
        },
        place: MetricPlace { is_by_operation, metric },
    };
    [false, true]
        .into_iter()
        .flat_map(|by| metrics.iter().map(move |&it| (by, it)))
        .map(ask)
        .collect()
}

/// The answers so far.
#[derive(Default)]
pub(super) struct Asked {
    pub window_nanos: (u64, u64),
    pub step_nanos: u64,
    whole: StoredSeries,
    by_operation: StoredSeries,
}

impl Asked {
    pub fn take(&mut self, place: MetricPlace, series: Vec<Series>) {
        let all = if place.is_by_operation { &mut self.by_operation } else { &mut self.whole };
        match place.metric {
            Metric::Calls => all.rates = series,
            Metric::Errors => all.error_ratios = series,
            Metric::Latencies { percent } => {
                let line = PERCENTS.iter().position(|&known| known == percent);
                all.quantiles[line.unwrap_or(0)] = series;
            }
        }
    }

    pub fn measures(&self) -> Measures {
        measures_of_series(&self.whole, &self.by_operation, self.window_nanos, self.step_nanos)
    }
}
