//! Parts of the interface that know no trace.
//!
//! Invariant: everything they need comes in as properties. Absent: routes and the engine.

mod copy_button;
mod dialog;
mod icon;
mod virtual_list;

pub use copy_button::{CopyButton, TextSink, fixed_text};
pub use dialog::Dialog;
pub use icon::{Icon, IconName};
pub use virtual_list::{ListScroll, VirtualList};
