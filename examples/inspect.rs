//! Tells what is in trace files, as JSON lines.
//!
//! ```text
//! cargo run --release --no-default-features --example inspect -- [OPTION…] FILE…
//! ```
//!
//! It also shows how Spanscope's core is used without a browser, in three steps:
//!
//! 1. `ingest::Reader` takes the bytes of a file in slices of any size, finds the format
//!    from them, and gives an `Outcome`: traces, warnings, and spans that it set aside.
//! 2. `analysis` computes facts, self times and critical paths from a `Trace`.
//! 3. A `Trace` answers questions about its spans, row by row in depth-first order.
//!
//! Each file is an opening of its own: the same trace id in two files is two lines. What
//! was read before an error is printed; the error is on stderr, and the exit code is 1.

#[path = "inspect/answers.rs"]
mod answers;
#[path = "inspect/arguments.rs"]
mod arguments;
#[path = "inspect/edges.rs"]
mod edges;
#[path = "inspect/lines.rs"]
mod lines;
#[path = "inspect/stats.rs"]
mod stats;

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use answers::answer_line;
use arguments::{Arguments, Wish};
use edges::edges_line;
use lines::{path_lines, span_lines, trace_line};
use serde::Serialize;
use spanscope::analysis::GraphSums;
use spanscope::ingest::{Outcome, Reader};
use stats::stats_line;

const SLICE_BYTES: usize = 1 << 20;

fn main() -> ExitCode {
    match arguments::parse(std::env::args().skip(1)) {
        Wish::Help => {
            print!("{}", arguments::HELP);
            ExitCode::SUCCESS
        }
        Wish::Misunderstood(complaint) => {
            eprint!("{complaint}\n\n{}", arguments::HELP);
            ExitCode::from(2)
        }
        Wish::Inspect(arguments) => inspect_all(&arguments),
    }
}

fn inspect_all(arguments: &Arguments) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut is_flawless = true;
    for file in &arguments.files {
        let began = Instant::now();
        let (mut outcome, bytes, is_full) = match read(file) {
            Ok(read) => read,
            Err(error) => {
                eprintln!("{file}: cannot be read: {error}. Check the path and its permissions.");
                is_flawless = false;
                continue;
            }
        };
        if is_full {
            eprintln!(
                "{file}: its spans take more memory than an opening may have. What was read \
                 before byte {bytes} follows; inspect the rest by itself."
            );
            is_flawless = false;
        }
        for error in outcome.sources.iter().filter_map(|source| source.error.as_ref()) {
            eprintln!("{file}: {error}");
            is_flawless = false;
        }
        let stats =
            arguments.with_stats.then(|| stats_line(file, bytes, &outcome, began.elapsed()));
        let printed = print(&mut out, file, &mut outcome, arguments)
            .and_then(|()| stats.iter().try_for_each(|line| print_line(&mut out, line)))
            .and_then(|()| out.flush());
        if let Err(error) = printed {
            return write_failed(&error);
        }
    }
    if is_flawless { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads a file, or standard input for `-`, slice by slice; also tells its length in bytes,
/// up to where it made sense, and whether memory ended the reading.
fn read(file: &str) -> io::Result<(Outcome, u64, bool)> {
    let mut input: Box<dyn Read> =
        if file == "-" { Box::new(io::stdin().lock()) } else { Box::new(File::open(file)?) };
    let mut reader = Reader::new();
    reader.begin_source(file);
    let mut slice = vec![0; SLICE_BYTES];
    let mut bytes = 0;
    loop {
        let length = match input.read(&mut slice) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        bytes += length as u64;
        // The error is in the outcome, beside what was read before it.
        if reader.push(&slice[..length]).is_err() {
            break;
        }
        if reader.is_full() {
            reader.abandon_source();
            return Ok((reader.finish(), bytes, true));
        }
    }
    Ok((reader.finish(), bytes, false))
}

fn print(
    out: &mut impl Write,
    file: &str,
    outcome: &mut Outcome,
    arguments: &Arguments,
) -> io::Result<()> {
    let mut graph = GraphSums::default();
    for (trace, number) in std::mem::take(&mut outcome.recording.traces).into_iter().zip(0..) {
        print_line(out, &trace_line(file, outcome, &trace))?;
        if arguments.with_spans {
            span_lines(&trace).try_for_each(|line| print_line(out, &line))?;
        }
        if let Some(mode) = arguments.with_critical_path {
            path_lines(&trace, mode).try_for_each(|line| print_line(out, &line))?;
        }
        if arguments.with_edges {
            graph.add(&trace, number);
        }
        if arguments.with_answers {
            answer_line(trace).iter().try_for_each(|line| print_line(out, line))?;
        }
    }
    if arguments.with_edges {
        print_line(out, &edges_line(graph.finish()))?;
    }
    Ok(())
}

fn print_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}

/// A reader of the output that has had enough (`| head`) is no failure.
fn write_failed(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("The output cannot be written: {error}. Check that there is room for it.");
    ExitCode::FAILURE
}
