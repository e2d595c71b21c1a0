//! A chromedriver process.
//!
//! Invariant: it listens once it is made, on a port that it chose itself, and ends with its
//! owner. Absent: sharing; every browser has its own, so none can take another one down.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use crate::environment;

pub struct Chromedriver {
    process: Child,
    port: u16,
}

/// It takes one port for both kinds of addresses, and ends when the second kind has it taken.
const STARTS: usize = 5;

impl Chromedriver {
    pub fn start() -> Chromedriver {
        let started = (0..STARTS).find_map(|_| Chromedriver::try_start());
        started.expect("chromedriver ended before it listened, five times")
    }

    /// `None` if it ended instead.
    fn try_start() -> Option<Chromedriver> {
        let path = environment::chromedriver();
        let mut process = Command::new(&path)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", path.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("stdout is piped"));
        let mut driver = Chromedriver { process, port: 0 };
        driver.port = announced_port(&mut lines)?;
        drain(lines);
        Some(driver)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads "ChromeDriver was started successfully on port 12345."
fn announced_port(lines: &mut BufReader<ChildStdout>) -> Option<u16> {
    let mut line = String::new();
    while lines.read_line(&mut line).expect("chromedriver's output is text") > 0 {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            let digits = port.trim().trim_end_matches('.');
            return Some(digits.parse().unwrap_or_else(|_| panic!("not a port: {digits}")));
        }
        line.clear();
    }
    None
}

/// A full pipe would stop it.
fn drain(lines: BufReader<ChildStdout>) {
    thread::spawn(move || for _ in lines.lines() {});
}
