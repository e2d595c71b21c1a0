//! What can be done with an attribute of the selected span: ask for it, follow it, copy it and
//! its neighbours.
//!
//! Invariant: a filter made here is what the link says. Absent: where filters are typed.

use leptos::prelude::*;

use super::trace::TraceState;
use crate::analysis::{AttributePlace, attribute_term, with_term};
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, AttributeSet, AttributeView, SpanDetail, TextField};
use crate::jaeger::{LinkPlace, MadeLink};
use crate::layout::RowKey;

impl TraceState {
    /// Adds "with this attribute" to the filter. Attributes of links cannot be asked for.
    pub fn filter_by(&self, field: TextField, key: &str, value: &str) {
        if let Some(place) = place_of(field) {
            let term = attribute_term(place, key, value);
            let text = self.look.with_untracked(|look| look.filter.clone());
            self.set_filter(&with_term(&text, &term));
        }
    }

    pub fn can_filter_by(field: TextField) -> bool {
        place_of(field).is_some()
    }

    /// The attributes of one place of the span as JSON.
    pub fn attributes_json(&self, key: RowKey, set: AttributeSet, then: Box<dyn FnOnce(String)>) {
        let ask = Ask::FullText { key, field: TextField::Json(set) };
        self.ask(Slot::AttributesJson, ask, move |answer| {
            if let Answer::FullText(text) = answer {
                then(text);
            }
        });
    }

    /// The links that the operator's patterns make of an attribute.
    pub fn links_of(
        &self,
        detail: &SpanDetail,
        field: TextField,
        attribute: &AttributeView,
    ) -> Vec<MadeLink> {
        let place = match field {
            TextField::Attribute(_) => LinkPlace::Span,
            TextField::ResourceAttribute(_) => LinkPlace::Resource,
            TextField::EventAttribute { .. } => LinkPlace::Event,
            _ => return Vec::new(),
        };
        let said = (attribute.key.as_str(), attribute.value.shown.as_str());
        let name = |wanted: &str| {
            if wanted == said.0 { Some(said.1.to_owned()) } else { self.name_of(detail, wanted) }
        };
        self.app.link_patterns.with(|patterns| {
            patterns.iter().filter_map(|it| it.link(place, Some(said), name)).collect()
        })
    }

    /// What a name of a pattern stands for; times are microseconds, as Jaeger's are.
    fn name_of(&self, detail: &SpanDetail, wanted: &str) -> Option<String> {
        let listing =
            self.summary.with(|summary| summary.as_ref().map(|summary| summary.listing.clone()));
        let micros = |nanos: u64| (nanos / 1_000).to_string();
        match wanted {
            "traceID" | "trace.traceID" => Some(detail.trace_id.clone()),
            "spanID" => Some(detail.span_id.clone()),
            "operationName" => Some(detail.name.shown.clone()),
            "duration" => Some(micros(detail.duration_nanos)),
            "startTime" => Some(micros(detail.start_nanos)),
            "trace.traceName" => listing.map(|it| format!("{}: {}", it.root_service, it.root_name)),
            "trace.startTime" => listing.map(|it| micros(it.start_nanos)),
            "trace.duration" => listing.map(|it| micros(it.duration_nanos)),
            "trace.endTime" => listing.map(|it| micros(it.start_nanos + it.duration_nanos)),
            key => {
                let mut all = detail.attributes.iter().chain(&detail.resource);
                all.find(|it| it.key == key).map(|it| it.value.shown.clone())
            }
        }
    }
}

fn place_of(field: TextField) -> Option<AttributePlace> {
    match field {
        TextField::Attribute(_) => Some(AttributePlace::Span),
        TextField::ResourceAttribute(_) => Some(AttributePlace::Resource),
        TextField::ScopeAttribute(_) => Some(AttributePlace::Scope),
        TextField::EventAttribute { .. } => Some(AttributePlace::Event),
        _ => None,
    }
}
