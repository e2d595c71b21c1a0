//! Parts of the interface that know no trace.
//!
//! Invariant: everything they need comes in as properties. Absent: routes and the engine.

mod copy_button;
mod copy_words;
mod dialog;
mod icon;
mod icon_button;
mod menu;
mod splitter;
mod virtual_list;

pub use copy_button::{CopyButton, TextSink, fixed_text};
pub use copy_words::CopyWords;
pub use dialog::Dialog;
pub use icon::{Icon, IconName};
pub use icon_button::IconButton;
pub use menu::{MenuButton, MenuItem};
pub use splitter::Splitter;
pub use virtual_list::{ListScroll, TreeOf, TreePlace, VirtualList};
