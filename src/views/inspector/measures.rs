//! When and how long, and under which ids.
//!
//! Invariant: rounded figures carry the exact ones on hover. Absent: comparisons.

use std::sync::Arc;

use leptos::prelude::*;

use super::context::kin_text;
use crate::engine::SpanDetail;
use crate::format;
use crate::state::TraceState;
use crate::trace::Status;
use crate::widgets::{CopyButton, fixed_text};

#[component]
pub(super) fn Measures(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let end_nanos = detail.offset_nanos + detail.duration_nanos;
    let start_nanos = detail.start_nanos;
    let absolute = move || format::iso_8601(start_nanos, state.app.offset_minutes(start_nanos));
    let path_share = detail.critical_nanos as f64 / (detail.duration_nanos as f64).max(1.0);
    view! {
        <dl class="measures">
            <Measure
                name="Duration"
                text=format::duration(detail.duration_nanos)
                exact=format::duration_exact(detail.duration_nanos)
            />
            <Measure
                name="Self"
                text=format::duration(detail.self_nanos)
                exact=format::duration_exact(detail.self_nanos)
            />
            <Measure name="Status" text=detail.status.name().to_owned() exact=String::new()/>
            <Measure
                name="Start"
                text=format::offset(detail.offset_nanos as i64)
                exact=format::duration_exact(detail.offset_nanos)
            />
            <Measure
                name="End"
                text=format::offset(end_nanos as i64)
                exact=format::duration_exact(end_nanos)
            />
            <Measure
                name="Children"
                text=children_text(&detail)
                exact=format!("{} descendants", detail.descendants)
            />
            <Measure
                name="On critical path"
                text=format::duration(detail.critical_nanos)
                exact=format!("{} of the span's duration", format::percent(path_share))
            />
            {detail.parent_offset_nanos.map(|parent_nanos| {
                let after_nanos = detail.offset_nanos as i64 - parent_nanos as i64;
                view! {
                    <Measure
                        name="After parent's start"
                        text=format::offset(after_nanos)
                        exact=format::duration_exact(after_nanos.unsigned_abs())
                    />
                }
            })}
            {kin_text(&detail).map(|text| {
                view! { <div class="wide kin"><dt>"Among its kind"</dt><dd>{text}</dd></div> }
            })}
            <div class="wide">
                <dt>"Started at"</dt>
                <dd title=format::iso_8601(detail.start_nanos, 0)>{absolute}</dd>
            </div>
        </dl>
    }
}

#[component]
fn Measure(name: &'static str, text: String, exact: String) -> impl IntoView {
    let is_error = name == "Status" && text == Status::Error.name();
    view! {
        <div>
            <dt>{name}</dt>
            <dd class:error-text=is_error title=exact>{text}</dd>
        </div>
    }
}

fn children_text(detail: &SpanDetail) -> String {
    if detail.children == detail.descendants {
        format::count(u64::from(detail.children))
    } else {
        let (children, all) = (u64::from(detail.children), u64::from(detail.descendants));
        format!("{} of {}", format::count(children), format::count(all))
    }
}

/// Ids and the rest of the span's context.
#[component]
pub(super) fn Identity(detail: Arc<SpanDetail>) -> impl IntoView {
    let (attributes, events, links) = detail.dropped;
    let dropped = [(attributes, "attributes"), (events, "events"), (links, "links")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(", ");
    let flags = if detail.flags == 0 { String::new() } else { format!("{:#04x}", detail.flags) };
    let lines = [
        ("span id", detail.span_id.clone()),
        ("trace id", detail.trace_id.clone()),
        ("parent id", detail.parent_id.clone()),
        ("trace state", detail.trace_state.clone()),
        ("flags", flags),
        ("dropped", dropped),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="untrusted">{format::visible_text(&value)}</dd>
                <dd class="attribute-actions">
                    <CopyButton label=format!("Copy {name}") fetch=fixed_text(value) class="icon-button copy"/>
                </dd>
            </div>
        }
    });
    view! {
        <section class="section">
            <h3>"Identity"</h3>
            <dl class="attributes">{lines.collect_view()}</dl>
        </section>
    }
}
