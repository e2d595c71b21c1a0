//! What the scanners of units write into: the builder, scratch space, and notices.
//!
//! A unit is one span, resource, scope or process. It is begun, scanned, and then either
//! committed or discarded whole. Invariant: a discarded unit leaves nothing behind but
//! interned texts. Absent: knowledge of any format.

use rustc_hash::FxHashMap;

use super::jaeger::JaegerOrders;
use super::json::{Cursor, FieldOrder, Stop, Text};
use super::key_memory::KeyMemory;
use super::notices::Notices;
use super::otlp::OtlpOrders;
use super::repeats::{self, Repeats};
use super::report::{Place, SetAside, SetAsideReason, WarningKind};
use super::zipkin::EndpointField;
use crate::trace::{
    Attribute, Builder, ColumnRange, Pool, PoolMark, Repair, Repairs, Resource, ResourceIdx, Scope,
    ScopeIdx, ShortText, StringId, Value, ValueText,
};

/// Set-aside spans that keep the beginning of their text.
const MOST_EXCERPTS: usize = 1000;
const EXCERPT_BYTES: usize = 120;

pub(super) struct Intake {
    pub builder: Builder,
    pub notices: Notices,
    pub set_aside: Vec<SetAside>,
    /// The source being read, and where its window begins.
    pub source_name: String,
    pub window_start: Place,
    pub key_memory: KeyMemory,
    pub jaeger_orders: JaegerOrders,
    pub otlp_orders: OtlpOrders,
    pub endpoint_order: FieldOrder<EndpointField>,
    /// Attributes of lists that are not complete yet, the innermost last.
    stack: Vec<Attribute>,
    unit: UnitNotes,
    decoded: String,
    shared: Shared,
}

/// What was noticed about the unit in hand.
#[derive(Default)]
struct UnitNotes {
    mark: PoolMark,
    repairs: Repairs,
    replaced_texts: usize,
    duplicate_keys: usize,
}

/// Things that producers repeat word by word, known by their bytes.
#[derive(Default)]
struct Shared {
    resources: Repeats<ResourceIdx>,
    processes: Repeats<ResourceIdx>,
    endpoints: Repeats<ResourceIdx>,
    scopes: Repeats<ScopeIdx>,
    named_scopes: FxHashMap<(StringId, StringId), ScopeIdx>,
}

/// Which format's words describe a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResourceWords {
    Jaeger,
    Otlp,
    Zipkin,
}

impl Intake {
    /// `known_texts` get the ids 1, 2, 3…
    pub fn new(known_texts: &[&str]) -> Intake {
        let mut builder = Builder::default();
        for text in known_texts {
            builder.intern(text);
        }
        Intake {
            builder,
            notices: Notices::default(),
            set_aside: Vec::new(),
            source_name: String::new(),
            window_start: Place { source: 0, offset: 0 },
            key_memory: KeyMemory::default(),
            jaeger_orders: JaegerOrders::default(),
            otlp_orders: OtlpOrders::default(),
            endpoint_order: FieldOrder::default(),
            stack: Vec::new(),
            unit: UnitNotes::default(),
            decoded: String::new(),
            shared: Shared::default(),
        }
    }

    /// The place of a byte of the window.
    pub fn place(&self, position: usize) -> Place {
        Place { offset: self.window_start.offset + position as u64, ..self.window_start }
    }

    /// Scans one unit: what it wrote stays only if it gives `Ok`.
    pub fn unit<T, E>(&mut self, scan: impl FnOnce(&mut Intake) -> Result<T, E>) -> Result<T, E> {
        self.begin_unit();
        let result = scan(self);
        if result.is_err() {
            self.discard_unit();
        }
        result
    }

    pub fn begin_unit(&mut self) {
        self.unit = UnitNotes { mark: self.builder.pool().mark(), ..UnitNotes::default() };
        self.stack.clear();
    }

    pub fn discard_unit(&mut self) {
        self.builder.pool_mut().rewind(self.unit.mark);
    }

    /// Counts what was odd about the unit, and gives its repairs.
    #[inline]
    pub fn commit_unit(&mut self, position: usize) -> Repairs {
        if self.unit.replaced_texts + self.unit.duplicate_keys > 0 {
            self.commit_notes(position);
        }
        self.unit.repairs
    }

    #[cold]
    fn commit_notes(&mut self, position: usize) {
        let place = self.place(position);
        let notes = [
            (
                WarningKind::TextReplaced,
                self.unit.replaced_texts,
                "Text that was not valid Unicode was replaced by �.",
            ),
            (
                WarningKind::DuplicateKey,
                self.unit.duplicate_keys,
                "A key occurred twice in one object; the last one counts.",
            ),
        ];
        for (kind, count, detail) in notes.into_iter().filter(|&(_, count, _)| count > 0) {
            self.notices.add(kind, count, place, detail);
        }
    }

    /// The same for a unit that is not a span, whose repairs no span can carry.
    pub fn commit_shared_unit(&mut self, position: usize) {
        if self.commit_unit(position).has(Repair::FieldIgnored) {
            let detail = "A field of a resource or scope had a value of the wrong kind and was left out or kept as text.";
            self.notices.add(WarningKind::FieldIgnored, 1, self.place(position), detail);
        }
    }

