//! Links that the operator of the site put into Jaeger's menu.
//!
//! Invariant: each leads where the configuration says, in another tab unless it says otherwise.
//! Absent: reading the configuration (see `jaeger`).

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use super::panel;
use crate::jaeger::MenuLink;
use crate::state::AppState;

const BUTTON_ID: &str = "site-menu-button";

#[component]
pub(super) fn SiteMenu() -> impl IntoView {
    let app = AppState::get();
    move || {
        let menu = app.config.with(|config| config.menu.clone());
        (!menu.is_empty()).then(|| view! { <Links menu/> })
    }
}

#[component]
fn Links(menu: Vec<MenuLink>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let keydown = move |event: KeyboardEvent| panel::close_by_key(&event, is_open, BUTTON_ID);
    let focus_out = move |event: FocusEvent| panel::close_when_left(&event, is_open);
    let title = title_of(&menu);
    let mut group = String::new();
    let is_grouped = title == "Links";
    let entries = menu
        .into_iter()
        .map(|link| {
            let heading = (is_grouped && link.group != group && !link.group.is_empty())
                .then(|| link.group.clone());
            group.clone_from(&link.group);
            view! {
                {heading.map(|text| view! { <li class="site-menu-group">{text}</li> })}
                <li><Entry link/></li>
            }
        })
        .collect_view();
    view! {
        <div class="settings site-menu" on:keydown=keydown on:focusout=focus_out>
            <button
                type="button"
                id=BUTTON_ID
                class="site-menu-button"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {title}
                <i class="menu-sign" aria-hidden="true">"▾"</i>
            </button>
            <ul class="settings-panel" hidden=move || !is_open.get()>{entries}</ul>
        </div>
    }
}

/// The only group's own name, where there is nothing else.
fn title_of(menu: &[MenuLink]) -> String {
    let first = menu.first().map(|link| link.group.clone()).unwrap_or_default();
    let is_only = menu.iter().all(|link| link.group == first);
    if is_only && !first.is_empty() { first } else { "Links".to_owned() }
}

#[component]
fn Entry(link: MenuLink) -> impl IntoView {
    let MenuLink { label, url, is_here, .. } = link;
    match url {
        None => view! { <span>{label}</span> }.into_any(),
        Some(url) => view! {
            <a href=url target=if is_here { "_self" } else { "_blank" } rel="noopener noreferrer">{label}</a>
        }
        .into_any(),
    }
}
