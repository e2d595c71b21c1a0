//! Signals: what is open, where the user is, what of a trace is on the screen.
//!
//! The chain, each link derived from the ones before it:
//! 1. `AppState::route` (from the address bar, and written back to it),
//! 2. `AppState::openings` (what the worker holds or loads),
//! 3. `AppState::shown` (the opening that the route means),
//! 4. `TraceState`: summary, collapse, row window, zoom, scroll, selection, detail.
//!
//! Invariant: the page holds rows on the screen, never a trace. Absent: arithmetic worth a
//! test, which lives in `layout` and `route`.

mod app;
mod benchmark;
mod clocks;
mod crash;
mod inspection;
mod keys;
mod openings;
mod rows;
mod selection;
mod settings;
mod statistics;
mod trace;

pub use app::{AppState, Notice};
pub use benchmark::mark;
pub use keys::Step;
pub use openings::{Opening, OpeningStatus, address_of};
pub use trace::{MINIMAP_LANES, ROW_HEIGHT_PX, TraceState};
