//! The sections of critical paths become the marks of each row.
//!
//! A span is entered by the path at most once, and what is charged from then on until it is
//! left goes to the span and its descendants. So among the sections by time, those of a
//! subtree are one unbroken run: the mark of a closed row is a single one, found by halving.
//!
//! Invariant: a row of a span costs O(log sections), however many sections it has; only what stands
//! for many spans looks at all of theirs. Absent: rows and pixels; whoever asks says how many marks
//! it can bear.

use std::ops::Range;

use super::critical_path::Section;
use crate::order;
use crate::trace::{SpanIdx, Trace};

/// Finds sections by their spans.
pub struct PathIndex {
    /// Places of sections, by span, then time.
    by_span: Vec<u32>,
}

impl PathIndex {
    /// `sections` of all paths, root by root, by time within one; every question has to come
    /// with the same. O(s log s) for s sections.
    pub fn of(sections: &[Section]) -> PathIndex {
        let spans = sections.iter().map(|section| u64::from(section.span.0));
        let mut by_span: Vec<(u64, u32)> = spans.zip(0..).collect();
        order::sort_numbered(&mut by_span);
        PathIndex { by_span: by_span.into_iter().map(|(_, place)| place).collect() }
    }

    /// When the path is in the span or its descendants, in nanoseconds since the epoch.
    pub fn subtree(
        &self,
        trace: &Trace,
        sections: &[Section],
        span: SpanIdx,
    ) -> Option<Range<u64>> {
        let rows = span..trace.subtree_end(span);
        let first = self.first_from(sections, span);
        let inside = *self.by_span.get(first)? as usize;
        let is_within = |section: &Section| rows.contains(&section.span);
        if !is_within(&sections[inside]) {
            return None;
        }
        let begin = sections[..inside].partition_point(|section| !is_within(section));
        let length = sections[inside..].partition_point(is_within);
        Some(sections[begin].start_nanos..sections[inside + length - 1].end_nanos)
    }

    /// When the path is in the span itself, in nanoseconds since the epoch and by time: as
    /// it is, if that is at most `most` pieces; else merged to columns of time, so many that
    /// there are no more pieces.
    pub fn own(&self, sections: &[Section], span: SpanIdx, most: usize) -> Vec<Range<u64>> {
        let first = self.first_from(sections, span);
        let end = self.first_from(sections, SpanIdx(span.0.saturating_add(1)));
        let own = &self.by_span[first..end];
        let section = |&place: &u32| &sections[place as usize];
        if own.len() <= most {
            return own.iter().map(section).map(|it| it.start_nanos..it.end_nanos).collect();
        }
        let nanos = |at: usize| section(&own[at]).start_nanos..section(&own[at]).end_nanos;
        painted(own.len(), most, &nanos)
    }

    /// When a path is in any of several spans, in nanoseconds since the epoch and by time; times
    /// that touch or overlap, as those of several roots may, are one piece. Merged to columns of
    /// time as in `own`. O(k log k) for k sections of theirs, O(k) where the spans do not overlap.
    pub fn union(
        &self,
        sections: &[Section],
        spans: Range<SpanIdx>,
        most: usize,
    ) -> Vec<Range<u64>> {
        let theirs = self.first_from(sections, spans.start)..self.first_from(sections, spans.end);
        let by_start = self.by_span[theirs].iter();
        let mut by_start: Vec<(u64, u32)> =
            by_start.map(|&place| (sections[place as usize].start_nanos, place)).collect();
        order::sort_numbered(&mut by_start);
        let mut pieces: Vec<Range<u64>> = Vec::new();
        for (start_nanos, place) in by_start {
            let end_nanos = sections[place as usize].end_nanos;
            match pieces.last_mut() {
                Some(last) if last.end >= start_nanos => last.end = last.end.max(end_nanos),
                _ => pieces.push(start_nanos..end_nanos),
            }
        }
        if pieces.len() <= most {
            return pieces;
        }
        painted(pieces.len(), most, &|at| pieces[at].clone())
    }

    fn first_from(&self, sections: &[Section], span: SpanIdx) -> usize {
        self.by_span.partition_point(|&place| sections[place as usize].span < span)
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.by_span.capacity() * size_of::<u32>()
    }
}

/// At most `most` pieces that hold all of `count` others, which are asked for by number and come by
/// time: the columns of time in which any of them lies.
fn painted(count: usize, most: usize, piece: &dyn Fn(usize) -> Range<u64>) -> Vec<Range<u64>> {
    let columns = Columns { whole: piece(0).start..piece(count - 1).end, count: 2 * most };
    columns.painted(|column| {
        // The first that ends after the column begins, by halving.
        let (mut next, mut end) = (0, count);
        while next < end {
            let middle = next + (end - next) / 2;
            match piece(middle).end <= column.start {
                true => next = middle + 1,
                false => end = middle,
            }
        }
        next < count && piece(next).start < column.end
    })
}

/// A stretch of time in equal parts.
struct Columns {
    whole: Range<u64>,
    count: usize,
}

impl Columns {
    fn edge(&self, number: usize) -> u64 {
        let length = u128::from(self.whole.end - self.whole.start);
        self.whole.start + (length * number as u128 / self.count as u128) as u64
    }

    /// The columns that are painted, neighbours in one piece.
    fn painted(&self, is_painted: impl Fn(&Range<u64>) -> bool) -> Vec<Range<u64>> {
        let mut pieces: Vec<Range<u64>> = Vec::new();
        for number in 0..self.count {
            let column = self.edge(number)..self.edge(number + 1);
            if column.is_empty() || !is_painted(&column) {
                continue;
            }
            match pieces.last_mut() {
                Some(last) if last.end == column.start => last.end = column.end,
                _ => pieces.push(column),
            }
        }
        pieces
    }
}
