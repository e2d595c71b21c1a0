//! Traces that were found become a chart of duration over time.
//!
//! Invariant: what failed is ringed and opaque beside being red, and lies on top. Absent: where
//! points lie (see `layout`).

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::format;
use crate::layout::{Scatter, ScatterPoint, radius_px};
use crate::scene::{Ink, Tokens};

/// Of labels.
const FONT_PX: f64 = 11.0;
const LABEL_GAP_PX: i32 = 8;
/// Points that lie on one another are still seen to be several.
const OPACITY: f64 = 0.5;

type Outcome<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws axes, then points, those with an error last.
pub(super) fn draw<B: DrawingBackend>(
    backend: B,
    scatter: &Scatter,
    points: &[ScatterPoint],
    offset_minutes: i32,
    tokens: &Tokens,
) -> Outcome<B> {
    let ink = |ink: Ink| {
        let (red, green, blue) = tokens.rgb(ink);
        RGBColor(red, green, blue)
    };
    let area = backend.into_drawing_area();
    draw_axes(
        &area,
        scatter,
        offset_minutes,
        tokens.font.as_str(),
        [Ink::Line, Ink::Ink3].map(ink),
    )?;
    let circle = |point: &ScatterPoint| {
        let (x_px, y_px) = scatter.place(point);
        let radius_px = radius_px(point.spans).round() as i32;
        ((x_px.round() as i32, y_px.round() as i32), radius_px)
    };
    let well = ink(Ink::Accent).mix(OPACITY).filled();
    for point in points.iter().filter(|point| !point.is_error) {
        let (at, radius) = circle(point);
        area.draw(&Circle::new(at, radius, well))?;
    }
    let (failed, ring) = (ink(Ink::Error).filled(), ink(Ink::Ink).stroke_width(1));
    for point in points.iter().filter(|point| point.is_error) {
        let (at, radius) = circle(point);
        area.draw(&Circle::new(at, radius, failed))?;
        area.draw(&Circle::new(at, radius, ring))?;
    }
    area.present()
}

fn draw_axes<B: DrawingBackend>(
    area: &DrawingArea<B, plotters::coord::Shift>,
    scatter: &Scatter,
    offset_minutes: i32,
    font: &str,
    [line, text]: [RGBColor; 2],
) -> Outcome<B> {
    let label = |pos: Pos| (font, FONT_PX).into_font().color(&text).pos(pos);
    let beside = label(Pos::new(HPos::Right, VPos::Center));
    let below = label(Pos::new(HPos::Center, VPos::Top));
    let left = scatter.left_px.round() as i32;
    let right = (scatter.left_px + scatter.width_px).round() as i32;
    let bottom = (scatter.top_px + scatter.height_px).round() as i32;
    let durations = scatter.duration_ticks();
    let longest = durations.times_nanos.last().copied().unwrap_or(0);
    for &nanos in &durations.times_nanos {
        let y = scatter.y_from_duration(nanos).round() as i32;
        area.draw(&PathElement::new([(left, y), (right, y)], line))?;
        let words = format::axis_label(nanos, durations.step_nanos, longest);
        area.draw_text(&words, &beside, (left - LABEL_GAP_PX, y))?;
    }
    let times = scatter.time_ticks(offset_minutes);
    for &nanos in &times.times_nanos {
        let x = scatter.x_from_start(nanos).round() as i32;
        let words = format::clock_label(nanos, offset_minutes, times.step_nanos);
        area.draw_text(&words, &below, (x, bottom + LABEL_GAP_PX))?;
    }
    Ok(())
}
