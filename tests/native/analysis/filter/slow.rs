//! The obvious way to evaluate a filter: span by span, from what was put in.
//!
//! Invariant: nothing of the filter's own code is used. Absent: speed, and patterns other
//! than a few whose meaning is written beside them.

use proptest::prelude::*;
use proptest::sample::select;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Event, Resource, Scope, SpanId, SpanIdx, SpanKind, SpanRecord,
    Status, Trace, TraceId, Value,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Stored(String),
    Many(Vec<Plain>),
}

pub type Pairs = Vec<(String, Plain)>;

#[derive(Clone, Debug)]
pub struct PlainSpan {
    /// Subtracted from the span's number: its parent's, or none.
    pub parent_offset: usize,
    pub start: u64,
    pub length: u64,
    pub name: String,
    pub service: String,
    pub kind: SpanKind,
    pub status: Status,
    pub attributes: Pairs,
    pub resource: Pairs,
    pub scope: Pairs,
    pub events: Vec<(String, Pairs)>,
}

const KINDS: [SpanKind; 3] = [SpanKind::Server, SpanKind::Client, SpanKind::Unspecified];
const STATUSES: [Status; 3] = [Status::Error, Status::Ok, Status::Unset];
const KEYS: [&str; 5] = ["a", "b", "http.method", "http.request.method", "name"];
const TEXTS: [&str; 8] = ["", "x", "GET", "get more", "5", "5.0", "-3", "a long text"];

fn word() -> impl Strategy<Value = String> {
    select(&TEXTS[..]).prop_map(str::to_owned)
}

fn plain() -> impl Strategy<Value = Plain> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Plain::Bool),
        (-5..10i64).prop_map(Plain::Int),
        select(vec![5.0, 0.5, -3.0, 1e30, f64::NAN]).prop_map(Plain::Double),
        word().prop_map(Plain::Text),
        word().prop_map(Plain::Stored),
    ];
    leaf.prop_recursive(2, 4, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Plain::Many))
}

fn pairs() -> impl Strategy<Value = Pairs> {
    let key = select(&KEYS[..]).prop_map(str::to_owned);
    prop::collection::vec((key, plain()), 0..3)
}

fn span() -> impl Strategy<Value = PlainSpan> {
    let place = (0..4usize, 0..20u64, 0..12u64);
    let who = (word(), word(), select(&KINDS[..]), select(&STATUSES[..]));
    let what = (pairs(), pairs(), pairs(), prop::collection::vec((word(), pairs()), 0..3));
    (place, who, what).prop_map(|(place, who, what)| {
        let (parent_offset, start, length) = place;
        let (name, service, kind, status) = who;
        let (attributes, resource, scope, events) = what;
        PlainSpan {
            parent_offset,
            start,
            length,
            name,
            service,
            kind,
            status,
            attributes,
            resource,
            scope,
            events,
        }
    })
}

pub fn spans() -> impl Strategy<Value = Vec<PlainSpan>> {
    prop::collection::vec(span(), 1..12)
}

/// The first span is number 1.
pub fn trace_of(spans: &[PlainSpan]) -> Trace {
    let mut builder = Builder::default();
    for (number, span) in (1usize..).zip(spans) {
        let attributes = push(&mut builder, &span.attributes);
        let service = builder.intern(&span.service);
        let resource = Resource { service, attributes: push(&mut builder, &span.resource) };
        let scope = Scope { attributes: push(&mut builder, &span.scope), ..Scope::default() };
        let mut events = Vec::new();
        for (name, pairs) in &span.events {
            let attributes = push(&mut builder, pairs);
            events.push(Event { time_nanos: 1, name: builder.intern(name), attributes });
        }
        let parent = number.saturating_sub(span.parent_offset);
        let record = SpanRecord {
            trace: builder.trace(TraceId(1)),
            id: SpanId(number as u64),
            parent_id: if parent == number { SpanId::NONE } else { SpanId(parent as u64) },
            name: builder.intern(&span.name),
            kind: span.kind,
            status: span.status,
            start_nanos: 1 + span.start,
            end_nanos: 1 + span.start + span.length,
            resource: builder.pool_mut().push_resource(resource),
            scope: builder.pool_mut().push_scope(scope),
            attributes,
            events: builder.push_events(&events),
            ..SpanRecord::default()
        };
        builder.add(record);
    }
    builder.build().traces.remove(0)
}

