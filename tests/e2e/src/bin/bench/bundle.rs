//! What a browser downloads before it can begin: raw, and as a server that compresses sends it.
//!
//! Invariant: wasm, scripts, styles and the page count; samples and icons do not. Absent: other
//! compressions than gzip.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

#[derive(Clone, Copy, Default)]
pub struct Size {
    pub raw: usize,
    pub gzip: usize,
}

/// By kind of file, and all together last.
pub struct Bundle {
    pub kinds: Vec<(&'static str, Size)>,
}

const KINDS: [&str; 4] = ["wasm", "js", "css", "html"];

pub fn measure(dist: &Path) -> Bundle {
    let mut files = Vec::new();
    collect(dist, &mut files);
    let mut kinds: Vec<(&str, Size)> = KINDS.map(|kind| (kind, size_of(kind, &files))).to_vec();
    let total = kinds.iter().fold(Size::default(), |sum, (_, size)| Size {
        raw: sum.raw + size.raw,
        gzip: sum.gzip + size.gzip,
    });
    kinds.push(("total", total));
    Bundle { kinds }
}

impl Bundle {
    pub fn json(&self) -> Value {
        let kinds = self.kinds.iter().map(|(kind, size)| {
            ((*kind).to_owned(), json!({ "raw_bytes": size.raw, "gzip_bytes": size.gzip }))
        });
        Value::Object(kinds.collect())
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder);
    let entries =
        entries.unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn size_of(kind: &str, files: &[PathBuf]) -> Size {
    let fitting = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == kind));
    fitting.fold(Size::default(), |sum, path| {
        let bytes = fs::read(path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        Size { raw: sum.raw + bytes.len(), gzip: sum.gzip + gzip(&bytes) }
    })
}

/// Bytes after compression at the highest level.
fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all bytes");
    encoder.finish().expect("memory takes all bytes").len()
}
