//! Two traces side by side, or what leads there.
//!
//! Invariant: it follows the address. Absent: what a comparison shows.

use leptos::prelude::*;

use crate::browser::location;
use crate::state::{AppState, SideStatus};
use crate::views::compare::{Comparison, Picking, SideCards};

#[component]
pub fn ComparePage() -> impl IntoView {
    location::set_title("Compare – Spanscope");
    let app = AppState::get();
    let sides = [0, 1].map(|side| Memo::new(move |_| app.side_status(side)));
    let pair = Memo::new(move |_| match sides.map(|side| side.get()) {
        [SideStatus::There(first, _), SideStatus::There(second, _)] => {
            Some([first.trace, second.trace])
        }
        _ => None,
    });
    view! {
        <main class="page compare" aria-label="Compare">
            <h1 class="visually-hidden">"Compare two traces"</h1>
            <SideCards sides/>
            {move || match pair.get() {
                Some(pair) => view! { <Comparison pair/> }.into_any(),
                None => view! { <Picking sides/> }.into_any(),
            }}
        </main>
    }
}
