//! What spans share or point at: strings, attributes, events, links, resources, scopes.
//!
//! Invariant: every [`ColumnRange`] handed out stays valid; nothing is ever removed or
//! moved, but for the unfinished end that [`Pool::rewind`] takes back. Absent: the order
//! of spans and their trees (see `columns`).

use base64::Engine as _;

use super::ids::{ResourceIdx, ScopeIdx, SpanId, TraceId};
use super::span_columns::{SpanColumns, reserve};
use super::stirred::FileKeyMap;
use super::strings::{StringId, Strings};
use super::value::{ShortText, Value, ValueText};

/// `start..end` in one of the pool's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnRange {
    pub start: u32,
    pub end: u32,
}

impl ColumnRange {
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn to_word(self) -> u64 {
        u64::from(self.start) << 32 | u64::from(self.end)
    }

    pub(super) fn from_word(word: u64) -> ColumnRange {
        ColumnRange { start: (word >> 32) as u32, end: word as u32 }
    }
}

/// A key with its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute {
    pub key: StringId,
    pub value: Value,
}

/// Something that happened at one instant of a span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Nanoseconds since the epoch.
    pub time_nanos: u64,
    pub name: StringId,
    pub attributes: ColumnRange,
}

/// Why a span points at another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// An OpenTelemetry link.
    Link,
    /// A reference of the kind "follows from" that is not the parent.
    FollowsFrom,
    /// A further reference of the kind "child of".
    ChildOf,
}

/// A pointer from a span to another, in this or another trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    pub trace_id: TraceId,
    pub span_id: SpanId,
    pub kind: LinkKind,
    pub trace_state: StringId,
    pub attributes: ColumnRange,
}

/// The thing that produced spans: a process of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Resource {
    /// Attribute `service.name`; empty where the producer gave none.
    pub service: StringId,
    pub attributes: ColumnRange,
}

/// The library that made the spans.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scope {
    pub name: StringId,
    pub version: StringId,
    pub attributes: ColumnRange,
}

/// The lengths of a pool's columns at some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolMark {
    attributes: usize,
    bytes: usize,
    events: usize,
    links: usize,
    texts: usize,
}

/// Shared columns of one recording.
#[derive(Default)]
pub struct Pool {
    pub strings: Strings,
    /// Spans of all traces.
    pub(super) spans: SpanColumns,
    keys: Vec<StringId>,
    tags: Vec<u8>,
    words: Vec<u64>,
    bytes: Vec<u8>,
    /// Texts of values that do not repeat, one after another.
    texts: Vec<u8>,
    events: Vec<Event>,
    links: Vec<Link>,
    resources: Vec<Resource>,
    scopes: Vec<Scope>,
    /// Texts of ids that are not hexadecimal, by the number that stands for them.
    foreign_ids: FileKeyMap<u128, StringId>,
}

impl Pool {
    pub fn text(&self, id: StringId) -> &str {
        self.strings.get(id)
    }

    /// Appends attributes (or the elements of a container) and says where they are.
    pub fn push_attributes(&mut self, attributes: &[Attribute]) -> ColumnRange {
        let start = self.keys.len() as u32;
        self.keys.extend(attributes.iter().map(|attribute| attribute.key));
        self.tags.extend(attributes.iter().map(|attribute| attribute.value.to_word().0));
        self.words.extend(attributes.iter().map(|attribute| attribute.value.to_word().1));
        ColumnRange { start, end: self.keys.len() as u32 }
    }

    /// Where the columns end now; see [`Pool::rewind`].
    pub fn mark(&self) -> PoolMark {
        PoolMark {
            attributes: self.keys.len(),
            bytes: self.bytes.len(),
            events: self.events.len(),
            links: self.links.len(),
            texts: self.texts.len(),
        }
    }

    /// Makes room for `growth` times as much as there is, so that columns neither move nor
    /// end up twice as long as needed. Interned texts are left out: they repeat.
    pub fn reserve(&mut self, growth: f64) {
        self.spans.reserve(growth);
        reserve(&mut self.keys, growth);
        reserve(&mut self.tags, growth);
        reserve(&mut self.words, growth);
        reserve(&mut self.texts, growth);
        reserve(&mut self.events, growth);
        reserve(&mut self.links, growth);
    }

