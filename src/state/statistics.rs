//! The statistics of the trace on the screen.
//!
//! Invariant: how spans are grouped is in the link. Absent: the order of rows, which the
//! reader chooses.

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{
    Answer, Ask, Bucket, GroupBy, GroupName, GroupRow, Grouping, StatisticsTable, group_filter,
};
use crate::route::TraceView;

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

    /// The filter that lets a group's spans through, or those of a part of a group; `None`
    /// where no filter can say it.
    pub fn filter_of_group(&self, table: &StatisticsTable, row: &GroupRow) -> Option<String> {
        let grouping = untrack(|| self.grouping());
        let is_here = |other: &GroupRow| other.places == row.places && other.name == row.name;
        let names: Vec<GroupName> = if table.groups.iter().any(is_here) {
            vec![row.name.clone()]
        } else {
            let whole = table.groups.iter().find(|group| group.parts.iter().any(is_here))?;
            vec![whole.name.clone(), row.name.clone()]
        };
        group_filter(&grouping, &names)
    }

    /// Only what a filter lets through, and what leads there, in the waterfall.
    pub fn show_filtered(&self, filter: &str) {
        self.look.update(|look| {
            look.filter = filter.to_owned();
            look.is_jaeger_filter = false;
            look.is_matches_only = true;
            look.view = TraceView::Waterfall;
        });
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
