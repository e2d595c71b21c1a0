//! Where the parts of a run are, as the environment says.
//!
//! Invariant: a missing variable or file ends the test with a sentence. Absent: guesses and
//! defaults, which would turn a run of the wrong parts green.

use std::env;
use std::fs;
use std::path::PathBuf;

/// The built page: `index.html` and `static/`.
pub fn dist() -> PathBuf {
    let folder = required("SPANSCOPE_DIST", "the folder that `cargo xtask build` made");
    let index = folder.join("index.html");
    assert!(index.is_file(), "SPANSCOPE_DIST has no page: {} is missing", index.display());
    folder
}

pub fn chromedriver() -> PathBuf {
    program("SPANSCOPE_CHROMEDRIVER", "the chromedriver that belongs to the Chromium")
}

pub fn chromium() -> PathBuf {
    program("SPANSCOPE_CHROMIUM", "the Chromium to test in")
}

/// A Jaeger v2.13 binary.
pub fn jaeger() -> PathBuf {
    program("SPANSCOPE_JAEGER", "the Jaeger to read traces from")
}

/// A Jaeger v1.76 binary, all in one.
pub fn jaeger_v1() -> PathBuf {
    program("SPANSCOPE_JAEGER_V1", "the Jaeger of version 1")
}

pub fn nginx() -> PathBuf {
    program("SPANSCOPE_NGINX", "the nginx to put the page on")
}

pub fn prometheus() -> PathBuf {
    program("SPANSCOPE_PROMETHEUS", "the Prometheus to keep metrics in")
}

pub fn python() -> PathBuf {
    program("SPANSCOPE_PYTHON", "the Python to make spans with")
}

/// OpenTelemetry's SDK for Python with its OTLP exporter.
pub fn python_otlp() -> PathBuf {
    required("SPANSCOPE_PYTHON_OTLP", "the folder with packages for producers/otlp.py")
}

/// An old one with its exporter for Jaeger's own format.
pub fn python_thrift() -> PathBuf {
    required("SPANSCOPE_PYTHON_THRIFT", "the folder with packages for producers/jaeger_thrift.py")
}

/// 21 or newer.
pub fn java() -> PathBuf {
    program("SPANSCOPE_JAVA", "the Java to run OpenSearch with")
}

pub fn opensearch() -> PathBuf {
    required("SPANSCOPE_OPENSEARCH", "the folder with OpenSearch's archives for Java")
}

/// What is handed out: `spanscope-VERSION.tar.gz`.
pub fn archive() -> PathBuf {
    program("SPANSCOPE_ARCHIVE", "the archive that `cargo xtask dist` made")
}

/// axe-core's script for pages.
pub fn axe() -> PathBuf {
    program("SPANSCOPE_AXE", "axe-core's axe.min.js")
}

/// Where screenshots go; made if it is not there.
pub fn artifacts() -> PathBuf {
    let folder = required("SPANSCOPE_ARTIFACTS", "the folder for screenshots");
    fs::create_dir_all(&folder)
        .unwrap_or_else(|error| panic!("cannot make the folder {}: {error}", folder.display()));
    folder
}

/// A program or another single file.
fn program(variable: &str, what: &str) -> PathBuf {
    let path = required(variable, what);
    assert!(path.is_file(), "{variable} is to name {what}, but {} is no file", path.display());
    path
}

fn required(variable: &str, what: &str) -> PathBuf {
    match env::var_os(variable) {
        Some(value) if !value.is_empty() => PathBuf::from(value),
        _ => panic!("{variable} is not set. It names {what}; `cargo xtask test e2e` sets it."),
    }
}
