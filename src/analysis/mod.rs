//! A trace becomes facts about it: counts, self time, critical path, statistics,
//! the order of rows, a small picture, flame graphs, the spans that say a word or meet a
//! filter, what failed and why, and what differs between two traces or two sets of them.
//!
//! Invariant: the same trace gives the same facts, whatever order its spans came in;
//! every analysis is iterative and says what it costs, where n is the number of spans.
//! Absent on purpose: memory of earlier answers (the engine keeps what is worth keeping),
//! clocks, and pixels, except that pictures are merged to the columns they will have.

mod attribute_changes;
mod attribute_names;
mod brush;
mod categories;
mod clock_skew;
mod columns;
mod comparison;
mod critical_path;
mod entry_calls;
mod event_list;
mod facts;
mod failures;
mod filter;
mod flame;
mod flame_sum;
mod folds;
mod gaps;
mod histogram;
mod lanes;
mod minimap;
mod path_index;
mod path_parts;
mod peers;
mod retiming;
mod rows;
mod search;
mod self_time;
mod service_choice;
mod service_graph;
mod set_comparison;
mod set_split;
mod sibling_groups;
mod siblings;
mod span_order;
mod statistics;
mod stretch;
mod strip;
mod zoom;

pub use attribute_changes::{AttributeChange, attribute_changes};
pub use categories::{Categories, Category, NO_CATEGORY, Said, categories};
pub use clock_skew::{ClockSkew, HostClock, TOLERANCE_NANOS, clock_skew};
pub use comparison::{
    Change, ComparedNode, Comparing, Comparison, Contribution, DifferenceBox, DifferenceFlame,
    MergedRows, NodeChoice, Relation, SideFigures, compare, contributions, marks,
};
pub use critical_path::{
    CriticalPath, PathMode, PathRule, Section, Slack, critical_path, critical_paths,
    critical_times, slacks,
};
pub use entry_calls::{entry_calls, is_entry};
pub use event_list::{EventPlace, EventWish, events_in_time, is_exception, wanted_events};
pub use facts::{ServiceFacts, TraceFacts, entry_root, facts};
pub use failures::{Cause, CauseSource, Deadline, Failure, Failures, Outcome, Verdict, failures};
pub use filter::{
    AttributePlace, Candidate, CandidateKind, Filter, FilterProblem, KeyCensus, Measures, NameTest,
    aliases_of, attribute_term, canonical_key, complete, has_term, term_of_field, with_term,
    without_term,
};
pub use flame::{Flame, FlameMarks, FlameRect};
pub use flame_sum::{FlameSum, SumNode, SumShare};
pub use folds::{Fold, FoldKind, Folds};
pub use gaps::gaps;
pub use histogram::{Bucket, histogram};
pub use lanes::{Packer, Piece};
pub use minimap::{MergedBar, minimap};
pub use path_index::PathIndex;
pub use path_parts::{PathPart, PathParts};
pub use peers::{Peer, PeerKind, PeerNames};
pub use retiming::Retiming;
pub use rows::{Collapse, KeptRows, RowAt, RowRules, VisibleRows};
pub use search::{Matches, Query, Search, search};
pub use self_time::{self_times, self_times_within};
pub use service_choice::ServiceChoice;
pub use service_graph::{
    CallFigures, ComparedGraph, EdgeChange, GraphChange, GraphEdge, GraphFilter, GraphGrouping,
    GraphNode, GraphOperation, GraphSums, Hops, NodeKind, ServiceGraph, compare_graphs,
    compare_grouped, filtered, focused, grouped,
};
pub use set_comparison::{
    AttributeShift, ComparedPath, ComparedSets, Exemplar, LEAST_TRACES, MOST_FALSE, MeanChange,
    PathFigures, RequestKind, SetChange, SetComparison, SetFinding, SetVerdict, SharedHistogram,
    Spread, Unit, ValueShift, compare_sets,
};
pub use set_split::{has_value, is_failed_request};
pub use sibling_groups::{SiblingGroup, sibling_groups};
pub use siblings::{Family, SiblingPlace, sibling_places};
pub use span_order::{
    AttributeColumn, NO_PERCENTILE, OrderFigures, SpanColumn, percentiles, span_order,
};
pub use statistics::{
    Figures, Group, GroupBy, GroupName, Grouping, SpanTimes, Statistics, group_filter, group_spans,
    statistics,
};
pub use stretch::{StretchSums, stretch_sums};
pub use strip::{FamilyLanes, Strip, row_strip, strip};
pub use zoom::{Block, Painter, ZoomIndex};
