//! A chart with its head: what it shows, and the figures at one moment.
//!
//! Invariant: the moment is the same in all charts, and goes with the pointer or by the keys of a
//! slider, which is what a chart is to a screen reader. Absent: figures that the table does not say.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;

use super::chart::Picture;
use super::kinds::ChartKind;
use crate::browser::chart::ChartBackend;
use crate::browser::effect::effect;
use crate::browser::events;
use crate::browser::tokens;
use crate::format;
use crate::layout::LineChart;
use crate::measures::OperationMeasure;
use crate::state::{AppState, Measured};
use crate::views::sized_canvas::follow_size;

/// What the parts of a chart share; a copy is the same.
#[derive(Clone, Copy)]
struct Local {
    app: AppState,
    kind: ChartKind,
    size_px: RwSignal<(f64, f64)>,
}

impl Local {
    /// What is measured, and the operation that is looked at. Tracks.
    fn with<T>(&self, read: impl FnOnce(&Measured, &OperationMeasure) -> T) -> Option<T> {
        let measured: Option<Arc<Measured>> = self.app.monitor.measured.get();
        let measured = measured?;
        let name = self.app.monitor.link.with(|link| link.operation.clone());
        Some(read(&measured, measured.measures.operation(&name)))
    }

    /// Tracks the size, too.
    fn chart(&self, measured: &Measured, operation: &OperationMeasure) -> LineChart {
        let lines = self.kind.lines(&operation.lines);
        let figures = lines.into_iter().flatten().flatten().copied();
        let largest = figures.fold(0.0, f64::max);
        let (start, end) = measured.measures.window_nanos;
        LineChart::on_canvas(start..end, largest, self.kind.figure(), self.size_px.get())
    }

    fn points(&self) -> usize {
        self.with(|measured, _| measured.measures.times_nanos.len()).unwrap_or(0)
    }

    /// The figures at the moment, with its time of day; those of the whole window without one.
    fn reading(&self) -> String {
        let at = self.app.monitor.moment.get();
        let reading = self.with(|measured, operation| {
            let moment = at.and_then(|at| Some((at, *measured.measures.times_nanos.get(at)?)));
            let Some((at, nanos)) = moment else {
                return self.kind.reading(&self.kind.whole(&operation.figures));
            };
            let lines = self.kind.lines(&operation.lines);
            let figures: Vec<Option<f64>> = lines.iter().map(|line| line[at]).collect();
            let minutes = self.app.offset_minutes(nanos);
            let clock = format::clock_label(nanos, minutes, measured.measures.step_nanos / 2);
            format!("{clock} · {}", self.kind.reading(&figures))
        });
        reading.unwrap_or_default()
    }

    fn moved(&self, event: &PointerEvent) {
        let (x_px, _) = events::place_in_listener(event);
        let at = untrack(|| {
            self.with(|measured, operation| {
                self.chart(measured, operation).nearest(&measured.measures.times_nanos, x_px)
            })
        });
        self.app.monitor.moment.set(at.flatten());
    }

    fn pressed(&self, event: &KeyboardEvent) {
        let last = untrack(|| self.points()).saturating_sub(1);
        let at = self.app.monitor.moment.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => at.map_or(last, |at| at.saturating_sub(1)),
            "ArrowRight" | "ArrowUp" => at.map_or(0, |at| (at + 1).min(last)),
            "PageDown" => at.map_or(last, |at| at.saturating_sub(10)),
            "PageUp" => at.map_or(0, |at| (at + 10).min(last)),
            "Home" => 0,
            "End" => last,
            "Escape" => return self.app.monitor.moment.set(None),
            _ => return,
        };
        event.prevent_default();
        self.app.monitor.moment.set(Some(next));
    }

    /// Where the moment is on the canvas.
    fn mark_px(&self) -> Option<f64> {
        let at = self.app.monitor.moment.get()?;
        self.with(|measured, operation| {
            let nanos = *measured.measures.times_nanos.get(at)?;
            Some(self.chart(measured, operation).x_from_time(nanos))
        })?
    }
}

#[component]
pub(super) fn Chart(kind: ChartKind) -> impl IntoView {
    let app = AppState::get();
    let local = Local { app, kind, size_px: RwSignal::new((0.0, 0.0)) };
    let last = move || local.points().saturating_sub(1);
    view! {
        <section class="monitor-chart">
            <header>
                <h2>{kind.title()}</h2>
                <span>{move || local.reading()}</span>
            </header>
            <div
                class="monitor-plot"
                role="slider"
                tabindex="0"
                aria-label=format!("{} over time", kind.title())
                aria-valuemin="0"
                aria-valuemax=last
                aria-valuenow=move || app.monitor.moment.get().unwrap_or_else(last)
                aria-valuetext=move || local.reading()
                on:pointermove=move |event| local.moved(&event)
                on:pointerdown=move |event| local.moved(&event)
                on:pointerleave=move |_| app.monitor.moment.set(None)
                on:blur=move |_| app.monitor.moment.set(None)
                on:keydown=move |event| local.pressed(&event)
            >
                <ChartCanvas local/>
                {move || {
                    let style = format!("left:{}px", local.mark_px()?);
                    Some(view! { <i style=style></i> })
                }}
            </div>
        </section>
    }
}

#[component]
fn ChartCanvas(local: Local) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let size_px = local.size_px;
    follow_size(canvas, size_px);
    effect(move || {
        local.app.theme.track();
        let (Some(canvas), size_px) = (canvas.get(), size_px.get()) else { return };
        if size_px.0 < 1.0 {
            return;
        }
        let tokens = tokens::read();
        local.with(|measured, operation| {
            let chart = local.chart(measured, operation);
            let picture = Picture {
                kind: local.kind,
                chart: &chart,
                times_nanos: &measured.measures.times_nanos,
                lines: local.kind.lines(&operation.lines),
                offset_minutes: local.app.offset_minutes(chart.axes.times.start),
                tokens: &tokens,
            };
            if let Some(backend) = ChartBackend::clear(&canvas, size_px)
                && let Err(error) = picture.draw(backend)
            {
                // The head above and the table below say the same.
                leptos::logging::warn!("the chart could not be drawn: {error:?}");
            }
        });
    });
    view! { <canvas node_ref=canvas></canvas> }
}
