//! Old links by path, as Jaeger made them, next to the fragment.
//!
//! Invariant: where a fragment says something, the path says nothing. Absent: Jaeger's
//! pages that have no counterpart; they lead to the start.

use super::compare::{CompareLink, pair_of_ids};
use super::fragment::parse_fragment;
use super::look::{JAEGER_FILTER, JAEGER_SERVICES};
use super::query::{Parameters, decode};
use super::view_state::parse_key;
use super::{Look, MapLink, Parsed, Route, TraceSource, ViewState};
use crate::jaeger::{MonitorLink, SearchLink};
use crate::layout::RowKey;
use crate::trace::TraceId;

/// Reads `location`'s path, search and hash. A hash that says something wins; else
/// `…/trace/<id>` is a trace of the Jaeger that served the page.
pub fn parse_location(path: &str, search: &str, hash: &str) -> Parsed {
    let is_said = !hash.trim_start_matches('#').is_empty();
    if is_said {
        return parse_fragment(hash);
    }
    let route = parse_path(path, search.strip_prefix('?').unwrap_or(search));
    Parsed { route, is_newer: false }
}

fn parse_path(path: &str, search: &str) -> Route {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.last() == Some(&"search") {
        return Route::Search { base: String::new(), link: Box::new(SearchLink::parse(search)) };
    }
    if segments.last() == Some(&"monitor") {
        return Route::Monitor { base: String::new(), link: Box::new(MonitorLink::parse(search)) };
    }
    if segments.last() == Some(&"dependencies") {
        return Route::Map { base: String::new(), link: Box::new(MapLink::parse(search)) };
    }
    let [.., "trace", id] = segments[..] else { return Route::Start };
    if let Some(ids) = pair_of_ids(&decode(id)) {
        let link = CompareLink::of_endpoint("", filled(ids, search));
        return Route::Compare(Box::new(link));
    }
    let Some(trace_id) = TraceId::from_hex(decode(id).trim().as_bytes()) else {
        return Route::NotFound { text: format!("/trace/{id}") };
    };
    let source = TraceSource::Endpoint { base: String::new(), trace_id, is_raw: false };
    let (selected, filter) = found_in(search);
    let services = parameter(search, JAEGER_SERVICES).unwrap_or_default();
    let look = Look { is_jaeger_filter: !filter.is_empty(), filter, services, ..Look::default() };
    let view = ViewState { trace_id: Some(trace_id), selected, look, ..ViewState::default() };
    Route::Trace { source, view }
}

/// Sides of a comparison that its address leaves open are the traces that Jaeger had ticked for
/// it: `?cohort=ID&cohort=ID`.
fn filled(ids: [Option<TraceId>; 2], search: &str) -> [Option<TraceId>; 2] {
    let ticked = form_urlencoded::parse(search.as_bytes()).filter(|(name, _)| name == "cohort");
    let ticked = ticked.filter_map(|(_, id)| TraceId::from_hex(id.trim().as_bytes()));
    let mut others = ticked.filter(|id| !ids.contains(&Some(*id)));
    ids.map(|id| id.or_else(|| others.next()))
}

/// A trace of an endpoint, seen as the parameters of a link to it say, whether that is a link of
/// Jaeger's or one of ours.
pub fn trace_of_link(base: &str, trace_id: TraceId, parameters: &str) -> Route {
    let mut view = ViewState::parse(&Parameters::parse(parameters));
    view.trace_id = Some(trace_id);
    let (found, filter) = found_in(parameters);
    if found.is_some() || !filter.is_empty() {
        view.selected = view.selected.or(found);
        view.look.is_jaeger_filter = !filter.is_empty();
        view.look.filter = filter;
    }
    Route::Trace {
        source: TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw: false },
        view,
    }
}

/// The span that Jaeger's links look for, or else the words.
fn found_in(search: &str) -> (Option<RowKey>, String) {
    let words = found_words(search);
    let span = words.as_deref().and_then(found_span);
    (span, words.filter(|_| span.is_none()).unwrap_or_default())
}

/// What Jaeger's links look for: `?uiFind=cart%20error`.
fn found_words(search: &str) -> Option<String> {
    parameter(search, JAEGER_FILTER)
}

/// The text of a parameter, unless it is blank.
fn parameter(search: &str, wanted: &str) -> Option<String> {
    let mut parameters = form_urlencoded::parse(search.as_bytes());
    let text = parameters.find(|(name, _)| name == wanted).map(|(_, text)| text);
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Deep links look for a span id and nothing else: `?uiFind=00f067aa0ba902b7`. Shorter words
/// may be words.
fn found_span(words: &str) -> Option<RowKey> {
    Some(words).filter(|words| words.len() == 16).and_then(parse_key)
}
