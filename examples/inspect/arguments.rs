//! Words of the command line become a wish.
//!
//! Invariant: what is not understood is refused, never ignored. Absent: reading files.

pub const HELP: &str = "\
Tells what is in trace files, as one JSON object a line.

Usage: inspect [--spans] FILE...

  FILE      Jaeger JSON, OTLP JSON or OTLP protobuf; `-` reads standard input
  --spans   after each trace, one object for each of its spans, parents first
  --help    this text

A trace: file, format, trace_id, spans, services, roots, orphans, errors, depth,
  start_ns, end_ns, duration_ns, warnings {kind: count}, set_aside
A span: id, parent_id (null for roots), missing_parent_id (of orphans only), trace_id,
  service, name, kind, status, start_ns, duration_ns, self_ns, depth

Times are nanoseconds, starts since 1970. `roots` are spans that name no parent,
`orphans` those whose parent is not in the file; the depth of either is 1.
Exit code: 0; 1 if a file could not be read to its end; 2 for a wrong command line.
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Help,
    Inspect(Arguments),
    /// With words for the user.
    Misunderstood(String),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub with_spans: bool,
    /// At least one.
    pub files: Vec<String>,
}

pub fn parse(words: impl IntoIterator<Item = String>) -> Wish {
    let mut arguments = Arguments::default();
    let mut are_options_over = false;
    for word in words {
        match word.as_str() {
            _ if are_options_over => arguments.files.push(word),
            "--" => are_options_over = true,
            "--help" | "-h" => return Wish::Help,
            "--spans" => arguments.with_spans = true,
            "-" => arguments.files.push(word),
            option if option.starts_with('-') => {
                return Wish::Misunderstood(format!("There is no option {option}."));
            }
            _ => arguments.files.push(word),
        }
    }
    if arguments.files.is_empty() {
        return Wish::Misunderstood("Name at least one file.".to_owned());
    }
    Wish::Inspect(arguments)
}
