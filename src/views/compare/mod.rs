//! Two traces compared: why one took longer, and both in one tree.
//!
//! Invariant: a change is told by a sign and a word, never by colour alone. Absent: comparing and
//! choosing rows (see `analysis` and `engine`).

mod bars;
mod explanation;
mod flame;
mod pair;
mod picking;
mod side_cards;
mod tools;
mod tree;
mod words;

use leptos::prelude::*;

use crate::engine::TraceRef;
use crate::route::CompareView;
use crate::state::{AppState, ComparisonState};
use crate::widgets::ListScroll;

pub use picking::Picking;
pub use side_cards::SideCards;

const ROW_PX: f64 = 28.0;
const PANEL_ID: &str = "compare-panel";

#[component]
pub fn Comparison(pair: [TraceRef; 2]) -> impl IntoView {
    let app = AppState::get();
    let scroll = ListScroll::of_height(ROW_PX);
    let state = ComparisonState::new(app, pair, Signal::derive(move || scroll.visible()));
    let has_detail = Memo::new(move |_| state.detail.with(Option::is_some));
    let view = Memo::new(move |_| state.look.with(|look| look.view));
    view! {
        <explanation::Explanation state/>
        <tools::Tools state/>
        <div class="compare-body" class:with-inspector=move || has_detail.get()>
            <div
                class="compare-view"
                id=PANEL_ID
                role="tabpanel"
                aria-labelledby=move || tools::tab_id(view.get())
            >
                {move || match view.get() {
                    CompareView::Tree => view! { <tree::Tree state scroll/> }.into_any(),
                    CompareView::FlameOfSecond => view! { <flame::Flame state side=1/> }.into_any(),
                    CompareView::FlameOfFirst => view! { <flame::Flame state side=0/> }.into_any(),
                }}
            </div>
            <Show when=move || has_detail.get()><pair::Pair state/></Show>
        </div>
    }
}
