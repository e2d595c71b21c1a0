//! What can be taken away from a trace: a summary, a link, a file.
//!
//! Invariant: nothing is taken of a trace that is still being read, and each says when it is
//! done. Absent: uploading.

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::location;
use crate::engine::{ExportFormat, Summary, answers_markdown};
use crate::format;
use crate::route::Route;
use crate::state::{SavingStage, TraceState};
use crate::widgets::{CopyWords, IconName, MenuButton, MenuItem, TextSink};

const STILL_READING: &str = "The trace is still being read";

#[component]
pub(super) fn Actions(state: TraceState, summary: Arc<Summary>) -> impl IntoView {
    let is_partial = summary.is_partial;
    let copy_summary = {
        let summary = summary.clone();
        Arc::new(move |sink: TextSink| {
            if let Some(answers) = state.answers.get_untracked() {
                sink(answers_markdown(&summary.listing, &answers, &link_of(state)));
            }
        })
    };
    let unanswered = move || match (is_partial, state.answers.with(Option::is_some)) {
        (true, _) => STILL_READING.to_owned(),
        (false, false) => "The answers are not there yet".to_owned(),
        (false, true) => String::new(),
    };
    let copied_link = Signal::derive(move || match is_file(state) {
        true => "Copied; the file is not in the link, send it along".to_owned(),
        false => "Link copied".to_owned(),
    });
    let unread = if is_partial { STILL_READING.to_owned() } else { String::new() };
    view! {
        <div class="trace-actions">
            <Progress state/>
            <super::from_server::FromServer state/>
            <super::comparing::Comparing state summary=summary.clone()/>
            <CopyWords
                label="Copy summary"
                icon=IconName::Summary
                fetch=copy_summary
                done="Summary copied"
                obstacle=Signal::derive(unanswered)
            />
            <CopyWords
                label="Copy link"
                icon=IconName::Link
                fetch=Arc::new(|sink: TextSink| sink(location::href()))
                done=copied_link
                obstacle=""
            />
            <MenuButton
                id="download"
                label="Download"
                icon=IconName::Download
                items=items(state)
                obstacle=unread
            />
        </div>
    }
}

/// A link to a file of this machine leads nobody there.
fn link_of(state: TraceState) -> String {
    if is_file(state) { String::new() } else { location::href() }
}

fn is_file(state: TraceState) -> bool {
    let route = state.app.route.get_untracked();
    matches!(route, Route::Trace { source, .. } if source.is_file())
}

fn items(state: TraceState) -> Vec<MenuItem> {
    let item = |format, label, hint| MenuItem {
        label,
        hint,
        run: Arc::new(move || state.save_as(format)),
    };
    vec![
        item(ExportFormat::JaegerJson, "Jaeger JSON", "for Jaeger and older tools"),
        item(ExportFormat::OtlpJson, "OTLP JSON", "loses nothing"),
        item(ExportFormat::Csv, "CSV", "a line a span, for spreadsheets"),
    ]
}

/// How far the file is, with a way to stop it; then what became of it.
#[component]
fn Progress(state: TraceState) -> impl IntoView {
    let saving = move || state.saving.get();
    let is_writing = move || saving().is_some_and(|saving| saving.stage == SavingStage::Writing);
    let words = move || {
        let Some(saving) = saving() else { return String::new() };
        let size = format::bytes(saving.bytes);
        match saving.stage {
            SavingStage::Writing => format!("Writing, {size}"),
            SavingStage::Done => format!("Saved {size}"),
            SavingStage::Cancelled => "Cancelled, nothing was saved".to_owned(),
            SavingStage::Failed => "The browser could not save the file".to_owned(),
        }
    };
    let share = move || saving().map_or(0.0, |saving| saving.share).to_string();
    view! {
        <span class="saving" hidden=move || saving().is_none()>
            <span role="status">{words}</span>
            <Show when=is_writing>
                <progress max="1" value=share aria-label="Of the file"></progress>
                <button type="button" class="link-button" on:click=move |_| state.cancel_saving()>
                    "Cancel"
                </button>
            </Show>
        </span>
    }
}
