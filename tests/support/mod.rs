//! Traces drawn as text, for every test that needs one.
//!
//! ```text
//! order    POST /orders      |==============|
//! order      validate         |===|
//! payment    charge !              |======|      kind=server, attr amount=12
//! ```
//!
//! A line is a span: its service, its name, its bar and its options. Indentation of the
//! name is the tree. Bars count columns: from the first `|` to the last, a millisecond
//! each unless the drawing says otherwise; a lone `|` is a span without length. A name
//! that ends in ` !` failed. Options, separated by commas: `id=ab`, `parent=ff` (hex; wins
//! over the indentation), `error`, `ok`, `kind=client`, `message=…`, `scope=…`,
//! `attr key=value`, `resource key=value`, `event name`, `event name@column`,
//! `exception Type: message` (an event at the end), `link=ab`. Ids default to 1, 2, 3… in the order of the lines.
//!
//! [`picture`] draws a trace back, so that a test compares text with text.
//!
//! Invariant: no files, clocks or threads, so that tests in a browser can use it too.
//! Absent: several traces in one drawing.

// Each test binary uses its own part of this.
#![allow(dead_code, unused_imports)]

mod block;
mod drawing;
pub mod golden_map;
pub mod maps;
mod options;
mod picture;

pub use block::{assert_drawn, block};
pub use drawing::{Drawing, drawn};
pub use picture::{Picture, picture};

use spanscope::trace::{SpanIdx, Trace};

/// The first span with this name.
///
/// # Panics
/// If there is none.
pub fn span_named(trace: &Trace, name: &str) -> SpanIdx {
    let found = trace.spans().find(|&span| trace.name_text(span) == name);
    found.unwrap_or_else(|| panic!("no span is called {name:?} in\n{}", picture(trace)))
}
