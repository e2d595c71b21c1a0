//! A trace becomes what could be asked about it: the keys, services, names and values that
//! occur, with how often.
//!
//! Invariant: the work is bounded, whatever the size of the trace: of a large one every
//! so-many-th span is looked at, and counts are of those. Absent: texts that do not repeat,
//! which nobody would pick from a list.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::aliases::aliases_of;
use super::keys::{Key, Place};
use crate::order;
use crate::trace::{
    ArrivedSpan, ColumnRange, Pool, ShortText, SpanIdx, StringId, Trace, Value, ValueText,
};

/// Spans that are looked at, at most.
const MOST_SPANS: usize = 50_000;
/// Distinct values of a key that are counted.
const MOST_VALUES: usize = 10_000;
/// Keys in a list to choose from.
const MOST_LISTED: usize = 500;

/// Texts with how often they occur, the most frequent first, then by text.
pub(super) type Counted = Vec<(String, u32)>;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyCensus {
    /// Keys as they are written in a filter.
    pub(super) keys: Counted,
    attribute_keys: Vec<String>,
    pub(super) services: Counted,
    pub(super) names: Counted,
    pub(super) events: Counted,
    /// The spans that were looked at, in the order in which they came in.
    looked_at: Vec<SpanIdx>,
}

impl KeyCensus {
    /// O(n + attributes of the spans that are looked at).
    pub fn of(trace: &Trace) -> KeyCensus {
        let rows = trace.rows_by_arrival();
        let stride = rows.len().div_ceil(MOST_SPANS).max(1);
        let looked_at: Vec<SpanIdx> = rows.into_iter().step_by(stride).collect();
        let pool = trace.pool();
        let mut counts = Counts::default();
        for span in trace.arrivals(&looked_at) {
            counts.add(pool, &span);
        }
        let keys = counts.keys(pool);
        KeyCensus {
            attribute_keys: names_beside_events(&keys),
            keys: by_count(keys.into_iter().map(|(key, count)| (key.text(), count)).collect()),
            services: texts(pool, &counts.services),
            names: texts(pool, &counts.names),
            events: texts(pool, &counts.events),
            looked_at,
        }
    }

    /// The keys that spans, resources and scopes have, the most frequent first.
    pub fn attribute_keys(&self) -> &[String] {
        &self.attribute_keys
    }

    /// The values of a key, under any of its names. O(attributes of the spans that are
    /// looked at).
    pub(super) fn values(&self, trace: &Trace, key: &Key) -> Counted {
        let pool = trace.pool();
        let names = aliases_of(&key.name);
        let keys: Vec<StringId> = names.iter().filter_map(|name| pool.strings.find(name)).collect();
        let mut counts: FxHashMap<PlainValue, u32> = FxHashMap::default();
        for span in trace.arrivals(&self.looked_at) {
            for range in places(pool, &span, key.place) {
                for attribute in pool.attributes(range).filter(|own| keys.contains(&own.key)) {
                    let Some(value) = PlainValue::of(attribute.value) else { continue };
                    if counts.len() < MOST_VALUES || counts.contains_key(&value) {
                        *counts.entry(value).or_default() += 1;
                    }
                }
            }
        }
        let counted = counts.into_iter();
        by_count(counted.map(|(value, count)| (pool.value_text(value.value()), count)).collect())
    }
}

/// Where a key in this place may be.
fn places(pool: &Pool, span: &ArrivedSpan, place: Place) -> Vec<ColumnRange> {
    let resource = || pool.resource(span.resource).attributes;
    let scope = || pool.scope(span.scope).attributes;
    let mut places = match place {
        Place::Span => vec![span.attributes],
        Place::Resource => vec![resource()],
        Place::Scope => vec![scope()],
        Place::Events => Vec::new(),
        Place::First => vec![span.attributes, resource(), scope()],
    };
    if matches!(place, Place::Events | Place::First) {
        places.extend(pool.events(span.events).iter().map(|event| event.attributes));
    }
    places
}

