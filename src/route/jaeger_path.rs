//! Old links by path, as Jaeger made them, next to the fragment.

use super::Parsed;

/// Reads `location`'s path, search and hash. A hash that says something wins; else
/// `…/trace/<id>` is a trace of the Jaeger that served the page.
pub fn parse_location(path: &str, search: &str, hash: &str) -> Parsed {
    todo!("{path} {search} {hash}")
}
