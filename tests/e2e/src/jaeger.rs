//! A real Jaeger, fed over OTLP: version 2 with its storage in memory, or another on request.
//!
//! Invariant: once it is made it answers; once a trace was sent it can be asked for. Absent:
//! authentication and storages on other machines.

mod production;
mod start;

use std::any::Any;
use std::path::Path;
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;

use crate::fixtures::{self, Expected};
use crate::process::Process;
use crate::prometheus::Prometheus;
use crate::scratch::Scratch;
use start::{Hosted, Kind, Ports, Setup};

const LOOK_EVERY: Duration = Duration::from_millis(50);
const WAIT_LIMIT: Duration = Duration::from_secs(60);
/// A port may be taken between the moment it is found free and the moment it is used.
const STARTS: usize = 3;

pub struct Jaeger {
    process: Process,
    agent: Agent,
    ports: Ports,
    // What runs for it, and ends after it.
    beside: Vec<Box<dyn Any + Send + Sync>>,
    // Holds the configuration and the log.
    _scratch: Scratch,
    base_path: String,
}

impl Jaeger {
    /// The one that tests share while any of them holds it, with every recorded trace in it.
    pub fn with_fixtures() -> Arc<Jaeger> {
        static SHARED: Mutex<Weak<Jaeger>> = Mutex::new(Weak::new());
        // A test that failed while it held the lock says so itself.
        let mut shared = SHARED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(running) = shared.upgrade() {
            return running;
        }
        let jaeger = Arc::new(Jaeger::start());
        for expected in fixtures::all_expected() {
            jaeger.send_fixture(&expected);
        }
        *shared = Arc::downgrade(&jaeger);
        jaeger
    }

    pub fn start() -> Jaeger {
        Jaeger::start_with(&Setup::default())
    }

    /// One that takes its old format over UDP, too.
    pub fn taking_thrift() -> Jaeger {
        Jaeger::start_with(&Setup { takes_thrift: true, ..Setup::default() })
    }

    /// One that makes metrics of spans and keeps them in a Prometheus of its own.
    pub fn with_metrics() -> Jaeger {
        Jaeger::first_that_stays(|| {
            let prometheus = Prometheus::try_start()?;
            let setup = Setup { metrics: Some(&prometheus), ..Setup::default() };
            let mut jaeger = Jaeger::try_start(&setup)?;
            jaeger.beside.push(Box::new(prometheus));
            Some(jaeger)
        })
    }

    /// One that serves the page in `dist` below `base_path`, such as `/jaeger`.
    pub fn hosting(dist: &Path, base_path: &str) -> Jaeger {
        Jaeger::start_hosting(Kind::InMemory, Hosted { dist, base_path, config: None })
    }

    /// The same with a configuration of the page, whose name says its form.
    pub fn hosting_with(dist: &Path, base_path: &str, name: &str, config: &str) -> Jaeger {
        let hosted = Hosted { dist, base_path, config: Some((name, config)) };
        Jaeger::start_hosting(Kind::InMemory, hosted)
    }

    /// One that serves the page and keeps traces in Badger, on the disk.
    pub fn on_badger_hosting(dist: &Path, base_path: &str) -> Jaeger {
        Jaeger::start_hosting(Kind::OnBadger, Hosted { dist, base_path, config: None })
    }

    /// One of version 1 that serves the page.
    pub fn v1_hosting(dist: &Path, base_path: &str) -> Jaeger {
        Jaeger::start_hosting(Kind::Version1, Hosted { dist, base_path, config: None })
    }

    fn start_hosting(kind: Kind, hosted: Hosted) -> Jaeger {
        Jaeger::start_with(&Setup { kind, hosted: Some(hosted), ..Setup::default() })
    }

    fn start_with(setup: &Setup) -> Jaeger {
        Jaeger::first_that_stays(|| Jaeger::try_start(setup))
    }

    fn first_that_stays(try_start: impl Fn() -> Option<Jaeger>) -> Jaeger {
        (0..STARTS).find_map(|_| try_start()).expect("Jaeger ended at once, three times")
    }

