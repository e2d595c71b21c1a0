//! What a filter asks, as a tree.
//!
//! Invariant: an `All` or `Any` has at least two members and none of its own kind, a `Not`
//! no `Not`; so what means the same by these rules is the same tree. Nesting is bounded by
//! the parser. Absent: places in the text.

use std::cmp::Ordering;

use super::keys::Key;
use super::pattern::Pattern;
use super::quantity::Number;
use crate::trace::{SpanKind, Status};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Everything,
    /// A word or a phrase that the span says anywhere, as in the word search; not empty.
    Words(String),
    Test(Test),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

/// What is asked of one thing that a span has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Text(TextField, TextTest),
    Kind(SpanKind),
    Status(Status),
    Time(TimeField, Order, u64),
    Count(CountField, Order, u64),
    Id(String),
    Critical(bool),
    Has(Key),
    /// The first place that has the key has it with such a value; if `is_other`, with
    /// other values only.
    Attribute {
        key: Key,
        test: ValueTest,
        is_other: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextField {
    Service,
    Name,
    /// The name of any event.
    Event,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TextTest {
    /// In either case.
    Contains(String),
    Is(String),
    Matches(Pattern),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ValueTest {
    Text(TextTest),
    Number(Order, Number),
}

/// In nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeField {
    Duration,
    SelfTime,
    /// From the trace's earliest start.
    Start,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountField {
    /// 1 for a root.
    Depth,
    Children,
    Descendants,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
}

impl Order {
    pub fn holds(self, ordering: Ordering) -> bool {
        match self {
            Order::Less => ordering.is_lt(),
            Order::LessOrEqual => ordering.is_le(),
            Order::Equal => ordering.is_eq(),
            Order::GreaterOrEqual => ordering.is_ge(),
            Order::Greater => ordering.is_gt(),
        }
    }
}

impl Expression {
    pub fn not(inner: Expression) -> Expression {
        match inner {
            Expression::Not(inner) => *inner,
            inner => Expression::Not(Box::new(inner)),
        }
    }

    pub fn negated_if(self, is_negated: bool) -> Expression {
        if is_negated { Expression::not(self) } else { self }
    }

    pub fn all(members: Vec<Expression>) -> Expression {
        let inner = |member| match member {
            Expression::All(members) => members,
            other => vec![other],
        };
        one_or(members.into_iter().flat_map(inner).collect(), Expression::All)
    }

    pub fn any(members: Vec<Expression>) -> Expression {
        let inner = |member| match member {
            Expression::Any(members) => members,
            other => vec![other],
        };
        one_or(members.into_iter().flat_map(inner).collect(), Expression::Any)
    }
}

fn one_or(
    mut members: Vec<Expression>,
    many: impl FnOnce(Vec<Expression>) -> Expression,
) -> Expression {
    match members.len() {
        0 => Expression::Everything,
        1 => members.remove(0),
        _ => many(members),
    }
}
