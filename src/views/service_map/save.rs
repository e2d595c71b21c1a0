//! The drawing as a file.
//!
//! Invariant: the whole map, whatever part of it is on the screen, in the colours of the theme.
//! Absent: drawing.

use leptos::prelude::*;

use crate::browser::canvas::{pixel_ratio, save_png};
use crate::browser::download::Download;
use crate::browser::tokens;
use crate::engine::Problem;
use crate::layout::service_map::MapView;
use crate::scene::service_map::{MapScene, service_map};
use crate::scene::{DrawList, svg};
use crate::state::{AppState, MapPicture};

const MARGIN_PX: f64 = 24.0;
/// Canvases have bounds, in pixels of the device.
const MOST_PNG_PX: f64 = 8_000.0;

#[component]
pub(super) fn Save(picture: MapPicture) -> impl IntoView {
    let app = AppState::get();
    let told = move |is_saved: bool| {
        if !is_saved {
            let problem = Problem {
                title: "The drawing could not be saved".to_owned(),
                detail: "The browser refused it. Check that it may save files here.".to_owned(),
            };
            app.tell(problem, true);
        }
    };
    let save_svg = move |_| {
        let Some((list, size_px)) = untrack(|| whole(picture, f64::MAX)) else { return };
        let mut download = Download::default();
        let is_there = download.add(svg(&list, &tokens::read(), size_px).as_bytes());
        told(is_there && download.save("service-map.svg", "image/svg+xml"));
    };
    let save_png = move |_| {
        let most_px = MOST_PNG_PX / pixel_ratio();
        let Some((list, size_px)) = untrack(|| whole(picture, most_px)) else { return };
        save_png(&list, &tokens::read(), size_px, "service-map.png", told);
    };
    view! {
        <span class="map-save" role="group" aria-label="Save the drawing">
            <button type="button" class="map-link" on:click=save_svg>"SVG"</button>
            <button type="button" class="map-link" on:click=save_png>"PNG"</button>
        </span>
    }
}

/// All of the map, smaller where it would be larger than it may be, and the size of it.
fn whole(picture: MapPicture, most_px: f64) -> Option<(DrawList, (f64, f64))> {
    let shown = picture.shown.get();
    let points = picture.points.get()?;
    let bounds = shown.picture.bounds(&points)?;
    let (view, size_px) = MapView::whole(bounds, MARGIN_PX, most_px);
    let is_pinned = vec![false; points.len()];
    let list = service_map(&MapScene {
        picture: &shown.picture,
        points: &points,
        view,
        size_px,
        emphasis: &shown.picture.emphasis(None, None),
        selected: None,
        hover: None,
        is_pinned: &is_pinned,
    });
    Some((list, size_px))
}
