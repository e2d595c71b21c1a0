//! The calls of one row, as ways to their spans.
//!
//! Invariant: as many as were asked for, and how many there are. Absent: their times, which
//! the inspector shows.

use leptos::prelude::*;

use crate::format;
use crate::layout::RowKey;
use crate::state::TraceState;

#[component]
pub(super) fn Calls(state: TraceState, row: usize) -> impl IntoView {
    let calls = RwSignal::new(Vec::<RowKey>::new());
    let total = RwSignal::new(None::<u32>);
    let ask = move || {
        let first = calls.with_untracked(Vec::len) as u32;
        state.ask_path_calls(row as u32, first, move |all, more| {
            // The row may be closed by then.
            if total.try_set(Some(all)).is_none() {
                calls.update(|calls| calls.extend(more));
            }
        });
    };
    ask();
    let links = move || {
        let list = calls.get().into_iter().enumerate();
        list.map(|(place, key)| view! { <CallLink state place key/> }).collect_view()
    };
    let words = move || match total.get() {
        None => "Looking…".to_owned(),
        Some(0) => "The path passes these calls by.".to_owned(),
        Some(1) => "1 call on the path".to_owned(),
        Some(total) => format!("{} calls on the path", format::count(u64::from(total))),
    };
    let left_out = move || total.get().map_or(0, |total| total as usize - calls.with(Vec::len));
    view! {
        <tr class="path-calls">
            <td colspan="6">
                <span>{words}</span>
                {links}
                <Show when=move || { left_out() > 0 }>
                    <button type="button" class="link-button" on:click=move |_| ask()>
                        {move || format!("{} more", format::count(left_out() as u64))}
                    </button>
                </Show>
            </td>
        </tr>
    }
}

#[component]
fn CallLink(state: TraceState, place: usize, key: RowKey) -> impl IntoView {
    let id = key.span_id();
    let label = format!("Call {}, span {id}", place + 1);
    let is_selected = move || state.selected.get() == Some(key);
    view! {
        <button
            type="button"
            class="link-button mono"
            aria-label=label
            aria-current=move || is_selected().then_some("true")
            on:click=move |_| state.inspect(key)
        >
            {id.to_string()}
        </button>
    }
}