fn push(builder: &mut Builder, pairs: &[(String, Plain)]) -> ColumnRange {
    let attributes: Vec<Attribute> = pairs
        .iter()
        .map(|(key, plain)| Attribute { key: builder.intern(key), value: value(builder, plain) })
        .collect();
    builder.push_attributes(&attributes)
}

fn value(builder: &mut Builder, plain: &Plain) -> Value {
    match plain {
        Plain::Bool(truth) => Value::Bool(*truth),
        Plain::Int(int) => Value::Int(*int),
        Plain::Double(double) => Value::Double(*double),
        Plain::Text(text) => builder.text_value(text),
        Plain::Stored(text) => builder.pool_mut().unshared_text_value(text),
        Plain::Many(elements) => {
            let elements = elements.iter().map(|one| (String::new(), one.clone()));
            Value::Array(push(builder, &elements.collect::<Pairs>()))
        }
    }
}

/// A filter as it is meant.
#[derive(Clone, Debug)]
pub enum Wish {
    Words(String),
    /// Field, operator, value.
    Text(&'static str, &'static str, String),
    Kind(SpanKind),
    Status(Status),
    /// Field, operator, nanoseconds or a count.
    Number(&'static str, &'static str, u64),
    Critical(bool),
    Id(u64),
    Has(&'static str, &'static str),
    /// Place, key, operator, value.
    Attribute(&'static str, &'static str, &'static str, String),
    Not(Box<Wish>),
    All(Vec<Wish>),
    Any(Vec<Wish>),
}

/// Patterns are in the places of words there.
const PATTERNS: [&str; 3] = ["^G", "[xm]", "t$"];

fn says_pattern(pattern: &str, text: &str) -> bool {
    match pattern {
        "^G" => text.starts_with('G'),
        "[xm]" => text.contains(['x', 'm']),
        _ => text.ends_with('t'),
    }
}

pub fn wishes() -> impl Strategy<Value = Wish> {
    let texts = ["service", "name", "event"];
    let pattern = || select(&PATTERNS[..]).prop_map(str::to_owned);
    let orders = || select(vec!["<", "<=", "=", "!=", ">", ">="]);
    let place = || select(vec!["", "span.", "resource.", "scope.", "event."]);
    let key = || select(vec!["a", "b", "http.method", "none"]);
    let number = select(vec!["5", "-3", "0.5", "2"]).prop_map(str::to_owned);
    let leaf = prop_oneof![
        word().prop_filter("a word", |word| !word.is_empty()).prop_map(Wish::Words),
        (select(texts.to_vec()), select(vec![":", "=", "!="]), word())
            .prop_map(|(field, sign, text)| Wish::Text(field, sign, text)),
        (select(texts.to_vec()), select(vec!["~", "!~"]), pattern())
            .prop_map(|(field, sign, text)| Wish::Text(field, sign, text)),
        select(&KINDS[..]).prop_map(Wish::Kind),
        select(&STATUSES[..]).prop_map(Wish::Status),
        (select(vec!["duration", "self", "start"]), orders(), 0..12u64)
            .prop_map(|(field, sign, nanos)| Wish::Number(field, sign, nanos)),
        (select(vec!["depth", "children", "descendants"]), orders(), 0..4u64)
            .prop_map(|(field, sign, count)| Wish::Number(field, sign, count)),
        any::<bool>().prop_map(Wish::Critical),
        (1..5u64).prop_map(Wish::Id),
        (place(), key()).prop_map(|(place, key)| Wish::Has(place, key)),
        (place(), key(), select(vec![":", "=", "!="]), word())
            .prop_map(|(place, key, sign, text)| Wish::Attribute(place, key, sign, text)),
        (place(), key(), select(vec!["~", "!~"]), pattern())
            .prop_map(|(place, key, sign, text)| Wish::Attribute(place, key, sign, text)),
        (place(), key(), select(vec!["<", "<=", ">", ">="]), number)
            .prop_map(|(place, key, sign, text)| Wish::Attribute(place, key, sign, text)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|wish| Wish::Not(Box::new(wish))),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Wish::All),
            prop::collection::vec(inner, 1..4).prop_map(Wish::Any),
        ]
    })
}

