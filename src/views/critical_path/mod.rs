//! The critical path by operation: time, share, calls, slack and drag.
//!
//! Invariant: the times of all rows add up to the duration of the entry. Absent: the path as a
//! picture, which the waterfall's rows carry.

mod calls;
mod columns;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::PathTable;
use crate::format;
use crate::state::TraceState;
use columns::Order;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct PathState {
    state: TraceState,
    table: RwSignal<Option<Arc<PathTable>>>,
    order: RwSignal<Order>,
    /// The row whose calls are listed, by its place in the table.
    opened: RwSignal<Option<usize>>,
}

#[component]
pub fn CriticalPath(state: TraceState) -> impl IntoView {
    let local = PathState {
        state,
        table: RwSignal::new(None),
        order: RwSignal::new(Order::default()),
        opened: RwSignal::new(None),
    };
    effect(move || {
        // After the answers, which find the path; and again when they change.
        if state.answers.with(Option::is_some) {
            local.opened.set(None);
            state.ask_path_table(move |table| local.table.set(Some(Arc::new(table))));
        }
    });
    view! {
        <section class="path-view" aria-label="Critical path">
            <p class="path-about">{move || about(local)}</p>
            <div class="path-scroll" tabindex="0" aria-label="Operations on the critical path">
                <table::OperationTable local/>
            </div>
        </section>
    }
}

fn about(local: PathState) -> String {
    if local.state.is_partial() {
        return "The critical path is found once the whole trace is read.".to_owned();
    }
    match local.table.get() {
        None => "Finding the critical path…".to_owned(),
        Some(table) => format!(
            "What the {} of the request were spent on: at every moment, the span that it waited \
             for.",
            format::duration(table.total_nanos)
        ),
    }
}
