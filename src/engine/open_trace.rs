//! One open trace with everything computed about it so far.
//!
//! Invariant: what is memoised depends on the trace alone, except the order of rows, which
//! belongs to a generation. Absent: other traces.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::answers::AnswerMemo;
use super::coloring::ColoringMemo;
use super::critical_path::PathMemo;
use super::events_list::EventMemo;
use super::filter::{ActiveFilter, FilterMemo};
use super::flame::{FlameMemo, FlameView};
use super::kin::KinMemo;
use super::protocol::{Answer, Ask, Collapse, TraceListing, TraceRef};
use super::search::SearchMemo;
use super::span_context::LinksByTarget;
use super::span_table::SpanTableMemo;
use super::span_tag::TagKeys;
use super::spans_by_id::SharedIds;
use super::statistics::TableMemo;
use super::{
    answers, arrangement, clocks, coloring, critical_path, detail, events_list, export, filter,
    flame, next_span, path_table, query, row_heads, rows, search, sibling_groups, span_context,
    span_table, statistics, stretch, summary,
};
use crate::analysis::{
    self, ClockSkew, Folds, KeyCensus, PathMode, TraceFacts, VisibleRows, ZoomIndex,
};
use crate::export::Export;
use crate::layout::RowKey;
use crate::trace::{Repair, SpanIdx, StringId, Trace};

pub(super) struct OpenTrace {
    pub name: TraceRef,
    pub trace: Trace,
    pub format: String,
    pub source: String,
    /// The beginning of a trace that is still being read.
    pub is_partial: bool,
    pub facts: TraceFacts,
    /// Place of each service in the facts' list.
    pub service_places: FxHashMap<StringId, u32>,
    pub tag_keys: TagKeys,
    pub visible: VisibleRows,
    pub generation: u32,
    pub collapse: analysis::Collapse,
    pub paths: PathMemo,
    pub tables: TableMemo,
    pub searches: SearchMemo,
    pub filters: FilterMemo,
    /// Of the rows; `None` where everything is shown and nothing marked.
    pub filter: Option<ActiveFilter>,
    census: OnceCell<KeyCensus>,
    pub answers: AnswerMemo,
    self_times: OnceCell<Vec<u64>>,
    shared_ids: OnceCell<SharedIds>,
    zoom: OnceCell<ZoomIndex>,
    /// Of the largest family that rows were asked of.
    pub family: RefCell<Option<analysis::Family>>,
    /// The trace with the times that were recorded, while adjusted ones are shown.
    unadjusted: Option<Trace>,
    pub skew: OnceCell<ClockSkew>,
    /// An export on its way, of the recorded trace.
    pub export: Option<Export>,
    pub family_lanes: RefCell<analysis::FamilyLanes>,
    pub flames: FlameMemo,
    pub span_tables: SpanTableMemo,
    pub events: EventMemo,
    pub colorings: ColoringMemo,
    pub folds: Folds,
    /// What the folds were made of: groups, heads of orphans.
    pub folded: (bool, bool),
    /// The span whose subtree is looked at alone.
    pub focus: Option<SpanIdx>,
    pub kin: KinMemo,
    links_by_target: OnceCell<LinksByTarget>,
}

impl OpenTrace {
    /// The filter of the rows, if its matches are to be told from other rows.
    pub fn marking_filter(&self) -> Option<&ActiveFilter> {
        self.filter.as_ref().filter(|filter| filter.has_marks)
    }

