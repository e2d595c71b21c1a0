//! A filter becomes its text, written in one way only.
//!
//! Invariant: what is printed is read as the same filter. Absent: the spelling that
//! somebody typed.

use std::fmt::{self, Display, Formatter};

use super::expression::{
    CountField, Expression, Order, Test, TextField, TextTest, TimeField, ValueTest,
};
use super::keys::{is_bare, is_bare_key, quoted, value_text};
use super::quantity::duration_text;

impl Display for Expression {
    /// Recursion is as deep as brackets are nested, which the parser bounds.
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Everything => Ok(()),
            Expression::Words(words) if is_bare(words) => to.write_str(words),
            Expression::Words(words) => to.write_str(&quoted(words)),
            Expression::Test(test) => test.fmt(to),
            Expression::Not(inner) => {
                to.write_str("-")?;
                bracketed(inner, to)
            }
            Expression::All(members) => joined(members, " ", to),
            Expression::Any(members) => joined(members, " or ", to),
        }
    }
}

/// `or` binds less than a space, and so needs brackets between spaces; between `or`s the
/// brackets around spaces are for the reader, and left out.
fn joined(members: &[Expression], between: &str, to: &mut Formatter<'_>) -> fmt::Result {
    for (place, member) in members.iter().enumerate() {
        if place > 0 {
            to.write_str(between)?;
        }
        match member {
            Expression::All(_) => member.fmt(to)?,
            member => bracketed_if_any(member, to)?,
        }
    }
    Ok(())
}

fn bracketed_if_any(member: &Expression, to: &mut Formatter<'_>) -> fmt::Result {
    match member {
        Expression::Any(_) => write!(to, "({member})"),
        member => member.fmt(to),
    }
}

fn bracketed(member: &Expression, to: &mut Formatter<'_>) -> fmt::Result {
    match member {
        Expression::All(_) | Expression::Any(_) => write!(to, "({member})"),
        member => member.fmt(to),
    }
}

impl Display for Test {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Test::Text(field, test) => write!(to, "{}{test}", field.name()),
            Test::Kind(kind) => write!(to, "kind:{}", kind.name()),
            Test::Status(status) => write!(to, "status:{}", status.name()),
            Test::Time(field, order, nanos) => {
                write!(to, "{}{}{}", field.name(), order.sign(), duration_text(*nanos))
            }
            Test::Count(field, order, count) => {
                write!(to, "{}{}{count}", field.name(), order.sign())
            }
            Test::Id(id) => write!(to, "id:{}", value_text(id)),
            Test::Critical(is_critical) => write!(to, "critical:{is_critical}"),
            Test::Has(key) => write!(to, "has:{}", key.text_as_value()),
            Test::Attribute { key, test, is_other } => {
                let not = if *is_other { "!" } else { "" };
                let key = key.text();
                let apart = if key.starts_with('"') || is_bare_key(&key) { "" } else { " " };
                write!(to, "{key}{apart}{not}{test}")
            }
        }
    }
}

impl Display for TextTest {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            TextTest::Contains(text) => write!(to, ":{}", value_text(text)),
            TextTest::Is(text) => write!(to, "={}", value_text(text)),
            TextTest::Matches(pattern) => write!(to, "~{}", quoted(pattern.source())),
        }
    }
}

impl Display for ValueTest {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ValueTest::Text(test) => test.fmt(to),
            ValueTest::Number(order, number) => write!(to, "{}{}", order.sign(), number.text()),
        }
    }
}

impl TextField {
    pub fn name(self) -> &'static str {
        match self {
            TextField::Service => "service",
            TextField::Name => "name",
            TextField::Event => "event",
        }
    }
}

impl TimeField {
    pub fn name(self) -> &'static str {
        match self {
            TimeField::Duration => "duration",
            TimeField::SelfTime => "self",
            TimeField::Start => "start",
        }
    }
}

impl CountField {
    pub fn name(self) -> &'static str {
        match self {
            CountField::Depth => "depth",
            CountField::Children => "children",
            CountField::Descendants => "descendants",
        }
    }
}

impl Order {
    fn sign(self) -> &'static str {
        match self {
            Order::Less => "<",
            Order::LessOrEqual => "<=",
            Order::Equal => "=",
            Order::GreaterOrEqual => ">=",
            Order::Greater => ">",
        }
    }
}
