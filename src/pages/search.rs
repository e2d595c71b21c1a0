//! The search page, or the question that comes before it.
//!
//! Invariant: no link makes this browser ask a server that its reader did not choose. Absent:
//! the form and what was found.

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::location;
use crate::route::Route;
use crate::state::AppState;
use crate::views::confirm::Confirm;
use crate::views::search::Search;

#[component]
pub fn SearchPage() -> impl IntoView {
    let app = AppState::get();
    location::set_title("Search – Spanscope");
    let base = Memo::new(move |_| match app.route.get() {
        Route::Search { base, .. } => base,
        _ => String::new(),
    });
    let is_agreed = Memo::new(move |_| {
        app.endpoints.known.track();
        app.endpoints.is_trusted(&base.get())
    });
    effect(move || {
        let is_agreed = is_agreed.get();
        if let Route::Search { base, link } = app.route.get()
            && is_agreed
        {
            untrack(|| app.arrive_at_search(&base, &link));
        }
    });
    move || {
        if is_agreed.get() {
            return view! { <Search/> }.into_any();
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
