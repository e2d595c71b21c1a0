//! A button with words that copies a text and says that it did.
//!
//! Invariant: it says so only after the browser has taken the text, and to a screen reader,
//! too. Absent: texts.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::copy_button::TextSink;
use super::icon::{Icon, IconName};
use crate::browser::clipboard;

const SHOWN_FOR: Duration = Duration::from_millis(2_400);

/// `fetch` is called on a click and hands over the text, at once or later.
#[component]
pub fn CopyWords(
    label: &'static str,
    icon: IconName,
    fetch: Arc<dyn Fn(TextSink) + Send + Sync>,
    /// Said after a copy.
    #[prop(into)]
    done: Signal<String>,
    /// Why it cannot be done; empty if it can.
    #[prop(into)]
    obstacle: Signal<String>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let finish = move |copied: bool| {
        if outcome.try_set(Some(copied)).is_none() {
            // The button may be gone by then.
            set_timeout(move || _ = outcome.try_set(None), SHOWN_FOR);
        }
    };
    let on_click = move |_| {
        fetch(Box::new(move |text: String| {
            spawn_local(async move { finish(clipboard::copy(&text).await) });
        }));
    };
    let said = move || match outcome.get() {
        Some(true) => done.get(),
        Some(false) => "The browser did not allow copying".to_owned(),
        None => String::new(),
    };
    let shown = move || match outcome.get() {
        Some(true) => IconName::Done,
        Some(false) => IconName::Close,
        None => icon,
    };
    let title = move || match obstacle.get() {
        text if text.is_empty() => label.to_owned(),
        text => text,
    };
    view! {
        <span class="copy-words">
            <button
                type="button"
                class="button"
                title=title
                disabled=move || obstacle.with(|text| !text.is_empty())
                on:click=on_click
            >
                {move || view! { <Icon name=shown()/> }}
                <span class="button-words">{label}</span>
            </button>
            <span class="said" role="status">{said}</span>
        </span>
    }
}
