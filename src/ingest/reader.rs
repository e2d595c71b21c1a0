//! One opening: the bytes of its sources, slice by slice, become one recording.
//!
//! Bytes are unpacked if they are compressed and appended to a window; the body consumes
//! whole units from its front, and the unfinished tail is carried over to the next slice.
//! Invariant: the outcome does not depend on the slicing. Absent: any knowledge of where
//! bytes come from.

use super::body::{Body, BodyFault};
use super::compression::{Compression, Failure, Sink, Unpacker};
use super::error::{ReadError, ReadErrorKind};
use super::intake::Intake;
use super::known_keys::KNOWN_KEYS;
use super::report::{Outcome, Place, Progress, SetAside, SourceReport, WarningKind};
use super::sniff::{SNIFF_BYTES, Sniffed, sniff};
use crate::trace::SpanLog;

/// Reads one or more sources, which are merged by trace id.
pub struct Reader {
    intake: Intake,
    source: Option<Source>,
    /// How long the first source is, and when its columns are next made room for.
    expected: Option<Expected>,
    memory_limit: usize,
    reports: Vec<SourceReport>,
    /// Which of them hold no spans, but log records of some.
    reports_of_logs: Vec<usize>,
    bytes: u64,
}

/// A source's length and how much of it is read when room is made again.
struct Expected {
    bytes: u64,
    next_at: u64,
}

/// The first bytes of a source from which the rest is judged.
const TELLING_BYTES: u64 = 2 * 1024 * 1024;
/// Rows, the sorted starts, and the table of ids (`trace::assemble`).
const BUILD_BYTES_A_SPAN: usize = 32 + 16 + 24;
/// What each trace takes by itself, up to its place in a list.
const BYTES_A_TRACE: usize = 1024;
/// So much text is put behind what was carried over, to read on in place as soon as that
/// is consumed.
const LENT_BYTES: usize = 16 * 1024;
/// Room beyond what was projected.
const MARGIN: f64 = 1.04;

/// The source being read.
struct Source {
    unpacker: Unpacker,
    compression: Option<Compression>,
    body: Body,
    /// Text that came but is not consumed yet.
    window: Vec<u8>,
    /// Bytes of text before the window.
    consumed: u64,
    /// Bytes of the file, and of the text in it.
    bytes: u64,
    text_bytes: u64,
    is_sniffed: bool,
    /// How long the window must be before the unit at its front is tried again.
    retry_at: usize,
    /// What the intake held when the source began.
    spans_before: usize,
    set_aside_before: usize,
    logs_before: usize,
    error: Option<ReadError>,
}

impl Default for Reader {
    fn default() -> Self {
        Reader::new()
    }
}

impl Reader {
    /// Bytes. Three quarters of what a 32-bit WebAssembly can address; the rest is for a column
    /// that has to move, for answers, and for slices under way.
    pub const MEMORY_LIMIT: usize = 3 << 30;

    pub fn new() -> Reader {
        Reader::with_memory_limit(Reader::MEMORY_LIMIT)
    }

    /// A reader that [is full](Reader::is_full) when its traces would need so many bytes.
    pub fn with_memory_limit(memory_limit: usize) -> Reader {
        Reader {
            intake: Intake::new(&KNOWN_KEYS),
            source: None,
            expected: None,
            memory_limit,
            reports: Vec::new(),
            reports_of_logs: Vec::new(),
            bytes: 0,
        }
    }

    /// Begins a source, ending the one before. `name` is a file's name or an address.
    pub fn begin_source(&mut self, name: &str) {
        // Its error, if any, is in its report.
        let _ = self.end_source();
        self.expected = None;
        let source = Source::new(&self.intake);
        self.intake.source_name = name.to_owned();
        self.intake.window_start = Place { source: self.reports.len() as u32, offset: 0 };
        self.source = Some(source);
    }

    /// Tells how long the source just begun is, so that its columns can be given their room
    /// at once. A wrong length costs memory or time and changes nothing.
    pub fn expect_bytes(&mut self, bytes: u64) {
        let is_first = self.reports.is_empty() && self.bytes == 0;
        self.expected = is_first.then_some(Expected { bytes, next_at: TELLING_BYTES });
    }

