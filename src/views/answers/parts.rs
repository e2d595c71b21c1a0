//! The critical path by operation, as one bar and as a line of its largest parts.
//!
//! Invariant: the bar's parts are as long as their times, the rest included. Absent: drag and
//! slack (see `critical_path`).

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{Answers, OperationRow};
use crate::format;
use crate::state::TraceState;
use crate::views::operation_name::{OperationName, operation_text};

/// The parts in words; the bar has as many as were told.
const MOST_WORDS: usize = 6;

#[component]
pub(super) fn TimeAnswer(state: TraceState, answers: Arc<Answers>) -> impl IntoView {
    let bar = answers.parts.iter().map(|part| segment(state, part)).collect_view();
    let words = answers.parts.iter().take(MOST_WORDS).map(|part| words(state, part)).collect_view();
    let told: u64 = answers.parts.iter().take(MOST_WORDS).map(|part| part.nanos).sum();
    let untold = answers.total_nanos.saturating_sub(told);
    let more = answers.total_parts as usize - answers.parts.len().min(MOST_WORDS);
    let rest = (more > 0).then(|| {
        let text = format!("{} more {}", more, format::duration(untold));
        view! { <li class="quiet">{text}</li> }
    });
    let of = (answers.other_roots > 0).then(|| about(&answers));
    view! {
        <h2>"Where the time went"{of}</h2>
        <div class="time-bar" aria-hidden="true">
            {bar}
            <i class="rest" style=grow(answers.rest_nanos, answers.total_nanos)></i>
        </div>
        <ul class="time-parts">{words}{rest}</ul>
    }
}

/// Of several roots one is meant.
fn about(answers: &Answers) -> impl IntoView + use<> {
    let root = format::visible_text(&answers.root.name);
    let others = answers.other_roots;
    let roots = if others == 1 { "root" } else { "roots" };
    let text = format!(" in {root}, beside {} other {roots}", format::count(u64::from(others)));
    view! { <small class="untrusted">{text}</small> }
}

fn segment(state: TraceState, part: &OperationRow) -> impl IntoView + use<> {
    let color = state.colors.with_untracked(|all| all.get(part.service as usize).copied());
    let style = color.map(|color| format!("--service:{}", color.css())).unwrap_or_default();
    let class = match color {
        Some(color) if color.is_striped => "service-color striped",
        Some(_) => "service-color",
        None => "rest",
    };
    let style = format!("{};{style}", grow_share(part.share));
    let title = format!("{} {}", operation_text(part), format::duration(part.nanos));
    let picked = part.clone();
    view! { <i class=class style=style title=title on:click=move |_| state.pick_operation(&picked)></i> }
}

fn words(state: TraceState, part: &OperationRow) -> impl IntoView + use<> {
    let picked = part.clone();
    let filter = part.filter();
    let is_picked = move || state.look.with(|look| look.filter == filter);
    view! {
        <li>
            <button
                type="button"
                class="time-part"
                title="Pick these spans; again: the next of them"
                aria-pressed=move || is_picked().to_string()
                on:click=move |_| state.pick_operation(&picked)
            >
                <OperationName state operation=part.clone()/>
                <b>{format::duration(part.nanos)}</b>
                <span class="share">{format::percent(part.share)}</span>
            </button>
        </li>
    }
}

fn grow(nanos: u64, total_nanos: u64) -> String {
    grow_share(nanos as f64 / (total_nanos as f64).max(1.0))
}

fn grow_share(share: f64) -> String {
    format!("flex-grow:{share:.5}")
}
