//! A real Prometheus that reads one Jaeger's figures every second.
//!
//! Invariant: once it is made it answers; it keeps nothing beyond the test. Absent: asking it, which
//! Jaeger does.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;

use crate::environment;
use crate::ports::free_ports;
use crate::process::Process;
use crate::scratch::Scratch;

const LOOK_EVERY: Duration = Duration::from_millis(50);
const WAIT_LIMIT: Duration = Duration::from_secs(60);

pub struct Prometheus {
    process: Process,
    port: u16,
    /// Where it looks for figures.
    pub scraped_port: u16,
    // Holds the configuration, the log and the data.
    _scratch: Scratch,
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
        let mut command = Command::new(environment::prometheus());
        command
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", scratch.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"));
        let process = Process::start(&mut command, scratch.path(), "log");
        let mut prometheus = Prometheus { process, port, scraped_port, _scratch: scratch };
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
            if self.process.has_ended() {
                eprintln!("Prometheus ended. {}", self.process.said_last());
                return false;
            }
            let told = || self.process.said_last();
            assert!(begun.elapsed() < WAIT_LIMIT, "Prometheus is not ready. {}", told());
            thread::sleep(LOOK_EVERY);
        }
        true
    }
}
