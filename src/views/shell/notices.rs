//! What went wrong, in words, until the user closes it.
//!
//! Invariant: texts from outside are shown as text, control characters visible. Absent:
//! time limits; a message may be read slowly.

use leptos::prelude::*;

use crate::format;
use crate::state::{AppState, Notice};
use crate::widgets::{Icon, IconName};

#[component]
pub fn Notices() -> impl IntoView {
    let app = AppState::get();
    view! {
        <div class="notices" aria-live="polite">
            <For each=move || app.notices.get() key=|notice| notice.id let:notice>
                <NoticeLine notice/>
            </For>
        </div>
    }
}

#[component]
fn NoticeLine(notice: Notice) -> impl IntoView {
    let app = AppState::get();
    let id = notice.id;
    let role = if notice.is_error { "alert" } else { "status" };
    let class = if notice.is_error { "notice error" } else { "notice" };
    view! {
        <div class=class role=role>
            <div class="notice-body">
                <b class="untrusted">{format::visible_text(&notice.problem.title)}</b>
                <p class="untrusted">{format::visible_lines(&notice.problem.detail)}</p>
            </div>
            <button
                type="button"
                class="icon-button"
                aria-label="Close this message"
                on:click=move |_| app.close_notice(id)
            >
                <Icon name=IconName::Close/>
            </button>
        </div>
    }
}
