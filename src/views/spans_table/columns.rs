//! The columns: their titles, their widths, their heads that sort.
//!
//! Invariant: figures stand at the right. Absent: what rows say in them.

use leptos::prelude::*;

use crate::engine::SpanColumn;
use crate::format;
use crate::state::SpansTableState;

pub(super) fn title(column: &SpanColumn) -> String {
    match column {
        SpanColumn::Service => "Service",
        SpanColumn::Name => "Name",
        SpanColumn::Kind => "Kind",
        SpanColumn::Status => "Status",
        SpanColumn::Start => "Start",
        SpanColumn::Duration => "Duration",
        SpanColumn::SelfTime => "Self",
        SpanColumn::Critical => "Critical",
        SpanColumn::Depth => "Depth",
        SpanColumn::Children => "Children",
        SpanColumn::Percentile => "Percentile",
        SpanColumn::Attribute(key) => return format::visible_text(key),
    }
    .to_owned()
}

pub(super) fn explanation(column: &SpanColumn) -> &'static str {
    match column {
        SpanColumn::Service => "Who made the span",
        SpanColumn::Name => "What the span is called",
        SpanColumn::Kind => "Its role in a call",
        SpanColumn::Status => "How it ended",
        SpanColumn::Start => "After the trace's earliest start",
        SpanColumn::Duration => "From start to end",
        SpanColumn::SelfTime => "Time in which no child of it ran",
        SpanColumn::Critical => "Time on the critical path",
        SpanColumn::Depth => "1 for a root",
        SpanColumn::Children => "Spans right below it",
        SpanColumn::Percentile => {
            "How many of the spans of this service and name in the trace took no longer"
        }
        SpanColumn::Attribute(_) => "The attribute of the span, else of its resource or scope",
    }
}

pub(super) fn is_figure(column: &SpanColumn) -> bool {
    matches!(
        column,
        SpanColumn::Start
            | SpanColumn::Duration
            | SpanColumn::SelfTime
            | SpanColumn::Critical
            | SpanColumn::Depth
            | SpanColumn::Children
            | SpanColumn::Percentile
    )
}

/// As `grid-template-columns`.
pub(super) fn template(columns: &[SpanColumn]) -> String {
    let width = |column: &SpanColumn| match column {
        SpanColumn::Service => "minmax(110px, 1.1fr)",
        SpanColumn::Name => "minmax(170px, 2.4fr)",
        SpanColumn::Attribute(_) => "minmax(130px, 1.2fr)",
        SpanColumn::Kind => "86px",
        SpanColumn::Status => "70px",
        _ => "96px",
    };
    columns.iter().map(width).collect::<Vec<_>>().join(" ")
}

pub(super) fn head(table: SpansTableState) -> AnyView {
    let columns = table.columns.get();
    columns.into_iter().map(|column| head_cell(table, column)).collect_view().into_any()
}

fn head_cell(table: SpansTableState, column: SpanColumn) -> impl IntoView {
    let own = column.clone();
    let sorted = Memo::new(move |_| {
        table.sort.with(|(column, is_descending)| (*column == own).then_some(*is_descending))
    });
    let word = move || sorted.get().map(|down| if down { "descending" } else { "ascending" });
    let sign = move || sorted.get().map(|down| if down { "▾" } else { "▴" });
    let (title, explanation) = (title(&column), explanation(&column));
    let is_figure = is_figure(&column);
    view! {
        <div role="columnheader" aria-sort=word class:figure=is_figure title=explanation>
            <button type="button" on:click=move |_| table.sort_by(&column)>
                <span class="untrusted">{title}</span>
                <i aria-hidden="true">{sign}</i>
            </button>
        </div>
    }
}
