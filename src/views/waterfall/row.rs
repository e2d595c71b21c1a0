//! One row: its place in the tree, its names, its marks.
//!
//! Invariant: what a screen reader hears is what the row shows, the bar included. Absent:
//! gestures, which the grid handles for all rows.

use std::sync::Arc;

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

use crate::engine::SpanColumn;
use crate::format;
use crate::layout::{Cell, Expansion, Members, Row, RowKey};
use crate::scene::Fill;
use crate::scene::path_marks::path_words;
use crate::state::{ROW_HEIGHT_PX, TraceState};
use crate::trace::Status;
use crate::views::service_mark::FillMark;
use crate::views::span_columns::{self, cell_text, is_figure};

/// Steps of indentation that are drawn; deeper rows stay there.
const MOST_INDENTS: u32 = 40;

/// Names up to this long are never shortened.
const SHORT_NAME_CHARS: usize = 8;

/// The id of a row's element.
pub(super) fn row_id(number: u32) -> String {
    format!("row-{number}")
}

/// The columns beside the names.
#[derive(Clone, PartialEq)]
pub(super) struct ShownColumns {
    pub chosen: Arc<Vec<SpanColumn>>,
    /// Whether the cells of the rows are those of these columns.
    pub are_there: bool,
}

/// A pooled element that shows row `number`.
#[component]
pub(super) fn Slot(
    state: TraceState,
    number: Memo<u32>,
    base: Memo<u32>,
    columns: Memo<ShownColumns>,
) -> impl IntoView {
    let row = Memo::new(move |_| state.rows.with(|rows| rows.row(number.get()).cloned()));
    let exists = Memo::new(move |_| number.get() < state.rows.with(|rows| rows.total_rows));
    let selected = Memo::new(move |_| {
        let selected = state.selected.get();
        selected.is_some() && row.with(|row| row.as_ref().map(|row| row.key)) == selected
    });
    let place = move || {
        let offset = f64::from(number.get()) - f64::from(base.get());
        format!("top:{}px", offset * ROW_HEIGHT_PX)
    };
    let about = move |of: fn(&Row) -> u32| {
        move || row.with(|row| row.as_ref().map(|row| of(row).to_string()))
    };
    let expanded = move || {
        row.with(|row| match row.as_ref()?.expansion {
            Expansion::Leaf => None,
            Expansion::Collapsed => Some("false"),
            Expansion::Expanded => Some("true"),
        })
    };
    // Not among the attributes that the view macro knows.
    let level = custom_attribute("aria-level", about(|row| row.depth));
    view! {
        <div
            class="wf-row"
            class:selected=move || selected.get()
            class:hovered=move || state.hover.get() == Some(number.get())
            class:is-match=move || row.with(|row| row.as_ref().is_some_and(|row| row.is_match))
            class:dimmed=move || state.is_filtered() && row.with(|row| row.as_ref().is_some_and(|row| !row.is_match))
            class:placeholder=move || row.with(Option::is_none)
            hidden=move || !exists.get()
            role="row"
            id=move || row_id(number.get())
            style=place
            aria-rowindex=move || (number.get() + 1).to_string()
            {..level}
            aria-setsize=about(|row| row.set_size)
            aria-posinset=about(|row| row.position_in_set)
            aria-expanded=expanded
            aria-selected=move || selected.get().to_string()
        >
            {move || match row.get() {
                Some(row) => columns.with(|columns| cells(state, &row, columns)),
                None => view! { <div class="wf-name" role="gridcell"></div> }.into_any(),
            }}
        </div>
    }
}

fn cells(state: TraceState, row: &Row, columns: &ShownColumns) -> AnyView {
    let summary = state.summary.get_untracked();
    let service = summary.as_ref().and_then(|all| all.services.get(row.service as usize));
    let service = service.map(|service| service.name.clone()).unwrap_or_default();
    let fill = state.colors.with_untracked(|all| Fill::of(row.tint, row.service, all));
    let steps = (row.depth - 1).min(MOST_INDENTS);
    let name = if row.name.is_empty() { "(no name)" } else { row.name.as_str() };
    let name = format::visible_text(name);
    let title = format!("{service} {name}");
    let is_short = name.chars().count() <= SHORT_NAME_CHARS;
    if let RowKey::MissingParent { .. } = row.key {
        return missing_parent(row, columns).into_any();
    }
    view! {
        <div class="wf-name" role="presentation">
            <div class="label" role="gridcell" title=title>
                <span class="indent" style=format!("width:calc(var(--indent) * {steps})")></span>
                <Toggle expansion=row.expansion/>
                <FillMark fill/>
                <b class="service untrusted">{format::visible_text(&service)}</b>
                <span class="operation untrusted" class:short=is_short>{name}</span>
                {row.members.map(members)}
                {marks(row)}
                {(!row.tag.is_empty()).then(|| {
                    let tag = format::visible_text(&row.tag);
                    view! { <span class="tag untrusted">{tag}</span> }
                })}
                {(row.expansion == Expansion::Collapsed && row.members.is_none()).then(|| {
                    let count = format::count(u64::from(row.descendants));
                    view! { <span class="hidden-count">{format!("+{count}")}</span> }
                })}
            </div>
            {figures(row, columns)}
        </div>
        <span class="visually-hidden" role="gridcell">{spoken(row, untrack(|| state.shows_path()))}</span>
    }
    .into_any()
}

