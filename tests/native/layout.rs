//! Geometry: what the numbers on the screen have to do with those of the trace.

mod bars;
mod box_walk;
mod fingers;
pub mod flame;
mod line_chart;
mod minimap;
mod scatter;
mod scroll;
mod service_map;
mod ticks;
mod time_scale;

use spanscope::layout::{Expansion, Row, RowKey, RowWindow, TimeScale, TimeWindow, Tint};
use spanscope::trace::{Repairs, SpanId, SpanKind};

/// A leaf row with nothing to say but its times.
pub fn row(number: u32, start_nanos: u64, duration_nanos: u64) -> Row {
    Row {
        key: RowKey::Span { id: SpanId(u64::from(number) + 1), ordinal: 0 },
        service: 0,
        tint: Tint::SERVICE,
        name: String::new(),
        tag: String::new(),
        kind: SpanKind::Internal,
        is_error: false,
        hidden_errors: 0,
        hidden: Vec::new(),
        start_nanos,
        duration_nanos,
        cells: Vec::new(),
        depth: 1,
        parent_row: None,
        set_size: 1,
        position_in_set: 1,
        expansion: Expansion::Leaf,
        descendants: 0,
        events: Vec::new(),
        repairs: Repairs::default(),
        is_match: false,
        critical: Vec::new(),
        gaps: Vec::new(),
        members: None,
    }
}

/// All rows there are.
pub fn rows(rows: Vec<Row>) -> RowWindow {
    let total_rows = rows.len() as u32;
    RowWindow { generation: 1, first_row: 0, total_rows, columns: Vec::new(), rows }
}

pub fn scale(start_nanos: u64, end_nanos: u64, width_px: f64) -> TimeScale {
    TimeScale { window: TimeWindow { start_nanos, end_nanos }, width_px }
}
