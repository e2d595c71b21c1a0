//! Jaeger's query API as values: what one wants becomes a request, what comes back becomes data
//! or a fault in words; and everything that a link to a Jaeger may say.
//!
//! A page asks through a [`Probe`], which finds out what the server speaks, reads single answers
//! with [`answer`], keeps its form as a [`SearchQuery`], and takes [`pasted`] texts. Invariant:
//! nothing is fetched here. Absent: headers' values, and traces as a whole (`ingest`).

mod address;
pub mod answer;
mod attribute_completion;
mod cors;
mod dialect;
mod embed;
mod facets;
mod fault;
mod fault_words;
mod further;
mod go_duration;
mod header_lines;
mod id_text;
mod instant;
mod json_shape;
mod link_formatters;
mod link_patterns;
mod logfmt;
mod lookback;
mod metrics;
mod moments;
mod monitor_link;
mod normal;
mod pair_list;
mod pasted;
mod pasted_link;
mod pasted_log;
mod reply;
pub mod request;
mod results;
mod search_form;
mod search_link;
mod search_query;
mod search_words;
mod server_words;
mod summary;
mod ui_config;

pub use answer::{Dependency, Found, Operation};
pub use attribute_completion::SeenAttributes;
pub use cors::CorsSettings;
pub use dialect::{Answer, Dialect, Probe, Question, Step, Way};
pub use embed::Embed;
pub use facets::{FacetBucket, FacetChoice, FacetValue, Facets, facets};
pub use fault::{Fault, FaultKind};
pub use further::{is_limit_reached, next_minimum_nanos, older};
pub use go_duration::{DURATION_HINT, duration_from_text, duration_text};
pub use header_lines::{headers_from_text, headers_text};
pub use id_text::trace_id_from_text;
pub use link_patterns::{LinkPattern, LinkPlace, MadeLink};
pub use logfmt::{AttributePair, LogfmtMistake, attributes_from_text, attributes_text};
pub use lookback::{LOOKBACKS, Lookback};
pub use metrics::{Metric, MetricPoint, MetricsQuery, Series};
pub use moments::{ZoneOffset, minute_text, moment_text, window_from_texts};
pub use monitor_link::{MOST_MEASURED, MonitorLink, MonitorSource};
pub use normal::{NormalTrace, normal_trace};
pub use pasted::{Pasted, pasted};
pub use reply::{Asker, Broken, Reply};
pub use request::{Method, Request, TraceOptions};
pub use results::{FailingService, Sort, failures_by_service, percentile_nanos, sort_summaries};
pub use search_form::{FormField, FormMistake, SearchForm};
pub use search_link::{SearchLink, TraceFind};
pub use search_query::{DEFAULT_LIMIT, SearchQuery, SearchTime, ServiceChoice};
pub use search_words::search_words;
pub use summary::{ServiceSummary, TraceSummary, summaries_of};
pub use ui_config::{MenuLink, UiConfig};

use crate::trace::TraceId;

/// The address of one trace in the legacy dialect, which every version of Jaeger and every
/// compatible backend serves. `base` is an endpoint such as `https://jaeger.example/jaeger`,
/// or empty for the server of this page.
pub fn trace_url(base: &str, trace_id: TraceId) -> String {
    request::trace(base, trace_id, TraceOptions::default()).url
}

/// The pages and the API of a Jaeger begin with one of these.
const PAGES: [&str; 6] = ["search", "trace", "api", "dependencies", "monitor", "compare"];

/// The endpoint in what a user typed or pasted: without the page's own path, a query or a
/// trailing slash; with a scheme, `http` where none was given. The last part of a path that is
/// one of a Jaeger's pages is where its own path begins, as Jaeger has it.
pub fn endpoint_from_text(text: &str) -> String {
    let text = text.trim();
    let bare = text.split(['?', '#']).next().unwrap_or_default();
    let host_at = bare.find("://").map_or(0, |at| at + 3);
    let path_at = bare[host_at..].find('/').map_or(bare.len(), |at| host_at + at);
    let slashes = bare.rmatch_indices('/').map(|(at, _)| at).take_while(|&at| at >= path_at);
    let is_page = |&at: &usize| {
        let segment = bare[at + 1..].split('/').next().unwrap_or_default();
        PAGES.contains(&segment)
    };
    let cut = slashes.into_iter().find(is_page).unwrap_or(bare.len());
    let base = bare[..cut].trim_end_matches('/');
    if base.is_empty() || base.contains("://") || base.starts_with('/') {
        base.to_owned()
    } else {
        format!("http://{base}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_lies_below_its_endpoint_or_beside_the_page() {
        let id = TraceId(0xab);
        assert_eq!(trace_url("", id), "api/traces/00000000000000ab");
        assert_eq!(
            trace_url("http://localhost:16686/jaeger/", id),
            "http://localhost:16686/jaeger/api/traces/00000000000000ab"
        );
    }

    #[test]
    fn an_endpoint_is_found_in_whatever_was_pasted() {
        assert_eq!(endpoint_from_text(" localhost:16686 "), "http://localhost:16686");
        assert_eq!(
            endpoint_from_text("https://j.example/jaeger/search?service=a"),
            "https://j.example/jaeger"
        );
        assert_eq!(endpoint_from_text("https://j.example/trace/abc"), "https://j.example");
        assert_eq!(
            endpoint_from_text("https://j.example/monitoring/api/trace/abc"),
            "https://j.example/monitoring/api"
        );
        assert_eq!(endpoint_from_text("http://search:80/api/v3/traces/ab"), "http://search:80");
        assert_eq!(endpoint_from_text("/jaeger/"), "/jaeger");
        assert_eq!(endpoint_from_text(""), "");
    }
}
