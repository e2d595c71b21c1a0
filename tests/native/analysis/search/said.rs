//! Spans that say anything at all, and what each of them says, written down plainly.
//!
//! Invariant: [`SaidSpan::texts`] is made from what is put in, not from the trace. Absent:
//! times and trees worth a look.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Event, Resource, Scope, SpanId, SpanRecord, Trace, TraceId,
    Value,
};

/// A value, in the form in which it is stored.
#[derive(Clone, Debug)]
pub enum Said {
    /// Of one text, whose value is given.
    Plain(Value, &'static str),
    Int(i64),
    Text(String),
    Stored(String),
    Number(String),
    Bytes(&'static [u8], &'static str),
    Array(Vec<Said>),
    Map(Vec<(String, Said)>),
}

pub type Pairs = Vec<(String, Said)>;

#[derive(Clone, Debug, Default)]
pub struct SaidSpan {
    /// There are two.
    pub is_in_second_trace: bool,
    pub id: u64,
    /// Stands for the id where there is one.
    pub foreign_id: Option<String>,
    pub name: String,
    pub service: String,
    pub status_message: String,
    pub attributes: Pairs,
    /// Whether events are put down before attributes.
    pub is_events_first: bool,
    pub events: Vec<(String, Pairs)>,
    pub resource: Pairs,
    pub scope: (String, String, Pairs),
}

impl SaidSpan {
    pub fn texts(&self) -> Vec<String> {
        let (scope_name, scope_version, scope) = &self.scope;
        let names = [&self.name, &self.service, &self.status_message, scope_name, scope_version];
        let mut texts: Vec<String> = names.into_iter().cloned().collect();
        for pairs in [&self.attributes, &self.resource, scope] {
            add_texts(&mut texts, pairs);
        }
        for (name, pairs) in &self.events {
            texts.push(name.clone());
            add_texts(&mut texts, pairs);
        }
        texts
    }

    /// Whether a word is the id, as a number or as it was written.
    pub fn has_id(&self, word: &str) -> bool {
        let is_hex = (8..=16).contains(&word.len()) && word.chars().all(|c| c.is_ascii_hexdigit());
        let number = u64::from_str_radix(word, 16).unwrap_or(0);
        match &self.foreign_id {
            Some(text) => lower(text) == lower(word),
            None => is_hex && number != 0 && number == self.id,
        }
    }

    pub fn id_text(&self) -> String {
        self.foreign_id.clone().unwrap_or_else(|| format!("{:016X}", self.id))
    }

