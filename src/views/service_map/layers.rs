//! What the drawing is painted on.
//!
//! ```text
//! few calls    one picture: everything, painted anew for each view
//! many calls   below: everything, painted when the view has come to rest, and moved with it as an
//!              image until then; above: what stands out, painted anew each time
//! ```
//!
//! Invariant: at rest both ways show the same. Absent: gestures.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::layout::service_map::{Emphasis, MapView};
use crate::scene::service_map::{MapScene, service_map, what_stands_out};
use crate::scene::{DrawList, DrawOp};
use crate::state::MapPicture;
use crate::views::painted_canvas::PaintedCanvas;

/// More calls than these take longer to paint than a frame lasts.
const MOST_PAINTED_EACH_TIME: usize = 500;
/// A view that did not change for so long is at rest.
const RESTS_AFTER: Duration = Duration::from_millis(120);

#[component]
pub(super) fn Layers(picture: MapPicture) -> impl IntoView {
    let has_many =
        Memo::new(move |_| picture.shown.with(|it| it.graph.edges.len()) > MOST_PAINTED_EACH_TIME);
    let rested = RwSignal::new(untrack(|| picture.view()));
    let changes = StoredValue::new(0u32);
    effect(move || {
        if !has_many.get() {
            return;
        }
        let view = picture.view();
        changes.update_value(|changes| *changes += 1);
        let this = changes.get_value();
        let is_at_rest = move || changes.try_get_value() == Some(this);
        set_timeout(
            move || {
                if is_at_rest() && rested.get_untracked() != view {
                    rested.set(view);
                }
            },
            RESTS_AFTER,
        );
    });
    // Other places, or none before: what is below shows something else.
    effect(move || {
        picture.points.with(|_| ());
        picture.size_px.get();
        rested.set(untrack(|| picture.view()));
    });
    let below = move || match has_many.get() {
        true => all(picture, rested.get()),
        false => painted(picture, picture.view(), service_map),
    };
    let above = move || match has_many.get() {
        true => painted(picture, picture.view(), what_stands_out),
        false => Some(DrawList { ops: vec![DrawOp::Clear] }),
    };
    let moved = move || {
        if !has_many.get() {
            return String::new();
        }
        let (shown, view) = (rested.get(), picture.view());
        let scale = view.zoom / shown.zoom;
        let left_px = view.origin.x - shown.origin.x * scale;
        let top_px = view.origin.y - shown.origin.y * scale;
        match shown == view {
            true => String::new(),
            false => format!("transform:translate({left_px}px,{top_px}px) scale({scale})"),
        }
    };
    view! {
        <div class="map-below" style=moved>
            <PaintedCanvas draw=below size_px=picture.size_px/>
        </div>
        <PaintedCanvas draw=above size_px=picture.size_px/>
    }
}

/// Everything as seen in a view, none of it standing out. Tracks.
fn all(picture: MapPicture, view: MapView) -> Option<DrawList> {
    with_scene(picture, |scene| {
        service_map(&MapScene {
            view,
            emphasis: &Emphasis::default(),
            selected: None,
            hover: None,
            ..scene
        })
    })
}

/// `None` until every node has a place. Tracks.
fn painted(
    picture: MapPicture,
    view: MapView,
    paint: impl Fn(&MapScene<'_>) -> DrawList,
) -> Option<DrawList> {
    let (emphasis, selected) = (picture.emphasis(), picture.selected.get());
    let hover = picture.hover.get();
    with_scene(picture, |scene| {
        paint(&MapScene { view, emphasis: &emphasis, selected, hover, ..scene })
    })
}

fn with_scene(
    picture: MapPicture,
    paint: impl FnOnce(MapScene<'_>) -> DrawList,
) -> Option<DrawList> {
    let shown = picture.shown.get();
    let points = picture.points.get()?;
    let is_pinned: Vec<bool> = picture.look.with(|look| {
        let is_pinned = |key: &String| look.pins.iter().any(|(pinned, _)| pinned == key);
        shown.picture.nodes.iter().map(|node| is_pinned(&node.key)).collect()
    });
    Some(paint(MapScene {
        picture: &shown.picture,
        points: &points,
        view: MapView::default(),
        size_px: picture.size_px.get(),
        emphasis: &Emphasis::default(),
        selected: None,
        hover: None,
        is_pinned: &is_pinned,
    }))
}
