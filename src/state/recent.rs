//! Files that this browser keeps: opened again by a link or from the list, and kept once
//! their traces are on the screen.
//!
//! Invariant: one opening at a time is written, and none begins while anything loads; what
//! could not be kept is told. Absent: how a note is written and which ones make room (see
//! `recent`).

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::openings::{KnownTrace, Opening, OpeningStatus, plans_of};
use super::settings;
use crate::browser::files::{self, Blob, File};
use crate::browser::frames::idle_turn;
use crate::browser::kept_files::{self, Refusal};
use crate::engine::{Contents, OpeningId, Problem, SourcePlan};
use crate::format;
use crate::recent::{self, FileNote, Kept, MOST_TRACES_NOTED, Note};
use crate::route::TraceSource;
use crate::trace::TraceId;

/// What is known of the files that are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum RecentFiles {
    /// The browser has not answered yet.
    Unread,
    /// The one opened last comes first.
    Listed(Arc<Vec<Kept>>),
    /// The browser keeps no files for this page.
    NotOffered,
}

/// Why something is not kept, or not found again.
enum Objection {
    /// Over the limit for all, in bytes.
    TooLarge {
        limit: u64,
    },
    Browser(Refusal),
}

impl From<Refusal> for Objection {
    fn from(refusal: Refusal) -> Objection {
        Objection::Browser(refusal)
    }
}

#[derive(Clone, Copy)]
pub struct RecentState {
    pub files: RwSignal<RecentFiles>,
    /// Whether files that are opened are kept.
    pub keeps: RwSignal<bool>,
    /// Whether the files of a link are being looked for.
    pub is_fetching: RwSignal<bool>,
    /// To be kept, the first one next.
    waiting: StoredValue<Vec<OpeningId>>,
    is_writing: StoredValue<bool>,
}

impl RecentState {
    pub(super) fn new() -> RecentState {
        RecentState {
            files: RwSignal::new(RecentFiles::Unread),
            keeps: RwSignal::new(settings::keeps_files()),
            is_fetching: RwSignal::new(false),
            waiting: StoredValue::new(Vec::new()),
            is_writing: StoredValue::new(false),
        }
    }

    /// The one that a link means. Tracks.
    pub fn holding(&self, mark: Option<u32>, wanted: Option<TraceId>) -> Option<Kept> {
        self.files.with(|files| match files {
            RecentFiles::Listed(all) => recent::holding(all, mark, wanted).cloned(),
            RecentFiles::Unread | RecentFiles::NotOffered => None,
        })
    }

    /// Whether the very files that a link was made of are kept. Tracks.
    pub(super) fn has_marked(&self, mark: Option<u32>, wanted: Option<TraceId>) -> bool {
        let found = self.holding(mark, wanted);
        found.is_some_and(|one| mark == Some(recent::mark_of(&one.note.files)))
    }
}

impl AppState {
    /// Reads the list anew, as another tab may have changed it, and goes on with a link that
    /// waits for it.
    pub fn read_recent(&self) {
        let app = *self;
        let is_first = self.recent.files.with_untracked(|files| *files == RecentFiles::Unread);
        spawn_local(async move {
            match listed().await {
                Ok(kept) => app.recent.files.set(RecentFiles::Listed(Arc::new(kept))),
                Err(Refusal::NotOffered) => app.recent.files.set(RecentFiles::NotOffered),
                Err(refusal) => {
                    app.recent.files.set(RecentFiles::NotOffered);
                    app.tell(problem("Recent files could not be read", refusal.into()), false);
                }
            }
            if is_first {
                app.follow_route();
            }
        });
    }

    /// Opens the kept files that a link means, if there are any.
    pub fn open_kept_holding(&self, mark: Option<u32>, wanted: Option<TraceId>) {
        if let Some(kept) = untrack(|| self.recent.holding(mark, wanted)) {
            self.fetch_kept(kept, false);
        }
    }

