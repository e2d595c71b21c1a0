//! Words after the command → what to measure.
//!
//! Invariant: every subject is one that can be generated, and of each size and shape exactly one
//! is used. Absent: where the browser is.

use std::path::PathBuf;

use e2e::generated::{Format, Plan, Shape};
use lexopt::prelude::*;

use crate::subject::{Packing, Subject, form_name};

const HELP: &str = "\
cargo xtask bench [OPTIONS]

Opens generated traces in a headless Chromium and prints tables, ratios first: reading against
JSON.parse of the same bytes in the same browser, memory against the file; then the first and the
whole picture, the work of a frame and rows that were missing in it, the engine's answers, the
bundle. Beside each figure stands its goal, and whether it was met.

Without options everything: mixed traces of 10k, 100k, 500k and 1M spans as jaeger and otlp, deep
and wide ones of 100k (jaeger and otlp) and 1M (jaeger), and 100k in all other formats. With any of
the first three options, what they name; the others are then 100k, mixed, jaeger and otlp. Then the
service map of 1,238 services, and two traces and two sets of traces compared.

  --spans N[k|M]     how many spans; may be given several times
  --shape NAME       mixed, deep or wide; may be given several times
  --format NAME      FORMATS,
                     or one of these with .gz; may be given several times
  --only PART        PARTS;
                     may be given several times; traces if a trace is named
  --repeat N         how often each is measured (default 5, and 3 from 500k on)
  --json FILE        write everything there, too: all runs, all figures, all goals
";

const SEED: u64 = 1;
/// From so many spans on a run takes long.
const LARGE: usize = 500_000;

type Form = (Format, Packing);

const JAEGER: Form = (Format::JaegerJson, Packing::Plain);
const OTLP: Form = (Format::OtlpJson, Packing::Plain);

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// With the start of the app and its size.
    Traces,
    Map,
    Compare,
    Sets,
}

impl Part {
    const ALL: [Part; 4] = [Part::Traces, Part::Map, Part::Compare, Part::Sets];

    fn name(self) -> &'static str {
        match self {
            Part::Traces => "traces",
            Part::Map => "map",
            Part::Compare => "compare",
            Part::Sets => "sets",
        }
    }
}

#[derive(Default)]
pub struct Options {
    parts: Vec<Part>,
    spans: Vec<usize>,
    shapes: Vec<Shape>,
    forms: Vec<Form>,
    repetitions: Option<usize>,
    pub json: Option<PathBuf>,
}

impl Options {
    /// `None`: help is wanted.
    pub fn from_arguments() -> Result<Option<Options>, lexopt::Error> {
        Options::from_words(lexopt::Parser::from_env())
    }

