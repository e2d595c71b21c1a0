//! What of one trace is on the screen.
//!
//! Invariant: everything a link carries is in signals that `view_state` reads and
//! `apply` writes, nothing else. Absent: the openings around it (see `openings`).

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::export::Saving;
use super::find::FindState;
use super::row_columns::{RowColumns, stored_columns};
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::browser::storage;
use crate::engine::{
    Answer, Answers, Ask, Clocks, Collapse, HeadDetail, Legend, NamedSpan, SpanDetail,
    StretchFigures, Summary, TraceRef,
};
use crate::layout::{MinimapBar, RowKey, RowWindow, ScrollMap, TimeScale, TimeWindow};
use crate::route::{Look, MAX_TOGGLED, TraceView, ViewState};
use crate::scene::{ServiceColor, colors_for};

pub const ROW_HEIGHT_PX: f64 = 26.0;
/// Lanes of the minimap, and their height together.
pub const MINIMAP_LANES: u16 = 16;
pub(super) const LEAST_NAMES_PX: f64 = 90.0;
const NARROW_PX: f64 = 700.0;

/// Signals of the trace page; a copy is the same state.
#[derive(Clone, Copy)]
pub struct TraceState {
    pub app: AppState,
    pub trace: TraceRef,
    pub summary: RwSignal<Option<Arc<Summary>>>,
    pub colors: RwSignal<Arc<Vec<ServiceColor>>>,
    pub collapse: RwSignal<Collapse>,
    pub rows: RwSignal<Arc<RowWindow>>,
    /// Rows asked for and not answered yet: first and one past the last.
    pub(super) rows_asked: RwSignal<Option<(u32, u32)>>,
    /// The first row in view, and by how many rows it moved to be there.
    pub(super) last_move: StoredValue<(u32, i64)>,
    /// A row to scroll to, and the generation of the order in which it is that row.
    pub(super) row_to_show: StoredValue<Option<(u32, u32)>>,
    pub window: RwSignal<TimeWindow>,
    /// Pixels above the viewport, see `ScrollMap`.
    pub top_px: RwSignal<f64>,
    /// Where the one was that this one takes the place of, until rows are there.
    pub(super) top_before: StoredValue<Option<f64>>,
    /// Size of the tree grid, names included, the scroll bar not.
    pub rows_px: RwSignal<(f64, f64)>,
    pub scroll_bar_px: RwSignal<f64>,
    /// Size of the lanes in pixels.
    pub lanes_px: RwSignal<(f64, f64)>,
    pub minimap_px: RwSignal<(f64, f64)>,
    pub minimap: RwSignal<Arc<Vec<MinimapBar>>>,
    /// Of names, beside columns.
    pub name_width_px: RwSignal<f64>,
    pub hover: RwSignal<Option<u32>>,
    /// Row number of the selection in the present order.
    pub cursor: RwSignal<Option<u32>>,
    pub selected: RwSignal<Option<RowKey>>,
    pub detail: RwSignal<Option<Arc<SpanDetail>>>,
    /// Of the selection, where that is a head.
    pub head: RwSignal<Option<Arc<HeadDetail>>>,
    /// From the root to the span whose subtree is looked at.
    pub ancestors: RwSignal<Arc<Vec<NamedSpan>>>,
    /// To be shown once the rows are arranged anew.
    pub(super) shown_next: StoredValue<Option<RowKey>>,
    pub inspector_open: RwSignal<bool>,
    pub look: RwSignal<Look>,
    pub find: FindState,
    /// Of `look`.
    pub view: Memo<TraceView>,
    /// Where the time went and where it failed; `None` until the whole trace is there.
    pub answers: RwSignal<Option<Arc<Answers>>>,
    /// The file that is being written, or was the last.
    pub saving: RwSignal<Option<Saving>>,
    /// Those of hosts that are off, and whether that is adjusted.
    pub clocks: RwSignal<Arc<Clocks>>,
    pub clocks_open: RwSignal<bool>,
    /// Whether the times shown are adjusted ones.
    pub is_adjusted: Memo<bool>,
    /// Of the stretch that the link names.
    pub sums: RwSignal<Option<Arc<StretchFigures>>>,
    /// What the colours of bars mean, where those are not their services'.
    pub legend: RwSignal<Arc<Legend>>,
    /// Of attributes of this trace, the most frequent first; empty until asked for.
    pub attribute_keys: RwSignal<Arc<Vec<String>>>,
    pub row_columns: RowColumns,
}

