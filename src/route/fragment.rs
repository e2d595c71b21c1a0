//! Routes ⇄ the text after `#`.
//!
//! ```text
//! #/                                         Start
//! #/trace/ID?from=ENDPOINT&raw=true          a trace of a Jaeger, as it was stored
//! #/trace?url=URL                            a trace of a URL that was opened
//! #/compare?a=LINK&b=LINK                     two traces, each as the links above say it
//! #/sets?a=LINK&b=LINK&split=SPLIT            two sets, or one that is split
//! #/search?PARAMETERS&from=ENDPOINT         a search, as Jaeger's own links say it
//! #/monitor?PARAMETERS&from=ENDPOINT        the monitor, likewise
//! #/map?PARAMETERS&from=ENDPOINT            the service map
//! #/open?url=URL                             a URL to open
//! #/sample/NAME                              a bundled sample
//! #/file?mark=MARK                           a file, which is not in the link
//! ```
//!
//! and the parameters of a view (`trace zoom span level toggle inspector`, and those
//! of `look`), then `v`.
//!
//! Invariant: `v` is there wherever a view is, and grows when an old reader would
//! misunderstand a new link. Absent: fragments that are not routes.

use super::compare::{CompareLink, pair_of_ids};
use super::query::{LinkText, Parameters, decode};
use super::sets::SetsLink;
use super::{MapLink, Parsed, Route, TraceSource, ViewState};
use crate::jaeger::{MonitorLink, SearchLink};
use crate::trace::TraceId;

const VERSION: u32 = 1;

/// The fragment of a route, `#` included: `#/trace/3f…?zoom=1200-54000&span=…&v=1`.
pub fn print(route: &Route) -> String {
    match route {
        Route::Start => "#/".to_owned(),
        Route::Trace { source, view } => {
            let mut link = print_source(source);
            // An endpoint's link has its trace in the path.
            let trace_id = view.trace_id.filter(|_| source.named_trace().is_none());
            let view = ViewState { trace_id, ..view.clone() };
            if view != ViewState::default() {
                view.print(&mut link);
                link.parameter("v", &VERSION.to_string());
            }
            link.finish()
        }
        Route::Open { url } => {
            let mut link = LinkText::new("#/open");
            link.parameter("url", url);
            link.finish()
        }
        Route::Compare(compared) => {
            let mut link = LinkText::new("#/compare");
            compared.print(&mut link);
            link.parameter("v", &VERSION.to_string());
            link.finish()
        }
        Route::Sets(sets) => {
            let mut link = LinkText::new("#/sets");
            sets.print(&mut link);
            link.parameter("v", &VERSION.to_string());
            link.finish()
        }
        Route::Search { base, link } => print_with("#/search", &link.print(), base),
        Route::Monitor { base, link } => print_with("#/monitor", &link.print(), base),
        Route::Map { base, link } => {
            let mut text = LinkText::new("#/map");
            link.print(&mut text);
            if !base.is_empty() {
                text.parameter("from", base);
            }
            text.finish()
        }
        Route::NotFound { text } => format!("#{text}"),
    }
}

fn print_with(path: &str, said: &str, base: &str) -> String {
    let mut text = LinkText::new(path);
    if !said.is_empty() {
        text.printed(said);
    }
    if !base.is_empty() {
        text.parameter("from", base);
    }
    text.finish()
}

fn print_source(source: &TraceSource) -> LinkText {
    match source {
        TraceSource::Url(url) => {
            let mut link = LinkText::new("#/trace");
            link.parameter("url", url);
            link
        }
        TraceSource::Endpoint { base, trace_id, is_raw } => {
            let mut link = LinkText::new("#/trace").segment(&trace_id.to_string());
            if !base.is_empty() {
                link.parameter("from", base);
            }
            if *is_raw {
                link.parameter("raw", "true");
            }
            link
        }
        TraceSource::Sample(name) => LinkText::new("#/sample").segment(name),
        TraceSource::File { mark } => {
            let mut link = LinkText::new("#/file");
            if let Some(mark) = mark {
                link.parameter("mark", &format!("{mark:08x}"));
            }
            link
        }
    }
}

/// Reads a fragment with or without its `#`. Never fails: what it does not understand is
/// `Route::NotFound`, and unknown parameters are left out.
pub fn parse_fragment(fragment: &str) -> Parsed {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let parameters = Parameters::parse(query);
    let route = parse_page(path, query, &parameters)
        .or_else(|| parse_route(path, &parameters))
        .unwrap_or_else(|| Route::NotFound { text: fragment.to_owned() });
    let version = parameters.get("v").and_then(|version| version.parse::<u32>().ok());
    Parsed { route, is_newer: version.is_some_and(|version| version > VERSION) }
}

/// The pages whose parameters Jaeger knows, too.
fn parse_page(path: &str, query: &str, parameters: &Parameters) -> Option<Route> {
    let base = parameters.get("from").unwrap_or_default().to_owned();
    match path.trim_matches('/') {
        "search" => Some(Route::Search { base, link: Box::new(SearchLink::parse(query)) }),
        "map" | "dependencies" => Some(Route::Map { base, link: Box::new(MapLink::parse(query)) }),
        "monitor" => Some(Route::Monitor { base, link: Box::new(MonitorLink::parse(query)) }),
        _ => None,
    }
}

fn parse_route(path: &str, parameters: &Parameters) -> Option<Route> {
    let url = || parameters.get("url").filter(|url| !url.is_empty()).map(str::to_owned);
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let source = match segments[..] {
        [] => return Some(Route::Start),
        ["compare"] => return Some(Route::Compare(Box::new(CompareLink::parse(parameters)))),
        ["sets"] => return Some(Route::Sets(Box::new(SetsLink::parse(parameters)))),
        // As Jaeger's own links say it.
        ["trace", ids] if ids.contains("...") => {
            let base = parameters.get("from").unwrap_or_default();
            let link = CompareLink::of_endpoint(base, pair_of_ids(&decode(ids))?);
            return Some(Route::Compare(Box::new(link)));
        }
        ["open"] => return Some(Route::Open { url: url()? }),
        ["trace"] => TraceSource::Url(url()?),
        ["trace", id] => TraceSource::Endpoint {
            base: parameters.get("from").unwrap_or_default().to_owned(),
            trace_id: TraceId::from_hex(decode(id).trim().as_bytes())?,
            is_raw: parameters.get("raw") == Some("true"),
        },
        ["sample", name] => TraceSource::Sample(decode(name)),
        ["file"] => TraceSource::File {
            mark: parameters.get("mark").and_then(|mark| u32::from_str_radix(mark, 16).ok()),
        },
        _ => return None,
    };
    let view = ViewState::parse(parameters);
    let trace_id = source.named_trace().or(view.trace_id);
    Some(Route::Trace { view: ViewState { trace_id, ..view }, source })
}
