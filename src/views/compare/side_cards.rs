//! The two traces that are compared, each on a card, and a button that turns them round.
//!
//! Invariant: a card says what is there, or that nothing was chosen yet. Absent: choosing (see
//! `picking`).

use leptos::prelude::*;

use crate::browser::location;
use crate::engine::TraceListing;
use crate::format;
use crate::route::{self, Route};
use crate::state::{AppState, SideStatus};
use crate::widgets::{Icon, IconName};

#[component]
pub fn SideCards(sides: [Memo<SideStatus>; 2]) -> impl IntoView {
    let app = AppState::get();
    let words = move || {
        let Route::Compare(link) = app.route.get() else { return None };
        let words = app.normal.words.get()?;
        (words.sides == link.sides).then_some(words.words)
    };
    view! {
        <div class="compare-sides">
            <Card status=sides[0] side=0/>
            <button
                type="button"
                class="button compare-swap"
                aria-label="Swap A and B"
                title="Swap A and B"
                on:click=move |_| app.swap_sides()
            >
                "⇄"
            </button>
            <Card status=sides[1] side=1/>
            {move || words().map(|words| view! { <p class="compare-normal untrusted">{words}</p> })}
        </div>
    }
}

#[component]
fn Card(status: Memo<SideStatus>, side: usize) -> impl IntoView {
    let app = AppState::get();
    let letter = if side == 0 { "A" } else { "B" };
    let is_chosen = move || status.get() != SideStatus::Open;
    let inside = move || match status.get() {
        SideStatus::Open => said("Choose a trace", "or drop its file on the page"),
        SideStatus::Absent(..) => said("Not loaded", "see below"),
        SideStatus::Loading => said("Loading…", ""),
        SideStatus::Failed(opening) => said("Could not be opened", &opening.name),
        SideStatus::Several(opening) => said("Which of its traces?", &opening.name),
        SideStatus::There(listing, source) => there(app, side, &listing, &source),
    };
    view! {
        <section class="compare-card" class:second={side == 1} aria-label=format!("Trace {letter}")>
            <b class="compare-letter" aria-hidden="true">{letter}</b>
            {inside}
            <Show when=is_chosen>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=format!("Choose another trace as {letter}")
                    title="Choose another trace"
                    on:click=move |_| app.choose_side(side, None)
                >
                    <Icon name=IconName::Close/>
                </button>
            </Show>
        </section>
    }
}

/// Of an address its last part, which names the file.
fn short_name(source: &str) -> String {
    let last = source.trim_end_matches('/').rsplit('/').next().unwrap_or(source);
    format::visible_text(last)
}

fn said(title: &'static str, detail: &str) -> AnyView {
    let detail = format::visible_text(detail);
    view! { <div class="compare-what"><b>{title}</b><small class="untrusted">{detail}</small></div> }
        .into_any()
}

fn there(app: AppState, side: usize, listing: &TraceListing, source: &str) -> AnyView {
    let at = listing.start_nanos;
    let when = move || format::date_time(at, app.offset_minutes(at), Some(location::this_year()));
    let (source, spans) = (short_name(source), format::count(u64::from(listing.spans)));
    let spans =
        if listing.spans == 1 { " · 1 span".to_owned() } else { format!(" · {spans} spans") };
    let errors = (listing.errors > 0).then(|| {
        let word = if listing.errors == 1 { "error" } else { "errors" };
        view! { <span class="error-text">{format!(" {} {word}", format::count(u64::from(listing.errors)))}</span> }
    });
    let href = move || match app.route.get() {
        Route::Compare(link) => link.sides[side].as_ref().map(|it| route::print(&it.route())),
        _ => None,
    };
    view! {
        <div class="compare-what">
            <a href=href title="Opens this trace alone">
                <b class="untrusted">{format::visible_text(&listing.root_service)}</b>
                " "
                <span class="untrusted">{format::visible_text(&listing.root_name)}</span>
            </a>
            {errors}
            <small>{when}{spans}" · "<span class="untrusted">{source}</span></small>
        </div>
        <strong title=format::duration_exact(listing.duration_nanos)>{format::duration(listing.duration_nanos)}</strong>
    }
    .into_any()
}