    fn from_words(mut words: lexopt::Parser) -> Result<Option<Options>, lexopt::Error> {
        let mut options = Options::default();
        while let Some(word) = words.next()? {
            match word {
                Long("only") => options.parts.push(words.value()?.parse_with(part)?),
                Long("spans") => options.spans.push(words.value()?.parse_with(count)?),
                Long("shape") => options.shapes.push(words.value()?.parse_with(shape)?),
                Long("format") => options.forms.push(words.value()?.parse_with(form)?),
                Long("repeat") => {
                    options.repetitions = Some(words.value()?.parse::<usize>()?.max(1))
                }
                Long("json") => options.json = Some(words.value()?.into()),
                Long("help") | Short('h') => return Ok(None),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }

    pub fn has(&self, part: Part) -> bool {
        match self.parts.as_slice() {
            [] => part == Part::Traces || !self.names_a_trace(),
            parts => parts.contains(&part),
        }
    }

    fn names_a_trace(&self) -> bool {
        !(self.spans.is_empty() && self.shapes.is_empty() && self.forms.is_empty())
    }

    /// None unless traces are a part.
    pub fn subjects(&self) -> Vec<Subject> {
        let chosen = match (self.has(Part::Traces), self.names_a_trace()) {
            (false, _) => Vec::new(),
            (true, false) => everything(),
            (true, true) => self.product(),
        };
        let mut subjects: Vec<Subject> = Vec::new();
        for (spans, shape, (format, packing)) in chosen {
            let is_known =
                subjects.iter().any(|other| other.plan.spans == spans && other.plan.shape == shape);
            subjects.push(Subject {
                plan: Plan { spans, shape, format, seed: SEED },
                packing,
                repetitions: self.repetitions_of(spans),
                is_used: !is_known,
            });
        }
        subjects
    }

    pub fn repetitions_of(&self, spans: usize) -> usize {
        self.repetitions.unwrap_or(if spans < LARGE { 5 } else { 3 })
    }

    fn product(&self) -> Vec<(usize, Shape, Form)> {
        let spans = or(&self.spans, &[100_000]);
        let shapes = or(&self.shapes, &[Shape::Mixed]);
        let forms = or(&self.forms, &[JAEGER, OTLP]);
        let mut chosen = Vec::new();
        for &spans in &spans {
            for &shape in &shapes {
                chosen.extend(forms.iter().map(|&form| (spans, shape, form)));
            }
        }
        chosen
    }
}

fn or<T: Clone>(given: &[T], otherwise: &[T]) -> Vec<T> {
    if given.is_empty() { otherwise.to_vec() } else { given.to_vec() }
}

fn everything() -> Vec<(usize, Shape, Form)> {
    let mut chosen = Vec::new();
    for spans in [10_000, 100_000, 500_000, 1_000_000] {
        chosen.extend([JAEGER, OTLP].map(|form| (spans, Shape::Mixed, form)));
    }
    let others = Format::ALL.map(|format| (format, Packing::Plain));
    let others = others.into_iter().filter(|form| ![JAEGER, OTLP].contains(form));
    let others = others.chain([(Format::JaegerJson, Packing::Gzip)]);
    chosen.extend(others.map(|form| (100_000, Shape::Mixed, form)));
    for shape in [Shape::Deep, Shape::Wide] {
        chosen.extend([JAEGER, OTLP].map(|form| (100_000, shape, form)));
        chosen.push((1_000_000, shape, JAEGER));
    }
    chosen
}

pub fn help() -> String {
    HELP.replace("FORMATS", &format_names()).replace("PARTS", &part_names())
}

fn format_names() -> String {
    Format::ALL.map(|format| form_name(format, Packing::Plain)).join(", ")
}

fn part_names() -> String {
    Part::ALL.map(Part::name).join(", ")
}

fn part(text: &str) -> Result<Part, String> {
    let part = Part::ALL.into_iter().find(|part| part.name() == text);
    part.ok_or_else(|| format!("no part is called {text}: {}", part_names()))
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

fn form(text: &str) -> Result<Form, String> {
    let (name, packing) = match text.strip_suffix(".gz") {
        Some(name) => (name, Packing::Gzip),
        None => (text, Packing::Plain),
    };
    let format = Format::from_name(name);
    let format = format.ok_or_else(|| format!("no format is called {name}: {}", format_names()))?;
    Ok((format, packing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(words: &[&str]) -> Vec<String> {
        let options = Options::from_words(lexopt::Parser::from_args(words)).expect("good words");
        let subjects = options.expect("no help").subjects();
        subjects.iter().map(|one| format!("{} ×{}", one.describe(), one.repetitions)).collect()
    }

    fn parts(words: &[&str]) -> Vec<&'static str> {
        let options = Options::from_words(lexopt::Parser::from_args(words)).expect("good words");
        let options = options.expect("no help");
        Part::ALL.into_iter().filter(|part| options.has(*part)).map(Part::name).collect()
    }

    #[test]
    fn a_part_is_measured_by_itself_and_a_named_trace_leaves_out_what_is_none() {
        assert_eq!(parts(&[]), ["traces", "map", "compare", "sets"]);
        assert_eq!(parts(&["--only", "map", "--only=sets"]), ["map", "sets"]);
        assert_eq!(parts(&["--spans", "10k"]), ["traces"]);
        assert_eq!(parts(&["--spans", "10k", "--only", "map"]), ["map"]);
        assert!(described(&["--only", "compare"]).is_empty());
        let misspelt = lexopt::Parser::from_args(["--only", "mop"]);
        assert!(Options::from_words(misspelt).is_err());
    }

    #[test]
    fn what_is_named_is_measured_and_the_rest_is_usual() {
        assert_eq!(described(&["--spans", "10k"]), ["10k mixed, jaeger ×5", "10k mixed, otlp ×5"]);
        assert_eq!(described(&["--format", "jaeger.gz"]), ["100k mixed, jaeger.gz ×5"]);
        let deep = described(&["--shape", "deep", "--spans=1M", "--format=otlp", "--repeat=2"]);
        assert_eq!(deep, ["1M deep, otlp ×2"]);
    }

    #[test]
    fn without_a_word_every_format_and_shape_is_measured_and_each_trace_is_used_once() {
        let subjects = Options::default().subjects();
        for format in Format::ALL {
            assert!(subjects.iter().any(|one| one.plan.format == format), "{}", format.name());
        }
        assert!(subjects.iter().any(|one| one.packing == Packing::Gzip));
        let mut used: Vec<String> =
            subjects.iter().filter(|one| one.is_used).map(Subject::describe_trace).collect();
        let all = used.len();
        used.sort();
        used.dedup();
        assert_eq!((used.len(), all), (8, 8));
        assert!(subjects.iter().all(|one| one.repetitions == 5 || one.plan.spans >= LARGE));
    }
}
