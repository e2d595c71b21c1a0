//! Calls that are compared as one, side by side.
//!
//! Invariant: what changed stands first. Absent: everything else about a span, which is on the
//! page of its trace.

use std::sync::Arc;

use leptos::prelude::*;

use super::words::word;
use crate::engine::{AttributeChangeView, CallView, PairDetail, SideFigures, Text};
use crate::format;
use crate::route;
use crate::scene::ServiceColor;
use crate::state::ComparisonState;
use crate::trace::SpanKind;
use crate::views::call_words::{call_name, tone};
use crate::views::service_mark::ServiceMark;
use crate::widgets::{Icon, IconName};

#[component]
pub(super) fn Pair(state: ComparisonState) -> impl IntoView {
    move || {
        let detail = state.detail.get()?;
        let (service, own) = call_name(&detail.service, &detail.name);
        let kind = match detail.kind {
            SpanKind::Unspecified => String::new(),
            kind => format!(" · {}", kind.name()),
        };
        Some(view! {
            <aside class="inspector" aria-label="The calls side by side">
                <div class="sheet-grip" aria-hidden="true"></div>
                <header>
                    <h2>
                        <ServiceMark color=Some(ServiceColor::of(&detail.service))/>
                        <span class="untrusted">{own}</span>
                    </h2>
                    <p><span class="untrusted">{service}</span>{kind}" · "{changes(&detail)}</p>
                    <div class="inspector-actions">
                        <button
                            type="button"
                            class="icon-button"
                            aria-label="Close"
                            on:click=move |_| state.select(None)
                        >
                            <Icon name=IconName::Close/>
                        </button>
                    </div>
                </header>
                <div class="inspector-scroll" tabindex="0" aria-label="About the calls">
                    <Figures detail=detail.clone()/>
                    <Attributes detail=detail.clone()/>
                    <Calls state detail=detail.clone() side=0/>
                    <Calls state detail=detail.clone() side=1/>
                </div>
            </aside>
        })
    }
}

/// What happened to the calls, in a few words.
fn changes(detail: &PairDetail) -> String {
    let was = detail.was.as_ref().map(|(service, own)| {
        let (service, own) = call_name(service, own);
        format!("was {service} {own}")
    });
    let reordered = (detail.is_reordered).then(|| "in another order".to_owned());
    let mark = Some(detail.mark.map_or("as before", word).to_owned());
    let mark = mark.filter(|mark| reordered.as_ref() != Some(mark));
    mark.into_iter().chain(was).chain(reordered).collect::<Vec<_>>().join(", ")
}

#[component]
fn Figures(detail: Arc<PairDetail>) -> impl IntoView {
    let sides = detail.figures.each_ref();
    let time = |title: &'static str, of: fn(&SideFigures) -> u64| {
        let values = sides.map(of);
        let change = values[1] as i64 - values[0] as i64;
        row(title, values.map(format::duration), format::change(change), tone(change))
    };
    let count = |title: &'static str, of: fn(&SideFigures) -> u32| {
        let values = sides.map(|side| u64::from(of(side)));
        let change = values[1] as i64 - values[0] as i64;
        let sign = if change > 0 { "+" } else { "−" };
        let words = match change {
            0 => "0".to_owned(),
            change => format!("{sign}{}", format::count(change.unsigned_abs())),
        };
        row(
            title,
            values.map(format::count),
            words,
            if title == "Failed" { tone(change) } else { "same" },
        )
    };
    let is_group = sides.iter().any(|side| side.spans > 1);
    view! {
        <table class="pair-figures">
            <thead><tr><td></td><th scope="col">"A"</th><th scope="col">"B"</th><th scope="col">"Change"</th></tr></thead>
            <tbody>
                {time("Duration", |side| side.duration_nanos)}
                {is_group.then(|| time("Longest", |side| side.max_nanos))}
                {time("Own time", |side| side.self_nanos)}
                {time("Waited for", |side| side.critical_nanos)}
                {count("Calls", |side| side.spans)}
                {count("Failed", |side| side.errors)}
            </tbody>
        </table>
    }
}

fn row(title: &'static str, values: [String; 2], change: String, tone: &'static str) -> AnyView {
    let [first, second] = values;
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td>{first}</td>
            <td>{second}</td>
            <td class=tone>{change}</td>
        </tr>
    }
    .into_any()
}

/// In what the longest calls of both sides differ.
#[component]
fn Attributes(detail: Arc<PairDetail>) -> impl IntoView {
    if detail.figures.iter().any(|side| side.spans == 0) {
        return ().into_any();
    }
    let (always, telling): (Vec<_>, Vec<_>) =
        detail.attributes.iter().cloned().partition(|change| change.is_incidental);
    let is_group = detail.figures.iter().any(|side| side.spans > 1);
    let title = match (telling.is_empty(), is_group) {
        (true, _) => "No attribute changed",
        (false, true) => "Attributes that changed, of the longest calls",
        (false, false) => "Attributes that changed",
    };
    let always = (!always.is_empty()).then(|| {
        let words = format!("{} that differ between any two calls", always.len());
        view! {
            <details class="section pair-always">
                <summary>{words}</summary>
                {attribute_lines(always)}
            </details>
        }
    });
    view! {
        <section class="section">
            <h3>{title}</h3>
            {attribute_lines(telling)}
        </section>
        {always}
    }
    .into_any()
}

fn attribute_lines(changes: Vec<AttributeChangeView>) -> AnyView {
    let value = |text: Option<Text>, class: &'static str| {
        let words = text.as_ref().map_or("not there".to_owned(), |text| {
            let rest = if text.is_cut() { "…" } else { "" };
            format!("{}{rest}", format::visible_text(&text.shown))
        });
        let class = if text.is_none() { "empty" } else { class };
        view! { <dd class=class><span class="untrusted">{words}</span></dd> }
    };
    let line = |change: AttributeChangeView| {
        let of = change.is_of_resource.then_some("resource ");
        view! {
            <div>
                <dt><small>{of}</small><span class="untrusted">{format::visible_text(&change.key)}</span></dt>
                {value(change.before, "before")}
                {value(change.after, "after")}
            </div>
        }
    };
    view! { <dl class="pair-attributes">{changes.into_iter().map(line).collect_view()}</dl> }
        .into_any()
}

#[component]
fn Calls(state: ComparisonState, detail: Arc<PairDetail>, side: usize) -> impl IntoView {
    let letter = if side == 0 { "A" } else { "B" };
    let calls = detail.calls[side].clone();
    let total = detail.figures[side].spans as usize;
    let left = total - calls.len();
    let title = match total {
        0 => format!("No call in {letter}"),
        1 => format!("The call in {letter}"),
        many => format!("{} calls in {letter}, the longest first", format::count(many as u64)),
    };
    let line = move |call: CallView| {
        let href = move || state.route_of(side, call.key).map(|it| route::print(&it));
        view! {
            <li>
                <a href=href class="mono">{call.key.span_id().to_string()}</a>
                <span>"at "{format::offset(call.offset_nanos as i64)}</span>
                <b>{format::duration(call.duration_nanos)}</b>
                {call.is_error.then(|| view! { <span class="error-text" title="This call failed">"✕"</span> })}
            </li>
        }
    };
    view! {
        <section class="section">
            <h3>{title}</h3>
            <ul class="pair-calls">{calls.into_iter().map(line).collect_view()}</ul>
            {(left > 0).then(|| view! { <p class="quiet pair-left">{format!("and {} shorter ones", format::count(left as u64))}</p> })}
        </section>
    }
}
