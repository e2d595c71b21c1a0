//! The rows that the page asked for, and the picture of all of them.
//!
//! Invariant: a window costs what its rows cost, whatever the size of the trace.
//! Absent: pixels of rows; only the minimap is merged to pixels, since only here all
//! spans are at hand.

use std::ops::Range;

use super::open_trace::OpenTrace;
use super::row_heads;
use super::span_cells::Columns;
use super::span_tag;
use crate::analysis::{self, MergedBar, RowAt, SpanColumn, Strip};
use crate::format::shorten;
use crate::layout::{EventTick, Expansion, HiddenPart, MinimapBar, Row, RowWindow, Stretch, Tint};
use crate::order;
use crate::trace::{Event, Repair, Repairs, SpanIdx};

/// Rows that one answer may hold at most, so that a wild question stays cheap.
const MOST_ROWS: u32 = 2_000;
/// Ticks that a row may carry at most.
const MOST_TICKS: usize = 64;
/// Columns of time in the picture of what a closed row hides.
const HIDDEN_COLUMNS: u16 = 48;
/// The same in the picture of what is below a head, which is all that its lane shows.
pub(super) const FOLD_COLUMNS: u16 = 160;
/// Pieces of the critical path below a bar.
const MOST_STRETCHES: usize = 32;
/// Characters of a name that a row can show.
pub(super) const MOST_NAME_CHARS: usize = 160;

pub(super) fn window(
    open: &OpenTrace,
    first: u32,
    count: u32,
    columns: &[SpanColumn],
) -> RowWindow {
    let total_rows = open.visible.len();
    let first = first.min(total_rows);
    let end = first.saturating_add(count.min(MOST_ROWS)).min(total_rows);
    let spans: Vec<SpanIdx> = (first..end).map(|row| open.visible.span_at(row)).collect();
    let places = analysis::sibling_places(&open.trace, &spans, &mut open.family.borrow_mut());
    let ready = Columns::of_rows(open, columns);
    let rows = (first..end).zip(places).map(|(number, place)| {
        let at = open.visible.row_at(number);
        let place = open.place_in_rows(at, place);
        match at {
            RowAt::Span(span) => row(open, span, place, &ready),
            RowAt::Head(first) => row_heads::head_row(open, first, place, &ready),
        }
    });
    let rows = rows.collect();
    let columns = columns.to_vec();
    RowWindow { generation: open.generation, first_row: first, total_rows, columns, rows }
}

fn row(open: &OpenTrace, span: SpanIdx, place: analysis::SiblingPlace, columns: &Columns) -> Row {
    let trace = &open.trace;
    let expansion = expansion(open, span);
    let hides = expansion == Expansion::Collapsed;
    Row {
        key: open.key_of(span),
        service: open.service_place(span),
        tint: open.colorings.tint(span),
        name: shorten(trace.name_text(span), MOST_NAME_CHARS),
        tag: span_tag::tag(&open.tag_keys, trace, span),
        kind: trace.kind(span),
        is_error: trace.is_error(span),
        hidden_errors: if hides { open.errors_below(span) } else { 0 },
        hidden: if hides { hidden(open, span) } else { Vec::new() },
        start_nanos: trace.start_nanos(span) - open.origin_nanos(),
        duration_nanos: trace.duration_nanos(span),
        cells: columns.cells(open, span),
        depth: open.level_of(RowAt::Span(span)),
        parent_row: open.parent_row(RowAt::Span(span)),
        set_size: place.set_size,
        position_in_set: place.position,
        expansion,
        descendants: trace.descendant_count(span) as u32,
        events: ticks(open, span),
        repairs: repairs(open, span),
        is_match: open.marking_filter().is_some_and(|filter| filter.is_match(span)),
        critical: critical(open, span, hides),
        gaps: gaps(open, span),
        members: None,
    }
}

/// The descendants of a closed row, merged to so many columns of time.
fn hidden(open: &OpenTrace, span: SpanIdx) -> Vec<HiddenPart> {
    let mut families = open.family_lanes.borrow_mut();
    let (trace, tints) = (&open.trace, open.colorings.tints());
    let strip = analysis::strip(trace, open.zoom(), tints, span, HIDDEN_COLUMNS, &mut families);
    hidden_parts(open, &strip, HIDDEN_COLUMNS)
}

