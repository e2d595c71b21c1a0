//! Light or dark: what the system prefers, or what the user chose.
//!
//! Invariant: the choice stands on the root element as `data-theme`, where the styles read
//! it. Absent: colours.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::storage;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub fn other(self) -> Theme {
        match self {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The user's choice, else the system's preference.
pub fn current() -> Theme {
    match storage::read("theme").as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ if system_is_dark() => Theme::Dark,
        _ => Theme::Light,
    }
}

/// Shows the theme and remembers it.
pub fn choose(theme: Theme) {
    storage::write("theme", theme.name());
    apply(theme);
}

/// Whether the user has chosen a theme.
pub fn is_chosen() -> bool {
    storage::read("theme").is_some()
}

/// Follows the system again.
pub fn choose_none() -> Theme {
    storage::remove("theme");
    let theme = current();
    apply(theme);
    theme
}

/// Shows the theme.
pub fn apply(theme: Theme) {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an invalid attribute name.
        root.set_attribute("data-theme", theme.name()).unwrap_throw();
    }
}

/// Calls back when the system's preference changes and the user has chosen none.
pub fn on_system_change(then: impl Fn(Theme) + 'static) {
    let Some(query) = dark_query() else { return };
    let listener = Closure::<dyn Fn()>::new(move || {
        if storage::read("theme").is_none() {
            then(current());
        }
    });
    query.set_onchange(Some(listener.as_ref().unchecked_ref()));
    // As long as the page lives.
    listener.forget();
}

fn system_is_dark() -> bool {
    dark_query().is_some_and(|query| query.matches())
}

fn dark_query() -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok().flatten()
}
