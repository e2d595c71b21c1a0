//! A page about a server, or the question that comes before it.
//!
//! Invariant: no link makes this browser ask a server that its reader did not choose. Absent:
//! what the page is.

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::route::Route;
use crate::state::AppState;
use crate::views::confirm::Confirm;

/// Shows `page` once the server of the route is one that may be asked, and then calls `arrive` with
/// each route.
#[component]
pub(super) fn OfServer(
    /// The server that a route is about; empty for routes of other pages.
    base_of: fn(&Route) -> String,
    arrive: fn(AppState, &Route),
    page: fn() -> AnyView,
) -> impl IntoView {
    let app = AppState::get();
    let base = Memo::new(move |_| app.route.with(base_of));
    let is_agreed = Memo::new(move |_| {
        app.endpoints.known.track();
        app.endpoints.is_trusted(&base.get())
    });
    effect(move || {
        let (route, is_agreed) = (app.route.get(), is_agreed.get());
        if is_agreed {
            untrack(|| arrive(app, &route));
        }
    });
    move || {
        if is_agreed.get() {
            return page();
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
