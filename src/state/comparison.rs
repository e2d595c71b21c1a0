//! What a comparison of two open traces shows.
//!
//! Invariant: how it is looked at is in the address; rows of another look never stay. Absent: which
//! traces these are (see `compare`), and where the rows are scrolled to.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::list_rows::ListRows;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{
    Answer, Ask, ComparisonAnswer, ComparisonAsk, ComparisonOverview, ComparisonWish,
    FilterProblem, FlameBox, MergedRow, MergedShown, PairDetail, TraceRef,
};
use crate::layout::NodeKey;
use crate::route::{CompareLook, CompareView, Route};

/// Contributions that are asked for at once.
const LINES_AT_ONCE: u32 = 200;

/// What is asked of two traces.
const SLOTS: [Slot; 5] = [
    Slot::ComparedOverview,
    Slot::ComparedRows,
    Slot::ComparedLocate,
    Slot::ComparedPair,
    Slot::ComparedFlame,
];

/// Ends of the traces and by how much each is moved to the right, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    pub ends_nanos: [u64; 2],
    pub shift_nanos: [u64; 2],
}

/// Signals of the comparison; a copy is the same.
#[derive(Clone, Copy)]
pub struct ComparisonState {
    pub app: AppState,
    pub pair: [TraceRef; 2],
    pub look: RwSignal<CompareLook>,
    pub overview: RwSignal<Option<Arc<ComparisonOverview>>>,
    pub rows: ListRows<MergedRow>,
    pub timing: RwSignal<Timing>,
    /// Why the filter is not understood.
    pub problem: RwSignal<Option<FilterProblem>>,
    /// Of the selection.
    pub detail: RwSignal<Option<Arc<PairDetail>>>,
    pub flame: RwSignal<Arc<Vec<FlameBox>>>,
    /// Of the flame graph, in pixels.
    pub flame_width_px: RwSignal<f64>,
    /// The row to scroll to.
    pub found: RwSignal<Option<u32>>,
}

impl ComparisonState {
    /// `visible`: the rows in view.
    pub fn new(app: AppState, pair: [TraceRef; 2], visible: Signal<Range<u32>>) -> Self {
        let state = ComparisonState {
            app,
            pair,
            look: RwSignal::new(look_of(&app.route.get_untracked())),
            overview: RwSignal::new(None),
            rows: ListRows::new(),
            timing: RwSignal::new(Timing::default()),
            problem: RwSignal::new(None),
            detail: RwSignal::new(None),
            flame: RwSignal::new(Arc::default()),
            flame_width_px: RwSignal::new(0.0),
            found: RwSignal::new(None),
        };
        on_cleanup(move || SLOTS.into_iter().for_each(|slot| app.withdraw(slot)));
        state.ask_lines();
        let shown = Memo::new(move |_| state.shown());
        effect(move || {
            // Read, not only tracked: a memo that nobody reads follows nothing.
            shown.with(|_| ());
            let visible = visible.get_untracked();
            untrack(|| state.ask_rows(visible));
        });
        effect(move || {
            if let Some(missing) = state.rows.missing(&visible.get()) {
                untrack(|| state.ask_rows(missing));
            }
        });
        effect(move || app.remember_look(state.look.get()));
        state.follow_address();
        state.follow_selection();
        state.follow_flame();
        state
    }

    /// A changed address changes the look.
    fn follow_address(self) {
        let app = self.app;
        Effect::new(move |is_first: Option<()>| {
            let look = look_of(&app.route.get());
            if is_first.is_some() && self.look.with_untracked(|shown| *shown != look) {
                self.look.set(look);
            }
        });
    }

    fn follow_selection(self) {
        let selected = Memo::new(move |_| self.look.with(|look| look.selected));
        effect(move || match selected.get() {
            None => self.detail.set(None),
            Some(key) => {
                self.ask(Slot::ComparedPair, ComparisonWish::Pair { key }, move |answer| {
                    if let ComparisonAnswer::Pair(detail) = answer
                        && selected.try_get_untracked() == Some(Some(key))
                    {
                        self.detail.set(Some(Arc::new(detail)));
                    }
                })
            }
        });
    }

    fn follow_flame(self) {
        let wish = Memo::new(move |_| {
            let (view, root) = self.look.with(|look| (look.view, look.flame_root));
            let side = match view {
                CompareView::Tree => return None,
                CompareView::FlameOfFirst => 0,
                CompareView::FlameOfSecond => 1,
            };
            let width_px = self.flame_width_px.get() as u16;
            (width_px > 0).then_some(ComparisonWish::Flame { side, root, width_px })
        });
        effect(move || {
            let Some(wish) = wish.get() else { return };
            self.ask(Slot::ComparedFlame, wish, move |answer| {
                if let ComparisonAnswer::Flame(boxes) = answer {
                    self.flame.set(Arc::new(boxes));
                }
            });
        });
    }

