//! OTLP in protobuf: messages of any length become spans, with what they share.
//!
//! The messages above the spans are never in memory as wholes: a stack of their ends says
//! what the next byte belongs to. A unit is one span, resource or scope. Invariant: a step
//! either consumes a whole unit or a field's head, or changes nothing; no length makes
//! anything grow before its bytes have come. Absent: metrics and profiles, which are told
//! by their records (`signal`), counted, and passed over.

mod framing;
mod log;
mod resource;
mod signal;
mod span;
mod value;
mod window;
mod wire;

pub(super) use self::framing::{Framing, framing_of};
use self::log::read_log;
use self::resource::{read_resource, read_scope};
use self::signal::{Signal, signal_of};
use self::span::read_span;
use self::window::Head;
pub(super) use self::window::{Halt, Window};
use super::findings::Findings;
use super::intake::{Intake, ResourceWords};
use super::notices::OtherSignal;
use super::otlp::{OtlpPlace, SpanScratch, settle_log};
use super::report::{SetAsideReason, WarningKind};

/// A message that has been entered.
#[derive(Clone, Copy, Debug)]
struct Frame {
    level: Level,
    /// The offset of its end in the source.
    end: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// `TracesData`, or what has the same form.
    Message,
    ResourceSpans,
    ScopeSpans,
}

// Numbers of fields: in a message, in its resource's and in its scope's.
const RESOURCE_SPANS: u32 = 1;
const RESOURCE: u32 = 1;
const SCOPE_SPANS: u32 = 2;
/// What the scope's messages had before OTLP 1.0, with the same contents.
const LIBRARY_SPANS: u32 = 1000;
const SCOPE: u32 = 1;
const RECORD: u32 = 2;

/// The state of one source between two windows.
pub(super) struct ProtobufDocument {
    framing: Framing,
    frames: Vec<Frame>,
    /// Bytes still to be passed over.
    skip: u64,
    place: OtlpPlace,
    scratch: SpanScratch,
    /// What the records of the scope in hand are, once one has come.
    signal: Option<Signal>,
    /// Other signals that were counted for the message in hand.
    counted: [bool; 3],
    pub findings: Findings,
}

impl ProtobufDocument {
    pub fn new(framing: Framing) -> ProtobufDocument {
        ProtobufDocument {
            framing,
            frames: Vec::new(),
            skip: 0,
            place: OtlpPlace::default(),
            scratch: SpanScratch::default(),
            signal: None,
            counted: [false; 3],
            findings: Findings::of_protobuf(),
        }
    }

    /// Whether the source may end where it has been read to.
    pub fn is_complete(&self) -> bool {
        // A bare message ends with the source.
        let most_open = if self.framing == Framing::Bare { 1 } else { 0 };
        self.skip == 0 && self.frames.len() <= most_open
    }

    /// Consumes what comes next.
    pub fn step(&mut self, window: &mut Window<'_>, intake: &mut Intake) -> Result<(), Halt> {
        if self.skip > 0 {
            self.skip -= window.pass_over(self.skip)?;
            return Ok(());
        }
        let Some(&frame) = self.frames.last() else {
            return self.begin_message(window);
        };
        if window.offset() == frame.end {
            self.frames.pop();
            self.leave(frame.level, intake);
            return Ok(());
        }
        let mut ahead = *window;
        match ahead.head(frame.end)? {
            Head::Skip { length } => self.skip = length,
            Head::Bytes { number, length } => {
                self.contents(frame.level, number, length, &mut ahead, intake)?;
            }
        }
        window.position = ahead.position;
        Ok(())
    }

    /// Ends what the source left open, so that its spans can be shown.
    pub fn abandon(&mut self, intake: &mut Intake) {
        self.place.end_scope(intake);
        self.place.end_resource(intake);
        self.frames.clear();
        self.skip = 0;
    }

