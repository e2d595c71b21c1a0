//! Openings: from the wish to open something to its traces.
//!
//! Invariant: an opening keeps its plan and files as long as it is listed, so that it can
//! be opened again after a crash; one that fails leaves everything else as it was.
//! Absent: the bytes themselves.

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::benchmark::{mark, mark_opened};
use super::from_server::Growth;
use super::recent::source_of;
use crate::browser::files::File;
use crate::browser::location;
use crate::engine::{
    Contents, Event, LoadProgress, OpeningId, Problem, SourcePlan, TraceListing, TraceRef,
};
use crate::generate::Shape;
use crate::jaeger::{TraceOptions, request};
use crate::layout::TimeWindow;
use crate::route::{Route, TraceSource, ViewState};
use crate::trace::TraceId;

/// How many openings are kept at a time; the oldest make room.
const MOST_OPENINGS: usize = 6;

#[derive(Clone)]
pub struct Opening {
    pub id: OpeningId,
    /// What a link can say about it.
    pub source: TraceSource,
    /// For people: the file's name, the URL.
    pub name: String,
    pub plans: Vec<SourcePlan>,
    pub files: Vec<File>,
    pub status: OpeningStatus,
    /// What can be looked at while the rest is loading.
    pub preview: Option<Arc<Contents>>,
    /// The traces that it was ever seen to hold, and what their views count from: known also
    /// while it is read again, and after it failed.
    pub known: Vec<KnownTrace>,
    /// Whether the page goes there as soon as it is open.
    pub is_goal: bool,
    /// Under which name this browser keeps its files.
    pub kept: Option<String>,
}

#[derive(Clone, Copy)]
pub struct KnownTrace {
    pub id: TraceId,
    /// Since the epoch.
    pub start_nanos: u64,
}

#[derive(Clone)]
pub enum OpeningStatus {
    Loading(LoadProgress),
    Open(Arc<Contents>),
    Failed(Problem),
}

impl Opening {
    pub fn is_loading(&self) -> bool {
        matches!(self.status, OpeningStatus::Loading(_))
    }

    pub fn contents(&self) -> Option<&Arc<Contents>> {
        match &self.status {
            OpeningStatus::Open(contents) => Some(contents),
            OpeningStatus::Loading(_) => self.preview.as_ref(),
            OpeningStatus::Failed(_) => None,
        }
    }

    /// Whether it holds, or held before it failed, the trace that a view means.
    fn is_known_to_hold(&self, wanted: Option<TraceId>) -> bool {
        let is_wanted = |known: &KnownTrace| wanted.is_none_or(|id| known.id == id);
        self.known.iter().any(is_wanted)
    }

    /// What the views of a trace count from, in nanoseconds since the epoch.
    fn origin_nanos(&self, id: TraceId) -> Option<u64> {
        self.known.iter().find(|known| known.id == id).map(|known| known.start_nanos)
    }

    /// The trace that a view means: the one named, or the only one.
    pub fn trace(&self, wanted: Option<TraceId>) -> Option<&TraceListing> {
        let traces = &self.contents()?.traces;
        match wanted {
            Some(id) => traces.iter().find(|listing| listing.trace.trace_id == id),
            None if traces.len() == 1 => traces.first(),
            None => None,
        }
    }
}

impl AppState {
    /// Opens files from a drop, a picker or the clipboard, all together.
    pub fn open_files(&self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        if self.is_file_a_side(files.len()) {
            // Two recordings of one trace are not to become one.
            return files.into_iter().for_each(|file| self.open_files(vec![file]));
        }
        let plans = plans_of(&files);
        let name = match files.as_slice() {
            [only] => only.name(),
            several => format!("{} files", several.len()),
        };
        self.begin(source_of(&plans, &files), name, plans, files, true);
    }

    /// Opens text that was pasted.
    pub fn open_text(&self, text: String) {
        let name = "Pasted text".to_owned();
        let plans = vec![SourcePlan::Text { name: name.clone(), bytes: text.into_bytes() }];
        self.begin(source_of(&plans, &[]), name, plans, Vec::new(), true);
    }

