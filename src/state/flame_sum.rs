//! The added-up flame graph on the screen, and the table of its nodes.
//!
//! Invariant: which node is looked into is in the link. Absent: spans; a node is named by the
//! first of its own.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask};
use crate::layout::{
    Align, FlameSumRows, FlameSumWindow, LANE_HEIGHT_PX, RowKey, ScrollMap, SumRow, SumShare,
    SumSide,
};

/// Depths are asked for in steps of this, with as many above and below.
const DEPTH_STEP: u32 = 16;
/// Rows of the table that come at a time.
const ROWS_AT_A_TIME: u32 = 200;

impl TraceState {
    /// The node that is looked into. Tracks.
    pub fn flame_root(&self) -> Option<RowKey> {
        self.look.with(|look| look.flame_root)
    }

    pub fn look_into(&self, node: Option<RowKey>) {
        if self.look.with_untracked(|look| look.flame_root != node) {
            self.look.update(|look| look.flame_root = node);
        }
    }

    /// Changes whenever the filter does. Made once a view.
    pub(super) fn rows_generation(&self) -> Memo<u32> {
        let rows = self.rows;
        Memo::new(move |_| rows.with(|rows| rows.generation))
    }
}

/// What the pointer is on.
#[derive(Clone, Debug, PartialEq)]
pub struct SumHover {
    pub share: SumShare,
    pub name: String,
    /// In the picture.
    pub at_px: (f64, f64),
}

/// A picture that was asked for.
#[derive(Clone, Copy, PartialEq)]
struct Question {
    root: Option<RowKey>,
    width_px: u16,
    first_depth: u32,
    depths: u32,
    generation: u32,
}

/// Signals of the view; a copy is the same state.
#[derive(Clone, Copy)]
pub struct FlameSumState {
    pub trace: TraceState,
    /// `None` until the first answer.
    pub window: RwSignal<Option<Arc<FlameSumWindow>>>,
    /// Of the picture.
    pub size_px: RwSignal<(f64, f64)>,
    pub top_px: RwSignal<f64>,
    pub hover: RwSignal<Option<SumHover>>,
    /// The node that keys go from.
    pub cursor: RwSignal<Option<RowKey>>,
    pub rows: RwSignal<Arc<Vec<SumRow>>>,
    /// Of the whole table.
    pub total_rows: RwSignal<u32>,
    pub root: Memo<Option<RowKey>>,
    is_asked: RwSignal<bool>,
    last_asked: StoredValue<Option<Question>>,
}

impl FlameSumState {
    pub fn new(trace: TraceState) -> FlameSumState {
        let state = FlameSumState {
            trace,
            window: RwSignal::new(None),
            size_px: RwSignal::new((0.0, 0.0)),
            top_px: RwSignal::new(0.0),
            hover: RwSignal::new(None),
            cursor: RwSignal::new(None),
            rows: RwSignal::new(Arc::default()),
            total_rows: RwSignal::new(0),
            root: Memo::new(move |_| trace.flame_root()),
            is_asked: RwSignal::new(false),
            last_asked: StoredValue::new(None),
        };
        let generation = trace.rows_generation();
        effect(move || state.ensure_window(generation.get()));
        effect(move || {
            generation.track();
            state.begin_table(state.root.get());
        });
        state
    }

    /// Tracks.
    pub fn scroll_map(&self) -> ScrollMap {
        ScrollMap {
            rows: self.window.with(|window| window.as_ref().map_or(0, |it| it.total_depths)),
            row_height_px: LANE_HEIGHT_PX,
            viewport_px: self.size_px.get().1,
        }
    }

    pub fn scroll_to(&self, top_px: f64) {
        let clamped = untrack(|| self.scroll_map().clamp(top_px).round());
        if self.top_px.get_untracked() != clamped {
            self.top_px.set(clamped);
        }
    }

    /// What lies at a place of the picture.
    pub fn hover_at(&self, at_px: (f64, f64)) -> Option<SumHover> {
        let top_px = self.top_px.get_untracked();
        let map = untrack(|| self.scroll_map());
        let width_px = self.size_px.get_untracked().0;
        self.window.with_untracked(|window| {
            let window = window.as_ref()?;
            let share = window.hit(width_px, &map, top_px, at_px)?;
            Some(SumHover { name: window.name(share).to_owned(), share: share.clone(), at_px })
        })
    }

