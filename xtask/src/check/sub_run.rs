//! A test program → its output, as it comes, and its tally.
//!
//! Invariant: every line is shown before it is counted. Deliberately absent: capturing; a
//! developer watches this.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write, stderr, stdout};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use super::tally::{Expect, Tally};
use crate::announce::say;
use crate::failure::Failure;
use crate::running::{Running, shown};

/// No part takes near as long; a test that hangs must not hang everything.
const LIMIT: Duration = Duration::from_secs(40 * 60);

pub fn run(command: &mut Command, expect: Expect) -> Result<Tally, Failure> {
    run_onto(command, expect, stdout(), stderr())
}

fn run_onto(
    command: &mut Command,
    expect: Expect,
    shown_out: impl Write + Send,
    shown_err: impl Write + Send,
) -> Result<Tally, Failure> {
    say(&format!("\n$ {}", shown(command)));
    let colour = if stderr().is_terminal() { "always" } else { "never" };
    command.env("CARGO_TERM_COLOR", colour).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::start(command)?;
    let tally = Mutex::new(Tally::default());
    let status = thread::scope(|scope| {
        let child = running.child();
        let (out, err) = (child.stdout.take(), child.stderr.take());
        scope.spawn(|| out.map(|pipe| copy(pipe, shown_out, &tally)));
        scope.spawn(|| err.map(|pipe| copy(pipe, shown_err, &tally)));
        running.wait(Some(LIMIT), |_| ())
    })?;
    if status.is_none() {
        say(&format!("stopped after {} min", LIMIT.as_secs() / 60));
    }
    let read = tally.into_inner().unwrap_or_default();
    Ok(read.judged(expect, status.is_some_and(|status| status.success())))
}

fn copy(from: impl Read, mut to: impl Write, tally: &Mutex<Tally>) {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let _ = to.write_all(&line);
        let _ = to.flush();
        if let Ok(mut tally) = tally.lock() {
            tally.read(&String::from_utf8_lossy(&line));
        }
        line.clear();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::sink;

    use super::*;

    /// Not onto the real streams: whoever runs these tests counts what it finds there.
    fn tally(script: &str, expect: Expect) -> Tally {
        run_onto(&mut shell(script), expect, sink(), sink()).unwrap()
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn results_on_either_stream_are_counted() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'; \
                      echo 'test result: ok. 1 passed; 0 failed; 0 ignored' >&2";
        assert_eq!(tally(script, Expect::Tests), Tally { passed: 3, failed: 0 });
    }

    #[test]
    fn exit_code_decides_where_no_results_are_expected() {
        assert_eq!(tally("exit 1", Expect::Success), Tally::FAILURE);
    }
}