impl Wish {
    /// As somebody may type it.
    pub fn text(&self) -> String {
        let joined = |wishes: &[Wish], between: &str| {
            let texts: Vec<String> = wishes.iter().map(Wish::text).collect();
            format!("({})", texts.join(between))
        };
        match self {
            Wish::Words(word) => format!("\"{word}\""),
            Wish::Text(field, sign, text) => format!("{field}{sign}\"{text}\""),
            Wish::Kind(kind) => format!("kind={}", kind.name()),
            Wish::Status(status) => format!("status:{}", status.name()),
            Wish::Number(field @ ("depth" | "children" | "descendants"), sign, count) => {
                format!("{field} {sign} {count}")
            }
            Wish::Number(field, sign, nanos) => format!("{field}{sign}{nanos}ns"),
            Wish::Critical(is_critical) => format!("critical:{is_critical}"),
            Wish::Id(id) => format!("id:{id:x}"),
            Wish::Has(place, key) => format!("has:{place}{key}"),
            Wish::Attribute(place, key, sign, text) => format!("{place}{key}{sign}\"{text}\""),
            Wish::Not(inner) => format!("not {}", inner.text()),
            Wish::All(wishes) => joined(wishes, " "),
            Wish::Any(wishes) => joined(wishes, " or "),
        }
    }
}

/// A trace, and what was put in.
pub struct Known<'a> {
    pub trace: &'a Trace,
    pub spans: &'a [PlainSpan],
    pub self_nanos: &'a [u64],
    pub critical_nanos: &'a [u64],
}

impl Known<'_> {
    pub fn is_met(&self, wish: &Wish, row: SpanIdx) -> bool {
        let trace = self.trace;
        let id = trace.span_id(row).0;
        let span = &self.spans[id as usize - 1];
        match wish {
            Wish::Words(word) => says(span, word),
            Wish::Text("service", sign, text) => text_is(&span.service, sign, text),
            Wish::Text("name", sign, text) => text_is(&span.name, sign, text),
            Wish::Text(_, sign, text) => {
                let positive = sign.trim_start_matches('!');
                let is_any = span.events.iter().any(|(name, _)| text_is(name, positive, text));
                is_any != sign.starts_with('!')
            }
            Wish::Kind(kind) => span.kind == *kind,
            Wish::Status(status) => span.status == *status,
            Wish::Number(field, sign, number) => {
                order_is(self.number(field, row).cmp(number), sign)
            }
            Wish::Critical(is_critical) => (self.critical_nanos[row.index()] > 0) == *is_critical,
            Wish::Id(wanted) => id == *wanted,
            Wish::Has(place, key) => found(span, place, key).is_some(),
            Wish::Attribute(place, key, sign, text) => {
                let Some(values) = found(span, place, key) else { return false };
                let positive = sign.trim_start_matches('!');
                let is_any = values.iter().any(|value| value_is(value, positive, text));
                is_any != sign.starts_with('!')
            }
            Wish::Not(inner) => !self.is_met(inner, row),
            Wish::All(wishes) => wishes.iter().all(|wish| self.is_met(wish, row)),
            Wish::Any(wishes) => wishes.iter().any(|wish| self.is_met(wish, row)),
        }
    }

    fn number(&self, field: &str, row: SpanIdx) -> u64 {
        let trace = self.trace;
        let earliest = trace.spans().map(|span| trace.start_nanos(span)).min().unwrap_or(0);
        let above = |span| std::iter::successors(Some(span), |&span| trace.parent(span));
        let below = trace.spans().filter(|&span| span != row && above(span).any(|up| up == row));
        match field {
            "duration" => trace.duration_nanos(row),
            "self" => self.self_nanos[row.index()],
            "start" => trace.start_nanos(row) - earliest,
            "depth" => above(row).count() as u64,
            "descendants" => below.count() as u64,
            _ => below.filter(|&span| trace.parent(span) == Some(row)).count() as u64,
        }
    }
}

