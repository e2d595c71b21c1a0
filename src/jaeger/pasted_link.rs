//! A link to a page of traces → what it shows: Jaeger's pages and API, Spanscope's own, Grafana's
//! Explore, and any other whose path or parameters name a trace.
//!
//! Invariant: only a link to a Jaeger (or to Spanscope) gives an endpoint. Absent: links that
//! only a server can follow, such as shortened ones.

use serde_json::Value;

use super::address::decoded_parameters;
use super::endpoint_from_text;
use super::id_text::trace_id_from_text;
use super::pasted::Pasted;
use super::search_link::SearchLink;
use crate::trace::TraceId;

/// `None` for what is no link, or shows no trace and no search.
pub(super) fn read_link(text: &str) -> Option<Pasted> {
    if text.contains(char::is_whitespace) || !text.contains('/') {
        return None;
    }
    let (place, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    None.or_else(|| read_own(path, fragment))
        .or_else(|| read_explore(path, query))
        .or_else(|| read_path(path, query))
        .or_else(|| read_parameters(path, query))
}

/// `…#/trace/ID?from=ENDPOINT`, `…#/search?…`.
fn read_own(page: &str, fragment: &str) -> Option<Pasted> {
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let parameters = decoded_parameters(query);
    let from = parameters.into_iter().find(|(name, _)| name == "from");
    let endpoint = from
        .map_or_else(|| endpoint_of(page.trim_end_matches("index.html")), |(_, base)| Some(base));
    match path {
        "/search" => read_search(endpoint, query),
        _ => {
            let trace_id = trace_id_from_text(path.strip_prefix("/trace/")?)?;
            Some(Pasted::Trace { endpoint, trace_id, parameters: query.to_owned() })
        }
    }
}

/// `None` for a search page of something else, whose parameters say nothing here.
fn read_search(endpoint: Option<String>, query: &str) -> Option<Pasted> {
    let link = SearchLink::parse(query);
    (link != SearchLink::default()).then(|| Pasted::Search { endpoint, link: Box::new(link) })
}

/// Jaeger's pages (`…/trace/ID`, `…/trace/A...B`, `…/search?…`) and its API (`…/api/traces/ID`,
/// `…/api/v3/traces/ID`); and what looks like them, such as Tempo's and Zipkin's.
fn read_path(path: &str, query: &str) -> Option<Pasted> {
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let (last, before) = (decoded_segment(segments.next()?), segments.next()?);
    let is_jaegers = match before {
        _ if last == "search" => return read_search(endpoint_of(path), query),
        "trace" => true,
        "traces" => path.contains("/api/"),
        _ => return None,
    };
    let endpoint = endpoint_of(path).filter(|_| is_jaegers);
    if let Some((a, b)) = last.split_once("...") {
        let [a, b] = [a, b].map(trace_id_from_text);
        return (a.is_some() || b.is_some()).then_some(Pasted::Compare { endpoint, a, b });
    }
    Some(Pasted::Trace {
        endpoint,
        trace_id: trace_id_from_text(&last)?,
        parameters: query.to_owned(),
    })
}

/// Where the path begins that pages of Jaeger have; `None` without a host.
fn endpoint_of(path: &str) -> Option<String> {
    let has_host = !path.is_empty() && !path.starts_with('/');
    has_host.then(|| endpoint_from_text(path))
}

fn decoded_segment(segment: &str) -> String {
    // A plus stands for itself in a path.
    let name = format!("{}=", segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D"));
    decoded_parameters(&name).pop().map(|(name, _)| name).unwrap_or_default()
}

/// Grafana's Explore keeps its queries as JSON in `panes`, earlier in `left` and `right`; a
/// query for one trace is its id.
fn read_explore(path: &str, query: &str) -> Option<Pasted> {
    if !path.trim_end_matches('/').ends_with("/explore") {
        return None;
    }
    let parameters = decoded_parameters(query);
    let states =
        parameters.iter().filter(|(name, _)| ["panes", "left", "right"].contains(&&**name));
    let found = states.filter_map(|(_, json)| serde_json::from_str::<Value>(json).ok());
    found.filter_map(|state| query_of_trace(&state)).next().map(Pasted::trace)
}

/// The first member `query`, `traceId` or `traceID` that is a trace id.
fn query_of_trace(state: &Value) -> Option<TraceId> {
    let mut waiting = vec![state];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(members) => {
                let named =
                    ["query", "traceId", "traceID"].iter().filter_map(|name| members.get(*name));
                let mut ids = named.filter_map(|query| long_id(query.as_str()?));
                if let Some(id) = ids.next() {
                    return Some(id);
                }
                waiting.extend(members.values());
            }
            _ => {}
        }
    }
    None
}

/// Short words of a query language may be hexadecimal by chance.
fn long_id(text: &str) -> Option<TraceId> {
    trace_id_from_text(text).filter(|_| text.trim().len() >= 15)
}

/// `?traceID=…`, as other tools have it; Jaeger's search page is read before.
fn read_parameters(path: &str, query: &str) -> Option<Pasted> {
    if !path.contains("://") {
        return None;
    }
    let parameters = decoded_parameters(query);
    let is_id =
        |name: &str| ["traceid", "trace_id", "trace-id"].contains(&&*name.to_ascii_lowercase());
    let mut named = parameters.iter().filter(|(name, _)| is_id(name));
    named.find_map(|(_, id)| long_id(id)).map(Pasted::trace)
}
