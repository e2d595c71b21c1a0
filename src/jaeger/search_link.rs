//! The address of Jaeger's search page ⇄ what it says: `/search?service=…&lookback=1h&…`.
//!
//! Invariant: what is printed is read back as the same; whatever cannot be read is told in
//! `complaints`, since a search without a condition that the link has would answer another
//! question. Absent: parameters that Jaeger does not know; they are passed over.

use super::address::{AddressText, decoded_parameters};
use super::go_duration::{DURATION_HINT, duration_from_text, duration_text};
use super::lookback::Lookback;
use super::pair_list::pairs_from_json;
use super::search_query::{DEFAULT_LIMIT, SearchQuery, SearchTime, ServiceChoice};
use crate::trace::TraceId;

/// Jaeger's words for any service and any operation, of today and of old links.
const ALL_SERVICES: &str = "__all_services__";
const ALL_OPERATIONS: [&str; 2] = ["__all_operations__", "all"];

/// Parameters for pages inside other pages.
const EMBED_PARAMETERS: [&str; 6] = [
    "uiEmbed",
    "uiSearchHideGraph",
    "uiTimelineCollapseTitle",
    "uiTimelineHideMinimap",
    "uiTimelineHideSummary",
    "uiTheme",
];

/// Everything that a link to the search page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchLink {
    pub query: SearchQuery,
    /// Traces to show besides, or instead of, what the search finds.
    pub trace_ids: Vec<TraceId>,
    /// Traces to show, with what to look for in each.
    pub finds: Vec<TraceFind>,
    /// Whether the map of the results is to be shown (`view=ddg`).
    pub is_map: bool,
    /// Jaeger's parameters for embedding, names and values as they came.
    pub embed: Vec<(String, String)>,
    /// What could not be read, a sentence each; not printed.
    pub complaints: Vec<String>,
}

/// `span=<ids>@<trace>`: a trace whose page is to look for these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceFind {
    pub trace_id: TraceId,
    /// Ids of spans with blanks between, which Jaeger hands on as `uiFind`; without `@`.
    pub find: String,
}

impl SearchLink {
    pub fn of(query: SearchQuery) -> SearchLink {
        SearchLink { query, ..SearchLink::default() }
    }

    /// Reads the part behind the question mark. Never fails; see `complaints`.
    pub fn parse(search: &str) -> SearchLink {
        let search = search.strip_prefix('?').unwrap_or(search);
        let mut link = SearchLink::default();
        let mut times = Times::default();
        for (name, value) in decoded_parameters(search) {
            if !value.is_empty() {
                link.read(&mut times, &name, value);
            }
        }
        match times.time() {
            Ok(time) => link.query.time = time.unwrap_or(link.query.time),
            Err(complaint) => link.complaints.push(complaint),
        }
        link
    }

    /// The parameters with Jaeger's names, without a question mark; empty if they would say
    /// nothing.
    pub fn print(&self) -> String {
        let mut out = AddressText::parameters();
        self.print_query(&mut out);
        for id in &self.trace_ids {
            out.parameter("traceID", &id.to_string());
        }
        for TraceFind { trace_id, find } in &self.finds {
            out.parameter("span", &format!("{find}@{trace_id}"));
        }
        if self.is_map {
            out.parameter("view", "ddg");
        }
        for (name, value) in &self.embed {
            out.parameter(name, value);
        }
        out.finish()
    }

    fn print_query(&self, out: &mut AddressText) {
        let query = &self.query;
        if *query == SearchQuery::default() {
            return;
        }
        match &query.service {
            ServiceChoice::None => {}
            ServiceChoice::All => out.parameter("service", ALL_SERVICES),
            ServiceChoice::Named(name) => out.parameter("service", name),
        }
        if let Some(operation) = &query.operation {
            out.parameter("operation", operation);
        }
        print_time(query.time, out);
        out.parameter("limit", &query.limit.to_string());
        let durations =
            [("minDuration", query.min_duration_nanos), ("maxDuration", query.max_duration_nanos)];
        for (name, nanos) in durations {
            if let Some(nanos) = nanos {
                out.parameter(name, &duration_text(nanos));
            }
        }
        if let Some(json) = query.attributes_json() {
            out.parameter("tags", &json);
        }
    }

    fn read(&mut self, times: &mut Times, name: &str, value: String) {
        let query = &mut self.query;
        match name {
            "service" if value == ALL_SERVICES => query.service = ServiceChoice::All,
            // Jaeger's form says `-` while nothing is chosen.
            "service" if value == "-" => {}
            "service" => query.service = ServiceChoice::Named(value),
            "operation" => {
                query.operation = Some(value).filter(|name| !ALL_OPERATIONS.contains(&&**name));
            }
            "start" => times.start = Some(value),
            "end" => times.end = Some(value),
            "lookback" => times.lookback = Some(value),
            "limit" => self.read_limit(&value),
            "minDuration" => self.query.min_duration_nanos = self.duration(name, &value),
            "maxDuration" => self.query.max_duration_nanos = self.duration(name, &value),
            "tags" => self.read_attributes(&value),
            "tag" => self.read_attribute(&value),
            "traceID" => self.read_trace_ids(&value),
            "span" => self.read_find(&value),
            "view" => self.is_map = value == "ddg",
            name if EMBED_PARAMETERS.contains(&name) => self.embed.push((name.to_owned(), value)),
            _ => {}
        }
    }