    /// Opens what is kept, and goes there.
    pub fn open_kept(&self, kept: &Kept) {
        let open = self.openings.with_untracked(|all| {
            let same = |one: &&Arc<Opening>| one.kept.as_ref() == Some(&kept.key);
            all.iter().find(same).map(|one| (one.id, one.is_loading(), one.contents().is_some()))
        });
        match open {
            Some((id, is_loading, has_contents)) if is_loading || has_contents => {
                self.update_opening(id, |opening| opening.is_goal = true);
                if has_contents {
                    self.go_to_goal(id);
                    self.keep_later(id);
                    self.keep_waiting();
                }
            }
            _ => self.fetch_kept(kept.clone(), true),
        }
    }

    fn fetch_kept(&self, kept: Kept, is_goal: bool) {
        if self.recent.is_fetching.get_untracked() {
            return;
        }
        self.recent.is_fetching.set(true);
        let app = *self;
        spawn_local(async move {
            let Kept { key, note } = kept;
            let names: Vec<String> = note.files.iter().map(|file| file.name.clone()).collect();
            match kept_files::files(&key, &names).await {
                Ok(files) => {
                    let plans = plans_of(&files);
                    let source = TraceSource::File { mark: Some(recent::mark_of(&note.files)) };
                    let id = app.begin(source, note.name, plans, files, is_goal);
                    let known = note.traces.into_iter();
                    let known = known.map(|(id, start_nanos)| KnownTrace { id, start_nanos });
                    app.update_opening(id, |opening| {
                        opening.known = known.collect();
                        opening.kept = Some(key);
                    });
                    app.recent.is_fetching.set(false);
                    // A link to several files may wait for others.
                    return app.follow_route();
                }
                Err(refusal) => {
                    let title = format!("{} could not be read again", note.name);
                    app.tell(problem(&title, refusal.into()), true);
                    app.read_recent();
                }
            }
            app.recent.is_fetching.set(false);
        });
    }

    pub fn delete_kept(&self, keys: Vec<String>) {
        let app = *self;
        spawn_local(async move {
            for key in keys {
                if let Err(refusal) = kept_files::remove(&key).await {
                    app.tell(problem("A recent file could not be deleted", refusal.into()), true);
                }
            }
            app.read_recent();
        });
    }

    /// Keeps an opening's files once nothing loads any more.
    pub(super) fn keep_later(&self, id: OpeningId) {
        if self.recent.keeps.get_untracked() {
            self.recent.waiting.update_value(|waiting| waiting.push(id));
        }
    }

    /// Goes on with what is to be kept, unless something loads.
    pub(super) fn keep_waiting(&self) {
        let loads = self.openings.with_untracked(|all| all.iter().any(|one| one.is_loading()));
        if loads || self.recent.is_writing.get_value() {
            return;
        }
        let next = self.recent.waiting.try_update_value(|waiting| {
            if waiting.is_empty() { None } else { Some(waiting.remove(0)) }
        });
        let Some(opening) = next.flatten().and_then(|id| self.opening(id)) else { return };
        if !opening.source.is_file() {
            return self.keep_waiting();
        }
        self.recent.is_writing.set_value(true);
        let app = *self;
        spawn_local(async move {
            // The first rows are asked for and painted before that.
            idle_turn().await;
            app.keep(&opening).await;
            app.recent.is_writing.set_value(false);
            app.read_recent();
            app.keep_waiting();
        });
    }

    async fn keep(&self, opening: &Opening) {
        let OpeningStatus::Open(contents) = &opening.status else { return };
        match keep_files(opening, contents).await {
            Ok(key) => self.update_opening(opening.id, |opening| opening.kept = Some(key)),
            // The list on the start page says so; a message for each file would be too much.
            Err(Objection::Browser(Refusal::NotOffered)) => {
                self.recent.files.set(RecentFiles::NotOffered);
            }
            Err(objection) => {
                let title = format!("{} is not kept among the recent files", opening.name);
                self.tell(problem(&title, objection), false);
            }
        }
    }
}

/// What is kept, after what was left unfinished is removed.
async fn listed() -> Result<Vec<Kept>, Refusal> {
    let now_ms = kept_files::epoch_ms();
    let mut kept = Vec::new();
    for found in kept_files::list().await? {
        match found.note.as_deref().and_then(Note::from_json) {
            Some(note) => kept.push(Kept { key: found.key, note }),
            None if recent::is_abandoned(&found.key, now_ms) => {
                kept_files::remove(&found.key).await?;
            }
            None => {}
        }
    }
    kept.sort_by_key(|one| std::cmp::Reverse(one.note.opened_ms));
    Ok(kept)
}

