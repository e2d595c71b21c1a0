//! Spans become categories: those of one category say the same of one thing.
//!
//! Invariant: values with the same text are one category, whatever their types and wherever
//! their texts are kept, so that 200 and "200" are alike. Absent: colours, and what is told
//! about a category.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::span_order::{AttributeColumn, Repeating, SpanColumn};
use crate::trace::{ColumnRange, Pool, SpanKind, Status, Trace, Value};

/// In place of a category's number, for a span that says nothing.
pub const NO_CATEGORY: u32 = u32::MAX;

/// See the module.
pub struct Categories {
    /// By row, the number of the span's category, or [`NO_CATEGORY`].
    pub of_spans: Vec<u32>,
    /// By number, in no order that means anything.
    pub all: Vec<Category>,
}

/// A category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Category {
    pub said: Said,
    /// Depends on what is said alone, and hardly ever on the same.
    pub key: u64,
    pub spans: u32,
}

/// What the spans of a category say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// Never unspecified.
    Kind(SpanKind),
    /// Never unset.
    Status(Status),
    Value(Value),
}

impl Said {
    pub fn text(self, pool: &Pool) -> Cow<'_, str> {
        match self {
            Said::Kind(kind) => Cow::Borrowed(kind.name()),
            Said::Status(status) => Cow::Borrowed(status.name()),
            Said::Value(value) => Cow::Owned(pool.value_text(value)),
        }
    }
}

/// By kind, status or an attribute, which is found as for the table of spans; `None` for the
/// other columns: a service is a category already, and figures make none. O(n + attributes).
pub fn categories(trace: &Trace, by: &SpanColumn) -> Option<Categories> {
    let mut found = Found::default();
    let of_spans = match by {
        SpanColumn::Kind => {
            let number = |span| match trace.kind(span) {
                SpanKind::Unspecified => NO_CATEGORY,
                kind => found.count(kind as u64, Said::Kind(kind)),
            };
            trace.spans().map(number).collect()
        }
        SpanColumn::Status => {
            let number = |span| match trace.status(span) {
                Status::Unset => NO_CATEGORY,
                status => found.count(status as u64, Said::Status(status)),
            };
            trace.spans().map(number).collect()
        }
        SpanColumn::Attribute(key) => {
            Values::new(trace, AttributeColumn::new(trace.pool(), key)).count(&mut found)
        }
        _ => return None,
    };
    Some(Categories { of_spans, all: found.all })
}

/// The categories so far.
#[derive(Default)]
struct Found {
    /// By what identifies a category among those of one column.
    numbers: FxHashMap<u64, u32>,
    all: Vec<Category>,
}

impl Found {
    /// Counts a span; its category's number.
    fn count(&mut self, key: u64, said: Said) -> u32 {
        let all = &mut self.all;
        let number = *self.numbers.entry(key).or_insert_with(|| {
            all.push(Category { said, key, spans: 0 });
            all.len() as u32 - 1
        });
        all[number as usize].spans += 1;
        number
    }
}

/// The values of an attribute while spans are counted.
struct Values<'a> {
    trace: &'a Trace,
    column: AttributeColumn,
    /// The keys of values whose texts were looked at and that are likely to come again.
    known: FxHashMap<Repeating, u64>,
}

impl<'a> Values<'a> {
    fn new(trace: &'a Trace, column: AttributeColumn) -> Values<'a> {
        Values { trace, column, known: FxHashMap::default() }
    }

    /// In the order in which spans came in, which is that of their attributes in memory.
    fn count(mut self, found: &mut Found) -> Vec<u32> {
        let trace = self.trace;
        let mut of_spans = vec![NO_CATEGORY; trace.span_count()];
        if self.column.is_absent() {
            return of_spans;
        }
        let (mut resources, mut scopes) = (FxHashMap::default(), FxHashMap::default());
        let pool = trace.pool();
        for span in trace.arrivals(&trace.rows_by_arrival()) {
            let own = self.look_up(span.attributes);
            let said = own
                .or_else(|| {
                    let range = || pool.resource(span.resource).attributes;
                    *resources.entry(span.resource).or_insert_with(|| self.look_up(range()))
                })
                .or_else(|| {
                    let range = || pool.scope(span.scope).attributes;
                    *scopes.entry(span.scope).or_insert_with(|| self.look_up(range()))
                });
            if let Some((key, value)) = said
                && value != Value::Null
            {
                of_spans[span.span.index()] = found.count(key, Said::Value(value));
            }
        }
        of_spans
    }

    fn look_up(&mut self, range: ColumnRange) -> Option<(u64, Value)> {
        let pool = self.trace.pool();
        let value = self.column.find(pool, range)?;
        let repeating = Repeating::of(value);
        if let Some(&key) = repeating.as_ref().and_then(|value| self.known.get(value)) {
            return Some((key, value));
        }
        let mut hasher = FxHasher::default();
        match &value {
            Value::Str(text) => pool.str_of(text).hash(&mut hasher),
            other => pool.value_text(*other).hash(&mut hasher),
        }
        let key = hasher.finish();
        if let Some(repeating) = repeating {
            self.known.insert(repeating, key);
        }
        Some((key, value))
    }
}
