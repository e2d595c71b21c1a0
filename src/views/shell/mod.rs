//! What surrounds every page: the bar, progress, notices, and files dropped anywhere.
//!
//! Invariant: a drop, a paste and a notice work on every page. Absent: the pages.

mod bar;
mod drop;
mod lookup;
mod notices;
mod panel;
mod progress;
mod settings;
mod site_menu;
mod standalone;

pub use bar::Bar;
pub use drop::{DropVeil, listen_for_files};
pub use notices::Notices;
pub use progress::ProgressBars;
pub use standalone::Standalone;
