//! A trace becomes a comparison with a healthy one of the same kind.
//!
//! Invariant: what was taken, and out of how many, is told with the comparison. Absent: what makes
//! a trace healthy (see `jaeger`).

use leptos::prelude::*;

use super::app::AppState;
use super::from_server::problem_of;
use crate::browser::timeline;
use crate::engine::{OpeningId, Problem, TraceListing};
use crate::format;
use crate::jaeger::{
    Answer, Fault, NormalTrace, Question, SearchQuery, SearchTime, ServiceChoice, normal_trace,
};
use crate::route::{CompareLink, CompareLook, CompareSide, Route, TraceSource};

/// Traces that are looked at.
const MOST_TRACES: u32 = 200;
const MINUTE_MICROS: u64 = 60_000_000;
/// How far around the trace others are searched, the nearest first.
const AROUND: [(u64, &str); 2] =
    [(60 * MINUTE_MICROS, "an hour"), (24 * 60 * MINUTE_MICROS, "a day")];

/// What a comparison was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalWords {
    pub sides: [Option<CompareSide>; 2],
    pub words: String,
}

/// Signals of the search for a healthy trace; a copy is the same.
#[derive(Clone, Copy)]
pub struct NormalState {
    /// Of the comparison that was made last.
    pub words: RwSignal<Option<NormalWords>>,
    /// The question on its way.
    pub asking: RwSignal<Option<u32>>,
}

impl NormalState {
    pub(super) fn new() -> NormalState {
        NormalState { words: RwSignal::new(None), asking: RwSignal::new(None) }
    }
}

impl AppState {
    /// Searches traces of the same root around a trace of a server, and compares it with the one
    /// nearest to the median of those that are healthy.
    pub fn compare_with_normal(&self, source: &TraceSource, listing: &TraceListing) {
        self.cancel_normal();
        if let TraceSource::Endpoint { base, .. } = source {
            self.search_normal(base.clone(), source.clone(), listing.clone(), 0);
        }
    }

    pub fn cancel_normal(&self) {
        if let Some(id) = self.normal.asking.get_untracked() {
            self.give_up(id);
            self.normal.asking.set(None);
        }
    }

    fn search_normal(&self, base: String, source: TraceSource, listing: TraceListing, try_: usize) {
        let Some(&(around_micros, around)) = AROUND.get(try_) else { return };
        let at_micros = listing.start_nanos / 1_000;
        let now_micros = (timeline::epoch_ms() * 1e3) as u64;
        let until = (at_micros + around_micros).min(now_micros.max(at_micros + MINUTE_MICROS));
        let window_micros = (at_micros.saturating_sub(around_micros), until);
        let query = SearchQuery {
            service: ServiceChoice::Named(listing.root_service.clone()),
            operation: Some(listing.root_name.clone()).filter(|name| !name.is_empty()),
            time: SearchTime::Between {
                start_micros: window_micros.0,
                end_micros: window_micros.1,
                from: None,
            },
            limit: MOST_TRACES,
            ..SearchQuery::default()
        };
        let opening = OpeningId(self.number());
        let question = Question::Search { query, window_micros };
        let this = *self;
        let id = self.query(&base.clone(), question, opening, move |result| {
            this.normal.asking.set(None);
            this.close(opening);
            // Whoever has gone elsewhere is not taken away from there.
            let is_here = this.route.with_untracked(
                |route| matches!(route, Route::Trace { source: shown, .. } if *shown == source),
            );
            if !is_here {
                return;
            }
            let found = match result {
                Ok(Answer::Found(found)) => found.summaries,
                // No other kind answers a search.
                Ok(_) => Vec::new(),
                Err(fault) => return this.tell_no_normal(&fault),
            };
            let root = (listing.root_service.as_str(), listing.root_name.as_str());
            match normal_trace(&found, root, listing.trace.trace_id) {
                Some(normal) => this.show_normal(&base, source, &listing, normal, around),
                None if try_ + 1 < AROUND.len() => {
                    this.search_normal(base, source, listing, try_ + 1);
                }
                None => this.tell(nothing_normal(&listing, around, found.len()), false),
            }
        });
        self.normal.asking.set(Some(id));
    }

    fn show_normal(
        &self,
        base: &str,
        source: TraceSource,
        listing: &TraceListing,
        normal: NormalTrace,
        around: &str,
    ) {
        let trace_id = normal.trace_id;
        let is_raw = matches!(source, TraceSource::Endpoint { is_raw: true, .. });
        let first = CompareSide {
            source: TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw },
            trace_id: Some(trace_id),
        };
        let second = CompareSide { source, trace_id: Some(listing.trace.trace_id) };
        let sides = [Some(first), Some(second)];
        let words = format!(
            "A is the trace nearest the median ({}) of {} of {} that started within {around} of B, without \
             errors.",
            format::duration(normal.median_nanos),
            match normal.healthy {
                1 => "the 1 healthy trace".to_owned(),
                many => format!("{} healthy traces", format::count(many as u64)),
            },
            format::visible_text(&format!("{} {}", listing.root_service, listing.root_name)),
        );
        self.normal.words.set(Some(NormalWords { sides: sides.clone(), words }));
        let link = CompareLink { sides, look: CompareLook::default() };
        self.go(Route::Compare(Box::new(link)));
    }

    fn tell_no_normal(&self, fault: &Fault) {
        self.tell(problem_of(fault), true);
    }
}

fn nothing_normal(listing: &TraceListing, around: &str, found: usize) -> Problem {
    let name = format::visible_text(&format!("{} {}", listing.root_service, listing.root_name));
    Problem {
        title: format!("No healthy trace of {name} was found"),
        detail: format!(
            "Of the {} that the server gave from within {around}, none begins with that call, is whole \
             and has no error. Choose one to compare with by hand.",
            match found {
                1 => "1 trace".to_owned(),
                many => format!("{} traces", format::count(many as u64)),
            }
        ),
    }
}
