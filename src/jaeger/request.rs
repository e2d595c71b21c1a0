//! What one wants of a query server becomes the request for it.
//!
//! Invariant: an address is below its endpoint (`https://jaeger.example/jaeger`, or relative to
//! the page where that is empty), and everything in it is encoded. The newer API gets both
//! spellings of a parameter: up to v2.18 it takes `snake_case` alone, later ones prefer
//! `camelCase`, and all pass over the other. Absent: headers and tokens, which never are in an
//! address; and which of the requests a server answers (`dialect`).

use super::address::AddressText;
use super::go_duration::duration_text;
use super::instant::instant_text;
use super::search_query::SearchQuery;
use crate::trace::TraceId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// Something to fetch. A request with [`Method::Post`] has no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    pub url: String,
}

impl AddressText {
    fn both(&mut self, camel: &str, snake: &str, value: &str) {
        self.parameter(camel, value);
        self.parameter(snake, value);
    }

    fn get(self) -> Request {
        Request { method: Method::Get, url: self.finish() }
    }
}

/// How one trace is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TraceOptions {
    /// Microseconds since the epoch, start and end: some storages find a trace faster, or at
    /// all, if they know when it was. Quickwit takes no such parameter.
    pub window_micros: Option<(u64, u64)>,
    /// As it was stored, without the server's adjustments (spans put together, clocks shifted).
    pub is_raw: bool,
}

/// The names of services in the newer API. Answer: [`super::answer::services`].
pub fn v3_services(base: &str) -> Request {
    AddressText::below(base, "api/v3/services").get()
}

/// The names of services in the legacy API. Answer: [`super::answer::services`].
pub fn services(base: &str) -> Request {
    AddressText::below(base, "api/services").get()
}

/// Operations of a service with their kinds, newer API. Answer: [`super::answer::operations`].
pub fn v3_operations(base: &str, service: &str) -> Request {
    let mut address = AddressText::below(base, "api/v3/operations");
    address.parameter("service", service);
    address.get()
}

/// The same in the legacy API, as Jaeger and GreptimeDB have it.
pub fn operations(base: &str, service: &str) -> Request {
    let mut address = AddressText::below(base, "api/operations");
    address.parameter("service", service);
    address.get()
}

/// The same without kinds, as everyone has it; a service with a slash in its name is not found
/// so.
pub fn operation_names(base: &str, service: &str) -> Request {
    let address = AddressText::below(base, "api/services").segment(service);
    Request { url: address.finish() + "/operations", method: Method::Get }
}

/// A search that gives summaries (v2.19 on). `window` in microseconds since the epoch, from
/// [`super::SearchTime::window`]. Answer: [`super::answer::summaries`].
pub fn summaries(base: &str, query: &SearchQuery, window: (u64, u64)) -> Request {
    v3_search(AddressText::below(base, "api/v3/trace-summaries"), query, window)
}

/// A search that gives whole traces in the newer API. Attributes are in it, but a server below
/// v2.19 passes over them without a word: see [`super::Way`].
pub fn v3_traces(base: &str, query: &SearchQuery, window: (u64, u64)) -> Request {
    v3_search(AddressText::below(base, "api/v3/traces"), query, window)
}

fn v3_search(mut address: AddressText, query: &SearchQuery, window: (u64, u64)) -> Request {
    if let Some(service) = query.service.name() {
        address.both("query.serviceName", "query.service_name", service);
    }
    if let Some(operation) = &query.operation {
        address.both("query.operationName", "query.operation_name", operation);
    }
    let [start, end] = [window.0, window.1].map(micros_text);
    address.both("query.startTimeMin", "query.start_time_min", &start);
    address.both("query.startTimeMax", "query.start_time_max", &end);
    if let Some(nanos) = query.min_duration_nanos {
        address.both("query.durationMin", "query.duration_min", &duration_text(nanos));
    }
    if let Some(nanos) = query.max_duration_nanos {
        address.both("query.durationMax", "query.duration_max", &duration_text(nanos));
    }
    if let Some(json) = query.attributes_json() {
        address.parameter("query.attributes", &json);
    }
    address.both("query.searchDepth", "query.num_traces", &query.limit.to_string());
    address.get()
}

fn micros_text(micros: u64) -> String {
    instant_text(micros.saturating_mul(1_000))
}

/// A search that gives whole traces in the legacy API. Only parameters that all compatible
/// servers know: Quickwit refuses any other. Answer: [`super::answer::traces`].
pub fn traces(base: &str, query: &SearchQuery, window: (u64, u64)) -> Request {
    let mut address = AddressText::below(base, "api/traces");
    if let Some(service) = query.service.name() {
        address.parameter("service", service);
    }
    if let Some(operation) = &query.operation {
        address.parameter("operation", operation);
    }
    address.parameter("start", &window.0.to_string());
    address.parameter("end", &window.1.to_string());
    let durations =
        [("minDuration", query.min_duration_nanos), ("maxDuration", query.max_duration_nanos)];
    for (name, nanos) in durations {
        if let Some(nanos) = nanos {
            address.parameter(name, &duration_text(nanos));
        }
    }
    if let Some(json) = query.attributes_json() {
        address.parameter("tags", &json);
    }
    address.parameter("limit", &query.limit.to_string());
    address.get()
}

/// One trace, in the legacy API that every version and every compatible server has. Answer: for
/// the reader of files (`ingest`).
pub fn trace(base: &str, trace_id: TraceId, options: TraceOptions) -> Request {
    let mut address = AddressText::below(base, "api/traces").segment(&trace_id.to_string());
    if let Some((start, end)) = options.window_micros {
        address.parameter("start", &start.to_string());
        address.parameter("end", &end.to_string());
    }
    if options.is_raw {
        address.parameter("raw", "true");
    }
    address.get()
}

/// One trace in the newer API, which keeps nanoseconds, links and statuses. Answer: for the
/// reader of files (`ingest`).
pub fn v3_trace(base: &str, trace_id: TraceId, options: TraceOptions) -> Request {
    let mut address = AddressText::below(base, "api/v3/traces").segment(&trace_id.to_string());
    if let Some((start, end)) = options.window_micros {
        address.both("startTime", "start_time", &micros_text(start));
        address.both("endTime", "end_time", &micros_text(end));
    }
    if options.is_raw {
        address.both("rawTraces", "raw_traces", "true");
    }
    address.get()
}

/// Several traces at once: only Jaeger up to v2.20 has this; elsewhere they are asked for one
/// by one. Answer: for the reader of files (`ingest`).
pub fn several_traces(base: &str, trace_ids: &[TraceId]) -> Request {
    let mut address = AddressText::below(base, "api/traces");
    for id in trace_ids {
        address.parameter("traceID", &id.to_string());
    }
    address.get()
}

/// Who called whom, in so many milliseconds up to the end, in milliseconds since the epoch.
/// Answer: [`super::answer::dependencies`].
pub fn dependencies(base: &str, end_millis: u64, lookback_millis: u64) -> Request {
    let mut address = AddressText::below(base, "api/dependencies");
    address.parameter("endTs", &end_millis.to_string());
    address.parameter("lookback", &lookback_millis.to_string());
    address.get()
}

/// Keeps a trace in the server's archive. The answer has nothing in it.
pub fn archive(base: &str, trace_id: TraceId) -> Request {
    let address = AddressText::below(base, "api/archive").segment(&trace_id.to_string());
    Request { method: Method::Post, url: address.finish() }
}