    /// Where its two APIs are, and the page if it hosts one.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.ports.query, self.base_path)
    }

    /// The same without the path that the page is below.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.query)
    }

    /// Where it takes OTLP over HTTP.
    pub fn otlp_port(&self) -> u16 {
        self.ports.otlp
    }

    /// Where it takes its old format over UDP, if it does.
    pub fn thrift_port(&self) -> u16 {
        self.ports.thrift
    }

    /// Sends a trace as its producer wrote it, and waits until it can be read back whole.
    pub fn send_fixture(&self, expected: &Expected) {
        let file = format!("{}.otlp.jsonl", expected.name);
        let text = String::from_utf8(fixtures::read(&file)).expect("a fixture is text");
        self.send_otlp_lines(&text);
        self.wait_until_held(&expected.trace_id, expected.spans);
    }

    /// Sends OTLP JSON, one request a line.
    pub fn send_otlp_lines(&self, lines: &str) {
        let url = format!("http://127.0.0.1:{}/v1/traces", self.ports.otlp);
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let sent = self.agent.post(&url).header("content-type", "application/json").send(line);
            let mut answer = sent.unwrap_or_else(|error| panic!("Jaeger took no trace: {error}"));
            let said = answer.body_mut().read_to_string().unwrap_or_default();
            assert!(answer.status().is_success(), "Jaeger refused a trace: {said}");
        }
    }

    /// What it answers to a path below its own, as JSON.
    pub fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.origin());
        let mut answer = self.agent.get(&url).call().expect("Jaeger answers");
        let text = answer.body_mut().read_to_string().expect("an answer is text");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{url}: {error} in {text}"))
    }

    pub fn wait_until_held(&self, trace_id: &str, spans: u64) {
        let url = format!("{}/api/v3/traces/{trace_id}", self.origin());
        self.wait_for(&format!("{spans} spans of {trace_id}"), || {
            let mut answer = self.agent.get(&url).call().ok()?;
            let body = answer.body_mut().with_config().limit(1 << 30).read_to_vec().ok()?;
            (count_spans(&serde_json::from_slice(&body).ok()?) >= spans).then_some(())
        });
    }

    fn try_start(setup: &Setup) -> Option<Jaeger> {
        let ports = Ports::free();
        let scratch = Scratch::new("jaeger");
        let mut command = setup.command(&ports, &scratch);
        let process = Process::start(&mut command, scratch.path(), "log");
        Jaeger::once_it_answers(process, ports, scratch, setup.base_path(), Vec::new())
    }

    /// `None` if it ended instead.
    fn once_it_answers(
        process: Process,
        ports: Ports,
        scratch: Scratch,
        base_path: &str,
        beside: Vec<Box<dyn Any + Send + Sync>>,
    ) -> Option<Jaeger> {
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        let base_path = base_path.to_owned();
        let mut jaeger = Jaeger { process, agent, ports, beside, _scratch: scratch, base_path };
        jaeger.answers().then_some(jaeger)
    }

    /// `false` if it ended instead.
    fn answers(&mut self) -> bool {
        let begun = Instant::now();
        let ready = [
            format!("{}/api/services", self.origin()),
            // Says "method not allowed" as soon as it listens.
            format!("http://127.0.0.1:{}/v1/traces", self.ports.otlp),
        ];
        while !ready.iter().all(|url| self.agent.get(url).call().is_ok()) {
            if self.process.has_ended() {
                return false;
            }
            assert!(
                begun.elapsed() < WAIT_LIMIT,
                "Jaeger does not answer. {}",
                self.process.said_last()
            );
            thread::sleep(LOOK_EVERY);
        }
        true
    }

    fn wait_for<T>(&self, awaited: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(
                begun.elapsed() < WAIT_LIMIT,
                "Jaeger never had {awaited}. {}",
                self.process.said_last()
            );
            thread::sleep(LOOK_EVERY);
        }
    }
}

/// In an answer of `/api/v3/traces/{id}`.
fn count_spans(answer: &Value) -> u64 {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let resources = list(&answer["result"], "resourceSpans");
    let scopes = resources.iter().flat_map(|resource| list(resource, "scopeSpans"));
    scopes.map(|scope| list(&scope, "spans").len() as u64).sum()
}
