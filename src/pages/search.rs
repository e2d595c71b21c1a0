//! The search page.
//!
//! Invariant: it follows the address. Absent: the form and what was found.

use leptos::prelude::*;

use super::of_server::OfServer;
use crate::browser::location;
use crate::route::Route;
use crate::state::AppState;
use crate::views::search::Search;

#[component]
pub fn SearchPage() -> impl IntoView {
    location::set_title("Search – Spanscope");
    let page = || view! { <Search/> }.into_any();
    view! { <OfServer base_of arrive page/> }
}

fn base_of(route: &Route) -> String {
    match route {
        Route::Search { base, .. } => base.clone(),
        _ => String::new(),
    }
}

fn arrive(app: AppState, route: &Route) {
    if let Route::Search { base, link } = route {
        app.arrive_at_search(base, link);
    }
}
