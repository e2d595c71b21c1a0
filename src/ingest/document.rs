//! The brackets above the spans become calls to the readers of spans and what goes with
//! them.
//!
//! A stack of frames says where in the document the next byte stands; its height is
//! bounded by the formats, not by the input. Invariant: a step either consumes a whole
//! unit and changes the frames, or changes nothing. Absent: the insides of spans,
//! resources, scopes and processes (`jaeger`, `otlp`, `zipkin`).

use super::envelope::read_server_error;
use super::findings::Findings;
use super::frames::{Frame, List, Object, Shape};
use super::intake::Intake;
use super::jaeger::JaegerTrace;
use super::json::{Cursor, Skipper, Stop, Text};
use super::notices::OtherSignal;
use super::otlp::{OtlpPlace, take_log};
use super::report::{SetAsideReason, WarningKind};
use super::zipkin::{self, ZipkinSpans};

/// The state of one source between two windows.
#[derive(Default)]
pub(super) struct Document {
    frames: Vec<Frame>,
    /// A value being passed over.
    skip: Option<Skipper>,
    /// Whether a key of the document object in hand was understood.
    is_recognised: bool,
    /// Line ends between top-level values.
    line_ends: u64,
    jaeger: JaegerTrace,
    otlp: OtlpPlace,
    zipkin: ZipkinSpans,
    pub findings: Findings,
}

impl Document {
    /// Whether the source may end here.
    pub fn is_complete(&self) -> bool {
        self.frames.is_empty() && self.skip.is_none()
    }

    /// Whether an object that begins like a whole value may come next inside this one, whose
    /// bytes from what is consumed on are `unread`: in a list, or in an envelope.
    pub fn may_hold_another(&self, unread: &[u8]) -> bool {
        match self.frames.as_slice() {
            _ if self.skip.is_some() => false,
            [.., Frame { shape: Shape::List(list), .. }] => {
                matches!(list, List::Documents | List::Inner | List::Data | List::JaegerSpans)
            }
            [_] => unread.trim_ascii_end().ends_with(b":"),
            _ => false,
        }
    }

    /// The line of the value in hand, if there is one value a line.
    pub fn line(&self) -> Option<u64> {
        (self.findings.values > 1 && self.line_ends > 0).then_some(self.line_ends + 1)
    }

    /// Ends the value in hand, which its line does not hold whole, so that the next line can
    /// be read; `None` on the first line. `unread` is what follows what was consumed, up to
    /// the fault. Gives the number of the line.
    pub fn give_up_line(&mut self, unread: &[u8], intake: &mut Intake) -> Option<u64> {
        // Inside a value they are counted already, or text.
        let between = if self.is_complete() { unread } else { &[] };
        let line_ends = self.line_ends + memchr::memchr_iter(b'\n', between).count() as u64;
        if line_ends == 0 {
            return None;
        }
        self.line_ends = line_ends;
        self.abandon(intake);
        Some(line_ends + 1)
    }

    /// Consumes what comes next. The cursor's position is to be kept after `Ok`, and after
    /// [`Stop::Incomplete`] if [`Document::is_skipping`].
    pub fn step(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        if let Some(skip) = &mut self.skip {
            while !skip.step(cursor)? {}
            self.skip = None;
            return Ok(());
        }
        let Some(&frame) = self.frames.last() else {
            return self.next_value(cursor, intake);
        };
        let depth = self.frames.len() - 1;
        let mut is_first = frame.is_first;
        match frame.shape {
            Shape::List(list) => {
                if !cursor.next_element(&mut is_first)? {
                    self.frames.pop();
                    return Ok(());
                }
                self.element(list, cursor, intake)?;
            }
            Shape::Object(object) => match cursor.next_key(&mut is_first)? {
                None => {
                    self.frames.pop();
                    self.leave(object, cursor, intake);
                    return Ok(());
                }
                Some(key) => self.member(object, key, cursor, intake)?,
            },
        }
        self.frames[depth].is_first = false;
        Ok(())
    }

