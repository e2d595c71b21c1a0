//! What a query server can do for a trace that came from it: give it again, whole or as it was
//! stored, and keep it.
//!
//! Invariant: what is on the screen stays until what replaces it is there, and stays for good
//! where nothing new came. Absent: waiting for a trace that is not there yet.

use leptos::prelude::*;

use super::app::AppState;
use super::openings::OpeningStatus;
use crate::engine::{Contents, OpeningId, Problem, TraceListing};
use crate::format;
use crate::jaeger::{Fault, Question};
use crate::route::{Route, TraceSource};
use crate::trace::TraceId;

/// Signals about the trace of the page; a copy is the same.
#[derive(Clone, Copy)]
pub struct FromServerState {
    /// The trace that is fetched again and again.
    pub followed: RwSignal<Option<TraceSource>>,
    /// What became of the last wish, and of which trace.
    said: RwSignal<Option<(TraceSource, String)>>,
}

impl FromServerState {
    pub(super) fn new() -> FromServerState {
        FromServerState { followed: RwSignal::new(None), said: RwSignal::new(None) }
    }

    /// What is to be said of this trace; may be empty. Tracks.
    pub fn words(&self, source: &TraceSource) -> String {
        let said = self.said.get().filter(|(of, _)| of == source);
        said.map(|(_, words)| words).unwrap_or_default()
    }

    fn say(&self, source: TraceSource, words: &str) {
        self.said.set(Some((source, words.to_owned())));
    }
}

impl AppState {
    /// Fetches a trace once more, as it may have grown; the old one stays meanwhile.
    pub fn fetch_again(&self) {
        if let Route::Trace { source, .. } = self.route.get_untracked()
            && !self.is_loading(&source)
        {
            self.from_server.say(source.clone(), "");
            self.open_source(source);
        }
    }

    fn is_loading(&self, source: &TraceSource) -> bool {
        self.openings
            .with_untracked(|all| all.iter().any(|one| one.source == *source && one.is_loading()))
    }

    /// Fetches the trace of the page again and again, or no longer.
    pub fn follow_trace(&self, is_wanted: bool) {
        if let Route::Trace { source, .. } = self.route.get_untracked() {
            self.from_server.said.set(None);
            self.from_server.followed.set(is_wanted.then_some(source));
        }
    }

    /// The trace as it was stored, or as the server adjusts it.
    pub fn show_raw(&self, wanted: bool) {
        let mut route = self.route.get_untracked();
        if let Route::Trace { source: TraceSource::Endpoint { is_raw, .. }, .. } = &mut route
            && *is_raw != wanted
        {
            *is_raw = wanted;
            self.go(route);
        }
    }

    /// Asks the server of the trace to keep it beyond its time.
    pub fn archive_trace(&self) {
        let Route::Trace { source, .. } = self.route.get_untracked() else { return };
        let TraceSource::Endpoint { base, trace_id, .. } = source.clone() else { return };
        let (this, state) = (*self, self.from_server);
        state.say(source.clone(), "Archiving…");
        self.query(
            &base,
            Question::Archive { trace_id },
            OpeningId(0),
            move |result| match result {
                Ok(_) => state.say(source, "Archived"),
                Err(fault) => {
                    state.say(source, "Not archived");
                    this.tell(problem_of(&fault), true);
                }
            },
        );
    }

    /// Notes what a trace that was fetched again brings: whether that is what is on the screen.
    pub(super) fn brings_nothing_new(&self, id: OpeningId, contents: &Contents) -> bool {
        let Some(new) = self.opening(id) else { return false };
        let TraceSource::Endpoint { .. } = new.source else { return false };
        let before = self.openings.with_untracked(|all| {
            let mut older = all.iter().filter(|one| one.id != id && one.source == new.source);
            older.find_map(|one| match &one.status {
                OpeningStatus::Open(contents) => Some(contents.clone()),
                _ => None,
            })
        });
        let Some(before) = before else { return false };
        let spans = |of: &Contents| of.traces.iter().map(|it| i64::from(it.spans)).sum::<i64>();
        let is_same = facts(contents) == facts(&before);
        let words = match spans(contents) - spans(&before) {
            0 if is_same => "Nothing new".to_owned(),
            0 => "As many spans, others".to_owned(),
            1 => "1 new span".to_owned(),
            more if more > 0 => format!("{} new spans", format::count(more.unsigned_abs())),
            fewer => format!("{} spans fewer", format::count(fewer.unsigned_abs())),
        };
        self.from_server.say(new.source.clone(), &words);
        is_same
    }

    /// Nothing is fetched again of a trace that failed to come.
    pub(super) fn stop_following(&self, source: Option<&TraceSource>) {
        let is_followed =
            self.from_server.followed.with_untracked(|followed| followed.as_ref() == source);
        if is_followed && source.is_some() {
            self.from_server.followed.set(None);
        }
    }
}

/// Spans do not change once they are stored, so what they come to tells them apart.
fn facts(contents: &Contents) -> Vec<(TraceId, u64, u64, u32, u32, u32)> {
    let fact = |it: &TraceListing| {
        (it.trace.trace_id, it.start_nanos, it.duration_nanos, it.spans, it.errors, it.services)
    };
    contents.traces.iter().map(fact).collect()
}

fn problem_of(fault: &Fault) -> Problem {
    let said = match fault.said.as_str() {
        "" => String::new(),
        said => format!("It says: “{}”. ", format::visible_text(said)),
    };
    Problem { title: fault.what(), detail: format!("{said}{}", fault.advice()) }
}
