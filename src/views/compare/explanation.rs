//! How much longer the second trace took, and the list of what makes it so.
//!
//! Invariant: the lines add up to the difference exactly; where not all of them are on the page,
//! it says how many and what these come to. Absent: arithmetic beyond sums of what is shown.

use std::sync::Arc;

use leptos::prelude::*;

use super::words::{particulars, sign, word};
use crate::engine::{ComparisonOverview, ContributionLine};
use crate::format;
use crate::scene::ServiceColor;
use crate::state::ComparisonState;
use crate::views::call_words::{call_name, tone};
use crate::views::service_mark::ServiceMark;

#[component]
pub(super) fn Explanation(state: ComparisonState) -> impl IntoView {
    move || match state.overview.get() {
        Some(overview) => view! {
            <section class="why" aria-label="Why they differ">
                <Total overview=overview.clone()/>
                <Lines state overview/>
            </section>
        }
        .into_any(),
        None => view! { <p class="waiting" role="status">"Comparing…"</p> }.into_any(),
    }
}

#[component]
fn Total(overview: Arc<ComparisonOverview>) -> impl IntoView {
    let [before, after] = overview.totals_nanos;
    let nanos = after as i64 - before as i64;
    let title = match nanos {
        0 => "Both took",
        more if more > 0 => "B is slower by",
        _ => "B is faster by",
    };
    let figure = match nanos {
        more if more > 0 => format::change(more),
        0 => format::duration(after),
        less => format::duration(less.unsigned_abs()),
    };
    view! {
        <div class="why-total">
            <p>{title}</p>
            <strong class=tone(nanos)>{figure}</strong>
            <p>{account(&overview)}</p>
        </div>
    }
}

/// `3.2 × as long. 6 changes, which add up to all of it.`
fn account(overview: &ComparisonOverview) -> String {
    let [before, after] = overview.totals_nanos;
    let nanos = after as i64 - before as i64;
    let ratio = match (before, nanos) {
        (0, _) | (_, 0) => String::new(),
        _ => times_as_long(after as f64 / before as f64),
    };
    let total = overview.lines.total_rows;
    let count = format::count(u64::from(total));
    let changes = match (total, overview.marked) {
        (0, 0) => "Nothing differs in time, shape or failures.".to_owned(),
        (0, _) => "What differs took no time that anybody waited for.".to_owned(),
        (1, _) => "One change, which is all of it.".to_owned(),
        _ => format!("{count} changes, which add up to all of it."),
    };
    let roots = match overview.roots {
        [1, 1] => String::new(),
        [first, second] => format!(" Summed over {first} and {second} roots."),
    };
    format!("{ratio}{changes}{roots}")
}

/// With three figures.
fn times_as_long(ratio: f64) -> String {
    let decimals = match ratio {
        ratio if ratio >= 100.0 => 0,
        ratio if ratio >= 10.0 => 1,
        _ => 2,
    };
    format!("{ratio:.decimals$} × as long. ")
}

#[component]
fn Lines(state: ComparisonState, overview: Arc<ComparisonOverview>) -> impl IntoView {
    let lines = &overview.lines;
    let ends = lines.rows.iter().flat_map(|it| [it.before_nanos, it.before_nanos + it.nanos]);
    let (least, most) = ends.fold((0, 0), |(least, most), end| (end.min(least), end.max(most)));
    let scale = (least, (most - least).max(1));
    let shown = lines.rows.len() as u32;
    let sum: i64 = lines.rows.iter().map(|it| it.nanos).sum();
    let more = (shown < lines.total_rows).then(|| {
        let words = format!(
            "These {} of {} changes add up to {}.",
            format::count(u64::from(shown)),
            format::count(u64::from(lines.total_rows)),
            format::change(sum),
        );
        view! {
            <li class="why-more">
                <span>{words}</span>
                <button type="button" class="link-button" on:click=move |_| state.ask_lines()>"Show more"</button>
            </li>
        }
    });
    let rows = lines.rows.iter().map(|it| view! { <Line state line=it.clone() scale/> });
    view! {
        <ol class="why-lines" aria-label="Changes of the time that was waited for, the largest first">
            {rows.collect_view()}
            {more}
        </ol>
    }
}

#[component]
fn Line(
    state: ComparisonState,
    line: ContributionLine,
    /// What the left edge means, and the whole width, in nanoseconds.
    scale: (i64, i64),
) -> impl IntoView {
    let key = line.key;
    let (service, own) = call_name(&line.service, &line.name);
    let share = |nanos: i64| 100.0 * nanos as f64 / scale.1 as f64;
    let left = line.before_nanos.min(line.before_nanos + line.nanos) - scale.0;
    let style = format!("left:{:.3}%;width:{:.3}%", share(left), share(line.nanos.abs()));
    let spans = u64::from(line.spans[0].max(line.spans[1]));
    let spans =
        if spans == 1 { "1 span".to_owned() } else { format!("{} spans", format::count(spans)) };
    let class = tone(line.nanos);
    let is_selected = move || state.look.with(|look| look.selected == Some(key));
    view! {
        <li>
            <button
                type="button"
                class:selected=is_selected
                aria-pressed=move || is_selected().to_string()
                title="Shows the spans in the tree"
                on:click=move |_| state.go_to(key)
            >
                <b class=format!("figure {class}")>{format::change(line.nanos)}</b>
                <span class="why-bar" aria-hidden="true"><i class=class style=style></i></span>
                <span class="why-words">
                    <span class=format!("sign {class}") aria-hidden="true">{sign(line.change)}</span>
                    <b>{word(line.change)}</b>
                    <ServiceMark color=Some(ServiceColor::of(&line.service))/>
                    <span class="untrusted service">{service}</span>
                    " "
                    <span class="untrusted">{own}</span>
                    <small class="untrusted">{particulars(&line)}</small>
                </span>
                <span class="why-spans">{spans}</span>
            </button>
        </li>
    }
}
