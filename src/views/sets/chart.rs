//! Both sides of a finding as box plots above histograms, drawn by plotters.
//!
//! Invariant: A is hollow and above, B is filled and below. Absent: figures, which the table has.

use leptos::html::Canvas;
use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::words::in_unit;
use crate::browser::chart::ChartBackend;
use crate::browser::effect::effect;
use crate::browser::tokens;
use crate::engine::FindingRow;
use crate::scene::{Ink, Tokens};
use crate::state::AppState;
use crate::views::sized_canvas::follow_size;

const LEFT_PX: f64 = 22.0;
const RIGHT_PX: f64 = 12.0;
const BOX_PX: i32 = 14;
/// The middles of the box plots.
const BOXES_PX: [i32; 2] = [14, 38];
/// Where the bars of each histogram stand, and how high they may be.
const FEET_PX: [i32; 2] = [96, 150];
const BARS_PX: f64 = 42.0;
const FONT_PX: f64 = 11.0;

type Outcome<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;
type Area<B> = DrawingArea<B, Shift>;

#[component]
pub(super) fn SpreadChart(row: FindingRow) -> impl IntoView {
    let app = AppState::get();
    let canvas = NodeRef::<Canvas>::new();
    let size_px = RwSignal::new((0.0, 0.0));
    follow_size(canvas, size_px);
    effect(move || {
        app.theme.track();
        let (Some(canvas), size_px) = (canvas.get(), size_px.get()) else { return };
        if size_px.0 < 1.0 {
            return;
        }
        let tokens = tokens::read();
        let picture = Picture { row: &row, width_px: size_px.0, tokens: &tokens };
        if let Some(backend) = ChartBackend::clear(&canvas, size_px)
            && let Err(error) = picture.draw(backend)
        {
            // The table below says the same.
            leptos::logging::warn!("the chart could not be drawn: {error:?}");
        }
    });
    view! { <div class="sets-chart" aria-hidden="true"><canvas node_ref=canvas></canvas></div> }
}

struct Picture<'a> {
    row: &'a FindingRow,
    width_px: f64,
    tokens: &'a Tokens,
}

impl Picture<'_> {
    fn draw<B: DrawingBackend>(&self, backend: B) -> Outcome<B> {
        let area = backend.into_drawing_area();
        for side in 0..2 {
            self.draw_box(&area, side)?;
            self.draw_bars(&area, side)?;
        }
        self.draw_axis(&area)?;
        area.present()
    }

    fn ink(&self, ink: Ink) -> RGBColor {
        let (red, green, blue) = self.tokens.rgb(ink);
        RGBColor(red, green, blue)
    }

    /// The smallest and the largest value of both sides.
    fn ends(&self) -> (u64, u64) {
        let there = self.row.spreads.iter().filter(|spread| spread.count > 0);
        let ends = there.map(|spread| (spread.min, spread.max));
        ends.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, 1))
    }

    fn x(&self, value: u64) -> i32 {
        let (low, high) = self.ends();
        let room = self.width_px - LEFT_PX - RIGHT_PX;
        let share = value.saturating_sub(low) as f64 / (high - low).max(1) as f64;
        (LEFT_PX + share.min(1.0) * room).round() as i32
    }

    fn style(&self, side: usize) -> ShapeStyle {
        let ink = self.ink(if side == 0 { Ink::Ink2 } else { Ink::Accent });
        if side == 0 { ink.stroke_width(1) } else { ink.filled() }
    }

    fn draw_box<B: DrawingBackend>(&self, area: &Area<B>, side: usize) -> Outcome<B> {
        let (spread, middle) = (self.row.spreads[side], BOXES_PX[side]);
        let ink = self.ink(if side == 0 { Ink::Ink2 } else { Ink::Accent });
        self.draw_letter(area, side, middle)?;
        if spread.count == 0 {
            return Ok(());
        }
        let [min, low, median, high, max] =
            [spread.min, spread.p25, spread.p50, spread.p75, spread.max].map(|it| self.x(it));
        let (top, bottom) = (middle - BOX_PX / 2, middle + BOX_PX / 2);
        let line = |from: (i32, i32), to: (i32, i32), width: u32| {
            PathElement::new(vec![from, to], ink.stroke_width(width))
        };
        area.draw(&line((min, middle), (low, middle), 1))?;
        area.draw(&line((high, middle), (max, middle), 1))?;
        for end in [min, max] {
            area.draw(&line((end, middle - 4), (end, middle + 4), 1))?;
        }
        area.draw(&Rectangle::new([(low, top), (high.max(low + 1), bottom)], self.style(side)))?;
        let median_ink = self.ink(if side == 0 { Ink::Ink } else { Ink::Bg });
        let width = 2;
        area.draw(&PathElement::new(
            vec![(median, top), (median, bottom)],
            median_ink.stroke_width(width),
        ))
    }

    fn draw_letter<B: DrawingBackend>(&self, area: &Area<B>, side: usize, y: i32) -> Outcome<B> {
        let style = (self.tokens.font.as_str(), FONT_PX)
            .into_font()
            .color(&self.ink(Ink::Ink2))
            .pos(Pos::new(HPos::Left, VPos::Center));
        area.draw_text(if side == 0 { "A" } else { "B" }, &style, (2, y))
    }

    fn draw_bars<B: DrawingBackend>(&self, area: &Area<B>, side: usize) -> Outcome<B> {
        let histogram = &self.row.histogram;
        let most = histogram.counts.iter().map(|counts| {
            let all: u32 = counts.iter().sum();
            let most = counts.iter().max().copied().unwrap_or(0);
            f64::from(most) / f64::from(all.max(1))
        });
        let most = most.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let counts = &histogram.counts[side];
        let all = f64::from(counts.iter().sum::<u32>().max(1));
        let foot = FEET_PX[side];
        for (step, &count) in histogram.edges.windows(2).zip(counts) {
            if count == 0 {
                continue;
            }
            let height = (f64::from(count) / all / most * BARS_PX).max(1.0).round() as i32;
            let (left, right) = (self.x(step[0]), self.x(step[1]));
            let corners = [(left, foot - height), ((right - 1).max(left + 1), foot)];
            area.draw(&Rectangle::new(corners, self.style(side)))?;
        }
        let line = self.ink(Ink::Line).stroke_width(1);
        let right = (self.width_px - RIGHT_PX) as i32;
        area.draw(&PathElement::new(vec![(LEFT_PX as i32, foot), (right, foot)], line))?;
        self.draw_letter(area, side, foot - 10)
    }

    fn draw_axis<B: DrawingBackend>(&self, area: &Area<B>) -> Outcome<B> {
        let (low, high) = self.ends();
        let text = self.ink(Ink::Ink3);
        let ends = [(low, HPos::Left), (high, HPos::Right)];
        for (value, side) in ends {
            let style = (self.tokens.font.as_str(), FONT_PX)
                .into_font()
                .color(&text)
                .pos(Pos::new(side, VPos::Top));
            area.draw_text(
                &in_unit(self.row.unit, value),
                &style,
                (self.x(value), FEET_PX[1] + 4),
            )?;
        }
        Ok(())
    }
}