/// A strip of so many columns, in times.
pub(super) fn hidden_parts(open: &OpenTrace, strip: &Strip, columns: u16) -> Vec<HiddenPart> {
    let start_nanos = strip.times.start.saturating_sub(open.origin_nanos());
    let length_nanos = u128::from(strip.times.end - strip.times.start);
    let at = |column: u16| {
        let into = length_nanos * u128::from(column) / u128::from(columns);
        start_nanos + into as u64
    };
    let part = |bar: &MergedBar| HiddenPart {
        start_nanos: at(bar.left_px),
        end_nanos: at(bar.right_px),
        service: open.service_places.get(&bar.service).copied().unwrap_or(0),
        tint: Tint(bar.group),
        is_error: bar.is_error,
        lane: bar.lane,
        lanes: strip.lanes,
    };
    strip.bars.iter().map(part).collect()
}

/// What the path does in the span and, if it hides them, in its descendants.
fn critical(open: &OpenTrace, span: SpanIdx, hides: bool) -> Vec<Stretch> {
    if !open.is_path_at_hand() {
        return Vec::new();
    }
    let (sections, index) = (open.sections(), open.path_index());
    let pieces = if hides {
        index.subtree(&open.trace, sections, span).into_iter().collect()
    } else {
        index.own(sections, span, MOST_STRETCHES)
    };
    pieces.into_iter().map(|piece| stretch(open, piece)).collect()
}

/// What paths do in all spans of a range.
pub(super) fn critical_between(open: &OpenTrace, spans: Range<SpanIdx>) -> Vec<Stretch> {
    if !open.is_path_at_hand() {
        return Vec::new();
    }
    let pieces = open.path_index().union(open.sections(), spans, MOST_STRETCHES);
    pieces.into_iter().map(|piece| stretch(open, piece)).collect()
}

fn gaps(open: &OpenTrace, span: SpanIdx) -> Vec<Stretch> {
    if !open.is_path_at_hand() {
        return Vec::new();
    }
    let gaps = open.gaps();
    let first = gaps.partition_point(|gap| gap.span < span);
    let own = gaps[first..].iter().take_while(|gap| gap.span == span);
    own.map(|gap| stretch(open, gap.start_nanos..gap.end_nanos)).collect()
}

fn stretch(open: &OpenTrace, nanos: Range<u64>) -> Stretch {
    let origin_nanos = open.origin_nanos();
    Stretch { start_nanos: nanos.start - origin_nanos, end_nanos: nanos.end - origin_nanos }
}

/// Of a trace that is still being read a missing parent may come yet.
fn repairs(open: &OpenTrace, span: SpanIdx) -> Repairs {
    let repairs = open.trace.repairs(span);
    if open.is_partial { repairs.without(Repair::MissingParent) } else { repairs }
}

fn expansion(open: &OpenTrace, span: SpanIdx) -> Expansion {
    if !open.has_rows_below(span) {
        Expansion::Leaf
    } else if open.collapse.is_closed(&open.trace, span) {
        Expansion::Collapsed
    } else {
        Expansion::Expanded
    }
}

fn ticks(open: &OpenTrace, span: SpanIdx) -> Vec<EventTick> {
    let events = open.trace.pool().events(open.trace.events(span));
    let mut ticks: Vec<EventTick> = events.iter().map(|event| tick(open, span, event)).collect();
    order::sort_by_key(&mut ticks, |tick| (tick.at_nanos, !tick.is_exception));
    ticks.truncate(MOST_TICKS);
    ticks
}

fn tick(open: &OpenTrace, span: SpanIdx, event: &Event) -> EventTick {
    let offset = open.trace.event_nanos(span, event).saturating_sub(open.origin_nanos());
    EventTick {
        at_nanos: offset.min(open.facts.duration_nanos),
        is_exception: open.trace.pool().text(event.name) == "exception",
    }
}

pub(super) fn minimap(open: &OpenTrace, width_px: u16, lanes: u16) -> Vec<MinimapBar> {
    analysis::minimap(&open.trace, open.zoom(), open.colorings.tints(), width_px, lanes)
        .into_iter()
        .map(|bar| MinimapBar {
            left_px: bar.left_px,
            right_px: bar.right_px,
            lane: bar.lane,
            service: open.service_places.get(&bar.service).copied().unwrap_or(0),
            tint: Tint(bar.group),
            is_error: bar.is_error,
        })
        .collect()
}