    /// Makes room for the rest of the source as its beginning was, again and again, since
    /// a beginning is not quite like the rest.
    fn make_room(&mut self) {
        let Some(expected) = self.expected.as_mut().filter(|it| self.bytes >= it.next_at) else {
            return;
        };
        expected.next_at = self.bytes + expected.bytes / 8;
        let rest = expected.bytes.saturating_sub(self.bytes) as f64 / self.bytes as f64;
        let fitting = (self.memory_limit as f64 / self.peak_bytes().max(1) as f64 - 1.0).max(0.0);
        self.intake.builder.pool_mut().reserve((rest * MARGIN).min(fitting));
    }

    /// Takes the next bytes of the source. After an error the rest of it is ignored.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        if self.source.is_none() {
            self.begin_source("");
        }
        self.bytes += bytes.len() as u64;
        let Some(source) = &mut self.source else {
            return Ok(());
        };
        source.receive(bytes, &mut self.intake)?;
        self.make_room();
        Ok(())
    }

    /// Ends the source; what it left unfinished is an error.
    pub fn end_source(&mut self) -> Result<(), ReadError> {
        let Some(mut source) = self.source.take() else {
            return Ok(());
        };
        source.finish(&mut self.intake);
        let has_logs = self.intake.builder.log_count() > source.logs_before;
        let report = source.into_report(&self.intake);
        if has_logs && report.spans == 0 {
            self.reports_of_logs.push(self.reports.len());
        }
        let error = report.error.clone();
        self.reports.push(report);
        error.map_or(Ok(()), Err)
    }

    /// Ends a source whose bytes stopped coming, for a reason that the caller tells. Its
    /// spans so far stay, and its report has no error of its ending early.
    pub fn abandon_source(&mut self) {
        if let Some(mut source) = self.source.take() {
            // It was not to end here.
            let _ = source.unpack(&mut self.intake, |unpacker, sink| unpacker.finish(false, sink));
            if source.error.is_none() {
                source.advance(&mut self.intake);
            }
            source.body.abandon(&mut self.intake);
            self.reports.push(source.into_report(&self.intake));
        }
    }

    /// Where in the source the last whole span ends, if a list of Jaeger's spans is open
    /// there, and the source is not compressed.
    pub(super) fn open_jaeger_spans(&self) -> Option<u64> {
        let source = self.source.as_ref()?;
        let is_plain = source.compression.is_none();
        (is_plain && source.body.is_in_jaeger_spans()).then_some(source.consumed)
    }

    pub fn progress(&self) -> Progress {
        Progress { bytes: self.bytes, spans: self.intake.builder.span_count() }
    }

    /// Bytes of memory held now and those that building the traces will take beside them.
    pub fn peak_bytes(&self) -> usize {
        let builder = &self.intake.builder;
        let spans = builder.pool().used_bytes() + builder.span_count() * BUILD_BYTES_A_SPAN;
        let logs = builder.log_count() * size_of::<SpanLog>();
        let traces = builder.trace_count() * BYTES_A_TRACE;
        let entry_bytes = size_of::<SetAside>() + self.intake.source_name.len();
        spans + logs + traces + self.intake.set_aside.len() * entry_bytes
    }

    /// Gives it another [limit](Reader::with_memory_limit), as others take or leave memory.
    pub fn set_memory_limit(&mut self, bytes: usize) {
        self.memory_limit = bytes;
    }

    /// Whether what was read takes up all the memory it may.
    pub fn is_full(&self) -> bool {
        self.peak_bytes() >= self.memory_limit
    }

    /// Ends the last source and builds the traces.
    pub fn finish(mut self) -> Outcome {
        // Its error, if any, is in its report.
        let _ = self.end_source();
        self.attach_logs();
        Outcome {
            recording: self.intake.builder.build(),
            sources: self.reports,
            warnings: self.intake.notices.finish(),
            set_aside: self.intake.set_aside,
        }
    }
}

impl Reader {
    /// Gives the log records to the spans of all sources.
    fn attach_logs(&mut self) {
        let lost = self.intake.builder.attach_logs();
        if lost > 0 {
            let detail = "Log records name spans that are in none of the sources; open those, too, to see them together.";
            self.intake.notices.add_without_place(WarningKind::LogsWithoutSpan, lost, detail);
        }
        if self.intake.builder.span_count() > 0 {
            return;
        }
        for &index in &self.reports_of_logs {
            let holds = "log records, without the spans that they belong to".to_owned();
            let kind = ReadErrorKind::NoSpans { holds };
            let error = ReadError { kind, offset: 0, line: None, reading: String::new() };
            self.reports[index].error.get_or_insert(error);
        }
    }
}

