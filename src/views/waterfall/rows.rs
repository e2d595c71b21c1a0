//! The tree grid: the rows in view as elements, over the canvas with their bars.
//!
//! Elements are pooled: slot `s` of `n` shows the row in view whose number is `s` modulo
//! `n`, so that scrolling by one row changes one slot.
//!
//! Invariant: the element that `aria-activedescendant` names exists. Absent: bars.

use std::sync::Arc;

use leptos::attr::custom::custom_attribute;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;

use super::gestures::Gestures;
use super::lanes::LanesCanvas;
use super::row::{ShownColumns, Slot, row_id};
use crate::browser::effect::effect;
use crate::browser::events::on_resize;
use crate::browser::scrolling;
use crate::layout::Row;
use crate::scene::path_marks::path_words;
use crate::state::{ROW_HEIGHT_PX, Step, TraceState};

/// Rows are placed relative to a multiple of this, so that their own places seldom change.
const BASE_ROWS: u32 = 64;

#[component]
pub(super) fn TreeGrid(
    state: TraceState,
    set_pointer_px: WriteSignal<Option<f64>>,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let gestures = Gestures::new(state, set_pointer_px);
    follow_scroll_bar(state, scroller);
    watch_size(state, scroller);
    let spacer = move || format!("height:{}px", state.scroll_map().content_height_px());
    let total = move || state.rows.with(|rows| rows.total_rows).to_string();
    view! {
        <div
            class="wf-scroll"
            node_ref=scroller
            role="treegrid"
            tabindex="0"
            aria-label="Spans"
            aria-rowcount=total
            aria-colcount=move || (state.row_columns.chosen.with(Vec::len) + 2).to_string()
            aria-activedescendant=move || state.cursor.get().map(row_id)
            on:keydown=move |event| keydown(state, &event)
            on:scroll=move |_| scrolled(state, scroller)
        >
            <div class="wf-spacer" style=spacer></div>
            <div
                class="wf-view"
                role="presentation"
                on:wheel=move |event| gestures.wheel(&event)
                on:pointerdown=move |event| gestures.down(&event)
                on:pointermove=move |event| gestures.moved(&event)
                on:pointerup=move |event| gestures.up(&event)
                on:pointercancel=move |event| gestures.up(&event)
                on:pointerleave=move |_| gestures.leave()
                on:click=move |event| gestures.click(&event)
                on:dblclick=move |event| gestures.double_click(&event)
            >
                <div
                    class="wf-lanes can-pan"
                    class:panning=move || gestures.is_panning()
                    title=move || path_title(state)
                    role="presentation"
                >
                    <LanesCanvas state/>
                </div>
                <Rows state/>
            </div>
        </div>
    }
}

/// What the marks of the critical path say about the row under the pointer.
fn path_title(state: TraceState) -> Option<String> {
    let number = state.hover.get()?;
    let is_shown = state.shows_path();
    state.rows.with(|rows| rows.row(number).filter(|_| is_shown).and_then(path_words))
}

#[component]
fn Rows(state: TraceState) -> impl IntoView {
    let slots = Memo::new(move |_| (state.lanes_px.get().1 / ROW_HEIGHT_PX).ceil() as u32 + 2);
    let first = Memo::new(move |_| state.scroll_map().visible_rows(state.top_px.get()).start);
    let base = Memo::new(move |_| first.get() / BASE_ROWS * BASE_ROWS);
    let columns = ready_columns(state);
    let shift = move || {
        let shift_px = f64::from(base.get()) * ROW_HEIGHT_PX - state.top_px.get();
        format!("transform:translateY({shift_px}px)")
    };
    view! {
        <div class="wf-rows" role="presentation" style=shift>
            {move || {
                let count = slots.get();
                (0..count)
                    .map(|slot| {
                        let number = Memo::new(move |_| row_of_slot(slot, count, first.get()));
                        view! { <Slot state number base columns/> }
                    })
                    .collect_view()
            }}
            <SelectedElsewhere state first slots/>
        </div>
    }
}

/// The columns, once the rows have come that tell what is in them.
fn ready_columns(state: TraceState) -> Memo<ShownColumns> {
    Memo::new(move |_| {
        let chosen = state.row_columns.chosen.get();
        let are_there = state.rows.with(|rows| rows.columns == chosen);
        ShownColumns { chosen: Arc::new(chosen), are_there }
    })
}

/// The row from `first` on that falls to this slot.
fn row_of_slot(slot: u32, slots: u32, first: u32) -> u32 {
    first + (slot + slots - first % slots) % slots
}

/// Keeps the selected row in the page when it is scrolled out of view.
#[component]
fn SelectedElsewhere(state: TraceState, first: Memo<u32>, slots: Memo<u32>) -> impl IntoView {
    let selected = Memo::new(move |previous: Option<&Option<(u32, Row)>>| {
        let number = state.cursor.get()?;
        let row = state.rows.with(|rows| rows.row(number).cloned());
        let known = previous.cloned().flatten().filter(|(known, _)| *known == number);
        row.map(|row| (number, row)).or(known)
    });
    let elsewhere = Memo::new(move |_| {
        let in_view = first.get()..first.get() + slots.get();
        state.cursor.get().filter(|number| !in_view.contains(number))
    });
    move || {
        elsewhere.get().map(|number| {
            let row = selected.get().filter(|(known, _)| *known == number).map(|(_, row)| row);
            let name = row.as_ref().map(|row| row.name.clone());
            let level = row.as_ref().map(|row| row.depth.to_string());
            let level = custom_attribute("aria-level", level);
            view! {
                <div
                    class="visually-hidden"
                    role="row"
                    id=row_id(number)
                    aria-rowindex=(number + 1).to_string()
                    aria-selected="true"
                    {..level}
                    aria-setsize=row.as_ref().map(|row| row.set_size.to_string())
                    aria-posinset=row.as_ref().map(|row| row.position_in_set.to_string())
                >
                    <span role="gridcell">{name}</span>
                </div>
            }
        })
    }
}

fn keydown(state: TraceState, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    if let Some(step) = Step::of_key(&key) {
        event.prevent_default();
        event.stop_propagation();
        state.step(step);
    } else if key == "Enter" && state.selected.get_untracked().is_some() {
        event.prevent_default();
        state.inspector_open.set(true);
    }
}

/// The scroll bar shows where the rows are.
fn follow_scroll_bar(state: TraceState, scroller: NodeRef<Div>) {
    effect(move || {
        let map = state.scroll_map();
        let scroll_px = map.scroll_from_top(state.top_px.get());
        if let Some(scroller) = scroller.get() {
            scrolling::set_top(&scroller, scroll_px);
        }
    });
}

/// A dragged scroll bar, or a finger, moves the rows.
fn scrolled(state: TraceState, scroller: NodeRef<Div>) {
    let Some(scroller) = scroller.get_untracked() else { return };
    let map = untrack(|| state.scroll_map());
    let top_px = state.top_px.get_untracked();
    state.scroll_to(map.after_scroll_event(top_px, scrolling::top(&scroller)));
}

fn watch_size(state: TraceState, scroller: NodeRef<Div>) {
    let guard = StoredValue::new_local(None);
    effect(move || {
        let Some(scroller) = scroller.get() else { return };
        let measured = scroller.clone();
        guard.set_value(Some(on_resize(&scroller, move |width, height| {
            let scroll_bar_px = scrolling::bar_width(&measured);
            let size = (width - scroll_bar_px, height);
            if state.rows_px.try_get_untracked().is_some_and(|known| known != size) {
                state.rows_px.set(size);
                state.scroll_bar_px.set(scroll_bar_px);
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
}
