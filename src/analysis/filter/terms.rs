//! A field, an operator and a value become what is asked of a span.
//!
//! Invariant: a problem points at the part that is wrong. Absent: how terms are joined.

use std::ops::Range;

use super::expression::{
    CountField, Expression, Order, Test, TextField, TextTest, TimeField, ValueTest,
};
use super::keys::{FIELDS, HAS, Key};
use super::lexer::Operator;
use super::pattern::Pattern;
use super::problem::{FilterProblem, nearest, suggestion};
use super::quantity::{Number, duration_nanos};
use crate::trace::{SpanKind, Status};

/// The names of statuses and kinds, in the order in which they are offered.
pub(super) const STATUSES: [Status; 3] = [Status::Error, Status::Ok, Status::Unset];
pub(super) const KINDS: [SpanKind; 6] = [
    SpanKind::Server,
    SpanKind::Client,
    SpanKind::Producer,
    SpanKind::Consumer,
    SpanKind::Internal,
    SpanKind::Unspecified,
];

/// A comparison as it was typed.
pub(super) struct Comparison<'a> {
    pub field: &'a str,
    pub is_field_quoted: bool,
    pub field_range: Range<usize>,
    pub operator: Operator,
    pub operator_range: Range<usize>,
    pub value: &'a str,
    pub is_value_quoted: bool,
    pub value_range: Range<usize>,
}

type Read = Result<Expression, FilterProblem>;

/// What could stand behind a field.
pub(super) fn example(field: &str, is_quoted: bool) -> &'static str {
    match field {
        _ if is_quoted => "such as \"my key\"=5",
        "duration" | "self" | "start" | "offset" => "such as duration>50ms",
        "status" => "status:error, status:ok or status:unset",
        "kind" => "such as kind:server",
        "depth" | "children" | "descendants" => "such as depth<4",
        "critical" => "critical:true or critical:false",
        HAS => "an attribute's key, such as has:db.statement",
        _ => "such as service:cart, or quotes around the whole to find it as a phrase",
    }
}

