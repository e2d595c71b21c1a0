//! A grid of millions of rows of which only those in view are in the page.
//!
//! Elements are pooled as in the waterfall: slot `s` of `n` shows the row in view whose
//! number is `s` modulo `n`. Columns wider than the view are scrolled sideways, the head
//! along with them. Rows may be those of a tree, which arrows open and close.
//!
//! Invariant: the element that `aria-activedescendant` names exists. Absent: what rows say.

use std::ops::Range;

use leptos::attr::custom::custom_attribute;
use leptos::ev::{KeyboardEvent, MouseEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::events::{on_resize, wheel_px};
use crate::browser::scrolling;
use crate::layout::{Align, ScrollMap};

const USUAL_ROW_PX: f64 = 26.0;
const HEAD_PX: f64 = 28.0;
/// Rows are placed relative to a multiple of this, so that their own places seldom change.
const BASE_ROWS: u32 = 64;

/// Where a list is scrolled to and which row the keys are at; a copy is the same.
#[derive(Clone, Copy)]
pub struct ListScroll {
    pub total: RwSignal<u32>,
    pub cursor: RwSignal<Option<u32>>,
    row_px: f64,
    top_px: RwSignal<f64>,
    viewport_px: RwSignal<f64>,
}

impl ListScroll {
    pub fn new() -> ListScroll {
        ListScroll::of_height(USUAL_ROW_PX)
    }

    /// With rows of so many pixels.
    pub fn of_height(row_px: f64) -> ListScroll {
        ListScroll {
            row_px,
            total: RwSignal::new(0),
            cursor: RwSignal::new(None),
            top_px: RwSignal::new(0.0),
            viewport_px: RwSignal::new(0.0),
        }
    }

    fn map(&self) -> ScrollMap {
        ScrollMap {
            rows: self.total.get(),
            row_height_px: self.row_px,
            viewport_px: self.viewport_px.get(),
        }
    }

    /// The rows in view; of a list whose length is not known yet, those that could be. Tracks.
    pub fn visible(&self) -> Range<u32> {
        match self.total.get() {
            0 => 0..self.slots(),
            _ => self.map().visible_rows(self.top_px.get()),
        }
    }

    fn slots(&self) -> u32 {
        (self.viewport_px.get() / self.row_px).ceil() as u32 + 2
    }

    fn scroll_to(&self, top_px: f64) {
        let clamped = untrack(|| self.map().clamp(top_px).round());
        if self.top_px.get_untracked() != clamped {
            self.top_px.set(clamped);
        }
    }

    pub fn show(&self, row: u32, align: Align) {
        let top_px = self.top_px.get_untracked();
        self.scroll_to(untrack(|| self.map().top_for_row(row, align, top_px)));
    }

    pub fn to_top(&self) {
        self.scroll_to(0.0);
    }

    /// The row that a key goes to.
    fn target(&self, key: &str) -> Option<u32> {
        let last = self.total.get_untracked().checked_sub(1)?;
        let page = ((self.viewport_px.get_untracked() / self.row_px) as u32).max(2) - 1;
        let cursor = self.cursor.get_untracked();
        let first_in_view = || untrack(|| self.visible().start);
        let moved = |to: &dyn Fn(u32) -> u32| cursor.map_or_else(first_in_view, to);
        Some(match key {
            "ArrowDown" => moved(&|at| at.saturating_add(1)).min(last),
            "ArrowUp" => moved(&|at| at.saturating_sub(1)),
            "PageDown" => moved(&|at| at.saturating_add(page)).min(last),
            "PageUp" => moved(&|at| at.saturating_sub(page)),
            "Home" => 0,
            "End" => last,
            _ => return None,
        })
    }
}

/// Where a row of a tree stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreePlace {
    /// From 1 on.
    pub level: u32,
    /// `None`: there is nothing to open.
    pub is_open: Option<bool>,
    /// The row of its parent, if it has one.
    pub above: Option<u32>,
    /// Among its siblings, from 1 on, and how many these are.
    pub place: (u32, u32),
}

/// What makes a list a tree.
#[derive(Clone, Copy)]
pub struct TreeOf {
    /// `None` for a row that has not come yet.
    pub about: Callback<u32, Option<TreePlace>>,
    /// Opens what is closed, and the other way round.
    pub toggle: Callback<u32>,
}

