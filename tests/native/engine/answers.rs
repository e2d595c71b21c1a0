//! The answers at the head of a trace, the table behind the first, the marks of rows.

use spanscope::engine::{
    Answer, Answers, Ask, Collapse, Direction, Engine, FilterText, OperationRow, PathTable,
    TraceRef, VerdictView, answers_markdown, answers_of,
};
use spanscope::layout::{RowKey, Stretch};

use super::{ALL, FIRST, ask, begin, generated, key, opened, rows, summary, with_small_trace};
use crate::support::{block, drawn};

fn answers(engine: &mut Engine, trace: TraceRef) -> Answers {
    match ask(engine, trace, Ask::Answers) {
        Answer::Answers(answers) => *answers,
        other => panic!("no answers: {other:?}"),
    }
}

fn table(engine: &mut Engine, trace: TraceRef) -> PathTable {
    match ask(engine, trace, Ask::PathTable) {
        Answer::PathTable(table) => *table,
        other => panic!("no table: {other:?}"),
    }
}

fn sample(engine: &mut Engine, name: &str) -> TraceRef {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/samples/");
    let text = std::fs::read_to_string(format!("{folder}{name}")).expect("a sample");
    begin(engine, FIRST, name, &text);
    opened(&engine.step(ALL)).traces[0].trace
}

#[test]
fn the_slow_order_is_explained_as_an_engineer_would() {
    let mut engine = Engine::default();
    let trace = sample(&mut engine, "order-slow.otlp.jsonl");
    let answers = answers(&mut engine, trace);
    let told: Vec<String> = answers
        .parts
        .iter()
        .take(3)
        .map(|part| {
            let peer = part.peer.as_ref().map(|peer| peer.name.as_str()).unwrap_or_default();
            format!("{} → {peer} {} ×{}", part.service_name, part.name, part.calls)
        })
        .collect();
    assert_eq!(
        told,
        [
            "payment → acme-pay POST ×2",
            "order → orders.db SELECT orders.db ×87",
            "inventory → stock.db SELECT stock.db ×12",
        ]
    );
    let shown: u64 = answers.parts.iter().map(|part| part.nanos).sum();
    assert_eq!(shown + answers.rest_nanos, answers.total_nanos);
    let failure = answers.failure.expect("a card is declined");
    assert_eq!(
        failure.headline,
        "Recovered: payment charge_card — CardDeclinedError: insufficient funds"
    );
    let (seen, came_of_it) = failure.explanation.split_once(" at ").expect("a time");
    assert_eq!(seen, "order saw 402");
    assert!(came_of_it.ends_with("; its retry succeeded, the request returned 200"));
    assert!(failure.cause.stacktrace.contains("Traceback"));
    assert_eq!(answers.total_failures, 1);
}

