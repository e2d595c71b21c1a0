//! The flame graph on the screen, on the axis of time.
//!
//! Invariant: one question about the picture is under way at most, and none is asked twice in
//! a row; meanwhile the last answer is shown at the new zoom. Absent: the added-up graph (see
//! `flame_sum`); time in view and selection are the trace's.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::{TraceState, is_narrow};
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask, FlamePlace, FlameStep, SpanDetail};
use crate::layout::{
    Align, FlameRect, FlameWindow, LANE_HEIGHT_PX, RowKey, ScrollMap, TimeScale, TimeWindow,
};

/// Lanes are asked for in steps of this, with as many above and below.
const LANE_STEP: u32 = 16;

impl TraceState {
    /// Whether the flame graph adds up calls of the same path. Tracks.
    pub fn is_flame_summed(&self) -> bool {
        self.look.with(|look| look.is_flame_summed)
    }

    pub fn sum_flame(&self, is_summed: bool) {
        if self.look.with_untracked(|look| look.is_flame_summed != is_summed) {
            self.look.update(|look| look.is_flame_summed = is_summed);
        }
    }
}

/// What the pointer is on.
#[derive(Clone, Debug, PartialEq)]
pub struct FlameHover {
    pub rect: FlameRect,
    /// In the picture.
    pub at_px: (f64, f64),
}

/// A picture that was asked for.
#[derive(Clone, Copy, PartialEq)]
struct Question {
    window: TimeWindow,
    width_px: u16,
    first_lane: u32,
    lanes: u32,
    generation: u32,
}

/// Signals of the view; a copy is the same state.
#[derive(Clone, Copy)]
pub struct FlameState {
    pub trace: TraceState,
    pub window: RwSignal<Arc<FlameWindow>>,
    /// Of the picture.
    pub size_px: RwSignal<(f64, f64)>,
    pub top_px: RwSignal<f64>,
    pub hover: RwSignal<Option<FlameHover>>,
    /// The span under the pointer, once it is known.
    pub hovered: RwSignal<Option<Arc<SpanDetail>>>,
    is_asked: RwSignal<bool>,
    last_asked: StoredValue<Option<Question>>,
}

impl FlameState {
    pub fn new(trace: TraceState) -> FlameState {
        let state = FlameState {
            trace,
            window: RwSignal::new(Arc::default()),
            size_px: RwSignal::new((0.0, 0.0)),
            top_px: RwSignal::new(0.0),
            hover: RwSignal::new(None),
            hovered: RwSignal::new(None),
            is_asked: RwSignal::new(false),
            last_asked: StoredValue::new(None),
        };
        let generation = trace.rows_generation();
        effect(move || state.ensure_window(generation.get()));
        let has_lanes = Memo::new(move |_| state.window.with(|window| window.total_lanes > 0));
        effect(move || {
            if let Some(key) = trace.selected.get().filter(|_| has_lanes.get()) {
                state.show_lane_of(key);
            }
        });
        let hover_key = Memo::new(move |_| {
            state.hover.with(|hover| hover.as_ref().and_then(|hover| hover.rect.key()))
        });
        effect(move || state.ask_about(hover_key.get()));
        state
    }

    /// Time ⇄ pixels of the picture. Tracks.
    pub fn scale(&self) -> TimeScale {
        TimeScale { window: self.trace.window.get(), width_px: self.size_px.get().0 }
    }

