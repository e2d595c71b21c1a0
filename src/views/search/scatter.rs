//! The traces that were found, as points of duration over time: a picture of the list below it.
//!
//! Invariant: a click opens a trace, a drag narrows the rows down as facets do. Absent: anything
//! that the list and the facets do not offer, so that nobody needs to see or to drag.

use std::sync::Arc;

use leptos::ev::{self, KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;

use super::chart::draw;
use super::row;
use crate::browser::chart::ChartBackend;
use crate::browser::effect::effect;
use crate::browser::events;
use crate::browser::tokens;
use crate::format;
use crate::jaeger::TraceSummary;
use crate::layout::{Scatter, ScatterAxes, ScatterChoice, ScatterPoint, radius_px};
use crate::state::{AppState, ResultsState};
use crate::views::sized_canvas::follow_size;

/// Between a point and what is told of it.
const TIP_GAP_PX: f64 = 12.0;

/// What the parts of the chart share; a copy is the same.
#[derive(Clone, Copy)]
struct Chart {
    app: AppState,
    size_px: RwSignal<(f64, f64)>,
    /// Those of the rows, in their order.
    points: Memo<Arc<Vec<ScatterPoint>>>,
    scatter: Memo<Scatter>,
    /// The row under the pointer.
    hovered: RwSignal<Option<usize>>,
    /// Where a drag began, and where it is.
    drag: RwSignal<Option<[(f64, f64); 2]>>,
}

impl Chart {
    fn of(app: AppState) -> Chart {
        let results = app.search.results;
        let size_px = RwSignal::new((0.0, 0.0));
        let points = Memo::new(move |_| Arc::new(results.rows.with(|rows| points_of(rows))));
        let axes = Memo::new(move |_| {
            let all = results
                .all
                .with(|all| all.as_ref().map(|all| points_of(&all.found)).unwrap_or_default());
            let choice = results.choice.with(|choice| ScatterChoice {
                starts: choice.start_nanos.clone(),
                durations: choice.duration_nanos.clone(),
            });
            ScatterAxes::of(&all, &choice)
        });
        let scatter = Memo::new(move |_| Scatter::on_canvas(axes.get(), size_px.get()));
        let (hovered, drag) = (RwSignal::new(None), RwSignal::new(None));
        Chart { app, size_px, points, scatter, hovered, drag }
    }

    fn results(&self) -> ResultsState {
        self.app.search.results
    }

    fn nearest(&self, at_px: (f64, f64)) -> Option<usize> {
        self.scatter
            .with_untracked(|scatter| self.points.with_untracked(|all| scatter.nearest(all, at_px)))
    }

    /// The row under the pointer, and where its point is.
    fn hovered_row(&self) -> Option<(TraceSummary, (f64, f64))> {
        let place = self.hovered.get()?;
        let row = self.results().row(place as u32)?;
        let point = self.points.with(|points| points.get(place).copied())?;
        Some((row, self.scatter.with(|scatter| scatter.place(&point))))
    }

    fn down(&self, event: &PointerEvent) {
        if event.button() == 0 && event.is_primary() {
            events::capture_pointer(event);
            let at_px = events::place_in_listener(event);
            self.drag.set(Some([at_px, at_px]));
        }
    }

    fn moved(&self, event: &PointerEvent) {
        let at_px = events::place_in_listener(event);
        let began = self.drag.with_untracked(|drag| drag.map(|[from, _]| from));
        let hovered = match began {
            Some(from_px) => {
                self.drag.set(Some([from_px, at_px]));
                None
            }
            None => self.nearest(at_px),
        };
        if self.hovered.get_untracked() != hovered {
            self.hovered.set(hovered);
        }
    }

    fn up(&self, event: &PointerEvent) {
        let Some([from_px, _]) = self.drag.get_untracked() else { return };
        self.drag.set(None);
        let at_px = events::place_in_listener(event);
        match self.scatter.with_untracked(|scatter| scatter.choice(from_px, at_px)) {
            Some(chosen) => self.results().choice.update(|choice| {
                choice.start_nanos = chosen.starts.or(choice.start_nanos.take());
                choice.duration_nanos = chosen.durations.or(choice.duration_nanos.take());
            }),
            None => self.open_nearest(at_px),
        }
    }

    fn open_nearest(&self, at_px: (f64, f64)) {
        let row =
            self.nearest(at_px).and_then(|place| untrack(|| self.results().row(place as u32)));
        if let Some(row) = row {
            self.app.open_result(row.trace_id);
        }
    }

    /// Ends the drag, or takes back what drags chose; `false`: there was neither.
    fn escape(&self) -> bool {
        if self.drag.get_untracked().is_some() {
            self.drag.set(None);
            return true;
        }
        let choice = self.results().choice;
        let is_narrowed =
            choice.with_untracked(|it| it.start_nanos.is_some() || it.duration_nanos.is_some());
        if is_narrowed {
            choice.update(|it| (it.start_nanos, it.duration_nanos) = (None, None));
        }
        is_narrowed
    }
}

fn points_of(rows: &[TraceSummary]) -> Vec<ScatterPoint> {
    let point = |row: &TraceSummary| ScatterPoint {
        start_nanos: row.start_nanos,
        duration_nanos: row.duration_nanos(),
        spans: row.spans,
        is_error: row.has_error() == Some(true),
    };
    rows.iter().map(point).collect()
}

#[component]
pub(super) fn ScatterPane() -> impl IntoView {
    let chart = Chart::of(AppState::get());
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_free = !event.default_prevented() && !events::is_typing(&event);
        if event.key() == "Escape" && is_free && chart.escape() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <div
            class="search-scatter"
            class:pointed=move || chart.hovered.get().is_some()
            aria-hidden="true"
            on:pointerdown=move |event| chart.down(&event)
            on:pointermove=move |event| chart.moved(&event)
            on:pointerup=move |event| chart.up(&event)
            on:pointercancel=move |_| chart.drag.set(None)
            on:pointerleave=move |_| chart.hovered.set(None)
        >
            <ChartCanvas chart/>
            {move || {
                let [from_px, to_px] = chart.drag.get()?;
                let [left, top, width, height] = chart.scatter.with(|it| it.choice_area(from_px, to_px))?;
                let style = format!("left:{left}px;top:{top}px;width:{width}px;height:{height}px");
                Some(view! { <i class="search-drag" style=style></i> })
            }}
            {move || chart.hovered_row().map(|(row, at_px)| tip(chart, &row, at_px))}
        </div>
    }
}

