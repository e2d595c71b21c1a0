//! What a query server can do for a trace that came from it: give it again, whole or as it was
//! stored, and keep it.
//!
//! Invariant: what is on the screen stays until what has more is there, and stays for good where
//! nothing new came, less came, or nothing. Absent: waiting for a trace that is not there yet.

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::openings::{Opening, OpeningStatus};
use crate::engine::{Contents, OpeningId, Problem, TraceListing};
use crate::format;
use crate::jaeger::{Fault, Question};
use crate::route::{Route, TraceSource};
use crate::trace::TraceId;

/// How many spans a trace that was fetched again has beside before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Growth {
    None,
    /// Zero: as many, and others.
    More(u64),
    Fewer(u64),
}

/// Signals about the trace of the page; a copy is the same.
#[derive(Clone, Copy)]
pub struct FromServerState {
    /// The trace that is fetched again and again.
    pub followed: RwSignal<Option<TraceSource>>,
    /// What the last fetch brought, and what became of the wish to archive; of which trace.
    fetched: RwSignal<Option<(TraceSource, String)>>,
    archived: RwSignal<Option<(TraceSource, String)>>,
    /// How far down a trace was that others take the place of.
    scrolled: StoredValue<Option<(TraceSource, f64)>>,
}

impl FromServerState {
    pub(super) fn new() -> FromServerState {
        FromServerState {
            followed: RwSignal::new(None),
            fetched: RwSignal::new(None),
            archived: RwSignal::new(None),
            scrolled: StoredValue::new(None),
        }
    }

