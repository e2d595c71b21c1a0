//! A stretch of time that is chosen on the ruler, and the sums of what ran in it.
//!
//! Invariant: the sums are of the stretch that the link names, or of the one before it for as
//! long as the engine counts. Absent: how a stretch is dragged.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask};
use crate::layout::TimeWindow;

impl TraceState {
    /// Keeps the sums in step with the stretch, and with what the trace is by now.
    pub(super) fn follow_stretch(self) {
        let stretch = Memo::new(move |_| self.look.with(|look| look.stretch));
        effect(move || {
            self.summary.with(|_| ());
            let Some((start_nanos, end_nanos)) = stretch.get() else {
                self.sums.set(None);
                return;
            };
            let ask = Ask::Stretch { start_nanos, end_nanos };
            self.ask(Slot::Stretch, ask, move |answer| {
                let is_wanted = self.look.with_untracked(|look| look.stretch.is_some());
                if let Answer::Stretch(figures) = answer
                    && is_wanted
                {
                    self.sums.set(Some(Arc::from(figures)));
                }
            });
        });
    }

    pub fn stretch(&self) -> Option<TimeWindow> {
        let (start_nanos, end_nanos) = self.look.with(|look| look.stretch)?;
        Some(TimeWindow { start_nanos, end_nanos })
    }

    /// `None`: no stretch any more.
    pub fn set_stretch(&self, stretch: Option<TimeWindow>) {
        let stretch = stretch.map(|of| (of.start_nanos, of.end_nanos)).filter(|(a, b)| a < b);
        if self.look.with_untracked(|look| look.stretch != stretch) {
            self.look.update(|look| look.stretch = stretch);
        }
    }

    /// Sums up what is in view.
    pub fn sum_up_view(&self) {
        self.set_stretch(Some(self.window.get_untracked()));
    }

    pub fn zoom_to_stretch(&self) {
        if let Some(stretch) = untrack(|| self.stretch()) {
            self.set_window(stretch.clamped(self.duration_nanos()));
        }
    }
}