#[derive(Default)]
struct Counts {
    in_spans: FxHashMap<StringId, u32>,
    in_events: FxHashMap<StringId, u32>,
    /// Spans by the number of their resource and their scope.
    resources: FxHashMap<u32, u32>,
    scopes: FxHashMap<u32, u32>,
    services: FxHashMap<StringId, u32>,
    names: FxHashMap<StringId, u32>,
    events: FxHashMap<StringId, u32>,
}

impl Counts {
    fn add(&mut self, pool: &Pool, span: &ArrivedSpan) {
        for attribute in pool.attributes(span.attributes) {
            *self.in_spans.entry(attribute.key).or_default() += 1;
        }
        for event in pool.events(span.events) {
            *self.events.entry(event.name).or_default() += 1;
            for attribute in pool.attributes(event.attributes) {
                *self.in_events.entry(attribute.key).or_default() += 1;
            }
        }
        *self.resources.entry(span.resource.0).or_default() += 1;
        *self.scopes.entry(span.scope.0).or_default() += 1;
        *self.services.entry(pool.resource(span.resource).service).or_default() += 1;
        *self.names.entry(span.name).or_default() += 1;
    }

    fn keys(&self, pool: &Pool) -> Vec<(Key, u32)> {
        let mut in_resources: FxHashMap<StringId, u32> = FxHashMap::default();
        for (resource, range) in (0..).zip(pool.resources()) {
            add_shared(pool, range.attributes, self.resources.get(&resource), &mut in_resources);
        }
        let mut in_scopes: FxHashMap<StringId, u32> = FxHashMap::default();
        for (scope, range) in (0..).zip(pool.scopes()) {
            add_shared(pool, range.attributes, self.scopes.get(&scope), &mut in_scopes);
        }
        let all = [
            (Place::First, &self.in_spans),
            (Place::Resource, &in_resources),
            (Place::Scope, &in_scopes),
            (Place::Events, &self.in_events),
        ];
        let named = all.into_iter().flat_map(|(place, counts)| {
            counts
                .iter()
                .filter(|(key, _)| !key.is_empty())
                .map(move |(&key, &count)| (Key { place, name: pool.text(key).to_owned() }, count))
        });
        named.collect()
    }
}

/// At most [`MOST_LISTED`], the most frequent first.
fn names_beside_events(keys: &[(Key, u32)]) -> Vec<String> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for (key, count) in keys.iter().filter(|(key, _)| key.place != Place::Events) {
        *counts.entry(&key.name).or_default() += count;
    }
    let counted = by_count(counts.into_iter().map(|(key, n)| (key.to_owned(), n)).collect());
    counted.into_iter().take(MOST_LISTED).map(|(key, _)| key).collect()
}

fn add_shared(
    pool: &Pool,
    attributes: ColumnRange,
    spans: Option<&u32>,
    counts: &mut FxHashMap<StringId, u32>,
) {
    let Some(&spans) = spans else { return };
    for attribute in pool.attributes(attributes) {
        *counts.entry(attribute.key).or_default() += spans;
    }
}

fn texts(pool: &Pool, counts: &FxHashMap<StringId, u32>) -> Counted {
    let counts = counts.iter().filter(|(text, _)| !text.is_empty());
    by_count(counts.map(|(&text, &count)| (pool.text(text).to_owned(), count)).collect())
}

fn by_count(mut counted: Counted) -> Counted {
    order::sort_by(&mut counted, |a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    counted
}

/// A value that is worth counting.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum PlainValue {
    Bool(bool),
    Int(i64),
    Text(StringId),
    Short(ShortText),
}

impl PlainValue {
    fn of(value: Value) -> Option<PlainValue> {
        match value {
            Value::Bool(truth) => Some(PlainValue::Bool(truth)),
            Value::Int(int) => Some(PlainValue::Int(int)),
            Value::Str(ValueText::Interned(text)) => Some(PlainValue::Text(text)),
            Value::Str(ValueText::Short(text)) => Some(PlainValue::Short(text)),
            _ => None,
        }
    }

    fn value(self) -> Value {
        match self {
            PlainValue::Bool(truth) => Value::Bool(truth),
            PlainValue::Int(int) => Value::Int(int),
            PlainValue::Text(text) => Value::Str(ValueText::Interned(text)),
            PlainValue::Short(text) => Value::Str(ValueText::Short(text)),
        }
    }
}
