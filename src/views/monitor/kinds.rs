//! The charts that there are: their lines, and how figures of them read.
//!
//! Invariant: lines of one chart differ by width and dashes, and have their names at their ends,
//! beside their colours. Absent: drawing.

use crate::format;
use crate::layout::Figure;
use crate::measures::{CallFigures, MeasureLines};
use crate::scene::Ink;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChartKind {
    Latency,
    Errors,
    Rate,
}

/// How a line looks.
#[derive(Clone, Copy)]
pub(super) struct LineLook {
    /// Empty where there is one line.
    pub name: &'static str,
    pub ink: Ink,
    pub width_px: u32,
    /// On and off, in pixels; `None`: without a gap.
    pub dash_px: Option<(f64, f64)>,
}

const P50: LineLook =
    LineLook { name: "p50", ink: Ink::Ink2, width_px: 1, dash_px: Some((2.0, 3.0)) };
const P75: LineLook =
    LineLook { name: "p75", ink: Ink::Ink2, width_px: 1, dash_px: Some((8.0, 4.0)) };
const P95: LineLook = LineLook { name: "p95", ink: Ink::Accent, width_px: 2, dash_px: None };
const FAILED: LineLook = LineLook { name: "", ink: Ink::Error, width_px: 2, dash_px: None };
const CALLED: LineLook = LineLook { name: "", ink: Ink::Accent, width_px: 2, dash_px: None };

impl ChartKind {
    pub const ALL: [ChartKind; 3] = [ChartKind::Latency, ChartKind::Errors, ChartKind::Rate];

    pub fn title(self) -> &'static str {
        match self {
            ChartKind::Latency => "Latency",
            ChartKind::Errors => "Error rate",
            ChartKind::Rate => "Request rate",
        }
    }

    pub fn figure(self) -> Figure {
        if self == ChartKind::Latency { Figure::Duration } else { Figure::Number }
    }

    pub fn looks(self) -> &'static [LineLook] {
        match self {
            ChartKind::Latency => &[P50, P75, P95],
            ChartKind::Errors => &[FAILED],
            ChartKind::Rate => &[CALLED],
        }
    }

    /// As many as it has looks.
    pub fn lines(self, lines: &MeasureLines) -> Vec<&[Option<f64>]> {
        match self {
            ChartKind::Latency => lines.quantile_nanos.iter().map(Vec::as_slice).collect(),
            ChartKind::Errors => vec![&lines.error_ratio],
            ChartKind::Rate => vec![&lines.rate],
        }
    }

    /// The same over the whole window.
    pub fn whole(self, figures: &CallFigures) -> Vec<Option<f64>> {
        match self {
            ChartKind::Latency => figures.quantile_nanos.to_vec(),
            ChartKind::Errors => vec![figures.error_ratio],
            ChartKind::Rate => vec![figures.rate],
        }
    }

    pub fn text(self, figure: Option<f64>) -> String {
        match (figure, self) {
            (None, _) => "–".to_owned(),
            (Some(nanos), ChartKind::Latency) => format::duration(nanos.round() as u64),
            (Some(ratio), ChartKind::Errors) => format::percent(ratio),
            (Some(rate), ChartKind::Rate) => format::rate(rate),
        }
    }

    pub fn axis_label(self, figure: f64, step: f64, top: f64) -> String {
        match self {
            ChartKind::Latency => format::axis_label(figure as u64, step as u64, top as u64),
            ChartKind::Errors => format::percent(figure),
            ChartKind::Rate => format::rate_label(figure, step, top),
        }
    }

    /// `p95 340 ms · p75 120 ms · p50 80 ms`, the slowest first.
    pub fn reading(self, figures: &[Option<f64>]) -> String {
        let told = self.looks().iter().zip(figures).rev();
        let words: Vec<String> = told
            .map(|(look, figure)| format!("{} {}", look.name, self.text(*figure)).trim().to_owned())
            .collect();
        words.join(" · ")
    }
}
