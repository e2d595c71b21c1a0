//! The service map.
//!
//! Invariant: it follows the address. Absent: the drawing and what it is of.

use leptos::prelude::*;

use super::of_server::OfServer;
use crate::browser::location;
use crate::route::Route;
use crate::state::AppState;
use crate::views::service_map::ServiceMap;

#[component]
pub fn MapPage() -> impl IntoView {
    location::set_title("Map – Spanscope");
    let page = || view! { <ServiceMap/> }.into_any();
    view! { <OfServer base_of arrive page/> }
}

fn base_of(route: &Route) -> String {
    match route {
        Route::Map { base, .. } => base.clone(),
        _ => String::new(),
    }
}

fn arrive(app: AppState, route: &Route) {
    if let Route::Map { base, link } = route {
        app.arrive_at_map(base, link);
    }
}