    /// Starts what the route needs and is not there yet.
    pub fn follow_route(&self) {
        match self.route.get_untracked() {
            Route::Trace { source, view } => self.follow_source(&source, view.trace_id),
            Route::Compare(link) => {
                self.follow_sides(&link);
                self.last_compared.set(Some(*link));
            }
            _ => {}
        }
    }

    pub(super) fn follow_source(&self, source: &TraceSource, wanted: Option<TraceId>) {
        if self.find(source, wanted).is_some() {
            return;
        }
        if source.is_file() {
            self.open_kept_holding(source.mark(), wanted);
        }
        // A link may not make this browser ask another server: there the page asks first.
        if self.may_fetch(source) {
            self.open_source(source.clone());
        }
    }

    /// Whether a link may lead there without a question: to this page's own server, or to an
    /// endpoint that the reader chose before.
    pub fn may_fetch(&self, source: &TraceSource) -> bool {
        let is_chosen = matches!(source, TraceSource::Endpoint { base, .. }
            if self.endpoints.is_trusted(base));
        is_chosen || address_of(source).is_some_and(|url| location::is_same_origin(&url))
    }

    /// Opens what a link names. Call for another origin only after the user agreed.
    pub fn open_source(&self, source: TraceSource) {
        let Some(plan) = self.plan_of(&source) else { return };
        let name = match &source {
            TraceSource::Endpoint { trace_id, .. } => format!("Trace {trace_id}"),
            _ => plan.name(),
        };
        self.begin(source, name, vec![plan], Vec::new(), false);
    }

    /// How a source is read; `None` for files.
    fn plan_of(&self, source: &TraceSource) -> Option<SourcePlan> {
        if let TraceSource::Sample(name) = source
            && let Some(plan) = generated_sample(name)
        {
            return Some(plan);
        }
        let url = location::absolute(&address_of(source)?);
        let headers = match source {
            TraceSource::Endpoint { base, .. } => untrack(|| self.endpoints.endpoint(base)).headers,
            _ => Vec::new(),
        };
        Some(SourcePlan::Url { url, headers })
    }

    /// The opening that a route means: with this source, holding this trace; the latest. For files
    /// that are not here, others with the trace do.
    pub fn find(&self, source: &TraceSource, wanted: Option<TraceId>) -> Option<Arc<Opening>> {
        // What is open stays until what replaces it is.
        let is_open = |opening: &Opening| matches!(opening.status, OpeningStatus::Open(_));
        if let TraceSource::Endpoint { .. } = source
            && let Some(open) = self.latest(|opening| opening.source == *source && is_open(opening))
        {
            return Some(open);
        }
        let exact = self.latest(|opening| {
            opening.source == *source && (!source.is_file() || opening.is_known_to_hold(wanted))
        });
        if exact.is_some() || !source.is_file() || self.recent.has_marked(source.mark(), wanted) {
            return exact;
        }
        self.latest(|opening| opening.source.is_file() && opening.is_known_to_hold(wanted))
    }

    fn latest(&self, fits: impl Fn(&Opening) -> bool) -> Option<Arc<Opening>> {
        let fits = |opening: &&Arc<Opening>| fits(opening);
        self.openings.with(|openings| openings.iter().rev().find(fits).cloned())
    }

