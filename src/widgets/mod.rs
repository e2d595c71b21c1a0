//! Parts of the interface that know no trace.
//!
//! Invariant: everything they need comes in as properties. Absent: routes and the engine.

mod copy_button;
mod icon;
mod icon_button;

pub use copy_button::{CopyButton, TextSink, fixed_text};
pub use icon::{Icon, IconName};
pub use icon_button::IconButton;
