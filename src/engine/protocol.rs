//! What the page and the engine say to each other.
//!
//! Invariant: plain values that encode to bytes and back; a response carries the id of its
//! request, so that an answer to an old question can be dropped. Absent: how the bytes
//! travel (see `browser`).

use serde::{Deserialize, Serialize};

pub use super::answers::{
    Answers, CallerView, CauseView, DeadlineView, FailureView, Headline, NamedSpan, VerdictView,
};
pub use super::arrangement::Arrangement;
pub use super::clocks::Clocks;
pub use super::coloring::{Legend, LegendEntry};
pub use super::comparison::{
    AttributeChangeView, CallView, ComparisonAnswer, ComparisonAsk, ComparisonOverview,
    ComparisonWish, ContributionLine, FlameBox, MergedRow, MergedShown, MergedSide, MergedWindow,
    PairDetail,
};
pub use super::critical_path::{PathSection, PathWindow};
pub use super::events_list::EventRow;
pub use super::filter::{FilterLanguage, FilterText, Filtered};
pub use super::flame::{FlamePlace, FlameStep};
pub use super::list_window::ListWindow;
pub use super::measure::{MeasureAsk, TraceMeasures};
pub use super::path_table::{OperationRow, PathTable};
pub use super::query::{Glimpse, Query, QueryOutcome, ServiceShare};
pub use super::row_heads::HeadDetail;
pub use super::search::{Direction, Found, FoundSpan};
pub use super::service_graph::{GraphAsk, TracedGraph};
pub use super::set_comparison::{
    AttributeRow, FindingRow, KindRow, PathName, SetAsk, SetDifference, SpanPlace, ValueRow,
};
pub use super::sibling_groups::SiblingRun;
pub use super::span_detail::{
    Ancestors, AttributeView, ChildOperation, ChildrenSummary, EventView, IncomingLink,
    IncomingLinks, Kin, LinkView, SpanDetail, Text, ValueKind,
};
pub use super::span_table::{SpanTableAsk, SpanTableRow};
pub use super::statistics::{GroupRow, StatisticsTable};
pub use super::stretch::StretchFigures;
pub use crate::analysis::{
    Bucket, Candidate, CandidateKind, Change, EventWish, Figures, FilterProblem, GroupBy,
    GroupName, Grouping, HostClock, MeanChange, PathFigures, PathMode, Peer, PeerKind, Relation,
    SetChange, SetVerdict, SharedHistogram, SideFigures, SpanColumn, Spread, Unit, ValueShift,
    group_filter, has_term, term_of_field, with_term, without_term,
};
pub use crate::analysis::{
    CallFigures, ComparedGraph, EdgeChange, GraphChange, GraphEdge, GraphFilter, GraphGrouping,
    GraphNode, GraphOperation, Hops, NodeKind, ServiceGraph,
};
pub use crate::export::{ExportCursor, ExportFormat};
use crate::generate::Shape;
use crate::layout::service_map::{PlacesAsk, Point};
use crate::layout::{FlameSumRows, FlameSumWindow, FlameWindow, MinimapBar, RowKey, RowWindow};
use crate::trace::TraceId;

/// One act of opening: the files of one drop, one URL, one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpeningId(pub u32);

/// A trace of an opening. The same trace id in two openings is two traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TraceRef {
    pub opening: OpeningId,
    pub trace_id: TraceId,
}

/// Where the bytes of a source come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SourcePlan {
    /// The `index`-th file handed over beside the message.
    File { index: u32, name: String, bytes: u64 },
    /// Bytes that the page already has (pasted text).
    Text { name: String, bytes: Vec<u8> },
    /// To be fetched by the worker, without credentials unless same-origin.
    Url { url: String, headers: Vec<(String, String)> },
    /// Made on the spot.
    Generated { spans: u32, shape: Shape, seed: u64 },
}

impl SourcePlan {
    /// What to call the source in messages.
    pub fn name(&self) -> String {
        match self {
            SourcePlan::File { name, .. } | SourcePlan::Text { name, .. } => name.clone(),
            SourcePlan::Url { url, .. } => url.clone(),
            SourcePlan::Generated { spans, .. } => format!("{spans} generated spans"),
        }
    }
}