fn order_is(ordering: std::cmp::Ordering, sign: &str) -> bool {
    match sign {
        "<" => ordering.is_lt(),
        "<=" => ordering.is_le(),
        ">" => ordering.is_gt(),
        ">=" => ordering.is_ge(),
        "=" => ordering.is_eq(),
        _ => ordering.is_ne(),
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn text_is(own: &str, sign: &str, text: &str) -> bool {
    match sign {
        ":" => contains(own, text),
        "=" => own == text,
        "!=" => own != text,
        "~" => says_pattern(text, own),
        _ => !says_pattern(text, own),
    }
}

/// The values of the first place that has the key.
fn found(span: &PlainSpan, place: &str, key: &str) -> Option<Vec<Plain>> {
    let names = match key {
        "http.method" => vec!["http.method", "http.request.method"],
        key => vec![key],
    };
    let events: Pairs = span.events.iter().flat_map(|(_, pairs)| pairs.clone()).collect();
    let places = [
        ("span.", &span.attributes),
        ("resource.", &span.resource),
        ("scope.", &span.scope),
        ("event.", &events),
    ];
    let mut asked = places.into_iter().filter(|(name, _)| place.is_empty() || place == *name);
    asked.find_map(|(_, pairs)| {
        let own = pairs.iter().filter(|(key, _)| names.contains(&key.as_str()));
        let own: Vec<Plain> = own.map(|(_, value)| value.clone()).collect();
        (!own.is_empty()).then_some(own)
    })
}

/// A test that is not negated.
fn value_is(value: &Plain, sign: &str, text: &str) -> bool {
    let own = match value {
        Plain::Many(elements) => return elements.iter().any(|one| value_is(one, sign, text)),
        value => plain_text(value),
    };
    let numbers = own.parse::<f64>().ok().zip(text.parse::<f64>().ok());
    let is_equal = numbers.is_some_and(|(own, wanted)| own == wanted);
    let is_text = matches!(value, Plain::Text(_) | Plain::Stored(_));
    match sign {
        ":" if is_text => contains(&own, text),
        ":" => is_equal || own.eq_ignore_ascii_case(text),
        "=" if is_text => is_equal || own == text,
        "=" => is_equal || own.eq_ignore_ascii_case(text),
        "~" => says_pattern(text, &own),
        sign => numbers.is_some_and(|(own, wanted)| {
            own.partial_cmp(&wanted).is_some_and(|ordering| order_is(ordering, sign))
        }),
    }
}

fn plain_text(value: &Plain) -> String {
    match value {
        Plain::Bool(truth) => truth.to_string(),
        Plain::Int(int) => int.to_string(),
        // As JSON writes it.
        Plain::Double(1e30) => "1e+30".to_owned(),
        Plain::Double(double) => format!("{double:?}"),
        Plain::Text(text) | Plain::Stored(text) => text.clone(),
        Plain::Many(_) => String::new(),
    }
}

/// Whether anything of the span says the word; ids are too short to be words here.
fn says(span: &PlainSpan, word: &str) -> bool {
    let in_events =
        span.events.iter().any(|(name, pairs)| contains(name, word) || in_pairs(pairs, word));
    let shared = [&span.attributes, &span.resource, &span.scope];
    contains(&span.name, word)
        || contains(&span.service, word)
        || shared.into_iter().any(|pairs| in_pairs(pairs, word))
        || in_events
}

fn in_pairs(pairs: &Pairs, word: &str) -> bool {
    pairs.iter().any(|(key, value)| contains(key, word) || in_value(value, word))
}

fn in_value(value: &Plain, word: &str) -> bool {
    match value {
        Plain::Many(elements) => elements.iter().any(|one| in_value(one, word)),
        value => contains(&plain_text(value), word),
    }
}
