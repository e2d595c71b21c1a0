//! A painted picture of any height that scrolls, takes the focus and hears keys.
//!
//! The picture stays where it is while a spacer scrolls beneath it; what it paints follows
//! `top_px`.
//!
//! Invariant: the scroll bar shows where `top_px` is, and moves it. Absent: what is painted,
//! and the wheel, which pictures on the axis of time use otherwise.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::events::{ResizeGuard, on_resize};
use crate::browser::scrolling;
use crate::layout::ScrollMap;

#[component]
pub fn PaintedScroll(
    label: &'static str,
    /// The id of the element that says what keys do.
    hint_id: &'static str,
    #[prop(into)] map: Signal<ScrollMap>,
    top_px: RwSignal<f64>,
    scroll_bar_px: RwSignal<f64>,
    keydown: impl Fn(KeyboardEvent) + 'static,
    children: Children,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    effect(move || {
        let scroll_px = map.get().scroll_from_top(top_px.get());
        if let Some(scroller) = scroller.get() {
            scrolling::set_top(&scroller, scroll_px);
        }
    });
    watch_bar(scroller, scroll_bar_px);
    let scrolled = move |_| {
        let Some(scroller) = scroller.get_untracked() else { return };
        let (map, now_px) = (map.get_untracked(), top_px.get_untracked());
        let moved_px = map.after_scroll_event(now_px, scrolling::top(&scroller));
        if moved_px != now_px {
            top_px.set(moved_px);
        }
    };
    let spacer = move || format!("height:{}px", map.get().content_height_px());
    view! {
        <div
            class="paint-scroll"
            node_ref=scroller
            role="application"
            tabindex="0"
            aria-label=label
            aria-describedby=hint_id
            on:keydown=keydown
            on:scroll=scrolled
        >
            <div class="paint-spacer" style=spacer></div>
            <div class="paint-view">{children()}</div>
        </div>
    }
}

fn watch_bar(scroller: NodeRef<Div>, scroll_bar_px: RwSignal<f64>) {
    let guard = StoredValue::new_local(None::<ResizeGuard>);
    effect(move || {
        let Some(scroller) = scroller.get() else { return };
        let measured = scroller.clone();
        guard.set_value(Some(on_resize(&scroller, move |_, _| {
            let width_px = scrolling::bar_width(&measured);
            if scroll_bar_px.try_get_untracked().is_some_and(|known| known != width_px) {
                scroll_bar_px.set(width_px);
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
}
