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
    /// In thousandths: of all that is looked at below them, and of what is right below them.
    likeness: u64,
    direct: u64,
}

/// A leftover, with the names that are below its calls.
struct Described {
    key: Key,
    spans: usize,
    below: BTreeSet<Key>,
    children: BTreeSet<Key>,
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
            groups.map(|(&key, spans)| self.described(side, key, spans)).collect::<Vec<_>>()
        });
        let mut all = Vec::new();
        for first in &described[0] {
            for second in &described[1] {
                let keys = [first.key, second.key];
                for (side, outer, inner) in [(0, first, second), (1, second, first)] {
                    if outer.below.contains(&inner.key) {
                        let kind = Kinship::Layer { side };
                        let outside = &described[1 - side];
                        let likeness = layer_likeness(&outer.below, outside);
                        let direct = layer_likeness(&outer.children, outside);
                        all.push(Candidate { keys, kind, likeness, direct });
                    }
                }
                let (likeness, direct) = self.likeness(first, second);
                all.push(Candidate { keys, kind: Kinship::Renamed, likeness, direct });
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
            let likelier = (other.likeness, other.direct).cmp(&(one.likeness, one.direct));
            likelier.then_with(|| names(one).cmp(&names(other)))
        });
        all
    }

    fn described(&self, side: usize, key: Key, spans: &[SpanIdx]) -> Described {
        let below = self.names_below(side, spans, DEPTH);
        let children = self.names_below(side, spans, 1);
        Described { key, spans: spans.len(), below, children }
    }

    /// Keys of the calls below these, so many levels deep.
    fn names_below(&self, side: usize, spans: &[SpanIdx], levels: u32) -> BTreeSet<Key> {
        let trace = self.traces[side];
        let mut names = BTreeSet::new();
        for &span in spans.iter().take(SAMPLED) {
            let deepest = trace.depth(span) + levels;
            let mut waiting: Vec<SpanIdx> = trace.children(span).collect();
            while let Some(child) = waiting.pop() {
                if names.len() >= MOST_COMPARED {
                    return names;
                }
                let is_new = names.insert(self.made.keys.of(side, child));
                if is_new && trace.depth(child) < deepest {
                    waiting.extend(trace.children(child));
                }
            }
        }
        names
    }

    /// How much one looks like the other renamed, in thousandths: by what is below both, or, if
    /// nothing is, by their names; then by what is right below both.
    fn likeness(&self, first: &Described, second: &Described) -> (u64, u64) {
        let [one, other] = [first, second].map(|it| self.made.keys.text(it.key));
        let is_same_name = one.name == other.name;
        if one.kind != other.kind || (one.service != other.service && !is_same_name) {
            return (0, 0);
        }
        let likeness = match shared(&first.below, &second.below) {
            Some(likeness) => likeness,
            // A leaf has nothing but its name; as many calls are more like each other.
            None if is_same_name => 600,
            None if 2 * first.spans.min(second.spans) >= first.spans.max(second.spans) => {
                name_likeness(&one.name, &other.name)
            }
            None => 0,
        };
        (likeness, shared(&first.children, &second.children).unwrap_or(0))
    }
}

/// The share of names that two sets have in common, in thousandths. `None` without any.
fn shared(one: &BTreeSet<Key>, other: &BTreeSet<Key>) -> Option<u64> {
    let common = 1_000 * one.intersection(other).count() as u64;
    common.checked_div(one.union(other).count() as u64)
}

/// The share of what is below a call that the other side has without it, in thousandths: its
/// leftovers, and what is below these.
fn layer_likeness(below: &BTreeSet<Key>, outside: &[Described]) -> u64 {
    let mut covered: BTreeSet<Key> = BTreeSet::new();
    for inner in outside.iter().filter(|inner| below.contains(&inner.key)) {
        covered.insert(inner.key);
        covered.extend(inner.below.intersection(below));
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
