//! One finding: where it is, how both sides are spread, and an example of each.
//!
//! Invariant: the table says what the picture shows. Absent: choosing it.

use std::sync::Arc;

use leptos::prelude::*;

use super::chart::SpreadChart;
use super::findings::significance;
use super::words::{before_and_after, effect, in_unit, named, word};
use crate::engine::{FindingRow, Spread};
use crate::format;
use crate::route;
use crate::state::{AppState, SetsCompared};

#[component]
pub(super) fn Finding(compared: Arc<SetsCompared>) -> impl IntoView {
    let chosen = AppState::get().sets.chosen;
    move || {
        let row = chosen.get().and_then(|place| compared.difference.findings.get(place).cloned());
        row.map(|row| view! { <About row/> })
    }
}

#[component]
fn About(row: FindingRow) -> impl IntoView {
    let app = AppState::get();
    let (service, name) = named(&row.call);
    let above = row.above.iter().map(|call| {
        let (service, name) = named(call);
        view! { <li class="untrusted">{format!("{service} {name}")}</li> }
    });
    let above = above.collect_view();
    let per_request = format::change(row.contribution_nanos);
    let examples = row.exemplars;
    let compare = move || {
        app.compare_examples(examples).map(|it| {
            view! { <a class="button" href=route::print(&it)>"Compare two typical traces"</a> }
        })
    };
    view! {
        <section class="sets-finding" aria-label="The difference that was chosen">
            <h2><span class="untrusted">{format!("{service} {name}")}</span>" "{word(row.change)}</h2>
            <p>{before_and_after(&row)}</p>
            <nav class="parents" aria-label="Called by"><ol>{above}</ol></nav>
            <SpreadChart row=row.clone()/>
            <Table row=row.clone()/>
            <p class="quiet">
                {format!(
                    "Effect {} (Cliff's delta, −1 to 1), {}; {per_request} a request on the critical path; {} and {} traces compared.",
                    effect(row.effect),
                    significance(row.significance),
                    format::count(u64::from(row.traces[0])),
                    format::count(u64::from(row.traces[1])),
                )}
            </p>
            {compare}
        </section>
    }
}

#[component]
fn Table(row: FindingRow) -> impl IntoView {
    let line = |letter: &'static str, spread: Spread| {
        let values = [spread.min, spread.p25, spread.p50, spread.p75, spread.p95, spread.max];
        let cell = |value: u64| match spread.count {
            0 => view! { <td>"–"</td> },
            _ => view! { <td>{in_unit(row.unit, value)}</td> },
        };
        view! { <tr><th scope="row">{letter}</th>{values.into_iter().map(cell).collect_view()}</tr> }
    };
    let heads = ["min", "p25", "median", "p75", "p95", "max"];
    view! {
        <table class="pair-figures">
            <thead><tr><td></td>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
            <tbody>
                {line("A", row.spreads[0])}
                {line("B", row.spreads[1])}
            </tbody>
        </table>
    }
}
