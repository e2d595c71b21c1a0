//! The shell: what is around every page, and which page it is.

use leptos::prelude::*;

use crate::browser::{events, location};
use crate::pages::{
    ComparePage, MapPage, MonitorPage, NotFound, OpenUrl, SearchPage, SetsPage, TracePage,
};
use crate::route::Route;
use crate::state::AppState;
use crate::views::shell::{Bar, DropVeil, Notices, ProgressBars, Standalone, listen_for_files};
use crate::views::start::Start;

/// Puts the app on the page.
pub fn mount() {
    console_error_panic_hook::set_once();
    events::remove_element("loading");
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let app = AppState::start();
    provide_context(app);
    let hovers = listen_for_files(app);
    // Another view of the same source is the same page.
    let page = Memo::new(move |_| match app.route.get() {
        Route::Trace { source, .. } => Route::Trace { source, view: Default::default() },
        Route::Search { .. } => Route::Search { base: String::new(), link: Default::default() },
        Route::Map { .. } => Route::Map { base: String::new(), link: Default::default() },
        Route::Monitor { .. } => Route::Monitor { base: String::new(), link: Default::default() },
        Route::Compare(_) => Route::Compare(Default::default()),
        Route::Sets(_) => Route::Sets(Default::default()),
        other => other,
    });
    view! {
        <div class="app" class:embedded=app.embed.is_embedded>
            {if app.embed.is_embedded {
                view! { <Standalone/> }.into_any()
            } else {
                view! { <Bar/> }.into_any()
            }}
            <ProgressBars/>
            <Notices/>
            {move || match page.get() {
                Route::Start => {
                    location::set_title("Spanscope");
                    view! { <Start/> }.into_any()
                }
                Route::Trace { source, .. } => view! { <TracePage source/> }.into_any(),
                Route::Search { .. } => view! { <SearchPage/> }.into_any(),
                Route::Map { .. } => view! { <MapPage/> }.into_any(),
                Route::Monitor { .. } => view! { <MonitorPage/> }.into_any(),
                Route::Compare(_) => view! { <ComparePage/> }.into_any(),
                Route::Sets(_) => view! { <SetsPage/> }.into_any(),
                Route::Open { url } => view! { <OpenUrl url/> }.into_any(),
                Route::NotFound { text } => view! { <NotFound text/> }.into_any(),
            }}
            <DropVeil hovers/>
        </div>
    }
}
