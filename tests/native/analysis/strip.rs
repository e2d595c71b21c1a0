//! The strip below a closed row.

use proptest::prelude::*;
use spanscope::analysis::{FamilyLanes, Packer, Piece, Strip, ZoomIndex, strip};
use spanscope::trace::{SpanIdx, Trace};

use super::zoom::many_spans;
use crate::random_spans::{CHAIN, FAN, RandomSpan, siblings_in_turn, trace_of};
use crate::support::{assert_drawn, drawn};

fn strip_of(trace: &Trace, span: SpanIdx, width_px: u16) -> Strip {
    strip(trace, &ZoomIndex::of(trace), &[], span, width_px, &mut FamilyLanes::default())
}

/// A lane a line: each part as the letter of its service, in capitals if it failed.
fn picture(trace: &Trace, strip: &Strip, width_px: u16) -> String {
    let mut picture = vec![vec![' '; usize::from(width_px)]; usize::from(strip.lanes)];
    for bar in &strip.bars {
        let letter = trace.pool().text(bar.service).chars().next().expect("a service");
        let letter = if bar.is_error { letter.to_ascii_uppercase() } else { letter };
        for cell in &mut picture[usize::from(bar.lane)][bar.left_px.into()..bar.right_px.into()] {
            assert_eq!(*cell, ' ', "parts of a lane do not overlap");
            *cell = letter;
        }
    }
    let lines: Vec<String> = picture.into_iter().map(String::from_iter).collect();
    lines.join("\n")
}

fn strip_picture(drawing: &str, width_px: u16) -> String {
    let trace = drawn(drawing);
    picture(&trace, &strip_of(&trace, SpanIdx(0), width_px), width_px)
}

#[test]
fn children_in_turn_share_one_lane_with_what_they_call() {
    assert_drawn(
        strip_picture(
            "
            r  root    |===================|
            a    one   |=========|
            b      in     |==|
            c    two             |=========|
            ",
            20,
        ),
        "aaabbbaaaacccccccccc",
    );
}

#[test]
fn children_that_run_at_once_have_lanes_of_their_own() {
    assert_drawn(
        strip_picture(
            "
            r  root    |===================|
            a    one   |=========|
            b      in     |==|
            c    two     |=========|
            d    three             |=======|
            ",
            20,
        ),
        "
        aaabbbaaaa  dddddddd
          cccccccccc
        ",
    );
}

#[test]
fn a_call_of_a_call_is_looked_through_to_where_it_fans_out() {
    assert_drawn(
        strip_picture(
            "
            r  root    |===================|
            h    mid   |===================|
            a      one     |=======|
            b      two       |=========|
            ",
            20,
        ),
        "
        hhhhaaaaaaaahhhhhhhh
              bbbbbbbbbb
        ",
    );
}

#[test]
fn beyond_the_third_lane_only_failures_are_shown() {
    assert_drawn(
        strip_picture(
            "
            r  root    |=========|
            a    one   |=========|
            b    two   |=========|
            c    three |=========|
            d    four   |=======|
            e    five !   |==|
            ",
            10,
        ),
        "
        aaaaaaaaaa
        bbbbbbbbbb
        cccEEEcccc
        ",
    );
}

#[test]
fn one_failure_among_a_million_is_shown() {
    for trace in [&*CHAIN, &*FAN, &siblings_in_turn(1_000_000)] {
        let strip = strip_of(trace, SpanIdx(0), 48);
        assert!(!strip.bars.is_empty() && strip.bars.len() <= 48 * 3);
    }
}

#[test]
fn a_strip_beside_spans_of_another_century_does_not_overflow() {
    let span = |id: u64, parent_id: u64, start_nanos: u64, length_nanos: u64| RandomSpan {
        id,
        parent_id,
        start_nanos,
        length_nanos,
        service: 0,
        failed: false,
        half: 0,
    };
    let now = 1_700_000_000_000_000_000;
    let trace = trace_of(&[span(1, 0, 5, 1_000), span(2, 1, 10, 500), span(3, 0, now, 90)]);
    let strip = strip_of(&trace, SpanIdx(0), 48);
    assert_eq!(strip.times, 10..510);
    let bars = &strip.bars;
    assert_eq!((bars.len(), bars[0].left_px, bars[0].right_px), (1, 0, 48));
}

type Cell = Option<(u32, bool)>;

/// Columns of time, as a strip has them.
struct PlainColumns {
    start_nanos: u64,
    end_nanos: u64,
    width_px: u64,
}

impl PlainColumns {
    fn of(&self, trace: &Trace, span: SpanIdx) -> std::ops::Range<usize> {
        let length = (self.end_nanos - self.start_nanos).max(1);
        let column = |nanos: u64| (nanos - self.start_nanos) * self.width_px / length;
        let left = column(trace.start_nanos(span)).min(self.width_px - 1);
        let right = column(trace.end_nanos(span)).clamp(left + 1, self.width_px);
        left as usize..right as usize
    }
}

