//! The flame graph of the difference, with the widths of one side.
//!
//! Invariant: what changed bears its sign beside its colour; one box is reached by Tab, the others
//! from it by arrows, and the focus stays on a box when it is looked into. Absent: what is narrower
//! than a pixel.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;

use super::words::{sign, word};
use crate::browser::effect::effect;
use crate::browser::events::{self, on_resize};
use crate::engine::FlameBox;
use crate::format;
use crate::layout::{BoxStep, LaneBox, NodeKey, box_step};
use crate::state::ComparisonState;
use crate::views::call_words::call_name;

const LANE_PX: u32 = 20;
/// From here on a box has a name.
const LEAST_NAMED_PX: f64 = 34.0;

#[component]
pub(super) fn Flame(state: ComparisonState, side: usize) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let guard = StoredValue::new_local(None);
    effect(move || {
        let Some(frame) = frame.get() else { return };
        guard.set_value(Some(on_resize(&frame, move |width, _| {
            if state.flame_width_px.try_get_untracked().is_some_and(|known| known != width) {
                state.flame_width_px.set(width);
            }
        })));
    });
    on_cleanup(move || guard.set_value(None));
    // Boxes are drawn anew; the one that had the focus gets it back.
    let focused = RwSignal::new(None::<NodeKey>);
    effect(move || {
        let boxes = state.flame.get();
        let wanted = focused.get_untracked();
        let place = boxes.iter().position(|it| Some(it.key) == wanted);
        if let Some(place) = place {
            request_animation_frame(move || {
                if events::is_focus_lost() {
                    events::focus(&box_id(place));
                }
            });
        }
    });
    // The one that Tab leads to. All others are below the first.
    let entry = Memo::new(move |_| {
        let boxes = state.flame.get();
        let selected = state.look.with(|look| look.selected);
        let place = |key: Option<NodeKey>| boxes.iter().position(|it| Some(it.key) == key);
        place(focused.get()).or_else(|| place(selected)).unwrap_or(0)
    });
    let is_rooted = move || state.look.with(|look| look.flame_root.is_some());
    let show_all = move |_| {
        // This button goes; its focus goes to where one was looked into.
        focused.set(state.look.with_untracked(|look| look.flame_root));
        state.look.update(|look| look.flame_root = None);
    };
    let words = match side {
        0 => "As wide as the work in A; what is gone can be seen here. A click looks into a box.",
        _ => "As wide as the work in B; what is new can be seen here. A click looks into a box.",
    };
    let height = move || {
        let deepest = state.flame.with(|all| all.iter().map(|it| it.depth + 1).max());
        format!("height:{}px", deepest.unwrap_or(1) * LANE_PX)
    };
    view! {
        <div class="compare-flame">
            <p class="compare-flame-note">
                <span>{words}</span>
                <span class="legend more" aria-hidden="true">"▲ more than before"</span>
                <span class="legend less" aria-hidden="true">"▼ less"</span>
                <Show when=is_rooted>
                    <button type="button" class="link-button" on:click=show_all>
                        "Show all"
                    </button>
                </Show>
            </p>
            <Show when=move || state.flame.with(|all| all.is_empty())>
                <p class="compare-intro">"This side did no work here."</p>
            </Show>
            <div class="compare-flame-scroll">
                <div
                    class="compare-flame-boxes"
                    node_ref=frame
                    style=height
                    role="group"
                    aria-label="Calls, their callers above"
                    on:keydown=move |event| box_key(state, focused, &event)
                    on:focusout=move |event| if event.related_target().is_some() { focused.set(None) }
                >
                    {move || {
                        let boxes = state.flame.get();
                        let boxes = boxes.iter().enumerate();
                        boxes.map(|(place, it)| box_view(state, focused, entry, it, place)).collect_view()
                    }}
                </div>
            </div>
        </div>
    }
}

fn box_id(place: usize) -> String {
    format!("compare-flame-{place}")
}

/// Arrows go from box to box.
fn box_key(state: ComparisonState, focused: RwSignal<Option<NodeKey>>, event: &KeyboardEvent) {
    let boxes = state.flame.get_untracked();
    let Some(at) = focused.get_untracked() else { return };
    let Some(place) = boxes.iter().position(|it| it.key == at) else { return };
    let step = match event.key().as_str() {
        "ArrowUp" => BoxStep::Out,
        "ArrowDown" => BoxStep::In,
        "ArrowLeft" => BoxStep::Left,
        "ArrowRight" => BoxStep::Right,
        _ => return,
    };
    event.prevent_default();
    let lane_box =
        |it: &FlameBox| LaneBox { lane: it.depth, left_px: it.left_px, width_px: it.width_px };
    let all: Vec<LaneBox> = boxes.iter().map(lane_box).collect();
    if let Some(next) = box_step(&all, place, step) {
        events::focus(&box_id(next));
    }
}

fn box_view(
    state: ComparisonState,
    focused: RwSignal<Option<NodeKey>>,
    entry: Memo<usize>,
    it: &FlameBox,
    place: usize,
) -> impl IntoView + use<> {
    let key = it.key;
    let (service, own) = call_name(&it.service, &it.name);
    let [before, after] = it.work_nanos;
    let change = after as i64 - before as i64;
    let strength =
        (change.unsigned_abs() as f64 / before.max(after).max(1) as f64 * 20.0).min(20.0);
    let tone = match (it.mark.is_some(), change) {
        (_, 0) | (false, _) => "same",
        (true, more) if more > 0 => "more",
        _ => "less",
    };
    let sign = it.mark.map(sign).filter(|_| tone != "same");
    let words = format!(
        "{service} {own}: {} of work in A, {} in B, {}{}",
        format::duration(before),
        format::duration(after),
        format::change(change),
        it.mark.map(|mark| format!(", {}", word(mark))).unwrap_or_default(),
    );
    let style = format!(
        "left:{:.2}px;width:{:.2}px;top:{}px;--strength:{:.0}%",
        it.left_px,
        (it.width_px - 0.5).max(0.5),
        it.depth * LANE_PX,
        14.0 + strength,
    );
    let text = (it.width_px >= LEAST_NAMED_PX)
        .then(|| format!("{} {own}", sign.unwrap_or_default()).trim().to_owned());
    let is_selected = move || state.look.with(|look| look.selected == Some(key));
    let look_into = move |_| {
        state.look.update(|look| {
            look.selected = Some(key);
            look.flame_root = if look.flame_root == Some(key) { None } else { Some(key) };
        });
    };
    view! {
        <button
            type="button"
            id=box_id(place)
            class=format!("flame-box {tone}")
            tabindex=move || if entry.get() == place { "0" } else { "-1" }
            on:focus=move |_| focused.set(Some(key))
            class:selected=is_selected
            style=style
            title=words.clone()
            aria-label=words
            on:click=look_into
        >
            <span class="untrusted" aria-hidden="true">{text}</span>
        </button>
    }
}
