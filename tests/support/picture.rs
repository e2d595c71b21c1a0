//! A trace becomes a drawing again, with a column for what a test computed.
//!
//! Invariant: drawing what was drawn gives the same text, up to the width of its columns.
//! Absent: options; a test says itself what else it wants to see.

use std::fmt::Write as _;

use spanscope::trace::{SpanIdx, Trace};

const MILLISECOND_NANOS: u64 = 1_000_000;

/// The trace as text, a millisecond a column.
pub fn picture(trace: &Trace) -> String {
    Picture::of(trace).to_text()
}

/// A drawing of a trace in the making.
pub struct Picture<'a> {
    trace: &'a Trace,
    nanos_per_column: u64,
    spans: Vec<SpanIdx>,
    remark: Box<dyn Fn(SpanIdx) -> String + 'a>,
}

impl<'a> Picture<'a> {
    pub fn of(trace: &'a Trace) -> Picture<'a> {
        Picture {
            trace,
            nanos_per_column: MILLISECOND_NANOS,
            spans: trace.spans().collect(),
            remark: Box::new(|_| String::new()),
        }
    }

    #[must_use]
    pub fn nanos_per_column(self, nanos_per_column: u64) -> Picture<'a> {
        Picture { nanos_per_column, ..self }
    }

    /// Only these spans, in this order.
    #[must_use]
    pub fn only(self, spans: impl IntoIterator<Item = SpanIdx>) -> Picture<'a> {
        Picture { spans: spans.into_iter().collect(), ..self }
    }

    /// Writes after each bar what `remark` says of the span.
    #[must_use]
    pub fn with<T: ToString>(self, remark: impl Fn(SpanIdx) -> T + 'a) -> Picture<'a> {
        Picture { remark: Box::new(move |span| remark(span).to_string()), ..self }
    }

    pub fn to_text(&self) -> String {
        let service_width = self.widest(|span| width(self.trace.service_text(span)));
        let name_width = self.widest(|span| width(&self.name(span)));
        let bar_width = self.widest(|span| width(&self.bar(span)));
        let mut text = String::new();
        for &span in &self.spans {
            let line = format!(
                "{:service_width$}  {:name_width$}  {:bar_width$}  {}",
                self.trace.service_text(span),
                self.name(span),
                self.bar(span),
                (self.remark)(span),
            );
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    fn name(&self, span: SpanIdx) -> String {
        let indent = "  ".repeat(self.trace.depth(span) as usize - 1);
        let mark = if self.trace.is_error(span) { " !" } else { "" };
        format!("{indent}{}{mark}", self.trace.name_text(span))
    }

    fn bar(&self, span: SpanIdx) -> String {
        let offset_nanos = self.trace.start_nanos(span) - self.trace.earliest_nanos();
        let offset = " ".repeat((offset_nanos / self.nanos_per_column) as usize);
        match (self.trace.duration_nanos(span) / self.nanos_per_column) as usize {
            0 => format!("{offset}|"),
            columns => format!("{offset}|{}|", "=".repeat(columns - 1)),
        }
    }

    fn widest(&self, width_of: impl Fn(SpanIdx) -> usize) -> usize {
        self.spans.iter().map(|&span| width_of(span)).max().unwrap_or(0)
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}
