//! After the worker died: say so, start another, open again all but the culprit.
//!
//! Invariant: openings keep their ids across workers, so links, routes and views of the
//! innocent ones stay true. Absent: retrying the culprit; the user may.

use leptos::prelude::*;

use super::app::AppState;
use super::openings::OpeningStatus;
use crate::engine::{LoadProgress, OpeningId, Problem};

impl AppState {
    /// `asked` is the opening that the oldest unanswered question was about.
    pub(super) fn recover(&self, reason: &str, asked: Option<OpeningId>) {
        let openings = self.openings.get_untracked();
        let loading = openings.iter().rev().find(|opening| opening.is_loading());
        let culprit = loading.map(|opening| opening.id).or(asked);
        let name = openings.iter().find(|opening| Some(opening.id) == culprit);
        let problem = Problem {
            title: match name {
                Some(opening) => format!("The engine stopped while working on {}", opening.name),
                None => "The engine stopped".to_owned(),
            },
            detail: format!(
                "Everything else that was open is opened again. Please report this, with the \
                 trace if you may share it: {reason}"
            ),
        };
        self.start_worker();
        self.lose_queries();
        self.lose_shares();
        self.lose_monitor();
        self.lose_sets(None);
        self.lose_map(None);
        for opening in openings.iter().filter(|opening| Some(opening.id) != culprit) {
            if opening.contents().is_some() || opening.is_loading() {
                self.send_open(opening);
            }
        }
        self.openings.update(|openings| {
            for opening in openings.iter_mut().filter(|opening| Some(opening.id) != culprit) {
                if opening.contents().is_some() {
                    let opening = std::sync::Arc::make_mut(opening);
                    opening.status = OpeningStatus::Loading(LoadProgress::default());
                    opening.preview = None;
                }
            }
        });
        match culprit {
            Some(id) => self.failed(id, problem),
            None => self.tell(problem, true),
        }
    }
}
