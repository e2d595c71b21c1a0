//! Both traces in one tree: two bars a row, the durations, and the change.
//!
//! Invariant: a row says its change in words to those who hear it. Absent: which rows there are.

use leptos::prelude::*;

use super::ROW_PX;
use super::bars::{Axis, Bars, lengths};
use super::words::{duration_change, sign, word};
use crate::browser::effect::effect;
use crate::engine::{MergedRow, MergedSide};
use crate::format;
use crate::layout::Align;
use crate::scene::ServiceColor;
use crate::state::ComparisonState;
use crate::views::call_words::{call_name, tone};
use crate::views::service_mark::ServiceMark;
use crate::widgets::{ListScroll, TreeOf, TreePlace, VirtualList};

/// How far a level is moved to the right, and how many levels are.
const INDENT_PX: u32 = 14;
const MOST_INDENTS: u32 = 14;

#[component]
pub(super) fn Tree(state: ComparisonState, scroll: ListScroll) -> impl IntoView {
    follow(state, scroll);
    let key_of = move |number: u32| state.rows.with_row(number, |row| row.key);
    let is_selected = move |number: u32| {
        let selected = state.look.with(|look| look.selected);
        selected.is_some() && key_of(number) == selected
    };
    // A row far away is chosen as soon as it has come.
    let awaited = RwSignal::new(None::<u32>);
    effect(move || {
        let Some(number) = awaited.get() else { return };
        if let Some(key) = key_of(number) {
            awaited.set(None);
            state.select(Some(key));
        }
    });
    let choose = move |number: u32| {
        scroll.cursor.set(Some(number));
        awaited.set(Some(number));
    };
    let lengths = Memo::new(move |_| lengths(state));
    let about = move |number: u32| {
        state.rows.with_row(number, |row| TreePlace {
            level: row.depth + 1,
            is_open: row.has_below.then_some(row.is_open),
            above: row.above,
            place: row.place,
        })
    };
    let toggle = move |number: u32| {
        if let Some(key) = untrack(|| key_of(number)) {
            state.toggle(key);
        }
    };
    let tree = TreeOf { about: Callback::new(about), toggle: Callback::new(toggle) };
    let nothing = move || match state.rows.total() {
        Some(0) => Some(empty_words(state)),
        _ => None,
    };
    view! {
        <div class="compare-tree" style=format!("--row:{ROW_PX}px")>
            <VirtualList
                scroll
                label="Both traces in one tree"
                name="compared"
                columns=Signal::derive(|| 5)
                template=Signal::derive(|| "minmax(250px,1.1fr) minmax(120px,1.9fr) 78px 78px 86px".to_owned())
                head=move || head(state)
                row=move |number| cells(state, number, lengths)
                is_selected=is_selected
                choose=choose
                open=|()| ()
                tree=tree
            />
            {move || nothing().map(|words| view! { <p class="compare-nothing" role="status">{words}</p> })}
        </div>
    }
}

fn empty_words(state: ComparisonState) -> &'static str {
    state.look.with(|look| match (look.filter.is_empty(), look.shows_all) {
        (true, _) => {
            "Nothing differs by a hundredth of the time or more. Show all rows to see both traces."
        }
        (false, false) => {
            "Nothing that changed is let through by the filter. Show all rows, or change it."
        }
        (false, true) => "Nothing is let through by the filter; change or empty it.",
    })
}

fn follow(state: ComparisonState, scroll: ListScroll) {
    effect(move || {
        let total = state.rows.total().unwrap_or(0);
        if scroll.total.get_untracked() != total {
            scroll.total.set(total);
        }
    });
    let total = Memo::new(move |_| state.rows.total().unwrap_or(0));
    effect(move || {
        let Some(row) = state.found.get() else { return };
        // The list has its length before it is scrolled, and is scrolled once.
        if row < total.get() {
            state.found.set(None);
            scroll.total.set(total.get_untracked());
            scroll.cursor.set(Some(row));
            scroll.show(row, Align::Nearest);
        }
    });
}