/// What the point under the pointer is, on the side where there is room.
fn tip(chart: Chart, row: &TraceSummary, (x_px, y_px): (f64, f64)) -> AnyView {
    let (width_px, height_px) = chart.size_px.get();
    let across = if x_px < width_px / 2.0 {
        format!("left:{}px", x_px + TIP_GAP_PX)
    } else {
        format!("right:{}px", width_px - x_px + TIP_GAP_PX)
    };
    let down = if y_px < height_px / 2.0 {
        format!("top:{y_px}px")
    } else {
        format!("bottom:{}px", height_px - y_px)
    };
    let ring_px = radius_px(row.spans) + 2.0;
    let ring = format!(
        "left:{}px;top:{}px;width:{}px;height:{}px",
        x_px - ring_px,
        y_px - ring_px,
        2.0 * ring_px,
        2.0 * ring_px
    );
    let facts = format!("{} · {}", format::duration(row.duration_nanos()), row::facts(row));
    view! {
        <i class="search-ring" style=ring></i>
        <div class="search-tip" style=format!("{across};{down}")>
            <b class="untrusted">{format::visible_text(&row.name())}</b>
            <span>{facts}</span>
        </div>
    }
    .into_any()
}

#[component]
fn ChartCanvas(chart: Chart) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let size_px = chart.size_px;
    follow_size(canvas, size_px);
    effect(move || {
        chart.app.theme.track();
        let (Some(canvas), size_px) = (canvas.get(), size_px.get()) else { return };
        let (scatter, points) = (chart.scatter.get(), chart.points.get());
        let offset_minutes = chart.app.offset_minutes(scatter.axes.starts.start);
        if size_px.0 < 1.0 {
            return;
        }
        if let Some(backend) = ChartBackend::clear(&canvas, size_px)
            && let Err(error) = draw(backend, &scatter, &points, offset_minutes, &tokens::read())
        {
            // The list below says the same.
            leptos::logging::warn!("the chart could not be drawn: {error:?}");
        }
    });
    view! { <canvas node_ref=canvas></canvas> }
}
