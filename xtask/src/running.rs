//! A command → a child process that never outlives xtask's interest in it.
//!
//! Invariant: a child that is still running when its `Running` is dropped is stopped, and with it
//! everything it started (on Unix each child leads a process group of its own).
//! Deliberately absent: what the child's output means; see `announce`, `captured`, `check`.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::interrupt;

const POLL: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    pub fn start(command: &mut Command) -> Result<Running, Failure> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|source| Failure::NotStarted { program, source })?;
        Ok(Running { child, ended: false })
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub fn has_ended(&mut self) -> bool {
        self.ended = self.ended || !matches!(self.child.try_wait(), Ok(None));
        self.ended
    }

    /// `None` when the limit was reached; the child is stopped then. `tick` gets the time passed.
    pub fn wait(
        &mut self,
        limit: Option<Duration>,
        mut tick: impl FnMut(Duration),
    ) -> Result<Option<ExitStatus>, Failure> {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                self.ended = true;
                return Ok(Some(status));
            }
            if interrupt::requested() {
                self.stop();
                return Err(Failure::Interrupted);
            }
            if limit.is_some_and(|limit| start.elapsed() > limit) {
                self.stop();
                return Ok(None);
            }
            tick(start.elapsed());
            thread::sleep(POLL);
        }
    }

    /// Asks first, insists after a few seconds.
    pub fn stop(&mut self) {
        if self.has_ended() {
            return;
        }
        signal_group(&mut self.child, Strength::Ask);
        let start = Instant::now();
        while !self.has_ended() && start.elapsed() < PATIENCE {
            thread::sleep(POLL);
        }
        if !self.ended {
            signal_group(&mut self.child, Strength::Insist);
            let _ = self.child.wait();
            self.ended = true;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

#[derive(Clone, Copy)]
enum Strength {
    Ask,
    Insist,
}

#[cfg(unix)]
fn signal_group(child: &mut Child, strength: Strength) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    let signal = match strength {
        Strength::Ask => Signal::SIGTERM,
        Strength::Insist => Signal::SIGKILL,
    };
    if let Ok(id) = i32::try_from(child.id()) {
        // The group may be gone already; there is nothing left to do then.
        let _ = killpg(Pid::from_raw(id), signal);
    }
}

#[cfg(not(unix))]
fn signal_group(child: &mut Child, _strength: Strength) {
    let _ = child.kill();
}

/// The command as a person would type it, for messages.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Standard output of a command that is over in a moment.
pub fn captured(command: &mut Command) -> Result<String, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| Failure::NotStarted { program, source })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::Command {
        command: shown(command),
        how: output.status.to_string(),
        output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_of_a_short_command_is_captured() {
        assert_eq!(captured(&mut shell("echo out; echo err >&2")).unwrap(), "out\n");
    }

    #[test]
    fn failing_command_is_named_with_its_error_output() {
        let message = captured(&mut shell("echo reason >&2; exit 3")).unwrap_err().to_string();
        assert!(message.contains("sh -c") && message.contains("reason"), "{message}");
    }
}