impl TraceState {
    pub fn new(app: AppState, trace: TraceRef, view: &ViewState) -> TraceState {
        let width = storage::read("names-width").and_then(|width| width.parse().ok());
        let mut view = view.clone();
        if view.look.row_columns.is_empty() {
            view.look.row_columns = stored_columns();
        }
        let look = RwSignal::new(view.look.clone());
        let clocks = RwSignal::new(Arc::<Clocks>::default());
        let state = TraceState {
            app,
            trace,
            summary: RwSignal::new(None),
            colors: RwSignal::new(Arc::default()),
            collapse: RwSignal::new(Collapse::default()),
            rows: RwSignal::new(Arc::default()),
            rows_asked: RwSignal::new(None),
            last_move: StoredValue::new((0, 0)),
            row_to_show: StoredValue::new(None),
            window: RwSignal::new(TimeWindow::fit(0)),
            top_px: RwSignal::new(0.0),
            top_before: StoredValue::new(app.scroll_before()),
            rows_px: RwSignal::new((0.0, 0.0)),
            scroll_bar_px: RwSignal::new(0.0),
            lanes_px: RwSignal::new((0.0, 0.0)),
            minimap_px: RwSignal::new((0.0, 0.0)),
            minimap: RwSignal::new(Arc::default()),
            name_width_px: RwSignal::new(width.unwrap_or(290.0)),
            hover: RwSignal::new(None),
            cursor: RwSignal::new(None),
            selected: RwSignal::new(None),
            detail: RwSignal::new(None),
            head: RwSignal::new(None),
            ancestors: RwSignal::new(Arc::default()),
            shown_next: StoredValue::new(None),
            inspector_open: RwSignal::new(view.inspector_open),
            look,
            find: FindState::new(),
            view: Memo::new(move |_| look.with(|look| look.view)),
            answers: RwSignal::new(None),
            saving: RwSignal::new(None),
            clocks,
            is_adjusted: Memo::new(move |_| clocks.with(|clocks| clocks.is_adjusted)),
            clocks_open: RwSignal::new(false),
            sums: RwSignal::new(None),
            legend: RwSignal::new(Arc::default()),
            attribute_keys: RwSignal::new(Arc::default()),
            row_columns: RowColumns::new(look),
        };
        state.load(view);
        effect(move || state.ensure_rows());
        effect(move || state.ensure_minimap());
        effect(move || state.ensure_detail());
        state.follow_filter();
        state.follow_arrangement();
        state.follow_row_columns();
        state.follow_coloring();
        effect(move || state.ensure_answers());
        state.follow_clocks();
        state.follow_stretch();
        state
    }

    /// Asks for the head and the first rows at once; what else the link says is applied once
    /// the length is known.
    fn load(self, view: ViewState) {
        self.arrange();
        self.set_collapse(collapse_of(&view));
        self.ask(Slot::Summary, Ask::Summary, move |answer| {
            let Answer::Summary(summary) = answer else { return };
            let names: Vec<&str> = summary.services.iter().map(|one| one.name.as_str()).collect();
            self.colors.set(Arc::new(colors_for(&names)));
            self.window.set(TimeWindow::fit(summary.listing.duration_nanos));
            self.summary.set(Some(Arc::new(*summary)));
            self.apply(&view);
        });
    }

    /// Asks the engine about this trace. An answer that comes after the page has left the
    /// trace is dropped: its signals are gone.
    pub(super) fn ask(&self, slot: Slot, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        let rows = self.rows;
        self.app.ask(slot, self.trace, ask, move |answer| {
            if !rows.is_disposed() {
                then(answer);
            }
        });
    }

    /// Shows what a link says.
    pub fn apply(&self, view: &ViewState) {
        let duration = self.duration_nanos();
        let zoom = view.zoom.map(|(start_nanos, end_nanos)| {
            TimeWindow { start_nanos, end_nanos }.clamped(duration)
        });
        self.window.set(zoom.unwrap_or(TimeWindow::fit(duration)));
        let collapse = collapse_of(view);
        if collapse != self.collapse.get_untracked() {
            self.set_collapse(collapse);
        }
        self.inspector_open.set(view.inspector_open);
        if self.look.with_untracked(|look| *look != view.look) {
            self.look.set(view.look.clone());
        }
        match view.selected {
            Some(key) if self.selected.get_untracked() != Some(key) => self.go_to(key),
            Some(_) => {}
            None => self.clear_selection(),
        }
    }

    /// What a link should say. Tracks all it depends on.
    pub fn view_state(&self) -> ViewState {
        let window = self.window.get();
        let collapse = self.collapse.get();
        let mut toggled = collapse.exceptions;
        toggled.truncate(MAX_TOGGLED);
        ViewState {
            trace_id: Some(self.trace.trace_id),
            zoom: (!window.is_whole(self.tracked_duration_nanos()))
                .then_some((window.start_nanos, window.end_nanos)),
            selected: self.selected.get(),
            closed_from_depth: collapse.closed_from_depth,
            toggled,
            inspector_open: self.inspector_open.get(),
            look: self.look.get(),
        }
    }

