//! Clocks of hosts, told by the calls between them.

use proptest::prelude::*;
use spanscope::analysis::{
    ClockSkew, HostClock, PathMode, TOLERANCE_NANOS, clock_skew, critical_paths, self_times,
};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::trace::{
    Builder, Resource, ResourceIdx, SpanId, SpanIdx, SpanKind, SpanRecord, Trace, TraceId,
};

use crate::random_spans::{spans, trace_of};
use crate::support::{drawn, span_named};

const MILLI: i64 = 1_000_000;

/// Each host as `name offset low..high pairs`, in milliseconds.
fn told(skew: &ClockSkew) -> Vec<String> {
    let text = |host: &HostClock| {
        let (low, high) = host.interval_nanos;
        let [offset, low, high] = [host.offset_nanos, low, high].map(|nanos| nanos / MILLI);
        format!("{} {offset} in {low}..{high} by {}", host.name, host.pairs)
    };
    skew.hosts.iter().map(text).collect()
}

fn skew_of(text: &str) -> Vec<String> {
    told(&clock_skew(&drawn(text), TOLERANCE_NANOS))
}

#[test]
fn a_server_that_began_before_its_client_is_moved_to_the_middle() {
    let skew = skew_of(
        "
        web  GET /       |==============|
        web    call         |========|      kind=client
        db       query   |====|             kind=server
        ",
    );
    // The least is 3 later, the most 7.
    assert_eq!(skew, ["web 0 in 0..0 by 0", "db 5 in 3..7 by 1"]);
}

#[test]
fn all_calls_between_two_hosts_in_both_directions_narrow_one_offset() {
    let skew = skew_of(
        "
        web  GET /          |=========================|
        web    call            |========|               kind=client
        db       query      |====|                      kind=server
        db         ask       |==|                       kind=client
        web          answer      ||                     kind=server
        web    again                      |====|        kind=client
        db       query 2               |==|             kind=server
        ",
    );
    // The first says 3..7, the second 3..5, the answer, read the other way, 3..4.
    assert_eq!(skew.len(), 2);
    assert_eq!(skew[1], "db 3 in 3..4 by 3");
}

#[test]
fn hosts_further_away_move_with_those_before_them() {
    let skew = skew_of(
        "
        web  GET /        |======================|
        web    call          |===============|      kind=client
        mid      work     |===============|         kind=server
        mid        call     |========|              kind=client
        db           query   |======|               kind=server
        ",
    );
    assert_eq!(skew, ["web 0 in 0..0 by 0", "mid 3 in 3..3 by 1", "db 3 in 2..4 by 1"]);
}

#[test]
fn a_host_is_what_the_resource_says_before_its_service() {
    let skew = skew_of(
        "
        web  GET /       |==============|    resource host.name=one
        web    call         |========|       kind=client, resource host.name=one
        db       query   |====|              kind=server, resource host.name=two
        ",
    );
    assert_eq!(skew, ["one 0 in 0..0 by 0", "two 5 in 3..7 by 1"]);
    let same = skew_of(
        "
        web  GET /       |==============|    resource host.name=one
        web    call         |========|       kind=client, resource host.name=one
        db       query   |====|              kind=server, resource host.name=one
        ",
    );
    assert_eq!(same, [""; 0], "a host's clock agrees with itself");
}

#[test]
fn contradictory_calls_claim_nothing() {
    let skew = skew_of(
        "
        web  GET /       |====================|
        web    early        |====|               kind=client
        db       query   |===|                   kind=server
        web    late                 |====|       kind=client
        db       query 2               |===|     kind=server
        ",
    );
    assert_eq!(skew, [""; 0]);
    let longer = skew_of(
        "
        web  GET /       |====================|
        web    gave up      |====|               kind=client
        db       query   |==============|        kind=server
        ",
    );
    assert_eq!(longer, [""; 0], "a server that outlives its client says nothing");
}

#[test]
fn messages_and_plain_children_claim_nothing() {
    for kinds in ["producer consumer", "internal server", "client internal", "client consumer"] {
        let (caller, callee) = kinds.split_once(' ').expect("two kinds");
        let skew = skew_of(&format!(
            "
            web  GET /       |==============|
            web    send         |========|      kind={caller}
            db       take    |====|             kind={callee}
            "
        ));
        assert_eq!(skew, [""; 0], "{kinds}");
    }
}

#[test]
fn links_claim_nothing() {
    let skew = skew_of(
        "
        web  GET /     |==============|
        web    call       |========|      kind=client, id=aa
        db   query     |====|             kind=server, link=aa
        ",
    );
    assert_eq!(skew, [""; 0]);
}

#[test]
fn what_synchronised_clocks_differ_by_is_no_skew() {
    let text = "
        web  GET /     |==============|
        web    call       |========|      kind=client
        db       query   |====|           kind=server
    ";
    let trace = drawn(text);
    assert!(clock_skew(&trace, 1_000_000).is_empty());
    assert!(!clock_skew(&trace, 999_999).is_empty());
}

