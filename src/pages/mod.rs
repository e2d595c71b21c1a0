//! A route becomes a composition of views.
//!
//! Invariant: a page decides what is shown, never how. Absent: anything longer than a screen.

mod compare;
mod map;
mod monitor;
mod not_found;
mod of_server;
mod one_trace;
mod search;
mod sets;
mod trace;

pub use compare::ComparePage;
pub use map::MapPage;
pub use monitor::MonitorPage;
pub use not_found::NotFound;
pub use search::SearchPage;
pub use sets::SetsPage;
pub use trace::{OpenUrl, TracePage};
