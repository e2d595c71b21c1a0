//! The monitor.
//!
//! Invariant: it follows the address. Absent: the form and what was measured.

use leptos::prelude::*;

use super::of_server::OfServer;
use crate::browser::location;
use crate::route::Route;
use crate::state::AppState;
use crate::views::monitor::Monitor;

#[component]
pub fn MonitorPage() -> impl IntoView {
    location::set_title("Monitor – Spanscope");
    let page = || view! { <Monitor/> }.into_any();
    view! { <OfServer base_of arrive page/> }
}

fn base_of(route: &Route) -> String {
    match route {
        Route::Monitor { base, .. } => base.clone(),
        _ => String::new(),
    }
}

fn arrive(app: AppState, route: &Route) {
    if let Route::Monitor { base, link } = route {
        app.arrive_at_monitor(base, link);
    }
}
