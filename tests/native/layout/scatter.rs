//! Points of duration over start: where they lie, which is meant, what a drag chooses.

use proptest::prelude::*;
use spanscope::format::clock_label;
use spanscope::layout::{Scatter, ScatterAxes, ScatterChoice, ScatterPoint, radius_px};

const MINUTE: u64 = 60_000_000_000;
const MS: u64 = 1_000_000;
/// 2026-11-26, 13:00 in UTC.
const ONE: u64 = 1_795_698_000_000_000_000;

fn point(start_nanos: u64, duration_nanos: u64) -> ScatterPoint {
    ScatterPoint { start_nanos, duration_nanos, spans: Some(38), is_error: false }
}

fn hour() -> Vec<ScatterPoint> {
    vec![
        point(ONE, 400 * MS),
        point(ONE + 30 * MINUTE, 1_240 * MS),
        point(ONE + 60 * MINUTE, 380 * MS),
    ]
}

/// 1000 by 150 pixels for points.
fn chart(points: &[ScatterPoint], choice: &ScatterChoice) -> Scatter {
    Scatter::on_canvas(ScatterAxes::of(points, choice), (1_078.0, 186.0))
}

fn all(points: &[ScatterPoint]) -> Scatter {
    chart(points, &ScatterChoice::default())
}

#[test]
fn axes_begin_at_zero_and_end_at_a_round_duration_above_all() {
    let chart = all(&hour());
    assert_eq!(chart.axes.durations, 0..1_500 * MS);
    assert_eq!(chart.place(&point(ONE, 0)).1, 162.0);
    assert_eq!(chart.y_from_duration(1_500 * MS), 12.0);
    assert_eq!(chart.y_from_duration(750 * MS), 87.0);
    let x = |start| chart.x_from_start(start).round();
    assert_eq!([x(ONE), x(ONE + 30 * MINUTE), x(ONE + 60 * MINUTE)], [70.0, 560.0, 1_050.0]);
}

#[test]
fn a_chosen_stretch_is_the_axis() {
    let starts = Some(ONE + MINUTE..ONE + 11 * MINUTE);
    let durations = Some(100 * MS..200 * MS);
    let chart = chart(&hour(), &ScatterChoice { starts, durations });
    assert_eq!(chart.x_from_start(ONE + MINUTE), 60.0);
    assert_eq!(chart.x_from_start(ONE + 11 * MINUTE), 1_060.0);
    assert_eq!(chart.y_from_duration(200 * MS), 12.0);
    // What lies outside is drawn outside, not at the edge.
    assert_eq!(chart.x_from_start(ONE), -40.0);
}

#[test]
fn one_point_and_none_have_axes_too() {
    for points in [vec![], vec![point(ONE, 0)], vec![point(u64::MAX, u64::MAX)]] {
        let chart = all(&points);
        assert!(chart.axes.starts.start < chart.axes.starts.end, "{chart:?}");
        assert!(chart.axes.durations.start < chart.axes.durations.end, "{chart:?}");
        for point in &points {
            let (x, y) = chart.place(point);
            assert!((60.0..=1_060.0).contains(&x) && (12.0..=162.0).contains(&y), "{x} {y}");
        }
    }
}

