//! The traces that were found, as a list of which only the rows in view are in the page.
//!
//! Invariant: a click or Enter opens a trace, and nothing else does. Absent: the order of rows.

use leptos::prelude::*;

use super::row;
use crate::browser::effect::effect;
use crate::state::AppState;
use crate::widgets::{ListScroll, VirtualList};

const ROW_PX: f64 = 42.0;

#[component]
pub(super) fn ResultList() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let scroll = ListScroll::of_height(ROW_PX);
    effect(move || {
        let total = results.rows.with(|rows| rows.len() as u32);
        scroll.total.set(total);
        scroll.cursor.set(None);
        scroll.to_top();
    });
    effect(move || {
        results.all.track();
        let visible = scroll.visible();
        let ids = results.rows.with(|rows| {
            let rows = rows.get(visible.start as usize..).unwrap_or_default();
            rows.iter().take(visible.len()).map(|row| row.trace_id).collect()
        });
        app.want_shares(ids);
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
