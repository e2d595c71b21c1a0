//! Which picture, which rows, which scale.
//!
//! Invariant: what is chosen is in the address. Absent: the pictures.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::PANEL_ID;
use crate::browser::events;
use crate::format;
use crate::route::CompareView;
use crate::state::ComparisonState;

pub(super) fn tab_id(view: CompareView) -> String {
    format!("compare-tab-{}", view.name())
}

fn title(view: CompareView) -> &'static str {
    match view {
        CompareView::Tree => "Merged tree",
        CompareView::FlameOfSecond => "Flame A→B",
        CompareView::FlameOfFirst => "Flame B→A",
    }
}

#[component]
pub(super) fn Tools(state: ComparisonState) -> impl IntoView {
    let view = Memo::new(move |_| state.look.with(|look| look.view));
    let is_tree = move || view.get() == CompareView::Tree;
    view! {
        <div class="trace-bar compare-bar">
            <div class="tabs" role="tablist" aria-label="Pictures of the comparison" on:keydown=move |event| tab_key(state, &event)>
                {CompareView::ALL.map(|one| view! { <Tab state one view/> }).collect_view()}
            </div>
            <Show when=is_tree><Filter state/><Choices state/></Show>
        </div>
        {move || state.problem.get().map(|problem| {
            view! { <p class="compare-problem error-text" role="alert">{format::visible_text(format!("{} {}", problem.message, problem.hint).trim())}</p> }
        })}
    }
}

#[component]
fn Tab(state: ComparisonState, one: CompareView, view: Memo<CompareView>) -> impl IntoView {
    let is_shown = move || view.get() == one;
    view! {
        <button
            type="button"
            role="tab"
            id=tab_id(one)
            aria-selected=move || is_shown().to_string()
            aria-controls=PANEL_ID
            tabindex=move || if is_shown() { "0" } else { "-1" }
            on:click=move |_| state.look.update(|look| look.view = one)
        >
            {title(one)}
        </button>
    }
}

/// Arrows go round the tabs, Home and End to the ends.
fn tab_key(state: ComparisonState, event: &KeyboardEvent) {
    let all = CompareView::ALL;
    let shown = state.look.with_untracked(|look| look.view);
    let place = all.iter().position(|&view| view == shown).unwrap_or(0);
    let next = match event.key().as_str() {
        "ArrowRight" => all[(place + 1) % all.len()],
        "ArrowLeft" => all[(place + all.len() - 1) % all.len()],
        "Home" => all[0],
        "End" => all[all.len() - 1],
        _ => return,
    };
    event.prevent_default();
    state.look.update(|look| look.view = next);
    events::focus(&tab_id(next));
}

#[component]
fn Filter(state: ComparisonState) -> impl IntoView {
    view! {
        <input
            class="field compare-filter"
            type="search"
            placeholder="Filter calls of either trace"
            aria-label="Filter calls of either trace"
            autocomplete="off"
            spellcheck="false"
            aria-invalid=move || state.problem.with(Option::is_some).then_some("true")
            prop:value=move || state.look.with(|look| look.filter.clone())
            on:input=move |event| {
                let text = event_target_value(&event);
                state.look.update(|look| look.filter = text);
            }
        />
    }
}

#[component]
fn Choices(state: ComparisonState) -> impl IntoView {
    let is_changed_only = move || state.look.with(|look| !look.shows_all);
    let is_own_scale = move || state.look.with(|look| look.is_own_scale);
    let aligned = Memo::new(move |_| state.look.with(|look| look.aligned));
    let selected = Memo::new(move |_| state.look.with(|look| look.selected));
    let is_on_both = move || {
        let detail = state.detail.get();
        detail.is_some_and(|detail| detail.figures.iter().all(|side| side.spans > 0))
    };
    let can_align = move || !is_own_scale() && (aligned.get().is_some() || is_on_both());
    let align = move |_| {
        let selected = selected.get_untracked();
        state.look.update(|look| {
            look.aligned = if look.aligned.is_some() { None } else { selected };
        });
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || is_changed_only().to_string()
            title="Hides rows in which nothing changed by a hundredth of the time or more"
            on:click=move |_| state.look.update(|look| look.shows_all = !look.shows_all)
        >
            "Changed only"
        </button>
        <button
            type="button"
            class="chip"
            aria-pressed=move || aligned.get().is_some().to_string()
            disabled=move || !can_align()
            title="The selected calls begin together, rather than the traces"
            on:click=align
        >
            "Align at selection"
        </button>
        <button
            type="button"
            class="chip"
            aria-pressed=move || (!is_own_scale()).to_string()
            title="One scale for both, rather than each trace over the whole width"
            on:click=move |_| state.look.update(|look| look.is_own_scale = !look.is_own_scale)
        >
            "Same scale"
        </button>
    }
}
