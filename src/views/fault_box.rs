//! A fault of a query server: what happened, what it said, what to do, and the address asked.
//!
//! Invariant: words of the server are shown as text alone. Absent: trying again, which is among
//! the children.

use leptos::prelude::*;

use crate::format::visible_text;
use crate::jaeger::Fault;

#[component]
pub fn FaultBox(fault: Fault, children: Children) -> impl IntoView {
    let said = (!fault.said.is_empty()).then(|| {
        view! { <p class="untrusted">{format!("It says: “{}”", visible_text(&fault.said))}</p> }
    });
    let address = visible_text(&fault.url);
    let title = address.clone();
    // An endpoint is one of these; anything else is not for following.
    let href = ["http://", "https://", "/"]
        .iter()
        .any(|start| fault.url.starts_with(start))
        .then(|| fault.url.clone());
    view! {
        <div class="search-trouble" role="alert">
            <h2 class="untrusted">{visible_text(&fault.what())}</h2>
            {said}
            <p>{fault.advice()}</p>
            <p class="search-asked">
                <a class="untrusted" href=href target="_blank" rel="noreferrer noopener" title=title>
                    {address}
                </a>
            </p>
            <div class="search-ways">{children()}</div>
        </div>
    }
}

/// Among the children of a box, where so many traces were too large or took too long.
#[component]
pub fn Quarter(is_too_much: bool, limit: u32, ask: Callback<()>) -> impl IntoView {
    (is_too_much && limit > 1).then(|| {
        view! {
            <button
                type="button"
                class="button"
                title=format!("The limit was {limit} traces.")
                on:click=move |_| ask.run(())
            >
                "Ask for a quarter"
            </button>
        }
    })
}