    pub fn new(name: TraceRef, trace: Trace, format: &str, source: &str) -> OpenTrace {
        let facts = analysis::facts(&trace);
        let places = facts.services.iter().enumerate();
        let service_places = places.map(|(place, service)| (service.name, place as u32)).collect();
        let collapse = analysis::Collapse::default();
        OpenTrace {
            name,
            format: format.to_owned(),
            source: source.to_owned(),
            is_partial: false,
            tag_keys: TagKeys::find(trace.pool()),
            visible: VisibleRows::compute(&trace, &collapse),
            generation: 1,
            collapse,
            paths: PathMemo::default(),
            tables: TableMemo::default(),
            searches: SearchMemo::default(),
            filters: FilterMemo::default(),
            filter: None,
            census: OnceCell::new(),
            answers: AnswerMemo::default(),
            facts,
            service_places,
            trace,
            self_times: OnceCell::new(),
            shared_ids: OnceCell::new(),
            zoom: OnceCell::new(),
            family: RefCell::default(),
            unadjusted: None,
            skew: OnceCell::new(),
            export: None,
            family_lanes: RefCell::default(),
            flames: FlameMemo::default(),
            span_tables: SpanTableMemo::default(),
            events: EventMemo::default(),
            colorings: ColoringMemo::default(),
            folds: Folds::default(),
            folded: (false, false),
            focus: None,
            kin: KinMemo::default(),
            links_by_target: OnceCell::new(),
        }
    }

    pub fn answer(&mut self, ask: &Ask) -> Answer {
        match ask {
            Ask::Summary => Answer::Summary(Box::new(summary::summary(self))),
            Ask::Collapse(collapse) => self.set_collapse(collapse),
            Ask::Rows { first, count, columns } => {
                Answer::Rows(rows::window(self, *first, *count, columns))
            }
            Ask::Locate { key, reveal } => arrangement::locate(self, *key, *reveal),
            Ask::Detail { key } => self.about_span(*key, |span| {
                Answer::Detail(Box::new(detail::detail(self, *key, span)))
            }),
            Ask::FullText { key, field } => self.about_span(*key, |span| {
                detail::full_text(self, span, *field).map_or(Answer::Gone, Answer::FullText)
            }),
            Ask::Minimap { width_px, lanes } => {
                Answer::Minimap(rows::minimap(self, *width_px, *lanes))
            }
            Ask::CriticalPath { mode, first, count } => {
                Answer::CriticalPath(critical_path::window(self, *mode, *first, *count))
            }
            Ask::Find { query, from, direction, is_whole_wanted } => {
                Answer::Found(search::find(self, query, *from, *direction, *is_whole_wanted))
            }
            Ask::Statistics(grouping) => {
                Answer::Statistics(Box::new(statistics::table(self, grouping)))
            }
            Ask::Histogram { grouping, places } => {
                Answer::Histogram(statistics::histogram(self, grouping, *places))
            }
            Ask::Filter { filter, from, direction } => {
                Answer::Filtered(filter::filtered(self, filter, *from, *direction))
            }
            Ask::SetFilter { filter, is_matches_only } => {
                filter::set(self, filter, *is_matches_only)
            }
            &Ask::Stretch { start_nanos, end_nanos } => {
                Answer::Stretch(Box::new(stretch::figures(self, start_nanos, end_nanos)))
            }
            Ask::SlowestSelf => self.slowest_self().map_or(Answer::Gone, Answer::SlowestSelf),
            Ask::Complete { text, caret } => {
                Answer::Candidates(filter::completed(self, text, *caret))
            }
            Ask::Answers => answers::answers(self).map_or(Answer::Gone, Answer::Answers),
            Ask::Glimpse => Answer::Glimpse(Box::new(query::glimpse(self))),
            Ask::PathTable => path_table::table(self)
                .map_or(Answer::Gone, |table| Answer::PathTable(Box::new(table))),
            Ask::PathCalls { row, first, count } => {
                let (total, calls) = path_table::calls(self, *row, *first, *count);
                Answer::PathCalls { total, calls }
            }
            Ask::SiblingRuns => {
                let (total, runs) = sibling_groups::runs(self);
                Answer::SiblingRuns { total, runs }
            }
            Ask::ExportChunk { format, cursor } => export::chunk(self, *format, *cursor),
            Ask::RawSpan { key, format } => {
                self.about_span(*key, |span| export::raw(self, span, *format))
            }
            Ask::ClockSkew => Answer::ClockSkew(clocks::clocks(self)),
            Ask::SetClockAdjustment(is_wanted) => {
                clocks::set_adjustment(self, *is_wanted);
                self.rows_changed()
            }
            &Ask::Flame { start_nanos, end_nanos, width_px, first_lane, lanes } => {
                let view = FlameView { start_nanos, end_nanos, width_px, first_lane, lanes };
                Answer::Flame(flame::window(self, &view))
            }
            Ask::FlameLane { key } => {
                self.about_span(*key, |span| Answer::FlameLane(flame::lane_of(self, span)))
            }
            &Ask::FlameSum { root, width_px, first_depth, depths } => {
                let window = flame::sum_window(self, root, width_px, first_depth, depths);
                window.map_or(Answer::Gone, Answer::FlameSum)
            }
            &Ask::FlameSumRows { root, first, count } => {
                let rows = flame::sum_rows(self, root, first, count);
                rows.map_or(Answer::Gone, Answer::FlameSumRows)
            }
            Ask::SpanTable(ask) => Answer::SpanTable(Box::new(span_table::window(self, ask))),
            Ask::Events { wish, first, count } => {
                Answer::Events(Box::new(events_list::window(self, wish, *first, *count)))
            }
            Ask::AttributeKeys => Answer::AttributeKeys(self.census().attribute_keys().to_vec()),
            Ask::ColorBy(by) => Answer::Legend(Box::new(coloring::set(self, by))),
            Ask::Arrange(arrangement) => arrangement::set(self, arrangement),
            Ask::Head { key } => row_heads::about_head(self, *key),
            Ask::Ancestors { key } => {
                self.about_span(*key, |span| Answer::Ancestors(arrangement::ancestors(self, span)))
            }
            &Ask::NextError { from, direction, within } => {
                Answer::Next(next_span::error(self, from, direction, within))
            }
            &Ask::NextCritical { from, direction } => {
                Answer::Next(next_span::critical(self, from, direction))
            }
            // The engine answers these itself.
            Ask::Measure(_) | Ask::Compare(_) | Ask::CompareSets(_) => Answer::Gone,
            Ask::ServiceGraph(_) | Ask::MapPlaces(_) => Answer::Gone,
            &Ask::FlameStep { key, step } => {
                self.about_span(key, |span| Answer::FlameStep(flame::step(self, span, step)))
            }
        }
    }