    pub fn cancel(&self, opening: OpeningId) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.cancel(opening);
            }
        });
    }

    /// Tries an opening that failed once more.
    pub fn retry(&self, opening: &Opening) {
        self.forget(opening.id);
        let Opening { source, name, plans, files, known, is_goal, kept, .. } = opening.clone();
        // The server may have other headers by now.
        let plans = match &source {
            TraceSource::Endpoint { .. } => self.plan_of(&source).into_iter().collect(),
            _ => plans,
        };
        let id = self.begin(source, name, plans, files, is_goal);
        // The page that shows it goes on to do so.
        self.update_opening(id, |opening| (opening.known, opening.kept) = (known, kept));
    }

    pub(super) fn begin(
        &self,
        source: TraceSource,
        name: String,
        plans: Vec<SourcePlan>,
        files: Vec<File>,
        is_goal: bool,
    ) -> OpeningId {
        mark("open");
        let id = OpeningId(self.number());
        let status = OpeningStatus::Loading(LoadProgress::default());
        let (preview, known, kept) = (None, Vec::new(), None);
        let opening =
            Opening { id, source, name, plans, files, status, preview, known, is_goal, kept };
        self.send_open(&opening);
        let crowd = self.openings.with_untracked(Vec::len).saturating_sub(MOST_OPENINGS - 1);
        let oldest: Vec<OpeningId> = self.openings.with_untracked(|openings| {
            let idle = openings.iter().filter(|one| !one.is_loading() && !self.is_shown(one));
            idle.take(crowd).map(|one| one.id).collect()
        });
        oldest.into_iter().for_each(|id| self.forget(id));
        self.openings.update(|openings| openings.push(Arc::new(opening)));
        id
    }

    pub(super) fn send_open(&self, opening: &Opening) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.open(opening.id, opening.plans.clone(), &opening.files);
            }
        });
    }

    fn is_shown(&self, opening: &Opening) -> bool {
        match self.route.get_untracked() {
            Route::Trace { source, view } => {
                self.find(&source, view.trace_id).is_some_and(|shown| shown.id == opening.id)
            }
            Route::Compare(_) => self.is_compared(opening),
            Route::Sets(_) => self.is_of_sets(opening.id),
            _ => false,
        }
    }

    fn forget(&self, opening: OpeningId) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.close(opening);
            }
        });
        self.openings.update(|openings| openings.retain(|one| one.id != opening));
    }

    pub(super) fn hear(&self, event: Event) {
        match event {
            Event::Progress { opening, progress } => {
                self.set_status(opening, OpeningStatus::Loading(progress));
            }
            Event::Preview { opening, contents } => {
                self.learn_traces(opening, &contents);
                let preview = Some(Arc::new(contents));
                self.update_opening(opening, |opening| opening.preview = preview);
                self.go_to_goal(opening);
            }
            Event::Opened { opening, contents } => self.opened(opening, contents),
            // What of a search cannot be read was told with its results.
            Event::Failed { opening, problem } if self.opening(opening).is_some() => {
                self.lose_sets(Some((opening, &problem)));
                self.failed(opening, problem);
            }
            Event::Failed { opening, problem } => {
                self.lose_sets(Some((opening, &problem)));
                self.lose_found(opening, problem);
                self.lose_map(Some(opening));
                return self.hear_hidden_failed(opening);
            }
            Event::Cancelled { opening } => {
                self.lose_sets(Some((opening, &cancelled_problem())));
                self.forget_fetch(opening);
                self.openings.update(|openings| openings.retain(|one| one.id != opening));
            }
            Event::Queried(outcome) => return self.hear_outcome(*outcome),
            // The client has taken care of these.
            Event::Ready | Event::Response { .. } | Event::Panicked { .. } => return,
        }
        self.keep_waiting();
    }

    fn opened(&self, id: OpeningId, contents: Contents) {
        // Of one that was let go nothing is to be told.
        let is_found = self.hear_monitor_read(id) || self.hear_map_read(id);
        if is_found || self.hear_hidden_read(id) || self.opening(id).is_none() {
            self.hear_sets_read(id);
            return;
        }
        self.stop_awaiting(id);
        mark_opened(&contents);
        let notices = contents.notices.clone();
        let set_aside = contents.set_aside.len();
        let contents = Arc::new(contents);
        let growth = self.growth_by(id, &contents);
        self.tell_growth(id, growth);
        match growth {
            Some(Growth::None) => return self.forget(id),
            Some(Growth::Fewer(_)) => {
                self.stop_following(
                    self.opening(id).map(|opening| opening.source.clone()).as_ref(),
                );
                self.forget(id);
                return contents.notices.iter().for_each(|it| self.tell(it.clone(), false));
            }
            Some(Growth::More(_)) => self.take_over(id),
            None => {}
        }
        self.learn_traces(id, &contents);
        self.set_status(id, OpeningStatus::Open(contents));
        for problem in notices {
            self.tell(problem, false);
        }
        if set_aside > 0 {
            self.tell(set_aside_problem(set_aside), false);
        }
        self.replace_older(id);
        let had_preview = self.opening(id).is_some_and(|opening| opening.preview.is_some());
        self.update_opening(id, |opening| opening.preview = None);
        if had_preview {
            self.leave_preview(id);
        }
        self.go_to_goal(id);
        self.keep_later(id);
        self.hear_sets_read(id);
    }

    /// What was fetched again takes the place of what it was fetched for.
    fn replace_older(&self, id: OpeningId) {
        let Some(new) = self.opening(id) else { return };
        let is_older = |other: &Arc<Opening>| {
            other.id != id && other.source == new.source && !other.is_loading()
        };
        if let TraceSource::Endpoint { .. } = new.source {
            let older = self.openings.with_untracked(|all| {
                all.iter().filter(|&other| is_older(other)).map(|one| one.id).collect::<Vec<_>>()
            });
            older.into_iter().for_each(|id| self.forget(id));
        }
    }

    /// Notes what the opening holds. Where its trace starts elsewhere than was thought, a zoom
    /// into it keeps its times.
    fn learn_traces(&self, id: OpeningId, contents: &Contents) {
        let Some(opening) = self.opening(id) else { return };
        let listings = contents.traces.iter();
        let known: Vec<KnownTrace> = listings
            .map(|one| KnownTrace { id: one.trace.trace_id, start_nanos: one.start_nanos })
            .collect();
        let is_shown = self.is_shown(&opening) || self.is_of_page(&opening.source);
        self.update_opening(id, |opening| opening.known = known);
        let mut route = self.route.get_untracked();
        if let Route::Trace { view, .. } = &mut route
            && let Some(trace) = view.trace_id.filter(|_| is_shown)
            && let Some(before) = opening.origin_nanos(trace)
            && let Some(now) = self.opening(id).and_then(|opening| opening.origin_nanos(trace))
            && before != now
        {
            let counted = |(start_nanos, end_nanos)| {
                let window = TimeWindow { start_nanos, end_nanos }.counted_from(before, now);
                (window.start_nanos, window.end_nanos)
            };
            view.zoom = view.zoom.map(counted);
            view.look.stretch = view.look.stretch.map(counted);
            self.replace(route);
        }
    }

    /// Of several openings that a route may mean, the latest is shown.
    fn make_latest(&self, id: OpeningId) {
        self.openings.update(|openings| {
            if let Some(place) = openings.iter().position(|one| one.id == id) {
                let opening = openings.remove(place);
                openings.push(opening);
            }
        });
    }

    /// A preview shows the first trace; where there are others, the user is to choose.
    fn leave_preview(&self, id: OpeningId) {
        let Some(opening) = self.opening(id).filter(|opening| self.is_shown(opening)) else {
            return;
        };
        if opening.contents().is_some_and(|contents| contents.traces.len() > 1) {
            let (source, view) = (opening.source.clone(), ViewState::default());
            self.make_latest(id);
            self.replace(Route::Trace { source, view });
        }
    }

    /// Shows an opening that the user waits for.
    pub(super) fn go_to_goal(&self, id: OpeningId) {
        let opening = self.opening(id);
        if let Some(opening) = opening.filter(|opening| opening.is_goal) {
            if self.waits_for_side(&opening) {
                return;
            }
            let only = opening.trace(None).map(|listing| listing.trace.trace_id);
            let view = ViewState { trace_id: only, ..ViewState::default() };
            self.update_opening(id, |opening| opening.is_goal = false);
            if self.fill_sides(&opening) {
                return;
            }
            let (awaited, source) = (self.awaiting_view(&opening), opening.source.clone());
            self.make_latest(id);
            match awaited {
                Some(view) => self.replace(Route::Trace { source, view }),
                None => self.go(Route::Trace { source, view }),
            }
        }
    }

    /// What the link in the address bar says, if it is one to a file that has just been opened
    /// and was not here before.
    fn awaiting_view(&self, opening: &Opening) -> Option<ViewState> {
        let Route::Trace { source, view } = self.route.get_untracked() else { return None };
        let wanted = view.trace_id.filter(|_| source.is_file())?;
        let mut others = self.openings.get_untracked().into_iter();
        let holds = |one: &Opening| one.source.is_file() && one.is_known_to_hold(Some(wanted));
        let was_here = others.any(|one| one.id != opening.id && holds(&one));
        (holds(opening) && !was_here).then_some(view)
    }

    pub(super) fn failed(&self, id: OpeningId, problem: Problem) {
        let was_goal = self.opening(id).is_some_and(|opening| opening.is_goal);
        let source = self.opening(id).map(|opening| opening.source.clone());
        self.stop_following(source.as_ref());
        self.forget_fetch(id);
        if was_goal || self.older_of(id).is_some() {
            // What the user was looking at stays; the failure is told above it.
            self.openings.update(|openings| openings.retain(|one| one.id != id));
        } else {
            self.set_status(id, OpeningStatus::Failed(problem.clone()));
        }
        // It is asked for again anyway, and its page says so.
        if source.is_none() || self.awaited.get_untracked() != source {
            self.tell(problem, true);
        }
    }

    /// What was waited for is there.
    fn stop_awaiting(&self, id: OpeningId) {
        let source = self.opening(id).map(|opening| opening.source.clone());
        if source.is_some() && self.awaited.get_untracked() == source {
            self.awaited.set(None);
        }
    }

    pub fn opening(&self, id: OpeningId) -> Option<Arc<Opening>> {
        self.openings.with_untracked(|all| all.iter().find(|one| one.id == id).cloned())
    }

    fn set_status(&self, id: OpeningId, status: OpeningStatus) {
        self.update_opening(id, |opening| opening.status = status);
    }

    pub(super) fn update_opening(&self, id: OpeningId, change: impl FnOnce(&mut Opening)) {
        self.openings.update(|openings| {
            if let Some(opening) = openings.iter_mut().find(|one| one.id == id) {
                change(Arc::make_mut(opening));
            }
        });
    }

    /// Shows one of an opening's traces.
    pub fn show_trace(&self, source: TraceSource, trace: TraceRef) {
        let view = ViewState { trace_id: Some(trace.trace_id), ..ViewState::default() };
        self.go(Route::Trace { source, view });
    }
}

