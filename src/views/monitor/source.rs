//! The head of what was measured: whose, over which time, and where the figures are from.
//!
//! Invariant: a sample is called one. Absent: figures.

use leptos::prelude::*;

use crate::format;
use crate::state::{AppState, Measured, MeasuredFrom};

pub(super) fn heading(measured: &Measured) -> AnyView {
    let app = AppState::get();
    let service = format::visible_text(&measured.link.service);
    let window = measured.measures.window_nanos;
    let has_calls = !measured.measures.operations.is_empty();
    let time = move || {
        let moment = |nanos: u64| format::date_time(nanos, app.offset_minutes(nanos), None);
        // Seconds do.
        let short = |nanos: u64| moment(nanos).split('.').next().unwrap_or_default().to_owned();
        format!("{} to {}", short(window.0), short(window.1))
    };
    let limit = measured.link.limit;
    let is_sample = matches!(measured.from, MeasuredFrom::Found { is_limit_reached: true, .. });
    view! {
        <div class="monitor-heading">
            <h1 class="untrusted">{service}</h1>
            {has_calls.then(|| view! { <span class="search-facts">{time}</span> })}
            <p class="monitor-source">{source_words(measured)}</p>
            {is_sample
                .then(|| {
                    view! {
                        <p class="search-limit">
                            {format!(
                                "The limit of {limit} traces was reached: this is a sample, and rates are lower than they were.",
                            )}
                        </p>
                    }
                })}
            {why_no_metrics(measured)}
            {(!has_calls).then(|| view! { <p>{empty_words(measured)}</p> })}
        </div>
    }
    .into_any()
}

fn traces_words(traces: u32) -> String {
    let plural = if traces == 1 { "" } else { "s" };
    format!("{} trace{plural}", format::count(u64::from(traces)))
}

fn source_words(measured: &Measured) -> String {
    match &measured.from {
        MeasuredFrom::Metrics => format!(
            "Measured by Jaeger’s metrics storage, spans of kind {}; the table has means of the points.",
            measured.link.kind.name()
        ),
        MeasuredFrom::Found { traces, .. } => format!(
            "Computed from {} found by a search: calls by which work enters the service.",
            traces_words(*traces)
        ),
        MeasuredFrom::Open { traces } => format!(
            "Computed from {} that are open: calls by which work enters the service.",
            traces_words(*traces)
        ),
    }
}

/// What the server said when it was asked for metrics.
fn why_no_metrics(measured: &Measured) -> Option<AnyView> {
    let MeasuredFrom::Found { fault: Some(fault), .. } = &measured.from else { return None };
    let said = match fault.said.as_str() {
        "" => fault.what(),
        said => format!("it says “{said}”"),
    };
    let words = format!("This server has no metrics: {}", format::visible_text(&said));
    Some(view! { <p class="search-facts untrusted">{words}</p> }.into_any())
}

fn empty_words(measured: &Measured) -> &'static str {
    match measured.from {
        MeasuredFrom::Metrics => {
            "The metrics storage has no calls of this service and kind in this time. Try another span kind or a longer time, or measure the traces of a search."
        }
        MeasuredFrom::Found { .. } => {
            "No calls of this service were found in this time. Try a longer time, or check the service’s name."
        }
        MeasuredFrom::Open { .. } => {
            "No trace that is open has calls of this service. Open files or traces first, or choose another service."
        }
    }
}