/// Every lane's cells by painting every span, without any index; `None` where the family is
/// not parallel.
fn plain_lanes(
    trace: &Trace,
    strip: &Strip,
    span: SpanIdx,
    width_px: u16,
) -> Option<Vec<Vec<Cell>>> {
    let mut parent = span;
    while trace.children(parent).count() == 1 {
        parent = trace.children(parent).next()?;
    }
    let members: Vec<SpanIdx> = trace.children(parent).collect();
    let subtree = |member: &SpanIdx| (member.0..trace.subtree_end(*member).0).map(SpanIdx);
    let piece = |member: &SpanIdx| Piece {
        start_nanos: subtree(member).map(|span| trace.start_nanos(span)).min().unwrap_or(0),
        end_nanos: subtree(member).map(|span| trace.end_nanos(span)).max().unwrap_or(0),
        height: 1,
    };
    let mut packer = Packer::default();
    let count = packer.pack(&members.iter().map(piece).collect::<Vec<_>>());
    if count < 2 {
        return None;
    }
    let shown = count.min(3) as usize;
    let columns = PlainColumns {
        start_nanos: strip.times.start,
        end_nanos: strip.times.end,
        width_px: u64::from(width_px),
    };
    let mut lanes = vec![vec![None; usize::from(width_px)]; shown];
    let look = |span: SpanIdx| (trace.service(span).0, trace.is_error(span));
    let failed_below = |span: SpanIdx| {
        (span.0 + 1..trace.subtree_end(span).0).any(|row| trace.is_error(SpanIdx(row)))
    };
    let lane_of = |span: SpanIdx| {
        let member = members.iter().position(|member| subtree(member).any(|it| it == span));
        member.map_or(shown - 1, |member| (packer.lanes()[member] as usize).min(shown - 1))
    };
    let mut failures = vec![false; usize::from(width_px)];
    let descendants = || (span.0 + 1..trace.subtree_end(span).0).rev().map(SpanIdx);
    for failed in descendants().filter(|&span| trace.is_error(span) && !failed_below(span)) {
        for column in columns.of(trace, failed).filter(|&column| !failures[column]) {
            lanes[lane_of(failed)][column] = Some(look(failed));
        }
        columns.of(trace, failed).for_each(|column| failures[column] = true);
    }
    // Lanes are disjoint in time, so members share at most a column, which the earlier has.
    let mut paint = |lane: usize, span: SpanIdx| {
        for column in columns.of(trace, span) {
            lanes[lane][column].get_or_insert(look(span));
        }
    };
    for (member, &lane) in members.iter().zip(packer.lanes()) {
        if (lane as usize) < shown {
            subtree(member)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .for_each(|it| paint(lane as usize, it));
        }
    }
    (span.0 + 1..=parent.0).rev().for_each(|row| paint(0, SpanIdx(row)));
    Some(lanes)
}

fn cells(strip: &Strip, width_px: u16) -> Vec<Vec<Cell>> {
    let mut lanes = vec![vec![None; usize::from(width_px)]; usize::from(strip.lanes)];
    for bar in &strip.bars {
        for cell in &mut lanes[usize::from(bar.lane)][bar.left_px.into()..bar.right_px.into()] {
            *cell = Some((bar.service.0, bar.is_error));
        }
    }
    lanes
}

proptest! {
    #[test]
    fn a_strip_of_lanes_is_that_of_painting_every_span(spans in many_spans(), width_px in 1..64u16) {
        let trace = trace_of(&spans);
        let zoom = ZoomIndex::of(&trace);
        let mut families = FamilyLanes::default();
        for span in trace.spans().filter(|&span| trace.descendant_count(span) > 0) {
            let strip = strip(&trace, &zoom, &[], span, width_px, &mut families);
            match plain_lanes(&trace, &strip, span, width_px) {
                Some(plain) => prop_assert_eq!(cells(&strip, width_px), plain),
                None => prop_assert_eq!(strip.lanes, 1),
            }
        }
    }

    #[test]
    fn descendants_are_pictured_within_their_own_times(spans in many_spans(), width_px in 1..80u16) {
        let trace = trace_of(&spans);
        let zoom = ZoomIndex::of(&trace);
        let mut families = FamilyLanes::default();
        for span in trace.spans() {
            let strip = strip(&trace, &zoom, &[], span, width_px, &mut families);
            prop_assert_eq!(strip.bars.is_empty(), trace.descendant_count(span) == 0);
            if let Some(child) = trace.children(span).next() {
                prop_assert!(strip.times.start <= trace.start_nanos(child));
                prop_assert!(strip.times.end >= trace.end_nanos(child));
            }
        }
    }
}
