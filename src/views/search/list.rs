//! The traces that were found, as a list of which only the rows in view are in the page.
//!
//! Invariant: a click or Enter opens a trace, and nothing else does. Absent: the order of rows.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::row;
use crate::browser::effect::effect;
use crate::state::AppState;
use crate::widgets::{ListScroll, VirtualList};

const ROW_PX: f64 = 42.0;
/// A place is looked at when it has been in view for so long.
const SETTLED: Duration = Duration::from_millis(120);

#[component]
pub(super) fn ResultList() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let scroll = ListScroll::of_height(ROW_PX);
    let total = Memo::new(move |_| results.rows.with(|rows| rows.len() as u32));
    effect(move || scroll.total.set(total.get()));
    // Another order begins at its top; more rows of the same leave the place.
    let order = Memo::new(move |_| (results.sort.get(), results.choice.get(), results.first_id()));
    effect(move || {
        order.with(|_| ());
        scroll.cursor.set(None);
        scroll.to_top();
    });
    let wanted = Memo::new(move |_| {
        let visible = scroll.visible();
        results.rows.with(|rows| {
            let rows = rows.get(visible.start as usize..).unwrap_or_default();
            rows.iter().take(visible.len()).map(|row| row.trace_id).collect::<Vec<_>>()
        })
    });
    let delay = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = delay.try_get_value().flatten() {
            handle.clear();
        }
    };
    effect(move || {
        let wanted = wanted.get();
        stop();
        // Whoever scrolls by wants nothing of what passes.
        let ask = move || app.want_shares(wanted);
        delay.set_value(set_timeout_with_handle(ask, SETTLED).ok());
    });
    on_cleanup(move || {
        stop();
        app.want_shares(Vec::new());
    });
    let open = move |()| {
        let chosen =
            scroll.cursor.get_untracked().and_then(|number| untrack(|| results.row(number)));
        if let Some(chosen) = chosen {
            app.open_result(chosen.trace_id);
        }
    };
    view! {
        <VirtualList
            scroll
            label="Traces found"
            name="result"
            columns=Signal::derive(|| 5)
            template=Signal::derive(|| "30px 82px minmax(180px,1fr) minmax(120px,320px) 164px".to_owned())
            head=row::head
            row=move |number| row::cells(app, number)
            is_selected=move |number: u32| scroll.cursor.get() == Some(number)
            choose=move |number: u32| scroll.cursor.set(Some(number))
            open=open
        />
    }
}
