//! From what was found to two sets that are compared.
//!
//! Invariant: the second set is what is unusual, so that more is worse. Absent: the comparison.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::Problem;
use crate::jaeger::{SearchLink, SearchQuery, SearchTime, percentile_nanos};
use crate::route::{MOST_CHOSEN, Route, SetSource, SetSplit, SetsLink};
use crate::state::{AppState, Results};
use crate::trace::TraceId;
use crate::widgets::{IconName, MenuButton, MenuItem};

#[component]
pub(super) fn SetsMenu() -> impl IntoView {
    let app = AppState::get();
    let item = |label, hint, run: fn(AppState, &Results) -> Option<SetsLink>| MenuItem {
        label,
        hint,
        run: Arc::new(move || go(app, run)),
    };
    let items = vec![
        item("Failed against the others", "requests with an error at their entry", |_, all| {
            Some(SetsLink::split(source(all, &all.query), SetSplit::Errors))
        }),
        item("Slow against the others", "from the p95 of these on", |app, all| {
            let nanos = app.search.results.rows.with_untracked(|rows| percentile_nanos(rows, 95));
            Some(SetsLink::split(source(all, &all.query), SetSplit::Slower(nanos)))
        }),
        item("Ticked against the others", "tick traces in the list", |app, all| {
            chosen(all, None, app.search.results.ticked.get_untracked())
        }),
        MenuItem {
            label: "Ticked are set A",
            hint: "then tick others, and compare these with them",
            run: Arc::new(move || keep_first(app)),
        },
        item("Set A against ticked", "what was ticked before, and what is now", |app, all| {
            let results = app.search.results;
            let is_found = |id: &TraceId| all.found.iter().any(|trace| trace.trace_id == *id);
            let first = results.first_set.get_untracked().into_iter().filter(is_found);
            let first: Vec<TraceId> = first.collect();
            let second = results.ticked.get_untracked().into_iter();
            let second = second.filter(|id| is_found(id) && !first.contains(id)).collect();
            chosen(all, Some(first), second)
        }),
        item(
            "Shown against the others",
            "narrow them down in the chart or beside it",
            |app, all| {
                let rows = app.search.results.rows.get_untracked();
                let is_narrowed = rows.len() < all.found.len();
                let shown = rows.iter().filter(|_| is_narrowed).map(|row| row.trace_id);
                chosen(all, None, shown.collect())
            },
        ),
        item("This time against the time before", "the same search, as long before", |_, all| {
            Some(earlier(all))
        }),
    ];
    view! { <MenuButton id="sets" label="Compare sets" icon=IconName::Compare items obstacle="".to_owned()/> }
}

fn go(app: AppState, link: fn(AppState, &Results) -> Option<SetsLink>) {
    let Some(all) = app.search.results.all.get_untracked() else { return };
    match link(app, &all) {
        Some(link) => app.go(Route::Sets(Box::new(link))),
        None => app.tell(no_set(), false),
    }
}

fn source(all: &Results, query: &SearchQuery) -> SetSource {
    let (start_micros, end_micros) = all.window_micros;
    let time = SearchTime::Between { start_micros, end_micros, from: None };
    let query = SearchQuery { time, ..query.clone() };
    SetSource::Search { base: all.base.clone(), link: Box::new(SearchLink::of(query)) }
}

/// Some against others; without the first, against all others.
fn chosen(all: &Results, first: Option<Vec<TraceId>>, second: Vec<TraceId>) -> Option<SetsLink> {
    let sizes = 1..=MOST_CHOSEN;
    let is_some = [first.as_ref(), Some(&second)];
    let is_some = is_some.into_iter().flatten().all(|ids| sizes.contains(&ids.len()));
    let split = SetSplit::Chosen { first, second };
    is_some.then(|| SetsLink::split(source(all, &all.query), split))
}

/// What is ticked is kept as one set, and the ticks are free for the other.
fn keep_first(app: AppState) {
    let results = app.search.results;
    let ticked = results.ticked.get_untracked();
    if ticked.is_empty() || ticked.len() > MOST_CHOSEN {
        return app.tell(no_set(), false);
    }
    app.tell(
        Problem {
            title: match ticked.len() {
                1 => "Set A is 1 trace".to_owned(),
                many => format!("Set A is {many} traces"),
            },
            detail: "Tick others, then choose \u{201c}Set A against ticked\u{201d}.".to_owned(),
        },
        false,
    );
    results.first_set.set(ticked);
    results.ticked.set(Vec::new());
}

fn no_set() -> Problem {
    Problem {
        title: "There is no second set yet".to_owned(),
        detail: format!(
            "Tick some traces in the list, or narrow it down, to {MOST_CHOSEN} at most, and leave others."
        ),
    }
}

/// The window before that one beside it.
fn earlier(all: &Results) -> SetsLink {
    let (start, end) = all.window_micros;
    let time = SearchTime::Between {
        start_micros: start.saturating_sub(end.saturating_sub(start)),
        end_micros: start,
        from: None,
    };
    let query = SearchQuery { time, ..all.query.clone() };
    let before =
        SetSource::Search { base: all.base.clone(), link: Box::new(SearchLink::of(query)) };
    let sources = [Some(before), Some(source(all, &all.query))];
    SetsLink { sources, ..SetsLink::default() }
}