#[test]
fn times_of_day_are_round_in_the_readers_zone() {
    let labels = |offset_minutes: i32, points: &[ScatterPoint]| {
        let ticks = all(points).time_ticks(offset_minutes);
        let label = |&at: &u64| clock_label(at, offset_minutes, ticks.step_nanos);
        ticks.times_nanos.iter().map(label).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(labels(0, &hour()), "13:00 13:10 13:20 13:30 13:40 13:50 14:00");
    assert_eq!(labels(-210, &hour()), "09:30 09:40 09:50 10:00 10:10 10:20 10:30");
    let days = [point(ONE, MS), point(ONE + 2 * 24 * 60 * MINUTE, MS)];
    assert_eq!(labels(345, &days), "Nov 27 06:00 12:00 18:00 Nov 28 06:00 12:00 18:00");
    let moment = [point(ONE, MS), point(ONE + 80 * MS, MS)];
    assert_eq!(
        labels(0, &moment),
        "13:00:00.00 13:00:00.01 13:00:00.02 13:00:00.03 13:00:00.04 13:00:00.05 13:00:00.06 \
         13:00:00.07 13:00:00.08"
    );
}

#[test]
fn durations_have_round_ticks() {
    let ticks = all(&hour()).duration_ticks();
    let at: Vec<u64> = ticks.times_nanos.iter().map(|nanos| nanos / MS).collect();
    assert_eq!(at, [0, 500, 1_000, 1_500]);
}

#[test]
fn the_nearest_point_in_reach_is_meant() {
    let points = hour();
    let chart = all(&points);
    let (x, y) = chart.place(&points[1]);
    assert_eq!(chart.nearest(&points, (x + 5.0, y - 5.0)), Some(1));
    assert_eq!(chart.nearest(&points, (x + 20.0, y)), None);
    assert_eq!(chart.nearest(&[], (x, y)), None);
}

#[test]
fn of_points_on_one_another_the_one_that_failed_is_meant() {
    let failed = ScatterPoint { is_error: true, ..point(ONE, MS) };
    let points = [point(ONE, MS), failed, point(ONE, MS)];
    let chart = all(&points);
    assert_eq!(chart.nearest(&points, chart.place(&failed)), Some(1));
}

#[test]
fn points_grow_with_their_spans_within_limits() {
    let sizes = [None, Some(1), Some(38), Some(1_000), Some(u64::MAX)].map(radius_px);
    assert_eq!(sizes.map(f64::round), [3.0, 3.0, 5.0, 7.0, 9.0]);
}

#[test]
fn a_drag_chooses_a_rectangle_or_one_direction_alone() {
    let axes = ScatterAxes { starts: 0..1_000, durations: 0..150 };
    let chart = Scatter::on_canvas(axes, (1_078.0, 186.0));
    let choice = |from, to| {
        chart.choice(from, to).map(|choice| (choice.starts, choice.durations)).unwrap_or_default()
    };
    assert_eq!(choice((160.0, 32.0), (260.0, 62.0)), (Some(100..200), Some(100..130)));
    // Backwards, and beyond the edge.
    assert_eq!(choice((260.0, 62.0), (-9.0, 0.0)), (Some(0..200), Some(100..150)));
    assert_eq!(choice((160.0, 40.0), (260.0, 45.0)), (Some(100..200), None));
    assert_eq!(choice((160.0, 32.0), (165.0, 62.0)), (None, Some(100..130)));
    assert_eq!(chart.choice((160.0, 40.0), (163.0, 42.0)), None);
    assert_eq!(chart.choice_area((160.0, 40.0), (260.0, 45.0)), Some([160.0, 12.0, 100.0, 150.0]));
    assert_eq!(chart.choice_area((260.0, 62.0), (0.0, 32.0)), Some([60.0, 32.0, 200.0, 30.0]));
}

proptest! {
    #[test]
    fn dragging_over_everything_leaves_nothing_out(
        points in proptest::collection::vec((any::<u64>(), any::<u64>()), 1..40),
    ) {
        let points: Vec<ScatterPoint> =
            points.into_iter().map(|(start, duration)| point(start / 2, duration / 2)).collect();
        let chart = all(&points);
        let chosen = chart.choice((0.0, 0.0), (1_078.0, 186.0)).unwrap_or_default();
        let (starts, durations) = (chosen.starts.unwrap_or(0..0), chosen.durations.unwrap_or(0..0));
        for point in &points {
            prop_assert!(starts.contains(&point.start_nanos), "{starts:?} {point:?}");
            prop_assert!(durations.contains(&point.duration_nanos), "{durations:?} {point:?}");
            let (x, y) = chart.place(point);
            prop_assert!((60.0..=1_060.0).contains(&x) && (12.0..=162.0).contains(&y));
        }
    }
}
