//! The reader of protobuf against the published definitions, whole, sliced and damaged.

use proptest::prelude::*;
use prost::Message as _;
use spanscope::ingest::{Format, Outcome, ReadErrorKind, Reader};

use super::documents::Random;
use super::dump::dump;
use super::oracle::read_slowly;
use super::protobuf_messages::{self as messages, Framing};
use super::{protobuf_as_json as as_json, span_total};

fn read(bytes: &[u8]) -> Outcome {
    spanscope::ingest::read("traces.pb", bytes)
}

/// Some messages, as bytes and as JSON.
fn sample(seed: u64, count: u64) -> (Vec<Vec<u8>>, String) {
    let mut random = Random::new(seed);
    let mut all: Vec<_> = (0..count).map(|_| messages::traces(&mut random)).collect();
    // Nobody begins a file with an empty message, whose length would be a zero.
    all.sort_by_key(|one| one.resource_spans.is_empty());
    let bytes = all.iter().map(|one| messages::encode(one, &mut random)).collect();
    let json: Vec<String> = all.iter().map(|one| as_json::traces(one).to_string()).collect();
    (bytes, json.join("\n"))
}

fn sample_file(seed: u64) -> Vec<u8> {
    let framing = Framing::ALL[seed as usize % 3];
    let mut messages = sample(seed, 1 + seed % 4).0;
    if seed & 8 == 0 {
        messages.push(messages::logs(&mut Random::new(seed)).encode_to_vec());
    }
    framing.join(&messages)
}

fn read_in_slices(bytes: &[u8], mut next_length: impl FnMut() -> usize) -> Outcome {
    let mut reader = Reader::new();
    reader.begin_source("traces.pb");
    let mut rest = bytes;
    while !rest.is_empty() {
        let (slice, after) = rest.split_at(next_length().clamp(1, rest.len()));
        let _ = reader.push(slice);
        rest = after;
    }
    reader.finish()
}

fn assert_same(left: &Outcome, right: &Outcome) {
    assert_eq!(dump(&left.recording), dump(&right.recording));
    assert_eq!(left.sources, right.sources);
    assert_eq!(left.warnings, right.warnings);
    assert_eq!(left.set_aside, right.set_aside);
    assert_eq!(left.recording.pool.mark(), right.recording.pool.mark());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_messages_become_the_same_model_as_the_json_that_means_the_same(seed: u64, count in 1u64..4) {
        let (bytes, json) = sample(seed, count);
        let slow = dump(&read_slowly(&json));
        for framing in Framing::ALL {
            let outcome = read(&framing.join(&bytes));
            prop_assert_eq!(&outcome.set_aside, &[]);
            prop_assert_eq!(&outcome.warnings, &[]);
            let fast = dump(&outcome.recording);
            for (fast, slow) in fast.lines().zip(slow.lines()) {
                prop_assert_eq!(fast, slow, "{:?} {}", framing, &json);
            }
            prop_assert_eq!(&fast, &slow, "{:?}", framing);
            if !slow.is_empty() {
                prop_assert_eq!(outcome.sources[0].format, Some(Format::OtlpProtobuf));
                prop_assert_eq!(&outcome.sources[0].error, &None);
            }
        }
    }

    #[test]
    fn spans_and_logs_become_the_same_model_as_the_json_that_means_the_same(seed: u64) {
        let (mut bytes, mut json) = sample(seed, 2);
        let mut random = Random::new(!seed);
        let mut at = 0;
        for _ in 0..2 {
            let logs = messages::logs(&mut random);
            at += 1 + random.below((bytes.len() - at) as u64) as usize;
            bytes.insert(at, logs.encode_to_vec());
            // Where they stand among the traces means nothing, but their order does.
            json = format!("{json}\n{}", as_json::logs(&logs));
        }
        for framing in Framing::ALL {
            let outcome = read(&framing.join(&bytes));
            prop_assert_eq!(&outcome.set_aside, &[]);
            let (fast, slow) = (dump(&outcome.recording), dump(&read_slowly(&json)));
            for (fast, slow) in fast.lines().zip(slow.lines()) {
                prop_assert_eq!(fast, slow, "{:?} {}", framing, &json);
            }
            prop_assert_eq!(&fast, &slow, "{:?}", framing);
        }
    }

    #[test]
    fn random_slices_give_what_one_slice_gives(seed: u64, most in 1usize..200) {
        let bytes = sample_file(seed);
        let mut random = Random::new(seed);
        let sliced = read_in_slices(&bytes, || 1 + random.below(most as u64) as usize);
        assert_same(&read(&bytes), &sliced);
    }

    #[test]
    fn single_bytes_give_what_one_slice_gives(seed: u64) {
        let mut bytes = sample_file(seed);
        if !bytes.is_empty() {
            // Half of them damaged in one place.
            let at = (seed / 7) as usize % bytes.len();
            bytes[at] ^= if seed & 4 == 0 { 0 } else { (seed >> 8) as u8 };
        }
        assert_same(&read(&bytes), &read_in_slices(&bytes, || 1));
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    const PIECES: [&[u8]; 9] = [
        b"\0",
        b"\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
        b"\x0a",
        b"\x12\x00",
        b"\x0b",
        b"\xfa\xff\xff\xff\x0f",
        b"\x32\x7f",
    ];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        let piece = PIECES[random.below(PIECES.len() as u64) as usize];
        match random.below(3) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, piece.iter().copied())),
            _ => {
                let end = bytes.len().min(at + piece.len());
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_files_give_spans_or_an_error(seed: u64) {
        let mut bytes = sample_file(seed);
        damage(&mut bytes, &mut Random::new(seed));
        let outcome = read(&bytes);
        let report = &outcome.sources[0];
        prop_assert_eq!(span_total(&outcome), report.spans);
        prop_assert!(report.spans > 0 || report.error.is_some());
        if let Some(error) = &report.error {
            prop_assert!(error.offset <= bytes.len() as u64);
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn generated_messages_hold_spans_of_every_sort() {
    let text: String = (0..40).map(|seed| dump(&read(&sample_file(seed)).recording)).collect();
    for sort in [
        "Link ",
        "event",
        "bytes",
        "map",
        "array",
        "Double(",
        "Null",
        "error",
        "server",
        "missing_parent",
        "duplicate_id",
        "start_unknown",
        "service.name",
        "scope \"GET\"",
    ] {
        assert!(text.contains(sort), "no {sort} in the generated messages");
    }
}

#[test]
fn a_file_cut_at_any_byte_shows_what_came_before_and_says_where_it_ends() {
    let (parts, _) = sample(11, 2);
    for framing in Framing::ALL {
        let whole = framing.join(&parts);
        let all = span_total(&read(&whole));
        assert!(all > 2, "{all} spans");
        let mut most = 0;
        for length in 1..whole.len() {
            let outcome = read(&whole[..length]);
            let spans = span_total(&outcome);
            assert!((most..=all).contains(&spans), "{framing:?} {length}");
            most = spans;
            let Some(error) = &outcome.sources[0].error else {
                // Between two fields a bare message may end, and between two messages any file.
                continue;
            };
            let is_start = length < 12;
            let is_told = error.kind == ReadErrorKind::Truncated && error.offset == length as u64;
            let is_blank = error.kind.name() == "no_spans";
            assert!(is_told || is_blank || is_start, "{framing:?} {length}: {error}");
        }
        assert_eq!(most, all);
    }
}
