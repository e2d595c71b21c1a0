//! The monitor, or the question that comes before it.
//!
//! Invariant: no link makes this browser ask a server that its reader did not choose. Absent:
//! the form and what was measured.

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::location;
use crate::route::Route;
use crate::state::AppState;
use crate::views::confirm::Confirm;
use crate::views::monitor::Monitor;

#[component]
pub fn MonitorPage() -> impl IntoView {
    let app = AppState::get();
    location::set_title("Monitor – Spanscope");
    let base = Memo::new(move |_| match app.route.get() {
        Route::Monitor { base, .. } => base,
        _ => String::new(),
    });
    let is_agreed = Memo::new(move |_| {
        app.endpoints.known.track();
        app.endpoints.is_trusted(&base.get())
    });
    effect(move || {
        let is_agreed = is_agreed.get();
        if let Route::Monitor { base, link } = app.route.get()
            && is_agreed
        {
            untrack(|| app.arrive_at_monitor(&base, &link));
        }
    });
    move || {
        if is_agreed.get() {
            return view! { <Monitor/> }.into_any();
        }
        let url = base.get();
        let agree = move || {
            let endpoint = untrack(|| app.endpoints.endpoint(&base.get()));
            app.endpoints.keep(endpoint);
        };
        view! { <Confirm url is_remembered=true agree refuse=move || app.replace(Route::Start)/> }
            .into_any()
    }
}