    /// Looks into a node, or at everything.
    pub fn look_into(&self, node: Option<RowKey>) {
        self.hover.set(None);
        self.cursor.set(node);
        self.trace.look_into(node);
    }

    /// Back to the node above, or to everything.
    pub fn look_out(&self) {
        let Some(root) = self.root.get_untracked() else { return };
        let above = self.window.with_untracked(|window| {
            window.as_ref().and_then(|it| it.above.last().map(|row| row.figures.key))
        });
        self.look_into(above);
        self.cursor.set(Some(root));
    }

    /// Moves the cursor; from nowhere, to the first node.
    pub fn step(&self, side: SumSide) {
        let place = self.window.with_untracked(|window| {
            let window = window.as_ref()?;
            let known = self.cursor.get_untracked();
            let known = known.filter(|key| window.shares.iter().any(|it| it.figures.key == *key));
            let share = match known {
                Some(key) => window.beside(key, side)?,
                None => window.shares.first()?,
            };
            Some((share.figures.key, share.figures.depth))
        });
        let Some((key, depth)) = place else { return };
        self.cursor.set(Some(key));
        let top_px = self.top_px.get_untracked();
        self.scroll_to(untrack(|| self.scroll_map().top_for_row(depth, Align::Nearest, top_px)));
    }

    fn ensure_window(&self, generation: u32) {
        let (width_px, height_px) = self.size_px.get();
        let visible = self.scroll_map().visible_rows(self.top_px.get());
        let is_ready = self.trace.summary.with(Option::is_some) && width_px >= 1.0;
        if self.is_asked.get() || !is_ready {
            return;
        }
        let question = Question {
            root: self.root.get(),
            width_px: width_px.round() as u16,
            first_depth: (visible.start / DEPTH_STEP * DEPTH_STEP).saturating_sub(DEPTH_STEP),
            depths: (height_px / LANE_HEIGHT_PX).ceil() as u32 + 3 * DEPTH_STEP,
            generation,
        };
        if self.last_asked.get_value() != Some(question) {
            self.ask_window(question);
        }
    }

    fn ask_window(&self, question: Question) {
        self.last_asked.set_value(Some(question));
        self.is_asked.set(true);
        let Question { root, width_px, first_depth, depths, .. } = question;
        let this = *self;
        let ask = Ask::FlameSum { root, width_px, first_depth, depths };
        self.trace.ask(Slot::FlameSum, ask, move |answer| {
            if this.window.is_disposed() {
                return;
            }
            match answer {
                Answer::FlameSum(window) => {
                    this.window.set(Some(Arc::new(window)));
                    this.scroll_to(this.top_px.get_untracked());
                }
                // The link names a span that this trace does not have.
                _ => this.trace.look_into(None),
            }
            this.is_asked.set(false);
        });
    }

    fn begin_table(&self, root: Option<RowKey>) {
        if self.trace.summary.with(Option::is_some) {
            self.ask_rows(root, 0);
        }
    }

    pub fn ask_more_rows(&self) {
        let known = self.rows.with_untracked(|rows| rows.len() as u32);
        self.ask_rows(self.root.get_untracked(), known);
    }

    fn ask_rows(&self, root: Option<RowKey>, first: u32) {
        let this = *self;
        let ask = Ask::FlameSumRows { root, first, count: ROWS_AT_A_TIME };
        self.trace.ask(Slot::FlameSumRows, ask, move |answer| {
            if let Answer::FlameSumRows(rows) = answer
                && !this.rows.is_disposed()
            {
                this.receive_rows(rows);
            }
        });
    }

    fn receive_rows(&self, more: FlameSumRows) {
        self.total_rows.set(more.total_rows);
        self.rows.update(|rows| {
            let rows = Arc::make_mut(rows);
            rows.truncate(more.first_row as usize);
            rows.extend(more.rows);
        });
    }
}