/// Page → worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    Open {
        opening: OpeningId,
        sources: Vec<SourcePlan>,
    },
    Cancel {
        opening: OpeningId,
    },
    Close {
        opening: OpeningId,
    },
    Ask(Request),
    /// Nobody waits for the answer to the question of this id any longer.
    Withdraw {
        id: u32,
    },
    /// Asks a server; answered by `Event::Queried`.
    Query(Box<Query>),
    CancelQuery {
        id: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub id: u32,
    pub trace: TraceRef,
    pub ask: Ask,
}

/// Which rows are closed: everything deeper than a level, then single exceptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collapse {
    /// Rows of this depth and deeper start closed; `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Rows that are the other way round.
    pub exceptions: Vec<RowKey>,
}

/// One question about a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    Summary,
    /// Sets which rows are closed; answered by the new generation.
    Collapse(Collapse),
    Rows {
        first: u32,
        count: u32,
        /// What the rows' cells tell; 40 at most.
        columns: Vec<SpanColumn>,
    },
    /// The row of a span, opening whatever hides it when `reveal`.
    Locate {
        key: RowKey,
        reveal: bool,
    },
    Detail {
        key: RowKey,
    },
    /// The whole of a value that a detail showed shortened.
    FullText {
        key: RowKey,
        field: TextField,
    },
    Minimap {
        width_px: u16,
        lanes: u16,
    },
    /// The spans that say all words of a text (see `analysis::Query`), and one of them.
    Find {
        query: String,
        /// Where to start; without it at the first or the last match.
        from: Option<RowKey>,
        direction: Direction,
        /// Whether all spans are to be looked at, rather than until something is found.
        is_whole_wanted: bool,
    },
    /// Some sections of the critical paths of all roots.
    CriticalPath {
        mode: PathMode,
        first: u32,
        count: u32,
    },
    Statistics(Grouping),
    /// The durations of one group of a grouping.
    Histogram {
        grouping: Grouping,
        /// From [`GroupRow::places`].
        places: (u32, u32),
    },
    /// How many spans a filter lets through, and one of them.
    Filter {
        filter: FilterText,
        /// Where to start; without it at the first or the last match.
        from: Option<RowKey>,
        direction: Direction,
    },
    /// Marks a filter's matches in the rows or, if only they are wanted, shows them and
    /// their ancestors alone; answered by the new generation, or by `Filtered` if the filter
    /// is not understood.
    SetFilter {
        filter: FilterText,
        is_matches_only: bool,
    },
    /// What ran in a stretch of time, in nanoseconds from the trace's earliest start.
    Stretch {
        start_nanos: u64,
        end_nanos: u64,
    },
    /// The span with the most self time.
    SlowestSelf,
    /// What could be typed at a place of a filter.
    Complete {
        text: String,
        /// In bytes.
        caret: u32,
    },
    /// Where the time went, where it failed.
    Answers,
    /// The services on the critical path, and attributes to search by.
    Glimpse,
    /// The critical path of the entry by operation, with slack and drag.
    PathTable,
    /// Some calls of a row of that table that are on the path, in row order.
    PathCalls {
        row: u32,
        first: u32,
        count: u32,
    },
    /// Calls that repeat among siblings.
    SiblingRuns,
    /// The next bytes of the trace as a file; see [`Answer::ExportChunk`].
    ExportChunk {
        format: ExportFormat,
        /// The default at first, then what the answer before said.
        cursor: ExportCursor,
    },
    /// One span as it is written, with its resource.
    RawSpan {
        key: RowKey,
        format: ExportFormat,
    },
    /// Whether hosts' clocks are off, and by how much.
    ClockSkew,
    /// Shows times with the hosts' offsets added, or as recorded; answered by the new
    /// generation. The summary changes, too.
    SetClockAdjustment(bool),
    /// The flame graph on the axis of time, merged to columns. Times are nanoseconds from the
    /// trace's earliest start.
    Flame {
        start_nanos: u64,
        end_nanos: u64,
        width_px: u16,
        first_lane: u32,
        lanes: u32,
    },
    /// The lane of a span in the flame graph.
    FlameLane {
        key: RowKey,
    },
    /// The aggregated flame graph, from the node that a span belongs to or from all roots.
    FlameSum {
        root: Option<RowKey>,
        width_px: u16,
        /// 0 for the node itself, or for the roots.
        first_depth: u32,
        depths: u32,
    },
    /// Some rows of the same as a table.
    FlameSumRows {
        root: Option<RowKey>,
        first: u32,
        count: u32,
    },
    /// Some rows of the table of spans; with a filter, of its matches.
    SpanTable(SpanTableAsk),
    /// Some events of the trace in the order of time.
    Events {
        wish: EventWish,
        first: u32,
        count: u32,
    },
    /// The keys of attributes that can be columns or grouped by, the most frequent first.
    AttributeKeys,
    /// Sets what bars are coloured by: kind, status or an attribute; by service for any other.
    /// Answered by the legend; rows and minimap have the colours from then on.
    ColorBy(SpanColumn),
    /// Sets which rows get heads and which subtree is looked at; answered by the new
    /// generation. What is closed follows it: a head cannot be toggled before.
    Arrange(Arrangement),
    /// What there is to say about a head.
    Head {
        key: RowKey,
    },
    /// The span and what is above it, the root first; at most 64.
    Ancestors {
        key: RowKey,
    },
    /// The next failed span in row order, round the ends, below a row or in what is looked at.
    NextError {
        /// Where to start; without it at the first or the last.
        from: Option<RowKey>,
        direction: Direction,
        within: Option<RowKey>,
    },
    /// The next span on the critical path, likewise.
    NextCritical {
        from: Option<RowKey>,
        direction: Direction,
    },
    /// Calls of a service in all traces of some openings; the trace that is asked does not matter.
    Measure(Box<MeasureAsk>),
    /// Two sets of open traces beside each other; likewise.
    CompareSets(Box<SetAsk>),
    /// Who calls whom in all traces of some openings; the trace that is asked does not matter.
    ServiceGraph(Box<GraphAsk>),
    /// Places of a graph's nodes; of no trace at all.
    MapPlaces(Box<PlacesAsk>),
    /// Beside another trace, open too.
    Compare(Box<ComparisonAsk>),
    /// The span beside another one in the flame graph.
    FlameStep {
        key: RowKey,
        step: FlameStep,
    },
}

