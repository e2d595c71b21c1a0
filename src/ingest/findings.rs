//! What a source turned out to hold becomes its format and, without spans, its error.
//!
//! Invariant: the verdict depends on the whole source, never on how it was sliced.
//! Absent: errors of single bytes, which end the reading where they are found.

use super::error::ReadErrorKind;
use super::notices::{OtherSignal, signals_text};
use super::report::Format;

/// The first keys that are kept to name an unknown format.
const MOST_KEYS: usize = 8;

/// What was seen above the spans of one source.
#[derive(Default)]
pub(super) struct Findings {
    /// Top-level values begun.
    pub values: u64,
    /// The first top-level value is an array.
    pub is_list: bool,
    /// Objects seen where a document may stand.
    pub objects: u64,
    /// Those of them with a key of a known format.
    pub recognised: u64,
    pub has_jaeger: bool,
    pub has_otlp: bool,
    pub has_v3: bool,
    pub has_tempo: bool,
    pub has_zipkin: bool,
    /// The source is OTLP in protobuf, where signals have one form.
    pub has_protobuf: bool,
    /// Objects of logs, metrics and profiles.
    pub signals: [usize; 3],
    /// What a server says went wrong.
    pub server_error: Option<String>,
    /// Entries where a trace was expected that are something else, and the first one.
    pub odd_entries: u64,
    pub first_odd: Option<&'static str>,
    /// Keys of the first object.
    keys: Vec<String>,
    is_first_object_over: bool,
}

impl Findings {
    pub fn of_protobuf() -> Findings {
        Findings { values: 1, has_protobuf: true, ..Findings::default() }
    }

    pub fn note_key(&mut self, key: &[u8]) {
        if !self.is_first_object_over && self.keys.len() < MOST_KEYS {
            let key = String::from_utf8_lossy(key);
            self.keys.push(key.chars().take(40).collect());
        }
    }

    pub fn end_object(&mut self) {
        self.is_first_object_over = true;
    }

    pub fn note_odd(&mut self, first_byte: u8) {
        self.odd_entries += 1;
        self.first_odd.get_or_insert(kind_of_value(first_byte));
    }

    fn has_otlp(&self) -> bool {
        self.has_otlp || self.signals[OtherSignal::Logs as usize] > 0
    }

    pub fn format(&self) -> Option<Format> {
        if self.has_protobuf {
            Some(Format::OtlpProtobuf)
        } else if self.has_jaeger {
            Some(Format::JaegerJson)
        } else if self.has_v3 {
            Some(Format::JaegerV3Json)
        } else if self.has_tempo {
            Some(Format::TempoJson)
        } else if self.has_zipkin {
            Some(Format::ZipkinJson)
        } else if self.has_otlp() && self.values > 1 {
            Some(Format::OtlpJsonLines)
        } else {
            self.has_otlp().then_some(Format::OtlpJson)
        }
    }

    /// Why a source that was read to its end shows nothing.
    pub fn nothing_shown(&self, bytes: u64, set_aside: usize) -> ReadErrorKind {
        if let Some(message) = &self.server_error {
            return ReadErrorKind::ServerError { message: message.clone() };
        }
        if self.values == 0 {
            let holds = if bytes == 0 { "no bytes" } else { "only white space" };
            return ReadErrorKind::Empty { holds: holds.to_owned() };
        }
        let has_spans = self.has_otlp || self.has_jaeger || self.has_v3 || set_aside > 0;
        if self.signals != [0; 3] && !has_spans {
            return ReadErrorKind::NoSpans { holds: signals_text(self.signals) };
        }
        if self.format().is_some() {
            return ReadErrorKind::NoSpans { holds: self.held(set_aside) };
        }
        self.no_format()
    }

    fn held(&self, set_aside: usize) -> String {
        let title = self.format().map(Format::title).unwrap_or_default();
        match (set_aside, self.first_odd) {
            (0, None) => format!("{title} with an empty list"),
            (0, Some(odd)) => format!("{title} with {odd} where traces should be"),
            (1, _) => "one span, which had to be set aside".to_owned(),
            (count, _) => format!("{count} spans, which all had to be set aside"),
        }
    }

    fn no_format(&self) -> ReadErrorKind {
        let wrong_shape = |found: &str| ReadErrorKind::WrongShape {
            expected: "an object or a list of traces".to_owned(),
            found: found.to_owned(),
        };
        match (self.objects, self.first_odd) {
            (0, Some(odd)) if self.is_list => wrong_shape(&format!("a list with {odd} in it")),
            (0, Some(odd)) => wrong_shape(odd),
            (0, None) => ReadErrorKind::Empty { holds: "an empty list".to_owned() },
            _ if self.keys.is_empty() => wrong_shape("an object without keys"),
            _ => ReadErrorKind::UnknownFormat {
                keys: self.keys.clone(),
                looks_like: self.other_format().map(str::to_owned),
            },
        }
    }

    /// The name of a format that exists but is not read.
    fn other_format(&self) -> Option<&'static str> {
        let has = |key: &str| self.keys.iter().any(|known| known == key);
        if has("traceEvents") {
            Some("a Chrome trace")
        } else if has("log") {
            Some("a HAR file")
        } else {
            None
        }
    }
}

/// With its article, for a sentence.
pub(super) fn kind_of_value(first_byte: u8) -> &'static str {
    match first_byte {
        b'{' => "an object",
        b'[' => "a list",
        b'"' => "a text",
        b't' | b'f' => "a truth value",
        b'n' => "`null`",
        _ => "a number",
    }
}
