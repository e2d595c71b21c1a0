//! What is asked of an attribute becomes an answer for each span.
//!
//! Invariant: the first of span, resource, scope and events that has the key under any of
//! its names is asked, the others are not. Of several values in one place (elements of an
//! array too) one that meets the test is enough. Absent: entries of maps, which are texts
//! of JSON here.

use super::aliases::aliases_of;
use super::expression::{Order, TextTest, ValueTest};
use super::keys::{Key, Place};
use super::quantity::Number;
use super::text_check::{Rule, TextCheck};
use crate::analysis::search::needle::Sample;
use crate::analysis::search::value::with_text;
use crate::trace::{ArrivedSpan, ColumnRange, Pool, StringId, Value};

/// What a place says about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Absent,
    Unmet,
    Met,
}

/// See the module.
pub(super) struct AttributeCheck {
    /// The interned names of the key; none where the trace does not have it.
    keys: Vec<StringId>,
    place: Place,
    /// For texts; other values have rules of their own.
    texts: TextCheck,
    values: ValueRule,
    /// By number, once they were asked for.
    resources: Vec<Option<Found>>,
    scopes: Vec<Option<Found>>,
}

/// What a value that is no text has to be.
enum ValueRule {
    Any,
    /// The number or, if that is not one, the text.
    Is(String, Option<Number>),
    Number(Order, Number),
    /// As the rule for texts.
    Text,
}

impl AttributeCheck {
    /// Whether there is such an attribute.
    pub fn presence(pool: &Pool, key: &Key) -> AttributeCheck {
        AttributeCheck::with_rules(pool, key, Rule::Any, ValueRule::Any)
    }

    pub fn new(pool: &Pool, key: &Key, test: &ValueTest, sample: &Sample) -> AttributeCheck {
        let (texts, values) = match test {
            ValueTest::Number(order, number) => {
                (Rule::IsNumber(*order, *number), ValueRule::Number(*order, *number))
            }
            ValueTest::Text(test) => text_rules(test, sample),
        };
        AttributeCheck::with_rules(pool, key, texts, values)
    }

    fn with_rules(pool: &Pool, key: &Key, texts: Rule, values: ValueRule) -> AttributeCheck {
        let names = aliases_of(&key.name);
        AttributeCheck {
            keys: names.into_iter().filter_map(|name| pool.strings.find(name)).collect(),
            place: key.place,
            texts: TextCheck::new(texts, pool),
            values,
            resources: vec![None; pool.resources().len()],
            scopes: vec![None; pool.scopes().len()],
        }
    }

    /// Whether no span can have it.
    pub fn is_absent(&self) -> bool {
        self.keys.is_empty()
    }

    pub fn find(&mut self, pool: &Pool, span: &ArrivedSpan) -> Found {
        match self.place {
            Place::Span => self.in_range(pool, span.attributes),
            Place::Resource => self.in_resource(pool, span),
            Place::Scope => self.in_scope(pool, span),
            Place::Events => self.in_events(pool, span),
            Place::First => match self.in_range(pool, span.attributes) {
                Found::Absent => self.beside_span(pool, span),
                found => found,
            },
        }
    }

    fn beside_span(&mut self, pool: &Pool, span: &ArrivedSpan) -> Found {
        for look in [Self::in_resource, Self::in_scope, Self::in_events] {
            let found = look(self, pool, span);
            if found != Found::Absent {
                return found;
            }
        }
        Found::Absent
    }

    fn in_resource(&mut self, pool: &Pool, span: &ArrivedSpan) -> Found {
        let place = span.resource.0 as usize;
        if let Some(known) = self.resources[place] {
            return known;
        }
        let found = self.in_range(pool, pool.resource(span.resource).attributes);
        self.resources[place] = Some(found);
        found
    }

    fn in_scope(&mut self, pool: &Pool, span: &ArrivedSpan) -> Found {
        let place = span.scope.0 as usize;
        if let Some(known) = self.scopes[place] {
            return known;
        }
        let found = self.in_range(pool, pool.scope(span.scope).attributes);
        self.scopes[place] = Some(found);
        found
    }

    fn in_events(&mut self, pool: &Pool, span: &ArrivedSpan) -> Found {
        let mut all = Found::Absent;
        for event in pool.events(span.events) {
            match self.in_range(pool, event.attributes) {
                Found::Met => return Found::Met,
                Found::Unmet => all = Found::Unmet,
                Found::Absent => {}
            }
        }
        all
    }

    #[inline]
    fn in_range(&mut self, pool: &Pool, range: ColumnRange) -> Found {
        let mut all = Found::Absent;
        for attribute in pool.attributes(range) {
            if !self.keys.contains(&attribute.key) {
                continue;
            }
            if self.is_met_by(pool, attribute.value) {
                return Found::Met;
            }
            all = Found::Unmet;
        }
        all
    }

    fn is_met_by(&mut self, pool: &Pool, value: Value) -> bool {
        if matches!(self.values, ValueRule::Any) {
            return true;
        }
        let Value::Array(elements) = value else { return self.is_met_by_one(pool, value) };
        let mut arrays = vec![elements];
        while let Some(elements) = arrays.pop() {
            for element in pool.attributes(elements) {
                match element.value {
                    Value::Array(inner) => arrays.push(inner),
                    value if self.is_met_by_one(pool, value) => return true,
                    _ => {}
                }
            }
        }
        false
    }

    fn is_met_by_one(&mut self, pool: &Pool, value: Value) -> bool {
        if let Value::Str(text) = value {
            return self.texts.is_met_by_value(pool, text);
        }
        match &self.values {
            ValueRule::Any => true,
            ValueRule::Number(order, wanted) => {
                let ordering = number_of(pool, value).and_then(|own| own.compare(*wanted));
                ordering.is_some_and(|ordering| order.holds(ordering))
            }
            ValueRule::Is(text, number) if is_scalar(value) => {
                match number_of(pool, value).zip(*number) {
                    Some((own, wanted)) => Order::Equal.holds_between(own, wanted),
                    None => with_text(pool, value, |own| own.eq_ignore_ascii_case(text.as_bytes())),
                }
            }
            ValueRule::Is(..) | ValueRule::Text => with_text(pool, value, |own| {
                std::str::from_utf8(own).is_ok_and(|own| self.texts.rule.is_met(own))
            }),
        }
    }
}

impl Order {
    fn holds_between(self, a: Number, b: Number) -> bool {
        a.compare(b).is_some_and(|ordering| self.holds(ordering))
    }
}

fn text_rules(test: &TextTest, sample: &Sample) -> (Rule, ValueRule) {
    let rule = Rule::of(test, sample);
    match test {
        TextTest::Contains(text) => (rule, ValueRule::Is(text.clone(), Number::of(text))),
        TextTest::Matches(_) => (rule, ValueRule::Text),
        TextTest::Is(text) => {
            let number = Number::of(text);
            let rule = number.map_or(rule, |number| Rule::IsWorth(text.clone(), number));
            (rule, ValueRule::Is(text.clone(), number))
        }
    }
}

/// Whether a value is one word: no text, bytes or container.
fn is_scalar(value: Value) -> bool {
    matches!(
        value,
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Double(_) | Value::Number(_)
    )
}

fn number_of(pool: &Pool, value: Value) -> Option<Number> {
    match value {
        Value::Int(int) => Some(Number::Int(int)),
        Value::Double(double) if double.is_finite() => Some(Number::of_double(double)),
        Value::Number(text) => Number::of(pool.text(text)),
        _ => None,
    }
}