    pub fn listing(&self) -> TraceListing {
        summary::listing(self)
    }

    /// Nanoseconds since the epoch that the page counts from.
    pub fn origin_nanos(&self) -> u64 {
        self.facts.start_nanos
    }

    pub fn service_place(&self, span: SpanIdx) -> u32 {
        self.service_places.get(&self.trace.service(span)).copied().unwrap_or(0)
    }

    pub fn self_nanos(&self, span: SpanIdx) -> u64 {
        self.all_self_nanos()[span.index()]
    }

    /// Of equal ones the first row. O(n).
    fn slowest_self(&self) -> Option<RowKey> {
        let times = self.all_self_nanos();
        let slowest = self.trace.spans().max_by_key(|span| (times[span.index()], Reverse(*span)));
        slowest.map(|span| self.key_of(span))
    }

    /// Of the span's own time, what is on the critical path.
    pub fn critical_nanos(&self, span: SpanIdx) -> u64 {
        self.paths.paths(&self.trace, PathMode::Cover).critical_nanos[span.index()]
    }

    pub fn links_by_target(&self) -> &LinksByTarget {
        self.links_by_target.get_or_init(|| span_context::links_by_target(&self.trace))
    }

    /// By row.
    pub fn all_self_nanos(&self) -> &[u64] {
        self.self_times.get_or_init(|| analysis::self_times(&self.trace))
    }