fn cancelled_problem() -> Problem {
    Problem { title: "Reading was cancelled".to_owned(), detail: String::new() }
}

fn set_aside_problem(count: usize) -> Problem {
    let (spans, them) = if count == 1 { ("span", "it") } else { ("spans", "them") };
    Problem {
        title: format!("{count} {spans} could not be shown"),
        detail: format!("The trace's notes list {them}, with the reason and the place."),
    }
}

/// Files that travel in this order.
pub(super) fn plans_of(files: &[File]) -> Vec<SourcePlan> {
    let plan = |(index, file): (usize, &File)| SourcePlan::File {
        index: index as u32,
        name: file.name(),
        bytes: file.size() as u64,
    };
    files.iter().enumerate().map(plan).collect()
}

/// What would be fetched for a source; `None` for files.
pub fn address_of(source: &TraceSource) -> Option<String> {
    match source {
        TraceSource::File { .. } => None,
        TraceSource::Url(url) => Some(url.clone()),
        TraceSource::Endpoint { base, trace_id, is_raw } => {
            let options = TraceOptions { is_raw: *is_raw, ..TraceOptions::default() };
            Some(request::trace(base, *trace_id, options).url)
        }
        TraceSource::Sample(name) => Some(format!("static/samples/{name}")),
    }
}

/// Samples named `100000-mixed` are made on the spot.
fn generated_sample(name: &str) -> Option<SourcePlan> {
    let (spans, shape) = name.split_once('-')?;
    let spans = spans.parse().ok().filter(|&spans| spans <= 1_000_000)?;
    Some(SourcePlan::Generated { spans, shape: Shape::from_name(shape)?, seed: 7 })
}
