//! A long step → a line when it starts, a sign of life while it runs, a line when it is done.
//!
//! Invariant: a step's whole output is kept in a log file, and a failure prints where it is and
//! how it ends. Deliberately absent: running steps side by side; they would share two cores.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::elapsed;
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::running::Running;

/// Without a terminal to rewrite a line on, a new line this often.
const HEARTBEAT: Duration = Duration::from_secs(30);
const TAIL_LINES: usize = 30;

pub struct Step<'a> {
    /// What it does, as in "installing trunk 0.21.14".
    pub title: String,
    /// What to expect, as in "about 8 min"; empty when it takes seconds.
    pub expect: &'a str,
    /// Log files are named after this.
    pub log_name: String,
}

impl Step<'_> {
    pub fn run(&self, places: &Places, command: &mut Command) -> Result<(), Failure> {
        let log = self.open_log(places)?;
        let kept = File::options().append(true).open(&log).map_err(Failure::file("open", &log))?;
        let errors = kept.try_clone().map_err(Failure::file("open", &log))?;
        command.stdout(Stdio::from(kept)).stderr(Stdio::from(errors));
        let start = Instant::now();
        self.say_start();
        let mut pulse = Pulse::new(self.title.clone());
        let status = Running::start(command)?.wait(None, |passed| pulse.beat(passed));
        pulse.end();
        match status? {
            Some(status) if status.success() => {
                say(&format!("  done in {}", elapsed::words(start.elapsed())));
                Ok(())
            }
            status => Err(Failure::Step {
                title: self.title.clone(),
                how: status.map_or("stopped".into(), |status| status.to_string()),
                tail: tail(&log),
                log,
            }),
        }
    }

    fn say_start(&self) {
        let expect = match self.expect {
            "" => String::new(),
            expect => format!(" ({expect})"),
        };
        say(&format!("{}{expect} …", self.title));
    }

    fn open_log(&self, places: &Places) -> Result<PathBuf, Failure> {
        ensure_dir(&places.logs())?;
        let path = places.logs().join(format!("{}.log", self.log_name));
        File::create(&path).map_err(Failure::file("write the log", &path))?;
        Ok(path)
    }
}

/// Something that may well not succeed, and for which there is another way.
pub fn attempt(title: &str, command: &mut Command, limit: Duration) -> Result<bool, Failure> {
    say(&format!("{title} …"));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut running) = Running::start(command) else {
        return Ok(false);
    };
    let mut pulse = Pulse::new(title.to_owned());
    let status = running.wait(Some(limit), |passed| pulse.beat(passed));
    pulse.end();
    Ok(status?.is_some_and(|status| status.success()))
}

/// Runs a command whose own output is the progress and the reason of a failure.
pub fn pass_through(command: &mut Command) -> Result<(), Failure> {
    let status = Running::start(command)?.wait(None, |_| ())?;
    let success = status.is_some_and(|status| status.success());
    if success { Ok(()) } else { Err(Failure::Reported) }
}

/// One line of progress. Standard error, so that `cargo xtask env` and results can be piped.
pub fn say(line: &str) {
    eprintln!("{line}");
}

/// The last lines of a log, indented.
pub fn tail(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    last_lines(&String::from_utf8_lossy(&bytes), TAIL_LINES)
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(count)..];
    last.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

struct Pulse {
    title: String,
    terminal: bool,
    last: Duration,
}

impl Pulse {
    fn new(title: String) -> Pulse {
        Pulse { title, terminal: io::stderr().is_terminal(), last: Duration::ZERO }
    }

    fn beat(&mut self, passed: Duration) {
        let every = if self.terminal { Duration::from_secs(1) } else { HEARTBEAT };
        if passed < self.last + every {
            return;
        }
        self.last = passed;
        if self.terminal {
            eprint!("\r\x1b[2K  {}", elapsed::words(passed));
            let _ = io::stderr().flush();
        } else {
            say(&format!("  still {}, {}", self.title, elapsed::words(passed)));
        }
    }

    fn end(&self) {
        if self.terminal && self.last > Duration::ZERO {
            eprint!("\r\x1b[2K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn attempt_beyond_its_limit_is_stopped_with_its_children() {
        let start = Instant::now();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & sleep 60"]);
        assert!(!attempt("waiting", &mut command, Duration::from_millis(100)).unwrap());
        assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn program_that_does_not_exist_does_not_succeed() {
        let mut command = Command::new("no-such-program-anywhere");
        assert!(!attempt("trying", &mut command, Duration::from_secs(1)).unwrap());
    }

    #[test]
    fn tail_is_the_last_lines_indented() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "    b\n    c");
    }

    #[test]
    fn tail_of_a_short_log_is_all_of_it() {
        assert_eq!(last_lines("a", 30), "    a");
    }
}
