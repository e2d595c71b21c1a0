//! The nodes of the added-up flame graph as a table, in the order of the picture.
//!
//! Invariant: a real table that a screen reader can walk; every node is in it, however narrow,
//! some at a time. Absent: another order; statistics have that.

use leptos::prelude::*;

use super::tooltip::{color_of, service_name, share_text};
use crate::format;
use crate::layout::SumRow;
use crate::state::FlameSumState;
use crate::views::service_mark::ServiceMark;

/// Steps of indentation that are drawn; deeper nodes stay there.
const MOST_INDENTS: u32 = 30;

#[component]
pub(super) fn SumTable(sum: FlameSumState) -> impl IntoView {
    let whole = Memo::new(move |_| {
        sum.window.with(|window| window.as_ref().map_or(0, |window| window.total_nanos))
    });
    let rows = move || {
        let whole = whole.get();
        sum.rows.with(|rows| rows.iter().map(|node| row(sum, node, whole)).collect_view())
    };
    let left = move || {
        let known = sum.rows.with(|rows| rows.len() as u32);
        sum.total_rows.get().saturating_sub(known)
    };
    view! {
        <div class="flame-table" tabindex="0" role="region" aria-label="Calls by path">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Call"</th>
                        <th scope="col" title="How many spans have this path">"Calls"</th>
                        <th scope="col">"Failed"</th>
                        <th scope="col" title="Own time of these spans and of all that was called from them">"Work"</th>
                        <th scope="col" title="Of the work of what is shown">"Share"</th>
                        <th scope="col" title="Own time of these spans">"Self"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Show when=move || left() != 0>
                <button type="button" class="link-button flame-more" on:click=move |_| sum.ask_more_rows()>
                    {move || format!("Show more of the {} that are left", format::count(u64::from(left())))}
                </button>
            </Show>
        </div>
    }
}

fn row(sum: FlameSumState, node: &SumRow, whole: u64) -> impl IntoView + use<> {
    let figures = node.figures;
    let key = figures.key;
    let indent = format!("padding-left:{}px", 16 + 14 * figures.depth.min(MOST_INDENTS));
    let name = if node.name.is_empty() { "(no name)" } else { node.name.as_str() };
    let failed = match figures.errors {
        0 => String::new(),
        errors => format::count(u64::from(errors)),
    };
    let is_at = move || sum.cursor.get() == Some(key);
    view! {
        <tr class:selected=is_at>
            <th scope="row" style=indent>
                <button type="button" title="Look into this" on:click=move |_| sum.look_into(Some(key))>
                    <ServiceMark color=color_of(sum.trace, figures.service)/>
                    <b class="untrusted">{service_name(sum.trace, figures.service)}</b>
                    <span class="untrusted">{format::visible_text(name)}</span>
                </button>
            </th>
            <td>{format::count(u64::from(figures.count))}</td>
            <td class:error-text=move || figures.errors != 0>{failed}</td>
            <td>{format::duration(figures.total_nanos)}</td>
            <td>{share_text(figures.total_nanos, whole)}</td>
            <td>{format::duration(figures.self_nanos)}</td>
        </tr>
    }
}
