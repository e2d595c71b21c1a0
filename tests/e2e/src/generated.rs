//! Synthetic traces as files, one or many in each.
//!
//! Invariant: written chunk by chunk, so that a gigabyte needs no memory. Absent: any choice of
//! what is in them (see `spanscope::generate`).

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use spanscope::generate::Generator;
pub use spanscope::generate::{Format, Plan, Shape};

/// Writes the trace below a folder and says where it is.
pub fn write(plan: Plan, folder: &Path) -> PathBuf {
    let ending = match plan.format {
        Format::JaegerJson => "jaeger.json",
        Format::OtlpJson => "otlp.jsonl",
        Format::TempoJson => "tempo.json",
        Format::ZipkinJson => "zipkin.json",
        Format::OtlpProto => "otlp.pb",
    };
    let path = folder.join(format!("{}-{}.{ending}", plan.spans, plan.shape.name()));
    let file = File::create(&path);
    let file = file.unwrap_or_else(|error| panic!("cannot make {}: {error}", path.display()));
    let mut out = BufWriter::new(file);
    append(plan, &mut out, &path);
    out.flush().unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    path
}

/// Writes so many traces, of the plan's seed and those after it, one below the other: OTLP JSON
/// lines, whatever the plan's format.
pub fn write_set(plan: Plan, traces: u64, folder: &Path) -> PathBuf {
    let path = folder.join(format!("{traces}-from-{}.otlp.jsonl", plan.seed));
    let file = File::create(&path);
    let file = file.unwrap_or_else(|error| panic!("cannot make {}: {error}", path.display()));
    let mut out = BufWriter::new(file);
    for seed in plan.seed..plan.seed + traces {
        append(Plan { seed, format: Format::OtlpJson, ..plan }, &mut out, &path);
    }
    out.flush().unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    path
}

fn append(plan: Plan, out: &mut impl Write, path: &Path) {
    for_each_chunk(plan, |chunk| {
        out.write_all(chunk)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    });
}

fn for_each_chunk(plan: Plan, mut take: impl FnMut(&[u8])) {
    let mut generator = Generator::new(plan);
    let mut chunk = Vec::new();
    loop {
        chunk.clear();
        let is_more = generator.next_chunk(&mut chunk);
        take(&chunk);
        if !is_more {
            return;
        }
    }
}
