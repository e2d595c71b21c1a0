//! What each set is, how many traces it has, and how the mean duration changed.
//!
//! Invariant: incomplete traces and full answers are told. Absent: findings.

use std::sync::Arc;

use leptos::prelude::*;

use super::words::set_words;
use crate::format;
use crate::state::{AppState, SetsCompared};
use crate::views::call_words::tone;

#[component]
pub(super) fn Cards(compared: Arc<SetsCompared>) -> impl IntoView {
    view! {
        <div class="compare-sides">
            <Card compared=compared.clone() side=0/>
            <Card compared side=1/>
        </div>
    }
}

#[component]
fn Card(compared: Arc<SetsCompared>, side: usize) -> impl IntoView {
    let app = AppState::get();
    let letter = if side == 0 { "A" } else { "B" };
    let difference = &compared.difference;
    let (traces, incomplete) = (difference.traces[side], difference.incomplete[side]);
    let mut facts = match traces {
        1 => "1 trace".to_owned(),
        many => format!("{} traces", format::count(u64::from(many))),
    };
    if incomplete > 0 {
        facts.push_str(&format!(" · {} incomplete", format::count(u64::from(incomplete))));
    }
    let source = if compared.link.split.is_some() { 0 } else { side };
    if compared.is_full[source] {
        facts.push_str(" · limit reached: any that fit, not all");
    }
    let words = {
        let compared = compared.clone();
        move || format::visible_text(&set_words(app, &compared.link, side))
    };
    let mean = format::duration(difference.mean_nanos[side]);
    view! {
        <section class="compare-card" class:second={side == 1} aria-label=format!("Set {letter}")>
            <b class="compare-letter" aria-hidden="true">{letter}</b>
            <div class="compare-what"><b class="untrusted">{words}</b><small>{facts}</small></div>
            <strong title="Mean duration of its requests">{mean}</strong>
        </section>
    }
}

#[component]
pub(super) fn Total(compared: Arc<SetsCompared>) -> impl IntoView {
    let difference = &compared.difference;
    let [before, after] = difference.mean_nanos;
    let change = after as i64 - before as i64;
    let parts = difference.mean_change;
    view! {
        <p class="sets-total">
            "The mean request changed by "
            <b class=tone(change)>{format::change(change)}</b>
            ": "
            <b class=tone(parts.inside_nanos)>{format::change(parts.inside_nanos)}</b>
            " because the same calls took another time, "
            <b class=tone(parts.structure_nanos)>{format::change(parts.structure_nanos)}</b>
            " because requests called other things, "
            <b class=tone(parts.mix_nanos)>{format::change(parts.mix_nanos)}</b>
            " because other requests were made."
        </p>
    }
}
