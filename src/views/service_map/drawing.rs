//! The drawing: a canvas that can be dragged, zoomed and walked through by keys.
//!
//! Invariant: what is chosen by keys is said aloud; the table is a twin for readers of it. Absent: what
//! is drawn (see `scene`) and where (see `layout`).

use leptos::prelude::*;

use super::gestures::Gestures;
use super::keyboard::keydown;
use super::layers::Layers;
use super::legend::Legend;
use super::words::spoken;
use crate::layout::service_map::MapItem;
use crate::state::MapPicture;
use crate::widgets::{Icon, IconName};

#[component]
pub(super) fn Drawing(picture: MapPicture) -> impl IntoView {
    let gestures = Gestures::new(picture);
    let said = move || {
        let item = picture.selected.get()?;
        let is_pinned = matches!(item, MapItem::Node(node) if picture.is_pinned(node));
        Some(picture.shown.with(|shown| spoken(shown, item, is_pinned)))
    };
    view! {
        <p class="visually-hidden" id="map-hint">
            "Arrows go to the nearest node in that direction, N and Shift N through all nodes by name, E and Shift E through the calls that the selected node makes. Enter goes to the panel, Escape in it back to here, F focuses, P pins, plus, minus and 0 zoom. The table has the same calls as text."
        </p>
        <div
            class="map-drawing"
            id="map-drawing"
            tabindex="0"
            role="application"
            aria-label="Service map"
            aria-describedby="map-hint"
            class:panning=move || gestures.is_panning()
            class:on-item=move || picture.hover.with(Option::is_some)
            on:keydown=move |event| keydown(picture, &event)
            on:wheel=move |event| gestures.wheel(&event)
            on:pointerdown=move |event| gestures.down(&event)
            on:pointermove=move |event| gestures.moved(&event)
            on:pointerup=move |event| gestures.up(&event)
            on:pointercancel=move |event| gestures.cancel(&event)
            on:pointerleave=move |_| picture.point_at(None)
            on:dblclick=move |event| gestures.double_click(&event)
        >
            <Layers picture/>
        </div>
        <Zoom picture/>
        <Legend picture/>
        <p class="visually-hidden" aria-live="polite" id="map-said">{said}</p>
    }
}

#[component]
fn Zoom(picture: MapPicture) -> impl IntoView {
    let button = |name: IconName, title: &'static str, act: fn(MapPicture)| {
        view! {
            <button type="button" aria-label=title title=title on:click=move |_| act(picture)>
                <Icon name/>
            </button>
        }
    };
    view! {
        <div class="map-zoom" role="group" aria-label="Zoom">
            {button(IconName::ZoomIn, "Zoom in", |picture| picture.zoom_by(1.3))}
            {button(IconName::ZoomOut, "Zoom out", |picture| picture.zoom_by(1.0 / 1.3))}
            {button(IconName::Fit, "Fit everything", |picture| picture.fit())}
            {button(IconName::Done, "Settle: the layout that everybody has", |picture| picture.settle())}
        </div>
    }
}
