//! A button that copies a text and says that it did.
//!
//! Invariant: the tick shows only after the browser has taken the text. Absent: formats.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, IconName};
use crate::browser::clipboard;

const SHOWN_FOR: Duration = Duration::from_millis(1_400);

/// Receives the text once it is there.
pub type TextSink = Box<dyn FnOnce(String)>;

/// `fetch` is called on a click and hands over the text, at once or later.
#[component]
pub fn CopyButton(
    /// What is copied, for the name of the button: "Copy trace id".
    #[prop(into)]
    label: String,
    fetch: Arc<dyn Fn(TextSink) + Send + Sync>,
    #[prop(default = "icon-button")] class: &'static str,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let finish = move |copied: bool| {
        if outcome.try_set(Some(copied)).is_none() {
            set_timeout(
                move || {
                    // The button may be gone by then.
                    let _gone = outcome.try_set(None);
                },
                SHOWN_FOR,
            );
        }
    };
    let on_click = move |_| {
        fetch(Box::new(move |text: String| {
            spawn_local(async move { finish(clipboard::copy(&text).await) });
        }));
    };
    let name = label.clone();
    let title = move || match outcome.get() {
        Some(true) => "Copied".to_owned(),
        Some(false) => "The browser did not allow copying".to_owned(),
        None => name.clone(),
    };
    let icon = move || match outcome.get() {
        Some(true) => IconName::Done,
        Some(false) => IconName::Close,
        None => IconName::Copy,
    };
    view! {
        <button type="button" class=class aria-label=label title=title on:click=on_click>
            {move || view! { <Icon name=icon()/> }}
        </button>
    }
}

/// For texts that are at hand.
pub fn fixed_text(text: String) -> Arc<dyn Fn(TextSink) + Send + Sync> {
    Arc::new(move |sink: TextSink| sink(text.clone()))
}
