//! Calls as a plan that can be edited, and the trace that it describes.
//!
//! Invariant: times follow from the plan, so that an edit changes what it has to and nothing else.

use proptest::prelude::*;
use spanscope::trace::{Builder, Resource, SpanId, SpanRecord, Trace, TraceId};

/// A call: its own time before, between and after its children, or, if they run at once, before
/// and after them.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    pub service: u8,
    /// At least one more than there are children.
    pub gaps_nanos: Vec<u64>,
    pub children: Vec<Call>,
    pub is_parallel: bool,
}

impl Call {
    pub fn length_nanos(&self) -> u64 {
        let lengths = self.children.iter().map(Call::length_nanos);
        match self.is_parallel {
            true => self.gaps_nanos[0] + self.gaps_nanos[1] + lengths.max().unwrap_or(0),
            false => {
                let gaps = &self.gaps_nanos[..=self.children.len()];
                gaps.iter().sum::<u64>() + lengths.sum::<u64>()
            }
        }
    }

    /// All calls, this one first.
    pub fn all(&self) -> Vec<&Call> {
        let below = self.children.iter().flat_map(Call::all);
        std::iter::once(self).chain(below).collect()
    }

    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// The call with this number, counted depth first.
    pub fn at(&mut self, number: usize) -> &mut Call {
        if number == 0 {
            return self;
        }
        let mut before = 1;
        for child in &mut self.children {
            let count = child.count();
            if number < before + count {
                return child.at(number - before);
            }
            before += count;
        }
        panic!("there is no such call")
    }

    /// The parent of a call other than the first, and its place among the children.
    pub fn family(&mut self, number: usize) -> (&mut Call, usize) {
        let mut first = 1;
        let mut found = None;
        for (place, child) in self.children.iter().enumerate() {
            let count = child.count();
            if number < first + count {
                found = Some((place, number - first));
                break;
            }
            first += count;
        }
        let (place, inside) = found.expect("a call other than the first");
        match inside {
            0 => (self, place),
            inside => self.children[place].family(inside),
        }
    }

    pub fn trace(&self) -> Trace {
        let mut builder = Builder::default();
        let mut next_id = 0;
        self.add(&mut builder, SpanId::NONE, 1_000, &mut next_id);
        builder.build().traces.remove(0)
    }

    fn add(&self, builder: &mut Builder, parent_id: SpanId, start_nanos: u64, next_id: &mut u64) {
        *next_id += 1;
        let id = SpanId(*next_id);
        let trace = builder.trace(TraceId(1));
        let service = builder.intern(["shop", "stock", "pay"][usize::from(self.service)]);
        let resource = builder.pool_mut().push_resource(Resource { service, ..Default::default() });
        let name = builder.intern(&self.name);
        let end_nanos = start_nanos + self.length_nanos();
        let times = SpanRecord { start_nanos, end_nanos, ..SpanRecord::default() };
        builder.add(SpanRecord { trace, id, parent_id, name, resource, ..times });
        let mut at = start_nanos + self.gaps_nanos[0];
        for (child, gap) in self.children.iter().zip(&self.gaps_nanos[1..]) {
            child.add(builder, id, at, next_id);
            if !self.is_parallel {
                at += child.length_nanos() + gap;
            }
        }
    }
}

const NAMES: [&str; 12] = [
    "checkout",
    "authorise",
    "basket",
    "describe",
    "enqueue",
    "fetch",
    "greet",
    "histogram",
    "invoice",
    "jump",
    "keep",
    "lookup",
];

/// Calls in turn, up to four below each, whose names differ among siblings.
pub fn calls() -> impl Strategy<Value = Call> {
    let gaps = || prop::collection::vec(1..50u64, 6);
    let leaf = (0..12usize, 0..3u8, gaps()).prop_map(|(name, service, gaps_nanos)| Call {
        name: NAMES[name].to_owned(),
        service,
        gaps_nanos,
        children: Vec::new(),
        is_parallel: false,
    });
    leaf.prop_recursive(4, 30, 4, move |inner| {
        (0..12usize, 0..3u8, gaps(), prop::collection::vec(inner, 2..5)).prop_map(
            |(name, service, gaps_nanos, children)| Call {
                name: NAMES[name].to_owned(),
                service,
                gaps_nanos,
                children: with_names_of_their_own(children),
                is_parallel: false,
            },
        )
    })
    .prop_filter("something to edit", |call| !call.children.is_empty())
}

fn with_names_of_their_own(mut children: Vec<Call>) -> Vec<Call> {
    for place in 1..children.len() {
        let (before, rest) = children.split_at_mut(place);
        while before.iter().any(|call| call.name == rest[0].name) {
            let next = NAMES.iter().position(|name| *name == rest[0].name).map_or(0, |at| at + 1);
            rest[0].name = NAMES[next % NAMES.len()].to_owned();
        }
    }
    children
}
