//! The operations as a table.
//!
//! Invariant: a real table with heads that sort; a row's name draws its lines, and its link finds
//! its traces. Absent: more rows than a page carries well; the rest is told.

use leptos::prelude::*;

use super::kinds::ChartKind;
use crate::format;
use crate::measures::{MeasureColumn, MeasureOrder, OperationMeasure};
use crate::route;
use crate::state::{AppState, Measured};

/// Rows that the page draws.
const MOST_ROWS: usize = 300;

#[component]
pub(super) fn OperationTable() -> impl IntoView {
    let app = AppState::get();
    let order = Memo::new(move |_| {
        MeasureOrder::from_words(&app.monitor.link.with(|link| link.sort.clone()))
    });
    view! {
        <div class="monitor-table">
            <table>
                <thead>
                    <tr>
                        {MeasureColumn::ALL.map(|column| view! { <Head order column/> }).collect_view()}
                        <th scope="col"><span class="visually-hidden">"Traces"</span></th>
                    </tr>
                </thead>
                {move || {
                    let measured = app.monitor.measured.get()?;
                    Some(body(app, &measured, order.get()))
                }}
            </table>
        </div>
    }
}

#[component]
fn Head(order: Memo<MeasureOrder>, column: MeasureColumn) -> impl IntoView {
    let app = AppState::get();
    let word = move || {
        let order = order.get();
        (order.column == column).then_some(if order.is_descending {
            "descending"
        } else {
            "ascending"
        })
    };
    let sign = move || match word() {
        Some("descending") => "▾",
        Some(_) => "▴",
        None => "",
    };
    let sort = move |_| {
        let words = order.get_untracked().after_click(column).words();
        app.look_at_measures(|link| link.sort = words);
    };
    let (title, explanation) = column_words(column);
    view! {
        <th scope="col" aria-sort=word title=explanation>
            <button type="button" on:click=sort>
                {title}<i aria-hidden="true">{sign}</i>
            </button>
        </th>
    }
}

fn column_words(column: MeasureColumn) -> (&'static str, &'static str) {
    match column {
        MeasureColumn::Name => ("Operation", "By name"),
        MeasureColumn::P95 => ("p95", "95 % of the calls took no longer"),
        MeasureColumn::Rate => ("Request rate", "How often it is called"),
        MeasureColumn::Errors => ("Error rate", "How many of the calls failed"),
        MeasureColumn::Impact => {
            ("Impact", "Request rate times p95, as a share of the operation that has the most")
        }
    }
}

fn body(app: AppState, measured: &Measured, order: MeasureOrder) -> impl IntoView + use<> {
    let all = &measured.measures.operations;
    let rows: Vec<AnyView> = order
        .sorted(all)
        .into_iter()
        .take(MOST_ROWS)
        .map(|operation| row(app, measured, operation, false))
        .collect();
    let left_out = all.len().saturating_sub(MOST_ROWS);
    let rest = (left_out > 0).then(|| {
        let text = format!("and {} more operations", format::count(left_out as u64));
        view! { <tr class="rest"><td colspan="6">{text}</td></tr> }
    });
    view! {
        <tbody>
            {row(app, measured, &measured.measures.whole, true)}
            {rows}
            {rest}
        </tbody>
    }
}

fn row(
    app: AppState,
    measured: &Measured,
    operation: &OperationMeasure,
    is_whole: bool,
) -> AnyView {
    let name = operation.name.clone();
    let is_looked_at = {
        let name = name.clone();
        move || app.monitor.link.with(|link| link.operation == name)
    };
    let title = match (is_whole, name.as_str()) {
        (true, _) => "All operations".to_owned(),
        (false, "") => "(no name)".to_owned(),
        (false, name) => format::visible_text(name),
    };
    let look = {
        let name = name.clone();
        move |_| app.look_at_measures(|link| link.operation.clone_from(&name))
    };
    let figures = operation.figures;
    let failed = figures.error_ratio.is_some_and(|ratio| ratio > 0.0);
    let counts = operation.counts.map(|(calls, errors)| {
        format!("{} calls, {} failed", format::count(calls), format::count(errors))
    });
    let pressed = is_looked_at.clone();
    let traces = measured.search(&name).map(|search| {
        let label = format!("Traces of {title}");
        view! { <a href=route::print(&search) aria-label=label>"Traces"</a> }
    });
    view! {
        <tr class:selected=is_looked_at class:whole=is_whole>
            <th scope="row">
                <button
                    type="button"
                    class="untrusted"
                    aria-pressed=move || pressed().to_string()
                    title="Draw its lines"
                    on:click=look
                >
                    {title}
                </button>
            </th>
            <td>{ChartKind::Latency.text(figures.p95_nanos())}</td>
            <td title=counts>{ChartKind::Rate.text(figures.rate)}</td>
            <td class:error-text=failed>{ChartKind::Errors.text(figures.error_ratio)}</td>
            <td class="monitor-impact">{(!is_whole).then(|| impact(operation.impact))}</td>
            <td>{traces}</td>
        </tr>
    }
    .into_any()
}

fn impact(share: f64) -> impl IntoView {
    let style = format!("width:{:.1}%", share * 100.0);
    view! {
        <div>
            <i aria-hidden="true"><b style=style></b></i>
            <span>{format::percent(share)}</span>
        </div>
    }
}
