//! The two answers above every view: where the time went, where it failed.
//!
//! ```text
//! | Where the time went                  | Where it failed          2 more |
//! | [==========|======|==|- - - - - -  ] | Recovered: payment charge_card …|
//! | a → b ×2 644 ms 52 %   c ×87 320 ms… | order saw 402 at +222 ms; …     |
//! ```
//!
//! Invariant: as high before the answers are there as with them, and nothing is claimed of a
//! trace that is still being read. Absent: arithmetic and sentences (see the engine).

mod failure;
mod parts;

use leptos::prelude::*;

use crate::state::TraceState;

#[component]
pub fn AnswerStrip(state: TraceState) -> impl IntoView {
    let is_waiting = move || state.answers.with(Option::is_none);
    let waiting = move || {
        let text = if state.is_partial() { "Told once the whole trace is read." } else { "" };
        is_waiting().then(|| view! { <p class="quiet">{text}</p> })
    };
    view! {
        <div class="answers" aria-busy=move || is_waiting().to_string()>
            <section class="answer-time" aria-label="Where the time went">
                {move || state.answers.get().map(|answers| view! { <parts::TimeAnswer state answers/> })}
                {move || is_waiting().then(|| view! {
                    <h2>"Where the time went"</h2>
                    <div class="time-bar"><i class="rest"></i></div>
                })}
                {waiting}
            </section>
            <section class="answer-failure" aria-label="Where it failed">
                {move || state.answers.get().map(|answers| view! { <failure::FailureAnswer state answers/> })}
                {move || is_waiting().then(|| view! { <h2>"Where it failed"</h2> })}
                {waiting}
            </section>
        </div>
    }
}
