//! The keys, on a page of their own.
//!
//! Invariant: made from the list that the keys themselves are looked up in. Absent: gestures
//! with the mouse, which the README tells.

use leptos::prelude::*;

use crate::state::COMMANDS;
use crate::widgets::{Dialog, Icon, IconName};

/// Keys that are not commands of the whole page.
const OTHERS: &[(&str, &[&str])] = &[
    ("Command palette", &["Ctrl+k"]),
    ("This list", &["?"]),
    ("In the rows: up, down, close, open", &["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]),
    ("In the rows: first, last, by pages", &["Home", "End", "PageUp", "PageDown"]),
];

#[component]
pub fn Help(is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog is_open label="Keys" class="help">
            <header>
                <h2>"Keys"</h2>
                <button type="button" class="icon-button" aria-label="Close" on:click=move |_| is_open.set(false)>
                    <Icon name=IconName::Close/>
                </button>
            </header>
            <dl>
                {COMMANDS
                    .iter()
                    .filter(|entry| !entry.keys.is_empty())
                    .map(|entry| line(entry.title, entry.keys))
                    .collect_view()}
                {OTHERS.iter().map(|&(title, keys)| line(title, keys)).collect_view()}
            </dl>
        </Dialog>
    }
}

fn line(title: &'static str, keys: &'static [&'static str]) -> impl IntoView {
    view! {
        <div>
            <dt>{title}</dt>
            <dd>{keys.iter().map(|key| view! { <kbd>{shown(key)}</kbd> }).collect_view()}</dd>
        </div>
    }
}

/// A key as it is printed on a keyboard.
pub fn shown(key: &str) -> String {
    let key = key.replace("Arrow", "");
    let key = key.replace("Left", "←").replace("Right", "→").replace("Down", "↓");
    let key = match key.as_str() {
        "Up" | "Shift+Up" => key.replace("Up", "↑"),
        "PageUp" => "Page ↑".to_owned(),
        "Page↓" => "Page ↓".to_owned(),
        "Escape" => "Esc".to_owned(),
        single if single.len() == 1 && single.chars().all(|c| c.is_ascii_uppercase()) => {
            format!("⇧ {single}")
        }
        _ => key,
    };
    key.replace("Shift+", "⇧ ").replace("Ctrl+", "Ctrl ")
}
