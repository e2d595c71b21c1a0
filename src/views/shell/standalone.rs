//! In a page inside another one, in place of the bar: the way to the whole page.
//!
//! Invariant: it shows the same as the page inside. Absent: parameters for embedding.

use leptos::prelude::*;

use crate::browser::location;
use crate::jaeger::SearchLink;
use crate::route::{self, Route};
use crate::state::AppState;

#[component]
pub fn Standalone() -> impl IntoView {
    let app = AppState::get();
    let href = move || {
        let route = match app.route.get() {
            Route::Search { base, link } => {
                let link = Box::new(SearchLink { embed: Vec::new(), ..*link });
                Route::Search { base, link }
            }
            other => other,
        };
        format!("{}{}", location::absolute("./"), route::print(&route))
    };
    view! {
        <a class="standalone" href=href target="_blank" rel="noopener">"Open in Spanscope"</a>
    }
}
