//! The flame graph on the axis of time: a canvas that scrolls, with a tooltip.
//!
//! Invariant: what is chosen by keys is said aloud. Absent: a table twin; the waterfall is it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::gestures::Gestures;
use super::tooltip::SpanTooltip;
use crate::engine::FlameStep;
use crate::format;
use crate::scene::flame::{Flame as Scene, flame as drawn};
use crate::state::FlameState;
use crate::views::painted_canvas::PaintedCanvas;
use crate::views::painted_scroll::PaintedScroll;

#[component]
pub(super) fn Picture(flame: FlameState) -> impl IntoView {
    let gestures = Gestures::new(flame);
    let map = Signal::derive(move || flame.scroll_map());
    view! {
        <div class="flame-graph">
            <p class="visually-hidden" id="flame-hint">
                "The waterfall shows the same spans as a tree of rows. Arrows go to the parent, the first child and the siblings; Enter inspects, F frames, plus, minus and 0 zoom."
            </p>
            <PaintedScroll
                label="Flame graph on the axis of time"
                hint_id="flame-hint"
                map
                top_px=flame.top_px
                scroll_bar_px=flame.trace.scroll_bar_px
                keydown=move |event| keydown(flame, &event)
            >
                <div
                    class="flame-pane can-pan"
                    class:panning=move || gestures.is_panning()
                    class:on-span=move || flame.hover.with(Option::is_some)
                    on:wheel=move |event| gestures.wheel(&event)
                    on:pointerdown=move |event| gestures.down(&event)
                    on:pointermove=move |event| gestures.moved(&event)
                    on:pointerup=move |event| gestures.up(&event)
                    on:pointercancel=move |event| gestures.up(&event)
                    on:pointerleave=move |_| gestures.leave()
                    on:click=move |event| gestures.click(&event)
                    on:dblclick=move |_| gestures.double_click()
                >
                    <Canvas flame/>
                    <SpanTooltip flame/>
                </div>
            </PaintedScroll>
            <p class="visually-hidden" aria-live="polite">{move || spoken(flame)}</p>
        </div>
    }
}

#[component]
fn Canvas(flame: FlameState) -> impl IntoView {
    let draw = move || {
        let window = flame.window.get();
        let services = flame.trace.colors.get();
        Some(drawn(&Scene {
            window: &window,
            services: &services,
            scale: flame.scale(),
            scroll: flame.scroll_map(),
            top_px: flame.top_px.get(),
            hover: flame.hover.with(|hover| hover.as_ref().and_then(|hover| hover.rect.key())),
            selected: flame.trace.selected.get(),
        }))
    };
    view! { <PaintedCanvas draw size_px=flame.size_px/> }
}

fn keydown(flame: FlameState, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "ArrowUp" => flame.step(FlameStep::Parent),
        "ArrowDown" => flame.step(FlameStep::Child),
        "ArrowLeft" => flame.step(FlameStep::Previous),
        "ArrowRight" => flame.step(FlameStep::Next),
        "Enter" if flame.trace.selected.get_untracked().is_some() => {
            flame.trace.inspector_open.set(true);
        }
        "f" | "F" => frame_selection(flame),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn frame_selection(flame: FlameState) {
    let Some(detail) = flame.trace.detail.get_untracked() else { return };
    flame.trace.frame(detail.offset_nanos, detail.duration_nanos);
}

/// The selection in words.
fn spoken(flame: FlameState) -> Option<String> {
    let detail = flame.trace.detail.get()?;
    let failed = if detail.status == crate::trace::Status::Error { ", failed" } else { "" };
    let text = format!(
        "{} {}, {}, self {}{failed}",
        detail.service_name,
        detail.name.shown,
        format::duration(detail.duration_nanos),
        format::duration(detail.self_nanos),
    );
    Some(format::visible_text(&text))
}
