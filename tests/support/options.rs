//! The words after a bar become what a span says beside its times.
//!
//! Invariant: an option that is not known fails the test that wrote it. Absent: defaults,
//! which are the drawing's.

use spanscope::trace::{CallHalf, SpanId, SpanKind, Status};

/// What a line of a drawing says after its bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Options {
    pub id: Option<SpanId>,
    pub parent_id: Option<SpanId>,
    pub kind: SpanKind,
    pub half: CallHalf,
    pub status: Status,
    pub message: String,
    pub scope: String,
    pub attributes: Vec<(String, Scalar)>,
    pub resource: Vec<(String, Scalar)>,
    /// Names and columns; no column means the span's start.
    pub events: Vec<(String, Option<usize>)>,
    /// Types and messages.
    pub exceptions: Vec<(String, String)>,
    pub links: Vec<SpanId>,
}

/// An attribute's value as drawn: `12`, `1.5`, `true`, and anything else is text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
}

impl Options {
    pub(super) fn parse(text: &str) -> Options {
        let mut options = Options::default();
        for option in text.split(',').map(str::trim).filter(|option| !option.is_empty()) {
            options.add(option);
        }
        options
    }

    fn add(&mut self, option: &str) {
        let (word, rest) = option.split_once([' ', '=']).unwrap_or((option, ""));
        match word {
            "error" => self.status = Status::Error,
            "ok" => self.status = Status::Ok,
            "id" => self.id = Some(span_id(rest)),
            "parent" => self.parent_id = Some(span_id(rest)),
            "link" => self.links.push(span_id(rest)),
            "kind" => self.kind = SpanKind::from_name(rest).unwrap_or_else(|| unknown(option)),
            "half" if rest == "client" => self.half = CallHalf::Client,
            "half" if rest == "server" => self.half = CallHalf::Server,
            "message" => rest.clone_into(&mut self.message),
            "scope" => rest.clone_into(&mut self.scope),
            "attr" => self.attributes.push(pair(rest)),
            "resource" => self.resource.push(pair(rest)),
            "exception" => self.exceptions.push(exception(rest)),
            "event" => self.events.push(event(rest)),
            _ => unknown(option),
        }
    }
}

fn span_id(text: &str) -> SpanId {
    SpanId::from_hex(text.as_bytes()).unwrap_or_else(|| panic!("{text:?} is no span id"))
}

fn pair(text: &str) -> (String, Scalar) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    (key.to_owned(), scalar(value))
}

fn scalar(text: &str) -> Scalar {
    let int = || text.parse().ok().map(Scalar::Int);
    let double = || text.parse().ok().map(Scalar::Double);
    let truth = || text.parse().ok().map(Scalar::Bool);
    int().or_else(double).or_else(truth).unwrap_or_else(|| Scalar::Text(text.to_owned()))
}

fn event(text: &str) -> (String, Option<usize>) {
    match text.split_once('@') {
        Some((name, column)) => (name.to_owned(), Some(column.parse().expect("a column"))),
        None => (text.to_owned(), None),
    }
}

fn exception(text: &str) -> (String, String) {
    let (kind, message) = text.split_once(": ").unwrap_or((text, ""));
    (kind.to_owned(), message.to_owned())
}

fn unknown<T>(option: &str) -> T {
    panic!("a drawing has the unknown option {option:?}")
}
