//! What of a filter is not understood, with a finger on the place.
//!
//! Invariant: says what was expected and, where there is one, what could be written instead.
//! Absent: the check itself.

use leptos::prelude::*;

use crate::engine::FilterProblem;
use crate::format;
use crate::state::TraceState;

#[component]
pub(super) fn Trouble(state: TraceState) -> impl IntoView {
    move || {
        let problem = state.find.filtered.with(|filtered| filtered.problem.clone())?;
        let text = state.look.with(|look| look.filter.clone());
        Some(told(&text, &problem))
    }
}

fn told(text: &str, problem: &FilterProblem) -> impl IntoView + use<> {
    let part =
        |from: usize, to: usize| format::visible_text(text.get(from..to).unwrap_or_default());
    let (from, to) = (problem.from as usize, problem.to as usize);
    let place = match part(from, to) {
        missing if missing.is_empty() => "␣".to_owned(),
        wrong => wrong,
    };
    let hint = (!problem.hint.is_empty()).then(|| format!(" {}", problem.hint));
    view! {
        <div class="find-trouble" role="alert">
            <code>
                <span class="untrusted">{part(0, from)}</span>
                <mark class="untrusted">{place}</mark>
                <span class="untrusted">{part(to, text.len())}</span>
            </code>
            <p>{format!("{}.", problem.message)}{hint}</p>
        </div>
    }
}
