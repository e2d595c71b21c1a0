//! Compressed files read as what is inside them, and bombs and damage are told.

use std::io::Write as _;

use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use spanscope::ingest::{Compression, Outcome, ReadErrorKind, Reader, WarningKind};

use super::documents::Random;
use super::dump::dump;
use super::{error_of, fixtures, jaeger_span, span_total};

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn zstd_in_gzip(bytes: &[u8]) -> Vec<u8> {
    gzip(&zstd(bytes))
}

/// A frame of blocks that are not compressed, with a window of 8 MiB, as a slow zstd has.
fn zstd_with_a_large_window(bytes: &[u8]) -> Vec<u8> {
    let mut frame = b"\x28\xb5\x2f\xfd\x00\x68".to_vec();
    for block in bytes.chunks(100_000) {
        frame.extend_from_slice(&((block.len() as u32) << 3).to_le_bytes()[..3]);
        frame.extend_from_slice(block);
    }
    frame.extend_from_slice(b"\x01\0\0");
    frame
}

type Pack = fn(&[u8]) -> Vec<u8>;

fn read(bytes: &[u8]) -> Outcome {
    spanscope::ingest::read("test", bytes)
}

/// Jaeger JSON with so many spans and no two names alike, and a little of its own.
fn many_spans(count: u64) -> String {
    let mut random = Random::new(count);
    let span = |id: u64, noise: u64| {
        format!(r#"{{"traceID":"a","spanID":"{:x}","operationName":"{noise:x}"}}"#, id + 1)
    };
    let spans: Vec<String> = (0..count).map(|id| span(id, random.below(u64::MAX >> 11))).collect();
    format!(r#"{{"data":[{{"spans":[{}]}}]}}"#, spans.join(","))
}

fn assert_same(packed: &Outcome, plain: &Outcome, name: &str) {
    assert_eq!(dump(&packed.recording), dump(&plain.recording), "{name}");
    assert_eq!(packed.warnings, plain.warnings, "{name}");
    assert_eq!(packed.set_aside, plain.set_aside, "{name}");
    let (packed, plain) = (&packed.sources[0], &plain.sources[0]);
    assert_eq!((packed.format, packed.spans), (plain.format, plain.spans), "{name}");
    let kind = |report: &spanscope::ingest::SourceReport| {
        report.error.as_ref().map(|error| (error.kind.clone(), error.offset))
    };
    assert_eq!(kind(packed), kind(plain), "{name}");
}

#[test]
fn every_recorded_file_reads_the_same_in_every_compression() {
    let names = fixtures::all_files();
    assert!(names.len() > 30, "only {names:?}");
    for name in names {
        let bytes = fixtures::fixture(&name);
        let plain = read(&bytes);
        assert_eq!(plain.sources[0].compression, None, "{name}");
        let packings: [Pack; 3] = [gzip, zstd, zstd_in_gzip];
        let compressions = [Compression::Gzip, Compression::Zstd, Compression::Gzip];
        for (pack, compression) in packings.into_iter().zip(compressions) {
            let packed_bytes = pack(&bytes);
            let packed = read(&packed_bytes);
            assert_same(&packed, &plain, &name);
            assert_eq!(packed.sources[0].compression, Some(compression));
            assert_eq!(packed.sources[0].bytes, packed_bytes.len() as u64);
        }
    }
}

#[test]
fn compression_is_undone_three_times_and_then_refused() {
    let text = jaeger_span("");
    for packed in [
        gzip(&gzip(&gzip(text.as_bytes()))),
        zstd(&zstd(&zstd(text.as_bytes()))),
        gzip(&zstd(&gzip(text.as_bytes()))),
    ] {
        assert_eq!(span_total(&read(&packed)), 1);
        for bomb in [gzip(&packed), zstd(&packed)] {
            let words = error_of(&bomb).to_string();
            assert!(words.contains("compressed more than three times over"), "{words}");
        }
    }
}

#[test]
fn members_and_frames_one_after_another_are_one_text() {
    let text = many_spans(5_000);
    let (front, back) = text.as_bytes().split_at(text.len() / 2 + 3);
    let skippable = [b"\x5a\x2a\x4d\x18\x03\0\0\0abc".as_slice()].concat();
    for packed in [
        [gzip(front), gzip(b""), gzip(back)].concat(),
        [zstd(front), zstd(b""), zstd(back)].concat(),
        [skippable.clone(), zstd(front), skippable, zstd(back)].concat(),
    ] {
        let outcome = read(&packed);
        assert_eq!((span_total(&outcome), outcome.sources[0].error.clone()), (5_000, None));
        assert_eq!(outcome.warnings, []);
    }
}

#[test]
fn what_follows_compressed_data_is_passed_over_zeros_without_a_word() {
    let text = jaeger_span("");
    for pack in [gzip, zstd] {
        let packed = pack(text.as_bytes());
        let outcome = read(&[&packed[..], &[0; 700]].concat());
        assert_eq!((outcome.sources[0].error.clone(), outcome.warnings), (None, vec![]));
        for tail in [&b"noise"[..], b"!", b"\x1f\x8c"] {
            let outcome = read(&[&packed[..], tail].concat());
            assert_eq!(span_total(&outcome), 1);
            let warning = &outcome.warnings[0];
            assert_eq!((warning.kind, warning.count), (WarningKind::TrailingBytes, tail.len()));
            assert_eq!(outcome.sources[0].error, None);
        }
    }
}

#[test]
fn truncated_compressed_data_shows_what_came_and_where_it_ended() {
    let text = many_spans(20_000);
    for pack in [gzip, zstd, zstd_in_gzip, zstd_with_a_large_window] {
        let packed = pack(text.as_bytes());
        let mut spans_before = 0;
        for eighth in 1..8 {
            let cut = packed.len() * eighth / 8;
            let outcome = read(&packed[..cut]);
            let error = outcome.sources[0].error.clone().expect("it is truncated");
            assert_eq!((error.kind.name(), error.offset), ("truncated", cut as u64));
            assert!(error.to_string().contains("-compressed data"), "{error}");
            assert!(span_total(&outcome) >= spans_before);
            spans_before = span_total(&outcome);
        }
        assert!(spans_before > 10_000, "only {spans_before} of 20,000 spans");
    }
    for stump in [&b"\x1f\x8b"[..], b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18"] {
        assert_eq!(error_of(stump).kind, ReadErrorKind::Truncated);
    }
}

#[test]
fn damaged_compressed_data_shows_what_came_and_where_the_damage_is() {
    let text = many_spans(20_000);
    for (pack, name) in [(gzip as Pack, "gzip"), (zstd, "zstd")] {
        let mut packed = pack(text.as_bytes());
        let end = packed.len();
        // The checksum: gzip's is followed by the length.
        let checksum = if name == "gzip" { end - 8 } else { end - 4 };
        packed[checksum] ^= 1;
        let outcome = read(&packed);
        assert_eq!(span_total(&outcome), 20_000);
        let words = outcome.sources[0].error.as_ref().map(ToString::to_string).unwrap_or_default();
        assert!(words.contains("its checksum does not match"), "{words}");
        assert!(words.starts_with(&format!("The {name}-compressed data is damaged")), "{words}");
        packed[checksum] ^= 1;
        packed[end / 2..end / 2 + 40].fill(0xff);
        let outcome = read(&packed);
        let error = outcome.sources[0].error.clone().expect("it is damaged");
        assert!(span_total(&outcome) > 5_000, "{}", span_total(&outcome));
        assert_eq!(error.kind.name(), "damaged");
        // Told within a block of the place.
        assert!(error.offset.abs_diff(end as u64 / 2) < 200_000, "{error}");
    }
    let mut method = gzip(b"{}");
    method[2] = 7;
    assert!(error_of(&method).to_string().contains("an unknown method"));
}

/// Gzip of so many zeros, which takes no memory.
fn gzip_bomb(mebibytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(br#"{"data":[{"traceID":"a","spans":[{"spanID":"1"},"#).expect("it fits");
    for _ in 0..mebibytes {
        encoder.write_all(&[b' '; 1 << 20]).expect("it fits");
    }
    encoder.finish().expect("it fits")
}

/// A frame of blocks that say "this byte 128 KiB times", four bytes each.
fn zstd_bomb(mebibytes: usize) -> Vec<u8> {
    let mut frame = b"\x28\xb5\x2f\xfd\x00\x38".to_vec();
    for _ in 0..mebibytes * 8 {
        let header = (128u32 << 10) << 3 | 1 << 1;
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.push(b' ');
    }
    frame
}

#[test]
fn bombs_are_refused_and_spans_before_them_stay() {
    let in_gzip = gzip(&gzip_bomb(200));
    for (bomb, spans) in [(in_gzip, 1), (zstd_bomb(200), 0), (gzip(&zstd_bomb(200)), 0)] {
        let outcome = read(&bomb);
        let error = outcome.sources[0].error.clone().expect("it is a bomb");
        let ReadErrorKind::UnpacksTooFar { packed_bytes, unpacked_bytes } = error.kind else {
            panic!("{error}");
        };
        assert!(packed_bytes <= bomb.len() as u64);
        assert!((64 << 20..66 << 20).contains(&unpacked_bytes), "{unpacked_bytes}");
        assert_eq!(span_total(&outcome), spans);
    }
}

#[test]
fn a_window_beyond_all_memory_is_refused_before_it_is_taken() {
    // Exponent 17 above 10: 128 MiB, and an eighth more.
    let too_large = b"\x28\xb5\x2f\xfd\x00\x89\x01\0\0";
    let error = error_of(too_large);
    let (bytes, most) = (144 << 20, 128 << 20);
    assert_eq!(error.kind, ReadErrorKind::WindowTooLarge { bytes, most });
    assert!(error.to_string().contains("without `--long`"), "{error}");
}

#[test]
fn wrong_text_in_compressed_data_is_told_at_its_place_in_the_text() {
    let text = jaeger_span(r#""startTime":@"#);
    let plain = error_of(text.as_bytes());
    for pack in [gzip, zstd, zstd_in_gzip] {
        let packed = error_of(&pack(text.as_bytes()));
        assert_eq!((&packed.kind, packed.offset), (&plain.kind, plain.offset));
        assert_eq!(packed.reading, format!("{} of the unpacked text", plain.reading));
        let words = error_of(&pack(b"<html>")).to_string();
        assert!(words.contains("an HTML page"), "{words}");
        assert_eq!(error_of(&pack(b"")).kind.name(), "empty");
    }
}

#[test]
fn progress_counts_the_bytes_of_the_file_as_given() {
    let packed = gzip(many_spans(3_000).as_bytes());
    let mut reader = Reader::new();
    for slice in packed.chunks(1000) {
        assert_eq!(reader.push(slice), Ok(()));
    }
    assert_eq!(reader.progress().bytes, packed.len() as u64);
    assert_eq!(span_total(&reader.finish()), 3_000);
}

#[test]
fn an_abandoned_compressed_source_keeps_the_spans_that_came() {
    for pack in [gzip, zstd, zstd_in_gzip, zstd_with_a_large_window] {
        let packed = pack(many_spans(20_000).as_bytes());
        let mut reader = Reader::new();
        assert_eq!(reader.push(&packed[..packed.len() / 2]), Ok(()));
        reader.abandon_source();
        let outcome = reader.finish();
        assert!(span_total(&outcome) > 5_000, "{}", span_total(&outcome));
        assert_eq!(outcome.sources[0].error, None);
    }
}

/// A compressed file, now and then damaged.
fn sample(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let text = many_spans(1 + random.below(4_000));
    let pack = [gzip, zstd, zstd_in_gzip][random.below(3) as usize];
    let mut packed = pack(text.as_bytes());
    for _ in 0..random.below(3) {
        let at = random.below(packed.len() as u64) as usize;
        match random.below(3) {
            0 => packed.truncate(at.max(1)),
            1 => packed[at] ^= 1 << random.below(8),
            _ => drop(packed.splice(at..at, [random.below(256) as u8; 3])),
        }
    }
    packed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_or_not_compressed_files_read_the_same_however_they_are_sliced(seed: u64) {
        let packed = sample(seed);
        let whole = read(&packed);
        let report = &whole.sources[0];
        prop_assert_eq!(span_total(&whole), report.spans);
        prop_assert!(report.spans > 0 || report.error.is_some());
        let mut random = Random::new(seed);
        let mut reader = Reader::new();
        reader.begin_source("test");
        let mut rest = &packed[..];
        while !rest.is_empty() {
            let length = (1 + random.below(30_000) as usize).min(rest.len());
            let _ = reader.push(&rest[..length]);
            rest = &rest[length..];
        }
        let sliced = reader.finish();
        prop_assert_eq!(dump(&whole.recording), dump(&sliced.recording));
        prop_assert_eq!(whole.sources, sliced.sources);
        prop_assert_eq!(whole.warnings, sliced.warnings);
    }
}
