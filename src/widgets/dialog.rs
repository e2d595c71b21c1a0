//! A modal dialog: the browser's own, so that focus, Escape and the rest of the page behave.
//!
//! Invariant: `is_open` says what is on the screen, whoever closed it. Absent: what is in it.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::events;

#[component]
pub fn Dialog(
    is_open: RwSignal<bool>,
    /// Its name for those who cannot see it.
    label: &'static str,
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let (Some(dialog), is_open) = (node.get(), is_open.get()) else { return };
        events::show_modal(&dialog, is_open);
    });
    // A press on the veil, which is the dialog itself and not what is in it.
    let pressed = move |event: MouseEvent| {
        if events::is_on_listener(&event) {
            is_open.set(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=node class=class aria-label=label on:close=move |_| is_open.set(false) on:click=pressed>
            <Show when=move || is_open.get()>
                <div class="dialog-body">{children.with_value(|children| children())}</div>
            </Show>
        </dialog>
    }
}
