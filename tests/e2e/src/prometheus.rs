//! A real Prometheus that reads one Jaeger's figures every second.
//!
//! Invariant: once it is made it answers; it keeps nothing beyond the test. Absent: asking it, which
//! Jaeger does.

use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;

use crate::environment;
use crate::ports::free_ports;
use crate::scratch::Scratch;

const LOOK_EVERY: Duration = Duration::from_millis(50);
const WAIT_LIMIT: Duration = Duration::from_secs(60);

pub struct Prometheus {
    process: Child,
    port: u16,
    /// Where it looks for figures.
    pub scraped_port: u16,
    // Holds the configuration, the log and the data.
    scratch: Scratch,
}

impl Prometheus {
    /// `None` if it ended at once, as it does when its port was taken meanwhile.
    pub(crate) fn try_start() -> Option<Prometheus> {
        let [port, scraped_port] = free_ports();
        let scratch = Scratch::new("prometheus");
        let config = format!(
            "global: {{scrape_interval: 1s}}\n\
             scrape_configs: [{{job_name: jaeger, static_configs: [{{targets: \
             ['127.0.0.1:{scraped_port}']}}]}}]\n"
        );
        let config = scratch.write("prometheus.yml", config.as_bytes());
        let log = File::create(scratch.path().join("log")).expect("a scratch folder takes files");
        let mut command = Command::new(environment::prometheus());
        command
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", scratch.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"));
        let process = command
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut prometheus = Prometheus { process, port, scraped_port, scratch };
        prometheus.answers().then_some(prometheus)
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// `false` if it ended instead.
    fn answers(&mut self) -> bool {
        let begun = Instant::now();
        let agent = Agent::new_with_defaults();
        let ready = format!("{}/-/ready", self.origin());
        while agent.get(&ready).call().is_err() {
            if !matches!(self.process.try_wait(), Ok(None)) {
                eprintln!("Prometheus ended: {}", self.log());
                return false;
            }
            assert!(begun.elapsed() < WAIT_LIMIT, "Prometheus is not ready: {}", self.log());
            thread::sleep(LOOK_EVERY);
        }
        true
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.scratch.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
