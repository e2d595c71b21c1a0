//! `dist/static` → how much a visitor downloads, held against the budget.
//!
//! Invariant: counts wasm, js and css, raw (a Jaeger sends files uncompressed) and gzipped.
//! Deliberately absent: sample traces and icons; they are fetched when wanted.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::elapsed::kilobytes;
use crate::failure::Failure;

const RAW_BUDGET: u64 = 1_000_000;
const GZIP_BUDGET: u64 = 300_000;
const COUNTED: [&str; 3] = ["wasm", "js", "css"];

pub struct Size {
    pub kind: &'static str,
    pub raw: u64,
    pub gzip: u64,
}

pub fn measure(assets: &Path) -> Result<Vec<Size>, Failure> {
    let mut sizes = COUNTED.map(|kind| Size { kind, raw: 0, gzip: 0 });
    for entry in fs::read_dir(assets).map_err(Failure::file("list", assets))?.flatten() {
        let path = entry.path();
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if let Some(size) = sizes.iter_mut().find(|size| size.kind == kind) {
            let bytes = fs::read(&path).map_err(Failure::file("read", &path))?;
            size.raw += bytes.len() as u64;
            size.gzip += gzipped(&bytes);
        }
    }
    Ok(sizes.into())
}

pub fn report(sizes: &[Size]) -> String {
    let line = |kind: &str, raw: String, gzip: String| format!("{kind:<8}{raw:>22}{gzip:>22}\n");
    let header = line("", "raw".into(), "gzip".into());
    let each = sizes.iter().map(|size| line(size.kind, kilobytes(size.raw), kilobytes(size.gzip)));
    let raw = sizes.iter().map(|size| size.raw).sum();
    let gzip = sizes.iter().map(|size| size.gzip).sum();
    let total = line("together", of(raw, RAW_BUDGET), of(gzip, GZIP_BUDGET));
    let verdict = if raw > RAW_BUDGET || gzip > GZIP_BUDGET { "OVER BUDGET\n" } else { "" };
    header + &each.collect::<String>() + &total + verdict
}

fn of(bytes: u64, budget: u64) -> String {
    format!("{} of {} KB", kilobytes(bytes).trim_end_matches(" KB"), budget / 1000)
}

fn gzipped(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; if it did, the count would be short, not the build broken.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(0, |compressed| compressed.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn report_holds_the_sum_against_the_budget() {
        let sizes = [
            Size { kind: "wasm", raw: 800_000, gzip: 250_000 },
            Size { kind: "js", raw: 50_000, gzip: 10_000 },
        ];
        let report = report(&sizes);
        let last = report.lines().last().unwrap();
        assert_eq!(
            last.split_whitespace().collect::<Vec<_>>().join(" "),
            "together 850.0 of 1000 KB 260.0 of 300 KB"
        );
    }

    #[test]
    fn more_than_the_budget_is_said_loudly() {
        let sizes = [Size { kind: "wasm", raw: 1_000_001, gzip: 1 }];
        assert!(report(&sizes).ends_with("OVER BUDGET\n"));
    }
}
