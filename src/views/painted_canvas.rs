//! A canvas that repaints itself when what it shows changes.
//!
//! Invariant: it fills its parent, and `size_px` is its size in CSS pixels. Absent: what is
//! drawn, which `draw` says.

use leptos::html::Canvas;
use leptos::prelude::*;

use crate::browser::canvas::Painter;
use crate::browser::effect::effect;
use crate::browser::events::{ResizeGuard, on_resize};
use crate::browser::tokens;
use crate::scene::{DrawList, Tokens};
use crate::state::AppState;

#[component]
pub fn PaintedCanvas(
    /// Reads the signals it depends on; `None` while there is nothing to show.
    draw: impl Fn() -> Option<DrawList> + 'static,
    size_px: RwSignal<(f64, f64)>,
) -> impl IntoView {
    let app = AppState::get();
    let canvas = NodeRef::<Canvas>::new();
    let painter = StoredValue::new_local(None::<Painter>);
    let guard = StoredValue::new_local(None::<ResizeGuard>);
    let tokens = RwSignal::new(Tokens::default());
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        guard.set_value(Some(on_resize(canvas.as_ref(), move |width, height| {
            if size_px.try_get_untracked().is_some_and(|size| size != (width, height)) {
                size_px.set((width, height));
            }
        })));
        painter.set_value(Painter::new(canvas));
    });
    effect(move || {
        app.theme.track();
        tokens.set(tokens::read());
    });
    effect(move || {
        let (width_px, height_px) = size_px.get();
        let Some(list) = draw() else { return };
        tokens.with(|tokens| {
            painter.update_value(|painter| {
                if let Some(painter) = painter
                    && width_px >= 1.0
                {
                    painter.paint(&list, tokens, width_px, height_px);
                }
            });
        });
    });
    on_cleanup(move || guard.set_value(None));
    view! { <canvas node_ref=canvas aria-hidden="true"></canvas> }
}
