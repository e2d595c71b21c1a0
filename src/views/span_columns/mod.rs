//! Columns that tables and the waterfall share: what they are called, what their cells say, the
//! menu that chooses them.
//!
//! Invariant: a span's figure reads the same wherever it stands. Absent: which columns there
//! are (see `state`).

mod menu;
mod words;

pub use menu::{ColumnMenu, Columns};
pub use words::{cell_text, explanation, is_figure, title};
