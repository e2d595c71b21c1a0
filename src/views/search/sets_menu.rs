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
    let item = |label, hint, run: fn(AppState, &Results) -> Made| MenuItem {
        label,
        hint,
        run: Arc::new(move || go(app, run)),
    };
    let items = vec![
        item("Failed against the others", "requests with an error at their entry", |_, all| {
            Ok(SetsLink::split(source(all, &all.query), SetSplit::Errors))
        }),
        item("Slow against the others", "from the p95 of these on", |app, all| {
            let nanos = app.search.results.rows.with_untracked(|rows| percentile_nanos(rows, 95));
            Ok(SetsLink::split(source(all, &all.query), SetSplit::Slower(nanos)))
        }),
        item("Ticked against the others", "tick traces in the list", |app, all| {
            chosen(all, None, app.search.results.ticked.get_untracked())
        }),
        MenuItem {
            label: "Ticked are set A",
            hint: "then tick others, and compare these with them",
            run: Arc::new(move || keep_first(app)),
        },
        item("Set A against ticked", "what was ticked before, and what is now", against_first),
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
        item("By an attribute\u{2026}", "traces with a value against the others", |_, all| {
            let sources = [Some(source(all, &all.query)), None];
            Ok(SetsLink { sources, ..SetsLink::default() })
        }),
        item("This time against the time before", "the same search, as long before", |_, all| {
            Ok(earlier(all))
        }),
    ];
    view! { <MenuButton id="sets" label="Compare sets" icon=IconName::Compare items obstacle="".to_owned()/> }
}

type Made = Result<SetsLink, Problem>;

fn go(app: AppState, link: fn(AppState, &Results) -> Made) {
    let Some(all) = app.search.results.all.get_untracked() else { return };
    match link(app, &all) {
        Ok(link) => app.go(Route::Sets(Box::new(link))),
        Err(problem) => app.tell(problem, false),
    }
}

fn source(all: &Results, query: &SearchQuery) -> SetSource {
    let (start_micros, end_micros) = all.window_micros;
    let time = SearchTime::Between { start_micros, end_micros, from: None };
    let query = SearchQuery { time, ..query.clone() };
    SetSource::Search { base: all.base.clone(), link: Box::new(SearchLink::of(query)) }
}

/// Some against others; without the first, against all others.
fn chosen(all: &Results, first: Option<Vec<TraceId>>, second: Vec<TraceId>) -> Made {
    [first.as_ref(), Some(&second)].into_iter().flatten().try_for_each(|ids| checked(ids))?;
    let split = SetSplit::Chosen { first, second };
    Ok(SetsLink::split(source(all, &all.query), split))
}

/// What is ticked is kept as one set, and the ticks are free for the other.
fn keep_first(app: AppState) {
    let results = app.search.results;
    let ticked = results.ticked.get_untracked();
    if let Err(problem) = checked(&ticked) {
        return app.tell(problem, false);
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

fn against_first(app: AppState, all: &Results) -> Made {
    let results = app.search.results;
    let is_found = |id: &TraceId| all.found.iter().any(|trace| trace.trace_id == *id);
    let first: Vec<TraceId> = results.first_set.get_untracked();
    if !first.iter().all(is_found) {
        return Err(Problem {
            title: "Set A is of another search".to_owned(),
            detail: "Tick some of these traces, and make them set A.".to_owned(),
        });
    }
    let second: Vec<TraceId> = results.ticked.get_untracked();
    if second.iter().any(|id| first.contains(id)) {
        return Err(Problem {
            title: "A trace of set A is ticked".to_owned(),
            detail: "A trace is in one of the two sets only.".to_owned(),
        });
    }
    chosen(all, Some(first), second)
}

/// Not if there are none, or more than a link names.
fn checked(ids: &[TraceId]) -> Result<(), Problem> {
    match ids.len() {
        0 => Err(Problem {
            title: "There is no second set yet".to_owned(),
            detail: "Tick some traces in the list, or narrow it down, and leave others.".to_owned(),
        }),
        count if count > MOST_CHOSEN => Err(Problem {
            title: format!("{count} traces are too many to name one by one"),
            detail: format!(
                "A link names {MOST_CHOSEN} at most. Narrow them down further, or search for them alone."
            ),
        }),
        _ => Ok(()),
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
