//! The machine in words, so that figures of two machines are not compared by mistake.
//!
//! Invariant: what cannot be found out is said to be unknown. Absent: names of the machine or
//! its user.

use std::fs;
use std::thread;

use e2e::browser::Browser;
use serde_json::{Value, json};

pub struct Machine {
    pub cores: usize,
    pub processor: String,
    pub memory_gib: f64,
    pub browser: String,
    /// Programs that wanted a core in the minute before; well above the number of cores, the
    /// figures say more about those programs.
    pub load: f64,
}

pub fn describe() -> Machine {
    let version = Browser::start().devtools("Browser.getVersion", &json!({}));
    Machine {
        cores: thread::available_parallelism().map_or(0, usize::from),
        processor: field_of("/proc/cpuinfo", "model name").unwrap_or("unknown".to_owned()),
        memory_gib: memory_gib(),
        browser: version["product"].as_str().unwrap_or("unknown").to_owned(),
        load: load(),
    }
}

impl Machine {
    pub fn json(&self) -> Value {
        json!({ "cores": self.cores, "processor": self.processor, "memory_gib": self.memory_gib,
            "browser": self.browser, "load": self.load })
    }
}

fn load() -> f64 {
    let averages = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = averages.split_whitespace().next().and_then(|number| number.parse().ok());
    minute.unwrap_or(0.0)
}

fn memory_gib() -> f64 {
    let total = field_of("/proc/meminfo", "MemTotal").unwrap_or_default();
    let kibibytes = total.split_whitespace().next().and_then(|number| number.parse().ok());
    kibibytes.unwrap_or(0.0) / 1024.0 / 1024.0
}

fn field_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
