//! What goes wrong on a developer's machine → a message that says what, where, and what to do.
//!
//! Invariant: every variant names the thing that failed and leaves the reader with a next step.
//! Deliberately absent: a catch-all variant; a new kind of failure gets its own words.

use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}\n  `cargo xtask help` lists the commands and their options.")]
    Arguments(String),
    #[error("could not {doing} {}: {source}", path.display())]
    File { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("could not start `{program}`: {source}\n  Is it installed, and on PATH?")]
    NotStarted { program: String, source: io::Error },
    #[error("{title} failed ({how})\n  its whole output: {}\n  its last lines:\n{tail}", log.display())]
    Step { title: String, how: String, log: PathBuf, tail: String },
    #[error("`{command}` failed ({how}):\n{output}")]
    Command { command: String, how: String, output: String },
    #[error("{what} is missing\n  {remedy}")]
    Missing { what: String, remedy: String },
    #[error("{}: {problem}\n  {remedy}", path.display())]
    Content { path: PathBuf, problem: String, remedy: String },
    #[error("port {port} is taken\n  Free it, or choose another: cargo xtask serve --port {next}", next = port.wrapping_add(1).max(1024))]
    PortTaken { port: u16 },
    #[error("{program} did not become ready within {seconds} s\n  its output: {}\n{tail}", log.display())]
    NotReady { program: String, seconds: u64, log: PathBuf, tail: String },
    #[error("{url} did not take it: {reason}\n  {remedy}")]
    Http { url: String, reason: String, remedy: String },
    #[error("interrupted")]
    Interrupted,
    /// The details were printed where they happened.
    #[error("see above")]
    Reported,
}

impl Failure {
    /// For `map_err` on file operations.
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_path_buf();
        move |source| Failure::File { doing, path, source }
    }
}