    /// Marks the span in hand: the tracing system itself says these texts about it.
    pub fn note_producer_warnings(&mut self, texts: ColumnRange, position: usize) {
        self.repair(Repair::ProducerWarning);
        let pool = self.builder.pool();
        let first = pool.attributes(texts).next();
        // Only the first warning of all is told word by word.
        let first = first.filter(|_| !self.notices.has(WarningKind::ProducerWarning));
        let text = first.map(|text| pool.value_text(text.value)).unwrap_or_default();
        let detail: String = text.chars().take(200).collect();
        let place = self.place(position);
        self.notices.add(WarningKind::ProducerWarning, texts.len(), place, &detail);
    }

    pub fn repair(&mut self, repair: Repair) {
        self.unit.repairs.add(repair);
    }

    #[cold]
    pub fn field_ignored(&mut self) {
        self.repair(Repair::FieldIgnored);
    }

    #[cold]
    pub fn duplicate_key(&mut self) {
        self.unit.duplicate_keys += 1;
    }

    /// Interns a text of the window.
    #[inline]
    pub fn intern(&mut self, text: Text<'_>) -> StringId {
        if !text.is_escaped
            && let Some(id) = self.builder.pool_mut().strings.intern_bytes(text.raw)
        {
            return id;
        }
        self.with_text(text, |pool, decoded| pool.strings.intern(decoded))
    }

    /// Interns the key of an attribute.
    #[inline]
    pub fn intern_key(&mut self, text: Text<'_>) -> StringId {
        let strings = &self.builder.pool().strings;
        if !text.is_escaped
            && let Some(key) = self.key_memory.expected_key(text.raw, strings)
        {
            return key;
        }
        let key = self.intern(text);
        self.key_memory.learn_key(key);
        key
    }

    /// The value of the attribute whose key was read last: in the value itself if it is
    /// short, interned if such values repeat, else stored as it is.
    #[inline]
    pub fn text_value(&mut self, text: Text<'_>) -> Value {
        if text.is_escaped {
            return self.uncommon_text_value(text);
        }
        if let Some(short) = ShortText::of(text.raw) {
            return Value::Str(ValueText::Short(short));
        }
        let Intake { builder, key_memory, .. } = self;
        if let Some(id) = key_memory.expected_value(text.raw, &builder.pool().strings) {
            return Value::Str(ValueText::Interned(id));
        }
        let value = match key_memory.values_differ() {
            true => std::str::from_utf8(text.raw)
                .ok()
                .map(|text| builder.pool_mut().unshared_text_value(text)),
            false => self.learnt_value(text.raw),
        };
        value.unwrap_or_else(|| self.uncommon_text_value(text))
    }

    fn learnt_value(&mut self, raw: &[u8]) -> Option<Value> {
        let strings = &mut self.builder.pool_mut().strings;
        let known = strings.len();
        let id = strings.intern_bytes(raw)?;
        self.key_memory.learn_value(id, strings.len() > known);
        Some(Value::Str(ValueText::Interned(id)))
    }

    #[cold]
    fn uncommon_text_value(&mut self, text: Text<'_>) -> Value {
        let values_differ = self.key_memory.values_differ();
        let mut is_new = false;
        let value = self.with_text(text, |pool, text| {
            if values_differ {
                return pool.unshared_text_value(text);
            }
            let known = pool.strings.len();
            let value = pool.text_value(text);
            is_new = pool.strings.len() > known;
            value
        });
        if let Value::Str(ValueText::Interned(id)) = value {
            self.key_memory.learn_value(id, is_new);
        }
        value
    }

    /// Hands the decoded text to `use_text`.
    pub fn with_text<T>(
        &mut self,
        text: Text<'_>,
        use_text: impl FnOnce(&mut Pool, &str) -> T,
    ) -> T {
        if text.decode_into(&mut self.decoded) {
            self.unit.replaced_texts += 1;
            self.repair(Repair::InvalidText);
        }
        use_text(self.builder.pool_mut(), &self.decoded)
    }

    /// Where a list of attributes begins; see [`Intake::end_list`].
    pub fn begin_list(&self) -> usize {
        self.stack.len()
    }

    #[inline]
    pub fn push(&mut self, attribute: Attribute) {
        self.stack.push(attribute);
    }

    /// The attributes pushed since `begin`.
    pub fn open_list(&mut self, begin: usize) -> &mut [Attribute] {
        &mut self.stack[begin..]
    }

    /// The attributes pushed since `begin`, taken off.
    pub fn drop_list(&mut self, begin: usize) {
        self.stack.truncate(begin);
    }

    /// Stores the attributes pushed since `begin`.
    pub fn end_list(&mut self, begin: usize) -> ColumnRange {
        let range = self.builder.push_attributes(&self.stack[begin..]);
        self.stack.truncate(begin);
        range
    }

