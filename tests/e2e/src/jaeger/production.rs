//! The Jaeger of `deploy/`: a collector and a query side, with OpenSearch between them.
//!
//! Invariant: of the configurations only hosts and ports are other than an operator gets them, and
//! what is not found there fails. Absent: the containers around them.

use std::path::Path;
use std::process::Command;

use super::start::Ports;
use super::{Jaeger, Process, Scratch};
use crate::environment;
use crate::opensearch::OpenSearch;

impl Jaeger {
    /// It takes spans in by a process of its own.
    pub fn on_opensearch() -> Jaeger {
        let opensearch = OpenSearch::start();
        let origin = opensearch.origin();
        let mut jaeger = Jaeger::first_that_stays(|| Jaeger::try_start_both(&origin));
        jaeger.beside.push(Box::new(opensearch));
        jaeger
    }

    fn try_start_both(opensearch: &str) -> Option<Jaeger> {
        let ports = Ports::free();
        let scratch = Scratch::new("jaeger");
        let local = |port: u16| format!("127.0.0.1:{port}");
        let [query_grpc, otlp_grpc, ..] = ports.unused;
        let collector = [("0.0.0.0:4317", local(otlp_grpc)), ("0.0.0.0:4318", local(ports.otlp))];
        let collector = start(&scratch, "jaeger-collector.yaml", opensearch, &collector);
        let query = [("0.0.0.0:16686", local(ports.query)), ("0.0.0.0:16685", local(query_grpc))];
        let query = start(&scratch, "jaeger-query.yaml", opensearch, &query);
        Jaeger::once_it_answers(query, ports, scratch, "", vec![Box::new(collector)])
    }
}

fn start(scratch: &Scratch, name: &str, opensearch: &str, places: &[(&str, String)]) -> Process {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
    let mut text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    // Figures of its own would be told on one port by both.
    let quiet = "telemetry:\n    metrics: {level: none}\n".to_owned();
    let own = [("http://opensearch:9200", opensearch.to_owned()), ("telemetry:\n", quiet)];
    for (from, to) in places.iter().chain(&own) {
        assert!(text.contains(from), "{name} has no `{from}` to replace");
        text = text.replace(from, to);
    }
    let config = scratch.write(name, text.as_bytes());
    let mut command = Command::new(environment::jaeger());
    command
        .arg(format!("--config=file:{}", config.display()))
        // It would trace itself, and send that to whatever listens on port 4317.
        .env("OTEL_TRACES_SAMPLER", "always_off");
    Process::start(&mut command, scratch.path(), &format!("{name}.log"))
}
