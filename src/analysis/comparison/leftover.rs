//! Groups of calls that only one side has become layers put in or taken out, calls renamed, and
//! calls that are new or gone.
//!
//! Invariant: what is chosen does not depend on which side is called the first. Source: the
//! heuristics are those of top-down tree matching with similarity of subtrees (Chawathe et al.,
//! *Change detection in hierarchically structured information*, 1996, its bound on likeness of a
//! half), without moves.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Key;
use super::{Compare, Group, MOST_COMPARED, MOST_GROUPS, Pools, Relation};
use crate::order;
use crate::trace::SpanIdx;

type Left = [BTreeMap<Key, Vec<SpanIdx>>; 2];

/// How deep below a call names are looked at.
const DEPTH: u32 = 3;
/// Spans of a group whose subtrees are looked at.
const SAMPLED: usize = 8;

/// Two leftovers that may belong together.
struct Candidate {
    /// On each side.
    keys: [Key; 2],
    kind: Kinship,
    /// In thousandths.
    likeness: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinship {
    /// The one of this side stands between the parent and the one of the other side.
    Layer {
        side: usize,
    },
    Renamed,
}

impl Compare<'_> {
    pub(super) fn groups_of_leftover(&self, mut left: Left) -> Vec<Group> {
        let mut groups = Vec::new();
        // Layers that were put in or taken out, with what of the other side is below them.
        let mut layers: BTreeMap<(usize, Key), Vec<SpanIdx>> = BTreeMap::new();
        for candidate in self.candidates(&left) {
            let [first, second] = candidate.keys;
            match candidate.kind {
                Kinship::Renamed => {
                    let is_layer =
                        layers.contains_key(&(0, first)) || layers.contains_key(&(1, second));
                    let are_free = left[0].contains_key(&first) && left[1].contains_key(&second);
                    if are_free && !is_layer {
                        let spans = [first, second];
                        let spans =
                            [0, 1].map(|side| left[side].remove(&spans[side]).unwrap_or_default());
                        groups.push(Group::of(Relation::Renamed, spans));
                    }
                }
                Kinship::Layer { side } => {
                    let (outer, inner) = (candidate.keys[side], candidate.keys[1 - side]);
                    let is_inner_layer = layers.contains_key(&(1 - side, inner));
                    if left[side].contains_key(&outer)
                        && !is_inner_layer
                        && let Some(spans) = left[1 - side].remove(&inner)
                    {
                        layers.entry((side, outer)).or_default().extend(spans);
                    }
                }
            }
        }
        for (side, relation) in [(0, Relation::Gone), (1, Relation::New)] {
            for (key, own) in std::mem::take(&mut left[side]) {
                let mut spans = Pools::default();
                spans[side] = own;
                let mut group = Group::of(relation, spans);
                group.below[1 - side] = layers.remove(&(side, key)).unwrap_or_default();
                groups.push(group);
            }
        }
        groups
    }

    /// Those that belong together, the likeliest first; of equals by name.
    fn candidates(&self, left: &Left) -> Vec<Candidate> {
        if left.iter().any(|groups| groups.is_empty()) {
            return Vec::new();
        }
        let described = [0, 1].map(|side| {
            let groups = left[side].iter().take(MOST_GROUPS);
            groups
                .map(|(&key, spans)| (key, spans.len(), self.names_below(side, spans)))
                .collect::<Vec<_>>()
        });
        let mut all = Vec::new();
        for (first, first_spans, first_below) in &described[0] {
            for (second, second_spans, second_below) in &described[1] {
                let keys = [*first, *second];
                let layers = [(0, first_below, second), (1, second_below, first)];
                for (side, below, inner) in layers {
                    if below.contains(inner) {
                        let likeness = layer_likeness(below, &described[1 - side]);
                        all.push(Candidate { keys, kind: Kinship::Layer { side }, likeness });
                    }
                }
                let counts = (*first_spans.min(second_spans), *first_spans.max(second_spans));
                let likeness = self.likeness(keys, [first_below, second_below], counts);
                all.push(Candidate { keys, kind: Kinship::Renamed, likeness });
            }
        }
        all.retain(|candidate| candidate.likeness >= 500);
        order::sort_by(&mut all, |one, other| {
            let names = |it: &Candidate| {
                let [first, second] = it.keys;
                // Of equals, one that is renamed comes first.
                let outer = match it.kind {
                    Kinship::Layer { side } => Some(it.keys[side]),
                    Kinship::Renamed => None,
                };
                (outer, first.min(second), first.max(second))
            };
            other.likeness.cmp(&one.likeness).then_with(|| names(one).cmp(&names(other)))
        });
        all
    }

    /// Keys of the calls below these, a few levels deep.
    fn names_below(&self, side: usize, spans: &[SpanIdx]) -> BTreeSet<Key> {
        let trace = self.traces[side];
        let mut names = BTreeSet::new();
        for &span in spans.iter().take(SAMPLED) {
            let deepest = trace.depth(span) + DEPTH;
            let mut waiting: Vec<SpanIdx> = trace.children(span).collect();
            while let Some(child) = waiting.pop() {
                if names.len() >= MOST_COMPARED {
                    return names;
                }
                let is_new = names.insert(self.keys.of(side, child));
                if is_new && trace.depth(child) < deepest {
                    waiting.extend(trace.children(child));
                }
            }
        }
        names
    }

    /// How much one looks like the other renamed, in thousandths: by what is below both, or, if
    /// nothing is, by their names.
    fn likeness(&self, keys: [Key; 2], below: [&BTreeSet<Key>; 2], counts: (usize, usize)) -> u64 {
        let [one, other] = keys.map(|key| self.keys.text(key));
        if one.kind != other.kind {
            return 0;
        }
        let is_same_service = one.service == other.service;
        let is_same_name = one.name == other.name;
        if !is_same_service && !is_same_name {
            return 0;
        }
        let common = below[0].intersection(below[1]).count() as u64;
        let all = below[0].union(below[1]).count() as u64;
        match 1_000 * common {
            // A leaf has nothing but its name; as many calls are more like each other.
            _ if all == 0 && is_same_name => 600,
            _ if all == 0 && counts.0 * 2 >= counts.1 => name_likeness(&one.name, &other.name),
            _ if all == 0 => 0,
            common => common / all,
        }
    }
}

/// The share of what is below a call that the other side has without it, in thousandths: its
/// leftovers, and what is below these.
fn layer_likeness(below: &BTreeSet<Key>, outside: &[(Key, usize, BTreeSet<Key>)]) -> u64 {
    let mut covered: BTreeSet<Key> = BTreeSet::new();
    for (key, _, names) in outside.iter().filter(|(key, ..)| below.contains(key)) {
        covered.insert(*key);
        covered.extend(names.intersection(below));
    }
    1_000 * covered.len() as u64 / below.len().max(1) as u64
}

/// The share of two names that is the same at their beginning and their end, in thousandths.
fn name_likeness(one: &str, other: &str) -> u64 {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shortest = a.len().min(b.len());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let same = front + back.min(shortest - front);
    1_000 * same as u64 / (a.len().max(b.len()).max(1) as u64)
}
