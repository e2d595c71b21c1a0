//! What differs, the largest first.
//!
//! Invariant: effect before significance; where not all are listed, it says how many there are.
//! Absent: figures of a single one (see `finding`).

use std::sync::Arc;

use leptos::prelude::*;

use super::words::{before_and_after, effect, named, sign, tone, word};
use crate::engine::FindingRow;
use crate::format;
use crate::scene::ServiceColor;
use crate::state::{AppState, SetsCompared};
use crate::views::service_mark::ServiceMark;

#[component]
pub(super) fn Findings(compared: Arc<SetsCompared>) -> impl IntoView {
    let difference = &compared.difference;
    let rows = difference.findings.iter().enumerate();
    let rows = rows.map(|(place, row)| view! { <Line row=row.clone() place/> }).collect_view();
    let left = difference.total_findings.saturating_sub(difference.findings.len() as u32);
    let title = format!(
        "{} {} by more than chance, of {} tests",
        format::count(u64::from(difference.total_findings)),
        if difference.total_findings == 1 { "difference" } else { "differences" },
        format::count(u64::from(difference.tests)),
    );
    view! {
        <section class="sets-findings" aria-label="What differs">
            <h2>{title}</h2>
            <ol>{rows}</ol>
            {(left > 0).then(|| view! { <p class="quiet">{format!("and {left} smaller ones")}</p> })}
        </section>
    }
}

#[component]
fn Line(row: FindingRow, place: usize) -> impl IntoView {
    let app = AppState::get();
    let chosen = app.sets.chosen;
    let is_chosen = move || chosen.get() == Some(place);
    let (service, name) = named(&row.call);
    let class = tone(&row);
    let share = format!("width:{:.1}%", row.effect.abs().min(1.0) * 100.0);
    let effect = format!("effect {}, {}", effect(row.effect), significance(row.significance));
    view! {
        <li>
            <button
                type="button"
                class:selected=is_chosen
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| app.choose_finding(place)
            >
                <span class="why-words">
                    <span class=format!("sign {class}") aria-hidden="true">{sign(row.change)}</span>
                    <b>{word(row.change)}</b>
                    <ServiceMark color=Some(ServiceColor::of(&row.call.service))/>
                    <span class="untrusted service">{service}</span>
                    " "
                    <span class="untrusted">{name}</span>
                </span>
                <small>{before_and_after(&row)}</small>
                <span class="sets-effect" title=effect.clone()><i class=class style=share></i></span>
                <span class="visually-hidden">{effect}</span>
            </button>
        </li>
    }
}

/// In words: how often as much would come about by chance.
pub(super) fn significance(rate: f64) -> String {
    match rate {
        rate if rate < 1e-9 => "practically never by chance".to_owned(),
        rate => format!("by chance {rate:.1e}"),
    }
}
