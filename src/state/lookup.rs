//! Something pasted leads to the trace or the search that it means.
//!
//! Invariant: nothing is fetched before the reader asked for it by pasting; what cannot be
//! followed is told. Absent: what a text means (see `jaeger`).

use leptos::prelude::*;

use super::app::AppState;
use crate::browser::location;
use crate::jaeger::{Pasted, pasted};
use crate::route::{CompareLink, Route, TraceSource, trace_of_link};
use crate::trace::TraceId;

/// Nothing in a text names a trace or a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWay;

impl AppState {
    /// Goes where a text leads; with `base` as the endpoint where it names none.
    pub fn look_up(&self, text: &str, base: &str) -> Result<(), NoWay> {
        let base_of = |endpoint: Option<String>| match endpoint {
            Some(endpoint) => self.base_of_pasted(endpoint),
            None => base.to_owned(),
        };
        match pasted(text) {
            Pasted::Trace { endpoint, trace_id, parameters } => {
                self.open_pasted(&base_of(endpoint), trace_id, &parameters);
            }
            Pasted::Search { endpoint, link } => {
                self.go(Route::Search { base: base_of(endpoint), link });
            }
            Pasted::Compare { endpoint, a, b } => {
                let link = CompareLink::of_endpoint(&base_of(endpoint), [a, b]);
                self.go(Route::Compare(Box::new(link)));
            }
            Pasted::Nothing => return Err(NoWay),
        }
        Ok(())
    }

    /// Opens a trace as the parameters of its link say.
    pub fn open_pasted(&self, base: &str, trace_id: TraceId, parameters: &str) {
        let source = TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw: false };
        if self.find(&source, Some(trace_id)).is_none() {
            self.open_source(source);
        }
        self.go(trace_of_link(base, trace_id, parameters));
    }

    /// The endpoint that a text names: the reader chose it by pasting the text.
    fn base_of_pasted(&self, endpoint: String) -> String {
        let own = location::absolute(".");
        if own.trim_end_matches('/') == endpoint.trim_end_matches('/') {
            // The server of this page.
            return String::new();
        }
        let known = untrack(|| self.endpoints.endpoint(&endpoint));
        self.endpoints.keep(known);
        endpoint
    }
}