    fn record(&self, builder: &mut Builder, start_nanos: u64) -> SpanRecord {
        let trace =
            builder.trace(TraceId(if self.is_in_second_trace { u128::MAX } else { 0xabc_def }));
        let id = match &self.foreign_id {
            Some(text) => builder.pool_mut().foreign_span_id(text),
            None => SpanId(self.id),
        };
        let mut events = ColumnRange::default();
        if self.is_events_first {
            events = push_events(builder, &self.events);
        }
        let attributes = push(builder, &self.attributes);
        if !self.is_events_first {
            events = push_events(builder, &self.events);
        }
        let service = builder.intern(&self.service);
        let resource = Resource { service, attributes: push(builder, &self.resource) };
        let (name, version, pairs) = &self.scope;
        let (name, version) = (builder.intern(name), builder.intern(version));
        let scope = Scope { name, version, attributes: push(builder, pairs) };
        SpanRecord {
            trace,
            id,
            name: builder.intern(&self.name),
            status_message: builder.intern(&self.status_message),
            start_nanos,
            end_nanos: start_nanos,
            resource: builder.pool_mut().push_resource(resource),
            scope: builder.pool_mut().push_scope(scope),
            attributes,
            events,
            ..SpanRecord::default()
        }
    }
}

/// The traces of these spans, at most 40, and for each trace the spans in the order of its
/// rows, which is not that in which they came.
pub fn traces_of(spans: &[SaidSpan]) -> Vec<(Trace, Vec<&SaidSpan>)> {
    let mut builder = Builder::default();
    let mut by_start = BTreeMap::new();
    for (number, span) in (0..).zip(spans) {
        let start_nanos = 1 + number * 17 % 41;
        by_start.insert(start_nanos, span);
        let record = span.record(&mut builder, start_nanos);
        builder.add(record);
    }
    let with_spans = |trace: Trace| {
        let rows = trace.spans().map(|row| by_start[&trace.start_nanos(row)]).collect();
        (trace, rows)
    };
    builder.build().traces.into_iter().map(with_spans).collect()
}

fn push(builder: &mut Builder, pairs: &[(String, Said)]) -> ColumnRange {
    let attributes: Vec<Attribute> = pairs
        .iter()
        .map(|(key, said)| Attribute { key: builder.intern(key), value: value(builder, said) })
        .collect();
    builder.push_attributes(&attributes)
}

fn push_events(builder: &mut Builder, events: &[(String, Pairs)]) -> ColumnRange {
    let event = |(name, pairs): &(String, Pairs)| Event {
        time_nanos: 1,
        name: builder.intern(name),
        attributes: push(builder, pairs),
    };
    let events: Vec<Event> = events.iter().map(event).collect();
    builder.push_events(&events)
}

fn value(builder: &mut Builder, said: &Said) -> Value {
    match said {
        Said::Plain(value, _) => *value,
        Said::Int(number) => Value::Int(*number),
        Said::Text(text) => builder.text_value(text),
        Said::Stored(text) => builder.pool_mut().unshared_text_value(text),
        Said::Number(text) => Value::Number(builder.intern(text)),
        Said::Bytes(bytes, _) => Value::Bytes(builder.pool_mut().push_bytes(bytes)),
        Said::Array(elements) => {
            let elements = elements.iter().map(|said| (String::new(), said.clone()));
            Value::Array(push(builder, &elements.collect::<Pairs>()))
        }
        Said::Map(entries) => Value::Map(push(builder, entries)),
    }
}

/// `key`, `value` and `key=value` of each; elements of an array have its key.
fn add_texts(texts: &mut Vec<String>, pairs: &[(String, Said)]) {
    for (key, said) in pairs {
        texts.push(key.clone());
        let text = match said {
            Said::Plain(_, text) | Said::Bytes(_, text) => (*text).to_owned(),
            Said::Int(number) => number.to_string(),
            Said::Text(text) | Said::Stored(text) | Said::Number(text) => text.clone(),
            Said::Array(elements) => {
                let elements = elements.iter().map(|said| (key.clone(), said.clone()));
                add_texts(texts, &elements.collect::<Pairs>());
                String::new()
            }
            Said::Map(entries) => {
                add_texts(texts, entries);
                String::new()
            }
        };
        texts.push(format!("{key}={text}"));
        texts.push(text);
    }
}

/// Without case as it is documented: where lower case is one character, and ASCII for
/// ASCII only.
pub fn lower(text: &str) -> String {
    let lower = |c: char| match c.to_lowercase().collect::<Vec<_>>()[..] {
        [lower] if lower.is_ascii() == c.is_ascii() => lower,
        _ => c,
    };
    text.chars().map(lower).collect()
}

const FRAGMENTS: [&str; 26] = [
    "a",
    "A",
    "b",
    "aB",
    "k",
    "\u{212a}",
    "İ",
    "ß",
    "ẞ",
    "ǅ",
    "ǆ",
    "Ⱥ",
    "ⱥ",
    "Σ",
    "ς",
    "=",
    " ",
    "\"",
    "1",
    "-",
    ".",
    "e",
    "(.*)",
    "get ",
    "\u{1f980}",
    "Å",
];

pub fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&FRAGMENTS[..]), 0..6).prop_map(|parts| parts.concat())
}

fn plain() -> impl Strategy<Value = Said> {
    select(vec![
        (Value::Null, "null"),
        (Value::Bool(true), "true"),
        (Value::Bool(false), "false"),
        (Value::Double(1.5), "1.5"),
        (Value::Double(-1e-10), "-1e-10"),
        (Value::Double(f64::NAN), "NaN"),
        (Value::Double(f64::NEG_INFINITY), "-Infinity"),
    ])
    .prop_map(|(value, text)| Said::Plain(value, text))
}

fn said() -> impl Strategy<Value = Said> {
    let number = prop_oneof![-20..20i64, any::<i64>()];
    let leaf = prop_oneof![
        plain(),
        number.prop_map(Said::Int),
        text().prop_map(Said::Text),
        text().prop_map(Said::Stored),
        text().prop_map(Said::Number),
        select(vec![(&b"\x00\xff"[..], "AP8="), (b"a", "YQ==")])
            .prop_map(|(bytes, text)| Said::Bytes(bytes, text)),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Said::Array),
            prop::collection::vec((text(), inner), 0..3).prop_map(Said::Map),
        ]
    })
}

fn pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::vec((text(), said()), 0..3)
}

fn span() -> impl Strategy<Value = SaidSpan> {
    let id = prop_oneof![0..20u64, any::<u64>()];
    let ids = (any::<bool>(), id, prop::option::weighted(0.1, text()));
    let names = (text(), text(), text());
    let events = prop::collection::vec((text(), pairs()), 0..2);
    let shared = (pairs(), (text(), text(), pairs()));
    (ids, names, pairs(), any::<bool>(), events, shared).prop_map(
        |(ids, names, attributes, is_events_first, events, (resource, scope))| {
            let (is_in_second_trace, id, foreign_id) = ids;
            let (name, service, status_message) = names;
            SaidSpan {
                is_in_second_trace,
                id,
                foreign_id,
                name,
                service,
                status_message,
                attributes,
                is_events_first,
                events,
                resource,
                scope,
            }
        },
    )
}

pub fn spans() -> impl Strategy<Value = Vec<SaidSpan>> {
    prop::collection::vec(span(), 1..12)
}