    /// Forgets the attributes, bytes, events and links pushed since `mark`, whose ranges
    /// nobody may have kept: a decoder found half a span and will read it again.
    pub fn rewind(&mut self, mark: PoolMark) {
        self.keys.truncate(mark.attributes);
        self.tags.truncate(mark.attributes);
        self.words.truncate(mark.attributes);
        self.bytes.truncate(mark.bytes);
        self.events.truncate(mark.events);
        self.links.truncate(mark.links);
        self.texts.truncate(mark.texts);
    }

    pub fn push_bytes(&mut self, bytes: &[u8]) -> ColumnRange {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        ColumnRange { start, end: self.bytes.len() as u32 }
    }

    /// The value of `text`: in the value itself if it is short, else interned.
    pub fn text_value(&mut self, text: &str) -> Value {
        Value::Str(match ShortText::of(text.as_bytes()) {
            Some(short) => ValueText::Short(short),
            None => ValueText::Interned(self.strings.intern(text)),
        })
    }

    /// The same without looking it up if it is long: for texts that do not repeat.
    pub fn unshared_text_value(&mut self, text: &str) -> Value {
        Value::Str(match ShortText::of(text.as_bytes()) {
            Some(short) => ValueText::Short(short),
            None => {
                let start = self.texts.len() as u32;
                self.texts.extend_from_slice(text.as_bytes());
                ValueText::Stored(ColumnRange { start, end: self.texts.len() as u32 })
            }
        })
    }

    /// The value of an interned text.
    pub fn value_of(&self, id: StringId) -> Value {
        let short = ShortText::of(self.text(id).as_bytes());
        Value::Str(short.map_or(ValueText::Interned(id), ValueText::Short))
    }

    /// The id of a value's text, interned if it is not yet.
    pub fn interned(&mut self, text: ValueText) -> StringId {
        let Pool { strings, texts, .. } = self;
        match text {
            ValueText::Interned(id) => id,
            ValueText::Short(short) => strings.intern(short.as_str()),
            ValueText::Stored(range) => {
                strings.intern_bytes(&texts[range.indices()]).unwrap_or_default()
            }
        }
    }

    /// The text of a string value.
    pub fn str_of<'a>(&'a self, text: &'a ValueText) -> &'a str {
        match text {
            ValueText::Interned(id) => self.text(*id),
            // It was text when it was stored.
            ValueText::Stored(range) => {
                std::str::from_utf8(&self.texts[range.indices()]).unwrap_or_default()
            }
            ValueText::Short(short) => short.as_str(),
        }
    }

    /// What [`ValueText::Stored`] points into: texts one after another, with nothing between.
    pub fn stored_texts(&self) -> &[u8] {
        &self.texts
    }

    pub fn push_events(&mut self, events: &[Event]) -> ColumnRange {
        let start = self.events.len() as u32;
        self.events.extend_from_slice(events);
        ColumnRange { start, end: self.events.len() as u32 }
    }

    pub fn push_links(&mut self, links: &[Link]) -> ColumnRange {
        let start = self.links.len() as u32;
        self.links.extend_from_slice(links);
        ColumnRange { start, end: self.links.len() as u32 }
    }

    pub fn push_resource(&mut self, resource: Resource) -> ResourceIdx {
        self.resources.push(resource);
        ResourceIdx(self.resources.len() as u32 - 1)
    }

    /// Fills in a resource that was pushed before its contents were known.
    pub fn define_resource(&mut self, index: ResourceIdx, resource: Resource) {
        self.resources[index.0 as usize] = resource;
    }

    pub fn push_scope(&mut self, scope: Scope) -> ScopeIdx {
        self.scopes.push(scope);
        ScopeIdx(self.scopes.len() as u32 - 1)
    }

