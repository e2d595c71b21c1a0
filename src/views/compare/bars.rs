//! The bars of a row: the first trace's above, the second's below.
//!
//! Invariant: what ran for no time is still a hair wide. Absent: names.

use leptos::prelude::*;

use crate::engine::{MergedRow, MergedSide};
use crate::format;
use crate::layout::{TimeWindow, ticks};
use crate::scene::ServiceColor;
use crate::state::{ComparisonState, Timing};

/// Of the drawing, whatever its size on the page.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 28.0;
const BAR: f64 = 7.0;
/// The tops of the bars.
const TOPS: [f64; 2] = [5.0, 15.0];
const MOST_TICKS: usize = 5;

/// What the whole width means for each side, in nanoseconds.
pub(super) fn lengths(state: ComparisonState) -> [u64; 2] {
    let Timing { ends_nanos, .. } = state.timing.get();
    match state.look.with(|look| look.is_own_scale) {
        true => ends_nanos.map(|end| end.max(1)),
        false => [ends_nanos[0].max(ends_nanos[1]).max(1); 2],
    }
}

#[component]
pub(super) fn Bars(row: MergedRow, lengths: [u64; 2]) -> impl IntoView {
    let color = ServiceColor::of(&row.service).css();
    let [first, second] = [0, 1].map(|side| side_view(&row.sides[side], side, lengths[side]));
    view! {
        <svg
            class="pair-bars"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
            style=format!("--service:{color}")
        >
            {first}
            {second}
        </svg>
    }
}

fn side_view(side: &MergedSide, number: usize, length_nanos: u64) -> impl IntoView {
    let top = TOPS[number];
    let bars = path(&side.bars, top, BAR, length_nanos);
    let critical = path(&side.path, top + BAR, 1.5, length_nanos);
    let class = if number == 0 { "of-first" } else { "of-second" };
    view! {
        <path class=class d=bars/>
        <path class="critical" d=critical/>
    }
}

fn path(pieces: &[(u64, u64)], top: f64, height: f64, length_nanos: u64) -> String {
    let x = |nanos: u64| nanos as f64 / length_nanos as f64 * WIDTH;
    let piece = |&(start, end): &(u64, u64)| {
        let (left, right) = (x(start), x(end));
        format!("M{left:.2} {top}H{right:.2}V{}H{left:.2}Z", top + height)
    };
    pieces.iter().map(piece).collect()
}

/// The ticks above the bars.
#[component]
pub(super) fn Axis(state: ComparisonState) -> impl IntoView {
    move || {
        if state.look.with(|look| look.is_own_scale) {
            let note = "each trace on its own scale";
            return view! { <span class="pair-axis"><small>{note}</small></span> }.into_any();
        }
        if state.timing.get() == Timing::default() {
            // Nothing is known of the traces yet.
            return ().into_any();
        }
        let length = lengths(state)[0];
        let marks = ticks(TimeWindow { start_nanos: 0, end_nanos: length }, MOST_TICKS);
        let largest = marks.times_nanos.last().copied().unwrap_or(0);
        let tick = |&at: &u64| {
            let share = at as f64 / length as f64;
            let style = format!("left:{:.3}%", share * 100.0);
            let class = if share > 0.9 { "at-end" } else { "" };
            view! { <i class=class style=style>{format::axis_label(at, marks.step_nanos, largest)}</i> }
        };
        let marks = marks.times_nanos.iter().map(tick).collect_view();
        view! { <span class="pair-axis" aria-hidden="true">{marks}</span> }.into_any()
    }
}