    fn ask(&self, slot: Slot, wish: ComparisonWish, then: impl FnOnce(ComparisonAnswer) + 'static) {
        let ask = Ask::Compare(Box::new(ComparisonAsk { other: self.pair[1], wish }));
        let look = self.look;
        self.app.ask(slot, self.pair[0], ask, move |answer| {
            if let Answer::Compared(answer) = answer
                && !look.is_disposed()
            {
                then(*answer);
            }
        });
    }

    /// Asks for the totals, and for more contributions than are there.
    pub fn ask_lines(&self) {
        let known = self.overview.get_untracked();
        let first = known.as_ref().map_or(0, |all| all.lines.rows.len() as u32);
        let wish = ComparisonWish::Overview { first, count: LINES_AT_ONCE };
        let this = *self;
        self.ask(Slot::ComparedOverview, wish, move |answer| {
            if let ComparisonAnswer::Overview(mut overview) = answer {
                if let Some(known) = known {
                    overview.lines.rows.splice(0..0, known.lines.rows.iter().cloned());
                    overview.lines.first_row = 0;
                }
                // Two traces without a difference have no changed rows.
                if overview.marked == 0 {
                    this.look.update(|look| look.shows_all = true);
                }
                this.overview.set(Some(Arc::new(overview)));
            }
        });
    }

    /// What decides which rows there are. Tracks.
    fn shown(&self) -> MergedShown {
        self.look.with(|look| MergedShown {
            closed_from_depth: look.closed_from_depth,
            toggled: look.toggled.clone(),
            is_changed_only: !look.shows_all,
            filter: look.filter.clone(),
            aligned: look.aligned.filter(|_| !look.is_own_scale),
            selected: None,
        })
    }

    fn ask_rows(&self, wanted: Range<u32>) {
        let (first, count) = self.rows.asking(&wanted);
        let mut shown = self.shown();
        shown.selected = self.look.with(|look| look.selected);
        let is_first = self.rows.total().is_none();
        let this = *self;
        self.ask(Slot::ComparedRows, ComparisonWish::Rows { shown, first, count }, move |answer| {
            let ComparisonAnswer::Rows(window) = answer else { return };
            let position = window.rows.position;
            let timing = Timing { ends_nanos: window.ends_nanos, shift_nanos: window.shift_nanos };
            this.problem.set(window.problem);
            if this.timing.get_untracked() != timing {
                this.timing.set(timing);
            }
            this.rows.receive(window.rows);
            if is_first {
                this.found.set(position);
            }
        });
    }

    /// Selects calls, and shows their row whatever hides it.
    pub fn go_to(&self, key: NodeKey) {
        self.look.update(|look| {
            look.selected = Some(key);
            look.view = CompareView::Tree;
        });
        let this = *self;
        let shown = untrack(|| self.shown());
        self.ask(Slot::ComparedLocate, ComparisonWish::Locate { shown, key }, move |answer| {
            let ComparisonAnswer::Located { row, toggled } = answer else { return };
            if row.is_none() {
                // A filter, or the choice of what has changed, leaves it out.
                this.look.update(|look| {
                    look.filter.clear();
                    look.shows_all = true;
                    look.closed_from_depth = None;
                    look.toggled.clear();
                });
                return this.locate_again(key);
            }
            if this.look.with_untracked(|look| look.toggled != toggled) {
                this.look.update(|look| look.toggled = toggled);
            }
            this.found.set(row);
        });
    }

    /// In all rows.
    fn locate_again(self, key: NodeKey) {
        let shown = untrack(|| self.shown());
        self.ask(Slot::ComparedLocate, ComparisonWish::Locate { shown, key }, move |answer| {
            if let ComparisonAnswer::Located { row, .. } = answer {
                self.found.set(row);
            }
        });
    }

    pub fn select(&self, key: Option<NodeKey>) {
        if self.look.with_untracked(|look| look.selected != key) {
            self.look.update(|look| look.selected = key);
        }
    }

    /// Opens what is closed, and the other way round.
    pub fn toggle(&self, key: NodeKey) {
        self.look.update(|look| match look.toggled.iter().position(|&other| other == key) {
            Some(place) => {
                look.toggled.remove(place);
            }
            None => look.toggled.push(key),
        });
    }

    /// The page of a span of one side.
    pub fn route_of(&self, side: usize, key: crate::layout::RowKey) -> Option<Route> {
        let Route::Compare(link) = self.app.route.get() else { return None };
        let Route::Trace { source, mut view } = link.sides[side].as_ref()?.route() else {
            return None;
        };
        view.trace_id = Some(self.pair[side].trace_id);
        view.selected = Some(key);
        Some(Route::Trace { source, view })
    }
}

fn look_of(route: &Route) -> CompareLook {
    match route {
        Route::Compare(link) => link.look.clone(),
        _ => CompareLook::default(),
    }
}
