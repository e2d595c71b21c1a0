//! The flame graph of the difference, with the widths of one side.
//!
//! Invariant: what changed bears its sign beside its colour. Absent: what is narrower than a pixel.

use leptos::html::Div;
use leptos::prelude::*;

use super::words::{name, sign, signed, word};
use crate::browser::effect::effect;
use crate::browser::events::on_resize;
use crate::engine::FlameBox;
use crate::format;
use crate::state::ComparisonState;

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
    let is_rooted = move || state.look.with(|look| look.flame_root.is_some());
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
                    <button type="button" class="link-button" on:click=move |_| state.look.update(|look| look.flame_root = None)>
                        "Show all"
                    </button>
                </Show>
            </p>
            <Show when=move || state.flame.with(|all| all.is_empty())>
                <p class="compare-intro">"This side did no work here."</p>
            </Show>
            <div class="compare-flame-scroll">
                <div class="compare-flame-boxes" node_ref=frame style=height>
                    {move || {
                        let boxes = state.flame.get();
                        boxes.iter().map(|it| box_view(state, it)).collect_view()
                    }}
                </div>
            </div>
        </div>
    }
}

fn box_view(state: ComparisonState, it: &FlameBox) -> impl IntoView + use<> {
    let key = it.key;
    let (service, own) = name(&it.service, &it.name);
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
        signed(change),
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
            class=format!("flame-box {tone}")
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
