//! A column of a table of spans ⇄ the words that links and settings have for it.
//!
//! Invariant: what was printed reads as itself. Absent: titles, and what cells say.

use serde::{Deserialize, Serialize};

/// As words write an attribute.
const ATTRIBUTE: &str = "attr:";
/// Of a list without columns.
const NONE: &str = "none";

/// What a column of the table tells of each span.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SpanColumn {
    Service,
    Name,
    Kind,
    Status,
    Start,
    Duration,
    SelfTime,
    /// Time on the critical paths of the trace's roots.
    Critical,
    /// 1 for a root.
    Depth,
    /// Of the next depth only.
    Children,
    /// Where its duration lies among those of its service and name; see [`percentiles`](super::percentiles).
    Percentile,
    /// Of the span, else of its resource, else of its scope; under any of its names.
    Attribute(String),
}

impl SpanColumn {
    /// All but attributes.
    pub const FIXED: [SpanColumn; 11] = [
        SpanColumn::Service,
        SpanColumn::Name,
        SpanColumn::Kind,
        SpanColumn::Status,
        SpanColumn::Start,
        SpanColumn::Duration,
        SpanColumn::SelfTime,
        SpanColumn::Critical,
        SpanColumn::Depth,
        SpanColumn::Children,
        SpanColumn::Percentile,
    ];

    /// The column in words that [`SpanColumn::from_words`] reads: `duration`,
    /// `attr:http.route`.
    pub fn words(&self) -> String {
        match self {
            SpanColumn::Service => "service",
            SpanColumn::Name => "name",
            SpanColumn::Kind => "kind",
            SpanColumn::Status => "status",
            SpanColumn::Start => "start",
            SpanColumn::Duration => "duration",
            SpanColumn::SelfTime => "self",
            SpanColumn::Critical => "critical",
            SpanColumn::Depth => "depth",
            SpanColumn::Children => "children",
            SpanColumn::Percentile => "percentile",
            SpanColumn::Attribute(key) => return format!("{ATTRIBUTE}{key}"),
        }
        .to_owned()
    }

    pub fn from_words(words: &str) -> Option<SpanColumn> {
        match words.strip_prefix(ATTRIBUTE) {
            Some("") => None,
            Some(key) => Some(SpanColumn::Attribute(key.to_owned())),
            None => SpanColumn::FIXED.into_iter().find(|column| column.words() == words),
        }
    }

    /// The columns with this one at the end, or without it.
    #[must_use]
    pub fn toggled(&self, mut columns: Vec<SpanColumn>) -> Vec<SpanColumn> {
        match columns.iter().position(|own| own == self) {
            Some(place) => {
                columns.remove(place);
            }
            None => columns.push(self.clone()),
        }
        columns
    }

    /// Columns in words that [`SpanColumn::list_from_words`] reads: `self,attr:http.route`; a
    /// comma within a key has a backslash before it, and so has a backslash. No columns are
    /// `none`.
    pub fn list_words(columns: &[SpanColumn]) -> String {
        if columns.is_empty() {
            return NONE.to_owned();
        }
        let escape = |column: &SpanColumn| column.words().replace('\\', "\\\\").replace(',', "\\,");
        columns.iter().map(escape).collect::<Vec<_>>().join(",")
    }

    /// Each column once; what names none is left out.
    pub fn list_from_words(words: &str) -> Vec<SpanColumn> {
        let mut columns = Vec::new();
        let mut name = String::new();
        let mut letters = words.chars();
        loop {
            let letter = letters.next();
            match letter {
                Some('\\') => name.extend(letters.next()),
                Some(letter) if letter != ',' => name.push(letter),
                _ => {
                    let column = SpanColumn::from_words(&std::mem::take(&mut name));
                    columns.extend(column.filter(|column| !columns.contains(column)));
                }
            }
            if letter.is_none() {
                return columns;
            }
        }
    }
}