fn head(state: ComparisonState) -> AnyView {
    view! {
        <div role="columnheader">"Calls"</div>
        <div role="columnheader" class="compare-axis"><span class="visually-hidden">"When they ran, A above B"</span><Axis state/></div>
        <div role="columnheader" class="figure wide">"A"</div>
        <div role="columnheader" class="figure wide">"B"</div>
        <div role="columnheader" class="figure">"Change"</div>
    }
    .into_any()
}

fn cells(state: ComparisonState, number: u32, lengths: Memo<[u64; 2]>) -> AnyView {
    let Some(row) = state.rows.with_row(number, Clone::clone) else {
        return (0..5).map(|_| view! { <div role="gridcell"></div> }).collect_view().into_any();
    };
    let [first, second] = row.sides.each_ref().map(took);
    let change = duration_change([&row.sides[0].figures, &row.sides[1].figures]);
    let class = match row.mark {
        Some(_) => format!("figure change {}", tone(change)),
        None => "figure change".to_owned(),
    };
    let lengths = lengths.get();
    view! {
        <div role="gridcell" class="compare-name"><Name state row=row.clone()/></div>
        <div role="gridcell" class="compare-bars"><Bars row=row.clone() lengths/></div>
        <div role="gridcell" class="figure wide">{first}</div>
        <div role="gridcell" class="figure main wide">{second}</div>
        <div role="gridcell" class=class>{format::change(change)}</div>
    }
    .into_any()
}

/// Of calls that are not there: nothing.
fn took(side: &MergedSide) -> String {
    if side.figures.spans == 0 {
        return String::new();
    }
    format::duration(side.figures.duration_nanos)
}

#[component]
fn Name(state: ComparisonState, row: MergedRow) -> impl IntoView {
    let (service, own) = call_name(&row.service, &row.name);
    let key = row.key;
    let indent = row.depth.min(MOST_INDENTS) * INDENT_PX;
    let arrow = row.has_below.then(|| {
        let toggle = move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            state.toggle(key);
        };
        let sign = if row.is_open { "▾" } else { "▸" };
        view! { <button type="button" class="tree-arrow" tabindex="-1" aria-hidden="true" on:click=toggle>{sign}</button> }
    });
    let change = duration_change([&row.sides[0].figures, &row.sides[1].figures]);
    let mark = row.mark.map(|mark| {
        let words = row.was.as_ref().map_or(String::new(), |(service, own)| {
            let (service, own) = call_name(service, own);
            format!(", was {service} {own}")
        });
        let title = format!("{}{words}", word(mark));
        view! {
            <span class=format!("sign {}", tone(change)) title=title.clone() aria-hidden="true">{sign(mark)}</span>
            <span class="visually-hidden">{title}": "</span>
        }
    });
    let has_mark = mark.is_some();
    let failed = (row.sides[1].figures.errors > 0 || row.sides[0].figures.errors > 0).then(|| {
        let [before, after] = row.sides.each_ref().map(|side| side.figures.errors);
        let title = format!("{before} failed in A, {after} in B");
        view! { <span class="error-text" title=title>" ✕"</span> }
    });
    view! {
        <span class="tree-indent" style=format!("width:{indent}px") aria-hidden="true"></span>
        <span class="tree-slot">{arrow}</span>
        <span class="sign-slot" class:empty=!has_mark>{mark}</span>
        <ServiceMark color=Some(ServiceColor::of(&row.service))/>
        <b class="untrusted">{service}</b>
        " "
        <span class="untrusted">{own}</span>
        <small>{calls(&row)}</small>
        {failed}
    }
}

/// `×12`, `14 → 87`; a single call: nothing.
fn calls(row: &MergedRow) -> String {
    let [before, after] = row.sides.each_ref().map(|side| u64::from(side.figures.spans));
    match (before, after) {
        (0 | 1, 0 | 1) => String::new(),
        (0, many) | (many, 0) => format!(" ×{}", format::count(many)),
        (before, after) if before == after => format!(" ×{}", format::count(after)),
        (before, after) => format!(" {} → {}", format::count(before), format::count(after)),
    }
}
