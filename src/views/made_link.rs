//! A link that the operator's patterns made.
//!
//! Invariant: it opens a page of its own, which learns nothing of this one. Absent: where it may
//! lead, which whoever made it saw to.

use leptos::prelude::*;

use crate::format;

pub fn made_link(url: String, text: &str) -> AnyView {
    view! {
        <a class="made-link" href=url target="_blank" rel="noopener noreferrer">
            {format::visible_text(text)}
            " ↗"
        </a>
    }
    .into_any()
}
