//! What can be done with an attribute of the selected span: ask for it, follow it, copy it and
//! its neighbours; and where the trace as a whole leads to.
//!
//! Invariant: a filter made here is what the link says. Absent: where filters are typed.

use leptos::prelude::*;

use super::trace::TraceState;
use crate::analysis::{AttributePlace, attribute_term, with_term};
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, AttributeSet, AttributeView, SpanDetail, Text, TextField};
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
        // What was sent shortened would lead elsewhere.
        let whole = |text: &Text| (!text.is_cut()).then(|| text.shown.clone());
        let name = |wanted: &str| match wanted {
            own if own == said.0 => whole(&attribute.value),
            "spanID" => Some(detail.span_id.clone()),
            "operationName" => whole(&detail.name),
            "duration" => Some(micros(detail.duration_nanos)),
            "startTime" => Some(micros(detail.start_nanos)),
            "traceID" => self.trace_name_of(wanted),
            key => {
                self.trace_name_of(key.strip_prefix("trace.").unwrap_or_default()).or_else(|| {
                    let mut all = detail.attributes.iter().chain(&detail.resource);
                    all.find(|it| it.key == key).and_then(|it| whole(&it.value))
                })
            }
        };
        self.app.config.with(|config| {
            config.link_patterns.iter().filter_map(|it| it.link(place, Some(said), &name)).collect()
        })
    }

    /// The links that the operator's patterns make of the trace. Tracks.
    pub fn links_of_trace(&self) -> Vec<MadeLink> {
        let name =
            |wanted: &str| self.trace_name_of(wanted.strip_prefix("trace.").unwrap_or(wanted));
        self.app.config.with(|config| {
            config
                .link_patterns
                .iter()
                .filter_map(|it| it.link(LinkPlace::Trace, None, &name))
                .collect()
        })
    }

    /// What a name of a pattern stands for in the trace.
    fn trace_name_of(&self, wanted: &str) -> Option<String> {
        self.summary.with(|summary| {
            let listing = &summary.as_ref()?.listing;
            Some(match wanted {
                "traceID" => listing.id_text.clone(),
                "traceName" => format!("{}: {}", listing.root_service, listing.root_name),
                "startTime" => micros(listing.start_nanos),
                "duration" => micros(listing.duration_nanos),
                "endTime" => micros(listing.start_nanos.saturating_add(listing.duration_nanos)),
                _ => return None,
            })
        })
    }
}

/// As Jaeger's times are.
fn micros(nanos: u64) -> String {
    (nanos / 1_000).to_string()
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
