//! Keys and values, long ones shortened, each with a way to copy it whole.
//!
//! Invariant: text from outside is text, with control characters made visible. Absent:
//! sorting; the producer's order stays.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{AttributeView, Text, TextField, ValueKind};
use crate::format;
use crate::layout::RowKey;
use crate::state::TraceState;
use crate::widgets::{CopyButton, TextSink};

/// Which text of the span the attribute with this number is.
pub(super) type FieldOf = fn(u32) -> TextField;

/// A section that opens and closes, with a list of attributes.
#[component]
pub(super) fn Attributes(
    state: TraceState,
    key: RowKey,
    title: &'static str,
    note: String,
    list: Vec<AttributeView>,
    field: FieldOf,
) -> impl IntoView {
    let count = if note.is_empty() {
        list.len().to_string()
    } else {
        format!("{} · {}", format::visible_text(&note), list.len())
    };
    view! {
        <details class="section" open>
            <summary>{title} <small class="untrusted">{count}</small></summary>
            <AttributeList state key list field=move |index| field(index)/>
        </details>
    }
}

#[component]
pub(super) fn AttributeList(
    state: TraceState,
    key: RowKey,
    list: Vec<AttributeView>,
    field: impl Fn(u32) -> TextField + 'static,
) -> impl IntoView {
    let lines = list.into_iter().enumerate().map(|(index, attribute)| {
        let field = field(index as u32);
        view! { <AttributeLine state key attribute field/> }
    });
    view! { <dl class="attributes">{lines.collect_view()}</dl> }
}

#[component]
fn AttributeLine(
    state: TraceState,
    key: RowKey,
    attribute: AttributeView,
    field: TextField,
) -> impl IntoView {
    let AttributeView { key: name, value, kind } = attribute;
    let label = format!("Copy {name}");
    let copied = value.clone();
    let fetch = Arc::new(move |sink: TextSink| state.whole_text(key, field, &copied, sink));
    let is_long = value.shown.len() > 400;
    let value_view = match (kind, value.shown.is_empty()) {
        (ValueKind::Null, _) => view! { <dd class="empty">"no value"</dd> }.into_any(),
        (ValueKind::Str, true) => view! { <dd class="empty">"empty"</dd> }.into_any(),
        _ => view! {
            <dd class="untrusted" class:long=is_long>
                <LongText state key text=value field/>
            </dd>
        }
        .into_any(),
    };
    view! {
        <div>
            <dt class="untrusted" title=kind_name(kind)>{breakable(&name)}</dt>
            {value_view}
            <CopyButton label fetch class="icon-button copy"/>
        </div>
    }
}

/// A text that may be shortened, with a button for the rest.
#[component]
pub(super) fn LongText(
    state: TraceState,
    key: RowKey,
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
        {move || shown.with(|text| format::visible_lines(text))}
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
