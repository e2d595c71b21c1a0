//! One synthetic span, before a writer gives it a format.
//!
//! Invariant: times are whole microseconds, since Jaeger's JSON can say no more and all
//! formats must give the same trace. Absent: ids of other traces, links.

use std::borrow::Cow;

use super::catalog::Scope;

/// Text that is mostly written in the catalog.
pub(super) type Text = Cow<'static, str>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(Text),
    Int(i64),
    Bool(bool),
}

pub(super) type Attributes = Vec<(&'static str, Value)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Internal => "internal",
            Kind::Server => "server",
            Kind::Client => "client",
            Kind::Producer => "producer",
            Kind::Consumer => "consumer",
        }
    }

    /// OTLP's number.
    pub(super) fn number(self) -> u64 {
        match self {
            Kind::Internal => 1,
            Kind::Server => 2,
            Kind::Client => 3,
            Kind::Producer => 4,
            Kind::Consumer => 5,
        }
    }
}

/// Why a span failed; only where the failure began is there an exception.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub message: Text,
    pub exception: Option<Exception>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exception {
    /// Microseconds since the epoch.
    pub at_micros: u64,
    pub type_name: &'static str,
    pub stack: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub id: u64,
    /// 0 for the root.
    pub parent_id: u64,
    /// Place in the generator's list of processes.
    pub process: usize,
    pub scope: &'static Scope,
    pub name: Text,
    pub kind: Kind,
    /// Microseconds since the epoch.
    pub start_micros: u64,
    /// Microseconds since the epoch.
    pub end_micros: u64,
    pub attributes: Attributes,
    pub failure: Option<Failure>,
}