    /// Lists a span that cannot be shown. `entry` is what there is of it in the window.
    #[cold]
    pub fn set_aside(&mut self, place: Place, reason: SetAsideReason, entry: &[u8]) {
        let bytes = if self.set_aside.len() < MOST_EXCERPTS { EXCERPT_BYTES } else { 0 };
        let excerpt = String::from_utf8_lossy(&entry[..entry.len().min(bytes)]).into_owned();
        let source = self.source_name.clone();
        self.set_aside.push(SetAside { source, offset: place.offset, reason, excerpt });
    }

    /// The resource described by the next value: one known by its bytes, or what `scan`
    /// makes of it.
    pub fn shared_resource(
        &mut self,
        cursor: &mut Cursor<'_>,
        words: ResourceWords,
        scan: impl FnOnce(&mut Cursor<'_>, &mut Intake) -> Result<Resource, Stop>,
    ) -> Result<ResourceIdx, Stop> {
        cursor.peek()?;
        if let Some((index, length)) = self.resources_in(words).expected(cursor.rest()) {
            cursor.position += length;
            return Ok(index);
        }
        let (start, bytes) = look_ahead(cursor)?;
        let index = self.resource_of(bytes, start, words, |intake| scan(cursor, intake))?;
        cursor.position = start + bytes.len();
        Ok(index)
    }

    /// The resource that `bytes` describe, which begin at `position`.
    pub fn resource_of<E>(
        &mut self,
        bytes: &[u8],
        position: usize,
        words: ResourceWords,
        scan: impl FnOnce(&mut Intake) -> Result<Resource, E>,
    ) -> Result<ResourceIdx, E> {
        if let Some(index) = self.resources_in(words).get(bytes) {
            return Ok(index);
        }
        let resource = self.unit(scan)?;
        self.commit_shared_unit(position);
        let index = self.builder.pool_mut().push_resource(resource);
        self.resources_in(words).remember(bytes, index);
        Ok(index)
    }

    /// The resource that the object at the cursor describes, consumed, if the same bytes
    /// described it before and hold no bracket but those around them.
    #[inline]
    pub fn known_flat_resource(
        &mut self,
        cursor: &mut Cursor<'_>,
        words: ResourceWords,
    ) -> Option<ResourceIdx> {
        let rest = cursor.rest();
        let near = &rest[..rest.len().min(repeats::MOST_BYTES)];
        // A guess: what is known was a whole object, so the same bytes are one, too.
        let length = 1 + memchr::memchr(b'}', near)?;
        let index = self.resources_in(words).get(&rest[..length])?;
        cursor.position += length;
        Some(index)
    }

    fn resources_in(&mut self, words: ResourceWords) -> &mut Repeats<ResourceIdx> {
        match words {
            ResourceWords::Jaeger => &mut self.shared.processes,
            ResourceWords::Otlp => &mut self.shared.resources,
            ResourceWords::Zipkin => &mut self.shared.endpoints,
        }
    }

    /// The same for a scope.
    pub fn shared_scope(
        &mut self,
        cursor: &mut Cursor<'_>,
        scan: impl FnOnce(&mut Cursor<'_>, &mut Intake) -> Result<Scope, Stop>,
    ) -> Result<ScopeIdx, Stop> {
        cursor.peek()?;
        if let Some((index, length)) = self.shared.scopes.expected(cursor.rest()) {
            cursor.position += length;
            return Ok(index);
        }
        let (start, bytes) = look_ahead(cursor)?;
        let index = self.scope_of(bytes, start, |intake| scan(cursor, intake))?;
        cursor.position = start + bytes.len();
        Ok(index)
    }

    /// The scope that `bytes` describe, which begin at `position`.
    pub fn scope_of<E>(
        &mut self,
        bytes: &[u8],
        position: usize,
        scan: impl FnOnce(&mut Intake) -> Result<Scope, E>,
    ) -> Result<ScopeIdx, E> {
        if let Some(index) = self.shared.scopes.get(bytes) {
            return Ok(index);
        }
        let scope = self.unit(scan)?;
        self.commit_shared_unit(position);
        let index = self.builder.pool_mut().push_scope(scope);
        self.shared.scopes.remember(bytes, index);
        Ok(index)
    }

    /// The scope with this name and version and nothing else.
    pub fn named_scope(&mut self, name: StringId, version: StringId) -> ScopeIdx {
        if name.is_empty() && version.is_empty() {
            return Builder::NO_SCOPE;
        }
        let pool = self.builder.pool_mut();
        let new = || pool.push_scope(Scope { name, version, ..Scope::default() });
        *self.shared.named_scopes.entry((name, version)).or_insert_with(new)
    }
}

/// A text that is written as it is.
#[inline]
pub(super) fn plain(raw: &[u8]) -> Text<'_> {
    Text { raw, is_escaped: false }
}

/// The next value's position and bytes, not consumed.
fn look_ahead<'a>(cursor: &mut Cursor<'a>) -> Result<(usize, &'a [u8]), Stop> {
    cursor.peek()?;
    let start = cursor.position;
    let bytes = cursor.skip_value()?;
    cursor.position = start;
    Ok((start, bytes))
}
