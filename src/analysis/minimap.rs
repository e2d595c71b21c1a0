//! All spans of a trace, merged to what a small picture can show.
//!
//! Rows fall into lanes in proportion; within a lane, spans of a service that touch or
//! overlap on the pixel grid become one bar.
//!
//! Invariant: at most `width × lanes` bars, however many spans; the longest span of each
//! pixel decides its colour, and errors are never lost. Absent: depth.

use crate::trace::{SpanIdx, StringId, Trace};

/// A bar in whole pixels, the right edge exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedBar {
    pub left_px: u16,
    pub right_px: u16,
    pub lane: u16,
    pub service: StringId,
    pub is_error: bool,
}

/// What a pixel of a lane shows: the longest span that covers it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    span: SpanIdx,
    duration_nanos: u64,
    is_error: bool,
}

/// Bars by lane, then from left to right. O(n + pixels of all bars); the pixels of a bar
/// are bounded by the width.
pub fn minimap(trace: &Trace, width_px: u16, lanes: u16) -> Vec<MergedBar> {
    if trace.is_empty() || width_px == 0 || lanes == 0 {
        return Vec::new();
    }
    let mut cells: Vec<Option<Cell>> = vec![None; usize::from(width_px) * usize::from(lanes)];
    let start_nanos = trace.earliest_nanos();
    let total_nanos = (trace.latest_nanos() - start_nanos).max(1);
    let pixel = |nanos: u64| {
        let at = u128::from(nanos - start_nanos) * u128::from(width_px) / u128::from(total_nanos);
        (at as usize).min(usize::from(width_px) - 1)
    };
    let lanes_used = usize::from(lanes).min(trace.span_count());
    for span in trace.spans() {
        let lane = span.index() * lanes_used / trace.span_count();
        let row = &mut cells[lane * usize::from(width_px)..][..usize::from(width_px)];
        let range = pixel(trace.start_nanos(span))..=pixel(trace.end_nanos(span));
        paint(&mut row[range], trace, span);
    }
    cells
        .chunks(usize::from(width_px))
        .zip(0..)
        .flat_map(|(row, lane)| merge(trace, row, lane))
        .collect()
}

fn paint(cells: &mut [Option<Cell>], trace: &Trace, span: SpanIdx) {
    let duration_nanos = trace.duration_nanos(span);
    let is_error = trace.is_error(span);
    for cell in cells {
        match cell {
            Some(shown) => {
                shown.is_error |= is_error;
                if duration_nanos > shown.duration_nanos {
                    (shown.span, shown.duration_nanos) = (span, duration_nanos);
                }
            }
            None => *cell = Some(Cell { span, duration_nanos, is_error }),
        }
    }
}

fn merge(trace: &Trace, row: &[Option<Cell>], lane: u16) -> Vec<MergedBar> {
    let mut bars: Vec<MergedBar> = Vec::new();
    for (x, cell) in row.iter().enumerate() {
        let Some(cell) = cell else { continue };
        let (x, service) = (x as u16, trace.service(cell.span));
        match bars.last_mut() {
            Some(bar)
                if bar.right_px == x && bar.service == service && bar.is_error == cell.is_error =>
            {
                bar.right_px = x + 1;
            }
            _ => bars.push(MergedBar {
                left_px: x,
                right_px: x + 1,
                lane,
                service,
                is_error: cell.is_error,
            }),
        }
    }
    bars
}