/// Keeps an opening's files, or notes that they were opened again; says under which name.
async fn keep_files(opening: &Opening, contents: &Contents) -> Result<String, Objection> {
    let kept = listed().await?;
    let known = kept.iter().find(|one| Some(&one.key) == opening.kept.as_ref());
    if let Some(key) = opening.kept.clone().filter(|_| known.is_none()) {
        // Deleted meanwhile, so it stays deleted.
        return Ok(key);
    }
    let files = known.map_or_else(
        || file_notes(&opening.plans, &opening.files),
        |known| known.note.files.clone(),
    );
    let note = note_of(opening, contents, files);
    let json = note.to_json().map_err(|error| Refusal::Other(error.to_string()))?;
    if let Some(known) = recent::of_files(&kept, &note.files) {
        kept_files::write_note(&known.key, &json).await?;
        return Ok(known.key.clone());
    }
    let limit = recent::limit_bytes(kept_files::quota_bytes().await?);
    let leaving = recent::that_make_room(&kept, note.bytes(), limit);
    for key in leaving.ok_or(Objection::TooLarge { limit })? {
        kept_files::remove(&key).await?;
    }
    let key = kept_files::new_key();
    kept_files::write(&key, &contents_of(opening)?, &json).await?;
    Ok(key)
}

/// What is to be written, in the order of the notes.
fn contents_of(opening: &Opening) -> Result<Vec<Blob>, Refusal> {
    let mut blobs = Vec::new();
    for plan in &opening.plans {
        match plan {
            SourcePlan::File { index, .. } => {
                blobs.extend(opening.files.get(*index as usize).map(files::as_blob));
            }
            SourcePlan::Text { bytes, .. } => blobs.push(kept_files::blob(bytes)?),
            SourcePlan::Url { .. } | SourcePlan::Generated { .. } => {}
        }
    }
    Ok(blobs)
}

/// What a link says of files that are opened.
pub(super) fn source_of(plans: &[SourcePlan], files: &[File]) -> TraceSource {
    TraceSource::File { mark: Some(recent::mark_of(&file_notes(plans, files))) }
}

fn file_notes(plans: &[SourcePlan], files: &[File]) -> Vec<FileNote> {
    let note = |plan: &SourcePlan| match plan {
        SourcePlan::File { index, name, bytes } => {
            let stamp = files.get(*index as usize).map(files::changed_ms);
            Some(FileNote { name: name.clone(), bytes: *bytes, stamp: stamp.unwrap_or(0) })
        }
        SourcePlan::Text { name, bytes } => Some(FileNote::of_text(name, bytes)),
        SourcePlan::Url { .. } | SourcePlan::Generated { .. } => None,
    };
    plans.iter().filter_map(note).collect()
}

fn note_of(opening: &Opening, contents: &Contents, files: Vec<FileNote>) -> Note {
    let traces = contents.traces.iter().take(MOST_TRACES_NOTED);
    Note {
        name: opening.name.clone(),
        files,
        opened_ms: kept_files::epoch_ms(),
        trace_count: contents.traces.len() as u64,
        span_count: contents.traces.iter().map(|one| u64::from(one.spans)).sum(),
        traces: traces.map(|one| (one.trace.trace_id, one.start_nanos)).collect(),
    }
}

fn problem(title: &str, objection: Objection) -> Problem {
    let detail = match objection {
        Objection::TooLarge { limit } => format!(
            "Recent files may take {} together, and this is more. It has to be opened again after \
             a reload.",
            format::bytes(limit)
        ),
        Objection::Browser(Refusal::NoRoom) => {
            "The browser has no room left. Deleting recent files on the start page makes some."
                .to_owned()
        }
        Objection::Browser(Refusal::NotOffered) => {
            "This browser keeps no files for this page.".to_owned()
        }
        Objection::Browser(Refusal::Other(words)) => format!("The browser said: {words}"),
    };
    Problem { title: title.to_owned(), detail }
}
