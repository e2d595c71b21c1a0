//! The bundled sample traces → the same traces, moved to the last minutes, in a Jaeger.
//!
//! Invariant: within a file all times move by the same amount, so that a trace stays what it was.
//! Deliberately absent: formats other than OTLP's JSON; a Jaeger takes nothing else over HTTP.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::announce::say;
use crate::failure::Failure;

/// The first file's newest span ends this long ago, the second's twice as long, and so on: all
/// inside the shortest lookback that a search offers, and apart from each other.
const APART: Duration = Duration::from_secs(60);

pub fn send_all(dir: &Path, otlp_url: &str) -> Result<(), Failure> {
    let files = sample_files(dir)?;
    let now = nanos_now();
    for (file, ago) in files.iter().zip(1..) {
        let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
        let end = now.saturating_sub(u64::try_from((APART * ago).as_nanos()).unwrap_or(0));
        for message in moved(&text, end).map_err(|error| not_json(file, &error))? {
            post(otlp_url, &message.to_string())?;
        }
    }
    say(&format!("  sent it {} sample files", files.len()));
    Ok(())
}

fn sample_files(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(dir).map_err(Failure::file("list", dir))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_otlp(&path.to_string_lossy()))
        .collect();
    files.sort();
    Ok(files)
}

fn is_otlp(name: &str) -> bool {
    name.ends_with(".otlp.jsonl") || name.ends_with(".otlp.json")
}

/// One message a JSON value, however the values are separated.
fn moved(text: &str, end: u64) -> Result<Vec<Value>, serde_json::Error> {
    let values = serde_json::Deserializer::from_str(text).into_iter();
    let mut messages: Vec<Value> = values.collect::<Result<_, _>>()?;
    let mut newest = 0;
    for message in &mut messages {
        each_time(message, &mut |nanos| {
            newest = newest.max(nanos);
            nanos
        });
    }
    let later = end.saturating_sub(newest);
    for message in &mut messages {
        each_time(message, &mut |nanos| nanos.saturating_add(later));
    }
    Ok(messages)
}

/// Every `…UnixNano` that is set. OTLP's JSON writes them as strings, some producers as numbers.
fn each_time(value: &mut Value, change: &mut impl FnMut(u64) -> u64) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_time(item, change)),
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match nanos(value) {
                    Some(nanos) if key.ends_with("UnixNano") => {
                        *value = Value::String(change(nanos).to_string());
                    }
                    _ => each_time(value, change),
                }
            }
        }
        _ => {}
    }
}

fn nanos(value: &Value) -> Option<u64> {
    let nanos = match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    };
    nanos.filter(|nanos| *nanos > 0)
}

fn post(url: &str, body: &str) -> Result<(), Failure> {
    let sent = ureq::post(url).header("Content-Type", "application/json").send(body);
    sent.map(drop).map_err(|error| Failure::Http {
        url: url.to_owned(),
        reason: error.to_string(),
        remedy: "The samples in public/samples must be OTLP JSON, one message a line.".into(),
    })
}

fn not_json(file: &Path, error: &serde_json::Error) -> Failure {
    Failure::Content {
        path: file.to_path_buf(),
        problem: format!("is not JSON: {error}"),
        remedy: "Record it again; tests/fixtures/README.md tells how.".into(),
    }
}

fn nanos_now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_time_becomes_the_given_end_and_distances_stay() {
        let lines = r#"{"s":[{"startTimeUnixNano":"100","endTimeUnixNano":"300"}]}
{"s":[{"startTimeUnixNano":200,"events":[{"timeUnixNano":"250"}],"endTimeUnixNano":"0"}]}"#;
        let moved = moved(lines, 1300).unwrap();
        assert_eq!(
            moved[0].to_string(),
            r#"{"s":[{"endTimeUnixNano":"1300","startTimeUnixNano":"1100"}]}"#
        );
        assert_eq!(moved[1]["s"][0]["startTimeUnixNano"], "1200");
        assert_eq!(moved[1]["s"][0]["events"][0]["timeUnixNano"], "1250");
        assert_eq!(moved[1]["s"][0]["endTimeUnixNano"], "0");
    }

    #[test]
    fn text_that_is_not_json_is_refused() {
        assert!(moved("{", 1).is_err());
    }

    #[test]
    fn only_otlp_files_are_sent() {
        assert!(is_otlp("a.otlp.jsonl") && is_otlp("a.otlp.json"));
        assert!(!is_otlp("samples.json") && !is_otlp("a.jaeger.json"));
    }
}
