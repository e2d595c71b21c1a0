//! The first picture of a long file, from its beginning and its end.

use spanscope::generate::{Format, Plan, Shape};
use spanscope::ingest::{preview, read};
use spanscope::trace::{Repair, Trace};

fn generated(format: Format, seed: u64) -> Vec<u8> {
    let plan = Plan { spans: 3_000, shape: Shape::Mixed, format, seed };
    plan.bytes()
}

fn spans_with_services(trace: &Trace) -> Vec<String> {
    let mut spans: Vec<String> = trace
        .spans()
        .map(|span| {
            let service = trace.service_text(span);
            assert!(!service.is_empty() && !trace.repairs(span).has(Repair::UnknownResource));
            format!("{} {service} {}", trace.span_id(span), trace.name_text(span))
        })
        .collect();
    spans.sort();
    spans
}

#[test]
fn jaegers_first_spans_have_the_services_that_stand_at_the_end() {
    let bytes = generated(Format::JaegerJson, 1);
    let whole = read("whole", &bytes);
    let outcome = preview("file", &bytes[..200_000], &bytes[bytes.len() - 50_000..]);
    let outcome = outcome.expect("a preview");
    let shown = spans_with_services(&outcome.recording.traces[0]);
    assert!((150..300).contains(&shown.len()), "{} spans", shown.len());
    let all = spans_with_services(&whole.recording.traces[0]);
    assert!(shown.iter().all(|span| all.binary_search(span).is_ok()));
    assert_eq!(outcome.recording.traces[0].id(), whole.recording.traces[0].id());
}

#[test]
fn formats_that_name_services_first_need_no_end() {
    let bytes = generated(Format::OtlpJson, 1);
    let outcome = preview("file", &bytes[..200_000], &[]).expect("a preview");
    assert!(spans_with_services(&outcome.recording.traces[0]).len() > 100);
}

#[test]
fn an_end_of_another_trace_names_nothing() {
    let (one, other) = (generated(Format::JaegerJson, 1), generated(Format::JaegerJson, 2));
    let tail = &other[other.len() - 50_000..];
    assert!(preview("file", &one[..200_000], tail).is_none());
    assert!(preview("file", &one[..200_000], &[]).is_none());
    assert!(preview("file", &one[..200_000], &one[one.len() - 20..]).is_none());
}

#[test]
fn a_reference_to_this_trace_does_not_make_the_end_its_own() {
    let (one, other) = (generated(Format::JaegerJson, 1), generated(Format::JaegerJson, 2));
    let id = |bytes: &[u8]| read("file", bytes).recording.traces[0].id().to_string();
    let tail = String::from_utf8_lossy(&other[other.len() - 50_000..]).into_owned();
    let last = tail.rfind(&id(&other)).expect("an id");
    let tail = format!("{}{}{}", &tail[..last], id(&one), &tail[last + 32..]);
    assert!(preview("file", &one[..200_000], tail.as_bytes()).is_none());
}

#[test]
fn spans_whose_services_are_not_known_are_not_shown_early() {
    let bytes = generated(Format::JaegerJson, 1);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &bytes).expect("memory takes all");
    let packed = packed.finish().expect("memory takes all");
    let half = packed.len() / 2;
    assert!(preview("file.gz", &packed[..half], &packed[half..]).is_none());
}

#[test]
fn what_is_no_trace_has_no_preview() {
    assert!(preview("file", b"", b"").is_none());
    assert!(preview("file", b"{\"hello\":[1,2", b"3]}").is_none());
    assert!(preview("file", &[0x89; 5_000], &[0x89; 5_000]).is_none());
    let twice = [generated(Format::OtlpJson, 1), generated(Format::OtlpJson, 2)].concat();
    assert!(preview("file", &twice, &[]).is_none());
}
