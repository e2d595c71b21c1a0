//! The spans of many traces become places in one tree of paths.
//!
//! ```text
//! GET /orders                  a path: a service, a kind and a name with numbers and ids left
//!   SELECT orders              out, below such a path
//!     ...                      the root of a trace says what kind of request it is
//! ```
//!
//! Invariant: spans of one path have equal chains of ancestors, whatever file they are of; a path
//! comes after the one above it. Absent: figures.

use rustc_hash::FxHashMap;

use crate::analysis::comparison::{kind_order, template};
use crate::order;
use crate::trace::{FileKeyMap, Pool, SpanIdx, StringId, Trace};

/// What a path adds to the one above it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Call {
    pub service: String,
    /// With `#` for numbers and ids.
    pub name: String,
    pub kind: u8,
}

/// A place in the tree. Below no path are the roots of requests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub above: Option<u32>,
    /// The path of the root of its request.
    pub root: u32,
    call: u32,
}

/// All paths so far.
#[derive(Default)]
pub(super) struct Paths {
    pub all: Vec<Path>,
    calls: Vec<Call>,
    call_numbers: FileKeyMap<Call, u32>,
    numbers: FxHashMap<(u32, u32), u32>,
    /// What spans of the pool that was looked at last say, which the next trace may share.
    known: FxHashMap<(StringId, StringId, u8), u32>,
    /// Its address.
    pool: usize,
}

/// Above the roots.
const NOTHING: u32 = u32::MAX;

impl Paths {
    pub fn call(&self, path: u32) -> &Call {
        &self.calls[self.all[path as usize].call as usize]
    }

    /// Numbers paths depth first, those below one path by what they call, and says which number
    /// each has now. Nothing can be added after that. O(p log p) for p paths.
    pub fn put_in_order(&mut self) -> Vec<u32> {
        let mut below: Vec<Vec<u32>> = vec![Vec::new(); self.all.len()];
        let mut waiting = Vec::new();
        for (number, path) in (0..).zip(&self.all) {
            match path.above {
                Some(above) => below[above as usize].push(number),
                None => waiting.push(number),
            }
        }
        // The next one last.
        let sort = |family: &mut Vec<u32>| {
            order::sort_by(family, |&one, &other| self.call(other).cmp(self.call(one)));
        };
        sort(&mut waiting);
        let mut places = vec![0; self.all.len()];
        let mut ordered: Vec<u32> = Vec::with_capacity(self.all.len());
        while let Some(path) = waiting.pop() {
            places[path as usize] = ordered.len() as u32;
            ordered.push(path);
            let family = &mut below[path as usize];
            sort(family);
            waiting.append(family);
        }
        let place = |path: u32| places[path as usize];
        let moved = ordered.iter().map(|&path| {
            let Path { above, root, call } = self.all[path as usize];
            Path { above: above.map(place), root: place(root), call }
        });
        self.all = moved.collect();
        places
    }

    /// What is known of a pool holds as long as it lives, and another may come to lie where it was.
    pub fn forget_pool(&mut self) {
        self.pool = 0;
    }

    /// The path of each span of a trace, by row. The entry's is that of a root, and spans that
    /// have lost their parents are taken to be below it. O(n).
    pub fn of(&mut self, trace: &Trace, entry: SpanIdx) -> Vec<u32> {
        let pool = std::ptr::from_ref::<Pool>(trace.pool()).addr();
        if self.pool != pool {
            self.pool = pool;
            self.known.clear();
        }
        let root = self.path(NOTHING, trace, entry);
        let mut places = vec![root; trace.span_count()];
        for span in trace.spans().filter(|&span| span != entry) {
            let above = trace.parent(span).map_or(root, |parent| places[parent.index()]);
            places[span.index()] = self.path(above, trace, span);
        }
        places
    }

    fn path(&mut self, above: u32, trace: &Trace, span: SpanIdx) -> u32 {
        let call = self.call_of(trace, span);
        let next = self.all.len() as u32;
        let path = *self.numbers.entry((above, call)).or_insert(next);
        if path == next {
            let root = if above == NOTHING { next } else { self.all[above as usize].root };
            self.all.push(Path { above: (above != NOTHING).then_some(above), root, call });
        }
        path
    }

    fn call_of(&mut self, trace: &Trace, span: SpanIdx) -> u32 {
        let kind = kind_order(trace.kind(span));
        let said = (trace.service(span), trace.name(span), kind);
        if let Some(&call) = self.known.get(&said) {
            return call;
        }
        let call = Call {
            service: trace.service_text(span).to_owned(),
            name: template(trace.name_text(span)),
            kind,
        };
        let next = self.calls.len() as u32;
        let number = *self.call_numbers.entry(call.clone()).or_insert(next);
        if number == next {
            self.calls.push(call);
        }
        self.known.insert(said, number);
        number
    }
}
