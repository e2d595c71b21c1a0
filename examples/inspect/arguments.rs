//! Words of the command line become a wish.
//!
//! Invariant: what is not understood is refused, never ignored. Absent: reading files.

use spanscope::analysis::PathMode;

pub const HELP: &str = "\
Tells what is in trace files, as one JSON object a line.

Usage: inspect [--spans] [--critical-path[=MODE]] [--answers] [--edges] [--stats] FILE...

  FILE              Jaeger, OTLP, Tempo or Zipkin JSON or OTLP protobuf, also
                    compressed; `-` reads standard input
  --spans           after each trace, one object for each of its spans, parents first
  --critical-path   after each trace, one object for each of its roots: what its end
                    waited for. MODE is cover (the default), which charges a span only
                    while no child of it ran, or happens-before, which charges a child
                    only if it ended before the next one began
  --answers         after each trace, one object: where the time went, where it failed
  --edges           after the traces of each file, one object: who calls whom in all of them
  --stats           after each file, one object: what reading it took
  --help            this text

A trace: file, format, trace_id, spans, services, roots, orphans, errors, depth,
  start_ns, end_ns, duration_ns, warnings {kind: count}, set_aside
A span: id, parent_id (null for roots), missing_parent_id (of orphans only), trace_id,
  service, name, kind, status, start_ns, duration_ns, self_ns, depth
A critical path: trace_id, root (a span's id), mode, duration_ns, ambiguous_ns (what
  happens-before charges to a span while a child of it ran), sections [[span id,
  start_ns, end_ns], ...] by time, which add up to duration_ns
Answers: trace_id, root (the entry's id), duration_ns, parts [{service, name, peer, calls,
  ns, share, passed_by, slack_ns, drag_ns}, ...] of the critical path (cover), the longest
  first, whose ns add up to duration_ns; failures [{headline, explanation, origin, verdict,
  exception, message, callers [{id, service, name, outcome, at_ns}, ...]}, ...], the most
  important first, and failure_count; summary (Markdown)
Edges: edges [{from, to, calls, errors, p50_ns, p95_ns}, ...] by from, then to: services, and
  what they call that sends no spans itself (a database, a queue, a system outside); a call is
  one edge, however many spans tell of it, with the duration and the error of the callee's span
  where it has one, else of the caller's; quantiles are nearest rank
Stats: file, bytes, spans, read_ms, heap_bytes (of what was read), peak_rss_bytes (of the
  process so far; null where the system does not tell), heap_share (heap_bytes / bytes)

`warnings` counts repairs of the trace's spans, and what was odd about its file as a
whole: that and `set_aside` are the same for each trace of a file, so do not add them up.
Times are nanoseconds, starts since 1970. `roots` are spans that name no parent,
`orphans` those whose parent is not in the file; the depth of either is 1, and either
has a critical path.
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
    pub with_critical_path: Option<PathMode>,
    pub with_answers: bool,
    pub with_edges: bool,
    pub with_stats: bool,
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
            "--answers" => arguments.with_answers = true,
            "--edges" => arguments.with_edges = true,
            "--stats" => arguments.with_stats = true,
            "--critical-path" | "--critical-path=cover" => {
                arguments.with_critical_path = Some(PathMode::Cover);
            }
            "--critical-path=happens-before" => {
                arguments.with_critical_path = Some(PathMode::HappensBefore);
            }
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
