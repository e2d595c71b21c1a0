//! Routes ⇄ the text after `#`.

use super::{Parsed, Route};

/// The fragment of a route, `#` included: `#/trace/3f…?zoom=1200-54000&span=…`.
pub fn print(route: &Route) -> String {
    todo!("{route:?}")
}

/// Reads a fragment with or without its `#`. Never fails: what it does not understand is
/// `Route::NotFound`, and unknown parameters are left out.
pub fn parse_fragment(fragment: &str) -> Parsed {
    todo!("{fragment}")
}