impl Ask {
    /// Rows with the cells that a waterfall usually has.
    pub fn rows(first: u32, count: u32) -> Ask {
        Ask::Rows { first, count, columns: vec![SpanColumn::SelfTime] }
    }
}

/// A text of a span that may be long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextField {
    Name,
    StatusMessage,
    Attribute(u32),
    ResourceAttribute(u32),
    ScopeAttribute(u32),
    EventAttribute {
        event: u32,
        attribute: u32,
    },
    LinkAttribute {
        link: u32,
        attribute: u32,
    },
    /// All attributes of one place as a JSON object.
    Json(AttributeSet),
}

/// The attributes of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeSet {
    Span,
    Resource,
    Scope,
    Event(u32),
    Link(u32),
}

/// Worker → page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up and listens.
    Ready,
    Progress {
        opening: OpeningId,
        progress: LoadProgress,
    },
    /// The first spans can be looked at; `Opened` follows and replaces them.
    Preview {
        opening: OpeningId,
        contents: Contents,
    },
    Opened {
        opening: OpeningId,
        contents: Contents,
    },
    Failed {
        opening: OpeningId,
        problem: Problem,
    },
    Cancelled {
        opening: OpeningId,
    },
    Response {
        id: u32,
        answer: Answer,
    },
    Queried(Box<QueryOutcome>),
    /// The worker is about to end: this is why.
    Panicked {
        message: String,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadProgress {
    pub bytes_read: u64,
    /// 0 where nobody knows.
    pub bytes_total: u64,
    pub spans: u64,
}

/// What an opening held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    pub traces: Vec<TraceListing>,
    /// Things the user should know: sources that failed, repairs of whole files.
    pub notices: Vec<Problem>,
    /// Spans that could not be shown at all, by reason.
    pub set_aside: Vec<SetAsideListing>,
    pub memory: MemoryUse,
    /// Milliseconds that were spent on reading and on putting together, waiting for bytes not
    /// counted. 0 where nobody has a clock: the engine itself has none.
    pub ingest_ms: f64,
}

/// Bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryUse {
    /// What the opening's traces and their pool hold.
    pub live_bytes: u64,
    /// All that the engine's module was ever given, other openings included.
    pub linear_bytes: u64,
}

/// Something that went wrong, in words: what, where, what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// One line: what happened.
    pub title: String,
    /// Where, and what to do about it.
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAsideListing {
    pub source: String,
    /// Byte offset in the source.
    pub offset: u64,
    pub reason: String,
    pub excerpt: String,
}

/// A trace in a list to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceListing {
    pub trace: TraceRef,
    /// As its producer wrote it.
    pub id_text: String,
    pub root_service: String,
    pub root_name: String,
    /// Nanoseconds since the epoch.
    pub start_nanos: u64,
    pub duration_nanos: u64,
    pub spans: u32,
    pub errors: u32,
    pub services: u32,
}

/// The head of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub listing: TraceListing,
    /// These are the first spans of a trace that is still being read.
    pub is_partial: bool,
    pub depth: u32,
    pub orphans: u32,
    pub roots: u32,
    /// In order of first sight.
    pub services: Vec<ServiceListing>,
    /// Repairs of spans: what, how many, and the first few.
    pub repairs: Vec<RepairListing>,
    /// What was read it from: "Jaeger JSON", …
    pub format: String,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceListing {
    pub name: String,
    pub spans: u32,
    pub errors: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairListing {
    pub explanation: String,
    pub count: u32,
    pub first: Vec<RowKey>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Summary(Box<Summary>),
    /// The order of rows has changed.
    RowsChanged {
        generation: u32,
        total_rows: u32,
    },
    Rows(RowWindow),
    /// `None`: a closed row hides it, or a filter leaves it out. `opened`: rows that had to be
    /// opened.
    Located {
        row: Option<u32>,
        generation: u32,
        opened: Vec<RowKey>,
    },
    Detail(Box<SpanDetail>),
    FullText(String),
    Minimap(Vec<MinimapBar>),
    Found(Found),
    CriticalPath(PathWindow),
    Statistics(Box<StatisticsTable>),
    Histogram(Vec<Bucket>),
    Filtered(Filtered),
    Candidates(Vec<Candidate>),
    Stretch(Box<StretchFigures>),
    SlowestSelf(RowKey),
    Answers(Box<Answers>),
    Glimpse(Box<Glimpse>),
    PathTable(Box<PathTable>),
    PathCalls {
        /// All of the row's.
        total: u32,
        calls: Vec<RowKey>,
    },
    SiblingRuns {
        total: u32,
        /// The costliest first, at most 200.
        runs: Vec<SiblingRun>,
    },
    /// `next`: where to go on; `None` at the end.
    ExportChunk {
        bytes: Vec<u8>,
        next: Option<ExportCursor>,
    },
    RawSpan(String),
    ClockSkew(Clocks),
    Flame(FlameWindow),
    FlameLane(u32),
    FlameSum(FlameSumWindow),
    FlameSumRows(FlameSumRows),
    SpanTable(Box<ListWindow<SpanTableRow>>),
    Events(Box<ListWindow<EventRow>>),
    AttributeKeys(Vec<String>),
    Legend(Box<Legend>),
    Head(Box<HeadDetail>),
    Ancestors(Vec<NamedSpan>),
    /// `None`: there is none.
    Next(Option<RowKey>),
    Measured(Box<TraceMeasures>),
    SetsCompared(Box<SetDifference>),
    ServiceGraph(Box<TracedGraph>),
    /// In the order of the question.
    MapPlaces(Vec<Point>),
    Compared(Box<ComparisonAnswer>),
    /// `None`: there is nothing in that direction.
    FlameStep(Option<FlamePlace>),
    /// The question cannot be answered: the trace was closed, the span is gone.
    Gone,
}
