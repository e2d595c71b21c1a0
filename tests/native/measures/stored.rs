//! Series of a storage of metrics as measures.

use spanscope::jaeger::{MetricPoint, Series};
use spanscope::measures::{StoredSeries, measures_of_series};

const MINUTE: u64 = 60_000_000_000;

/// A point a minute.
fn series(operation: &str, values: &[Option<f64>]) -> Series {
    let times = (1..).map(|minute| minute * MINUTE);
    let point = |(time_nanos, &value)| MetricPoint { time_nanos, value };
    Series {
        service: "web".to_owned(),
        operation: operation.to_owned(),
        points: times.zip(values).map(point).collect(),
    }
}

#[test]
fn series_become_lines_and_means() {
    let whole =
        StoredSeries { rates: vec![series("", &[Some(3.0), Some(5.0)])], ..Default::default() };
    let by_operation = StoredSeries {
        quantiles: [
            Vec::new(),
            Vec::new(),
            vec![series("GET", &[Some(10.0), None, Some(30.0)]), series("PUT", &[Some(1.0)])],
        ],
        rates: vec![series("GET", &[Some(1.0), Some(0.0), Some(3.0)])],
        error_ratios: vec![series("GET", &[Some(0.0), Some(1.0), Some(0.5)])],
    };
    let measures = measures_of_series(&whole, &by_operation, (0, 9), MINUTE);
    assert_eq!(measures.times_nanos, [MINUTE, 2 * MINUTE, 3 * MINUTE]);
    assert_eq!(measures.window_nanos, (0, 9));
    assert_eq!(measures.whole.figures.rate, Some(4.0));
    assert_eq!(measures.whole.lines.rate, [Some(3.0), Some(5.0), None]);
    assert_eq!(measures.whole.lines.quantile_nanos[0], [None; 3]);
    let [get, put] = measures.operations.as_slice() else { panic!("{measures:?}") };
    assert_eq!(get.lines.quantile_nanos[2], [Some(10e6), None, Some(30e6)]);
    assert_eq!(get.figures.p95_nanos(), Some(20e6));
    // Three of the four calls a second were those of the third minute.
    assert_eq!(get.figures.error_ratio, Some(0.375));
    assert_eq!((get.counts, get.impact), (None, 1.0));
    assert_eq!((put.name.as_str(), put.figures.rate, put.impact), ("PUT", None, 0.0));
    assert_eq!(measures.operation("PUT").name, "PUT");
    assert_eq!(measures.operation("gone").figures.rate, Some(4.0));
}

#[test]
fn failures_without_rates_are_plain_means_and_nothing_is_nothing() {
    let by_operation = StoredSeries {
        error_ratios: vec![series("GET", &[Some(0.5), Some(0.0)]), series("GET", &[Some(1.0)])],
        ..Default::default()
    };
    let measures = measures_of_series(&StoredSeries::default(), &by_operation, (0, 1), MINUTE);
    assert_eq!(measures.operations[0].figures.error_ratio, Some(0.25));
    let nothing =
        measures_of_series(&StoredSeries::default(), &StoredSeries::default(), (0, 1), MINUTE);
    assert!(nothing.operations.is_empty() && nothing.times_nanos.is_empty());
}

#[test]
fn before_the_first_failure_calls_went_well() {
    let by_operation = StoredSeries {
        rates: vec![
            series("GET", &[Some(1.0), Some(1.0), Some(0.0), Some(2.0)]),
            series("PUT", &[Some(1.0)]),
        ],
        error_ratios: vec![series("GET", &[None, None, None, Some(0.5)])],
        ..Default::default()
    };
    let measures = measures_of_series(&StoredSeries::default(), &by_operation, (0, 9), MINUTE);
    let get = measures.operation("GET");
    assert_eq!(get.lines.error_ratio, [Some(0.0), Some(0.0), None, Some(0.5)]);
    assert_eq!(get.figures.error_ratio, Some(0.25), "one of four calls failed");
    assert_eq!(measures.operation("PUT").figures.error_ratio, Some(0.0));
}
