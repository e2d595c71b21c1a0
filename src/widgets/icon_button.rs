//! A small button that shows an icon only.
//!
//! Invariant: its name is read aloud and shown on hover. Absent: state; it runs something.

use leptos::prelude::*;

use super::{Icon, IconName};

#[component]
pub fn IconButton(name: &'static str, icon: IconName, run: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label=name title=name on:click=move |_| run()>
            <Icon name=icon/>
        </button>
    }
}
