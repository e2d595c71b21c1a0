//! Words become the spans that say them.
//!
//! A span says its name, its service, its status message, the keys and values of its
//! attributes and `key=value`, the names and attributes of its events, what its resource
//! and its scope say, and, as a whole, its own id and its trace's. Letters match in either
//! case (see `folding`). Containers are looked at element by element, not as JSON.
//!
//! A word is first looked for in all texts at once, which gives a set of texts; then spans
//! are walked in the order in which they came in, which is that of their attributes, and
//! for most of them it takes a few bits to tell.
//!
//! Invariant: a span is found if each word is said by any of its texts; no word reaches
//! from one text into another. Absent: links, and comparisons of times and numbers.

pub(super) mod bits;
pub(super) mod folding;
mod matches;
pub(super) mod needle;
mod query;
mod texts;
pub(super) mod value;
pub(super) mod word;

pub use matches::Matches;
use needle::Sample;
pub use query::Query;
use word::Word;

use crate::trace::{SpanIdx, Trace};

/// A search under way, which does not hold the trace: the same is to be given each time.
pub struct Search {
    words: Vec<Word>,
    /// Rows in the order in which they are looked at.
    rows: Vec<SpanIdx>,
    /// How many of them were looked at.
    searched: usize,
    matches: Matches,
}

impl Search {
    /// Looks for the words in what spans share: O(bytes of the pool's interned texts, in
    /// strides) for each word. A query without words finds nothing.
    pub fn new(trace: &Trace, query: &Query) -> Search {
        let sample = Sample::of(trace.pool());
        let words = query.words().iter().map(|word| Word::new(trace, word, &sample));
        Search {
            words: words.collect(),
            rows: if query.is_empty() { Vec::new() } else { trace.rows_by_arrival() },
            searched: 0,
            matches: Matches::none_of(trace.span_count()),
        }
    }

    /// Looks at `spans` more of the spans. O(their attributes) for each word; all steps
    /// together O(bytes of stored texts, in strides).
    pub fn step(&mut self, trace: &Trace, spans: usize) {
        let pool = trace.pool();
        let end = self.searched.saturating_add(spans).min(self.rows.len());
        for span in trace.arrivals(&self.rows[self.searched..end]) {
            if self.words.iter_mut().all(|word| word.is_said_by(pool, &span)) {
                self.matches.add(span.span);
            }
        }
        self.searched = end;
    }

    /// Spans that were looked at.
    pub fn searched(&self) -> usize {
        self.searched
    }

    pub fn is_complete(&self) -> bool {
        self.searched == self.rows.len()
    }

    /// What was found so far.
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    pub fn into_matches(self) -> Matches {
        self.matches
    }
}

/// All at once.
pub fn search(trace: &Trace, query: &Query) -> Matches {
    let mut search = Search::new(trace, query);
    search.step(trace, usize::MAX);
    search.into_matches()
}
