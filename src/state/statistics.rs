//! The statistics of the trace on the screen.
//!
//! Invariant: how spans are grouped is in the link. Absent: the order of rows, which the
//! reader chooses.

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, Bucket, GroupBy, Grouping, StatisticsTable};

impl TraceState {
    /// How the link groups spans. Tracks.
    pub fn grouping(&self) -> Grouping {
        let words = self.look.with(|look| Grouping::from_words(&look.group_by));
        words.unwrap_or(Grouping::from(GroupBy::Operation))
    }

    pub fn group_by(&self, grouping: &Grouping) {
        let is_usual = *grouping == Grouping::from(GroupBy::Operation);
        let words = if is_usual { String::new() } else { grouping.words() };
        self.look.update(|look| look.group_by = words);
    }

    pub fn ask_statistics(&self, grouping: Grouping, then: impl FnOnce(StatisticsTable) + 'static) {
        self.ask(Slot::Statistics, Ask::Statistics(grouping), move |answer| {
            if let Answer::Statistics(table) = answer {
                then(*table);
            }
        });
    }

    pub fn ask_histogram(
        &self,
        grouping: Grouping,
        places: (u32, u32),
        then: impl FnOnce(Vec<Bucket>) + 'static,
    ) {
        self.ask(Slot::Histogram, Ask::Histogram { grouping, places }, move |answer| {
            if let Answer::Histogram(buckets) = answer {
                then(buckets);
            }
        });
    }
}
