//! The added-up flame graph: a canvas that scrolls; a click looks into a node.
//!
//! Invariant: no taller than its nodes need, so that the table has the rest. Absent: zooming
//! by wheel; a node fills the width or it does not.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use super::tooltip::{NodeTooltip, calls_text, service_name};
use crate::browser::events::{place_in_listener, wheel_px};
use crate::format;
use crate::layout::{LANE_HEIGHT_PX, SumSide};
use crate::scene::flame::{FlameSum, flame_sum};
use crate::state::FlameSumState;
use crate::views::painted_canvas::PaintedCanvas;
use crate::views::painted_scroll::PaintedScroll;

#[component]
pub(super) fn SumPicture(sum: FlameSumState, is_idle: Memo<bool>) -> impl IntoView {
    let map = Signal::derive(move || sum.scroll_map());
    let style = move || format!("--content-height:{}px", map.get().content_height_px());
    view! {
        <div class="flame-sum-graph" style=style hidden=move || is_idle.get()>
            <p class="visually-hidden" id="flame-sum-hint">
                "The table below has the same nodes. Arrows go up, down and along a family of calls; Enter looks into a node, Backspace goes back, I inspects the first of its spans."
            </p>
            <PaintedScroll
                label="Flame graph of calls added up by path"
                hint_id="flame-sum-hint"
                map
                top_px=sum.top_px
                scroll_bar_px=sum.trace.scroll_bar_px
                keydown=move |event| keydown(sum, &event)
            >
                <div
                    class="flame-pane"
                    class:on-span=move || sum.hover.with(Option::is_some)
                    on:wheel=move |event| wheel(sum, &event)
                    on:pointermove=move |event| moved(sum, &event)
                    on:pointerleave=move |_| sum.hover.set(None)
                    on:click=move |event| click(sum, &event)
                >
                    <Canvas sum/>
                    <NodeTooltip sum/>
                </div>
            </PaintedScroll>
            <p class="visually-hidden" aria-live="polite">{move || spoken(sum)}</p>
        </div>
    }
}

#[component]
fn Canvas(sum: FlameSumState) -> impl IntoView {
    let draw = move || {
        let window = sum.window.get()?;
        let services = sum.trace.colors.get();
        Some(flame_sum(&FlameSum {
            window: &window,
            services: &services,
            width_px: sum.size_px.get().0,
            scroll: sum.scroll_map(),
            top_px: sum.top_px.get(),
            hover: sum.hover.with(|hover| hover.as_ref().map(|hover| hover.share.figures.key)),
            selected: sum.cursor.get(),
        }))
    };
    view! { <PaintedCanvas draw size_px=sum.size_px/> }
}

fn wheel(sum: FlameSumState, event: &WheelEvent) {
    if event.ctrl_key() || event.meta_key() {
        return;
    }
    event.prevent_default();
    sum.hover.set(None);
    let (_, down_px) = wheel_px(event, LANE_HEIGHT_PX, sum.size_px.get_untracked().1);
    sum.scroll_to(sum.top_px.get_untracked() + down_px);
}

fn moved(sum: FlameSumState, event: &PointerEvent) {
    let hover = sum.hover_at(place_in_listener(event));
    if sum.hover.with_untracked(|known| *known != hover) {
        sum.hover.set(hover);
    }
}

fn click(sum: FlameSumState, event: &MouseEvent) {
    let Some(hit) = sum.hover_at(place_in_listener(event)) else { return };
    if event.detail() < 2 {
        sum.look_into(Some(hit.share.figures.key));
    }
}

fn keydown(sum: FlameSumState, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let cursor = sum.cursor.get_untracked();
    match (event.key().as_str(), cursor) {
        ("ArrowUp", _) => sum.step(SumSide::Above),
        ("ArrowDown", _) => sum.step(SumSide::Below),
        ("ArrowLeft", _) => sum.step(SumSide::Left),
        ("ArrowRight", _) => sum.step(SumSide::Right),
        ("Enter", Some(key)) => sum.look_into(Some(key)),
        ("Backspace", _) => sum.look_out(),
        ("i" | "I", Some(key)) => {
            sum.trace.go_to(key);
            sum.trace.inspector_open.set(true);
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The node under the cursor in words.
fn spoken(sum: FlameSumState) -> Option<String> {
    let key = sum.cursor.get()?;
    sum.window.with(|window| {
        let window = window.as_ref()?;
        let share = window.shares.iter().find(|share| share.figures.key == key)?;
        let figures = &share.figures;
        Some(format!(
            "{} {}, {}, {} of work, self {}",
            service_name(sum.trace, figures.service),
            format::visible_text(window.name(share)),
            calls_text(figures.count, figures.errors),
            format::duration(figures.total_nanos),
            format::duration(figures.self_nanos),
        ))
    })
}