    /// Tracks.
    pub fn scroll_map(&self) -> ScrollMap {
        ScrollMap {
            rows: self.window.with(|window| window.total_lanes),
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
    pub fn rect_at(&self, place_px: (f64, f64)) -> Option<FlameRect> {
        let top_px = self.top_px.get_untracked();
        let (scale, map) = untrack(|| (self.scale(), self.scroll_map()));
        self.window.with_untracked(|window| window.hit(&scale, &map, top_px, place_px).cloned())
    }

    /// When a rectangle of the present window begins and ends.
    pub fn times(&self, rect: &FlameRect) -> (u64, u64) {
        self.window.with_untracked(|window| window.times(rect))
    }

    /// Selects a span and shows the inspector.
    pub fn inspect(&self, key: RowKey) {
        self.trace.go_to(key);
        self.trace.inspector_open.set(true);
    }

    /// Goes from the selection to a span beside it; from nowhere, to the first in view.
    pub fn step(&self, step: FlameStep) {
        let Some(key) = self.trace.selected.get_untracked() else {
            if let Some(key) = self.first_in_view() {
                self.trace.go_to(key);
            }
            return;
        };
        let this = *self;
        self.trace.ask(Slot::FlameStep, Ask::FlameStep { key, step }, move |answer| {
            if let Answer::FlameStep(Some(place)) = answer
                && !this.window.is_disposed()
            {
                this.go_to(&place);
            }
        });
    }

    fn go_to(&self, place: &FlamePlace) {
        self.trace.go_to(place.key);
        self.show_lane(place.lane, Align::Nearest);
        let end_nanos = place.start_nanos.saturating_add(place.duration_nanos);
        let window = self.trace.window.get_untracked();
        let limit = self.trace.duration_nanos();
        self.trace.set_window(window.showing(place.start_nanos, end_nanos, limit));
    }

    fn first_in_view(&self) -> Option<RowKey> {
        let first = untrack(|| self.scroll_map().visible_rows(self.top_px.get()).start);
        self.window.with_untracked(|window| {
            let mut rects = window.rects.iter().filter(|rect| rect.lane >= first);
            rects.find_map(FlameRect::key)
        })
    }

    /// On a phone the inspector covers the lower part of the picture, so the lane moves to
    /// the top.
    fn show_lane_of(&self, key: RowKey) {
        let is_covered = is_narrow() && self.trace.inspector_open.get_untracked();
        let align = if is_covered { Align::Top } else { Align::Nearest };
        let this = *self;
        self.trace.ask(Slot::FlameLane, Ask::FlameLane { key }, move |answer| {
            if let Answer::FlameLane(lane) = answer
                && !this.window.is_disposed()
            {
                this.show_lane(lane, align);
            }
        });
    }

    fn show_lane(&self, lane: u32, align: Align) {
        let top_px = self.top_px.get_untracked();
        self.scroll_to(untrack(|| self.scroll_map().top_for_row(lane, align, top_px)));
    }

    fn ensure_window(&self, generation: u32) {
        let scale = self.scale();
        let visible = self.scroll_map().visible_rows(self.top_px.get());
        let is_ready = self.trace.summary.with(Option::is_some) && scale.width_px >= 1.0;
        if self.is_asked.get() || !is_ready {
            return;
        }
        let in_view = (self.size_px.get().1 / LANE_HEIGHT_PX).ceil() as u32;
        let question = Question {
            window: scale.window,
            width_px: scale.width_px.round() as u16,
            first_lane: (visible.start / LANE_STEP * LANE_STEP).saturating_sub(LANE_STEP),
            lanes: in_view + 3 * LANE_STEP,
            generation,
        };
        let last = self.last_asked.get_value();
        let is_fresh = last.is_some_and(|last| last.generation == generation)
            && self.window.with(|window| window.is_of(&scale, visible));
        if !is_fresh && last != Some(question) {
            self.ask_window(question);
        }
    }

    fn ask_window(&self, question: Question) {
        self.last_asked.set_value(Some(question));
        self.is_asked.set(true);
        let TimeWindow { start_nanos, end_nanos } = question.window;
        let Question { width_px, first_lane, lanes, .. } = question;
        let ask = Ask::Flame { start_nanos, end_nanos, width_px, first_lane, lanes };
        let this = *self;
        self.trace.ask(Slot::Flame, ask, move |answer| {
            if this.window.is_disposed() {
                return;
            }
            if let Answer::Flame(window) = answer {
                this.window.set(Arc::new(window));
                this.scroll_to(this.top_px.get_untracked());
            }
            this.is_asked.set(false);
        });
    }

    fn ask_about(&self, key: Option<RowKey>) {
        let Some(key) = key else {
            self.hovered.set(None);
            return;
        };
        let this = *self;
        self.trace.ask(Slot::FlameHover, Ask::Detail { key }, move |answer| {
            if let Answer::Detail(detail) = answer
                && !this.hovered.is_disposed()
            {
                this.hovered.set(Some(Arc::new(*detail)));
            }
        });
    }
}
