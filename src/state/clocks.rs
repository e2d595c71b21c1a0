//! Hosts' clocks: whether they differ, and times as they would be if they did not.
//!
//! Invariant: nothing is adjusted unless the link says so. Absent: how far clocks are off, which
//! the engine finds.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask, Clocks};
use crate::layout::TimeWindow;

impl TraceState {
    /// Asks about the clocks once the whole trace is there, and keeps the times that are shown
    /// in step with the link.
    pub(super) fn follow_clocks(self) {
        let is_whole = Memo::new(move |_| {
            self.summary.with(|summary| summary.as_ref().is_some_and(|it| !it.is_partial))
        });
        effect(move || {
            if !is_whole.get() {
                return;
            }
            self.ask(Slot::ClockSkew, Ask::ClockSkew, move |answer| {
                if let Answer::ClockSkew(clocks) = answer {
                    self.clocks.set(Arc::new(clocks));
                }
            });
        });
        let is_wanted = Memo::new(move |_| self.look.with(|look| look.is_clock_adjusted));
        effect(move || {
            let is_wanted = is_wanted.get();
            let differs = self
                .clocks
                .with(|clocks| !clocks.hosts.is_empty() && clocks.is_adjusted != is_wanted);
            if differs {
                self.adjust_clocks(is_wanted);
            }
        });
    }

    pub fn set_clock_adjusted(&self, is_wanted: bool) {
        self.look.update(|look| look.is_clock_adjusted = is_wanted);
    }

    fn adjust_clocks(self, is_wanted: bool) {
        let was_whole = untrack(|| self.window.get().is_whole(self.duration_nanos()));
        self.ask(Slot::ClockAdjustment, Ask::SetClockAdjustment(is_wanted), move |_| {
            self.clocks.update(|clocks| {
                let hosts = clocks.hosts.clone();
                *clocks = Arc::new(Clocks { hosts, is_adjusted: is_wanted });
            });
        });
        self.ask(Slot::Summary, Ask::Summary, move |answer| {
            let Answer::Summary(summary) = answer else { return };
            let duration_nanos = summary.listing.duration_nanos;
            // The minimap is asked for again because of it.
            self.summary.set(Some(Arc::new(*summary)));
            let window = self.window.get_untracked().clamped(duration_nanos);
            self.set_window(if was_whole { TimeWindow::fit(duration_nanos) } else { window });
            self.refresh_rows();
            untrack(|| self.ensure_detail());
        });
    }
}
