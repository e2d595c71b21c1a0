//! The reader's settings, in a panel below their button.
//!
//! Invariant: a change shows at once and is remembered. Absent: anything about one trace.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use super::panel;
use crate::browser::theme::{self, Theme};
use crate::browser::zone::{self, Zone};
use crate::state::AppState;
use crate::widgets::{Icon, IconName};

const BUTTON_ID: &str = "settings-button";
const NAMED: &str = "named";

#[component]
pub(super) fn Settings() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let keydown = move |event: KeyboardEvent| panel::close_by_key(&event, is_open, BUTTON_ID);
    let focus_out = move |event: FocusEvent| panel::close_when_left(&event, is_open);
    view! {
        <div class="settings" on:keydown=keydown on:focusout=focus_out>
            <button
                type="button"
                id=BUTTON_ID
                class="icon-button"
                aria-label="Settings"
                title="Settings"
                aria-haspopup="dialog"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon name=IconName::Settings/>
            </button>
            <Show when=move || is_open.get()>
                <div class="settings-panel" role="dialog" aria-label="Settings">
                    <ThemeChoice/>
                    <ZoneChoice/>
                    <LetterKeys/>
                    <KeepsFiles/>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let app = AppState::get();
    let chosen = move || {
        let theme = app.theme.get();
        if theme::is_chosen() { theme.name() } else { "system" }
    };
    let choose = move |event| {
        app.choose_theme(match event_target_value(&event).as_str() {
            "light" => Some(Theme::Light),
            "dark" => Some(Theme::Dark),
            _ => None,
        });
    };
    view! {
        <label>
            <span>"Colours"</span>
            <select class="field" prop:value=chosen on:change=choose>
                <option value="system" selected=move || chosen() == "system">"As the system"</option>
                <option value="light" selected=move || chosen() == "light">"Light"</option>
                <option value="dark" selected=move || chosen() == "dark">"Dark"</option>
            </select>
        </label>
    }
}

#[component]
fn ZoneChoice() -> impl IntoView {
    let app = AppState::get();
    let is_naming = RwSignal::new(app.zone.with_untracked(|it| matches!(it, Zone::Named(_))));
    let is_unknown = RwSignal::new(false);
    let chosen = move || match app.zone.get() {
        _ if is_naming.get() => NAMED,
        Zone::Utc => "utc",
        _ => "local",
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        is_naming.set(value == NAMED);
        is_unknown.set(false);
        match value.as_str() {
            "utc" => app.choose_zone(Zone::Utc),
            "local" => app.choose_zone(Zone::Local),
            _ => {}
        }
    };
    let name = move |event| {
        let zone = Zone::named(event_target_value(&event).trim());
        is_unknown.set(zone.is_none());
        if let Some(zone) = zone {
            app.choose_zone(zone);
        }
    };
    let named = move || {
        app.zone.with(|it| match it {
            Zone::Named(name) => name.clone(),
            _ => String::new(),
        })
    };
    let local = zone::local_name().map(|name| format!("Local ({name})"));
    let names = zone::known_names().into_iter().map(|name| view! { <option value=name></option> });
    view! {
        <label>
            <span>"Time zone"</span>
            <select class="field" aria-label="Time zone" prop:value=chosen on:change=choose>
                <option value="local" selected=move || chosen() == "local">{local.unwrap_or_else(|| "Local".to_owned())}</option>
                <option value="utc" selected=move || chosen() == "utc">"UTC"</option>
                <option value=NAMED selected=move || chosen() == NAMED>"Another…"</option>
            </select>
        </label>
        <input
            class="field"
            hidden=move || !is_naming.get()
            list="zone-names"
            placeholder="Europe/Berlin"
            aria-label="Name of the time zone"
            aria-invalid=move || is_unknown.get().to_string()
            prop:value=named
            on:change=name
        />
        <datalist id="zone-names">{names.collect_view()}</datalist>
        <p class="error-text" role="status" hidden=move || !is_unknown.get()>
            "This browser does not know that zone."
        </p>
    }
}

#[component]
fn LetterKeys() -> impl IntoView {
    let app = AppState::get();
    view! {
        <label class="switch">
            <input
                type="checkbox"
                prop:checked=move || app.letter_keys.get()
                on:change=move |event| app.set_letter_keys(event_target_checked(&event))
            />
            <span>"Single-letter keys"</span>
        </label>
    }
}

#[component]
fn KeepsFiles() -> impl IntoView {
    let app = AppState::get();
    view! {
        <label class="switch">
            <input
                type="checkbox"
                prop:checked=move || app.recent.keeps.get()
                on:change=move |event| app.set_keeps_files(event_target_checked(&event))
            />
            <span>"Keep opened files in this browser"</span>
        </label>
    }
}
