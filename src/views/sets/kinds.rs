//! The kinds of requests on either side: how many, how long, and what each adds to the change.
//!
//! Invariant: what comes of other requests is told apart from what comes of other calls in them,
//! and from what comes of slower ones. Absent: paths inside a kind.

use std::sync::Arc;

use leptos::prelude::*;

use super::words::{named, percent};
use crate::engine::KindRow;
use crate::format;
use crate::scene::ServiceColor;
use crate::state::SetsCompared;
use crate::views::service_mark::ServiceMark;

#[component]
pub(super) fn Kinds(compared: Arc<SetsCompared>) -> impl IntoView {
    let difference = &compared.difference;
    if difference.kinds.is_empty() {
        return ().into_any();
    }
    let totals = [0, 1].map(|side| difference.kinds.iter().map(|kind| kind.requests[side]).sum());
    let rows = difference.kinds.iter().map(|kind| line(kind, totals)).collect_view();
    let left = difference.total_kinds.saturating_sub(difference.kinds.len() as u32);
    view! {
        <section class="sets-table" aria-label="Kinds of requests">
            <h2>"Kinds of requests"</h2>
            <table class="pair-figures">
                <thead>
                    <tr>
                        <th scope="col">"Request"</th>
                        <th scope="col">"Share A"</th>
                        <th scope="col">"Share B"</th>
                        <th scope="col">"Failed A"</th>
                        <th scope="col">"Failed B"</th>
                        <th scope="col">"Mean A"</th>
                        <th scope="col">"Mean B"</th>
                        <th scope="col" title="Because it has another share of all requests">"By share"</th>
                        <th scope="col" title="Because these requests called other things">"By calls"</th>
                        <th scope="col" title="Because the same calls took another time">"By time"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {(left > 0).then(|| view! { <p class="quiet">{format!("and {left} rarer kinds")}</p> })}
        </section>
    }
    .into_any()
}

fn line(kind: &KindRow, totals: [u32; 2]) -> impl IntoView + use<> {
    let (service, name) = named(&kind.root);
    let few = kind.is_too_small.then(|| {
        view! { <small title="Too few on a side to claim anything">" few"</small> }
    });
    let mean = |side: usize| match kind.requests[side] {
        0 => "–".to_owned(),
        _ => format::duration(kind.mean_nanos[side]),
    };
    view! {
        <tr>
            <th scope="row">
                <ServiceMark color=Some(ServiceColor::of(&kind.root.service))/>
                <span class="untrusted">{format!(" {service} {name}")}</span>
                {few}
            </th>
            <td>{percent(kind.requests[0], totals[0])}</td>
            <td>{percent(kind.requests[1], totals[1])}</td>
            <td>{percent(kind.failed[0], kind.requests[0])}</td>
            <td>{percent(kind.failed[1], kind.requests[1])}</td>
            <td>{mean(0)}</td>
            <td>{mean(1)}</td>
            <td>{format::change(kind.mix_nanos)}</td>
            <td>{format::change(kind.structure_nanos)}</td>
            <td>{format::change(kind.inside_nanos)}</td>
        </tr>
    }
}
