//! What failed, drawn for each way in which a failure can end.

use proptest::prelude::*;
use spanscope::analysis::{CauseSource, Failure, Failures, PeerNames, Verdict, failures};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, regular_trace, spans_in_two_orders, trace_of};
use crate::support::drawn;

fn found(trace: &Trace) -> Failures {
    failures(trace, &PeerNames::find(trace.pool()))
}

/// `Failed: a > b > c: Boom: no`, a line each failure, and how many are not shown.
fn told(trace: &Trace) -> String {
    let found = found(trace);
    let lines: Vec<String> = found.shown.iter().map(|failure| line(trace, failure)).collect();
    assert_eq!(found.total as usize, lines.len());
    lines.join("\n")
}

fn line(trace: &Trace, failure: &Failure) -> String {
    let name = |span: SpanIdx| trace.name_text(span);
    let verdict = match failure.verdict {
        Verdict::Retried(retry) => format!("Retried by row {}", retry.0),
        Verdict::Hedged(other) => format!("Hedged by row {}", other.0),
        other => format!("{other:?}"),
    };
    let chain: Vec<&str> = failure.chain.iter().map(|&span| name(span)).collect();
    let cause = &failure.cause;
    let mut text = format!("{verdict}: {} — {} {}", chain.join(" > "), cause.kind, cause.message);
    text = text.trim_end_matches(" —  ").to_owned();
    if let Some(deadline) = failure.deadline {
        text = format!("{} (gave up on {})", text.trim_end(), name(deadline.callee));
    }
    if failure.other_origins > 0 {
        text += &format!(" (+{})", failure.other_origins);
    }
    text.trim_end().to_owned()
}

#[track_caller]
fn assert_told(drawing: &str, expected: &[&str]) {
    assert_eq!(told(&drawn(drawing)), expected.join("\n"));
}

#[test]
fn the_chain_leads_from_the_entry_down_to_the_origin_and_its_exception() {
    assert_told(
        "
        front  GET / !       |=============|
        front    POST !        |=========|   kind=client
        pay        charge !      |=====|     kind=server
        pay          card !        |==|      exception Declined: no money
        pay          audit           |=|
        ",
        &["Failed: GET / > POST > charge > card — Declined no money"],
    );
}

#[test]
fn a_server_that_refuses_hands_a_failure_on_without_being_marked() {
    assert_told(
        "
        front  GET /       |=============|  kind=server, attr http.response.status_code=409
        front    check !     |=========|    exception Stock: none left
        ",
        &["Failed: GET / > check — Stock none left"],
    );
    // Text, and the older name, are as good.
    assert_told(
        "
        front  GET /       |=============|  kind=server, attr http.status_code=500
        ",
        &["Failed: GET /"],
    );
}

#[test]
fn nothing_is_claimed_where_nothing_failed() {
    assert_told(
        "
        front  GET /       |=============|  kind=server, attr http.response.status_code=404
        front    look        |==|           exception Missing: handled, attr error.type=x
        ",
        &[],
    );
}

#[test]
fn a_failed_attempt_whose_retry_succeeded_is_recovered() {
    assert_told(
        "
        front  GET /      |=================|  kind=server, attr http.response.status_code=200
        front    POST !     |====|             kind=client, attr url.full=http://pay/c?a=1
        pay        charge !  |==|              kind=server, exception Declined: no
        front    POST              |=====|     kind=client, attr url.full=http://pay/c?a=2
        ",
        &["Retried by row 3: POST > charge — Declined no"],
    );
}

#[test]
fn a_call_to_another_target_is_no_retry_and_neither_is_the_next_of_a_loop() {
    assert_told(
        "
        front  GET /      |=================|
        front    POST !     |====|             kind=client, attr url.full=http://pay/c
        front    POST              |=====|     kind=client, attr url.full=http://mail/c
        ",
        &["Borne: POST"],
    );
    assert_told(
        "
        front  GET /      |=================|
        front    load      |=|
        front    load !      |=|
        front    load          |=|
        front    load            |=|
        front    load              |=|
        front    load                |=|
        ",
        &["Borne: load"],
    );
}

#[test]
fn an_attempt_at_the_same_time_is_a_hedge() {
    assert_told(
        "
        front  GET /      |=================|
        front    POST !     |======|           kind=client
        front    POST         |======|         kind=client
        ",
        &["Hedged by row 2: POST"],
    );
}

#[test]
fn of_three_failed_attempts_the_last_is_the_origin_and_the_others_are_counted() {
    assert_told(
        "
        front  GET / !    |=================|
        front    POST !     |==|               message=first
        front    POST !         |==|           message=second
        front    POST !             |==|       message=third
        ",
        &["Failed: GET / > POST —  third (+2)"],
    );
}

#[test]
fn a_failure_that_was_retried_did_not_make_its_parent_fail() {
    assert_told(
        "
        front  GET / !    |=================|
        front    POST !     |==|               message=first
        front    POST           |==|
        front    save !             |==|       message=full
        ",
        &["Failed: GET / > save —  full", "Retried by row 2: POST —  first"],
    );
}

#[test]
fn a_failure_passes_through_spans_that_do_not_say_how_they_ended() {
    let drawing = "
        front  GET / !    |=================|
        front    work        |==========|      kind=internal
        front      POST !     |=======|        exception Boom: x
        ";
    assert_told(drawing, &["Failed: GET / > POST — Boom x"]);
    let went_well = drawing.replace("kind=internal", "kind=internal, ok");
    assert_told(&went_well, &["Failed: GET /", "Borne: POST — Boom x"]);
}

#[test]
fn a_cache_miss_is_called_one() {
    assert_told(
        "
        front  GET /    |=========|
        front    GET !    |==|       kind=client, attr db.system=redis, message=no such key
        ",
        &["CacheMiss: GET —  no such key"],
    );
}

