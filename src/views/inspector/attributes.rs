//! Keys and values, each with what can be done with it.
//!
//! Invariant: text from outside is text, with control characters made visible. Absent:
//! sorting; the producer's order stays.

use std::sync::Arc;

use leptos::prelude::*;

use super::actions::{Actions, CopyAll};
use super::value::value_view;
use crate::engine::{AttributeSet, AttributeView, SpanDetail, Text, TextField, ValueKind};
use crate::format;
use crate::layout::RowKey;
use crate::state::TraceState;
use crate::views::made_link::made_link;

/// Which text of the span the attribute with this number is.
pub(super) type FieldOf = fn(u32) -> TextField;

/// Longer lists can be filtered.
const MOST_WITHOUT_FILTER: usize = 8;

/// A section that opens and closes, with a list of attributes.
#[component]
pub(super) fn Attributes(
    state: TraceState,
    detail: Arc<SpanDetail>,
    title: &'static str,
    note: String,
    list: Vec<AttributeView>,
    set: AttributeSet,
    field: FieldOf,
) -> impl IntoView {
    let key = detail.key;
    let wanted = RwSignal::new(String::new());
    let has_filter = list.len() > MOST_WITHOUT_FILTER;
    let is_empty = list.is_empty();
    let count = if note.is_empty() {
        list.len().to_string()
    } else {
        format!("{} · {}", format::visible_text(&note), list.len())
    };
    view! {
        <details class="section" open>
            <summary>{title} <small class="untrusted">{count}</small></summary>
            <div class="section-tools" hidden=is_empty>
                {has_filter.then(|| {
                    view! {
                        <input
                            class="field"
                            type="search"
                            placeholder="Key or value"
                            aria-label=format!("Find in {}", title.to_lowercase())
                            prop:value=move || wanted.get()
                            on:input=move |event| wanted.set(event_target_value(&event))
                        />
                    }
                })}
                <CopyAll state key set title/>
            </div>
            <AttributeList state detail list wanted=wanted field=move |index| field(index)/>
        </details>
    }
}

/// `wanted`: a part of the keys or values that are shown.
#[component]
pub(super) fn AttributeList(
    state: TraceState,
    detail: Arc<SpanDetail>,
    list: Vec<AttributeView>,
    #[prop(optional, into)] wanted: Signal<String>,
    field: impl Fn(u32) -> TextField + 'static,
) -> impl IntoView {
    let lines = list.into_iter().enumerate().map(|(index, attribute)| {
        let field = field(index as u32);
        let said = format!("{}\n{}", attribute.key, attribute.value.shown).to_lowercase();
        let is_hidden =
            move || wanted.with(|wanted| !said.contains(wanted.trim().to_lowercase().as_str()));
        view! { <AttributeLine state detail=detail.clone() attribute field is_hidden/> }
    });
    view! { <dl class="attributes">{lines.collect_view()}</dl> }
}

#[component]
fn AttributeLine(
    state: TraceState,
    detail: Arc<SpanDetail>,
    attribute: AttributeView,
    field: TextField,
    is_hidden: impl Fn() -> bool + Send + 'static,
) -> impl IntoView {
    let AttributeView { key: name, value, kind } = attribute.clone();
    let key = detail.key;
    let value_view = match (kind, value.shown.is_empty()) {
        (ValueKind::Null, _) => view! { <dd class="empty">"no value"</dd> }.into_any(),
        (ValueKind::Str, true) => view! { <dd class="empty">"empty"</dd> }.into_any(),
        _ => view! {
            <dd class="untrusted">
                <LongText state key name=name.clone() text=value field/>
                <MadeLinks state detail attribute=attribute.clone() field/>
            </dd>
        }
        .into_any(),
    };
    view! {
        <div hidden=is_hidden>
            <dt class="untrusted" title=kind_name(kind)>{breakable(&name)}</dt>
            {value_view}
            <Actions state key attribute field/>
        </div>
    }
}

/// What the operator's patterns make of the attribute.
#[component]
fn MadeLinks(
    state: TraceState,
    detail: Arc<SpanDetail>,
    attribute: AttributeView,
    field: TextField,
) -> impl IntoView {
    move || {
        let links = state.links_of(&detail, field, &attribute).into_iter();
        links.map(|link| made_link(link.url, &link.text)).collect_view()
    }
}

/// A text that may be shortened, with a button for the rest.
#[component]
pub(super) fn LongText(
    state: TraceState,
    key: RowKey,
    #[prop(optional)] name: String,
    text: Text,
    field: TextField,
) -> impl IntoView {
    let is_cut = text.is_cut();
    let bytes = text.bytes;
    let shown = RwSignal::new(text.shown.clone());
    let whole = RwSignal::new(!is_cut);
    let show_all = {
        let text = text.clone();
        move |_| {
            let sink = Box::new(move |full: String| {
                // The inspector may show another span by then.
                if shown.try_set(full).is_none() {
                    whole.set(true);
                }
            });
            state.whole_text(key, field, &text, sink);
        }
    };
    view! {
        {move || shown.with(|text| value_view(&name, text))}
        <Show when=move || !whole.get()>
            "… "
            <button type="button" class="link-button" on:click=show_all.clone()>
                {format!("show all ({})", format::bytes(u64::from(bytes)))}
            </button>
        </Show>
    }
}

/// A key that may be broken after its dots.
fn breakable(key: &str) -> impl IntoView + use<> {
    let parts = format::visible_text(key);
    let parts = parts.split_inclusive(['.', '_', '/']).map(str::to_owned);
    parts.map(|part| view! { {part} <wbr/> }).collect_view()
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "no value",
        ValueKind::Bool => "boolean",
        ValueKind::Int => "integer",
        ValueKind::Double => "double",
        ValueKind::Str => "string",
        ValueKind::Bytes => "bytes, as base64",
        ValueKind::Array => "array",
        ValueKind::Map => "map",
    }
}
