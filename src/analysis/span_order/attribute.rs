//! The values of an attribute become places in their order.
//!
//! Invariant: numbers come before texts; numbers compare by worth, exactly, whatever their
//! type, and all else by its text. Absent: texts that could be read as numbers; they are
//! texts.

use std::borrow::Cow;
use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::Number;
use crate::analysis::filter::aliases_of;
use crate::trace::{ColumnRange, Pool, ShortText, SpanIdx, StringId, Trace, Value, ValueText};

/// An attribute that is looked for, under any of its names.
pub struct AttributeColumn {
    keys: Vec<StringId>,
}

impl AttributeColumn {
    pub fn new(pool: &Pool, key: &str) -> AttributeColumn {
        let names = aliases_of(key);
        AttributeColumn { keys: names.iter().filter_map(|name| pool.strings.find(name)).collect() }
    }

    /// The first value of the span, else of its resource, else of its scope.
    pub fn value(&self, trace: &Trace, span: SpanIdx) -> Option<Value> {
        if self.keys.is_empty() {
            return None;
        }
        let pool = trace.pool();
        let find = |range: ColumnRange| {
            let found = pool.attributes(range).find(|own| self.keys.contains(&own.key));
            found.map(|attribute| attribute.value)
        };
        find(trace.attributes(span))
            .or_else(|| find(trace.resource(span).attributes))
            .or_else(|| find(pool.scope(trace.scope_idx(span)).attributes))
    }

    /// The place of each span's value among the distinct ones.
    pub(super) fn places(&self, trace: &Trace, spans: &[SpanIdx]) -> Vec<Number> {
        let mut distinct = Distinct::default();
        let numbers: Vec<Option<usize>> = spans
            .iter()
            .map(|&span| self.value(trace, span).map(|value| distinct.number(value)))
            .collect();
        let places = distinct.places(trace.pool());
        numbers.into_iter().map(|number| number.map(|number| places[number])).collect()
    }
}

/// Values numbered by first sight. Equal ones may have several numbers, but not often.
#[derive(Default)]
struct Distinct {
    values: Vec<Value>,
    numbers: FxHashMap<Repeating, usize>,
}

/// A value that is likely to come again.
#[derive(PartialEq, Eq, Hash)]
enum Repeating {
    Bool(bool),
    Int(i64),
    Double(u64),
    Text(StringId),
    Short(ShortText),
}

impl Repeating {
    fn of(value: Value) -> Option<Repeating> {
        match value {
            Value::Bool(truth) => Some(Repeating::Bool(truth)),
            Value::Int(int) => Some(Repeating::Int(int)),
            Value::Double(double) => Some(Repeating::Double(double.to_bits())),
            Value::Str(ValueText::Interned(text)) => Some(Repeating::Text(text)),
            Value::Str(ValueText::Short(text)) => Some(Repeating::Short(text)),
            _ => None,
        }
    }
}

impl Distinct {
    fn number(&mut self, value: Value) -> usize {
        let values = &mut self.values;
        let mut add = || {
            values.push(value);
            values.len() - 1
        };
        match Repeating::of(value) {
            Some(repeating) => *self.numbers.entry(repeating).or_insert_with(add),
            None => add(),
        }
    }

    /// The place of each number's value; equal values have one place.
    fn places(&self, pool: &Pool) -> Vec<u64> {
        let sortable = self.values.iter().map(|value| Sortable::of(pool, value));
        let mut sorted: Vec<(Sortable<'_>, usize)> = sortable.zip(0..).collect();
        // As many values as spans may differ, and each takes long to compare.
        sorted.sort_unstable();
        let mut places = vec![0; sorted.len()];
        let mut place = 0;
        for (at, (value, number)) in sorted.iter().enumerate() {
            if at > 0 && sorted[at - 1].0 != *value {
                place += 1;
            }
            places[*number] = place;
        }
        places
    }
}

/// A value as it compares.
enum Sortable<'a> {
    /// What it is worth, as near as a double tells, and the whole part exactly.
    Number(f64, i128),
    Text(Cow<'a, str>),
}

impl<'a> Sortable<'a> {
    fn of(pool: &'a Pool, value: &'a Value) -> Sortable<'a> {
        // Adding zero makes -0 the same as 0.
        let double = |double: f64| Sortable::Number(double + 0.0, double as i128);
        match value {
            Value::Int(int) => Sortable::Number(*int as f64, i128::from(*int)),
            Value::Double(worth) => double(*worth),
            Value::Number(text) => pool
                .text(*text)
                .parse()
                .map_or_else(|_| Sortable::Text(Cow::Borrowed(pool.text(*text))), double),
            Value::Str(text) => Sortable::Text(Cow::Borrowed(pool.str_of(text))),
            other => Sortable::Text(Cow::Owned(pool.value_text(*other))),
        }
    }
}

impl Ord for Sortable<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Sortable::Number(a, whole_a), Sortable::Number(b, whole_b)) => {
                a.total_cmp(b).then(whole_a.cmp(whole_b))
            }
            (Sortable::Number(..), Sortable::Text(_)) => Ordering::Less,
            (Sortable::Text(_), Sortable::Number(..)) => Ordering::Greater,
            (Sortable::Text(a), Sortable::Text(b)) => a.cmp(b),
        }
    }
}

impl PartialOrd for Sortable<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sortable<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Sortable<'_> {}