#[test]
fn an_adjusted_trace_keeps_its_rows_and_nests_its_calls() {
    let trace = drawn(
        "
        web  GET /       |==============|
        web    call         |========|      kind=client
        db       query   |====|             kind=server, event done@4
        web    later      |==|
        ",
    );
    let skew = clock_skew(&trace, TOLERANCE_NANOS);
    let adjusted = trace.with_shifted_starts(&skew.shifts_nanos);
    for span in trace.spans() {
        assert_eq!(adjusted.span_id(span), trace.span_id(span));
        assert_eq!(adjusted.parent(span), trace.parent(span));
        assert_eq!(adjusted.duration_nanos(span), trace.duration_nanos(span));
    }
    let query = span_named(&trace, "query");
    assert_eq!(adjusted.start_nanos(query), trace.start_nanos(query) + 5_000_000);
    let event = adjusted.pool().events(adjusted.events(query))[0];
    assert_eq!(adjusted.event_nanos(query, &event), event.time_nanos + 5_000_000);
    assert_eq!(trace.event_nanos(query, &event), event.time_nanos);
    let web = span_named(&trace, "GET /");
    assert_eq!(adjusted.start_nanos(web), trace.start_nanos(web));
}

#[test]
fn a_sibling_moved_behind_the_others_does_not_hide_them_from_the_path() {
    let trace = drawn(
        "
        web  GET /      |==========|
        db     first     |=|
        web    second        |===|
        ",
    );
    let db = trace.resource_idx(span_named(&trace, "first")).0 as usize;
    let mut shifts = vec![0; trace.pool().resources().len()];
    shifts[db] = 20 * MILLI;
    let moved = trace.with_shifted_starts(&shifts);
    let path = critical_paths(&moved, PathMode::Cover).remove(0);
    let second = span_named(&trace, "second");
    let charged = path.sections.iter().filter(|section| section.span == second);
    assert_eq!(charged.map(|section| section.duration_nanos()).sum::<u64>(), 4_000_000);
}

#[test]
fn shifts_that_no_clock_has_stay_within_64_bits() {
    let trace = drawn("a  b  |==|");
    for shift in [i64::MIN, i64::MAX] {
        let shifts = vec![shift; trace.pool().resources().len()];
        let shifted = trace.with_shifted_starts(&shifts);
        assert!(shifted.end_nanos(SpanIdx(0)) >= shifted.start_nanos(SpanIdx(0)));
    }
}

/// A tree of calls as it really was, and each host's clock.
#[derive(Clone, Debug)]
struct Calls {
    /// What each host's clock is ahead of the true time, in nanoseconds; the first is that of
    /// the entry.
    ahead: [i64; 5],
    /// Of each call: the server span that makes it, where it goes, and when, in thousandths of
    /// what is around it: the client's start and end, then the server's.
    calls: Vec<(usize, usize, [u64; 4])>,
}

fn calls(most_ahead: i64) -> impl Strategy<Value = Calls> {
    let ahead = proptest::array::uniform5(-most_ahead..=most_ahead);
    let call = (any::<prop::sample::Index>(), 0..5usize, proptest::array::uniform4(0..=1000u64));
    (ahead, prop::collection::vec(call, 1..12)).prop_map(|(ahead, calls)| {
        let call =
            |(number, (parent, host, mut parts)): (usize, (prop::sample::Index, _, [u64; 4]))| {
                parts[..2].sort_unstable();
                parts[2..].sort_unstable();
                (parent.index(number + 1), host, parts)
            };
        Calls { ahead, calls: calls.into_iter().enumerate().map(call).collect() }
    })
}

const TRUE_START: u64 = 1_700_000_000_000_000_000;
const TRUE_LENGTH: u64 = 1 << 40;

