//! Measurements → a table for people, and JSON for machines.
//!
//! Invariant: ratios come first, since only they mean the same on every machine. Absent: a
//! verdict.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::bundle::Bundle;
use crate::machine::Machine;
use crate::opening::{Measured, describe};
use crate::start_up::StartUp;

pub struct Report {
    pub machine: Machine,
    pub bundle: Bundle,
    pub start_up: StartUp,
    pub traces: Vec<Measured>,
}

impl Report {
    pub fn table(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) -> std::fmt::Result {
        self.write_openings(out)?;
        self.write_frames(out)?;
        writeln!(out, "\nStart of the app, empty cache: {:.0} ms", self.start_up.median_ms())?;
        writeln!(out, "\n{:<8}{:>12}{:>12}", "Bundle", "raw KB", "gzip KB")?;
        for (kind, size) in &self.bundle.kinds {
            let kilobytes = |bytes: usize| bytes as f64 / 1000.0;
            let (raw, gzip) = (kilobytes(size.raw), kilobytes(size.gzip));
            writeln!(out, "{kind:<8}{raw:>12.1}{gzip:>12.1}")?;
        }
        let Machine { cores, processor, memory_gib, browser, load } = &self.machine;
        writeln!(out, "\n{browser}; {cores} cores, {processor}; {memory_gib:.0} GiB of memory")?;
        writeln!(out, "Load before the measurement: {load:.1}")
    }

    fn write_openings(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "{:<30}{:>10}{:>14}{:>14}{:>12}{:>10}",
            "From the file to the picture",
            "ratio",
            "JSON.parse ms",
            "to picture ms",
            "opened ms",
            "MB"
        )?;
        for trace in &self.traces {
            let ratio = trace.ratio().map_or("–".to_owned(), |ratio| format!("{ratio:.2}×"));
            let parse =
                trace.parse_ms().map_or("refused".to_owned(), |parse| format!("{parse:.0}"));
            writeln!(
                out,
                "{:<30}{ratio:>10}{parse:>14}{:>14.0}{:>12.0}{:>10.1}",
                describe(trace.plan),
                trace.total_ms(),
                trace.opened_ms(),
                trace.bytes as f64 / 1e6
            )?;
        }
        Ok(())
    }

    fn write_frames(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "\n{:<30}{:>10}{:>14}{:>14}{:>12}{:>10}",
            "Frames", "a second", "missed", "busy ms each", "worst ms", ""
        )?;
        for trace in &self.traces {
            for smooth in &trace.smoothness {
                let name = format!(
                    "{} {}: {}",
                    trace.plan.spans,
                    trace.plan.format.name(),
                    smooth.gesture
                );
                writeln!(
                    out,
                    "{name:<30}{:>10.1}{:>13.1}%{:>14.1}{:>12.1}",
                    smooth.frames_a_second(),
                    smooth.missed_ratio() * 100.0,
                    smooth.busy_ms,
                    smooth.worst_ms()
                )?;
            }
        }
        Ok(())
    }

    pub fn json(&self) -> Value {
        json!({
            "machine": self.machine.json(),
            "bundle": self.bundle.json(),
            "start_up": self.start_up.json(),
            "traces": self.traces.iter().map(Measured::json).collect::<Vec<Value>>(),
        })
    }
}
