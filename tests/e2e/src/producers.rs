//! Programs that make spans as people's programs do: by a real SDK, with a real exporter.
//!
//! Invariant: once this returns, all spans have been sent. Absent: waiting for them to arrive.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;

/// Which exporter sends the spans.
#[derive(Clone, Copy, Debug)]
pub enum Exporter {
    /// OpenTelemetry's, over HTTP.
    Otlp,
    /// The old one for Jaeger's own format, over UDP.
    Thrift,
}

impl Exporter {
    fn script(self) -> &'static str {
        match self {
            Exporter::Otlp => "otlp.py",
            Exporter::Thrift => "jaeger_thrift.py",
        }
    }

    fn packages(self) -> PathBuf {
        match self {
            Exporter::Otlp => environment::python_otlp(),
            Exporter::Thrift => environment::python_thrift(),
        }
    }
}

/// Sends the trace of an order to a port of this machine, and says its id.
pub fn send_order(exporter: Exporter, port: u16) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("producers");
    let mut python = Command::new(environment::python());
    python
        // Writes no compiled files beside the script.
        .arg("-B")
        .arg(folder.join(exporter.script()))
        .arg(port.to_string())
        .env("PYTHONPATH", exporter.packages());
    let output = python.output().unwrap_or_else(|error| panic!("cannot start {python:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{python:?}: {}\n{errors}", output.status);
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
