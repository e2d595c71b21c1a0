//! How the durations of one group lie: a histogram on a logarithmic axis.
//!
//! Invariant: the bars are the engine's counts; a table says the same to those who cannot see
//! them. Absent: smoothing.

use std::sync::Arc;

use leptos::html::Canvas;
use leptos::prelude::*;

use super::StatisticsState;
use super::chart::draw;
use super::columns::name_texts;
use crate::browser::chart::ChartBackend;
use crate::browser::effect::effect;
use crate::browser::events::on_resize;
use crate::browser::tokens;
use crate::engine::{Bucket, GroupRow, Grouping};
use crate::format;
use crate::state::AppState;
use crate::widgets::{Icon, IconName};

#[component]
pub(super) fn HistogramPane(local: StatisticsState, grouping: Memo<Grouping>) -> impl IntoView {
    let buckets = RwSignal::new(Arc::<Vec<Bucket>>::default());
    effect(move || {
        let Some(group) = local.chosen.get() else { return };
        let grouping = grouping.get_untracked();
        local
            .state
            .ask_histogram(grouping, group.places, move |found| buckets.set(Arc::new(found)));
    });
    let title = move || local.chosen.get().map(|group| view! { <Title group/> });
    view! {
        <aside class="histogram" aria-label="Durations">
            <header>
                {title}
                <ShowSpans local/>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close the durations"
                    on:click=move |_| local.chosen.set(None)
                >
                    <Icon name=IconName::Close/>
                </button>
            </header>
            <HistogramCanvas buckets/>
            <div class="visually-hidden">{move || buckets.with(|buckets| twin(buckets))}</div>
        </aside>
    }
}

/// From the group to its spans, where a filter can name them.
#[component]
fn ShowSpans(local: StatisticsState) -> impl IntoView {
    let filter = Memo::new(move |_| {
        let (table, group) = (local.table.get()?, local.chosen.get()?);
        local.state.filter_of_group(&table, &group)
    });
    move || {
        filter.get().map(|filter| {
            let show = move |_| local.state.show_filtered(&filter);
            view! { <button type="button" class="link-button show-spans" on:click=show>"Show these spans"</button> }
        })
    }
}

#[component]
fn Title(group: GroupRow) -> impl IntoView {
    let (service, text) = name_texts(&group.name);
    let figures = group.figures;
    let facts = format!(
        "{} spans, {} to {}, half within {}",
        format::count(figures.count),
        format::duration(figures.min_nanos),
        format::duration(figures.max_nanos),
        format::duration(figures.p50_nanos),
    );
    view! {
        <h2>
            {service.map(|service| view! { <b class="untrusted">{service}</b> })}
            <span class="untrusted">{text}</span>
        </h2>
        <p>{facts}</p>
    }
}

#[component]
fn HistogramCanvas(buckets: RwSignal<Arc<Vec<Bucket>>>) -> impl IntoView {
    let app = AppState::get();
    let canvas = NodeRef::<Canvas>::new();
    let size_px = RwSignal::new((0.0, 0.0));
    let guard = StoredValue::new_local(None);
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        guard.set_value(Some(on_resize(canvas.as_ref(), move |width, height| {
            if size_px.try_get_untracked().is_some_and(|size| size != (width, height)) {
                size_px.set((width, height));
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
    effect(move || {
        app.theme.track();
        let (Some(canvas), size_px) = (canvas.get(), size_px.get()) else { return };
        if size_px.0 < 1.0 {
            return;
        }
        buckets.with(|buckets| {
            if let Some(backend) = ChartBackend::clear(&canvas, size_px)
                && let Err(error) = draw(backend, buckets, &tokens::read())
            {
                // Without a chart the table beside it still tells the figures.
                leptos::logging::warn!("the histogram could not be drawn: {error:?}");
            }
        });
    });
    view! { <canvas node_ref=canvas aria-hidden="true"></canvas> }
}

/// The same as a table.
fn twin(buckets: &[Bucket]) -> impl IntoView + use<> {
    let filled = buckets.iter().filter(|bucket| bucket.count > 0);
    let rows = filled.map(|bucket| {
        view! {
            <tr>
                <th scope="row">{format!("from {}", format::duration(bucket.from_nanos))}</th>
                <td>{bucket.count}</td>
                <td>{bucket.errors}</td>
            </tr>
        }
    });
    view! {
        <table>
            <thead><tr><th>"Duration"</th><th>"Spans"</th><th>"Failed"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
