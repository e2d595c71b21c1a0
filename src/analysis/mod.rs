//! A trace becomes facts about it: counts, self time, critical path, statistics,
//! the order of rows, a small picture, flame graphs, the spans that say a word.
//!
//! Invariant: the same trace gives the same facts, whatever order its spans came in;
//! every analysis is iterative and says what it costs, where n is the number of spans.
//! Absent on purpose: memory of earlier answers (the engine keeps what is worth keeping),
//! clocks, and pixels, except that pictures are merged to the columns they will have.

mod brush;
mod columns;
mod critical_path;
mod facts;
mod flame;
mod flame_sum;
mod lanes;
mod minimap;
mod rows;
mod search;
mod self_time;
mod siblings;
mod statistics;
mod strip;
mod zoom;

pub use critical_path::{
    CriticalPath, PathMode, PathRule, Section, critical_path, critical_paths, critical_times,
};
pub use facts::{ServiceFacts, TraceFacts, facts};
pub use flame::{Flame, FlameRect};
pub use flame_sum::{FlameSum, SumNode, SumShare};
pub use lanes::{Packer, Piece};
pub use minimap::{MergedBar, minimap};
pub use rows::{Collapse, VisibleRows};
pub use search::{Matches, Query, Search, search};
pub use self_time::self_times;
pub use siblings::{Family, SiblingPlace, sibling_places};
pub use statistics::{
    Figures, Group, GroupBy, GroupName, Grouping, SpanTimes, Statistics, statistics,
};
pub use strip::{FamilyLanes, Strip, strip};
pub use zoom::{Block, Painter, ZoomIndex};
