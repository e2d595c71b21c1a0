//! The row above the map: which twin, how edges are drawn, what is let through.
//!
//! Invariant: every choice is in the address. Absent: where the map is from (see `source`).

use leptos::prelude::*;

use super::words::name_of;
use crate::engine::{GraphGrouping, Hops};
use crate::format;
use crate::layout::service_map::WidthBy;
use crate::route::MapShape;
use crate::state::{MANY_NODES, MapPicture};

#[component]
pub(super) fn Bar(
    picture: MapPicture,
    /// Where it is from.
    children: Children,
) -> impl IntoView {
    let look = picture.look;
    let shape = Memo::new(move |_| look.with(|look| look.shape));
    view! {
        <div class="map-bar">
            <div class="map-shapes" role="group" aria-label="Shown as">
                {MapShape::ALL
                    .map(|one| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || (shape.get() == one).to_string()
                                on:click=move |_| picture.change(|look| look.shape = one)
                            >
                                {title_of(one)}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            {children()}
            <label class="map-choice">
                <span>"Width"</span>
                <select
                    class="field"
                    id="map-width"
                    on:change=move |event| {
                        let word = event_target_value(&event);
                        let by = WidthBy::ALL.into_iter().find(|by| by.word() == word);
                        picture.change(|look| look.width_by = by.unwrap_or_default());
                    }
                >
                    {WidthBy::ALL
                        .map(|by| {
                            let is_chosen = move || look.with(|look| look.width_by == by);
                            view! { <option value=by.word() selected=is_chosen>{by.word()}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
            <Grouping picture/>
            <label class="map-check">
                <input
                    type="checkbox"
                    prop:checked=move || look.with(|look| look.filter.is_failing)
                    on:change=move |event| {
                        let is_checked = event_target_checked(&event);
                        picture.change(|look| look.filter.is_failing = is_checked);
                    }
                />
                "failing only"
            </label>
            <label class="map-choice">
                <span>"At least"</span>
                <input
                    class="field map-least"
                    type="number"
                    min="1"
                    id="map-least"
                    aria-label="Calls of an edge, at least"
                    prop:value=move || look.with(|look| look.filter.least_calls.max(1).to_string())
                    on:change=move |event| {
                        let least = event_target_value(&event).parse().unwrap_or(1);
                        picture.change(|look| look.filter.least_calls = least);
                    }
                />
                <span>"calls"</span>
            </label>
            <input
                class="field map-find"
                type="search"
                id="map-find"
                placeholder="Find a service"
                aria-label="Find a service"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || look.with(|look| look.filter.name.clone())
                on:input=move |event| {
                    let name = event_target_value(&event);
                    picture.change(|look| look.filter.name = name);
                }
            />
            <Focus picture/>
        </div>
        <Many picture/>
    }
}

fn title_of(shape: MapShape) -> &'static str {
    match shape {
        MapShape::Force => "Force",
        MapShape::Layered => "Layered",
        MapShape::Matrix => "Matrix",
        MapShape::Table => "Table",
    }
}

#[component]
fn Grouping(picture: MapPicture) -> impl IntoView {
    let look = picture.look;
    let titles = ["no groups", "by prefix", "by namespace"];
    view! {
        <label class="map-choice">
            <span>"Group"</span>
            <select
                class="field"
                id="map-group"
                on:change=move |event| {
                    let word = event_target_value(&event);
                    let by = GraphGrouping::ALL.into_iter().find(|by| by.word() == word);
                    picture.change(|look| {
                        look.grouping = by.unwrap_or_default();
                        look.open_groups.clear();
                    });
                }
            >
                {GraphGrouping::ALL
                    .into_iter()
                    .zip(titles)
                    .map(|(by, title)| {
                        let is_chosen = move || look.with(|look| look.grouping == by);
                        view! { <option value=by.word() selected=is_chosen>{title}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// What is looked at from near, and how far around it.
#[component]
fn Focus(picture: MapPicture) -> impl IntoView {
    let look = picture.look;
    let focus = Memo::new(move |_| look.with(|look| look.focus.clone()));
    let hops = move |title: &'static str, of: fn(&mut Hops) -> &mut u8| {
        view! {
            <label>
                {title}
                <select
                    class="field"
                    on:change=move |event| {
                        let hops = event_target_value(&event).parse().unwrap_or(2);
                        picture.change(|look| *of(&mut look.hops) = hops);
                    }
                >
                    {(0..=Hops::MOST)
                        .map(|hops| {
                            let is_chosen = move || look.with(|look| *of(&mut look.hops.clone()) == hops);
                            view! { <option value=hops.to_string() selected=is_chosen>{hops}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
        }
    };
    move || {
        let key = focus.get();
        (!key.is_empty()).then(|| {
            let name = picture.graph.with_untracked(|graph| {
                let graph = &graph.as_ref()?.graph;
                Some(name_of(&graph.nodes[graph.place(&key)? as usize]))
            });
            let name = name.unwrap_or_else(|| format::visible_text(&key));
            view! {
                <span class="map-focus" role="group" aria-label="Focus">
                    <b class="untrusted">{name}</b>
                    {hops("up", |hops| &mut hops.up)}
                    {hops("down", |hops| &mut hops.down)}
                    <label>
                        <input
                            type="checkbox"
                            prop:checked=move || look.with(|look| look.hides_rest)
                            on:change=move |event| {
                                let is_checked = event_target_checked(&event);
                                picture.change(|look| look.hides_rest = is_checked);
                            }
                        />
                        "hide the rest"
                    </label>
                    <button
                        type="button"
                        aria-label="End the focus"
                        on:click=move |_| picture.change(|look| {
                            look.focus = String::new();
                            look.hides_rest = false;
                        })
                    >
                        "✕"
                    </button>
                </span>
            }
        })
    }
}

/// That there is too much for an eye, and what would help; it can be said no to.
#[component]
fn Many(picture: MapPicture) -> impl IntoView {
    let is_refused = RwSignal::new(false);
    let count = Memo::new(move |_| picture.shown.with(|shown| shown.graph.nodes.len()));
    let is_many = move || count.get() > MANY_NODES;
    let is_ungrouped =
        move || picture.look.with(|look| look.grouping == GraphGrouping::None && !look.hides_rest);
    let group = move |by| picture.change(|look| look.grouping = by);
    view! {
        <Show when=move || is_many() && is_ungrouped() && !is_refused.get()>
            <div class="map-many" role="status">
                <span>
                    {move || format!(
                        "{} nodes are hard to read. Group them, find one, or focus on one to see what is around it.",
                        format::count(count.get() as u64),
                    )}
                </span>
                <button type="button" class="button" on:click=move |_| group(GraphGrouping::Prefix)>"Group by prefix"</button>
                <button type="button" class="button" on:click=move |_| group(GraphGrouping::Namespace)>"By namespace"</button>
                <button type="button" class="button" on:click=move |_| is_refused.set(true)>"Leave it"</button>
            </div>
        </Show>
    }
}