    pub fn show_view(&self, view: TraceView) {
        if self.view.get_untracked() != view {
            self.look.update(|look| look.view = view);
        }
    }

    pub fn duration_nanos(&self) -> u64 {
        self.summary.with_untracked(|summary| {
            summary.as_ref().map_or(0, |summary| summary.listing.duration_nanos)
        })
    }

    fn tracked_duration_nanos(&self) -> u64 {
        self.summary
            .with(|summary| summary.as_ref().map_or(0, |summary| summary.listing.duration_nanos))
    }

    /// Time ⇄ pixels of the lanes.
    pub fn scale(&self) -> TimeScale {
        TimeScale { window: self.window.get(), width_px: self.lanes_px.get().0 }
    }

    /// The whole trace ⇄ pixels of the minimap.
    pub fn whole_scale(&self) -> TimeScale {
        let window = TimeWindow::fit(self.tracked_duration_nanos());
        TimeScale { window, width_px: self.minimap_px.get().0 }
    }

    pub fn scroll_map(&self) -> ScrollMap {
        ScrollMap {
            rows: self.rows.with(|rows| rows.total_rows),
            row_height_px: ROW_HEIGHT_PX,
            viewport_px: self.lanes_px.get().1,
        }
    }

    pub fn scroll_to(&self, top_px: f64) {
        let clamped = untrack(|| self.scroll_map().clamp(top_px).round());
        if self.top_px.get_untracked() != clamped {
            self.top_px.set(clamped);
        }
    }

    pub fn scroll_by(&self, distance_px: f64) {
        self.scroll_to(self.top_px.get_untracked() + distance_px);
    }

    pub fn zoom_at(&self, at_nanos: u64, factor: f64) {
        let limit = self.duration_nanos();
        self.set_window(self.window.get_untracked().zoomed(at_nanos, factor, limit));
    }

    /// Zooms around the middle of what is in view.
    pub fn zoom(&self, factor: f64) {
        let window = self.window.get_untracked();
        self.zoom_at(window.start_nanos + window.width_nanos() / 2, factor);
    }

    /// Moves the window by a share of its width.
    pub fn pan_by_share(&self, share: f64) {
        let window = self.window.get_untracked();
        let by_nanos = (window.width_nanos() as f64 * share) as i64;
        self.set_window(window.panned(by_nanos, self.duration_nanos()));
    }

    pub fn fit(&self) {
        self.set_window(TimeWindow::fit(self.duration_nanos()));
    }

    /// Frames an interval, in nanoseconds from the trace's start.
    pub fn frame(&self, start_nanos: u64, duration_nanos: u64) {
        let end_nanos = start_nanos.saturating_add(duration_nanos);
        self.set_window(TimeWindow::framing(start_nanos, end_nanos, self.duration_nanos()));
    }

    pub fn set_window(&self, window: TimeWindow) {
        if self.window.get_untracked() != window {
            self.window.set(window);
        }
    }

    pub fn set_name_width(&self, width_px: f64) {
        let width_px = width_px.clamp(LEAST_NAMES_PX, 900.0).round();
        self.name_width_px.set(width_px);
        storage::write("names-width", &width_px.to_string());
    }

    fn ensure_minimap(&self) {
        let width_px = self.minimap_px.get().0.round() as u16;
        if width_px == 0 || self.summary.with(Option::is_none) {
            return;
        }
        // Another legend comes with other tints.
        self.legend.track();
        let this = *self;
        let ask = Ask::Minimap { width_px, lanes: MINIMAP_LANES };
        self.ask(Slot::Minimap, ask, move |answer| {
            if let Answer::Minimap(bars) = answer {
                this.minimap.set(Arc::new(bars));
            }
        });
    }

    pub(super) fn ensure_detail(&self) {
        let Some(key) = self.selected.get() else {
            self.detail.set(None);
            self.head.set(None);
            return;
        };
        let this = *self;
        let is_span = matches!(key, RowKey::Span { .. });
        let ask = if is_span { Ask::Detail { key } } else { Ask::Head { key } };
        self.ask(Slot::Detail, ask, move |answer| {
            let (detail, head) = match answer {
                Answer::Detail(detail) => (Some(Arc::new(*detail)), None),
                Answer::Head(head) => (None, Some(Arc::new(*head))),
                _ => (None, None),
            };
            this.detail.set(detail);
            this.head.set(head);
        });
    }
}

fn collapse_of(view: &ViewState) -> Collapse {
    Collapse { closed_from_depth: view.closed_from_depth, exceptions: view.toggled.clone() }
}

/// Whether the page is as narrow as a phone.
pub fn is_narrow() -> bool {
    crate::browser::location::viewport_width_px() < NARROW_PX
}
