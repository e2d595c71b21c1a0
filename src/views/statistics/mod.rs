//! Statistics: the spans in groups, with the figures of each and how its durations lie.
//!
//! Invariant: the figures are those of all spans of the trace, exact. Absent: arithmetic (see
//! `analysis`).

mod chart;
mod columns;
mod controls;
mod histogram;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::{GroupRow, StatisticsTable};
use crate::state::TraceState;
use columns::Order;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct StatisticsState {
    state: TraceState,
    table: RwSignal<Option<Arc<StatisticsTable>>>,
    order: RwSignal<Order>,
    /// The group whose durations are shown, by its places.
    chosen: RwSignal<Option<GroupRow>>,
}

#[component]
pub fn Statistics(state: TraceState) -> impl IntoView {
    let local = StatisticsState {
        state,
        table: RwSignal::new(None),
        order: RwSignal::new(Order::default()),
        chosen: RwSignal::new(None),
    };
    let grouping = Memo::new(move |_| state.grouping());
    effect(move || {
        state.summary.track();
        local.chosen.set(None);
        state.ask_statistics(grouping.get(), move |table| local.table.set(Some(Arc::new(table))));
    });
    view! {
        <section class="statistics" aria-label="Statistics">
            <controls::Controls state grouping/>
            <div class="statistics-scroll" tabindex="0" aria-label="Groups">
                <table::GroupTable local/>
            </div>
            <Show when=move || local.chosen.with(Option::is_some)>
                <histogram::HistogramPane local grouping/>
            </Show>
        </section>
    }
}
