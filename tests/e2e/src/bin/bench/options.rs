//! Words after the command → what to measure.
//!
//! Invariant: every plan is one that can be generated. Absent: where the browser is.

use std::path::PathBuf;

use e2e::generated::{Format, Plan, Shape};
use lexopt::prelude::*;

pub const HELP: &str = "\
cargo xtask bench [OPTIONS]

Opens generated traces in a headless Chromium and prints how long it took, as ratios against
JSON.parse of the same bytes in the same browser. Without options: 10,000 and 100,000 spans of
mixed shape in the formats jaeger and otlp.

  --spans N[k|M]     how many spans; may be given several times
  --shape NAME       mixed, deep or wide; may be given several times
  --format NAME      jaeger, otlp, otlp-proto, tempo or zipkin; may be given several times
  --repeat N         how often each is measured (default 5)
  --json FILE        write everything there, too
";

const SEED: u64 = 1;

pub struct Options {
    spans: Vec<usize>,
    shapes: Vec<Shape>,
    formats: Vec<Format>,
    pub repetitions: usize,
    pub json: Option<PathBuf>,
}

impl Options {
    /// `None`: help is wanted.
    pub fn from_arguments() -> Result<Option<Options>, lexopt::Error> {
        let mut options = Options {
            spans: Vec::new(),
            shapes: Vec::new(),
            formats: Vec::new(),
            repetitions: 5,
            json: None,
        };
        let mut words = lexopt::Parser::from_env();
        while let Some(word) = words.next()? {
            match word {
                Long("spans") => options.spans.push(words.value()?.parse_with(count)?),
                Long("shape") => options.shapes.push(words.value()?.parse_with(shape)?),
                Long("format") => options.formats.push(words.value()?.parse_with(format)?),
                Long("repeat") => options.repetitions = words.value()?.parse::<usize>()?.max(1),
                Long("json") => options.json = Some(words.value()?.into()),
                Long("help") | Short('h') => return Ok(None),
                other => return Err(other.unexpected()),
            }
        }
        options.fill();
        Ok(Some(options))
    }

    pub fn plans(&self) -> Vec<Plan> {
        let mut plans = Vec::new();
        for &spans in &self.spans {
            for &shape in &self.shapes {
                for &format in &self.formats {
                    plans.push(Plan { spans, shape, format, seed: SEED });
                }
            }
        }
        plans
    }

    fn fill(&mut self) {
        if self.spans.is_empty() {
            self.spans = vec![10_000, 100_000];
        }
        if self.shapes.is_empty() {
            self.shapes = vec![Shape::Mixed];
        }
        if self.formats.is_empty() {
            self.formats = vec![Format::JaegerJson, Format::OtlpJson];
        }
    }
}

fn count(text: &str) -> Result<usize, String> {
    let (digits, factor) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 1_000),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 1_000_000),
        _ => (text, 1),
    };
    let number: usize = digits.parse().map_err(|_| format!("{text} is no number of spans"))?;
    match number.checked_mul(factor) {
        Some(count) if count > 0 => Ok(count),
        _ => Err(format!("{text} is no number of spans")),
    }
}

fn shape(text: &str) -> Result<Shape, String> {
    Shape::from_name(text).ok_or_else(|| format!("no shape is called {text}: mixed, deep, wide"))
}

fn format(text: &str) -> Result<Format, String> {
    Format::from_name(text).ok_or_else(|| {
        format!("no format is called {text}: jaeger, otlp, otlp-proto, tempo, zipkin")
    })
}
