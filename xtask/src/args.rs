//! Words on the command line → what to do.
//!
//! Invariant: a word that is not understood is an error that names it; nothing is guessed.
//! Deliberately absent: the arguments of `bench` and `generate`, which go on to the programs that
//! understand them.

use std::ffi::OsString;

use lexopt::prelude::*;

use crate::check::Part;
use crate::failure::Failure;

pub const HELP: &str = "\
Spanscope's developer commands: cargo xtask COMMAND

  serve      prepare what is missing, build, and serve the app
               --port N         on this port (8080)
               --open           and open a browser
               --jaeger URL     and pass /api on to the Jaeger at URL
               --with-jaeger    and start a real Jaeger, give it the sample traces, pass /api to it
               --debug-build    unoptimised: quicker to build, much slower to use
  build      make dist/, the static files to be copied next to a Jaeger or anywhere else
               --debug-build    into target/dist-debug instead
  dist       put it into target/dist/spanscope-VERSION.tar.gz, with compressed files, licences and
             what deploy/ has for containers; SHA256SUMS lies beside it
  test       [lint] [native] [browser] [e2e] [licences]: these parts, or all of them
  bench      measure the built app in a real browser; arguments go on to it
               --spans 100k     and others: cargo xtask bench --help
  generate   write a made-up trace
               --spans N  --shape mixed|deep|wide  --format jaeger|otlp|tempo|zipkin  [--out FILE]  [--seed N]
  doctor     what is on this machine, what is missing, and how it would be obtained
  env        lines for the shell, to use plain cargo with the same compiler and tools:
               eval \"$(cargo xtask env)\"
  help       this

Tools are kept by version in ~/.cache/spanscope (or $XDG_CACHE_HOME/spanscope).
SPANSCOPE_TOOLCHAIN=ambient|distribution forces one of the two ways to get Rust for wasm.
";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Doctor,
    Env,
    Build { debug: bool },
    Dist,
    Serve(ServeOptions),
    Test(Vec<Part>),
    Bench(Vec<OsString>),
    Generate(Vec<OsString>),
}

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    pub port: u16,
    pub open: bool,
    pub debug: bool,
    pub jaeger: Upstream,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Upstream {
    None,
    At(String),
    /// Built, started and fed by xtask.
    Own,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions { port: 8080, open: false, debug: false, jaeger: Upstream::None }
    }
}

pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Task, Failure> {
    let mut words = words.into_iter();
    let Some(command) = words.next() else {
        return Ok(Task::Help);
    };
    let rest: Vec<OsString> = words.collect();
    match command.to_string_lossy().as_ref() {
        "bench" => return Ok(Task::Bench(rest)),
        "generate" => return Ok(Task::Generate(rest)),
        _ if rest.iter().any(|word| word == "--help" || word == "-h") => return Ok(Task::Help),
        _ => {}
    }
    let parser = lexopt::Parser::from_args(rest);
    let task = match command.to_string_lossy().as_ref() {
        "help" | "--help" | "-h" => Ok(Task::Help),
        "doctor" => nothing_more(parser).map(|()| Task::Doctor),
        "env" => nothing_more(parser).map(|()| Task::Env),
        "build" => build(parser),
        "dist" => nothing_more(parser).map(|()| Task::Dist),
        "serve" => serve(parser).map(Task::Serve),
        "test" => parts(parser).map(Task::Test),
        other => return Err(Failure::Arguments(format!("there is no command `{other}`"))),
    };
    task.map_err(|error| Failure::Arguments(error.to_string()))
}

fn nothing_more(mut parser: lexopt::Parser) -> Result<(), lexopt::Error> {
    parser.next()?.map_or(Ok(()), |argument| Err(argument.unexpected()))
}

fn build(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut debug = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("debug-build") => debug = true,
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Task::Build { debug })
}

fn serve(mut parser: lexopt::Parser) -> Result<ServeOptions, lexopt::Error> {
    let mut options = ServeOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => options.port = parser.value()?.parse()?,
            Long("open") => options.open = true,
            Long("debug-build") => options.debug = true,
            Long("jaeger") => options.jaeger = Upstream::At(url(&parser.value()?.string()?)?),
            Long("with-jaeger") => options.jaeger = Upstream::Own,
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

/// Without a trailing slash, so that a path can be put behind it.
fn url(text: &str) -> Result<String, lexopt::Error> {
    let scheme = ["http://", "https://"].iter().find(|scheme| text.starts_with(**scheme));
    match scheme {
        Some(scheme) if text.len() > scheme.len() => Ok(text.trim_end_matches('/').to_owned()),
        _ => {
            Err(format!("--jaeger takes a URL such as http://localhost:16686, not `{text}`").into())
        }
    }
}

fn parts(mut parser: lexopt::Parser) -> Result<Vec<Part>, lexopt::Error> {
    let mut parts = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => parts.push(part(&word.string()?)?),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(if parts.is_empty() { Part::ALL.to_vec() } else { parts })
}

fn part(word: &str) -> Result<Part, lexopt::Error> {
    let known = Part::ALL.into_iter().find(|part| part.name() == word);
    known.ok_or_else(|| {
        let names = Part::ALL.map(Part::name).join(", ");
        format!("`{word}` is no part of the tests; the parts are {names}").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn no_words_at_all_ask_for_help() {
        assert_eq!(parsed(""), Ok(Task::Help));
        assert_eq!(parsed("serve --help"), Ok(Task::Help));
    }

    #[test]
    fn serve_without_options_takes_the_default_port() {
        assert_eq!(parsed("serve"), Ok(Task::Serve(ServeOptions::default())));
    }

    #[test]
    fn serve_takes_all_its_options() {
        let options = ServeOptions {
            port: 9000,
            open: true,
            debug: true,
            jaeger: Upstream::At("http://localhost:16686/jaeger".into()),
        };
        let line = "serve --port 9000 --open --debug-build --jaeger http://localhost:16686/jaeger/";
        assert_eq!(parsed(line), Ok(Task::Serve(options)));
    }

    #[test]
    fn port_that_is_no_port_is_named() {
        assert!(parsed("serve --port 99999").unwrap_err().contains("99999"));
    }

    #[test]
    fn jaeger_must_be_a_url() {
        assert!(parsed("serve --jaeger localhost:16686").unwrap_err().contains("http://"));
        assert!(parsed("serve --jaeger http://").is_err());
    }

    #[test]
    fn test_without_parts_means_all_of_them() {
        assert_eq!(parsed("test"), Ok(Task::Test(Part::ALL.to_vec())));
        assert_eq!(parsed("test native lint"), Ok(Task::Test(vec![Part::Native, Part::Lint])));
    }

    #[test]
    fn an_archive_takes_no_options() {
        assert_eq!(parsed("dist"), Ok(Task::Dist));
        assert!(parsed("dist --fast").unwrap_err().contains("--fast"));
    }

    #[test]
    fn unknown_words_are_named_with_what_is_known() {
        assert!(parsed("test unit").unwrap_err().contains("lint, native, browser, e2e, licences"));
        assert!(parsed("frobnicate").unwrap_err().contains("`frobnicate`"));
        assert!(parsed("doctor --fast").unwrap_err().contains("--fast"));
    }

    #[test]
    fn arguments_of_bench_and_generate_go_on_untouched() {
        let words = ["--spans", "100k", "--help"].map(OsString::from).to_vec();
        assert_eq!(parsed("bench --spans 100k --help"), Ok(Task::Bench(words.clone())));
        assert_eq!(parsed("generate --spans 100k --help"), Ok(Task::Generate(words)));
    }
}