impl TreeOf {
    /// What an arrow to the side does: opens or closes a row, or leads to another.
    fn step(&self, key: &str, row: u32) -> TreeStep {
        let Some(here) = untrack(|| self.about.run(row)) else { return TreeStep::Nothing };
        match (key, here.is_open) {
            ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) => TreeStep::Toggle,
            ("ArrowRight", Some(true)) => TreeStep::To(row + 1),
            ("ArrowLeft", _) => here.above.map_or(TreeStep::Nothing, TreeStep::To),
            _ => TreeStep::Nothing,
        }
    }
}

enum TreeStep {
    Toggle,
    To(u32),
    Nothing,
}

impl Default for ListScroll {
    fn default() -> ListScroll {
        ListScroll::new()
    }
}

#[component]
pub fn VirtualList(
    scroll: ListScroll,
    label: &'static str,
    /// Distinguishes ids of rows of several lists.
    name: &'static str,
    #[prop(into)] columns: Signal<usize>,
    /// As `grid-template-columns`.
    #[prop(into)]
    template: Signal<String>,
    /// Cells of the head.
    #[prop(into)]
    head: ViewFn,
    /// Cells of the row with this number.
    row: impl Fn(u32) -> AnyView + Clone + Send + Sync + 'static,
    #[prop(into)] is_selected: Callback<u32, bool>,
    /// The row becomes the selected one.
    #[prop(into)]
    choose: Callback<u32>,
    /// Enter or a click on a row, after it was chosen.
    #[prop(into)]
    open: Callback<()>,
    /// Where the rows are those of a tree.
    #[prop(optional, into)]
    tree: Option<TreeOf>,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    follow_scroll_bar(scroll, scroller);
    watch_size(scroll, scroller);
    let slots = Memo::new(move |_| scroll.slots());
    let first = Memo::new(move |_| scroll.visible().start);
    let base = Memo::new(move |_| first.get() / BASE_ROWS * BASE_ROWS);
    let shift = move || {
        let shift_px = f64::from(base.get()) * scroll.row_px - scroll.top_px.get();
        format!("transform:translateY({shift_px}px)")
    };
    let active = move || {
        let cursor = scroll.cursor.get()?;
        scroll.visible().contains(&cursor).then(|| format!("{name}-{cursor}"))
    };
    let spacer = move || format!("height:{}px", scroll.map().content_height_px() + HEAD_PX);
    view! {
        <div
            class="list"
            node_ref=scroller
            role=if tree.is_some() { "treegrid" } else { "grid" }
            tabindex="0"
            aria-label=label
            aria-rowcount=move || (scroll.total.get() + 1).to_string()
            aria-colcount=move || columns.get().to_string()
            aria-activedescendant=active
            style=move || format!("--columns:{};--row:{}px", template.get(), scroll.row_px)
            on:keydown=move |event| keydown(scroll, &event, choose, open, tree)
            on:scroll=move |_| scrolled(scroll, scroller)
            on:wheel=move |event| wheel(scroll, &event)
        >
            <div class="list-spacer" style=spacer></div>
            <div class="list-view" role="presentation">
                <div class="list-head list-line" role="row" aria-rowindex="1">{move || head.run()}</div>
                <div class="list-rows" role="presentation" style=shift>
                    {move || {
                        let count = slots.get();
                        (0..count)
                            .map(|slot| {
                                let number = Memo::new(move |_| row_of_slot(slot, count, first.get()));
                                let cells = row.clone();
                                let cells = move || cells(number.get());
                                view! { <Slot scroll name number base is_selected choose open cells tree/> }
                            })
                            .collect_view()
                    }}
                </div>
            </div>
        </div>
    }
}

