//! Everything about calls that are compared as one, side by side.
//!
//! Invariant: what changed stands first. Absent: what is the same and long (each trace's own
//! page has it).

use serde::{Deserialize, Serialize};

use super::overview::was;
use super::{Compared, Sides};
use crate::analysis::{AttributePlace, Change, Relation, SideFigures, attribute_changes};
use crate::engine::detail;
use crate::engine::protocol::Text;
use crate::layout::{NodeKey, RowKey};
use crate::trace::{SpanIdx, SpanKind};

/// Calls of a side that are listed.
const MOST_CALLS: usize = 50;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairDetail {
    pub key: NodeKey,
    pub relation: Relation,
    pub mark: Option<Change>,
    pub is_reordered: bool,
    pub service: String,
    pub name: String,
    /// Service and name on the first side, where they are others.
    pub was: Option<(String, String)>,
    pub kind: SpanKind,
    pub figures: [SideFigures; 2],
    /// In which the longest call of each side differs, what always differs last; empty where a side
    /// has no call.
    pub attributes: Vec<AttributeChangeView>,
    /// The longest first, at most 50 of `figures[side].spans`.
    pub calls: [Vec<CallView>; 2],
}

/// An attribute that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeChangeView {
    /// Of the resource, not of the call.
    pub is_of_resource: bool,
    pub key: String,
    /// `None`: there was none.
    pub before: Option<Text>,
    pub after: Option<Text>,
    /// It would differ between any two calls.
    pub is_incidental: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallView {
    pub key: RowKey,
    /// From the trace's earliest start.
    pub offset_nanos: u64,
    pub duration_nanos: u64,
    pub is_error: bool,
}

pub(super) fn of(compared: &Compared, sides: Sides, key: NodeKey) -> Option<PairDetail> {
    let number = compared.node_of(sides, key)?;
    let node = &compared.comparison.nodes[number as usize];
    let longest = [0, 1].map(|side| longest_first(compared, sides, number, side));
    let (service, name) = compared.latest_name(sides, number);
    let kind = [1, 0]
        .into_iter()
        .find_map(|side| longest[side].first().map(|&span| sides[side].recorded().kind(span)));
    let calls = [0, 1].map(|side| {
        let open = sides[side];
        let trace = open.recorded();
        let view = |&span: &SpanIdx| CallView {
            key: open.key_of(span),
            offset_nanos: trace.start_nanos(span) - compared.extents[side].0,
            duration_nanos: trace.duration_nanos(span),
            is_error: trace.is_error(span),
        };
        longest[side].iter().take(MOST_CALLS).map(view).collect()
    });
    Some(PairDetail {
        key: compared.key_of(sides, number),
        relation: node.relation,
        mark: compared.marks[number as usize],
        is_reordered: node.is_reordered,
        was: was(compared, sides, number),
        service,
        name,
        kind: kind.unwrap_or(SpanKind::Unspecified),
        figures: node.figures,
        attributes: attributes(sides, &longest),
        calls,
    })
}

fn attributes(sides: Sides, longest: &[Vec<SpanIdx>; 2]) -> Vec<AttributeChangeView> {
    let [Some(&first), Some(&second)] = longest.each_ref().map(|spans| spans.first()) else {
        return Vec::new();
    };
    let traces = sides.map(|side| side.recorded());
    let shown = |value: Option<String>| value.map(|value| detail::text(&value));
    let changes = attribute_changes(traces, [first, second]).into_iter();
    changes
        .map(|change| AttributeChangeView {
            is_of_resource: change.place == AttributePlace::Resource,
            key: detail::text(&change.key).shown,
            before: shown(change.before),
            after: shown(change.after),
            is_incidental: change.is_incidental,
        })
        .collect()
}

fn longest_first(compared: &Compared, sides: Sides, number: u32, side: usize) -> Vec<SpanIdx> {
    let trace = sides[side].recorded();
    let mut spans = compared.comparison.spans(number as usize, side).to_vec();
    crate::order::sort_by_key(&mut spans, |&span| {
        (std::cmp::Reverse(trace.duration_nanos(span)), span.index())
    });
    spans
}
