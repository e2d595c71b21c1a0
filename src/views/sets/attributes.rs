//! Attributes whose values are another share of the traces on either side.
//!
//! Invariant: a trace counts once for a value. Absent: whether one causes the other.

use std::sync::Arc;

use leptos::prelude::*;

use super::words::percent;
use crate::engine::{AttributeRow, ValueRow};
use crate::format;
use crate::route::{self, Route, SetSource, SetSplit, SetsLink};
use crate::state::SetsCompared;

/// Of one attribute.
const MOST_VALUES: usize = 3;
/// Of a value.
const MOST_SHOWN_CHARS: usize = 160;

#[component]
pub(super) fn Attributes(compared: Arc<SetsCompared>) -> impl IntoView {
    let difference = &compared.difference;
    if difference.attributes.is_empty() {
        return ().into_any();
    }
    let left = difference.total_attributes.saturating_sub(difference.attributes.len() as u32);
    // Of one set, that two others can be made of.
    let source = match (&compared.link.sources[0], &compared.link.split) {
        (Some(source), Some(_)) => Some(source.clone()),
        _ => None,
    };
    let rows = difference.attributes.iter().flat_map(|row| {
        let source = source.clone();
        row.values.iter().take(MOST_VALUES).map(move |value| line(row, value, source.clone()))
    });
    view! {
        <section class="sets-table" aria-label="Attributes that go with it">
            <h2>"Attributes that go with it"</h2>
            <table class="pair-figures">
                <thead>
                    <tr>
                        <th scope="col">"Attribute"</th>
                        <th scope="col">"Value"</th>
                        <th scope="col">"A"</th>
                        <th scope="col">"B"</th>
                        <th scope="col">"Effect"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {(left > 0).then(|| view! { <p class="quiet">{format!("and {left} weaker ones")}</p> })}
        </section>
    }
    .into_any()
}

fn line(
    row: &AttributeRow,
    row_of_value: &ValueRow,
    source: Option<SetSource>,
) -> impl IntoView + use<> {
    let value = &row_of_value.shift;
    let place = if row.is_resource { "resource" } else { "span" };
    let service = format::visible_text(&row.service);
    let share = |side: usize| percent(value.traces[side], row.of_traces[side]);
    let words = format::shorten(&format::visible_text(&value.value), MOST_SHOWN_CHARS);
    let split = match source.filter(|_| !row_of_value.is_cut) {
        Some(source) => {
            let (key, value) = (row.key.clone(), value.value.clone());
            let link = SetsLink::split(source, SetSplit::Value { key, value });
            let href = route::print(&Route::Sets(Box::new(link)));
            view! { <a href=href title="Compare traces with this value with the others">{words}</a> }.into_any()
        }
        None => words.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <span class="untrusted mono">{format::visible_text(&row.key)}</span>
                <small class="untrusted">{format!(" {place} of {service}")}</small>
            </th>
            <td class="untrusted mono value">{split}</td>
            <td>{share(0)}</td>
            <td>{share(1)}</td>
            <td>{super::words::effect(value.effect)}</td>
        </tr>
    }
}