/// The trace that the hosts' clocks recorded.
fn recorded(calls: &Calls) -> Trace {
    let mut builder = Builder::default();
    let resources = ["h0", "h1", "h2", "h3", "h4"].map(|name| {
        let service = builder.intern(name);
        builder.pool_mut().push_resource(Resource { service, ..Resource::default() })
    });
    let mut add = |host: usize, kind, parent: u64, (start, end): (u64, u64)| {
        let trace = builder.trace(TraceId(1));
        let id = builder.span_count() as u64 + 1;
        let by_clock = |time: u64| time.saturating_add_signed(calls.ahead[host]);
        builder.add(SpanRecord {
            trace,
            id: SpanId(id),
            parent_id: SpanId(parent),
            kind,
            start_nanos: by_clock(start),
            end_nanos: by_clock(end),
            resource: resources[host],
            ..SpanRecord::default()
        });
        id
    };
    let within = |(start, end): (u64, u64), parts: &[u64]| {
        let at = |part: u64| start + (end - start) / 1000 * part;
        (at(parts[0]), at(parts[1]))
    };
    let whole = (TRUE_START, TRUE_START + TRUE_LENGTH);
    let mut servers = vec![(0, add(0, SpanKind::Server, 0, whole), whole)];
    for (parent, host, parts) in &calls.calls {
        let (from, parent_id, around) = servers[*parent];
        let client = within(around, &parts[..2]);
        let client_id = add(from, SpanKind::Client, parent_id, client);
        let server = within(client, &parts[2..]);
        let server_id = add(*host, SpanKind::Server, client_id, server);
        servers.push((*host, server_id, server));
    }
    builder.build().traces.remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn planted_offsets_lie_in_the_intervals_that_are_found(calls in calls(1 << 42)) {
        let skew = clock_skew(&recorded(&calls), 0);
        for host in &skew.hosts {
            let number: usize = host.name[1..].parse().expect("a number");
            let planted = calls.ahead[0] - calls.ahead[number];
            let (low, high) = host.interval_nanos;
            prop_assert!((low..=high).contains(&planted), "{planted} {host:?}");
            prop_assert!((low..=high).contains(&host.offset_nanos), "{host:?}");
        }
    }

    #[test]
    fn what_is_adjusted_has_every_server_inside_its_client_where_hosts_were_found_in_one_step(
        mut calls in calls(1 << 42),
    ) {
        // All calls come from the entry's host.
        calls.calls.iter_mut().for_each(|call| call.0 = 0);
        let trace = recorded(&calls);
        let skew = clock_skew(&trace, 0);
        let adjusted = trace.with_shifted_starts(&skew.shifts_nanos);
        let entry_alone = |span: SpanIdx| adjusted.kind(span) == SpanKind::Server;
        for server in adjusted.spans().filter(|&span| entry_alone(span)) {
            let Some(client) = adjusted.parent(server) else { continue };
            prop_assert!(skew.is_empty() || adjusted.start_nanos(server) >= adjusted.start_nanos(client));
            prop_assert!(skew.is_empty() || adjusted.end_nanos(server) <= adjusted.end_nanos(client));
        }
    }

    #[test]
    fn clocks_that_agree_are_not_accused(calls in calls(0)) {
        prop_assert!(clock_skew(&recorded(&calls), 0).is_empty());
    }

    #[test]
    fn the_skew_does_not_depend_on_the_order_of_spans(calls in calls(1 << 42)) {
        // The pool's numbers of resources are those of arrival: turn them round.
        let trace = recorded(&calls);
        let told = told(&clock_skew(&trace, 0));
        prop_assert_eq!(told, self::told(&clock_skew(&reversed(&trace), 0)));
    }

    #[test]
    fn shifted_traces_have_the_self_times_and_paths_of_their_times(
        spans in spans(),
        shifts in prop::collection::vec(-20i64..20, 4),
    ) {
        let trace = trace_of(&spans).with_shifted_starts(&shifts);
        let self_nanos = self_times(&trace);
        for span in trace.spans() {
            prop_assert_eq!(self_nanos[span.index()], slow_self_time(&trace, span));
        }
        for mode in [PathMode::Cover, PathMode::HappensBefore] {
            for path in critical_paths(&trace, mode) {
                let charged: u64 = path.sections.iter().map(|one| one.duration_nanos()).sum();
                prop_assert_eq!(charged, trace.duration_nanos(path.root));
                prop_assert!(path.ambiguous_nanos <= charged);
            }
        }
    }
}

/// The same spans, the last first, with the resources the other way round.
fn reversed(trace: &Trace) -> Trace {
    let mut builder = Builder::default();
    let names: Vec<String> = (0..5).rev().map(|number| format!("h{number}")).collect();
    let resources: Vec<ResourceIdx> = names
        .iter()
        .map(|name| {
            let service = builder.intern(name);
            builder.pool_mut().push_resource(Resource { service, ..Resource::default() })
        })
        .collect();
    for span in trace.spans().rev() {
        let ordinal = builder.trace(trace.id());
        let host = names.iter().position(|name| name == trace.service_text(span));
        builder.add(SpanRecord {
            trace: ordinal,
            id: trace.span_id(span),
            parent_id: trace.parent_id(span),
            kind: trace.kind(span),
            start_nanos: trace.start_nanos(span),
            end_nanos: trace.end_nanos(span),
            resource: resources[host.expect("a host")],
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

/// The instants of a span at which no child of it runs.
fn slow_self_time(trace: &Trace, span: SpanIdx) -> u64 {
    let runs =
        |span: SpanIdx, at: u64| (trace.start_nanos(span)..trace.end_nanos(span)).contains(&at);
    let own = trace.start_nanos(span)..trace.end_nanos(span);
    own.filter(|&at| !trace.children(span).any(|child| runs(child, at))).count() as u64
}

#[test]
fn generated_traces_have_no_skew() {
    for shape in Shape::ALL {
        let bytes = Plan { spans: 2_000, shape, format: Format::OtlpJson, seed: 5 }.bytes();
        let outcome = spanscope::ingest::read("generated", &bytes);
        for trace in &outcome.recording.traces {
            assert_eq!(told(&clock_skew(trace, TOLERANCE_NANOS)), [""; 0]);
        }
    }
}
