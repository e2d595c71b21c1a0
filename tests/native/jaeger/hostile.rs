//! Whatever a server sends, there is an answer or a fault, and no panic.

use proptest::prelude::*;
use spanscope::jaeger::{
    Answer, Asker, Dialect, Fault, Probe, Question, Reply, SearchQuery, ServiceChoice, Step, answer,
};

use crate::ingest::fixtures::{all_files, fixture};

const URL: &str = "http://j/api/x";

/// Reads a reply as everything that it might be.
fn read_as_everything(reply: &Reply<'_>) -> Vec<Option<Fault>> {
    vec![
        answer::services(URL, reply).err(),
        answer::operations(URL, reply).err(),
        answer::summaries(URL, reply).err(),
        answer::traces(URL, reply).err(),
        answer::dependencies(URL, reply).err(),
        answer::metrics(URL, reply).err(),
        answer::archived(URL, reply).err(),
    ]
}

#[test]
fn recorded_answers_are_read_as_anything_without_a_panic() {
    for name in all_files() {
        let body = fixture(&name);
        for status in [200, 404, 500] {
            for fault in read_as_everything(&Reply::new(status, "", &body)).into_iter().flatten() {
                assert!(fault.to_string().ends_with('.'), "{name}: {fault}");
            }
        }
    }
}

#[test]
fn deep_json_and_bytes_that_are_no_text_are_faults() {
    let deep = "[".repeat(100_000);
    for body in [deep.as_bytes(), b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"", b"null", b"7"] {
        let faults = read_as_everything(&Reply::new(200, "application/json", body));
        let missing = faults.iter().take(6).position(Option::is_none);
        assert_eq!(missing, None, "{:?}", String::from_utf8_lossy(&body[..body.len().min(9)]));
    }
}

#[test]
fn words_of_a_server_stay_on_one_line_and_short() {
    let body = format!(r#"{{"errors":[{{"msg":"a\u0000\nb{}"}}]}}"#, "x".repeat(5_000));
    let said = Fault::of_reply(URL, &Reply::new(500, "", body.as_bytes())).expect("a fault").said;
    assert!(said.starts_with("a  b") && said.chars().count() <= 301, "{said}");
    assert!(!said.contains(char::is_control));
}

fn bodies() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "(\\{\"(data|services|operations|summaries|result|errors|error|metrics)\":)?\
         [\\[\\]{}\",:0-9a-z]{0,40}\\}?",
        proptest::sample::select(vec![
            r#"{"data":[{"traceID":7}]}"#.to_owned(),
            r#"{"summaries":[{"traceId":"1","spanCount":1.5}]}"#.to_owned(),
            r#"{"summaries":{}}"#.to_owned(),
            r#"{"errors":{}}"#.to_owned(),
            r#"{"error":{"message":null}}"#.to_owned(),
            r#"{"data":[null]}"#.to_owned(),
            r#"{"operations":[[]]}"#.to_owned(),
        ]),
    ]
}

proptest! {
    #[test]
    fn any_reply_is_read_as_something(status in 100u16..600, kind in "(text/html|application/json)?", body in bodies()) {
        for fault in read_as_everything(&Reply::new(status, &kind, body.as_bytes())).into_iter().flatten() {
            prop_assert!(!fault.what().is_empty() && !fault.advice().is_empty());
        }
    }

    #[test]
    fn a_probe_comes_to_an_end_whatever_it_is_told(
        replies in proptest::collection::vec((prop_oneof![Just(200u16), 100u16..600], bodies()), 4),
    ) {
        let query = SearchQuery { service: ServiceChoice::All, ..SearchQuery::default() };
        for question in [Question::Services, Question::Search { query, window_micros: (0, u64::MAX) }] {
            let mut dialect = Dialect::default();
            let mut probe = Probe::new("http://j", question, &dialect);
            let mut last = None;
            for (status, body) in &replies {
                let reply = Reply::new(*status, "", body.as_bytes());
                match probe.take(Ok(&reply), &Asker::default(), &mut dialect) {
                    Step::Ask(request) => prop_assert_eq!(request, probe.request()),
                    step => {
                        last = Some(step);
                        break;
                    }
                }
            }
            let is_over = matches!(last, Some(
                Step::Failed(_) | Step::Answered(Answer::Services(_) | Answer::Found(_))
            ));
            prop_assert!(is_over);
        }
    }
}
