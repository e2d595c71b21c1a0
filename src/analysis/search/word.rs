//! One word becomes an answer for each span: whether anything it carries says the word.
//!
//! What many spans share is looked at once: interned texts, resources, scopes.
//!
//! Invariant: an answer depends on the span alone; only how fast it comes depends on the
//! order of questions. Absent: other words, rows.

use super::bits::Bits;
use super::folding::Folded;
use super::needle::{Needle, Sample};
use super::texts::{StoredScan, TextSet};
use super::value::{Sayers, with_text};
use crate::trace::{
    ArrivedSpan, ColumnRange, Event, Pool, Resource, Scope, SpanId, StringId, Trace, TraceId,
    Value, ValueText,
};

/// A word, and what is known about who says it.
pub(in crate::analysis) struct Word {
    sought: Sought,
    stored: StoredScan,
    resources: Bits,
    scopes: Bits,
    /// Spans with these ids match.
    ids: Vec<SpanId>,
    /// The word is the trace's id: all spans match.
    is_trace_id: bool,
}

impl Word {
    /// O(texts of the pool + resources and scopes with their attributes).
    pub fn new(trace: &Trace, word: &str, sample: &Sample) -> Word {
        let mut word = Word::outside(trace, word, sample, Bits::default());
        let folded = &word.sought.needle.folded;
        (word.ids, word.is_trace_id) = (span_ids(trace.pool(), folded), is_id_of(trace, folded));
        word
    }

    /// The same without ids and, of attributes, without those of `hidden` keys, which are
    /// numbers of interned texts.
    pub fn outside(trace: &Trace, word: &str, sample: &Sample, hidden: Bits) -> Word {
        let pool = trace.pool();
        let sought = Sought { hidden, ..Sought::new(pool, word, sample) };
        let mut resources = Bits::new(pool.resources().len());
        for (place, resource) in (0..).zip(pool.resources()) {
            if sought.is_in_resource(pool, resource) {
                resources.add(place);
            }
        }
        let mut scopes = Bits::new(pool.scopes().len());
        for (place, scope) in (0..).zip(pool.scopes()) {
            if sought.is_in_scope(pool, scope) {
                scopes.add(place);
            }
        }
        let stored = StoredScan::default();
        Word { sought, stored, resources, scopes, ids: Vec::new(), is_trace_id: false }
    }

    #[inline]
    pub fn is_said_by(&mut self, pool: &Pool, span: &ArrivedSpan) -> bool {
        self.is_trace_id
            || self.sought.strings.has(span.name)
            || self.sought.strings.has(span.status_message)
            || self.resources.has(span.resource.0)
            || self.scopes.has(span.scope.0)
            || self.ids.contains(&span.id)
            || self.is_in_attributes(pool, span)
    }

    fn is_in_attributes(&mut self, pool: &Pool, span: &ArrivedSpan) -> bool {
        let Word { sought, stored, .. } = self;
        let texts = pool.stored_texts();
        let mut is_stored = |range| stored.says(texts, range, &sought.needle);
        sought.is_in_attributes(pool, span.attributes, &mut is_stored)
            || sought.is_in_events(pool, pool.events(span.events), &mut is_stored)
    }
}

/// Fewer digits are no id: `add` and `500` are words, though some trace may have a span 500.
const LEAST_ID_DIGITS: usize = 8;

/// The word as an id may be written: all its digits, or without the zeros in front.
fn digits(word: &Folded) -> Option<&[u8]> {
    let digits = word.text.as_bytes();
    (digits.len() >= LEAST_ID_DIGITS).then_some(digits)
}

/// The ids that the word is, in hexadecimal or as their producer wrote them.
fn span_ids(pool: &Pool, word: &Folded) -> Vec<SpanId> {
    let hex = digits(word).and_then(SpanId::from_hex).filter(|id| !id.is_none());
    let foreign = pool.foreign_ids().filter(|(_, text)| word.is(text));
    // The halves of a trace's id have no span; a number that is wider is no span's.
    let foreign = foreign.filter_map(|(number, _)| u64::try_from(number).ok().map(SpanId));
    hex.into_iter().chain(foreign).collect()
}

fn is_id_of(trace: &Trace, word: &Folded) -> bool {
    digits(word).and_then(TraceId::from_hex) == Some(trace.id())
        || word.is(&trace.pool().trace_id_text(trace.id()))
}

/// Whether the stored text at a range says the word.
type IsStored<'a> = dyn FnMut(ColumnRange) -> bool + 'a;

