//! What the pointer is on, in words beside it.
//!
//! Invariant: on the side of the pointer where there is more room. Absent: a tooltip for keys;
//! what they choose is said in a line of its own.

use leptos::prelude::*;

use crate::engine::SpanDetail;
use crate::format;
use crate::layout::FlameContent;
use crate::scene::ServiceColor;
use crate::state::{FlameHover, FlameState, FlameSumState, SumHover, TraceState};
use crate::views::service_mark::ServiceMark;

/// From the pointer.
const DISTANCE_PX: f64 = 14.0;

#[component]
pub(super) fn SpanTooltip(flame: FlameState) -> impl IntoView {
    move || {
        let hover = flame.hover.get()?;
        let detail = flame.hovered.get();
        let detail = detail.filter(|detail| Some(detail.key) == hover.rect.key());
        let style = style(hover.at_px, flame.size_px.get_untracked());
        let (name, figures) = told(flame, &hover, detail.as_deref());
        let service = hover.rect.service;
        Some(view! {
            <div class="flame-tooltip" style=style aria-hidden="true">
                <Heading state=flame.trace service name/>
                <span>{figures}</span>
                {hover.rect.is_error.then(|| view! { <span class="error-text">"✕ failed"</span> })}
            </div>
        })
    }
}

/// A name, and the figures below it.
fn told(flame: FlameState, hover: &FlameHover, detail: Option<&SpanDetail>) -> (String, String) {
    match hover.rect.content {
        FlameContent::Merged { count } => {
            let count = format::count(u64::from(count));
            (String::new(), format!("{count} spans, too short to tell apart. Click to zoom in."))
        }
        FlameContent::Span { duration_nanos, .. } => {
            let known = flame
                .window
                .with_untracked(|window| window.name(&hover.rect).unwrap_or_default().to_owned());
            let name = detail.map(|detail| detail.name.shown.clone()).unwrap_or(known);
            let duration = format::duration(duration_nanos);
            let figures = match detail {
                Some(detail) => {
                    format!("{duration} · self {}", format::duration(detail.self_nanos))
                }
                None => duration,
            };
            (name, figures)
        }
    }
}

#[component]
pub(super) fn NodeTooltip(sum: FlameSumState) -> impl IntoView {
    move || {
        let hover = sum.hover.get()?;
        let style = style(hover.at_px, sum.size_px.get_untracked());
        let service = hover.share.figures.service;
        let (calls, work) = node_figures(sum, &hover);
        Some(view! {
            <div class="flame-tooltip" style=style aria-hidden="true">
                <Heading state=sum.trace service name=hover.name.clone()/>
                <span>{work}</span>
                <span>{calls}</span>
            </div>
        })
    }
}

fn node_figures(sum: FlameSumState, hover: &SumHover) -> (String, String) {
    let figures = &hover.share.figures;
    let whole = sum.window.with_untracked(|it| it.as_ref().map_or(0, |it| it.total_nanos));
    let work = format!(
        "{} of work ({}) · self {}",
        format::duration(figures.total_nanos),
        share_text(figures.total_nanos, whole),
        format::duration(figures.self_nanos),
    );
    (calls_text(figures.count, figures.errors), work)
}

/// `1 call`, `12 calls, 3 failed`.
pub(super) fn calls_text(count: u32, errors: u32) -> String {
    let word = if count == 1 { "call" } else { "calls" };
    let calls = format!("{} {word}", format::count(u64::from(count)));
    match errors {
        0 => calls,
        errors => format!("{calls}, {} failed", format::count(u64::from(errors))),
    }
}

/// A part of the work in percent.
pub(super) fn share_text(part_nanos: u64, whole_nanos: u64) -> String {
    format::percent(part_nanos as f64 / whole_nanos.max(1) as f64)
}

#[component]
fn Heading(state: TraceState, service: u32, name: String) -> impl IntoView {
    view! {
        <span class="flame-heading">
            <ServiceMark color=color_of(state, service)/>
            <b class="untrusted">{service_name(state, service)}</b>
            <span class="untrusted">{format::visible_text(&name)}</span>
        </span>
    }
}

/// Of the service at this place in the trace's list.
pub(super) fn color_of(state: TraceState, service: u32) -> Option<ServiceColor> {
    state.colors.with_untracked(|colors| colors.get(service as usize).copied())
}

pub(super) fn service_name(state: TraceState, service: u32) -> String {
    state.summary.with_untracked(|summary| {
        let services = summary.as_ref().map(|summary| &summary.services);
        let service = services.and_then(|services| services.get(service as usize));
        format::visible_text(service.map_or("", |service| &service.name))
    })
}

fn style((x_px, y_px): (f64, f64), (width_px, height_px): (f64, f64)) -> String {
    let across = match x_px > width_px / 2.0 {
        true => format!("right:{}px", width_px - x_px + DISTANCE_PX),
        false => format!("left:{}px", x_px + DISTANCE_PX),
    };
    let down = match y_px > height_px / 2.0 {
        true => format!("bottom:{}px", height_px - y_px + DISTANCE_PX),
        false => format!("top:{}px", y_px + DISTANCE_PX),
    };
    format!("{across};{down}")
}
