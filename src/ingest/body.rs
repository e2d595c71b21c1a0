//! The bytes of a source go to the reader of their family: JSON or protobuf.
//!
//! Invariant: what is consumed of a window is whole, and the rest comes again at the front
//! of the next one. Absent: the windows themselves, which the reader keeps.

use super::error::ReadErrorKind;
use super::findings::Findings;
use super::intake::Intake;
use super::json_body::JsonBody;
use super::protobuf::{Framing, Halt, ProtobufDocument, Window};

pub(super) enum Body {
    Json(Box<JsonBody>),
    Protobuf(Box<ProtobufDocument>),
}

/// What became of a window.
pub(super) struct Advance {
    /// Bytes that need not come again.
    pub consumed: usize,
    /// How long the window must be before what is left of it is tried again.
    pub retry_at: usize,
    pub fault: Option<BodyFault>,
}

/// Something wrong at a byte of the window, which ends the source.
pub(super) struct BodyFault {
    pub at: usize,
    pub kind: ReadErrorKind,
    /// The field of the unit in hand; may be empty.
    pub field: String,
}

impl Default for Body {
    fn default() -> Self {
        Body::Json(Box::default())
    }
}

impl Body {
    pub fn protobuf(framing: Framing) -> Body {
        Body::Protobuf(Box::new(ProtobufDocument::new(framing)))
    }

    /// Reads as far as the window is whole. The intake knows where it begins.
    pub fn advance(&mut self, window: &[u8], intake: &mut Intake) -> Advance {
        match self {
            Body::Json(body) => body.advance(window, intake),
            Body::Protobuf(document) => advance_protobuf(document, window, intake),
        }
    }

    /// What makes the last value of a source whole: a number may end with it.
    pub fn end_mark(&self) -> &'static [u8] {
        match self {
            Body::Json(_) => b"\n",
            Body::Protobuf(_) => b"",
        }
    }

    /// Whether the source may end with `rest`, which could not be consumed.
    pub fn is_complete(&self, rest: &[u8]) -> bool {
        match self {
            Body::Json(body) => body.document.is_complete() && rest.trim_ascii().is_empty(),
            Body::Protobuf(document) => document.is_complete() && rest.is_empty(),
        }
    }

    /// Ends what the source left open, so that its spans can be shown.
    pub fn abandon(&mut self, intake: &mut Intake) {
        match self {
            Body::Json(body) => body.document.abandon(intake),
            Body::Protobuf(document) => document.abandon(intake),
        }
    }

    /// Whether the next thing is a span of Jaeger's, or the end of its list.
    pub fn is_in_jaeger_spans(&self) -> bool {
        matches!(self, Body::Json(body) if body.document.is_in_jaeger_spans())
    }

    /// The line of the value in hand, if there is one value a line.
    pub fn line(&self) -> Option<u64> {
        match self {
            Body::Json(body) => body.document.line(),
            Body::Protobuf(_) => None,
        }
    }

    /// What was being read, for a message.
    pub fn reading(&self) -> &'static str {
        match self {
            Body::Json(body) => body.document.reading(),
            Body::Protobuf(document) => document.reading(),
        }
    }

    pub fn findings(&self) -> &Findings {
        match self {
            Body::Json(body) => &body.document.findings,
            Body::Protobuf(document) => &document.findings,
        }
    }
}

fn advance_protobuf(document: &mut ProtobufDocument, bytes: &[u8], intake: &mut Intake) -> Advance {
    let mut window = Window::new(bytes, intake.window_start.offset);
    loop {
        window.begin_unit();
        let consumed = window.position;
        match document.step(&mut window, intake) {
            Ok(()) => {}
            Err(Halt::Incomplete { needed }) => {
                return Advance { consumed, retry_at: needed, fault: None };
            }
            Err(Halt::Broken { at, expected }) => {
                let kind = ReadErrorKind::NotProtobuf { expected: expected.to_owned() };
                let fault = BodyFault { at, kind, field: String::new() };
                return Advance { consumed, retry_at: 0, fault: Some(fault) };
            }
        }
    }
}