/// What texts and values are compared with.
struct Sought {
    needle: Needle,
    strings: TextSet,
    sayers: Sayers,
    joints: Vec<Joint>,
    /// Keys whose attributes are passed over.
    hidden: Bits,
}

impl Sought {
    fn new(pool: &Pool, word: &str, sample: &Sample) -> Sought {
        let needle = Needle::new(word, sample);
        Sought {
            strings: TextSet::containing(&pool.strings, &needle),
            sayers: Sayers::of(&needle.folded),
            joints: Joint::all_of(pool, word),
            hidden: Bits::default(),
            needle,
        }
    }

    fn is_in_resource(&self, pool: &Pool, resource: &Resource) -> bool {
        self.strings.has(resource.service) || self.is_in_few(pool, resource.attributes)
    }

    fn is_in_scope(&self, pool: &Pool, scope: &Scope) -> bool {
        self.strings.has(scope.name)
            || self.strings.has(scope.version)
            || self.is_in_few(pool, scope.attributes)
    }

    /// Attributes that are no span's, whose texts would lead the scan astray.
    fn is_in_few(&self, pool: &Pool, attributes: ColumnRange) -> bool {
        let texts = pool.stored_texts();
        let mut is_stored = |range: ColumnRange| {
            self.needle.is_in(&texts[range.start as usize..range.end as usize])
        };
        self.is_in_attributes(pool, attributes, &mut is_stored)
    }

    fn is_in_events(&self, pool: &Pool, events: &[Event], is_stored: &mut IsStored) -> bool {
        events.iter().any(|event| {
            self.strings.has(event.name) || self.is_in_attributes(pool, event.attributes, is_stored)
        })
    }

    /// Elements of an array are said under the array's key, those of a map under their own.
    fn is_in_attributes(
        &self,
        pool: &Pool,
        attributes: ColumnRange,
        is_stored: &mut IsStored,
    ) -> bool {
        let mut containers = Vec::new();
        let mut next = Some((attributes, StringId::EMPTY));
        while let Some((range, outer_key)) = next {
            for attribute in pool.attributes(range) {
                let key = if attribute.key.is_empty() { outer_key } else { attribute.key };
                if self.hidden.has(attribute.key.0) {
                    continue;
                }
                if self.strings.has(attribute.key)
                    || self.joints.iter().any(|joint| joint.is_in(pool, key, attribute.value))
                {
                    return true;
                }
                match attribute.value {
                    Value::Array(elements) => containers.push((elements, key)),
                    Value::Map(entries) => containers.push((entries, StringId::EMPTY)),
                    value if self.is_in_value(pool, value, is_stored) => return true,
                    _ => {}
                }
            }
            next = containers.pop();
        }
        false
    }

    #[inline]
    fn is_in_value(&self, pool: &Pool, value: Value, is_stored: &mut IsStored) -> bool {
        let is_possible = match value {
            Value::Str(ValueText::Interned(text)) | Value::Number(text) => {
                return self.strings.has(text);
            }
            Value::Str(ValueText::Stored(range)) => return is_stored(range),
            Value::Str(ValueText::Short(_)) => self.sayers.short_texts,
            Value::Int(_) => self.sayers.ints,
            Value::Double(_) => self.sayers.doubles,
            _ => true,
        };
        is_possible && with_text(pool, value, |text| self.needle.is_in(text))
    }
}

/// A word with `=`, taken as the end of a key and the beginning of its value; a word with
/// several can be taken so in several ways.
struct Joint {
    keys: TextSet,
    values: TextSet,
    value: Folded,
}

impl Joint {
    fn all_of(pool: &Pool, word: &str) -> Vec<Joint> {
        let parts = word.match_indices('=').map(|(at, _)| (&word[..at], &word[at + 1..]));
        let joint = |(key, value): (&str, &str)| {
            let (key, value) = (Folded::of(key), Folded::of(value));
            Joint {
                keys: TextSet::ending_with(&pool.strings, &key),
                values: TextSet::beginning_with(&pool.strings, &value),
                value,
            }
        };
        parts.map(joint).collect()
    }

    fn is_in(&self, pool: &Pool, key: StringId, value: Value) -> bool {
        if !self.keys.has(key) {
            return false;
        }
        match value {
            Value::Str(ValueText::Interned(text)) | Value::Number(text) => self.values.has(text),
            // Their elements are asked by themselves; there may be none.
            Value::Array(_) | Value::Map(_) => self.value.is_empty(),
            value => with_text(pool, value, |text| self.value.is_at_start(text)),
        }
    }
}