    pub fn attributes(&self, range: ColumnRange) -> impl ExactSizeIterator<Item = Attribute> + '_ {
        range.indices().map(|index| Attribute {
            key: self.keys[index],
            value: Value::from_word(self.tags[index], self.words[index]),
        })
    }

    pub fn bytes(&self, range: ColumnRange) -> &[u8] {
        &self.bytes[range.indices()]
    }

    pub fn events(&self, range: ColumnRange) -> &[Event] {
        &self.events[range.indices()]
    }

    pub fn links(&self, range: ColumnRange) -> &[Link] {
        &self.links[range.indices()]
    }

    pub fn resource(&self, index: ResourceIdx) -> &Resource {
        &self.resources[index.0 as usize]
    }

    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    pub fn scope(&self, index: ScopeIdx) -> &Scope {
        &self.scopes[index.0 as usize]
    }

    /// A stable stand-in for a span id that is not 1 to 16 hex digits.
    pub fn foreign_span_id(&mut self, text: &str) -> SpanId {
        let number = u128::from(number_from_text(text));
        let id = self.strings.intern(text);
        self.foreign_ids.insert(number, id);
        SpanId(number as u64)
    }

    /// A stable stand-in for a trace id that is not 1 to 32 hex digits.
    pub fn foreign_trace_id(&mut self, text: &str) -> TraceId {
        let low = number_from_text(text);
        let high = number_from_text(&format!("trace {text}"));
        let number = u128::from(high) << 64 | u128::from(low);
        let id = self.strings.intern(text);
        self.foreign_ids.insert(number, id);
        TraceId(number)
    }

    /// The ids that are not hexadecimal: the number that stands for each, and its text. In no
    /// order.
    pub fn foreign_ids(&self) -> impl Iterator<Item = (u128, &str)> {
        self.foreign_ids.iter().map(|(&number, &text)| (number, self.text(text)))
    }

    /// The text of an id that is not hexadecimal, by the number that stands for it.
    pub fn foreign_id_text(&self, number: u128) -> Option<&str> {
        self.foreign_ids.get(&number).map(|&text| self.text(text))
    }

    /// A span id as its producer wrote it, hexadecimal ones padded to 16 digits.
    pub fn span_id_text(&self, id: SpanId) -> String {
        match self.foreign_ids.get(&u128::from(id.0)) {
            Some(&text) => self.text(text).to_owned(),
            None => id.to_string(),
        }
    }

    /// A trace id as its producer wrote it, hexadecimal ones padded.
    pub fn trace_id_text(&self, id: TraceId) -> String {
        match self.foreign_ids.get(&id.0) {
            Some(&text) => self.text(text).to_owned(),
            None => id.to_string(),
        }
    }

    /// The value as text: strings as they are, containers as JSON, bytes as base64.
    pub fn value_text(&self, value: Value) -> String {
        match value {
            Value::Str(text) => self.str_of(&text).to_owned(),
            Value::Number(id) => self.text(id).to_owned(),
            Value::Bytes(range) => {
                base64::engine::general_purpose::STANDARD.encode(self.bytes(range))
            }
            Value::Double(double) if !double.is_finite() => words_for(double).to_owned(),
            other => self.value_json(other).to_string(),
        }
    }

    /// The value as JSON. Nesting is bounded by the decoders' depth limit.
    pub fn value_json(&self, value: Value) -> serde_json::Value {
        match value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => value.into(),
            Value::Int(value) => value.into(),
            Value::Double(value) => serde_json::Number::from_f64(value)
                .map_or_else(|| words_for(value).into(), serde_json::Value::Number),
            Value::Str(_) | Value::Number(_) | Value::Bytes(_) => self.value_text(value).into(),
            Value::Array(range) => {
                self.attributes(range).map(|element| self.value_json(element.value)).collect()
            }
            Value::Map(range) => serde_json::Value::Object(
                self.attributes(range)
                    .map(|entry| (self.text(entry.key).to_owned(), self.value_json(entry.value)))
                    .collect(),
            ),
        }
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.strings.heap_bytes()
            + self.spans.heap_bytes()
            + self.keys.capacity() * ATTRIBUTE_BYTES
            + self.bytes.capacity()
            + self.texts.capacity()
            + self.events.capacity() * size_of::<Event>()
            + self.links.capacity() * size_of::<Link>()
            + self.resources.capacity() * size_of::<Resource>()
            + self.scopes.capacity() * size_of::<Scope>()
    }

    /// Bytes of memory filled, room for more not counted.
    pub fn used_bytes(&self) -> usize {
        self.strings.heap_bytes()
            + self.spans.used_bytes()
            + self.keys.len() * ATTRIBUTE_BYTES
            + self.bytes.len()
            + self.texts.len()
            + self.events.len() * size_of::<Event>()
            + self.links.len() * size_of::<Link>()
            + self.resources.len() * size_of::<Resource>()
            + self.scopes.len() * size_of::<Scope>()
    }
}

/// The widths of an attribute's three columns.
const ATTRIBUTE_BYTES: usize = 4 + 1 + 8;

/// OTLP's words for doubles that JSON has no number for.
fn words_for(not_finite: f64) -> &'static str {
    if not_finite.is_nan() {
        "NaN"
    } else if not_finite > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// FNV-1a, so that the same foreign id has the same number in every visit and link.
fn number_from_text(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash | 1
}
