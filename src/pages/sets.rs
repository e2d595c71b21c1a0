//! Two sets of traces beside each other.
//!
//! Invariant: it follows the address. Absent: what differs, and asking.

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::location;
use crate::route::{Route, SetSource, SetsLink};
use crate::state::AppState;
use crate::views::confirm::Confirm;
use crate::views::sets::Sets;

#[component]
pub fn SetsPage() -> impl IntoView {
    location::set_title("Compare sets – Spanscope");
    let app = AppState::get();
    let link = Memo::new(move |_| match app.route.get() {
        Route::Sets(link) => *link,
        _ => SetsLink::default(),
    });
    // No link makes this browser ask a server that its reader did not choose.
    let stranger = Memo::new(move |_| {
        app.endpoints.known.track();
        let link = link.get();
        let bases = link.wanted().into_iter().filter_map(|source| match source {
            SetSource::Search { base, .. } => Some(base.clone()),
            SetSource::Opened(_) => None,
        });
        bases.into_iter().find(|base| !app.endpoints.is_trusted(base))
    });
    effect(move || {
        let (link, is_agreed) = (link.get(), stranger.get().is_none());
        let is_here = matches!(app.route.get_untracked(), Route::Sets(_));
        if is_agreed && is_here {
            untrack(|| app.arrive_at_sets(&link));
        }
    });
    move || match stranger.get() {
        None => view! { <Sets/> }.into_any(),
        Some(url) => {
            let base = url.clone();
            let agree = move || app.endpoints.keep(untrack(|| app.endpoints.endpoint(&base)));
            view! { <Confirm url is_remembered=true agree refuse=move || app.replace(Route::Start)/> }
                .into_any()
        }
    }
}
