//! One folder a view: signals in, elements and gestures out.
//!
//! Invariant: a view knows no other view's insides. Absent: fetching and computing.

pub mod answers;
pub mod asking;
pub mod attribute_choice;
pub mod call_words;
pub mod chooser;
pub mod compare;
pub mod confirm;
pub mod critical_path;
pub mod events;
pub mod fault_box;
pub mod find;
pub mod flame;
pub mod help;
pub mod inspector;
pub mod json;
pub mod made_link;
pub mod monitor;
pub mod operation_name;
pub mod painted_canvas;
pub mod painted_scroll;
pub mod palette;
pub mod search;
pub mod service_map;
pub mod service_mark;
pub mod sets;
pub mod shell;
pub mod sized_canvas;
pub mod span_columns;
pub mod spans_table;
pub mod start;
pub mod statistics;
pub mod time_axis;
pub mod trace_head;
pub mod trace_keys;
pub mod trace_tabs;
pub mod trouble;
pub mod waterfall;
