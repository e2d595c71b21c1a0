//! The clocks of hosts, where they differ, and the switch that makes them agree.
//!
//! Invariant: off unless the reader, or a link, switches it on; the numbers are there either
//! way. Absent: how they are found.

use leptos::prelude::*;

use crate::engine::HostClock;
use crate::format;
use crate::state::TraceState;

/// The fact that clocks differ, as a button.
#[component]
pub(super) fn ClocksFact(state: TraceState) -> impl IntoView {
    let differ = Memo::new(move |_| state.clocks.with(|clocks| !clocks.hosts.is_empty()));
    let text = move || match state.clocks.with(|clocks| clocks.is_adjusted) {
        true => "clock-adjusted",
        false => "clocks differ",
    };
    move || {
        differ.get().then(|| {
            view! {
                <button
                    type="button"
                    class="clocks-fact"
                    aria-expanded=move || state.clocks_open.get().to_string()
                    on:click=move |_| state.clocks_open.update(|open| *open = !*open)
                >
                    {text}
                </button>
            }
        })
    }
}

#[component]
pub(super) fn ClockList(state: TraceState) -> impl IntoView {
    let lines = move || {
        state.clocks.with(|clocks| clocks.hosts.iter().enumerate().map(host_line).collect_view())
    };
    let toggle = move |event| state.set_clock_adjusted(event_target_checked(&event));
    view! {
        <div class="trace-notes clock-list">
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || state.look.with(|look| look.is_clock_adjusted)
                    on:change=toggle
                />
                " Adjust the clocks: show times as if they agreed with the entry's"
            </label>
            <ul>{lines}</ul>
        </div>
    }
}

fn host_line((place, host): (usize, &HostClock)) -> impl IntoView + use<> {
    let said = match place {
        0 => "the entry's, taken as right".to_owned(),
        _ if host.offset_nanos == 0 => "agrees".to_owned(),
        _ => {
            let way = if host.offset_nanos > 0 { "behind" } else { "ahead" };
            let by = format::duration(host.offset_nanos.unsigned_abs());
            let calls = if host.pairs == 1 { "call" } else { "calls" };
            format!("{by} {way}, by {} {calls}", format::count(host.pairs as u64))
        }
    };
    view! { <li><b class="untrusted">{format::visible_text(&host.name)}</b>" "{said}</li> }
}