impl Source {
    fn new(intake: &Intake) -> Source {
        Source {
            unpacker: Unpacker::default(),
            compression: None,
            body: Body::default(),
            window: Vec::new(),
            consumed: 0,
            bytes: 0,
            text_bytes: 0,
            is_sniffed: false,
            retry_at: 0,
            spans_before: intake.builder.span_count(),
            set_aside_before: intake.set_aside.len(),
            logs_before: intake.builder.log_count(),
            error: None,
        }
    }

    /// Takes bytes of the file.
    fn receive(&mut self, bytes: &[u8], intake: &mut Intake) -> Result<(), ReadError> {
        self.bytes += bytes.len() as u64;
        if self.error.is_none()
            && let Err(failure) = self.unpack(intake, |unpacker, sink| unpacker.push(bytes, sink))
        {
            self.fail(failure, intake);
        }
        self.error.clone().map_or(Ok(()), Err)
    }

    /// Lets the unpacker work and takes the text it gives.
    fn unpack(
        &mut self,
        intake: &mut Intake,
        work: impl FnOnce(&mut Unpacker, &mut Sink<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut unpacker = std::mem::take(&mut self.unpacker);
        let result = work(&mut unpacker, &mut |text, compression| {
            self.compression = compression;
            self.take(text, intake)
        });
        self.compression = unpacker.compression();
        self.unpacker = unpacker;
        result
    }

    /// What came before a failure is still read; if it is wrong, that comes of the same.
    fn fail(&mut self, failure: Failure, intake: &mut Intake) {
        if self.error.is_none() {
            self.advance(intake);
        }
        let reading = format!("the {}-compressed data", failure.compression.name());
        self.error =
            Some(ReadError { kind: failure.kind, offset: failure.offset, line: None, reading });
    }

    /// Takes text; `false` after an error.
    fn take(&mut self, mut text: &[u8], intake: &mut Intake) -> bool {
        if self.error.is_some() {
            return false;
        }
        self.text_bytes += text.len() as u64;
        while !text.is_empty() && self.error.is_none() {
            if self.window.is_empty() && self.is_sniffed {
                // Nothing is carried over, so the text is read where it lies.
                let consumed = self.read(text, intake);
                self.window.extend_from_slice(&text[consumed..]);
                break;
            }
            text = self.take_after_window(text, intake);
        }
        self.error.is_none()
    }

    /// Puts as much text behind the window as its unit may need, and gives what is still to
    /// be taken: also what was only lent to the window, once that is consumed.
    fn take_after_window<'a>(&mut self, text: &'a [u8], intake: &mut Intake) -> &'a [u8] {
        let carried = self.window.len();
        let needed = if self.is_sniffed { self.retry_at } else { SNIFF_BYTES };
        let lent = text.len().min(LENT_BYTES.max(needed.saturating_sub(carried)));
        self.window.extend_from_slice(&text[..lent]);
        if self.window.len() < needed {
            return &text[lent..];
        }
        let before = self.consumed;
        self.advance(intake);
        match usize::try_from(self.consumed - before).unwrap_or(usize::MAX).checked_sub(carried) {
            Some(used) if self.error.is_none() => {
                self.window.clear();
                self.retry_at = 0;
                &text[used..]
            }
            _ => &text[lent..],
        }
    }

    /// Consumes the window as far as it is whole.
    fn advance(&mut self, intake: &mut Intake) {
        if !self.is_sniffed && !self.sniff() {
            return;
        }
        let window = std::mem::take(&mut self.window);
        let consumed = self.read(&window, intake);
        if self.error.is_none() {
            self.window = window;
            self.window.drain(..consumed);
        }
    }

    /// Reads text as far as it is whole; returns how far that is.
    fn read(&mut self, text: &[u8], intake: &mut Intake) -> usize {
        intake.window_start.offset = self.consumed;
        let advance = self.body.advance(text, intake);
        if let Some(fault) = advance.fault {
            self.error = Some(self.error_from(fault, intake));
            return text.len();
        }
        self.consumed += advance.consumed as u64;
        self.retry_at = advance.retry_at;
        advance.consumed
    }

    /// Whether it may be a trace; a byte order mark is consumed.
    fn sniff(&mut self) -> bool {
        self.is_sniffed = true;
        match sniff(&self.window) {
            Sniffed::Json { skip } => {
                self.consume(skip);
                true
            }
            Sniffed::Protobuf(framing) => {
                self.body = Body::protobuf(framing);
                true
            }
            Sniffed::Other(looks_like) => {
                self.error = Some(self.error_of(ReadErrorKind::NotATrace { looks_like }));
                self.window = Vec::new();
                false
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.window.drain(..count);
        self.consumed += count as u64;
    }

    fn finish(&mut self, intake: &mut Intake) {
        if let Err(failure) = self.unpack(intake, |unpacker, sink| unpacker.finish(true, sink)) {
            self.fail(failure, intake);
        }
        if self.error.is_none() && (self.is_sniffed || self.sniff()) {
            self.window.extend_from_slice(self.body.end_mark());
            self.advance(intake);
        }
        if self.error.is_none() && !self.body.is_complete(&self.window) {
            let mut error = self.error_of(ReadErrorKind::Truncated);
            error.reading = self.reading(intake, "");
            error.offset = self.text_bytes;
            self.error = Some(error);
        }
        self.body.abandon(intake);
        self.judge(intake);
    }

    /// Finds words for a source that shows nothing, and for a server's complaints.
    fn judge(&mut self, intake: &mut Intake) {
        let trailing = self.unpacker.trailing() as usize;
        if trailing > 0 {
            let place = Place { offset: self.text_bytes, ..intake.window_start };
            let detail = "What follows the end of the compressed data was passed over.";
            intake.notices.add(WarningKind::TrailingBytes, trailing, place, detail);
        }
        let findings = self.body.findings();
        let has_spans = intake.builder.span_count() > self.spans_before;
        let has_logs = intake.builder.log_count() > self.logs_before;
        if self.error.is_none() && !has_spans && !has_logs {
            let set_aside = intake.set_aside.len() - self.set_aside_before;
            let kind = findings.nothing_shown(self.text_bytes, set_aside);
            self.error = Some(self.error_of(kind));
        } else if let Some(message) = &findings.server_error {
            let place = Place { offset: 0, ..intake.window_start };
            intake.notices.add(WarningKind::ServerMessage, 1, place, message);
        }
    }

    fn error_of(&self, kind: ReadErrorKind) -> ReadError {
        ReadError { kind, offset: 0, line: None, reading: String::new() }
    }

    fn error_from(&self, fault: BodyFault, intake: &Intake) -> ReadError {
        let offset = self.consumed + fault.at as u64;
        // Only the mark that ends a source lies beyond its bytes.
        let is_end = offset >= self.text_bytes && !self.body.end_mark().is_empty();
        let kind = if is_end { ReadErrorKind::Truncated } else { fault.kind };
        let reading = self.reading(intake, &fault.field);
        ReadError { kind, offset: offset.min(self.text_bytes), line: self.body.line(), reading }
    }

    /// What was being read: "span 12's startTime", and where offsets are not the file's own.
    fn reading(&self, intake: &Intake, field: &str) -> String {
        let reading = self.reading_in_text(intake, field);
        match self.compression {
            Some(_) => format!("{reading} of the unpacked text"),
            None => reading,
        }
    }

    fn reading_in_text(&self, intake: &Intake, field: &str) -> String {
        let reading = self.body.reading();
        if reading != "span" {
            return reading.to_owned();
        }
        let before = self.spans_before + self.set_aside_before;
        let number = intake.builder.span_count() + intake.set_aside.len() - before + 1;
        match field {
            "" => format!("span {number}"),
            field => format!("span {number}'s {field}"),
        }
    }

    fn into_report(self, intake: &Intake) -> SourceReport {
        SourceReport {
            format: self.body.findings().format(),
            spans: intake.builder.span_count() - self.spans_before,
            name: intake.source_name.clone(),
            compression: self.compression,
            bytes: self.bytes,
            error: self.error,
        }
    }
}