/// What the row says in the columns; nothing yet where it has answered about others.
fn figures(row: &Row, columns: &ShownColumns) -> Vec<AnyView> {
    let cell = |(place, column): (usize, &SpanColumn)| {
        let cell = row.cells.get(place).filter(|_| columns.are_there).unwrap_or(&Cell::Empty);
        let text = cell_text(column, cell);
        let is_figure = is_figure(column) || matches!(cell, Cell::Number(_));
        let is_failure = *cell == Cell::Status(Status::Error);
        let title = (!is_figure && text.len() > 12).then(|| text.clone());
        let said = (!text.is_empty()).then(|| format!("{} {text}", span_columns::title(column)));
        view! {
            <span
                class="wf-cell untrusted"
                class:figure=is_figure
                class:error-text=is_failure
                role="gridcell"
                aria-label=said
                title=title
            >
                {text}
            </span>
        }
        .into_any()
    };
    columns.chosen.iter().enumerate().map(cell).collect()
}

/// How many calls a group is, and what they took together.
fn members(members: Members) -> impl IntoView {
    let times = format!("× {}", format::count(u64::from(members.count)));
    let total = format!("total {}", format::duration(members.total_nanos));
    view! {
        <b class="times">{times}</b>
        {members.matches.map(|matches| {
            view! { <span class="hidden-count">{format!("{} match", format::count(u64::from(matches)))}</span> }
        })}
        <span class="hidden-count">{total}</span>
    }
}

/// The row above orphans.
fn missing_parent(row: &Row, columns: &ShownColumns) -> impl IntoView + use<> {
    let id = row.key.span_id().to_string();
    let count = row.members.map_or(0, |members| members.count);
    let spans = if count == 1 { "1 span".to_owned() } else { format!("{count} spans") };
    view! {
        <div class="wf-name missing" role="presentation">
            <div class="label" role="gridcell" title="These spans name a parent that is not in the trace">
                <span class="indent" style="width:0"></span>
                <Toggle expansion=row.expansion/>
                <span class="repaired" aria-hidden="true">"⚠"</span>
                <span class="operation">"missing parent "<span class="mono">{id}</span></span>
                {marks(row)}
                <span class="hidden-count">{spans}</span>
            </div>
            {figures(row, columns)}
        </div>
        <span class="visually-hidden" role="gridcell">{spoken(row, false)}</span>
    }
}

#[component]
fn Toggle(expansion: Expansion) -> impl IntoView {
    let (class, sign) = match expansion {
        Expansion::Leaf => ("wf-toggle leaf", ""),
        Expansion::Collapsed => ("wf-toggle", "▸"),
        Expansion::Expanded => ("wf-toggle", "▾"),
    };
    // The keys of the grid open and close, and the row says its state.
    view! { <span class=class aria-hidden="true">{sign}</span> }
}

fn marks(row: &Row) -> impl IntoView + use<> {
    let hidden = row.hidden_errors;
    view! {
        {row.is_error.then(|| view! { <span class="mark" title="This span failed">"✕"</span> })}
        {(!row.is_error && hidden > 0).then(|| {
            let title = format!("{hidden} failed inside: show the first");
            view! { <span class="mark wf-inside" title=title>"◌"</span> }
        })}
        {(!row.repairs.is_empty()).then(|| {
            let title = row.repairs.iter().map(|repair| repair.explanation()).collect::<Vec<_>>().join(" ");
            view! { <span class="repaired" title=title>"⚠"</span> }
        })}
    }
}

/// The bar in words.
fn spoken(row: &Row, shows_path: bool) -> String {
    let mut words = format!(
        "{}, starts at {}",
        format::duration(row.duration_nanos),
        format::offset(row.start_nanos as i64)
    );
    if let Some(members) = row.members {
        words.push_str(&format!(
            ", {} together, {} in all",
            members.count,
            format::duration(members.total_nanos)
        ));
    }
    if row.is_error {
        words.push_str(", failed");
    } else if row.hidden_errors > 0 {
        words.push_str(&format!(", {} failed inside", row.hidden_errors));
    }
    if let Some(path) = path_words(row).filter(|_| shows_path) {
        words.push_str(&format!(", {path}"));
    }
    if !row.events.is_empty() {
        words.push_str(&format!(", {} events", row.events.len()));
    }
    words
}