/// A pooled element that shows row `number`.
#[component]
fn Slot(
    scroll: ListScroll,
    name: &'static str,
    number: Memo<u32>,
    base: Memo<u32>,
    is_selected: Callback<u32, bool>,
    choose: Callback<u32>,
    open: Callback<()>,
    #[prop(into)] cells: ViewFn,
    tree: Option<TreeOf>,
) -> impl IntoView {
    let place_in_tree = Memo::new(move |_| tree.and_then(|tree| tree.about.run(number.get())));
    let in_tree =
        move |of: fn(TreePlace) -> Option<String>| move || place_in_tree.get().and_then(of);
    // Not among the attributes that the view macro knows.
    let level = custom_attribute("aria-level", in_tree(|it| Some(it.level.to_string())));
    let is_selected = Memo::new(move |_| is_selected.run(number.get()));
    let is_past_end = move || number.get() >= scroll.total.get();
    let place = move || {
        let offset = f64::from(number.get()) - f64::from(base.get());
        format!("top:{}px", offset * scroll.row_px)
    };
    let click = move |_: MouseEvent| {
        choose.run(number.get_untracked());
        open.run(());
    };
    view! {
        <div
            class="list-line list-row"
            class:selected=move || is_selected.get()
            role="row"
            id=move || format!("{name}-{}", number.get())
            hidden=is_past_end
            aria-rowindex=move || (number.get() + 2).to_string()
            aria-selected=move || is_selected.get().to_string()
            {..level}
            aria-expanded=in_tree(|it| it.is_open.map(|is_open| is_open.to_string()))
            aria-posinset=in_tree(|it| Some(it.place.0.to_string()))
            aria-setsize=in_tree(|it| Some(it.place.1.to_string()))
            style=place
            on:click=click
        >
            {move || cells.run()}
        </div>
    }
}

/// The row from `first` on that falls to this slot.
fn row_of_slot(slot: u32, slots: u32, first: u32) -> u32 {
    first + (slot + slots - first % slots) % slots
}

fn keydown(
    scroll: ListScroll,
    event: &KeyboardEvent,
    choose: Callback<u32>,
    open: Callback<()>,
    tree: Option<TreeOf>,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    let cursor = scroll.cursor.get_untracked();
    let step = tree.zip(cursor).map_or(TreeStep::Nothing, |(tree, row)| tree.step(&key, row));
    let target = match step {
        TreeStep::To(row) => Some(row),
        TreeStep::Toggle | TreeStep::Nothing => scroll.target(&key),
    };
    if let (TreeStep::Toggle, Some((tree, row))) = (&step, tree.zip(cursor)) {
        event.prevent_default();
        tree.toggle.run(row);
    } else if let Some(row) = target {
        event.prevent_default();
        event.stop_propagation();
        scroll.cursor.set(Some(row));
        scroll.show(row, Align::Nearest);
        choose.run(row);
    } else if key == "Enter" && crate::browser::events::is_on_listener(event) {
        event.prevent_default();
        open.run(());
    }
}

/// Where the scroll bar moves in other steps than the rows, a wheel step stays real pixels.
fn wheel(scroll: ListScroll, event: &WheelEvent) {
    let is_sideways = event.shift_key() || event.delta_x().abs() > event.delta_y().abs();
    if is_sideways || event.ctrl_key() || !untrack(|| scroll.map().is_scaled()) {
        return;
    }
    event.prevent_default();
    let page_px = scroll.viewport_px.get_untracked();
    let (_, down_px) = wheel_px(event, scroll.row_px, page_px);
    scroll.scroll_to(scroll.top_px.get_untracked() + down_px);
}

/// The scroll bar shows where the rows are.
fn follow_scroll_bar(scroll: ListScroll, scroller: NodeRef<Div>) {
    effect(move || {
        let scroll_px = scroll.map().scroll_from_top(scroll.top_px.get());
        if let Some(scroller) = scroller.get() {
            scrolling::set_top(&scroller, scroll_px);
        }
    });
}

/// A dragged scroll bar, a wheel or a finger moves the rows.
fn scrolled(scroll: ListScroll, scroller: NodeRef<Div>) {
    let Some(scroller) = scroller.get_untracked() else { return };
    let map = untrack(|| scroll.map());
    let top_px = scroll.top_px.get_untracked();
    scroll.scroll_to(map.after_scroll_event(top_px, scrolling::top(&scroller)));
}

fn watch_size(scroll: ListScroll, scroller: NodeRef<Div>) {
    let guard = StoredValue::new_local(None);
    effect(move || {
        let Some(scroller) = scroller.get() else { return };
        guard.set_value(Some(on_resize(&scroller, move |_, height| {
            let viewport_px = (height - HEAD_PX).max(0.0);
            if scroll.viewport_px.try_get_untracked().is_some_and(|known| known != viewport_px) {
                scroll.viewport_px.set(viewport_px);
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
}
