//! The Jaeger program → a running Jaeger that keeps traces in memory, on free ports.
//!
//! Invariant: it is stopped when its `RealJaeger` goes. Deliberately absent: its default ports;
//! a Jaeger of the developer's own may be using them.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, id};
use std::thread;
use std::time::{Duration, Instant};

use crate::announce::{say, tail};
use crate::elapsed;
use crate::failure::Failure;
use crate::interrupt;
use crate::places::{Places, ensure_dir};
use crate::running::Running;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct RealJaeger {
    /// Without a slash at its end.
    pub query_url: String,
    pub otlp_url: String,
    running: Running,
    /// Its configuration and log; kept only when it did not start.
    dir: PathBuf,
}

impl Drop for RealJaeger {
    fn drop(&mut self) {
        self.running.stop();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl RealJaeger {
    pub fn start(places: &Places, program: &Path) -> Result<RealJaeger, Failure> {
        let ports = free_ports().map_err(Failure::file("find free ports for", program))?;
        let dir = places.target().join("jaeger").join(id().to_string());
        ensure_dir(&dir)?;
        let (config, log) = (dir.join("config.yaml"), dir.join("jaeger.log"));
        fs::write(&config, configuration(ports)).map_err(Failure::file("write", &config))?;
        let output = fs::File::create(&log).map_err(Failure::file("write the log", &log))?;
        let errors = output.try_clone().map_err(Failure::file("write the log", &log))?;
        say("starting Jaeger …");
        let start = Instant::now();
        let mut command = Command::new(program);
        command
            .arg(format!("--config=file:{}", config.display()))
            // Its own traces would stand among the samples.
            .env("OTEL_TRACES_SAMPLER", "always_off")
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors));
        let mut running = Running::start(&mut command)?;
        let [query, _, otlp] = ports;
        let query_url = format!("http://127.0.0.1:{query}");
        wait_until(&mut running, &log, || services(&query_url).is_some())?;
        say(&format!("  ready after {}", elapsed::words(start.elapsed())));
        let otlp_url = format!("http://127.0.0.1:{otlp}/v1/traces");
        Ok(RealJaeger { query_url, otlp_url, running, dir })
    }

    /// What was sent is batched for a moment before it can be found.
    pub fn wait_for_services(&mut self) -> Result<(), Failure> {
        let start = Instant::now();
        while services(&self.query_url).is_none_or(|names| names == 0) {
            interrupt::check()?;
            if start.elapsed() > Duration::from_secs(10) {
                say("  note: Jaeger shows no service yet; look again in a moment");
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

fn wait_until(
    running: &mut Running,
    log: &Path,
    mut ready: impl FnMut() -> bool,
) -> Result<(), Failure> {
    let start = Instant::now();
    while !ready() {
        interrupt::check()?;
        if running.has_ended() || start.elapsed() > PATIENCE {
            return Err(Failure::NotReady {
                program: "Jaeger".into(),
                seconds: start.elapsed().as_secs(),
                log: log.to_path_buf(),
                tail: tail(log),
            });
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// How many it knows; `None` while it does not answer.
fn services(query_url: &str) -> Option<usize> {
    let mut answer = ureq::get(format!("{query_url}/api/services")).call().ok()?;
    let text = answer.body_mut().read_to_string().ok()?;
    let answer: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(answer.get("data").and_then(|data| data.as_array()).map_or(0, Vec::len))
}

/// Query over HTTP and gRPC, OTLP over HTTP. All held at once, so that they differ.
fn free_ports() -> io::Result<[u16; 3]> {
    let held = [(); 3].map(|()| TcpListener::bind(("127.0.0.1", 0)));
    let mut ports = [0; 3];
    for (port, listener) in ports.iter_mut().zip(held) {
        *port = listener?.local_addr()?.port();
    }
    Ok(ports)
}

fn configuration([query, grpc, otlp]: [u16; 3]) -> String {
    format!(
        "service:
  extensions: [jaeger_storage, jaeger_query]
  pipelines:
    traces: {{receivers: [otlp], processors: [batch], exporters: [jaeger_storage_exporter]}}
  telemetry: {{metrics: {{level: none}}}}
extensions:
  jaeger_query:
    storage: {{traces: mem}}
    http: {{endpoint: 127.0.0.1:{query}}}
    grpc: {{endpoint: 127.0.0.1:{grpc}}}
  jaeger_storage: {{backends: {{mem: {{memory: {{max_traces: 100000}}}}}}}}
receivers: {{otlp: {{protocols: {{http: {{endpoint: 127.0.0.1:{otlp}}}}}}}}}
processors: {{batch: }}
exporters: {{jaeger_storage_exporter: {{trace_storage: mem}}}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_names_every_port_and_no_default_one() {
        let text = configuration([1001, 1002, 1003]);
        for endpoint in [
            "http: {endpoint: 127.0.0.1:1001}",
            "grpc: {endpoint: 127.0.0.1:1002}",
            "127.0.0.1:1003",
        ] {
            assert!(text.contains(endpoint), "{endpoint} in\n{text}");
        }
        assert!(!text.contains("16686") && !text.contains("4318") && !text.contains("{{"));
    }

    #[test]
    fn free_ports_differ() {
        let [a, b, c] = free_ports().unwrap();
        assert!(a != b && b != c && a != c && a > 0);
    }
}
