//! Which two traces are compared, and how far each side is.
//!
//! Invariant: the address names both sides; what is dropped fills a side that is still open.
//! Absent: what a comparison shows (see `comparison`).

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::openings::{Opening, OpeningStatus};
use crate::engine::TraceListing;
use crate::route::{CompareLink, CompareLook, CompareSide, Route, TraceSource};

/// How far a side of a comparison is.
#[derive(Clone)]
pub enum SideStatus {
    /// Nothing was chosen.
    Open,
    /// Not open and not on its way; whether the page may ask for it without a word.
    Absent(CompareSide, bool),
    Loading,
    Failed(Arc<Opening>),
    /// The source holds several traces.
    Several(Arc<Opening>),
    /// The trace, and the name of what it was read from.
    There(TraceListing, String),
}

impl PartialEq for SideStatus {
    /// Equal where the same thing would be drawn.
    fn eq(&self, other: &SideStatus) -> bool {
        match (self, other) {
            (SideStatus::Open, SideStatus::Open) | (SideStatus::Loading, SideStatus::Loading) => {
                true
            }
            (SideStatus::Absent(a, x), SideStatus::Absent(b, y)) => (a, x) == (b, y),
            (SideStatus::Failed(a), SideStatus::Failed(b))
            | (SideStatus::Several(a), SideStatus::Several(b)) => a.id == b.id,
            (SideStatus::There(a, x), SideStatus::There(b, y)) => (a, x) == (b, y),
            _ => false,
        }
    }
}

impl AppState {
    /// How far a side of the comparison in the address is. Tracks.
    pub fn side_status(&self, side: usize) -> SideStatus {
        let Route::Compare(link) = self.route.get() else { return SideStatus::Open };
        let Some(wanted) = link.sides[side].clone() else { return SideStatus::Open };
        self.openings.track();
        let Some(opening) = self.find(&wanted.source, wanted.trace_id) else {
            let is_allowed = self.may_fetch(&wanted.source);
            return SideStatus::Absent(wanted, is_allowed);
        };
        match (&opening.status, opening.trace(wanted.trace_id)) {
            (OpeningStatus::Loading(_), _) => SideStatus::Loading,
            (OpeningStatus::Failed(_), _) => SideStatus::Failed(opening),
            (OpeningStatus::Open(_), Some(listing)) => {
                SideStatus::There(listing.clone(), opening.name.clone())
            }
            (OpeningStatus::Open(_), None) => SideStatus::Several(opening),
        }
    }

    /// Traces that are open, each with where it is from; the latest opened first. Tracks.
    pub fn open_sides(&self) -> Vec<(CompareSide, TraceListing, String)> {
        let of_opening = |opening: &Arc<Opening>| {
            let traces = match &opening.status {
                OpeningStatus::Open(contents) => contents.traces.clone(),
                _ => Vec::new(),
            };
            let (source, name) = (opening.source.clone(), opening.name.clone());
            traces.into_iter().map(move |listing| {
                let trace_id = Some(listing.trace.trace_id);
                (CompareSide { source: source.clone(), trace_id }, listing, name.clone())
            })
        };
        self.openings.with(|all| all.iter().rev().flat_map(of_opening).collect())
    }

    /// Compares what is given; a side that is not is chosen on the page.
    pub fn compare(&self, sides: [Option<CompareSide>; 2]) {
        let link = CompareLink { sides, look: CompareLook::default() };
        self.go(Route::Compare(Box::new(link)));
    }

    /// Puts a trace on a side, or takes it off.
    pub fn choose_side(&self, side: usize, chosen: Option<CompareSide>) {
        if let Route::Compare(link) = self.route.get_untracked() {
            let mut sides = link.sides.clone();
            sides[side] = chosen;
            self.compare(sides);
        }
    }

    pub fn swap_sides(&self) {
        if let Route::Compare(link) = self.route.get_untracked() {
            self.go(Route::Compare(Box::new(link.swapped())));
        }
    }

    /// Writes how the comparison is looked at to the address bar.
    pub fn remember_look(&self, look: CompareLook) {
        if let Route::Compare(mut link) = self.route.get_untracked()
            && link.look != look
        {
            link.look = look;
            self.last_compared.set(Some((*link).clone()));
            self.replace(Route::Compare(link));
        }
    }

