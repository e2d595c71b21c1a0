//! The cells of one event.
//!
//! Invariant: five of them, whether or not the row has come. Absent: the row itself.

use leptos::prelude::*;

use crate::engine::EventRow;
use crate::format;
use crate::state::EventsState;
use crate::views::service_mark::ServiceMark;

pub(super) fn cells(events: EventsState, number: u32) -> AnyView {
    match events.rows.with_row(number, Clone::clone) {
        Some(row) => filled(events, row).into_any(),
        None => view! { <div role="gridcell"></div> }.into_any(),
    }
}

fn filled(events: EventsState, row: EventRow) -> impl IntoView {
    let place = row.service as usize;
    let color = events.trace.colors.with_untracked(|all| all.get(place).copied());
    let service = events.trace.summary.with_untracked(|summary| {
        summary.as_ref().and_then(|it| it.services.get(place)).map(|one| one.name.clone())
    });
    let service = shown(&service.unwrap_or_default(), "unknown service");
    let (span, name) = (shown(&row.span_name, "(no name)"), event_name(&row));
    let line = format::visible_text(&row.line);
    view! {
        <div role="gridcell" class="figure" title=format::iso_8601(row.time_nanos, 0)>
            {format::offset(row.offset_nanos)}
        </div>
        <div role="gridcell" title=service.clone()>
            <ServiceMark color/>
            <span class="untrusted">{service.clone()}</span>
        </div>
        <div role="gridcell" title=span.clone()><span class="untrusted">{span.clone()}</span></div>
        <div role="gridcell" class="main" class:error-text=row.is_error title=name.clone()>
            {row.is_error.then_some("✕ ")}
            <span class="untrusted">{name.clone()}</span>
        </div>
        <div role="gridcell" class:error-text=row.is_error title=line.clone()>
            <span class="untrusted">{line.clone()}</span>
        </div>
    }
}

/// A log is named by its severity.
fn event_name(row: &EventRow) -> String {
    match (row.severity.as_str(), row.name.as_str()) {
        ("", name) => shown(name, "(no name)"),
        (severity, "" | "log") => format::visible_text(severity),
        (severity, name) => format::visible_text(&format!("{severity} {name}")),
    }
}

fn shown(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { format::visible_text(text) }
}
