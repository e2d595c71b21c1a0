//! What kind of Jaeger is wanted → the command that starts it.
//!
//! Invariant: it listens on ports of its own on this machine, and keeps what it writes in the
//! folder it is given. Absent: waiting for it.

use std::path::Path;
use std::process::Command;

use crate::environment;
use crate::ports::free_ports;
use crate::prometheus::Prometheus;
use crate::scratch::Scratch;

#[derive(Default)]
pub struct Setup<'a> {
    pub kind: Kind,
    pub hosted: Option<Hosted<'a>>,
    /// What keeps the metrics that are made of spans.
    pub metrics: Option<&'a Prometheus>,
    /// Jaeger's old format over UDP.
    pub takes_thrift: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Version 2.
    #[default]
    InMemory,
    /// Version 2.
    OnBadger,
    /// All of version 1 in one program, in memory.
    Version1,
}

/// A page of ours that Jaeger shows instead of its own.
pub struct Hosted<'a> {
    pub dist: &'a Path,
    pub base_path: &'a str,
    /// Name and text of a configuration for the page.
    pub config: Option<(&'a str, &'a str)>,
}

pub struct Ports {
    /// Of the page and both APIs.
    pub query: u16,
    /// OTLP over HTTP.
    pub otlp: u16,
    /// Jaeger's old format over UDP.
    pub thrift: u16,
    /// What else it listens on; nobody asks there.
    pub unused: [u16; 5],
}

impl Ports {
    pub fn free() -> Ports {
        let [query, otlp, thrift, unused @ ..] = free_ports::<8>();
        Ports { query, otlp, thrift, unused }
    }
}

impl Setup<'_> {
    /// Empty, or as in `/jaeger`.
    pub fn base_path(&self) -> &str {
        self.hosted.as_ref().map_or("", |hosted| hosted.base_path)
    }

    pub fn command(&self, ports: &Ports, scratch: &Scratch) -> Command {
        let config = self.hosted.as_ref().and_then(|hosted| hosted.config);
        let page_config = config.map(|(name, text)| scratch.write(name, text.as_bytes()));
        if self.kind == Kind::Version1 {
            assert!(page_config.is_none(), "no test configures the page of a version 1");
            return self.command_of_version_1(ports);
        }
        let text = self.configuration(ports, page_config.as_deref(), scratch.path());
        let config = scratch.write("config.yaml", text.as_bytes());
        let mut command = Command::new(environment::jaeger());
        command.arg(format!("--config=file:{}", config.display()));
        command
    }

    fn command_of_version_1(&self, ports: &Ports) -> Command {
        let mut command = Command::new(environment::jaeger_v1());
        let unused = [
            "query.grpc-server",
            "collector.otlp.grpc",
            "collector.grpc-server",
            "collector.http-server",
            "admin.http",
        ];
        let used = [("query.http-server", ports.query), ("collector.otlp.http", ports.otlp)];
        let all = unused.into_iter().zip(ports.unused).chain(used);
        command.args(all.map(|(what, port)| format!("--{what}.host-port=127.0.0.1:{port}")));
        if let Some(Hosted { dist, base_path, .. }) = &self.hosted {
            command.arg(format!("--query.static-files={}", dist.display()));
            command.arg(format!("--query.base-path={base_path}"));
        }
        command
    }

    fn configuration(&self, ports: &Ports, page_config: Option<&Path>, folder: &Path) -> String {
        let Ports { query, otlp, thrift, unused: [query_grpc, ..] } = ports;
        let config_file = page_config
            .map_or(String::new(), |path| format!(", config_file: '{}'", path.display()));
        let ui = self.hosted.as_ref().map_or(String::new(), |hosted| {
            let (dist, base_path) = (hosted.dist.display(), hosted.base_path);
            format!("    base_path: {base_path}\n    ui: {{assets_path: '{dist}'{config_file}}}\n")
        });
        let storage = match self.kind {
            Kind::OnBadger => {
                let folder = folder.display();
                format!(
                    "badger: {{ephemeral: false, directories: {{keys: '{folder}/badger', \
                     values: '{folder}/badger'}}}}"
                )
            }
            Kind::InMemory | Kind::Version1 => "memory: {max_traces: 100000}".to_owned(),
        };
        let (receiver, thrift) = match self.takes_thrift {
            true => (
                ", jaeger",
                format!(
                    "  jaeger: {{protocols: {{thrift_compact: {{endpoint: '127.0.0.1:{thrift}'}}}}}}\n"
                ),
            ),
            false => ("", String::new()),
        };
        let measuring = self.metrics.map(Measuring::by).unwrap_or_default();
        let Measuring { exporter, pipeline, kept_by, backend, parts } = measuring;
        format!(
            "service:
  extensions: [jaeger_storage, jaeger_query]
  pipelines:
    traces: {{receivers: [otlp{receiver}], processors: [batch], exporters: [jaeger_storage_exporter{exporter}]}}
{pipeline}  telemetry: {{metrics: {{level: none}}}}
extensions:
  jaeger_query:
    storage: {{traces: main, traces_archive: archive{kept_by}}}
    http: {{endpoint: '127.0.0.1:{query}'}}
    grpc: {{endpoint: '127.0.0.1:{query_grpc}'}}
{ui}  jaeger_storage:
    backends: {{main: {{{storage}}}, archive: {{memory: {{max_traces: 100}}}}}}
{backend}receivers:
  otlp: {{protocols: {{http: {{endpoint: '127.0.0.1:{otlp}'}}}}}}
{thrift}processors: {{batch: }}
exporters:
  jaeger_storage_exporter: {{trace_storage: main}}
{parts}"
        )
    }
}

/// What making metrics adds to a configuration, by where it goes; empty without.
#[derive(Default)]
struct Measuring {
    exporter: &'static str,
    pipeline: &'static str,
    kept_by: &'static str,
    backend: String,
    parts: String,
}

impl Measuring {
    fn by(prometheus: &Prometheus) -> Measuring {
        let (origin, scraped_port) = (prometheus.origin(), prometheus.scraped_port);
        Measuring {
            exporter: ", spanmetrics",
            pipeline: "    metrics: {receivers: [spanmetrics], exporters: [prometheus]}\n",
            kept_by: ", metrics: prometheus",
            backend: format!(
                "    metric_backends: {{prometheus: {{prometheus: {{endpoint: '{origin}', \
                 normalize_calls: true, normalize_duration: true}}}}}}\n"
            ),
            parts: format!(
                "  prometheus: {{endpoint: '127.0.0.1:{scraped_port}'}}\n\
                 connectors: {{spanmetrics: {{metrics_flush_interval: 1s}}}}\n"
            ),
        }
    }
}