    fn duration(&mut self, name: &str, value: &str) -> Option<u64> {
        let nanos = duration_from_text(value);
        if nanos.is_none() {
            self.complaints
                .push(format!("{name}={value} in the link is no duration. {DURATION_HINT}"));
        }
        nanos
    }

    fn read_limit(&mut self, value: &str) {
        match value.parse() {
            Ok(limit) if limit > 0 => self.query.limit = limit,
            _ => self.complaints.push(format!(
                "limit={value} in the link is no number of traces; it is {DEFAULT_LIMIT} now."
            )),
        }
    }

    fn read_attributes(&mut self, json: &str) {
        match pairs_from_json(json) {
            Ok(pairs) => pairs.into_iter().for_each(|(key, value)| self.set_attribute(key, value)),
            Err(reason) => self.complaints.push(format!(
                "The attributes in the link (tags={json}) are no JSON object of texts: {reason}."
            )),
        }
    }

    /// `key:value`, as old links have it, or a key alone.
    fn read_attribute(&mut self, text: &str) {
        let (key, value) = text.split_once(':').unwrap_or((text, ""));
        self.set_attribute(key.to_owned(), value.to_owned());
    }

    /// Of a key that occurs twice the last value counts, as for Jaeger.
    fn set_attribute(&mut self, key: String, value: String) {
        let pairs = &mut self.query.attributes;
        match pairs.iter_mut().find(|(other, _)| *other == key) {
            Some(pair) => pair.1 = value,
            None if key.is_empty() => self.complaints.push(format!(
                "An attribute in the link has no key, only the value “{value}”; it is left out."
            )),
            None => pairs.push((key, value)),
        }
    }

    /// One id, or several with commas between, as very old links have them.
    fn read_trace_ids(&mut self, text: &str) {
        for text in text.split(',') {
            let id = self.trace_id(text);
            self.trace_ids.extend(id);
        }
    }

    fn trace_id(&mut self, text: &str) -> Option<TraceId> {
        let id = TraceId::from_hex(text.trim().as_bytes());
        if id.is_none() {
            self.complaints.push(format!("“{text}” in the link is no trace id."));
        }
        id
    }

    fn read_find(&mut self, text: &str) {
        let (find, id) = text.split_once('@').unwrap_or(("", text));
        if let Some(trace_id) = self.trace_id(id) {
            self.finds.push(TraceFind { trace_id, find: find.to_owned() });
        }
    }
}

fn print_time(time: SearchTime, out: &mut AddressText) {
    let from = match time {
        SearchTime::Last(lookback) => Some(lookback),
        SearchTime::Between { start_micros, end_micros, from } => {
            out.parameter("start", &start_micros.to_string());
            out.parameter("end", &end_micros.to_string());
            from
        }
    };
    out.parameter("lookback", &from.map_or("custom".to_owned(), Lookback::text));
}

/// What a link says about time, as it came.
#[derive(Default)]
struct Times {
    start: Option<String>,
    end: Option<String>,
    lookback: Option<String>,
}

impl Times {
    /// `Ok(None)` if nothing is said. Two moments count more than a lookback, which then only
    /// says where they came from.
    fn time(&self) -> Result<Option<SearchTime>, String> {
        let lookback = self.lookback.as_deref().and_then(Lookback::from_text);
        let is_zero = |text: &Option<String>| text.as_deref() == Some("0");
        let (start, end) = match is_zero(&self.start) && is_zero(&self.end) {
            // Some links have zeros beside a lookback.
            true => (None, None),
            false => (self.start.as_deref(), self.end.as_deref()),
        };
        match (start, end, lookback) {
            (Some(start), Some(end), from) => match (start.parse(), end.parse()) {
                (Ok(start_micros), Ok(end_micros)) if start_micros <= end_micros => {
                    Ok(Some(SearchTime::Between { start_micros, end_micros, from }))
                }
                _ => Err(format!(
                    "start={start} and end={end} in the link are no window of time: both are \
                     microseconds since 1970, and the end comes after the start."
                )),
            },
            (None, None, lookback) => Ok(lookback.map(SearchTime::Last)),
            (_, _, Some(lookback)) => Ok(Some(SearchTime::Last(lookback))),
            (..) => Err("The link has only one end of its window of time; give both.".to_owned()),
        }
    }
}
