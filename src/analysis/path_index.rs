//! The sections of critical paths become the marks of each row.
//!
//! A span is entered by the path at most once, and what is charged from then on until it is
//! left goes to the span and its descendants. So among the sections by time, those of a
//! subtree are one unbroken run: the mark of a closed row is a single one, found by halving.
//!
//! Invariant: a row costs O(log sections), however many sections it has. Absent: rows and
//! pixels; whoever asks says how many marks it can bear.

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
        let whole = section(&own[0]).start_nanos..section(&own[own.len() - 1]).end_nanos;
        let columns = Columns { whole, count: 2 * most };
        columns.painted(|column| {
            let next = own.partition_point(|place| section(place).end_nanos <= column.start);
            own.get(next).is_some_and(|place| section(place).start_nanos < column.end)
        })
    }

    fn first_from(&self, sections: &[Section], span: SpanIdx) -> usize {
        self.by_span.partition_point(|&place| sections[place as usize].span < span)
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.by_span.capacity() * size_of::<u32>()
    }
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
