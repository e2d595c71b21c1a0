//! Facts about a trace, computed from its columns.
//!
//! Invariant: iterative, deterministic, at most O(n log n); times are integer nanoseconds.
//! Absent: pixels (but for the minimap's buckets, which only a pass over all spans can
//! fill), clocks, randomness.

mod facts;
mod minimap;
mod rows;
mod self_time;

pub use facts::{ServiceFacts, TraceFacts, errors_before, facts};
pub use minimap::{MergedBar, minimap};
pub use rows::{Collapse, SiblingPlace, VisibleRows, sibling_places};
pub use self_time::self_times;
