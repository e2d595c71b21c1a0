//! `cargo xtask generate …`: a plan → a made-up trace in a file or on standard output.
//!
//! Invariant: the same arguments give the same bytes. Deliberately absent: holding the trace in
//! memory; it is written as it is made, whatever its size.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;
use spanscope::generate::{Format, Generator, Plan, Shape};

const HELP: &str = "\
cargo xtask generate --spans N --shape mixed|deep|wide --format NAME [--out FILE] [--seed N]

  --spans   how many, as 250000, 250k or 2M
  --shape   mixed (many requests through a shop), deep (one chain), wide (one root); mixed if not said
  --format  jaeger or tempo (JSON as their APIs answer), otlp (JSON lines), otlp-proto
            (protobuf), zipkin (JSON); jaeger if not said
  --out     where to; standard output if not said
  --seed    another number gives another trace; 1 if not said
";

struct Order {
    plan: Plan,
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match parse(std::env::args_os().skip(1)) {
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Some(order)) => match carry_out(&order) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("error: {error}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Option<Order>, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(words);
    let (mut shape, mut format, mut seed) = (Shape::Mixed, Format::JaegerJson, 1);
    let (mut spans, mut out) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("spans") => spans = Some(count(&parser.value()?.string()?)?),
            Long("shape") => {
                shape = named(Shape::from_name, "mixed, deep, wide", &parser.value()?.string()?)?;
            }
            Long("format") => {
                format = named(
                    Format::from_name,
                    "jaeger, otlp, otlp-proto, tempo, zipkin",
                    &parser.value()?.string()?,
                )?;
            }
            Long("seed") => seed = parser.value()?.parse()?,
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    let spans = spans.ok_or("--spans is missing")?;
    let plan = Plan { spans, shape, format, seed };
    Ok(Some(Order { plan, out }))
}

/// `250000`, `250k`, `2M`
fn count(text: &str) -> Result<usize, lexopt::Error> {
    let (digits, unit) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 1_000),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 1_000_000),
        _ => (text, 1),
    };
    let count = digits.parse::<usize>().ok().and_then(|count| count.checked_mul(unit));
    count.ok_or_else(|| format!("`{text}` is no number of spans; write 250000, 250k or 2M").into())
}

fn named<T>(find: impl Fn(&str) -> Option<T>, known: &str, name: &str) -> Result<T, lexopt::Error> {
    find(name).ok_or_else(|| format!("`{name}` is none of {known}").into())
}

fn carry_out(order: &Order) -> Result<(), String> {
    let Some(path) = &order.out else {
        return match write(order.plan, io::stdout().lock()) {
            // Whoever read it has enough: `| head` is no error.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(format!("could not write to standard output: {error}"))
            }
            _ => Ok(()),
        };
    };
    let bytes = write_file(order.plan, path)
        .map_err(|error| format!("could not write {}: {error}", path.display()))?;
    eprintln!("{}: {} spans, {bytes} bytes", path.display(), order.plan.spans);
    Ok(())
}

fn write_file(plan: Plan, path: &Path) -> io::Result<u64> {
    write(plan, BufWriter::new(File::create(path)?))
}

/// How many bytes it became.
fn write(plan: Plan, mut to: impl Write) -> io::Result<u64> {
    let mut generator = Generator::new(plan);
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    loop {
        let more = generator.next_chunk(&mut chunk);
        to.write_all(&chunk)?;
        bytes += chunk.len() as u64;
        chunk.clear();
        if !more {
            to.flush()?;
            return Ok(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Order>, String> {
        let words = line.split_whitespace().map(OsString::from);
        parse(words).map_err(|error| error.to_string())
    }

    #[test]
    fn counts_may_be_written_short() {
        let spans = |line| parsed(line).unwrap().unwrap().plan.spans;
        assert_eq!(spans("--spans 250000"), 250_000);
        assert_eq!(spans("--spans 250k"), 250_000);
        assert_eq!(spans("--spans 2M"), 2_000_000);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(parsed("--spans many").err().unwrap().contains("`many`"));
        assert!(parsed("--spans 1 --shape round").err().unwrap().contains("mixed, deep, wide"));
        assert!(parsed("").err().unwrap().contains("--spans"));
    }

    #[test]
    fn same_plan_gives_the_same_bytes() {
        let plan = parsed("--spans 100 --shape deep --format otlp --seed 7").unwrap().unwrap().plan;
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let written = write(plan, &mut first).unwrap();
        write(plan, &mut second).unwrap();
        assert_eq!(written, first.len() as u64);
        assert!(first == second && !first.is_empty());
    }
}
