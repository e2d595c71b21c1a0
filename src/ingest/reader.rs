//! One opening: the bytes of its sources, slice by slice, become one recording.
//!
//! Bytes are appended to a window; the body consumes whole units from its front, and the
//! unfinished tail is carried over to the next slice. Invariant: the outcome does not
//! depend on the slicing. Absent: any knowledge of where bytes come from.

use super::body::{Body, BodyFault};
use super::error::{ReadError, ReadErrorKind};
use super::intake::Intake;
use super::known_keys::KNOWN_KEYS;
use super::report::{Outcome, Place, Progress, SourceReport, WarningKind};
use super::sniff::{SNIFF_BYTES, Sniffed, sniff};

/// The most that is appended to the window at once.
const SLICE_BYTES: usize = 256 * 1024;

/// Reads one or more sources, which are merged by trace id.
pub struct Reader {
    intake: Intake,
    source: Option<Source>,
    reports: Vec<SourceReport>,
    /// Which of them hold no spans, but log records of some.
    reports_of_logs: Vec<usize>,
    bytes: u64,
}

/// The source being read.
struct Source {
    body: Body,
    /// Bytes that came but are not consumed yet.
    window: Vec<u8>,
    /// Bytes before the window.
    consumed: u64,
    bytes: u64,
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
    pub fn new() -> Reader {
        Reader {
            intake: Intake::new(&KNOWN_KEYS),
            source: None,
            reports: Vec::new(),
            reports_of_logs: Vec::new(),
            bytes: 0,
        }
    }

    /// Begins a source, ending the one before. `name` is a file's name or an address.
    pub fn begin_source(&mut self, name: &str) {
        // Its error, if any, is in its report.
        let _ = self.end_source();
        let source = Source::new(&self.intake);
        self.intake.source_name = name.to_owned();
        self.intake.window_start = Place { source: self.reports.len() as u32, offset: 0 };
        self.source = Some(source);
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
        source.bytes += bytes.len() as u64;
        for slice in bytes.chunks(SLICE_BYTES) {
            source.take(slice, &mut self.intake)?;
        }
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
            if source.error.is_none() {
                source.advance(&mut self.intake);
            }
            source.body.abandon(&mut self.intake);
            self.reports.push(source.into_report(&self.intake));
        }
    }

    pub fn progress(&self) -> Progress {
        Progress { bytes: self.bytes, spans: self.intake.builder.span_count() }
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
            body: Body::default(),
            window: Vec::new(),
            consumed: 0,
            bytes: 0,
            is_sniffed: false,
            retry_at: 0,
            spans_before: intake.builder.span_count(),
            set_aside_before: intake.set_aside.len(),
            logs_before: intake.builder.log_count(),
            error: None,
        }
    }

    fn take(&mut self, slice: &[u8], intake: &mut Intake) -> Result<(), ReadError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        self.window.extend_from_slice(slice);
        let needed = if self.is_sniffed { self.retry_at } else { SNIFF_BYTES };
        if self.window.len() >= needed {
            self.advance(intake);
        }
        self.error.clone().map_or(Ok(()), Err)
    }

    /// Consumes the window as far as it is whole.
    fn advance(&mut self, intake: &mut Intake) {
        if !self.is_sniffed && !self.sniff() {
            return;
        }
        intake.window_start.offset = self.consumed;
        let advance = self.body.advance(&self.window, intake);
        if let Some(fault) = advance.fault {
            self.error = Some(self.error_from(fault, intake));
            self.window = Vec::new();
            return;
        }
        self.consume(advance.consumed);
        self.retry_at = advance.retry_at;
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
        if self.error.is_none() && (self.is_sniffed || self.sniff()) {
            self.window.extend_from_slice(self.body.end_mark());
            self.advance(intake);
        }
        if self.error.is_none() && !self.body.is_complete(&self.window) {
            let mut error = self.error_of(ReadErrorKind::Truncated);
            error.reading = self.reading(intake, "");
            error.offset = self.bytes;
            self.error = Some(error);
        }
        self.body.abandon(intake);
        self.judge(intake);
    }

    /// Finds words for a source that shows nothing, and for a server's complaints.
    fn judge(&mut self, intake: &mut Intake) {
        let findings = self.body.findings();
        let has_spans = intake.builder.span_count() > self.spans_before;
        let has_logs = intake.builder.log_count() > self.logs_before;
        if self.error.is_none() && !has_spans && !has_logs {
            let set_aside = intake.set_aside.len() - self.set_aside_before;
            let kind = findings.nothing_shown(self.bytes, set_aside);
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
        let is_end = offset >= self.bytes && !self.body.end_mark().is_empty();
        let kind = if is_end { ReadErrorKind::Truncated } else { fault.kind };
        let reading = self.reading(intake, &fault.field);
        ReadError { kind, offset: offset.min(self.bytes), line: self.body.line(), reading }
    }

    /// What was being read: "span 12's startTime".
    fn reading(&self, intake: &Intake, field: &str) -> String {
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
            bytes: self.bytes,
            error: self.error,
        }
    }
}