#[test]
fn a_consumer_that_fails_after_the_request_ended_did_not_make_it_fail() {
    assert_told(
        "
        front  GET /         |=====|             kind=server
        front    publish       |==|              kind=producer
        mail       process !        |=====|      kind=consumer, exception Smtp: down
        front    late !               |==|
        ",
        &["Apart: process — Smtp down", "Apart: late"],
    );
}

#[test]
fn a_caller_that_gave_up_is_named_with_the_callee_that_ended_well() {
    assert_told(
        "
        front  GET / !     |=======|          kind=server
        front    POST !      |====|           kind=client, attr error.type=timeout
        slow       work        |==========|   kind=server
        ",
        &["Failed: GET / > POST — timeout (gave up on work)"],
    );
    // Without a word about time the callee's end says enough; a callee in time does not.
    assert_told("a  call !  |====|\nb    work    |======|", &["Failed: call (gave up on work)"]);
    assert_told("a  call !  |=====|\nb    work    |==|", &["Failed: call"]);
}

#[test]
fn what_a_callee_did_after_its_caller_gave_up_is_not_the_origin() {
    assert_told(
        "
        front  GET / !     |=======|          kind=server
        front    POST !      |====|           message=context deadline exceeded
        slow       work !      |==========|   message=cancelled
        ",
        &[
            "Failed: GET / > POST —  context deadline exceeded (gave up on work)",
            "Apart: work —  cancelled",
        ],
    );
}

#[test]
fn the_root_alone_may_fail_and_say_why_or_not() {
    assert_told("a  root !  |==|  message=no luck", &["Failed: root —  no luck"]);
    assert_told("a  root !  |==|  attr error.type=Oops", &["Failed: root — Oops"]);
    let trace = drawn("a  root !  |==|");
    assert_eq!(found(&trace).shown[0].cause.source, CauseSource::Nothing);
}

#[test]
fn the_last_exception_counts_and_an_event_needs_no_other_name_than_its_type() {
    assert_told(
        "a  root !  |==|  exception First: one, exception Second: two",
        &["Failed: root — Second two"],
    );
}

#[test]
fn an_orphan_that_failed_is_not_said_to_have_made_the_request_fail() {
    assert_told(
        "
        front  GET /      |=======|
        pay    charge !     |==|      parent=ff, exception Boom: x
        ",
        &["Unconnected: charge — Boom x"],
    );
    // With nothing but orphans the first of them is the entry.
    assert_told(
        "
        front  a !   |=======|   parent=fe
        pay    b !     |==|      parent=ff
        ",
        &["Failed: a", "Unconnected: b"],
    );
}

#[test]
fn in_a_long_chain_and_in_a_wide_family_nothing_failed() {
    assert_eq!(found(&CHAIN), Failures::default());
    let wide = regular_trace(100_000, |number| (number > 0).then_some(0));
    assert_eq!(found(&wide).total, 0);
}

fn with_errors(count: u64, parent_of: impl Fn(u64) -> Option<u64>) -> Trace {
    use spanscope::trace::{Builder, SpanId, SpanRecord, Status, TraceId};
    let mut builder = Builder::default();
    for number in 0..count {
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            id: SpanId(number + 1),
            parent_id: parent_of(number).map_or(SpanId::NONE, |parent| SpanId(parent + 1)),
            start_nanos: 1_000 + number,
            end_nanos: 1_000 + 2 * count - number,
            status: Status::Error,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

#[test]
fn a_hundred_thousand_failed_spans_are_one_failure_in_a_chain_and_in_a_family() {
    let chain = with_errors(100_000, |number| number.checked_sub(1));
    assert_eq!(found(&chain).shown[0].chain.len(), 100_000);
    let family = with_errors(100_000, |number| (number > 0).then_some(0));
    let found = found(&family);
    assert_eq!((found.total, found.shown[0].other_origins), (1, 99_998));
    assert_eq!(found.shown[0].chain.len(), 2);
}

/// What is left of failures when rows are renumbered.
fn said(trace: &Trace) -> Vec<String> {
    let found = found(trace);
    found
        .shown
        .iter()
        .map(|failure| {
            let place = |span: SpanIdx| (trace.name_text(span).to_owned(), trace.start_nanos(span));
            let chain: Vec<_> = failure.chain.iter().map(|&span| place(span)).collect();
            let verdict = match failure.verdict {
                Verdict::Retried(retry) | Verdict::Hedged(retry) => format!("{:?}", place(retry)),
                other => format!("{other:?}"),
            };
            format!("{verdict} {chain:?} {}", failure.other_origins)
        })
        .collect()
}

proptest! {
    #[test]
    fn failures_do_not_depend_on_the_order_of_spans((one, other) in spans_in_two_orders()) {
        prop_assert_eq!(said(&trace_of(&one)), said(&trace_of(&other)));
    }

    #[test]
    fn a_chain_leads_down_through_failed_spans_and_every_failed_span_is_accounted_for(
        (spans, _) in spans_in_two_orders(),
    ) {
        let trace = trace_of(&spans);
        let found = found(&trace);
        let failed = trace.spans().filter(|&span| trace.is_error(span)).count();
        prop_assert_eq!(found.total == 0, failed == 0);
        prop_assert!(found.total as usize <= failed);
        for failure in &found.shown {
            prop_assert!(failure.chain.iter().all(|&span| trace.is_error(span)));
            let is_down = |pair: &[SpanIdx]| {
                pair[0] < pair[1] && pair[1] < trace.subtree_end(pair[0])
            };
            prop_assert!(failure.chain.windows(2).all(is_down));
        }
    }
}
