//! Whose time rows of a search were: asked of the engine for the rows in view, one after
//! another; of traces that a search did not bring whole, after these are fetched.
//!
//! Invariant: at most six traces are fetched at once, and none that was scrolled out of view; a
//! trace is let go as soon as its shares are known. Absent: rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::endpoints::absolute_base;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, Glimpse, OpeningId, ServiceShare, SourcePlan, TraceRef};
use crate::jaeger;
use crate::trace::TraceId;

const MOST_FETCHED: usize = 6;

/// What is known so far, and what is under way; a copy is the same.
#[derive(Clone, Copy)]
pub struct SharesState {
    /// Empty where they could not be had.
    pub known: RwSignal<Arc<BTreeMap<TraceId, Arc<Vec<ServiceShare>>>>>,
    /// Openings that no page shows and the engine has read.
    pub(super) read: RwSignal<BTreeSet<OpeningId>>,
    work: StoredValue<Work>,
}

#[derive(Default)]
struct Work {
    /// Of rows in view, from the top.
    wanted: Vec<TraceId>,
    /// The trace that the engine is asked about.
    asked: Option<TraceRef>,
    /// Traces fetched, or being fetched, for their shares alone.
    fetched: BTreeMap<TraceId, OpeningId>,
}

impl SharesState {
    pub(super) fn new() -> SharesState {
        SharesState {
            known: RwSignal::new(Arc::default()),
            read: RwSignal::new(BTreeSet::new()),
            work: StoredValue::new(Work::default()),
        }
    }

    fn is_known(&self, id: &TraceId) -> bool {
        self.known.with_untracked(|known| known.contains_key(id))
    }

    fn has_read(&self, opening: &OpeningId) -> bool {
        self.read.with_untracked(|read| read.contains(opening))
    }

    fn learn(&self, id: TraceId, shares: Vec<ServiceShare>) {
        self.known.update(|known| {
            Arc::make_mut(known).insert(id, Arc::new(shares));
        });
    }
}

impl AppState {
    /// Forgets all but which rows are in view, as another search is shown.
    pub(super) fn drop_shares(&self) {
        let state = self.search.results.shares;
        let work = state.work.try_update_value(std::mem::take).unwrap_or_default();
        state.work.update_value(|now| now.wanted = work.wanted);
        work.fetched.into_values().for_each(|opening| self.close(opening));
        state.known.set(Arc::default());
        state.read.set(BTreeSet::new());
    }

    /// Other results may have the same rows in view, so that nobody asks for them anew.
    pub(super) fn want_shares_again(&self) {
        let state = self.search.results;
        let found: BTreeSet<TraceId> = state.all.with_untracked(|all| {
            all.iter().flat_map(|all| &all.found).map(|one| one.trace_id).collect()
        });
        let mut wanted = state.shares.work.with_value(|work| work.wanted.clone());
        wanted.retain(|id| found.contains(id));
        self.want_shares(wanted);
    }

    /// The worker is gone, and with it whatever was read: rows are fetched one by one now. What
    /// it was at is not asked again, as it may be to blame.
    pub(super) fn lose_shares(&self) {
        let state = self.search.results.shares;
        let lost = state.work.try_update_value(std::mem::take).unwrap_or_default();
        state.read.set(BTreeSet::new());
        if let Some(trace) = lost.asked {
            state.learn(trace.trace_id, Vec::new());
        }
        self.lose_whole(None);
        self.want_shares(lost.wanted);
    }

    /// The engine has this answer of a search no more; `None`: none at all.
    fn lose_whole(&self, lost: Option<OpeningId>) {
        self.search.results.all.update(|all| {
            if let Some(all) = all {
                Arc::make_mut(all).lose_whole(lost);
            }
        });
    }

    /// The engine has read an opening that no page shows. `false`: it is none of these.
    pub(super) fn hear_hidden_read(&self, opening: OpeningId) -> bool {
        let is_of_search = self.search.results.whole_openings().contains(&opening);
        let state = self.search.results.shares;
        let is_fetched =
            state.work.with_value(|work| work.fetched.values().any(|&own| own == opening));
        if is_of_search || is_fetched {
            state.read.update(|read| {
                read.insert(opening);
            });
            self.ask_next_share();
        }
        is_of_search || is_fetched
    }

