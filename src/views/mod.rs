//! One folder a view: signals in, elements and gestures out.
//!
//! Invariant: a view knows no other view's insides. Absent: fetching and computing.

pub mod chooser;
pub mod confirm;
pub mod flame;
pub mod inspector;
pub mod painted_canvas;
pub mod painted_scroll;
pub mod service_mark;
pub mod shell;
pub mod start;
pub mod statistics;
pub mod time_axis;
pub mod trace_head;
pub mod trace_keys;
pub mod trace_tabs;
pub mod trouble;
pub mod waterfall;
