//! Two spans become the attributes in which they differ.
//!
//! Keys that semantic conventions renamed are one key, so that an upgrade of an SDK is no
//! difference. Values are compared by what they say: a number that another exporter wrote as text
//! is the same.
//!
//! Invariant: the other way round gives the same changes with their sides swapped; a key is told
//! once for each place. Absent: attributes of events, links and scopes.

use std::collections::BTreeMap;

use super::filter::{AttributePlace, canonical_key};
use crate::order;
use crate::trace::{ColumnRange, Pool, SpanIdx, Trace};

/// An attribute that two spans do not have alike: added where there was none before, removed
/// where there is none after, else changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeChange {
    /// [`AttributePlace::Span`] or [`AttributePlace::Resource`].
    pub place: AttributePlace,
    /// The present name, where it was renamed.
    pub key: String,
    /// The value of the first span; several of one key are joined by commas.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Whether it would differ between any two calls: ids, times, numbers of threads and ports.
    pub is_incidental: bool,
}

/// Keys that say which of many equal things did the work.
const INCIDENTAL_KEYS: [&str; 8] = [
    "client.port",
    "net.sock.host.port",
    "net.sock.peer.port",
    "network.peer.port",
    "process.parent_pid",
    "process.pid",
    "thread.id",
    "thread.name",
];

/// What changed from `first` to `second`, spans of these traces: attributes of the spans before
/// those of their resources, by key, and what is incidental last. O(k log k) for k attributes.
pub fn attribute_changes(
    traces: [&Trace; 2],
    [first, second]: [SpanIdx; 2],
) -> Vec<AttributeChange> {
    let [a, b] = traces;
    let places = [
        (AttributePlace::Span, [a.attributes(first), b.attributes(second)]),
        (AttributePlace::Resource, [a.resource(first).attributes, b.resource(second).attributes]),
    ];
    let mut changes = Vec::new();
    for (place, [before, after]) in places {
        add_changes(place, said(a.pool(), before), said(b.pool(), after), &mut changes);
    }
    order::sort_by_key(&mut changes, |change| change.is_incidental);
    changes
}

/// Values by key.
fn said(pool: &Pool, attributes: ColumnRange) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for attribute in pool.attributes(attributes) {
        let key = canonical_key(pool.text(attribute.key)).to_owned();
        let value = pool.value_text(attribute.value);
        let values = all.entry(key).or_default();
        // An SDK in transition writes the old name and the new one.
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let joined = all.into_iter().map(|(key, mut values)| {
        order::sort(&mut values);
        (key, values.join(", "))
    });
    joined.collect()
}

fn add_changes(
    place: AttributePlace,
    before: BTreeMap<String, String>,
    mut after: BTreeMap<String, String>,
    changes: &mut Vec<AttributeChange>,
) {
    let first = changes.len();
    let mut push = |key: String, before: Option<String>, after: Option<String>| {
        let is_incidental = INCIDENTAL_KEYS.contains(&key.as_str())
            || [&before, &after].iter().all(|it| it.as_ref().is_some_and(|it| is_identity(it)));
        changes.push(AttributeChange { place, key, before, after, is_incidental });
    };
    for (key, value) in before {
        let now = after.remove(&key);
        if now.as_ref() != Some(&value) {
            push(key, Some(value), now);
        }
    }
    for (key, value) in after {
        push(key, None, Some(value));
    }
    order::sort_by(&mut changes[first..], |one, other| one.key.cmp(&other.key));
}

/// Whether a value is an id or a point in time, as far as its letters tell: a hexadecimal word of
/// at least eight letters with a digit, or a number of at least ten digits, and nothing else but
/// such words and what joins them.
fn is_identity(value: &str) -> bool {
    let words = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut has_long = false;
    for word in words {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        if !word.bytes().all(|byte| byte.is_ascii_hexdigit()) || word.len() < 2 {
            return false;
        }
        let least = if digits == word.len() { 10 } else { 8 };
        has_long |= digits > 0 && word.len() >= least;
    }
    has_long
}
