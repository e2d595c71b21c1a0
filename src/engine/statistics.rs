//! The groups of a trace as a table, the largest self time first.
//!
//! Invariant: a table has a bounded number of rows and says how many groups there are.
//! Absent: other orders; the page sorts what it has.

use std::cmp::Reverse;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{self, Bucket, Figures, Group, GroupName, Grouping, PathMode, SpanTimes};
use crate::format::shorten;
use crate::order;

const MOST_GROUPS: usize = 1_000;
/// Of each group.
const MOST_PARTS: usize = 100;
const MOST_NAME_CHARS: usize = 400;
/// Tables that are kept, so that trying many attributes does not fill the memory.
const MOST_TABLES: usize = 8;

/// The groups of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatisticsTable {
    /// Of all spans together; critical-path times are those of [`PathMode::Cover`].
    pub whole: Figures,
    pub total_groups: u32,
    /// The largest self times first.
    pub groups: Vec<GroupRow>,
}

/// One group, or a part of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Long texts are cut.
    pub name: GroupName,
    /// What names the group in [`Ask::Histogram`](super::Ask::Histogram), for this grouping.
    pub places: (u32, u32),
    pub figures: Figures,
    pub total_parts: u32,
    /// The largest self times first; empty where spans are grouped once.
    pub parts: Vec<GroupRow>,
}

/// The tables that were asked for last.
#[derive(Default)]
pub(super) struct TableMemo {
    tables: VecDeque<(Grouping, StatisticsTable)>,
}

/// O(1) for a table that is kept.
pub(super) fn table(open: &mut OpenTrace, grouping: &Grouping) -> StatisticsTable {
    let kept = open.tables.tables.iter().find(|(of, _)| of == grouping);
    if let Some((_, table)) = kept {
        return table.clone();
    }
    let table = compute(open, grouping);
    let tables = &mut open.tables.tables;
    tables.truncate(MOST_TABLES - 1);
    tables.push_front((grouping.clone(), table.clone()));
    table
}

fn compute(open: &OpenTrace, grouping: &Grouping) -> StatisticsTable {
    let times = SpanTimes {
        self_nanos: open.all_self_nanos(),
        critical_nanos: &open.paths.paths(&open.trace, PathMode::Cover).critical_nanos,
    };
    let statistics = analysis::statistics(&open.trace, grouping, times);
    StatisticsTable {
        whole: statistics.whole,
        total_groups: statistics.groups.len() as u32,
        groups: rows(statistics.groups, MOST_GROUPS),
    }
}

/// How long the spans of a group took.
pub(super) fn histogram(open: &OpenTrace, grouping: &Grouping, places: (u32, u32)) -> Vec<Bucket> {
    let trace = &open.trace;
    let spans = analysis::group_spans(trace, grouping, &(places.0..places.1));
    analysis::histogram(
        spans.into_iter().map(|span| (trace.duration_nanos(span), trace.is_error(span))),
    )
}

fn rows(mut groups: Vec<Group>, most: usize) -> Vec<GroupRow> {
    // Stable, so that equal ones stay by name.
    order::sort_by_key(&mut groups, |group| {
        Reverse((group.figures.self_nanos, group.figures.total_nanos))
    });
    groups.truncate(most);
    let row = |group: Group| GroupRow {
        name: shortened(group.name),
        places: (group.places.start, group.places.end),
        figures: group.figures,
        total_parts: group.parts.len() as u32,
        parts: rows(group.parts, MOST_PARTS),
    };
    groups.into_iter().map(row).collect()
}

fn shortened(name: GroupName) -> GroupName {
    let short = |text: String| shorten(&text, MOST_NAME_CHARS);
    match name {
        GroupName::Service(service) => GroupName::Service(short(service)),
        GroupName::Operation { service, name } => {
            GroupName::Operation { service: short(service), name: short(name) }
        }
        GroupName::Value(text) => GroupName::Value(short(text)),
        GroupName::Kind(_) | GroupName::NoValue => name,
    }
}
