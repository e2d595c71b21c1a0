//! An address that means nothing here.

use leptos::prelude::*;

use crate::format;

#[component]
pub fn NotFound(text: String) -> impl IntoView {
    view! {
        <main class="page">
            <div class="ask">
                <h1>"This address leads nowhere"</h1>
                <p>
                    <code class="untrusted">{format::visible_text(&text)}</code>
                    " is not a page of Spanscope. "
                    <a href="#">"Open a trace"</a>
                    " instead."
                </p>
            </div>
        </main>
    }
}
