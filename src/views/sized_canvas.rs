//! A canvas whose size a signal follows.
//!
//! Invariant: the signal changes only with the size; nothing is watched once the view is gone.
//! Absent: drawing.

use leptos::html::Canvas;
use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::events::on_resize;

/// Sets width and height in CSS pixels as soon as the canvas is there.
pub fn follow_size(canvas: NodeRef<Canvas>, size_px: RwSignal<(f64, f64)>) {
    let guard = StoredValue::new_local(None);
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        guard.set_value(Some(on_resize(canvas.as_ref(), move |width, height| {
            if size_px.try_get_untracked().is_some_and(|size| size != (width, height)) {
                size_px.set((width, height));
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
}
