//! Figures over time: where lines go, where they break, which moment a pointer means.

use proptest::prelude::*;
use spanscope::layout::{Figure, LineChart, dashes};

const SECOND: u64 = 1_000_000_000;
const MS: f64 = 1e6;

/// 600 by 100 pixels for lines.
fn chart(seconds: u64, largest: f64, figure: Figure) -> LineChart {
    LineChart::on_canvas(0..seconds * SECOND, largest, figure, (704.0, 136.0))
}

#[test]
fn the_upright_axis_ends_at_a_round_figure_above_all() {
    let axis = |largest: f64, figure| {
        let axes = chart(60, largest, figure).axes;
        (axes.top, axes.step)
    };
    assert_eq!(axis(430.0 * MS, Figure::Duration), (600.0 * MS, 200.0 * MS));
    // Half a minute, not 50 seconds.
    assert_eq!(axis(80e9, Figure::Duration), (90e9, 30e9));
    assert_eq!(axis(0.0, Figure::Duration).0, 1_000.0);
    assert_eq!(axis(0.4, Figure::Number), (0.4, 0.2));
    assert_eq!(axis(7.0, Figure::Number), (10.0, 5.0));
    assert_eq!(axis(0.0, Figure::Number), (1.0, 0.5));
    assert_eq!(axis(f64::NAN, Figure::Number), (1.0, 0.5));
    let ticks = chart(60, 430.0 * MS, Figure::Duration).figure_ticks();
    assert_eq!(ticks, [0.0, 200.0 * MS, 400.0 * MS, 600.0 * MS]);
}

#[test]
fn a_line_breaks_where_a_figure_is_not_known() {
    let chart = chart(6, 1.0, Figure::Number);
    let times: Vec<u64> = (0..6).map(|second| second * SECOND).collect();
    let runs = chart.runs(&times, &[Some(0.0), Some(1.0), None, Some(0.5), None, None]);
    assert_eq!(runs, [vec![(60.0, 112.0), (160.0, 12.0)], vec![(360.0, 62.0)]]);
    assert!(chart.runs(&times, &[None; 6]).is_empty());
}

#[test]
fn a_pointer_means_the_nearest_moment() {
    let chart = chart(6, 1.0, Figure::Number);
    let times: Vec<u64> = (0..6).map(|second| second * SECOND).collect();
    assert_eq!(chart.nearest(&times, 0.0), Some(0));
    assert_eq!(chart.nearest(&times, 205.0), Some(1));
    assert_eq!(chart.nearest(&times, 215.0), Some(2));
    assert_eq!(chart.nearest(&times, 9_999.0), Some(5));
    assert_eq!(chart.nearest(&[], 10.0), None);
}

#[test]
fn names_of_lines_stand_beside_their_ends_and_not_on_one_another() {
    let chart = chart(6, 1.0, Figure::Number);
    assert_eq!(chart.name_places(&[90.0, 20.0, 60.0]), [90.0, 20.0, 60.0]);
    assert_eq!(chart.name_places(&[90.0, 89.0, 88.0]), [90.0, 77.0, 64.0]);
}

#[test]
fn a_line_is_dashed_along_its_way() {
    let run = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
    let pieces = dashes(&run, 6.0, 2.0);
    assert_eq!(
        pieces,
        [
            vec![(0.0, 0.0), (6.0, 0.0)],
            vec![(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)],
            vec![(10.0, 6.0), (10.0, 10.0)]
        ]
    );
    assert_eq!(dashes(&[(1.0, 2.0)], 6.0, 2.0), [vec![(1.0, 2.0)]]);
    assert!(dashes(&[], 6.0, 2.0).is_empty());
}

proptest! {
    #[test]
    fn every_figure_lies_inside_the_chart(
        figures in prop::collection::vec(prop::option::of(0.0..1e13f64), 1..70),
        is_duration in any::<bool>(),
        size in (1.0..2_000.0f64, 1.0..400.0f64),
    ) {
        let figure = if is_duration { Figure::Duration } else { Figure::Number };
        let times: Vec<u64> = (0..figures.len() as u64).map(|step| step * SECOND).collect();
        let largest = figures.iter().flatten().copied().fold(0.0, f64::max);
        let chart = LineChart::on_canvas(0..times.len() as u64 * SECOND, largest, figure, size);
        let runs = chart.runs(&times, &figures);
        prop_assert_eq!(
            runs.iter().map(Vec::len).sum::<usize>(),
            figures.iter().flatten().count()
        );
        for (x, y) in runs.into_iter().flatten() {
            prop_assert!(x >= chart.left_px && x <= chart.left_px + chart.width_px);
            prop_assert!(y >= chart.top_px - 1e-6 && y <= chart.top_px + chart.height_px + 1e-6);
        }
        prop_assert!(chart.figure_ticks().len() < 40);
    }
}
