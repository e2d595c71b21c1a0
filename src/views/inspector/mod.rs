//! One span in full.
//!
//! Invariant: nothing of the span is missing; long texts are shortened and can be had
//! whole. Absent: editing.

mod actions;
mod attributes;
mod context;
mod events;
mod head;
mod links;
mod measures;
mod value;

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{AttributeSet, SpanDetail, TextField};
use crate::format;
use crate::scene::ServiceColor;
use crate::state::TraceState;
use crate::trace::{SpanKind, Status};
use crate::views::service_mark::ServiceMark;
use crate::widgets::{CopyButton, Icon, IconName, fixed_text};
use attributes::{Attributes, LongText};

#[component]
pub fn Inspector(state: TraceState) -> impl IntoView {
    move || {
        if let Some(head) = state.head.get() {
            return Some(view! { <head::HeadView state head/> }.into_any());
        }
        let detail = state.detail.get()?;
        let color = state.colors.with_untracked(|all| all.get(detail.service as usize).copied());
        Some(view! { <SpanView state detail color/> }.into_any())
    }
}

#[component]
fn SpanView(
    state: TraceState,
    detail: Arc<SpanDetail>,
    color: Option<ServiceColor>,
) -> impl IntoView {
    let key = detail.key;
    view! {
        <aside class="inspector" aria-label="Span">
            <div class="sheet-grip" aria-hidden="true"></div>
            <header>
                <h2>
                    <ServiceMark color/>
                    <span class="untrusted">{name_of(&detail)}</span>
                    {(detail.status == Status::Error).then(|| {
                        view! { <b class="error-text" title="This span failed">"✕"</b> }
                    })}
                </h2>
                <p><Subtitle detail=detail.clone()/></p>
                <context::Parents state detail=detail.clone()/>
                <div class="inspector-actions">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Focus on this span"
                        title="Show only this span and what is below it (f)"
                        on:click=move |_| state.focus_on(key)
                    >
                        <Icon name=IconName::Focus/>
                    </button>
                    <CopyButton label="Copy span id" fetch=fixed_text(detail.span_id.clone())/>
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
            <div class="inspector-scroll" tabindex="0" aria-label="About the span">
                <measures::Measures state detail=detail.clone()/>
                <Failure state detail=detail.clone()/>
                {detail.repairs.iter().map(|repair| {
                    view! { <p class="repair-note">{repair.clone()}</p> }
                }).collect_view()}
                <Attributes
                    state
                    detail=detail.clone()
                    title="Attributes"
                    note=String::new()
                    list=detail.attributes.clone()
                    set=AttributeSet::Span
                    field=|index| TextField::Attribute(index)
                />
                <events::Events state detail=detail.clone()/>
                <links::Links state detail=detail.clone()/>
                <links::IncomingLinks state detail=detail.clone()/>
                <context::Children state detail=detail.clone()/>
                <Attributes
                    state
                    detail=detail.clone()
                    title="Resource"
                    note=detail.service_name.clone()
                    list=detail.resource.clone()
                    set=AttributeSet::Resource
                    field=|index| TextField::ResourceAttribute(index)
                />
                <Scope state detail=detail.clone()/>
                <measures::Identity detail=detail.clone()/>
            </div>
        </aside>
    }
}

fn name_of(detail: &SpanDetail) -> String {
    let name = &detail.name.shown;
    if name.is_empty() {
        "(no name)".to_owned()
    } else {
        format::shorten(&format::visible_text(name), 300)
    }
}

/// Service, kind, and whether there is a parent.
#[component]
fn Subtitle(detail: Arc<SpanDetail>) -> impl IntoView {
    let service = if detail.service_name.is_empty() {
        "unknown service".to_owned()
    } else {
        format::visible_text(&detail.service_name)
    };
    let kind = match detail.kind {
        SpanKind::Unspecified => String::new(),
        kind => format!(" · {}", kind.name()),
    };
    let parent = match (&detail.parent, detail.parent_id.is_empty()) {
        (Some(_), _) => String::new(),
        (None, true) => " · root".to_owned(),
        (None, false) => format!(" · parent {} is not in the trace", detail.parent_id),
    };
    view! { <span class="untrusted">{service}</span>{kind}{parent} }
}

/// The exception, or else the status message, before everything else.
#[component]
fn Failure(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let exceptions = detail.events.iter().filter(|event| event.name == "exception");
    let exceptions = exceptions.map(events::exception_box).collect_view();
    // An exception's box says the same, with more.
    let is_said = detail.events.iter().any(|event| events::says(event, &detail.status_message));
    let message = (!detail.status_message.shown.is_empty() && !is_said).then(|| {
        let class = if detail.status == Status::Error { "exception" } else { "repair-note" };
        view! {
            <div class=class>
                <LongText
                    state
                    key=detail.key
                    text=detail.status_message.clone()
                    field=TextField::StatusMessage
                />
            </div>
        }
    });
    view! { {message}{exceptions} }
}

#[component]
fn Scope(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let note = format!("{} {}", detail.scope_name, detail.scope_version).trim().to_owned();
    let is_there = !note.is_empty() || !detail.scope.is_empty();
    is_there.then(|| {
        view! {
            <Attributes
                state
                detail=detail.clone()
                title="Scope"
                note
                list=detail.scope.clone()
                set=AttributeSet::Scope
                field=|index| TextField::ScopeAttribute(index)
            />
        }
    })
}
