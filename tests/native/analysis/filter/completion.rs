//! What is offered while a filter is typed.

use spanscope::analysis::{Candidate, CandidateKind, KeyCensus, complete};
use spanscope::trace::Trace;

use super::order;

/// The candidates at the `|` of a text.
fn at_caret(trace: &Trace, text: &str) -> Vec<Candidate> {
    let caret = text.find('|').expect("a caret");
    complete(trace, &KeyCensus::of(trace), &text.replace('|', ""), caret)
}

/// The text with the first candidate of each text put in, and how often it occurs.
fn completed(text: &str) -> Vec<(String, Option<u32>)> {
    let trace = order();
    let put = |candidate: Candidate| {
        let mut whole = text.replace('|', "");
        whole.replace_range(candidate.from as usize..candidate.to as usize, &candidate.text);
        (whole, candidate.count)
    };
    at_caret(&trace, text).into_iter().map(put).collect()
}

fn texts(text: &str) -> Vec<String> {
    completed(text).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn fields_come_before_the_keys_of_the_trace() {
    assert_eq!(texts("du|"), ["duration"]);
    assert_eq!(texts("a http.st|"), ["a http.status_code"]);
    let zones = [("zone".to_owned(), Some(1)), ("resource.zone".to_owned(), Some(2))];
    assert_eq!(completed("zo|x"), zones, "those that begin with it first");
    let everything = texts("-(|");
    assert!(everything.contains(&"-(service".to_owned()) && everything.len() > 20);
}

#[test]
fn values_of_a_field_or_a_key_are_offered_with_their_counts() {
    assert_eq!(
        completed("service:|"),
        [("service:web".to_owned(), Some(3)), ("service:cart".to_owned(), Some(2))]
    );
    assert_eq!(completed("name=GE|T pay"), [("name=\"GET /cart\" pay".to_owned(), Some(1))]);
    assert_eq!(texts("name:\"ge|"), ["name:\"GET /cart\""]);
    assert_eq!(texts("status:E|"), ["status:error"]);
    assert_eq!(
        texts("kind:|r"),
        ["server", "client", "producer", "consumer", "internal", "unspecified"]
            .map(|kind| format!("kind:{kind}"))
    );
    assert_eq!(texts("http.status_code=|"), ["http.status_code=200", "http.status_code=500"]);
    assert_eq!(texts("resource.zone:|"), ["resource.zone:eu-west-1b"]);
    assert_eq!(texts("event:r|"), ["event:RetryLater"]);
    assert_eq!(texts("has:rat|"), ["has:ratio"]);
    assert_eq!(
        texts("duration>5|"),
        ["5ns", "5us", "5ms", "5s", "5m", "5h"].map(|t| format!("duration>{t}"))
    );
    assert_eq!(texts("duration>5m|"), ["5ms", "5m"].map(|t| format!("duration>{t}")));
    assert_eq!(texts("note:|x").len(), 1);
}

#[test]
fn operators_are_offered_behind_a_whole_field_or_key() {
    let trace = order();
    for text in ["service|", "ratio|", "has|"] {
        let candidates = at_caret(&trace, text);
        let operators = candidates.iter().filter(|one| one.kind == CandidateKind::Operator);
        assert_eq!(operators.count(), 9, "{text}");
    }
    assert!(texts("ratio|").contains(&"ratio>=".to_owned()));
}

#[test]
fn a_caret_anywhere_in_any_text_is_borne() {
    let trace = order();
    let census = KeyCensus::of(&trace);
    for text in ["", "é=\u{1f980} \"x", "a:b(c) ) -", "has:\"", "\"a b\" = \"c d\" or"] {
        for caret in 0..text.len() + 3 {
            for candidate in complete(&trace, &census, text, caret) {
                let range = candidate.from as usize..candidate.to as usize;
                assert!(text.get(range).is_some(), "{text} {caret}");
            }
        }
    }
}
