//! Anything that somebody pastes → the trace, the search or the comparison that is meant.
//!
//! Tried in this order: an address; a trace id alone; the address of a trace in other text; a
//! header of a propagation format; a log line that names a trace; any other address in the text. Invariant: of several trace ids the one that is named as such is
//! taken; where nothing tells which is meant, nothing is. Absent: opening what was found; an
//! endpoint out of a link is asked only after a question.

use super::id_text::trace_id_from_text;
use super::pasted_link::read_link;
use super::pasted_log::{read_header, read_log};
use super::search_link::SearchLink;
use crate::trace::TraceId;

/// What a pasted text means. `endpoint` is `None` where the text names no Jaeger; then the one
/// in use is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    Trace {
        endpoint: Option<String>,
        trace_id: TraceId,
        /// Parameters of the link (`uiFind=…`), without a question mark, for `route`; may be
        /// empty.
        parameters: String,
    },
    Search {
        endpoint: Option<String>,
        link: Box<SearchLink>,
    },
    /// Either side may be left open.
    Compare {
        endpoint: Option<String>,
        a: Option<TraceId>,
        b: Option<TraceId>,
    },
    Nothing,
}

impl Pasted {
    pub(super) fn trace(trace_id: TraceId) -> Pasted {
        Pasted::Trace { endpoint: None, trace_id, parameters: String::new() }
    }
}

/// Longer texts are files, not something to look up.
const MOST_BYTES: usize = 100_000;

/// See the module. O(bytes).
pub fn pasted(text: &str) -> Pasted {
    let text = text.trim();
    if text.is_empty() || text.len() > MOST_BYTES {
        return Pasted::Nothing;
    }
    let links = || text.split_whitespace().filter_map(|word| read_link(without_brackets(word)));
    let is_search = |found: &Pasted| matches!(found, Pasted::Search { .. });
    let found = None
        .or_else(|| read_link(text))
        .or_else(|| trace_id_from_text(text).map(Pasted::trace))
        .or_else(|| links().find(|found| !is_search(found)))
        .or_else(|| read_header(text).map(Pasted::trace))
        .or_else(|| read_log(text).map(Pasted::trace))
        .or_else(|| links().next());
    found.unwrap_or(Pasted::Nothing)
}

/// Links in messages stand in brackets and before full stops.
fn without_brackets(word: &str) -> &str {
    word.trim_matches(['<', '>', '(', ')', '[', ']', '"', '\'', ',', '.', ';'])
}
