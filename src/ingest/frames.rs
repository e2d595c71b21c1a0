//! What may be open around the next byte of a document.
//!
//! Invariant: the formats bound how many of these are inside one another, the input never
//! does. Absent: what is done with what they hold (`document`).

/// Something open around the next byte, and whether its first entry is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub shape: Shape,
    pub is_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    List(List),
    Object(Object),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The whole document is a list.
    Documents,
    /// A list in that list, as Zipkin gives several traces.
    Inner,
    /// Jaeger's `data`.
    Data,
    JaegerSpans,
    ResourceSpans,
    ScopeSpans,
    OtlpSpans,
    ResourceLogs,
    ScopeLogs,
    LogRecords,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// Any format's outermost object; a bare Jaeger trace is one.
    Document,
    /// A Jaeger trace inside an envelope.
    Trace,
    Processes,
    /// What Jaeger's newer API wraps OTLP in.
    Result,
    /// What Tempo's newer API wraps OTLP in.
    TempoTrace,
    ResourceSpans,
    ScopeSpans,
    ResourceLogs,
    ScopeLogs,
}

impl Shape {
    /// What is being read inside it, for a message.
    pub fn reading(self) -> &'static str {
        match self {
            Shape::List(List::Documents | List::Inner | List::Data) => "the list of traces",
            Shape::List(List::JaegerSpans | List::OtlpSpans) => "span",
            Shape::List(List::ResourceSpans | List::ResourceLogs) => "the list of resources",
            Shape::List(List::ScopeSpans | List::ScopeLogs) => "the list of scopes",
            Shape::List(List::LogRecords) => "a log record",
            Shape::Object(Object::Document | Object::Result) => "the outermost object",
            Shape::Object(Object::Trace | Object::TempoTrace) => "a trace",
            Shape::Object(Object::Processes) => "the processes",
            Shape::Object(Object::ResourceSpans | Object::ResourceLogs) => "a resource",
            Shape::Object(Object::ScopeSpans | Object::ScopeLogs) => "a scope",
        }
    }
}
