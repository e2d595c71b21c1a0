//! The path to the node that is looked into, and what is known about it.
//!
//! Invariant: every step of the path leads back there. Absent: steps beyond the nearest fifty.

use leptos::prelude::*;

use super::tooltip::{calls_text, color_of};
use crate::format;
use crate::layout::{FlameSumWindow, RowKey};
use crate::state::FlameSumState;
use crate::views::service_mark::ServiceMark;

#[component]
pub(super) fn SumTrail(sum: FlameSumState) -> impl IntoView {
    let content = move || {
        let root = sum.root.get();
        let window = sum.window.get()?;
        Some(view! {
            <nav aria-label="Path">
                <ol>
                    <li>{step(sum, None, "All".to_owned(), root.is_none())}</li>
                    {above(sum, &window)}
                    {root.map(|root| view! { <li>{here(sum, &window, root)}</li> })}
                </ol>
            </nav>
            <span class="flame-trail-figures">{figures(&window, root)}</span>
            {root.map(|root| {
                let inspect = move |_| {
                    sum.trace.go_to(root);
                    sum.trace.inspector_open.set(true);
                };
                view! {
                    <button type="button" class="link-button" on:click=inspect>
                        "Inspect its first span"
                    </button>
                }
            })}
        })
    };
    view! { <div class="flame-trail">{content}</div> }
}

fn above(sum: FlameSumState, window: &FlameSumWindow) -> impl IntoView + use<> {
    let rows = window.above.iter().map(|row| {
        let name = format::visible_text(&row.name);
        let color = color_of(sum.trace, row.figures.service);
        view! { <li><ServiceMark color/>{step(sum, Some(row.figures.key), name, false)}</li> }
    });
    rows.collect_view()
}

fn here(sum: FlameSumState, window: &FlameSumWindow, root: RowKey) -> impl IntoView + use<> {
    let share = window.shares.first().filter(|share| share.figures.depth == 0);
    let color = share.and_then(|share| color_of(sum.trace, share.figures.service));
    let name = share.map(|share| format::visible_text(window.name(share))).unwrap_or_default();
    view! { <ServiceMark color/>{step(sum, Some(root), name, true)} }
}

fn step(
    sum: FlameSumState,
    node: Option<RowKey>,
    name: String,
    is_here: bool,
) -> impl IntoView + use<> {
    view! {
        <button
            type="button"
            class="untrusted"
            aria-current=is_here.then_some("step")
            on:click=move |_| sum.look_into(node)
        >
            {name}
        </button>
    }
}

fn figures(window: &FlameSumWindow, root: Option<RowKey>) -> String {
    let work = format!("{} of work", format::duration(window.total_nanos));
    let share = window.shares.first().filter(|_| root.is_some());
    match share.map(|share| &share.figures) {
        Some(node) => format!(
            "{work} · self {} · {}",
            format::duration(node.self_nanos),
            calls_text(node.count, node.errors)
        ),
        None => work,
    }
}
