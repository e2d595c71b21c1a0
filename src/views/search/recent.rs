//! The searches made last, each a link.
//!
//! Invariant: each can be deleted by itself. Absent: those that links brought.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::format;
use crate::state::AppState;
use crate::widgets::{Icon, IconName};

#[component]
pub(super) fn RecentSearches() -> impl IntoView {
    let recent = AppState::get().search.recent;
    let has_some = Memo::new(move |_| !recent.links().is_empty());
    view! {
        <Show when=move || has_some.get()>
            <section class="search-recent" aria-label="Recent searches">
                <h2>"Recent searches"</h2>
                <ul>
                    <For each=move || recent.links() key=String::clone let:link>
                        <RecentSearch link/>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn RecentSearch(link: String) -> impl IntoView {
    let app = AppState::get();
    let own = link.clone();
    let words = Memo::new(move |_| format::visible_text(&app.words_of_search(&own)));
    let (followed, forgotten) = (link.clone(), link.clone());
    let follow = move |event: MouseEvent| {
        // With a key held the browser opens another tab.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            app.follow_search(&followed);
        }
    };
    view! {
        <li>
            <a href=link class="untrusted" title=move || words.get() on:click=follow>
                {move || words.get()}
            </a>
            <button
                type="button"
                class="icon-button"
                aria-label=move || format!("Forget {}", words.get())
                on:click=move |_| app.search.recent.forget(&forgotten)
            >
                <Icon name=IconName::Close/>
            </button>
        </li>
    }
}
