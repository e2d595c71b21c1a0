//! Before there is anything to compare: how two sets are made.
//!
//! Invariant: what can be compared now is one click away. Absent: searching.

use leptos::prelude::*;

use super::split_form::SplitForm;
use super::words::set_words;
use crate::format;
use crate::route::{self, Route, SetSource, SetSplit, SetsLink};
use crate::state::{AppState, OpeningStatus, SetsStatus};

#[component]
pub(super) fn Start() -> impl IntoView {
    let app = AppState::get();
    let is_idle = move || app.sets.status.get() == SetsStatus::Idle;
    let opened = move || {
        let openings = app.openings.get();
        let several = openings.into_iter().filter(|opening| {
            matches!(&opening.status, OpeningStatus::Open(contents) if contents.traces.len() > 1)
        });
        several.map(|opening| (opening.name.clone(), opening.source.clone())).collect::<Vec<_>>()
    };
    let to = |link: SetsLink| route::print(&Route::Sets(Box::new(link)));
    view! {
        <div class="sets-start" hidden=move || !is_idle()>
            <h2>"What differs between two sets of traces?"</h2>
            <p>
                "Good minutes against bad ones, failed requests against the others, one version against the next: ranked \
                 by effect, with what is chance left out."
            </p>
            <p><a href=move || route::print(&app.search_route())>"Search for traces"</a>", then choose "<b>"Compare sets"</b>" above the results; or open a file with many traces."</p>
            {move || app.unsplit_set().map(|source| {
                let words = set_words(app, &SetsLink { sources: [Some(source.clone()), None], ..SetsLink::default() }, 0);
                view! {
                    <p class="untrusted"><b>{format::visible_text(&words)}</b></p>
                    <SplitForm source/>
                }
            })}
            {move || {
                let opened = opened();
                let lines = opened.iter().map(|(name, source)| {
                    let source = SetSource::Opened(source.clone());
                    let split = SetsLink::split(source.clone(), SetSplit::Errors);
                    let by_attribute = SetsLink { sources: [Some(source), None], ..SetsLink::default() };
                    view! {
                        <li>
                            <span class="untrusted">{format::visible_text(name)}</span>
                            ": "
                            <a href=to(split)>"failed requests against the others"</a>
                            ", or "
                            <a href=to(by_attribute)>"by an attribute"</a>
                        </li>
                    }
                });
                let lines = lines.collect_view();
                let pair = (opened.len() > 1).then(|| {
                    let [second, first] = [&opened[opened.len() - 1], &opened[opened.len() - 2]];
                    let sources = [first, second].map(|it| Some(SetSource::Opened(it.1.clone())));
                    let words = format!("{} against {}", first.0, second.0);
                    view! { <li><a class="untrusted" href=to(SetsLink { sources, ..SetsLink::default() })>{format::visible_text(&words)}</a></li> }
                });
                view! { <ul>{lines}{pair}</ul> }
            }}
        </div>
    }
}
