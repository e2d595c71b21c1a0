//! Buckets of durations become a chart.
//!
//! Invariant: every bucket has the same width, since its edges grow by the same factor; a
//! bucket with one span is still seen. Absent: where the pixels go.

use plotters::prelude::*;

use crate::engine::Bucket;
use crate::format;
use crate::scene::{Ink, Tokens};

/// Of labels.
const FONT_PX: f64 = 11.0;

/// Draws counts over durations; failed spans lie in the lower part of each bar, in the colour of
/// errors.
pub(super) fn draw<B: DrawingBackend>(
    backend: B,
    buckets: &[Bucket],
    tokens: &Tokens,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let ink = |ink: Ink| {
        let (red, green, blue) = tokens.rgb(ink);
        RGBColor(red, green, blue)
    };
    let most = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0).max(1);
    let area = backend.into_drawing_area();
    let label = || (tokens.font.as_str(), FONT_PX).into_font().color(&ink(Ink::Ink3));
    let mut chart = ChartBuilder::on(&area)
        .margin_top(8)
        .margin_right(28)
        .set_label_area_size(LabelAreaPosition::Left, 44)
        .set_label_area_size(LabelAreaPosition::Bottom, 24)
        .build_cartesian_2d(0f64..buckets.len() as f64, 0f64..f64::from(most) * 1.06)?;
    let edge = |place: &f64| {
        let bucket = buckets.get(place.round() as usize);
        let nanos = bucket.map(|bucket| bucket.from_nanos);
        nanos
            .or(buckets.last().map(|bucket| bucket.to_nanos))
            .map(format::duration)
            .unwrap_or_default()
    };
    let count = |number: &f64| {
        if number.fract() == 0.0 { format::count(*number as u64) } else { String::new() }
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .axis_style(ink(Ink::Line))
        .bold_line_style(ink(Ink::Line2))
        .light_line_style(TRANSPARENT)
        .x_labels(7)
        .y_labels(4)
        .x_label_formatter(&edge)
        .y_label_formatter(&count)
        .label_style(label())
        .draw()?;
    let bars = |count: fn(&Bucket) -> u32, paint: RGBColor| {
        buckets.iter().enumerate().filter(move |(_, bucket)| count(bucket) > 0).map(
            move |(place, bucket)| {
                let place = place as f64;
                let corners = [(place + 0.06, 0.0), (place + 0.94, f64::from(count(bucket)))];
                Rectangle::new(corners, paint.filled())
            },
        )
    };
    chart.draw_series(bars(|bucket| bucket.count, ink(Ink::Accent)))?;
    chart.draw_series(bars(|bucket| bucket.errors, ink(Ink::Error)))?;
    area.present()
}