    /// An opening that no page shows could not be read.
    pub(super) fn hear_hidden_failed(&self, opening: OpeningId) {
        let state = self.search.results.shares;
        if self.search.results.whole_openings().contains(&opening) {
            self.lose_whole(Some(opening));
            return self.fetch_wanted();
        }
        let trace = state.work.with_value(|work| {
            work.fetched.iter().find(|(_, own)| **own == opening).map(|(id, _)| *id)
        });
        if let Some(id) = trace {
            self.let_go(id);
            // Its page tells why.
            state.learn(id, Vec::new());
            self.fetch_wanted();
        }
    }

    /// Asks for the critical paths of the rows in view.
    pub fn want_shares(&self, ids: Vec<TraceId>) {
        let state = self.search.results.shares;
        let out_of_view = state.work.with_value(|work| {
            let asked = work.asked.map(|trace| trace.trace_id);
            let known = work.fetched.keys().filter(|id| !ids.contains(id) && asked != Some(**id));
            known.copied().collect::<Vec<_>>()
        });
        out_of_view.into_iter().for_each(|id| self.let_go(id));
        state.work.update_value(|work| work.wanted = ids);
        self.fetch_wanted();
        self.ask_next_share();
    }

    fn fetch_wanted(&self) {
        let state = self.search.results.shares;
        let Some(all) = self.search.results.all.get_untracked() else { return };
        let endpoint = untrack(|| self.endpoints.endpoint(&all.base));
        loop {
            let next = state.work.with_value(|work| {
                let is_free = |id: &TraceId| {
                    !work.fetched.contains_key(id)
                        && !state.is_known(id)
                        && all.opening_with(*id).is_none()
                };
                let under_way = work.fetched.values().filter(|own| !state.has_read(own)).count();
                let wanted = work.wanted.iter().copied().find(is_free);
                wanted.filter(|_| under_way < MOST_FETCHED)
            });
            let Some(id) = next else { return };
            let opening = OpeningId(self.number());
            state.work.update_value(|work| {
                work.fetched.insert(id, opening);
            });
            let url = jaeger::trace_url(&absolute_base(&all.base), id);
            let plan = SourcePlan::Url { url, headers: endpoint.headers.clone() };
            self.client.with_value(|client| {
                if let Some(client) = client {
                    client.open(opening, vec![plan], &[]);
                }
            });
        }
    }

    fn ask_next_share(&self) {
        let state = self.search.results.shares;
        let Some(all) = self.search.results.all.get_untracked() else { return };
        let next = state.work.with_value(|work| {
            if work.asked.is_some() {
                return None;
            }
            let place = |id: &TraceId| {
                let opening = work.fetched.get(id).copied().or_else(|| all.opening_with(*id))?;
                state.has_read(&opening).then_some((opening, *id))
            };
            work.wanted.iter().filter(|id| !state.is_known(id)).find_map(place)
        });
        let Some((opening, trace_id)) = next else { return };
        let trace = TraceRef { opening, trace_id };
        state.work.update_value(|work| work.asked = Some(trace));
        let (this, base) = (*self, all.base.clone());
        self.ask(Slot::Shares, trace, Ask::Glimpse, move |answer| {
            let Glimpse { shares, attributes } = match answer {
                Answer::Glimpse(glimpse) => *glimpse,
                _ => Glimpse::default(),
            };
            // Of an older search it tells nothing about this one.
            if state.work.with_value(|work| work.asked != Some(trace)) {
                return;
            }
            state.work.update_value(|work| work.asked = None);
            state.learn(trace_id, shares);
            this.search.note_attributes(&base, attributes);
            this.let_go(trace_id);
            this.fetch_wanted();
            this.ask_next_share();
        });
    }

    /// Of a trace that was fetched for its shares.
    fn let_go(&self, id: TraceId) {
        let work = self.search.results.shares.work;
        let opening = work.try_update_value(|work| work.fetched.remove(&id)).flatten();
        if let Some(opening) = opening {
            self.close(opening);
        }
    }

    pub(super) fn close(&self, opening: OpeningId) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.close(opening);
            }
        });
    }
}
