//! The recorded traces and what is known about them.
//!
//! Invariant: numbers come from `expected.json`, which is recorded with the traces, never from
//! a test. Absent: reading the traces themselves.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// What `expected.json` says about a trace.
#[derive(Clone, Debug)]
pub struct Expected {
    pub name: String,
    pub trace_id: String,
    pub spans: u64,
    pub error_spans: u64,
    pub services: Vec<String>,
    pub root: String,
    pub depth: u64,
    pub start_nanos: u64,
    pub duration_nanos: u64,
    pub files: Vec<String>,
}

/// Where a recording is, without detours, which chromedriver refuses.
pub fn path(file: &str) -> PathBuf {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures")).join(file);
    path.canonicalize().unwrap_or_else(|error| panic!("cannot find {}: {error}", path.display()))
}

pub fn read(file: &str) -> Vec<u8> {
    let path = path(file);
    fs::read(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

pub fn expected(name: &str) -> Expected {
    all_expected()
        .into_iter()
        .find(|expected| expected.name == name)
        .unwrap_or_else(|| panic!("expected.json knows no trace {name}"))
}

/// Every recorded trace, by name.
pub fn all_expected() -> Vec<Expected> {
    let traces = expected_json();
    let traces = traces["traces"].as_object().expect("expected.json lists traces");
    traces.iter().map(|(name, facts)| expected_of(name, facts)).collect()
}

/// Microseconds since the epoch between which all recorded traces began, with room on both sides.
pub fn window_micros() -> (u64, u64) {
    const ROOM: u64 = 3_600_000_000;
    let starts = || all_expected().into_iter().map(|expected| expected.start_nanos / 1_000);
    let (first, last) = (starts().min(), starts().max());
    (first.expect("a trace") - ROOM, last.expect("a trace") + ROOM)
}

/// A trace's OTLP JSON lines, moved in time such that its root starts `ago` before now.
pub fn otlp_lines_from(name: &str, ago: Duration) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    let moved_to = (now - ago).as_nanos() as u64;
    let later_by = moved_to - expected(name).start_nanos;
    let text = String::from_utf8(read(&format!("{name}.otlp.jsonl"))).expect("a fixture is text");
    let mut parts = text.split("UnixNano\":\"");
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').expect("a time ends");
        let nanos: u64 = part[..end].parse().expect("a time is a number");
        moved.push_str(&format!("UnixNano\":\"{}{}", nanos + later_by, &part[end..]));
    }
    moved
}

/// The trace ids that a recorded search holds.
pub fn trace_ids_of_search(file: &str) -> Vec<String> {
    texts(&expected_json()["searches"][file]["trace_ids"])
}

fn expected_json() -> Value {
    serde_json::from_slice(&read("expected.json")).expect("expected.json is JSON")
}

fn expected_of(name: &str, facts: &Value) -> Expected {
    let number = |key: &str| {
        facts[key].as_u64().unwrap_or_else(|| panic!("expected.json has no {key} for {name}"))
    };
    Expected {
        name: name.to_owned(),
        trace_id: facts["trace_id"].as_str().expect("a trace has an id").to_owned(),
        spans: number("spans"),
        error_spans: number("error_spans"),
        services: facts["services"].as_object().expect("services").keys().cloned().collect(),
        root: facts["root"].as_str().expect("a trace has a root").to_owned(),
        depth: number("depth"),
        // Text, since it is beyond what JSON's numbers hold everywhere.
        start_nanos: facts["start_ns"]
            .as_str()
            .and_then(|text| text.parse().ok())
            .expect("a start"),
        duration_nanos: number("duration_ns"),
        files: texts(&facts["files"]),
    }
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list in expected.json");
    list.iter().map(|text| text.as_str().expect("a text in expected.json").to_owned()).collect()
}