    /// What is to be said of this trace; may be empty. Tracks.
    pub fn words(&self, source: &TraceSource) -> String {
        let of = |said: RwSignal<Option<(TraceSource, String)>>| {
            said.get().filter(|(of, _)| of == source).map(|(_, words)| words)
        };
        let all = [of(self.archived), of(self.fetched)];
        all.into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl AppState {
    /// Fetches a trace once more, as it may have grown; the old one stays meanwhile.
    pub fn fetch_again(&self) {
        if let Route::Trace { source, .. } = self.route.get_untracked()
            && !self.is_fetching(&source)
        {
            let is_followed =
                self.from_server.followed.with_untracked(|it| it.as_ref() == Some(&source));
            // Whoever follows is told beside the time that is left.
            if !is_followed {
                self.from_server.fetched.set(Some((source.clone(), "Fetching…".to_owned())));
            }
            self.open_source(source);
        }
    }

    /// Ends a fetch of a trace that is there.
    pub fn cancel_fetch(&self, source: &TraceSource) {
        let under_way = self.openings.with_untracked(|all| {
            all.iter().find(|one| one.source == *source && one.is_loading()).map(|one| one.id)
        });
        if let Some(id) = under_way {
            self.cancel(id);
        }
    }

    /// A fetch came to nothing.
    pub(super) fn forget_fetch(&self, id: OpeningId) {
        let Some(opening) = self.opening(id) else { return };
        let is_of = |said: &Option<(TraceSource, String)>| {
            said.as_ref().is_some_and(|(source, _)| *source == opening.source)
        };
        if self.from_server.fetched.with_untracked(is_of) {
            self.from_server.fetched.set(None);
        }
    }

    /// Whether a fetch of this trace is under way. Tracks.
    pub fn is_fetching(&self, source: &TraceSource) -> bool {
        self.openings.with(|all| all.iter().any(|one| one.source == *source && one.is_loading()))
    }

    /// Fetches the trace of the page now, and again and again, or no longer.
    pub fn follow_trace(&self, is_wanted: bool) {
        if let Route::Trace { source, .. } = self.route.get_untracked() {
            let stopped = source.clone();
            self.from_server.followed.set(is_wanted.then_some(source));
            match is_wanted {
                true => self.fetch_again(),
                false => self.cancel_fetch(&stopped),
            }
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
        let (this, archived) = (*self, self.from_server.archived);
        let say = move |words: &str| archived.set(Some((source.clone(), words.to_owned())));
        say("Archiving…");
        self.query(
            &base,
            Question::Archive { trace_id },
            OpeningId(0),
            move |result| match result {
                Ok(_) => say("Archived"),
                Err(fault) => {
                    say("Not archived");
                    this.tell(problem_of(&fault), true);
                }
            },
        );
    }

    /// What this one was fetched again for, if that is open.
    pub(super) fn older_of(&self, id: OpeningId) -> Option<Arc<Opening>> {
        let new = self.opening(id)?;
        let TraceSource::Endpoint { .. } = new.source else { return None };
        let is_older = |one: &&Arc<Opening>| {
            let is_open = matches!(one.status, OpeningStatus::Open(_));
            one.id != id && one.source == new.source && is_open
        };
        self.openings.with_untracked(|all| all.iter().find(is_older).cloned())
    }

    /// `None`: nothing was there before.
    pub(super) fn growth_by(&self, id: OpeningId, contents: &Contents) -> Option<Growth> {
        let older = self.older_of(id)?;
        let before = older.contents()?;
        let spans = |of: &Contents| of.traces.iter().map(|it| u64::from(it.spans)).sum::<u64>();
        let (was, is) = (spans(before), spans(contents));
        Some(match is.checked_sub(was) {
            Some(0) if facts(contents) == facts(before) => Growth::None,
            Some(more) => Growth::More(more),
            None => Growth::Fewer(was - is),
        })
    }

    pub(super) fn tell_growth(&self, id: OpeningId, growth: Option<Growth>) {
        let (Some(opening), Some(growth)) = (self.opening(id), growth) else { return };
        let words = match growth {
            Growth::None => "Nothing new".to_owned(),
            Growth::More(0) => "As many spans, others".to_owned(),
            Growth::More(1) => "1 new span".to_owned(),
            Growth::More(more) => format!("{} new spans", format::count(more)),
            Growth::Fewer(_) => "The answer was shorter; the trace of before is kept".to_owned(),
        };
        self.from_server.fetched.set(Some((opening.source.clone(), words)));
    }

    /// What is known of the trace of before holds for the one that has more.
    pub(super) fn take_over(&self, id: OpeningId) {
        if let Some(older) = self.older_of(id) {
            self.update_opening(id, |opening| opening.known.clone_from(&older.known));
        }
    }

    /// Whether the page shows what comes from there.
    pub(super) fn is_of_page(&self, wanted: &TraceSource) -> bool {
        matches!(self.route.get_untracked(), Route::Trace { source, .. } if source == *wanted)
    }

    /// Nothing is fetched again of a trace that failed to come.
    pub(super) fn stop_following(&self, source: Option<&TraceSource>) {
        let is_followed =
            self.from_server.followed.with_untracked(|followed| followed.as_ref() == source);
        if is_followed && source.is_some() {
            self.from_server.followed.set(None);
        }
    }

    /// Notes how far down the trace of the page is, for what takes its place.
    pub(super) fn note_scroll(&self, top_px: f64) {
        if let Route::Trace { source: source @ TraceSource::Endpoint { .. }, .. } =
            self.route.get_untracked()
        {
            self.from_server.scrolled.set_value(Some((source, top_px)));
        }
    }

    /// How far down the trace was that this one takes the place of; told once.
    pub(super) fn scroll_before(&self) -> Option<f64> {
        let scrolled = self.from_server.scrolled.try_update_value(Option::take).flatten();
        scrolled.filter(|(source, _)| self.is_of_page(source)).map(|(_, top_px)| top_px)
    }
}

/// Spans do not change once they are stored, so what they come to tells them apart.
fn facts(contents: &Contents) -> Vec<(TraceId, u64, u64, u32, u32, u32)> {
    let fact = |it: &TraceListing| {
        (it.trace.trace_id, it.start_nanos, it.duration_nanos, it.spans, it.errors, it.services)
    };
    contents.traces.iter().map(fact).collect()
}

pub(super) fn problem_of(fault: &Fault) -> Problem {
    let said = match fault.said.as_str() {
        "" => String::new(),
        said => format!("It says: “{}”. ", format::visible_text(said)),
    };
    Problem { title: fault.what(), detail: format!("{said}{}", fault.advice()) }
}