#[test]
fn a_part_picks_its_spans_and_a_headline_has_parts() {
    let mut engine = Engine::default();
    let trace = sample(&mut engine, "order-slow.otlp.jsonl");
    let mut answers = answers(&mut engine, trace);
    let filters: Vec<String> = answers.parts[..2].iter().map(OperationRow::filter).collect();
    assert_eq!(filters, ["service=payment name=POST", "service=order name=\"SELECT orders.db\""]);
    for part in &answers.parts {
        let filter = FilterText { text: part.filter(), ..FilterText::default() };
        let ask_filter = Ask::Filter { filter, from: None, direction: Direction::Next };
        let Answer::Filtered(found) = ask(&mut engine, trace, ask_filter) else {
            panic!("nothing about {}", part.filter());
        };
        assert_eq!(found.problem, None, "{}", part.filter());
        assert!(found.total >= part.calls, "{}: {found:?}", part.filter());
    }
    let failure = answers.failure.take().expect("a card is declined");
    let parts = failure.headline_parts();
    assert_eq!((parts.verdict, parts.origin.as_str()), ("Recovered", "payment charge_card"));
    assert_eq!(parts.reason.as_deref(), Some("CardDeclinedError: insufficient funds"));
    // A name that was cut is not asked for as a whole.
    let cut = OperationRow { name: "SELECT \"a\\b…".to_owned(), ..answers.parts.remove(0) };
    assert_eq!(cut.filter(), r#"service=payment name:"SELECT \"a\\b""#);
}

#[test]
fn the_loop_of_the_slow_order_is_a_run() {
    let mut engine = Engine::default();
    let trace = sample(&mut engine, "order-slow.otlp.jsonl");
    let Answer::SiblingRuns { total, runs } = ask(&mut engine, trace, Ask::SiblingRuns) else {
        panic!("no runs");
    };
    let told: Vec<_> = runs.iter().map(|run| (run.first.name.as_str(), run.count)).collect();
    assert_eq!(told, [("SELECT orders.db", 87), ("SELECT stock.db", 12), ("price line", 8)]);
    assert_eq!(total, 3);
    assert!(runs.iter().all(|run| run.union_nanos <= run.total_nanos && run.parent.is_some()));
}

#[test]
fn healthy_traces_are_said_to_have_no_failure() {
    let mut engine = Engine::default();
    let trace = sample(&mut engine, "order-healthy.otlp.jsonl");
    assert_eq!(answers(&mut engine, trace).failure, None);
    // The generated requests, their failures taken away.
    let text = generated(3_000)
        .replace(
            r#""key":"error","type":"bool","value":true"#,
            r#""key":"fine","type":"bool","value":true"#,
        )
        .replace("otel.status_code", "code")
        .replace("status_code", "code");
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    assert_eq!(summary(&mut engine, trace).listing.errors, 0);
    assert_eq!(answers(&mut engine, trace).failure, None);
}

#[test]
fn a_borne_failure_and_the_table_of_a_small_trace() {
    let (mut engine, trace) = with_small_trace();
    let small = answers(&mut engine, trace);
    assert_eq!((small.root.key, small.total_nanos, small.other_roots), (key(1), 100_000, 0));
    let failure = small.failure.expect("a leaf fails");
    // The leaf's parent does not say how it ended, and the root is no failure of its own.
    assert_eq!((failure.origin.key, failure.total_callers), (key(3), 0));
    assert_eq!(failure.verdict, VerdictView::Borne);
    let table = table(&mut engine, trace);
    let told: Vec<(&str, u64, Option<u64>)> =
        table.rows.iter().map(|row| (row.name.as_str(), row.nanos, row.drag_nanos)).collect();
    assert_eq!(
        told,
        [
            ("root", 50_000, Some(100_000)),
            ("child", 40_000, Some(50_000)),
            ("leaf", 10_000, Some(10_000)),
        ]
    );
    assert_eq!(table.rows[1].first_calls, [key(2)]);
    let calls = ask(&mut engine, trace, Ask::PathCalls { row: 1, first: 0, count: u32::MAX });
    assert_eq!(calls, Answer::PathCalls { total: 1, calls: vec![key(2)] });
    let nothing = ask(&mut engine, trace, Ask::PathCalls { row: 99, first: 5, count: 1 });
    assert_eq!(nothing, Answer::PathCalls { total: 0, calls: Vec::<RowKey>::new() });
}

#[test]
fn rows_carry_the_path_and_a_closed_row_that_of_what_it_hides() {
    let (mut engine, trace) = with_small_trace();
    let stretch =
        |start: u64, end: u64| Stretch { start_nanos: start * 1_000, end_nanos: end * 1_000 };
    let open = rows(&mut engine, trace);
    assert_eq!(open.rows[0].critical, [stretch(0, 10), stretch(60, 100)]);
    assert_eq!(open.rows[1].critical, [stretch(10, 20), stretch(30, 60)]);
    assert_eq!(open.rows[2].critical, [stretch(20, 30)]);
    let collapse = Collapse { closed_from_depth: None, exceptions: vec![key(2)] };
    ask(&mut engine, trace, Ask::Collapse(collapse));
    assert_eq!(rows(&mut engine, trace).rows[1].critical, [stretch(10, 60)]);
}

#[test]
fn a_span_with_thousands_of_sections_has_few_marks() {
    let calls: String =
        (0..500).map(|n| format!("a    load  {}|=|\n", " ".repeat(3 * n))).collect();
    let drawing = format!("a  root  |{}|\n{calls}", "=".repeat(1_600));
    let (_, answers, _) = answers_of(drawn(&drawing)).expect("answers");
    assert_eq!(answers.parts[0].calls, 500);
}

#[test]
fn a_summary_says_both_answers_in_a_few_lines() {
    let trace = drawn(
        "
        front  GET / !    |===================|  kind=server
        front    SELECT     |===|                kind=client, attr db.name=users
        front    SELECT         |===|            kind=client, attr db.name=users
        front    POST !               |=====|    kind=client
        pay        charge !            |===|     kind=server, exception a.b.Declined: no money
        ",
    );
    let (listing, answers, _) = answers_of(trace).expect("answers");
    let text = answers_markdown(&listing, &answers, "https://x.example/#/trace/1 2");
    let expected = "
        **`front` `GET /`** took **20.0 ms**
        Mar 1, 2026, 12:00:00.000 UTC, trace `0000000000000abc`, 5 spans

        **Where the time went**

        - 8.00 ms (40 %) `front` → `users` `SELECT` ×2
        - 6.00 ms (30 %) `front` `GET /`
        - 4.00 ms (20 %) `pay` `charge`
        - 2.00 ms (10 %) `front` `POST`

        **Where it failed**

        Failed: `pay` `charge` — `Declined: no money`.
        `front` saw an error at +18.0 ms; the request failed.

        <https://x.example/#/trace/1%202>
        ";
    assert_eq!(text.trim_end(), block(expected));
}

#[test]
fn hostile_names_stay_inside_their_code_spans() {
    let hostile = "a`b` **x** [l](http://evil) @team <img> \u{202e}rtl";
    let trace = drawn(&format!("svc`  {hostile} !  |==|  message=`# no`"));
    let (listing, answers, _) = answers_of(trace).expect("answers");
    let text = answers_markdown(&listing, &answers, "javascript:alert(`1`)>\n# head");
    for line in text.lines() {
        assert_eq!(line.matches('`').count() % 2, 0, "{line}");
        // What stands outside of code spans and the address is ours.
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.contains(['[', '@', '\u{202e}']), "{outside}");
        assert!(!outside.contains("evil") && !outside.contains("<img"), "{outside}");
    }
    assert!(!text.contains('\u{202e}') && !text.contains("\n# "), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with('<')).count(), 1);
}