impl Comparison<'_> {
    pub fn read(&self) -> Read {
        if self.is_field_quoted {
            return self.attribute(Key::literal(self.field));
        }
        match self.field {
            // The attribute of a resource, which readers turn into the field.
            "service" | "service.name" | "resource.service.name" => self.text(TextField::Service),
            "name" => self.text(TextField::Name),
            "event" => self.text(TextField::Event),
            "kind" => self.named(&KINDS.map(|kind| (kind.name(), Test::Kind(kind)))),
            "status" => self.named(&STATUSES.map(|status| (status.name(), Test::Status(status)))),
            "critical" => {
                let truths = [("true", true), ("false", false)];
                self.named(&truths.map(|(name, truth)| (name, Test::Critical(truth))))
            }
            "duration" => self.time(TimeField::Duration),
            "self" => self.time(TimeField::SelfTime),
            "start" | "offset" => self.time(TimeField::Start),
            "depth" => self.count(CountField::Depth),
            "children" => self.count(CountField::Children),
            "descendants" => self.count(CountField::Descendants),
            "id" => self.id(),
            HAS => self.has(),
            // As it is typed in Jaeger's search, and told by the status in other formats.
            "error" if self.is_equality() && ["true", "false"].contains(&self.value) => {
                let is_negated = (self.value == "false") != (self.operator == Operator::IsNot);
                Ok(Expression::Test(Test::Status(Status::Error)).negated_if(is_negated))
            }
            key => self.attribute(Key::bare(key)),
        }
    }

    fn is_equality(&self) -> bool {
        matches!(self.operator, Operator::Says | Operator::Is | Operator::IsNot)
    }

    fn wrong_operator(&self, expected: &str) -> FilterProblem {
        let range = &self.operator_range;
        let message = format!("{} is compared with {expected}", self.field);
        let operator = FilterProblem::new(range.start, range.end, message);
        operator.with_hint(example(self.field, self.is_field_quoted))
    }

    fn wrong_value(&self, message: impl Into<String>, hint: impl Into<String>) -> FilterProblem {
        FilterProblem::new(self.value_range.start, self.value_range.end, message).with_hint(hint)
    }

    /// A test of something that every span has, so that `!=` is `=` the other way round.
    fn text(&self, field: TextField) -> Read {
        let Some((test, is_negated)) = self.text_test()? else {
            return Err(self.wrong_operator("one of : = != ~ !~"));
        };
        Ok(Expression::Test(Test::Text(field, test)).negated_if(is_negated))
    }

    /// The test and whether it is to fail; `None` for comparisons of numbers.
    fn text_test(&self) -> Result<Option<(TextTest, bool)>, FilterProblem> {
        let text = || self.value.to_owned();
        Ok(Some(match self.operator {
            Operator::Says => (TextTest::Contains(text()), false),
            Operator::Is => (TextTest::Is(text()), false),
            Operator::IsNot => (TextTest::Is(text()), true),
            Operator::Matches => (TextTest::Matches(self.pattern()?), false),
            Operator::MatchesNot => (TextTest::Matches(self.pattern()?), true),
            _ => return Ok(None),
        }))
    }

    fn pattern(&self) -> Result<Pattern, FilterProblem> {
        Pattern::new(self.value).map_err(|problem| {
            let Range { start, end } = self.value_range;
            let hint = "quote it to find signs as they are: name:\"a(b\"";
            // Escapes within quotes move characters; then the whole value is pointed at.
            let is_as_typed =
                end - start == self.value.len() + 2 * usize::from(self.is_value_quoted);
            let first = start + usize::from(self.is_value_quoted);
            let range = match is_as_typed {
                true => first + problem.from as usize..first + problem.to as usize,
                false => start..end,
            };
            FilterProblem::new(range.start, range.end, problem.message).with_hint(hint)
        })
    }

    /// One of a few names, in either case.
    fn named(&self, tests: &[(&str, Test)]) -> Read {
        if !self.is_equality() {
            return Err(self.wrong_operator("one of : = !="));
        }
        let found = tests.iter().find(|(name, _)| name.eq_ignore_ascii_case(self.value));
        let Some((_, test)) = found else {
            let names: Vec<&str> = tests.iter().map(|&(name, _)| name).collect();
            let message = format!("{} is no {}", self.value, self.field);
            return Err(self.wrong_value(message, suggestion(self.value, &names)));
        };
        let is_negated = self.operator == Operator::IsNot;
        Ok(Expression::Test(test.clone()).negated_if(is_negated))
    }

    /// The order, and whether it is not to hold; `None` for patterns.
    fn order(&self) -> Option<(Order, bool)> {
        Some(match self.operator {
            Operator::Says | Operator::Is => (Order::Equal, false),
            Operator::IsNot => (Order::Equal, true),
            Operator::Less => (Order::Less, false),
            Operator::LessOrEqual => (Order::LessOrEqual, false),
            Operator::Greater => (Order::Greater, false),
            Operator::GreaterOrEqual => (Order::GreaterOrEqual, false),
            Operator::Matches | Operator::MatchesNot => return None,
        })
    }

    fn order_of_all(&self) -> Result<(Order, bool), FilterProblem> {
        self.order().ok_or_else(|| self.wrong_operator("one of > >= < <= = !="))
    }

    fn time(&self, field: TimeField) -> Read {
        let (order, is_negated) = self.order_of_all()?;
        let nanos = duration_nanos(self.value)
            .map_err(|hint| self.wrong_value("a duration was expected", hint))?;
        Ok(Expression::Test(Test::Time(field, order, nanos)).negated_if(is_negated))
    }

    fn count(&self, field: CountField) -> Read {
        let (order, is_negated) = self.order_of_all()?;
        let is_digits = self.value.bytes().all(|byte| byte.is_ascii_digit());
        let count = self.value.parse().ok().filter(|_| is_digits);
        let count = count
            .ok_or_else(|| self.wrong_value("a whole number was expected", "such as depth<4"))?;
        Ok(Expression::Test(Test::Count(field, order, count)).negated_if(is_negated))
    }

    fn id(&self) -> Read {
        if !self.is_equality() {
            return Err(self.wrong_operator("one of : = !="));
        }
        if self.value.is_empty() {
            return Err(self.wrong_value("a span's id was expected", "such as id:00f067aa0ba902b7"));
        }
        let is_negated = self.operator == Operator::IsNot;
        Ok(Expression::Test(Test::Id(self.value.to_owned())).negated_if(is_negated))
    }

    fn has(&self) -> Read {
        if !matches!(self.operator, Operator::Says | Operator::Is) {
            return Err(self.wrong_operator(":"));
        }
        if self.value.is_empty() {
            return Err(self.wrong_value("an attribute's key was expected", example(HAS, false)));
        }
        let key = if self.is_value_quoted { Key::literal } else { Key::bare };
        Ok(Expression::Test(Test::Has(key(self.value))))
    }

    fn attribute(&self, key: Key) -> Read {
        if key.name.is_empty() {
            let Range { start, end } = self.field_range;
            return Err(FilterProblem::new(start, end, "an attribute's key was expected"));
        }
        if let Some((test, is_other)) = self.text_test()? {
            let test = ValueTest::Text(test);
            return Ok(Expression::Test(Test::Attribute { key, test, is_other }));
        }
        // Only comparisons of numbers are left.
        let (order, is_other) = self.order_of_all()?;
        let Some(number) = Number::of(self.value) else {
            let hint = match nearest(self.field, &FIELDS) {
                Some(field) if !self.is_field_quoted => format!("did you mean {field}?"),
                _ => "texts are compared with : = or ~".to_owned(),
            };
            return Err(self.wrong_value("a number was expected", hint));
        };
        let test = ValueTest::Number(order, number);
        Ok(Expression::Test(Test::Attribute { key, test, is_other }))
    }
}