    /// What was being read, for a message.
    pub fn reading(&self) -> &'static str {
        match (self.frames.last().map(|frame| frame.level), self.signal) {
            (None, _) => "the length of a message",
            (Some(Level::Message), _) => "the list of resources",
            (Some(Level::ResourceSpans), _) => "a resource",
            (Some(Level::ScopeSpans), None) => "a scope",
            (Some(Level::ScopeSpans), Some(None)) => "span",
            (Some(Level::ScopeSpans), Some(Some(OtherSignal::Logs))) => "a log record",
            (Some(Level::ScopeSpans), Some(Some(_))) => "a record of another signal",
        }
    }

    fn begin_message(&mut self, window: &mut Window<'_>) -> Result<(), Halt> {
        let length = match self.framing {
            // It ends with the source.
            Framing::Bare => u64::MAX - window.offset(),
            Framing::Varint => window.varint(u64::MAX)?,
            Framing::Fixed => window.big_endian()?,
        };
        let end = window.end_after(length, u64::MAX)?;
        self.frames.push(Frame { level: Level::Message, end });
        self.counted = [false; 3];
        Ok(())
    }

    fn leave(&mut self, level: Level, intake: &mut Intake) {
        match level {
            Level::Message => {}
            Level::ResourceSpans => self.place.end_resource(intake),
            Level::ScopeSpans => {
                self.place.end_scope(intake);
                self.signal = None;
            }
        }
    }

    /// Reads, enters or passes over a field of a message at `level`, whose contents lie
    /// ahead.
    fn contents(
        &mut self,
        level: Level,
        number: u32,
        length: u64,
        ahead: &mut Window<'_>,
        intake: &mut Intake,
    ) -> Result<(), Halt> {
        let is_other =
            matches!(self.signal.flatten(), Some(OtherSignal::Metrics | OtherSignal::Profiles));
        match (level, number) {
            (Level::Message, RESOURCE_SPANS) => {
                self.place.begin_resource(intake);
                self.enter(Level::ResourceSpans, length, ahead)
            }
            (Level::ResourceSpans, SCOPE_SPANS | LIBRARY_SPANS) => {
                self.place.begin_scope(intake);
                self.enter(Level::ScopeSpans, length, ahead)
            }
            (Level::ResourceSpans, RESOURCE) => self.read_resource(length, ahead, intake),
            (Level::ScopeSpans, SCOPE) => self.read_scope(length, ahead, intake),
            (Level::ScopeSpans, RECORD) if !is_other => self.read_record(length, ahead, intake),
            _ => {
                self.skip = length;
                Ok(())
            }
        }
    }

    fn enter(&mut self, level: Level, length: u64, ahead: &Window<'_>) -> Result<(), Halt> {
        let end = ahead.end_after(length, u64::MAX)?;
        self.frames.push(Frame { level, end });
        Ok(())
    }

    fn read_resource(
        &mut self,
        length: u64,
        ahead: &mut Window<'_>,
        intake: &mut Intake,
    ) -> Result<(), Halt> {
        let position = ahead.position;
        let bytes = ahead.whole(length)?;
        let scan = |intake: &mut Intake| read_resource(bytes, intake);
        match intake.resource_of(bytes, position, ResourceWords::Otlp, scan) {
            Ok(resource) => self.place.set_resource(resource, intake),
            Err(reason) => note_unread(reason, position, intake),
        }
        Ok(())
    }

    fn read_scope(
        &mut self,
        length: u64,
        ahead: &mut Window<'_>,
        intake: &mut Intake,
    ) -> Result<(), Halt> {
        let position = ahead.position;
        let bytes = ahead.whole(length)?;
        match intake.scope_of(bytes, position, |intake| read_scope(bytes, intake)) {
            Ok(scope) => self.place.set_scope(scope, intake),
            Err(reason) => note_unread(reason, position, intake),
        }
        Ok(())
    }

    fn read_record(
        &mut self,
        length: u64,
        ahead: &mut Window<'_>,
        intake: &mut Intake,
    ) -> Result<(), Halt> {
        let position = ahead.position;
        let record = ahead.whole(length)?;
        if let Some(other) = *self.signal.get_or_insert_with(|| signal_of(record)) {
            self.read_other(other, record, position, intake);
            return Ok(());
        }
        intake.begin_unit();
        let span = read_span(record, intake, &mut self.scratch)
            .and_then(|draft| draft.finish(position, &self.scratch, intake));
        self.place.settle(span, position, record, intake);
        Ok(())
    }

    /// Reads a log record; of other signals, counts the message.
    fn read_other(
        &mut self,
        signal: OtherSignal,
        record: &[u8],
        position: usize,
        intake: &mut Intake,
    ) {
        let is_new = !std::mem::replace(&mut self.counted[signal as usize], true);
        self.findings.signals[signal as usize] += usize::from(is_new);
        if signal == OtherSignal::Logs {
            match intake.unit(|intake| read_log(record, intake)) {
                Ok(log) => settle_log(log, position, intake),
                Err(reason) => note_unread(reason, position, intake),
            }
        } else if is_new {
            intake.notices.add_signal(signal, intake.place(position));
        }
    }
}

#[cold]
fn note_unread(reason: SetAsideReason, position: usize, intake: &mut Intake) {
    let why = match reason {
        SetAsideReason::TooDeep => "is nested too deep",
        _ => "is damaged",
    };
    let detail = format!("A resource, scope or log record {why} and was left out.");
    intake.notices.add(WarningKind::FieldIgnored, 1, intake.place(position), &detail);
}
