//! Spans become the numbers of their groups.
//!
//! Invariant: groups are numbered in the order of their names, those of the second level
//! within the first, so that a group of the first level is a range of numbers. Absent:
//! what is counted about groups.

use rustc_hash::FxHashMap;

use super::{GroupBy, GroupName, Grouping};
use crate::analysis::filter::aliases_of;
use crate::order;
use crate::trace::{ColumnRange, FileKeyMap, Pool, SpanIdx, SpanKind, StringId, Trace, Value};

/// Each span's group.
pub(super) struct Places {
    /// By row, the number of the span's group.
    pub of_spans: Vec<u32>,
    /// By number, the names of the group's two levels.
    pub names: Vec<(GroupName, Option<GroupName>)>,
}

impl Places {
    pub fn of(trace: &Trace, grouping: &Grouping) -> Places {
        let mut first = Keys::new(trace, &grouping.by);
        let mut second = grouping.then_by.as_ref().map(|by| Keys::new(trace, by));
        let mut numbers: FxHashMap<(Key, Option<Key>), u32> = FxHashMap::default();
        let mut keys = Vec::new();
        let number_of = |span| {
            let key = (first.key(span), second.as_mut().map(|second| second.key(span)));
            *numbers.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() as u32 - 1
            })
        };
        let of_spans = trace.spans().map(number_of).collect();
        let name = |&(one, two): &(Key, Option<Key>)| {
            (first.name(one), second.as_ref().zip(two).map(|(second, two)| second.name(two)))
        };
        let names = keys.iter().map(name).collect();
        Places { of_spans, names }.ordered()
    }

    /// Renumbers by name.
    fn ordered(self) -> Places {
        let Places { mut of_spans, names } = self;
        let mut named: Vec<(usize, (GroupName, Option<GroupName>))> =
            names.into_iter().enumerate().collect();
        order::sort_by(&mut named, |a, b| a.1.cmp(&b.1));
        let mut place_of_number = vec![0; named.len()];
        for (place, &(number, _)) in named.iter().enumerate() {
            place_of_number[number] = place as u32;
        }
        for place in &mut of_spans {
            *place = place_of_number[*place as usize];
        }
        Places { of_spans, names: named.into_iter().map(|(_, names)| names).collect() }
    }
}

/// A group's name while spans are looked at: cheap to copy and to compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Service(StringId),
    Operation(StringId, StringId),
    Kind(SpanKind),
    /// Place in [`Values::texts`].
    Value(u32),
    NoValue,
}

/// Tells the keys of spans on one level.
struct Keys<'a> {
    trace: &'a Trace,
    by: By,
}

enum By {
    Service,
    Operation,
    Kind,
    Attribute(Values),
}

impl<'a> Keys<'a> {
    fn new(trace: &'a Trace, by: &GroupBy) -> Keys<'a> {
        let by = match by {
            GroupBy::Service => By::Service,
            GroupBy::Operation => By::Operation,
            GroupBy::Kind => By::Kind,
            GroupBy::Attribute(key) => By::Attribute(Values::new(trace.pool(), key)),
        };
        Keys { trace, by }
    }

    fn key(&mut self, span: SpanIdx) -> Key {
        let trace = self.trace;
        match &mut self.by {
            By::Service => Key::Service(trace.service(span)),
            By::Operation => Key::Operation(trace.service(span), trace.name(span)),
            By::Kind => Key::Kind(trace.kind(span)),
            By::Attribute(values) => values.key(trace, span),
        }
    }

    fn name(&self, key: Key) -> GroupName {
        let text = |id| self.trace.pool().text(id).to_owned();
        match (key, &self.by) {
            (Key::Service(service), _) => GroupName::Service(text(service)),
            (Key::Operation(service, name), _) => {
                GroupName::Operation { service: text(service), name: text(name) }
            }
            (Key::Kind(kind), _) => GroupName::Kind(kind),
            (Key::Value(place), By::Attribute(values)) => {
                GroupName::Value(values.texts[place as usize].clone())
            }
            (Key::Value(_) | Key::NoValue, _) => GroupName::NoValue,
        }
    }
}

/// The distinct values of one attribute under any of its names, by text: strings need not be
/// interned.
struct Values {
    /// The interned names of the key; none where no span and no resource has it.
    wanted: Vec<StringId>,
    texts: Vec<String>,
    places: FileKeyMap<String, u32>,
    /// By resource, once it was asked for.
    of_resources: Vec<Option<Key>>,
}

impl Values {
    fn new(pool: &Pool, key: &str) -> Values {
        Values {
            wanted: aliases_of(key).iter().filter_map(|name| pool.strings.find(name)).collect(),
            texts: Vec::new(),
            places: FileKeyMap::default(),
            of_resources: vec![None; pool.resources().len()],
        }
    }

    fn key(&mut self, trace: &Trace, span: SpanIdx) -> Key {
        let pool = trace.pool();
        if let Some(value) = self.find(pool, trace.attributes(span)) {
            return self.key_of(pool, value);
        }
        let resource = trace.resource_idx(span).0 as usize;
        if let Some(known) = self.of_resources[resource] {
            return known;
        }
        let value = self.find(pool, trace.resource(span).attributes);
        let key = value.map_or(Key::NoValue, |value| self.key_of(pool, value));
        self.of_resources[resource] = Some(key);
        key
    }

    fn find(&self, pool: &Pool, attributes: ColumnRange) -> Option<Value> {
        let is_wanted = |key: StringId| self.wanted.contains(&key);
        let found = pool.attributes(attributes).find(|attribute| is_wanted(attribute.key));
        found.map(|attribute| attribute.value)
    }

    fn key_of(&mut self, pool: &Pool, value: Value) -> Key {
        let text = pool.value_text(value);
        let place = self.places.get(&text).copied().unwrap_or_else(|| {
            let place = self.texts.len() as u32;
            self.texts.push(text.clone());
            self.places.insert(text, place);
            place
        });
        Key::Value(place)
    }
}