    /// Failed spans in the subtree, the span itself not counted.
    pub fn errors_below(&self, span: SpanIdx) -> u32 {
        let below = span.index() + 1..self.trace.subtree_end(span).index();
        self.zoom().sum(&self.trace, below).errors
    }

    pub fn key_of(&self, span: SpanIdx) -> RowKey {
        let id = self.trace.span_id(span);
        RowKey::Span { id, ordinal: self.shared_ids().ordinal(id, span) }
    }

    pub fn span_of(&self, key: RowKey) -> Option<SpanIdx> {
        self.spans_of(&[key])[0]
    }

    /// The same for many at once, which costs little more.
    pub fn spans_of(&self, keys: &[RowKey]) -> Vec<Option<SpanIdx>> {
        self.shared_ids().spans(&self.trace, keys)
    }

    fn shared_ids(&self) -> &SharedIds {
        self.shared_ids.get_or_init(|| SharedIds::of(&self.trace))
    }

    pub fn census(&self) -> &KeyCensus {
        self.census.get_or_init(|| KeyCensus::of(&self.trace))
    }

    /// Whether rows below this one can be shown at all.
    pub fn has_rows_below(&self, span: SpanIdx) -> bool {
        let kept = self.filter.as_ref().and_then(|filter| filter.kept.as_ref());
        let is_kept = || kept.is_none_or(|kept| kept.has_below(&self.trace, span));
        self.trace.descendant_count(span) > 0 && is_kept()
    }

    pub fn zoom(&self) -> &ZoomIndex {
        self.zoom.get_or_init(|| ZoomIndex::of(&self.trace))
    }

    fn about_span(&self, key: RowKey, answer: impl FnOnce(SpanIdx) -> Answer) -> Answer {
        self.span_of(key).map_or(Answer::Gone, answer)
    }

    fn set_collapse(&mut self, collapse: &Collapse) -> Answer {
        let exceptions = self.spans_of(&collapse.exceptions).into_iter().flatten().collect();
        let folds = collapse.exceptions.iter().filter_map(|&key| self.fold_of(key));
        let toggled = folds.map(|fold| fold.first).collect();
        self.folds.toggled = toggled;
        let closed_from_depth = collapse.closed_from_depth;
        self.collapse = analysis::Collapse { closed_from_depth, exceptions };
        self.reorder();
        self.rows_changed()
    }

    pub fn rows_changed(&self) -> Answer {
        Answer::RowsChanged { generation: self.generation, total_rows: self.visible.len() }
    }

    /// The trace with the times that were recorded, whatever is shown.
    pub fn recorded(&self) -> &Trace {
        self.unadjusted.as_ref().unwrap_or(&self.trace)
    }

    pub fn is_adjusted(&self) -> bool {
        self.unadjusted.is_some()
    }

    /// Shows this trace, which has the rows of the recorded one, or that one again. Forgets
    /// what depends on times.
    pub fn show_adjusted(&mut self, adjusted: Option<Trace>) {
        if let Some(recorded) = self.unadjusted.take() {
            self.trace = recorded;
        }
        if let Some(adjusted) = adjusted {
            self.unadjusted = Some(std::mem::replace(&mut self.trace, adjusted));
        }
        self.facts = analysis::facts(&self.trace);
        self.paths = PathMemo::default();
        self.tables = TableMemo::default();
        self.filters = FilterMemo::default();
        self.answers = AnswerMemo::default();
        self.flames = FlameMemo::default();
        self.span_tables = SpanTableMemo::default();
        self.events = EventMemo::default();
        self.family_lanes = RefCell::default();
        self.self_times = OnceCell::new();
        self.zoom = OnceCell::new();
        self.generation += 1;
    }
}

/// Whether any repair of the trace is of this kind.
pub(super) fn orphan_count(trace: &Trace) -> u32 {
    let counts = trace.repair_counts();
    let orphans = counts.iter().find(|(repair, _)| *repair == Repair::MissingParent);
    orphans.map_or(0, |&(_, count)| count as u32)
}
