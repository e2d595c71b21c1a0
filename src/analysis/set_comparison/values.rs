//! Traces of two sides become how many of each have which value of which attribute.
//!
//! Invariant: a trace counts once for a value, however many spans have it; values that say the same
//! are one, whatever file they are of; the order is that of the texts. Absent: keys with more than
//! [`MOST_DISTINCT`] values in a service, and values stored as not repeating, since what hardly
//! comes twice tells no sides apart.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::filter::canonical_key;
use crate::analysis::span_order::Repeating;
use crate::order;
use crate::trace::{ColumnRange, FileKeyMap, Pool, StringId, Trace, Value};

/// A key with more values is passed over.
const MOST_DISTINCT: usize = 500;

/// A value of an attribute of a service's spans or resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counted {
    pub service: String,
    pub is_resource: bool,
    pub key: String,
    pub value: String,
    /// That have it, by side.
    pub traces: [u32; 2],
}

pub(super) struct Values {
    pub all: Vec<Counted>,
    services: FileKeyMap<String, Tally>,
}

impl Values {
    /// The traces of each side in which a service takes part.
    pub fn traces_of(&self, service: &str) -> [u32; 2] {
        self.services.get(service).map_or([0; 2], |tally| tally.traces)
    }
}

/// The trace that is looked at: its side, and a number from 1.
#[derive(Clone, Copy)]
struct Turn {
    side: usize,
    number: u32,
}

/// How many traces have something.
#[derive(Clone, Copy, Default)]
struct Tally {
    traces: [u32; 2],
    /// The last one.
    last: u32,
}

impl Tally {
    fn count(&mut self, turn: Turn) {
        if self.last != turn.number {
            self.last = turn.number;
            self.traces[turn.side] += 1;
        }
    }
}

/// Service, whether it is the resource's, and key.
type Place = (String, bool, String);

/// What traces so far say.
#[derive(Default)]
pub(super) struct Gathered {
    /// How many traces these are.
    traces: u32,
    places: FileKeyMap<Place, u32>,
    /// By place, the numbers of its values; `None` once there are too many.
    values: Vec<Option<FileKeyMap<String, u32>>>,
    tallies: Vec<Tally>,
    services: FileKeyMap<String, Tally>,
    /// Of the pool that was looked at last, which the next trace may share.
    known: PoolNumbers,
    /// Resources of the trace that is looked at.
    seen: FxHashSet<u32>,
}

/// What the keys and values of a pool are numbered.
#[derive(Default)]
struct PoolNumbers {
    /// Its address.
    pool: usize,
    places: FxHashMap<(StringId, bool, StringId), u32>,
    values: FxHashMap<(u32, Repeating), u32>,
}

impl PoolNumbers {
    /// Forgets another pool's numbers, and keeps the room that they took.
    fn begin(&mut self, pool: usize) {
        if self.pool != pool {
            self.pool = pool;
            self.places.clear();
            self.values.clear();
        }
    }
}

impl Gathered {
    /// Further traces of a side. O(n) for n attributes.
    pub fn add(&mut self, side: usize, traces: &[&Trace]) {
        // What is known of a pool holds as long as it lives.
        self.known.pool = 0;
        for trace in traces {
            self.traces += 1;
            self.add_trace(trace, Turn { side, number: self.traces });
        }
    }

    fn add_trace(&mut self, trace: &Trace, turn: Turn) {
        let address = std::ptr::from_ref::<Pool>(trace.pool()).addr();
        let mut numbers = std::mem::take(&mut self.known);
        numbers.begin(address);
        self.seen.clear();
        for span in trace.spans() {
            let service = trace.service(span);
            if self.seen.insert(trace.resource_idx(span).0) {
                self.count_service(trace.service_text(span), turn);
                let attributes = trace.resource(span).attributes;
                self.count(trace.pool(), (service, true), attributes, &mut numbers, turn);
            }
            let attributes = trace.attributes(span);
            self.count(trace.pool(), (service, false), attributes, &mut numbers, turn);
        }
        self.known = numbers;
    }

    fn count_service(&mut self, service: &str, turn: Turn) {
        match self.services.get_mut(service) {
            Some(tally) => tally.count(turn),
            None => self.services.entry(service.to_owned()).or_default().count(turn),
        }
    }

    fn count(
        &mut self,
        pool: &Pool,
        (service, is_resource): (StringId, bool),
        attributes: ColumnRange,
        known: &mut PoolNumbers,
        turn: Turn,
    ) {
        for attribute in pool.attributes(attributes) {
            let place = (service, is_resource, attribute.key);
            let place = *known.places.entry(place).or_insert_with(|| {
                let key = canonical_key(pool.text(attribute.key)).to_owned();
                self.place((pool.text(service).to_owned(), is_resource, key))
            });
            let Some(values) = &mut self.values[place as usize] else { continue };
            let tallies = &mut self.tallies;
            let mut number = || number(&text(pool, &attribute.value), values, tallies);
            let number = match Repeating::of(attribute.value) {
                Some(repeating) => *known.values.entry((place, repeating)).or_insert_with(number),
                // A file may have stopped looking values of this key up, half way.
                None if matches!(attribute.value, Value::Str(_)) => number(),
                None => continue,
            };
            tallies[number as usize].count(turn);
            if values.len() > MOST_DISTINCT {
                self.values[place as usize] = None;
            }
        }
    }

    fn place(&mut self, place: Place) -> u32 {
        let next = self.values.len() as u32;
        let number = *self.places.entry(place).or_insert(next);
        if number == next {
            self.values.push(Some(FileKeyMap::default()));
        }
        number
    }

    /// Those that at least so many traces have. O(v log v) for v such values.
    pub fn finish(self, least_traces: u32) -> Values {
        let mut all = Vec::new();
        for ((service, is_resource, key), place) in self.places {
            for (value, &number) in self.values[place as usize].iter().flatten() {
                let traces = self.tallies[number as usize].traces;
                if traces.iter().sum::<u32>() >= least_traces {
                    let [service, key, value] = [&service, &key, value].map(String::clone);
                    all.push(Counted { service, is_resource, key, value, traces });
                }
            }
        }
        // The tables that they come from have no order.
        order::sort(&mut all);
        Values { all, services: self.services }
    }
}

fn text<'a>(pool: &'a Pool, value: &'a Value) -> Cow<'a, str> {
    match value {
        Value::Str(text) => Cow::Borrowed(pool.str_of(text)),
        other => Cow::Owned(pool.value_text(*other)),
    }
}

fn number(value: &str, values: &mut FileKeyMap<String, u32>, tallies: &mut Vec<Tally>) -> u32 {
    if let Some(&number) = values.get(value) {
        return number;
    }
    let number = tallies.len() as u32;
    tallies.push(Tally::default());
    values.insert(value.to_owned(), number);
    number
}
