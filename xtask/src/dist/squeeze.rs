//! Files of the app → the same as `.gz` and `.br` for servers that send those.
//!
//! Invariant: a squeezed file is smaller than the file and unpacks to it. Deliberately absent:
//! `spanscope.json`, which an operator changes: a server would go on sending the old one squeezed.

use std::io::Write;

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Purpose;
use super::contents::File;

const KINDS: [&str; 9] =
    ["css", "html", "js", "json", "jsonl", "svg", "txt", "wasm", "webmanifest"];
/// The largest that browsers take.
const WINDOW_BITS: u32 = 22;
const BUFFER: usize = 64 * 1024;

pub fn beside(files: &[File], purpose: Purpose) -> Vec<File> {
    let quality = match purpose {
        Purpose::Release => 11,
        Purpose::Tests => 1,
    };
    let wanted = files.iter().filter(|file| is_wanted(&file.path));
    let both = wanted.flat_map(|file| {
        [(file, "gz", gzipped(&file.bytes)), (file, "br", brotlied(&file.bytes, quality))]
    });
    let smaller = both.filter(|(file, _, bytes)| bytes.len() < file.bytes.len());
    smaller
        .map(|(file, ending, bytes)| File { path: format!("{}.{ending}", file.path), bytes })
        .collect()
}

fn is_wanted(path: &str) -> bool {
    let is_of_kind = path.rsplit_once('.').is_some_and(|(_, kind)| KINDS.contains(&kind));
    is_of_kind && (path == "index.html" || path.starts_with("static/"))
}

/// Without a time and a name in its head, so that it is the same every time.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes any bytes")
}

fn brotlied(bytes: &[u8], quality: u32) -> Vec<u8> {
    let mut writer = CompressorWriter::new(Vec::new(), BUFFER, quality, WINDOW_BITS);
    writer.write_all(bytes).expect("memory takes any bytes");
    writer.into_inner()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn file(path: &str, bytes: &[u8]) -> File {
        File { path: path.into(), bytes: bytes.to_vec() }
    }

    #[test]
    fn page_and_assets_get_both_forms_and_both_unpack_to_the_file() {
        let text = "span ".repeat(1_000).into_bytes();
        let made =
            beside(&[file("index.html", &text), file("static/a.wasm", &text)], Purpose::Release);
        let paths: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            ["index.html.gz", "index.html.br", "static/a.wasm.gz", "static/a.wasm.br"]
        );
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&made[0].bytes[..]).read_to_end(&mut from_gzip).unwrap();
        let mut from_brotli = Vec::new();
        brotli::Decompressor::new(&made[1].bytes[..], BUFFER)
            .read_to_end(&mut from_brotli)
            .unwrap();
        assert!(from_gzip == text && from_brotli == text);
    }

    #[test]
    fn settings_pictures_and_what_would_grow_are_left_alone() {
        let text = "a ".repeat(1_000).into_bytes();
        let made = beside(
            &[
                file("spanscope.json", &text),
                file("static/a.png", &text),
                file("static/tiny.json", b"{}"),
            ],
            Purpose::Release,
        );
        assert_eq!(made, []);
    }

    #[test]
    fn gzip_has_no_time_in_its_head() {
        assert_eq!(gzipped(b"x")[4..8], [0; 4]);
    }
}
