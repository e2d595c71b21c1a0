//! The model: what a decoder says about spans becomes immutable columns that every
//! other room reads.
//!
//! A [`Builder`] takes span records in any order and from any number of traces; its
//! [`Builder::build`] gives one [`Trace`] per trace id, all sharing one [`Pool`] of
//! strings, attributes, events, links, resources and scopes.
//!
//! Invariant: inside a [`Trace`] spans lie in depth-first order. A parent comes before
//! its children, a subtree is the contiguous range `idx..subtree_end(idx)`, and siblings
//! are ordered by start, then end descending, then content, then id.
//!
//! Absent on purpose: the name of any wire format, pixels, and anything computed that a
//! view can do without (that is `analysis`).

mod arrivals;
mod assemble;
mod builder;
mod columns;
mod duplicates;
mod ids;
mod logs;
mod parents;
mod pool;
mod repair;
mod span;
mod span_columns;
mod stirred;
mod strings;
mod value;

pub use arrivals::ArrivedSpan;
pub use builder::{Builder, Recording, TraceOrdinal};
pub use columns::{Children, Trace};
pub use ids::{ResourceIdx, ScopeIdx, SpanId, SpanIdx, TraceId};
pub use logs::SpanLog;
pub use pool::{Attribute, ColumnRange, Event, Link, LinkKind, Pool, PoolMark, Resource, Scope};
pub use repair::{Repair, Repairs};
pub use span::{CallHalf, Dropped, SpanKind, SpanRecord, Status};
pub use stirred::{FileKeyMap, FileKeySet, Stirred, stir};
pub use strings::{StringId, Strings};
pub use value::{ShortText, Value, ValueText};
