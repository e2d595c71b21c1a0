//! The bar on top.
//!
//! Invariant: leads back to the start from everywhere. Absent: pages that are not there yet.

use leptos::prelude::*;

use super::lookup::Lookup;
use super::settings::Settings;
use super::site_menu::SiteMenu;
use crate::browser::effect::effect;
use crate::route::{self, Route};
use crate::state::AppState;
use crate::widgets::{Icon, IconName};

#[component]
pub fn Bar() -> impl IntoView {
    let app = AppState::get();
    let theme_name = move || format!("Switch to {} colours", app.theme.get().other().name());
    view! {
        <header class="bar">
            <a class="brand" href=home() aria-label="Spanscope, start page">
                <Logo/>
                "Spanscope"
            </a>
            <nav class="bar-nav" aria-label="Pages">
                <a href=home() aria-current=move || (app.route.get() == Route::Start).then_some("page")>
                    "Open"
                </a>
                <a
                    href=move || search(app)
                    aria-current=move || matches!(app.route.get(), Route::Search { .. }).then_some("page")
                >
                    "Search"
                </a>
                <a
                    href=move || route::print(&app.monitor_route())
                    aria-current=move || matches!(app.route.get(), Route::Monitor { .. }).then_some("page")
                >
                    "Monitor"
                </a>
                <a
                    href=move || route::print(&app.map_route())
                    aria-current=move || matches!(app.route.get(), Route::Map { .. }).then_some("page")
                >
                    "Map"
                </a>
                <LatestTrace/>
                <a
                    href=move || route::print(&app.compare_route())
                    aria-current=move || matches!(app.route.get(), Route::Compare(_) | Route::Sets(_)).then_some("page")
                >
                    "Compare"
                </a>
            </nav>
            <Lookup/>
            <div class="bar-actions">
                <SiteMenu/>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=theme_name
                    title=theme_name
                    on:click=move |_| app.switch_theme()
                >
                    <Icon name=IconName::Theme/>
                </button>
                <Settings/>
            </div>
        </header>
    }
}

/// The way back to the trace that was looked at last.
#[component]
fn LatestTrace() -> impl IntoView {
    let app = AppState::get();
    let latest = RwSignal::new(None::<Route>);
    effect(move || {
        let route = app.route.get();
        if matches!(route, Route::Trace { .. }) {
            latest.set(Some(route));
        }
    });
    let is_here = move || matches!(app.route.get(), Route::Trace { .. }).then_some("page");
    move || {
        latest.get().map(|route| {
            view! { <a href=route::print(&route) aria-current=is_here>"Trace"</a> }
        })
    }
}

/// The search page as it was left.
fn search(app: AppState) -> String {
    route::print(&app.search_route())
}

fn home() -> String {
    let fragment = route::print(&Route::Start);
    if fragment.is_empty() { "#".to_owned() } else { fragment }
}

#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="currentColor">
            <rect x="1" y="2" width="12" height="3.4" rx="1" class="logo-1"/>
            <rect x="4" y="7.3" width="13" height="3.4" rx="1" class="logo-2"/>
            <rect x="7" y="12.6" width="7" height="3.4" rx="1" class="logo-3"/>
        </svg>
    }
}
