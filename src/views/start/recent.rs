//! Files that this browser keeps, to be opened again or deleted.
//!
//! Invariant: where files are not kept, the page says so and why. Absent: reading the files.

use leptos::prelude::*;

use crate::browser::{events, location};
use crate::format;
use crate::recent::Kept;
use crate::state::{AppState, RecentFiles};
use crate::widgets::{Icon, IconName};

const HEADING_ID: &str = "recent-files";

#[component]
pub fn Recent() -> impl IntoView {
    let app = AppState::get();
    // Another tab may have changed it.
    app.read_recent();
    let kept = move || match app.recent.files.get() {
        RecentFiles::Listed(kept) => kept.to_vec(),
        RecentFiles::Unread | RecentFiles::NotOffered => Vec::new(),
    };
    let are_there = Memo::new(move |_| !kept().is_empty());
    let delete_all = move |_| {
        events::focus(HEADING_ID);
        app.delete_kept(untrack(kept).into_iter().map(|one| one.key).collect());
    };
    view! {
        <section class="recent" hidden=move || app.recent.files.get() == RecentFiles::Unread>
            <div class="recent-head">
                <h2 id=HEADING_ID tabindex="-1">"Recent files"</h2>
                <Show when=move || are_there.get()>
                    <button type="button" class="button" on:click=delete_all>"Delete all"</button>
                </Show>
            </div>
            <ul hidden=move || !are_there.get()>
                <For each=kept key=|one| (one.key.clone(), one.note.opened_ms) let:one>
                    <Line kept=one/>
                </For>
            </ul>
            <p>{move || word(app)}</p>
        </section>
    }
}

/// What happens to files that are opened.
fn word(app: AppState) -> &'static str {
    match app.recent.files.get() {
        RecentFiles::NotOffered => {
            "This browser keeps no files for this page: that needs a current browser, HTTPS, and \
             a window that is not private. Files have to be opened again after a reload."
        }
        _ if !app.recent.keeps.get() => {
            "Keeping files is switched off in the settings. Files have to be opened again after a reload."
        }
        _ => {
            "Files that you open are kept in this browser, for the next time. Nothing leaves this machine."
        }
    }
}

#[component]
fn Line(kept: Kept) -> impl IntoView {
    let app = AppState::get();
    let note = kept.note.clone();
    let name = format::visible_text(&note.name);
    let delete_label = format!("Delete {name}");
    let traces = match note.trace_count {
        1 => String::new(),
        many => format!("{} traces", format::count(many)),
    };
    let spans = match note.span_count {
        1 => "1 span".to_owned(),
        many => format!("{} spans", format::count(many)),
    };
    let when = move || {
        let at_nanos = note.opened_ms.saturating_mul(1_000_000);
        let text =
            format::date_time(at_nanos, app.offset_minutes(at_nanos), Some(location::this_year()));
        // Nobody looks for a file by its seconds.
        text.rsplit_once(':').map_or(text.clone(), |(minutes, _)| minutes.to_owned())
    };
    let key = kept.key.clone();
    let delete = move |_| {
        events::focus(HEADING_ID);
        app.delete_kept(vec![key.clone()]);
    };
    let bytes = format::bytes(kept.note.bytes());
    view! {
        <li>
            <button type="button" class="recent-open" on:click=move |_| app.open_kept(&kept)>
                <b class="untrusted">{name}</b>
                <span class="num">{bytes}</span>
                <span class="num wide">{traces}</span>
                <span class="num">{spans}</span>
                <span class="num wide">{when}</span>
            </button>
            <button type="button" class="icon-button" aria-label=delete_label title="Delete" on:click=delete>
                <Icon name=IconName::Close/>
            </button>
        </li>
    }
}