    /// Whether the next thing is a span of Jaeger's, or the end of its list.
    pub fn is_in_jaeger_spans(&self) -> bool {
        let shape = self.frames.last().map(|frame| frame.shape);
        self.skip.is_none() && shape == Some(Shape::List(List::JaegerSpans))
    }

    pub fn is_skipping(&self) -> bool {
        self.skip.is_some()
    }

    /// Ends what the source left open, so that its spans can be shown.
    pub fn abandon(&mut self, intake: &mut Intake) {
        self.jaeger.finish(intake);
        self.otlp.end_scope(intake);
        self.otlp.end_resource(intake);
        self.frames.clear();
        self.skip = None;
    }

    /// What was being read, for a message.
    pub fn reading(&self) -> &'static str {
        match self.frames.last().map(|frame| frame.shape) {
            None | Some(Shape::List(List::Documents | List::Inner)) if self.findings.has_zipkin => {
                "span"
            }
            None => "the outermost value",
            Some(shape) => shape.reading(),
        }
    }

    fn next_value(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        let start = cursor.position;
        let byte = cursor.peek()?;
        let space = cursor.slice(start, cursor.position);
        let line_ends = memchr::memchr_iter(b'\n', space).count() as u64;
        match byte {
            b'{' => self.read_object(cursor, intake)?,
            b'[' => {
                cursor.begin_array()?;
                self.findings.is_list |= self.findings.values == 0;
                self.push(Shape::List(List::Documents));
            }
            _ => {
                let position = cursor.position;
                cursor.skip_value()?;
                self.note_odd(byte, position, intake);
            }
        }
        self.line_ends += line_ends;
        self.findings.values += 1;
        Ok(())
    }

    /// A Zipkin span is read whole; any other object may be a document.
    fn read_object(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        if !zipkin::is_span(cursor, self.findings.has_zipkin)? {
            return self.begin_document(cursor, intake);
        }
        self.findings.has_zipkin = true;
        self.zipkin.read_span(cursor, intake)?;
        self.findings.objects += 1;
        self.findings.recognised += 1;
        Ok(())
    }

    fn begin_document(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        cursor.begin_object()?;
        self.findings.objects += 1;
        self.is_recognised = false;
        self.jaeger.begin(intake);
        self.push(Shape::Object(Object::Document));
        Ok(())
    }

    fn push(&mut self, shape: Shape) {
        self.frames.push(Frame { shape, is_first: true });
    }

    /// Passes over the next value, in as many windows as it takes.
    fn pass_over(&mut self) {
        self.skip = Some(Skipper::default());
    }

    /// The same for a value that should have been a trace, or hold one.
    fn pass_over_odd(&mut self, first_byte: u8, cursor: &Cursor<'_>, intake: &mut Intake) {
        self.note_odd(first_byte, cursor.position, intake);
        self.pass_over();
    }

    fn note_odd(&mut self, first_byte: u8, position: usize, intake: &mut Intake) {
        self.findings.note_odd(first_byte);
        let place = intake.place(position);
        let detail = "A value where a trace was expected is something else; it was passed over.";
        intake.notices.add(WarningKind::UnrecognisedValue, 1, place, detail);
    }

    fn element(
        &mut self,
        list: List,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        let byte = cursor.peek()?;
        if byte != b'{' {
            return self.odd_element(list, byte, cursor, intake);
        }
        match list {
            List::JaegerSpans => return self.jaeger.read_span(cursor, intake),
            List::OtlpSpans => return self.otlp.read_span(cursor, intake),
            List::LogRecords => return take_log(cursor, intake),
            List::Documents | List::Inner => return self.read_object(cursor, intake),
            List::Data => {
                self.jaeger.begin(intake);
                self.push(Shape::Object(Object::Trace));
            }
            List::ResourceSpans => {
                self.otlp.begin_resource(intake);
                self.push(Shape::Object(Object::ResourceSpans));
            }
            List::ScopeSpans => {
                self.otlp.begin_scope(intake);
                self.push(Shape::Object(Object::ScopeSpans));
            }
            List::ResourceLogs => self.push(Shape::Object(Object::ResourceLogs)),
            List::ScopeLogs => self.push(Shape::Object(Object::ScopeLogs)),
        }
        cursor.begin_object()
    }

    fn odd_element(
        &mut self,
        list: List,
        byte: u8,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        if list == List::Documents && byte == b'[' {
            self.push(Shape::List(List::Inner));
            return cursor.begin_array();
        }
        let is_of_spans = match list {
            List::JaegerSpans | List::OtlpSpans => true,
            List::Documents | List::Inner => self.findings.has_zipkin,
            List::Data
            | List::ResourceSpans
            | List::ScopeSpans
            | List::ResourceLogs
            | List::ScopeLogs
            | List::LogRecords => false,
        };
        if is_of_spans {
            let place = intake.place(cursor.position);
            let entry = cursor.skip_value()?;
            intake.set_aside(place, SetAsideReason::NotAnObject, entry);
            return Ok(());
        }
        self.pass_over_odd(byte, cursor, intake);
        Ok(())
    }

    fn member(
        &mut self,
        object: Object,
        key: Text<'_>,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        let first_byte = cursor.peek()?;
        let name = key.name();
        match object {
            Object::Document => {
                let is_known = self.document_member(&name, first_byte, cursor, intake)?
                    || self.otlp_member(&name, first_byte, cursor, intake)
                    || self.trace_member(&name, first_byte, cursor, intake)?;
                self.findings.note_key(&name);
                if !is_known {
                    self.pass_over();
                }
                return Ok(());
            }
            Object::Result if self.otlp_member(&name, first_byte, cursor, intake) => {}
            Object::TempoTrace if self.otlp_member(&name, first_byte, cursor, intake) => {
                self.findings.has_tempo = true;
            }
            Object::Trace if self.trace_member(&name, first_byte, cursor, intake)? => {}
            Object::Processes => {
                let name = intake.intern(key);
                self.jaeger.read_process(name, cursor, intake)?;
            }
            Object::ResourceSpans => return self.resource_member(&name, cursor, intake),
            Object::ScopeSpans => return self.scope_member(&name, cursor, intake),
            Object::ResourceLogs if matches!(&*name, b"scopeLogs" | b"scope_logs") => {
                self.enter_list(List::ScopeLogs, first_byte, cursor, intake);
            }
            Object::ScopeLogs if matches!(&*name, b"logRecords" | b"log_records") => {
                self.enter_list(List::LogRecords, first_byte, cursor, intake);
            }
            Object::Result
            | Object::TempoTrace
            | Object::Trace
            | Object::ResourceLogs
            | Object::ScopeLogs => self.pass_over(),
        }
        Ok(())
    }

    /// An envelope's own keys; `false` for any other, not consumed.
    fn document_member(
        &mut self,
        name: &[u8],
        first_byte: u8,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<bool, Stop> {
        match (name, first_byte) {
            (b"data", b'[') => {
                cursor.begin_array()?;
                self.findings.has_jaeger = true;
                self.push(Shape::List(List::Data));
            }
            (b"data", b'{') => {
                cursor.begin_object()?;
                self.findings.has_jaeger = true;
                self.jaeger.begin(intake);
                self.push(Shape::Object(Object::Trace));
            }
            (b"data", b'n') => {
                cursor.skip_value()?;
                self.findings.has_jaeger = true;
            }
            (b"result", b'{') => {
                cursor.begin_object()?;
                self.findings.has_v3 = true;
                self.push(Shape::Object(Object::Result));
            }
            (b"trace", b'{') => {
                cursor.begin_object()?;
                self.push(Shape::Object(Object::TempoTrace));
                // What is in it tells whether it is Tempo's.
                return Ok(true);
            }
            (b"error" | b"errors", _) => match read_server_error(cursor)? {
                Some(message) => {
                    self.findings.server_error.get_or_insert(message);
                }
                None => return Ok(true),
            },
            _ => return Ok(false),
        }
        self.is_recognised = true;
        Ok(true)
    }

    /// The keys of an OTLP document, one under Tempo's name; `false` for any other.
    fn otlp_member(
        &mut self,
        name: &[u8],
        first_byte: u8,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> bool {
        let signal = match name {
            b"resourceSpans" | b"resource_spans" | b"batches" => {
                self.findings.has_otlp = true;
                self.findings.has_tempo |= name == b"batches";
                self.is_recognised = true;
                self.enter_list(List::ResourceSpans, first_byte, cursor, intake);
                return true;
            }
            b"resourceLogs" | b"resource_logs" => {
                self.findings.signals[OtherSignal::Logs as usize] += 1;
                self.is_recognised = true;
                self.enter_list(List::ResourceLogs, first_byte, cursor, intake);
                return true;
            }
            b"resourceMetrics" | b"resource_metrics" => OtherSignal::Metrics,
            b"resourceProfiles" | b"resource_profiles" => OtherSignal::Profiles,
            _ => return false,
        };
        self.is_recognised = true;
        self.findings.signals[signal as usize] += 1;
        intake.notices.add_signal(signal, intake.place(cursor.position));
        self.pass_over();
        true
    }

    /// The keys of a Jaeger trace; `false` for any other, not consumed.
    fn trace_member(
        &mut self,
        name: &[u8],
        first_byte: u8,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<bool, Stop> {
        match (name, first_byte) {
            (b"traceID", _) => self.jaeger.read_id(cursor, intake)?,
            (b"spans", _) => {
                self.findings.has_jaeger = true;
                self.is_recognised = true;
                self.enter_list(List::JaegerSpans, first_byte, cursor, intake);
            }
            (b"processes", b'{') => {
                cursor.begin_object()?;
                self.push(Shape::Object(Object::Processes));
            }
            (b"warnings", _) => self.jaeger.read_warnings(cursor, intake)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn resource_member(
        &mut self,
        name: &[u8],
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        let first_byte = cursor.peek()?;
        match name {
            b"resource" => self.otlp.read_resource(cursor, intake)?,
            b"scopeSpans"
            | b"scope_spans"
            | b"instrumentationLibrarySpans"
            | b"instrumentation_library_spans" => {
                self.enter_list(List::ScopeSpans, first_byte, cursor, intake);
            }
            _ => self.pass_over(),
        }
        Ok(())
    }

    fn scope_member(
        &mut self,
        name: &[u8],
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        let first_byte = cursor.peek()?;
        match name {
            b"scope" | b"instrumentationLibrary" | b"instrumentation_library" => {
                self.otlp.read_scope(cursor, intake)?;
            }
            b"spans" => self.enter_list(List::OtlpSpans, first_byte, cursor, intake),
            _ => self.pass_over(),
        }
        Ok(())
    }

    /// Enters a list that may hold spans; anything else in its place is passed over.
    fn enter_list(
        &mut self,
        list: List,
        first_byte: u8,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) {
        match first_byte {
            b'[' => {
                cursor.position += 1;
                self.push(Shape::List(list));
            }
            b'n' => self.pass_over(),
            _ => self.pass_over_odd(first_byte, cursor, intake),
        }
    }

    fn leave(&mut self, object: Object, cursor: &Cursor<'_>, intake: &mut Intake) {
        match object {
            Object::Trace => self.jaeger.finish(intake),
            Object::Document => {
                self.jaeger.finish(intake);
                self.findings.end_object();
                if self.is_recognised {
                    self.findings.recognised += 1;
                } else {
                    let place = intake.place(cursor.position);
                    let detail = "An object has no key of a trace; it was passed over.";
                    intake.notices.add(WarningKind::UnrecognisedValue, 1, place, detail);
                }
            }
            Object::ResourceSpans => self.otlp.end_resource(intake),
            Object::ScopeSpans => self.otlp.end_scope(intake),
            Object::Processes
            | Object::Result
            | Object::TempoTrace
            | Object::ResourceLogs
            | Object::ScopeLogs => {}
        }
    }
}
