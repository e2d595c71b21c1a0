//! The fields of the monitor page → what is measured next.
//!
//! Invariant: fields that cannot be read are told, and nothing is asked. Absent: measuring (see
//! `monitor`).

use leptos::prelude::*;

use super::app::AppState;
use super::monitor::now_millis;
use crate::jaeger::{FormMistake, MOST_MEASURED, MonitorLink, MonitorSource, minute_text};
use crate::route::Route;

const MILLIS_IN_MINUTE: u64 = 60_000;

impl AppState {
    /// Measures what the fields say: up to now, or between two moments.
    pub fn submit_monitor(&self) {
        let form = self.monitor.form.get_untracked();
        let before = self.monitor.link.get_untracked();
        let is_open = form.source == MonitorSource::Open;
        let form = match form.is_custom && !is_open {
            true => match self.between_moments(form) {
                Ok(form) => form,
                Err(mistakes) => return self.monitor.mistakes.set(mistakes),
            },
            false => MonitorLink { end_millis: (!is_open).then(now_millis), ..form },
        };
        self.monitor.mistakes.set(Vec::new());
        let is_same_service = form.service == before.service;
        // Fewer were asked for because these were too many.
        let is_same = is_same_service && form.timeframe_millis == before.timeframe_millis;
        let link = MonitorLink {
            service: form.service.trim().to_owned(),
            operation: if is_same_service { before.operation } else { String::new() },
            limit: if is_same { before.limit } else { MOST_MEASURED },
            sort: before.sort,
            ..form
        };
        self.go_to_measure(link);
    }

    fn between_moments(&self, form: MonitorLink) -> Result<MonitorLink, Vec<FormMistake>> {
        let (start, end) = self.monitor.window.get_untracked();
        form.between(&start, &end, &|at| untrack(|| self.offset_minutes(at)))
    }

    /// Measures a quarter of the traces that were too many.
    pub fn measure_a_quarter(&self) {
        let link = self.monitor.link.get_untracked();
        self.go_to_measure(MonitorLink { limit: quarter(link.limit), ..link });
    }

    /// Fields for both ends of the window begin with those of how far back it went, to the minute.
    pub fn begin_custom_window(&self) {
        let form = self.monitor.form.get_untracked();
        let now = now_millis();
        let end_millis = Some(now - now % MILLIS_IN_MINUTE);
        self.show_window(&MonitorLink { end_millis, ..form });
    }

    pub(super) fn show_window(&self, link: &MonitorLink) {
        let offset = |at: u64| untrack(|| self.offset_minutes(at));
        let (start, end) = link.window_millis(now_millis());
        let text = |millis: u64| minute_text(millis.saturating_mul(1_000), &offset);
        self.monitor.window.set((text(start), text(end)));
    }

    /// Another server's monitor, for the same service.
    pub fn choose_monitor_base(&self, base: &str) {
        let form = self.monitor.form.get_untracked();
        let end_millis = form.end_millis.filter(|_| form.is_custom);
        let link = MonitorLink { end_millis, ..form };
        self.go(Route::Monitor { base: base.to_owned(), link: Box::new(link) });
    }
}

/// Of a number of traces that was too large.
pub(super) fn quarter(limit: u32) -> u32 {
    (limit / 4).max(1)
}
