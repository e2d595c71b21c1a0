//! Lines of figures become a chart.
//!
//! Invariant: a figure between two gaps is a dot, so that it is seen; the line that matters most
//! lies on top. Absent: where lines go (see `layout`).

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::kinds::{ChartKind, LineLook};
use crate::format;
use crate::layout::{LineChart, LineRun, dashes};
use crate::scene::{Ink, Tokens};

/// Of labels.
const FONT_PX: f64 = 11.0;
const LABEL_GAP_PX: i32 = 8;
const DOT_PX: i32 = 2;

type Outcome<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;
type Area<B> = DrawingArea<B, plotters::coord::Shift>;

/// What is drawn, and on which clock.
pub(super) struct Picture<'a> {
    pub kind: ChartKind,
    pub chart: &'a LineChart,
    pub times_nanos: &'a [u64],
    /// As many as the kind has looks.
    pub lines: Vec<&'a [Option<f64>]>,
    pub offset_minutes: i32,
    pub tokens: &'a Tokens,
}

impl Picture<'_> {
    /// Draws axes, then lines, then their names.
    pub fn draw<B: DrawingBackend>(&self, backend: B) -> Outcome<B> {
        let area = backend.into_drawing_area();
        self.draw_axes(&area)?;
        let mut ends = Vec::new();
        for (look, line) in self.kind.looks().iter().zip(&self.lines) {
            let runs = self.chart.runs(self.times_nanos, line);
            if let Some(&(x, y)) = runs.last().and_then(|run| run.last()) {
                ends.push((look, x, y));
            }
            for run in runs {
                self.draw_run(&area, look, &run)?;
            }
        }
        self.draw_names(&area, &ends)?;
        area.present()
    }

    fn ink(&self, ink: Ink) -> RGBColor {
        let (red, green, blue) = self.tokens.rgb(ink);
        RGBColor(red, green, blue)
    }

    fn draw_run<B: DrawingBackend>(
        &self,
        area: &Area<B>,
        look: &LineLook,
        run: &LineRun,
    ) -> Outcome<B> {
        let ink = self.ink(look.ink);
        if let [place] = run.as_slice() {
            return area.draw(&Circle::new(whole(*place), DOT_PX, ink.filled()));
        }
        let pieces = match look.dash_px {
            Some((on_px, off_px)) => dashes(run, on_px, off_px),
            None => vec![run.clone()],
        };
        for piece in pieces {
            let places: Vec<(i32, i32)> = piece.into_iter().map(whole).collect();
            area.draw(&PathElement::new(places, ink.stroke_width(look.width_px)))?;
        }
        Ok(())
    }

    fn draw_names<B: DrawingBackend>(
        &self,
        area: &Area<B>,
        ends: &[(&LineLook, f64, f64)],
    ) -> Outcome<B> {
        let ends_px: Vec<f64> = ends.iter().map(|(_, _, y)| *y).collect();
        let places = self.chart.name_places(&ends_px);
        for ((look, x, _), y) in ends.iter().zip(places) {
            let beside = (self.tokens.font.as_str(), FONT_PX)
                .into_font()
                .color(&self.ink(look.ink))
                .pos(Pos::new(HPos::Left, VPos::Center));
            let (x, y) = whole((*x, y));
            area.draw_text(look.name, &beside, (x + LABEL_GAP_PX, y))?;
        }
        Ok(())
    }

    fn draw_axes<B: DrawingBackend>(&self, area: &Area<B>) -> Outcome<B> {
        let [line, text] = [Ink::Line, Ink::Ink3].map(|ink| self.ink(ink));
        let font = self.tokens.font.as_str();
        let label = |pos: Pos| (font, FONT_PX).into_font().color(&text).pos(pos);
        let beside = label(Pos::new(HPos::Right, VPos::Center));
        let below = label(Pos::new(HPos::Center, VPos::Top));
        let chart = self.chart;
        let (left, bottom) = whole((chart.left_px, chart.top_px + chart.height_px));
        let (right, _) = whole((chart.left_px + chart.width_px, 0.0));
        for figure in chart.figure_ticks() {
            let (_, y) = whole((0.0, chart.y_from_figure(figure)));
            area.draw(&PathElement::new(vec![(left, y), (right, y)], line.stroke_width(1)))?;
            let words = self.kind.axis_label(figure, chart.axes.step, chart.axes.top);
            area.draw_text(&words, &beside, (left - LABEL_GAP_PX, y))?;
        }
        let times = chart.time_ticks(self.offset_minutes);
        for &nanos in &times.times_nanos {
            let (x, _) = whole((chart.x_from_time(nanos), 0.0));
            let words = format::clock_label(nanos, self.offset_minutes, times.step_nanos);
            area.draw_text(&words, &below, (x, bottom + LABEL_GAP_PX))?;
        }
        Ok(())
    }
}

fn whole((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
