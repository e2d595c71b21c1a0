//! By what spans of two traces are taken for the same call.
//!
//! Invariant: equal keys for spans of one service, kind and name but for numbers and ids in it,
//! whatever trace they are of. Absent: where in its trace a span is.

use std::collections::BTreeMap;

use crate::trace::{SpanIdx, SpanKind, StringId, Trace};

/// A place in the keys of both traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key(u32);

/// What a key stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyText {
    pub service: String,
    pub name: String,
    pub kind: SpanKindOrder,
}

/// Kinds in a fixed order.
pub(in crate::analysis) type SpanKindOrder = u8;

#[derive(Default)]
pub(super) struct Keys {
    /// In order of their texts, which are the same whichever trace is called the first.
    texts: Vec<KeyText>,
    /// By side, by row.
    of: [Vec<Key>; 2],
}

impl Keys {
    /// O(n + k log k), where k is the number of different names.
    pub fn new(sides: [&Trace; 2]) -> Keys {
        let mut known: BTreeMap<KeyText, u32> = BTreeMap::new();
        let raw = sides.map(|trace| {
            let mut cache: BTreeMap<(StringId, StringId, u8), u32> = BTreeMap::new();
            let of_span = |span: SpanIdx| {
                let kind = kind_order(trace.kind(span));
                let ids = (trace.service(span), trace.name(span), kind);
                *cache.entry(ids).or_insert_with(|| {
                    let text = KeyText {
                        service: trace.service_text(span).to_owned(),
                        name: template(trace.name_text(span)),
                        kind,
                    };
                    let next = known.len() as u32;
                    *known.entry(text).or_insert(next)
                })
            };
            trace.spans().map(of_span).collect::<Vec<u32>>()
        });
        // Renumbered by their order, so that nothing depends on which was seen first.
        let mut place = vec![0; known.len()];
        for (rank, &number) in known.values().enumerate() {
            place[number as usize] = rank as u32;
        }
        let of = raw.map(|all| all.into_iter().map(|number| Key(place[number as usize])).collect());
        Keys { texts: known.into_keys().collect(), of }
    }

    pub fn of(&self, side: usize, span: SpanIdx) -> Key {
        self.of[side][span.index()]
    }

    pub fn text(&self, key: Key) -> &KeyText {
        &self.texts[key.0 as usize]
    }
}

pub(in crate::analysis) fn kind_order(kind: SpanKind) -> SpanKindOrder {
    match kind {
        SpanKind::Unspecified => 0,
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}

/// A name with `#` for each word in it that is a number or an id: whole numbers, and hexadecimal
/// words with a digit of eight letters or more.
pub(in crate::analysis) fn template(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut word = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else {
            push_word(&mut out, &mut word);
            out.push(c);
        }
    }
    push_word(&mut out, &mut word);
    out
}

fn push_word(out: &mut String, word: &mut String) {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let is_number = has_digit && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = has_digit && word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_number || is_hex {
        true => out.push('#'),
        false => out.push_str(word),
    }
    word.clear();
}
