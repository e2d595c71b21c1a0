//! Facts become geometry: the part of time in view, where a span's bar lies, which row a
//! scroll position shows, what a pointer hits.
//!
//! Invariant: time is integer nanoseconds from the trace's earliest start, places are
//! pixels of the drawn area (`f64`, origin top left), and the name of every number says
//! which. Absent: colours, texts, and who asks.

mod bars;
mod box_walk;
mod cell;
mod fingers;
mod flame;
mod flame_sum;
mod line_chart;
mod lookahead;
pub mod minimap;
mod node_key;
mod scatter;
mod scroll;
pub mod service_map;
mod ticks;
mod time_scale;
mod window;

pub use bars::{
    BAR_HEIGHT_PX, Bar, EventMark, Hit, LABEL_GAP_PX, MIN_BAR_PX, Part, Placement, bar_top_px, hit,
    label_left_px, merge_events, place,
};
pub use box_walk::{BoxStep, LaneBox, box_step};
pub use cell::Cell;
pub use fingers::{Fingers, Pinch};
pub use flame::{
    FlameContent, FlameRect, FlameWindow, LANE_GAP_PX, LANE_HEIGHT_PX, LEAST_NAMED_PX,
};
pub use flame_sum::{FlameSumRows, FlameSumWindow, SumFigures, SumRow, SumShare, SumSide};
pub use line_chart::{Figure, LineAxes, LineChart, LineRun, dashes};
pub use lookahead::Lookahead;
pub use node_key::NodeKey;
pub use scatter::{Scatter, ScatterAxes, ScatterChoice, ScatterPoint, radius_px};
pub use scroll::{Align, ScrollMap};
pub use ticks::{Ticks, nice_step, ticks};
pub use time_scale::{MIN_WINDOW_NANOS, TimeScale, TimeWindow};
pub use window::{
    EventTick, Expansion, HiddenPart, Members, MinimapBar, Row, RowKey, RowWindow, Stretch, Tint,
};