    /// Starts what the sides need and is not there yet.
    pub(super) fn follow_sides(&self, link: &CompareLink) {
        for side in link.sides.iter().flatten() {
            self.follow_source(&side.source, side.trace_id);
        }
    }

    /// Whether a side of the comparison on the page is this source.
    pub(super) fn is_compared(&self, opening: &Opening) -> bool {
        let Route::Compare(link) = self.route.get_untracked() else { return false };
        link.sides.iter().flatten().any(|side| {
            self.find(&side.source, side.trace_id).is_some_and(|shown| shown.id == opening.id)
        })
    }

    /// What was opened goes to the sides that nothing was chosen for. `false`: there are none.
    pub(super) fn fill_sides(&self, opening: &Opening) -> bool {
        let Route::Compare(link) = self.route.get_untracked() else { return false };
        if self.is_compared(opening) {
            // A side that was waited for.
            return true;
        }
        let Some(open) = self.side_to_fill(&link) else { return false };
        self.side_chosen.set_value(None);
        let mut traces = opening.contents().map_or_else(Vec::new, |it| it.traces.clone());
        traces.sort_by_key(|listing| listing.start_nanos);
        let side = |trace_id| Some(CompareSide { source: opening.source.clone(), trace_id });
        let mut sides = link.sides.clone();
        match traces.as_slice() {
            [first, second] if sides.iter().all(Option::is_none) => {
                let ids = [first, second].map(|listing| Some(listing.trace.trace_id));
                sides = ids.map(side);
            }
            [only] => sides[open] = side(Some(only.trace.trace_id)),
            _ => sides[open] = side(None),
        }
        let link = CompareLink { sides, look: link.look };
        self.last_compared.set(Some(link.clone()));
        self.replace(Route::Compare(Box::new(link)));
        true
    }

    /// Whether the page has a side for what is still being read: it is told once all of it is there,
    /// since a file may hold several traces.
    pub(super) fn waits_for_side(&self, opening: &Opening) -> bool {
        let Route::Compare(link) = self.route.get_untracked() else { return false };
        opening.is_loading() && self.side_to_fill(&link).is_some()
    }

    /// The side that a file was chosen for, or the first that nothing was; or whose file is not here.
    fn side_to_fill(&self, link: &CompareLink) -> Option<usize> {
        let is_absent = |side: &usize| match &link.sides[*side] {
            Some(wanted) => self.find(&wanted.source, wanted.trace_id).is_none(),
            None => true,
        };
        let chosen = self.side_chosen.get_value().filter(is_absent);
        let open = || (0..2).find(|&side| link.sides[side].is_none());
        chosen.or_else(open).or_else(|| (0..2).find(is_absent))
    }

    /// The next file that is opened is for this side.
    pub fn choose_file_for(&self, side: usize) {
        self.side_chosen.set_value(Some(side));
    }

    /// Whether files are one for each side.
    pub(super) fn is_file_a_side(&self, files: usize) -> bool {
        let route = self.route.get_untracked();
        files == 2
            && matches!(route, Route::Compare(link) if link.sides.iter().all(Option::is_none))
    }

    /// The trace on the page as a side of a comparison. Tracks.
    pub fn side_of_page(&self) -> Option<CompareSide> {
        match self.route.get() {
            Route::Trace { source, view } => Some(CompareSide { source, trace_id: view.trace_id }),
            _ => None,
        }
    }

    /// The page as it was left; before that, with the trace that is looked at. Tracks.
    pub fn compare_route(&self) -> Route {
        match self.last_compared.get() {
            Some(link) => Route::Compare(Box::new(link)),
            None => {
                let sides = [self.side_of_page(), None];
                Route::Compare(Box::new(CompareLink { sides, look: CompareLook::default() }))
            }
        }
    }

    /// Compares two of a server's traces, the earlier first.
    pub fn compare_found(&self, base: &str, mut found: Vec<(u64, crate::trace::TraceId)>) {
        found.sort_unstable();
        let side = |place: usize| {
            let &(_, trace_id) = found.get(place)?;
            let source = TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw: false };
            Some(CompareSide { source, trace_id: Some(trace_id) })
        };
        self.compare([side(0), side(1)]);
    }
}
