//! What lies below a head: a run of like siblings, or orphans of one missing parent.
//!
//! Invariant: says what the head is and what can be done; members are a way to them. Absent:
//! what a span says, which each of the members does.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{HeadDetail, NamedSpan};
use crate::format;
use crate::layout::RowKey;
use crate::state::TraceState;
use crate::widgets::{Icon, IconName};

#[component]
pub(super) fn HeadView(state: TraceState, head: Arc<HeadDetail>) -> impl IntoView {
    let is_missing = matches!(head.key, RowKey::MissingParent { .. });
    let (title, about) = if is_missing {
        let title = format!("Parent {} is missing", head.key.span_id());
        (title, format!("named by {}", counted(head.count)))
    } else {
        let name = format::shorten(&format::visible_text(&head.name), 200);
        (format!("{name} × {}", format::count(u64::from(head.count))), "calls in a row".to_owned())
    };
    view! {
        <aside class="inspector" aria-label="Rows below">
            <div class="sheet-grip" aria-hidden="true"></div>
            <header>
                <h2><span class="untrusted">{title}</span></h2>
                <p>{about}</p>
                <div class="inspector-actions">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Close the inspector"
                        on:click=move |_| state.inspector_open.set(false)
                    >
                        <Icon name=IconName::Close/>
                    </button>
                </div>
            </header>
            <div class="inspector-scroll" tabindex="0" aria-label="About these rows">
                <Figures head=head.clone()/>
                {is_missing.then(|| view! { <Advice/> })}
                <section class="section">
                    <h3>{if is_missing { "Spans that name it" } else { "The first calls" }}</h3>
                    <ul class="head-members">
                        {head.members.iter().map(|span| member(state, span)).collect_view()}
                        {rest(&head)}
                    </ul>
                </section>
            </div>
        </aside>
    }
}

#[component]
fn Figures(head: Arc<HeadDetail>) -> impl IntoView {
    let mean_nanos = head.total_nanos / u64::from(head.count.max(1));
    let figures = [
        ("From first to last", format::duration(head.duration_nanos)),
        ("Sum", format::duration(head.total_nanos)),
        ("Mean", format::duration(mean_nanos)),
        ("Starts at", format::offset(head.start_nanos as i64)),
        ("Spans", format::count(u64::from(head.spans))),
        ("Failed", format::count(u64::from(head.errors))),
    ];
    let figure = |(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="measures">{figures.map(figure).collect_view()}</dl> }
}

/// What usually makes a parent go missing.
#[component]
fn Advice() -> impl IntoView {
    view! {
        <div class="repair-note">
            <p>"These spans name a parent that was not in what was read. Check:"</p>
            <ul>
                <li><b>"Sampling. "</b>"Was the parent decided on by another sampler than its children?"</li>
                <li>
                    <b>"Dropped spans. "</b>
                    "Did its service crash, time out while exporting, or run over a queue?"
                </li>
                <li>
                    <b>"Context propagation. "</b>
                    "Does a proxy or a gateway write a new parent and report no span itself?"
                </li>
                <li><b>"Time. "</b>"Had it ended when the trace was saved? Spans are sent at their end."</li>
            </ul>
        </div>
    }
}

fn member(state: TraceState, span: &NamedSpan) -> impl IntoView + use<> {
    let key = span.key;
    let name = format::shorten(&format::visible_text(&span.name), 80);
    let service = format::visible_text(&span.service_name);
    view! {
        <li>
            <button type="button" class="link-button untrusted" on:click=move |_| state.go_to(key)>
                {format!("{service} {name}")}
            </button>
        </li>
    }
}

fn rest(head: &HeadDetail) -> Option<impl IntoView + use<>> {
    let more = u64::from(head.count) - head.members.len() as u64;
    (more > 0).then(|| view! { <li>{format!("and {} more", format::count(more))}</li> })
}

fn counted(spans: u32) -> String {
    if spans == 1 {
        "1 span".to_owned()
    } else {
        format!("{} spans", format::count(u64::from(spans)))
    }
}
