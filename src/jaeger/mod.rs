//! Jaeger's query API as values: what one wants becomes a URL.
//!
//! Invariant: nothing is fetched here. Absent, as yet: search and the choice between the
//! two dialects; a single trace has the same address in every version.

mod link_formatters;
mod link_patterns;

pub use link_patterns::{LinkPattern, LinkPlace, MadeLink, config_of_host, link_patterns};

use crate::trace::TraceId;

/// The address of one trace in the legacy dialect, which every version of Jaeger and every
/// compatible backend serves. `base` is an endpoint such as `https://jaeger.example/jaeger`,
/// or empty for the server of this page.
pub fn trace_url(base: &str, trace_id: TraceId) -> String {
    let base = base.trim_end_matches('/');
    if base.is_empty() {
        format!("api/traces/{trace_id}")
    } else {
        format!("{base}/api/traces/{trace_id}")
    }
}

/// The endpoint in what a user typed or pasted: without the page's own path, a query or a
/// trailing slash; with a scheme, `http` where none was given.
pub fn endpoint_from_text(text: &str) -> String {
    let text = text.trim();
    let bare = text.split(['?', '#']).next().unwrap_or_default();
    let page = ["/search", "/trace/", "/api/", "/dependencies", "/monitor", "/compare"];
    let cut = page.iter().filter_map(|path| bare.find(path)).min().unwrap_or(bare.len());
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
        assert_eq!(endpoint_from_text("/jaeger/"), "/jaeger");
        assert_eq!(endpoint_from_text(""), "");
    }
}
