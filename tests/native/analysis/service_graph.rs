//! Who calls whom.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;
use spanscope::analysis::{
    GraphFilter, GraphGrouping, GraphSums, Hops, NodeKind, ServiceGraph, filtered, focused, grouped,
};
use spanscope::trace::{SpanIdx, SpanKind, Trace};

use crate::ingest::fixtures::{all_files, fixture};
use crate::random_spans::{spans, spans_in_two_orders, trace_of};
use crate::support::{assert_drawn, drawn};

mod changes;

fn graph_of(traces: &[Trace]) -> ServiceGraph {
    let mut sums = GraphSums::default();
    traces.iter().zip(0..).for_each(|(trace, number)| sums.add(trace, number));
    sums.finish()
}

fn edge_words(graph: &ServiceGraph) -> String {
    let name = |node: u32| graph.nodes[node as usize].key();
    let line = |edge: &spanscope::analysis::GraphEdge| {
        let figures = edge.figures;
        let failed = match figures.errors {
            Some(0) => String::new(),
            Some(errors) => format!(", {errors} failed"),
            None => ", counted".to_owned(),
        };
        let millis = |nanos: Option<u64>| nanos.map(|nanos| format!(" {}", nanos / 1_000_000));
        let times = [figures.p50_nanos, figures.p95_nanos].into_iter().filter_map(millis);
        let times: String = times.collect();
        format!("{} → {}: {}{failed}{times}", name(edge.from), name(edge.to), figures.calls)
    };
    graph.edges.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn assert_edges(trace: &str, expected: &str) {
    assert_drawn(edge_words(&graph_of(&[drawn(trace)])), expected);
}

#[test]
fn a_call_with_both_its_sides_is_one_call_as_the_callee_has_it() {
    assert_edges(
        "
        web      GET /           |==============|    kind=server
        web        call order     |===========|      kind=client, attr server.address=10.0.0.1
        order        POST !         |======|         kind=server
        order          publish       |=|             kind=producer, attr messaging.destination.name=made
        stock            take           |====|       kind=consumer, attr messaging.destination.name=made
        ",
        "
        order → stock: 1 5 5
        web → order: 1, 1 failed 7 7
        ",
    );
}

#[test]
fn a_call_that_nobody_answers_goes_to_what_its_attributes_name() {
    assert_edges(
        "
        shop  GET /      |==================|  kind=server
        shop    a         |=|                  kind=client, attr service.peer.name=bank, attr db.system=redis
        shop    b         |==|                 kind=client, attr db.system.name=redis, attr db.namespace=carts, attr server.address=r1
        shop    c         |===|                kind=internal, attr db.system=redis, attr server.address=r1
        shop    d         |=|                  kind=client, attr db.system=redis
        shop    e         |=|                  kind=producer, attr messaging.destination.name=made, attr server.address=mq
        shop    f !       |=|                  kind=client, attr server.address=10.0.0.1
        shop    g         |=|                  kind=client
        shop    h         |=|                  kind=internal, attr server.address=10.0.0.1
        ",
        "
        shop → outside:10.0.0.1: 1, 1 failed 2 2
        shop → outside:bank: 1 2 2
        shop → database:carts: 1 3 3
        shop → queue:made: 1 2 2
        shop → database:r1: 1 4 4
        shop → database:redis: 1 2 2
        ",
    );
}

#[test]
fn a_call_inside_a_call_of_the_same_and_one_answered_further_down_count_once() {
    assert_edges(
        "
        shop  GET /          |=================|  kind=server
        shop    load          |========|          kind=client, attr db.system=redis
        shop      GET           |==|              kind=client, attr db.system=redis
        shop    pay           |============|      kind=client, attr server.address=10.0.0.1
        shop      retry         |=======|         kind=internal
        bank        charge        |===|           kind=server
        ",
        "
        shop → bank: 1 4 4
        shop → database:redis: 1 3 3
        ",
    );
}

#[test]
fn a_message_whose_sender_is_elsewhere_came_from_its_queue() {
    assert_edges(
        "
        stock  take      |====|       kind=consumer, attr messaging.destination.name=made
        stock    SELECT   |=|         kind=client, attr db.system=sqlite
        ",
        "
        queue:made → stock: 1 5 5
        stock → database:sqlite: 1 2 2
        ",
    );
}

#[test]
fn a_message_whose_sender_is_linked_came_from_there() {
    assert_edges(
        "
        shop   POST /    |=========|        kind=server
        shop     publish  |=|               kind=producer, attr messaging.destination.name=made
        stock  take          |====|         kind=consumer, link=2, attr messaging.destination.name=made
        ",
        "shop → stock: 1 5 5",
    );
}

#[test]
fn a_message_that_is_received_and_then_processed_counts_once() {
    let queue = "attr messaging.destination.name=made";
    assert_edges(
        &format!(
            "
            shop   publish   |=|               kind=producer, {queue}
            stock    receive    |====|         kind=consumer, {queue}
            stock      process !  |==|         kind=consumer, {queue}, link=1
            "
        ),
        "shop → stock: 1, 1 failed 3 3",
    );
    assert_edges(
        &format!(
            "
            shop   publish   |=|               kind=producer, {queue}
            stock    receive    |=======|      kind=consumer, {queue}
            stock      poll      |=====|       kind=internal
            stock        process   |==|        kind=consumer, {queue}
            "
        ),
        "shop → stock: 1 3 3",
    );
    // The sender is elsewhere: each that is processed is a message.
    assert_edges(
        &format!(
            "
            stock  receive      |=======|      kind=consumer, {queue}
            stock    process     |==|          kind=consumer, {queue}
            stock    process         |=|       kind=consumer, {queue}
            "
        ),
        "queue:made → stock: 2 2 3",
    );
    // Only the one that receives knows the queue.
    assert_edges(
        &format!(
            "
            stock  receive      |=======|      kind=consumer, {queue}
            stock    process     |==|          kind=consumer
            "
        ),
        "queue:made → stock: 1 3 3",
    );
    // Which of the two was sent nobody says.
    let trace = format!(
        "
        shop   publish   |=|               kind=producer, {queue}
        stock    receive    |=======|      kind=consumer, {queue}
        stock      process    |=|          kind=consumer, {queue}
        stock      process       |=|       kind=consumer, {queue}
        "
    );
    assert_edges(&trace, "shop → stock: 1 8 8");
    let graph = graph_of(&[drawn(&trace)]);
    let stock = &graph.nodes[graph.place("stock").expect("a node") as usize];
    assert_eq!(stock.operations.len(), 1);
    assert_eq!((stock.operations[0].name.as_str(), stock.figures.calls), ("process", 2));
}

#[test]
fn a_batch_is_a_call_by_each_sender_that_it_links_to_told_further_in_or_not() {
    let publish = "
        shop   POST /     |=========|       kind=server
        shop     publish   |=|              kind=producer
        shop     publish    |=|             kind=producer
        web    order        |=|             kind=producer";
    assert_edges(
        &format!(
            "{publish}\n        stock  take           |====|        kind=consumer, link=2, link=3, link=4, link=2"
        ),
        "
        shop → stock: 2 5 5
        web → stock: 1 5 5
        ",
    );
    assert_edges(
        &format!(
            "{publish}
        stock  receive        |======|      kind=consumer, link=2, link=3, link=4
        stock    process       |=|          kind=consumer, link=2
        stock    process         |==|       kind=consumer, link=4"
        ),
        "
        shop → stock: 2 2 7
        web → stock: 1 3 3
        ",
    );
}

#[test]
fn databases_of_one_name_are_told_apart_by_their_servers_if_there_are_several() {
    let call = |server: &str| {
        drawn(&format!(
            "shop  get |=|  kind=client, attr db.system=redis, attr db.namespace=0{server}"
        ))
    };
    let (one, other, unknown) = (", attr server.address=r1", ", attr server.address=r2", "");
    let known = graph_of(&[one, unknown, one].map(call));
    assert_eq!(edge_words(&known), "shop → database:0: 3 2 2");
    let several = graph_of(&[unknown, other, one, one].map(call));
    assert_drawn(
        edge_words(&several),
        "
        shop → database:0: 1 2 2
        shop → database:0 @ r1: 2 2 2
        shop → database:0 @ r2: 1 2 2
        ",
    );
    assert!(several.nodes[..3].iter().all(|node| node.system == "redis"), "{several:#?}");
    // Who wraps a call may not know the server.
    assert_edges(
        "
        shop  load     |=====|   kind=client, attr db.system=redis, attr db.namespace=0
        shop    get      |=|     kind=client, attr db.system=redis, attr db.namespace=0, attr server.address=r1
        ",
        "shop → database:0: 1 2 2",
    );
}

#[test]
fn a_service_that_is_called_like_a_database_has_a_key_of_its_own() {
    let graph = graph_of(&[drawn(
        "
        shop             go      |=====|
        database:orders    serve  |=|     kind=server
        shop               get      |=|   kind=client, attr db.system=redis, attr db.namespace=orders
        ",
    )]);
    assert_eq!(
        edge_words(&graph),
        "shop → service:database:orders: 1 2 2\nshop → database:orders: 1 2 2"
    );
    for (node, place) in graph.nodes.iter().zip(0..) {
        assert_eq!(graph.place(&node.key()), Some(place), "{}", node.key());
    }
}

#[test]
fn what_callers_name_is_the_service_that_sent_spans_in_another_trace() {
    let one = drawn("shop  pay |====|  kind=client, attr peer.service=bank");
    let other = drawn("bank  charge |==|  kind=server");
    let graph = graph_of(&[one, other]);
    assert_eq!(edge_words(&graph), "shop → bank: 1 5 5");
    assert_eq!(graph.counts(), (2, 0));
    let bank = &graph.nodes[graph.place("bank").expect("a node") as usize];
    assert_eq!(bank.figures.calls, 2);
}

#[test]
fn quantiles_are_exact_over_all_traces_and_operations_have_their_own() {
    let trace = |length: usize, name: &str| {
        let bar = format!("|{}|", "=".repeat(length));
        drawn(&format!("a  go |{}|\nb    {name} {bar}  kind=server", "=".repeat(200)))
    };
    let traces: Vec<Trace> =
        (1..=20).map(|length| trace(length, if length <= 5 { "short" } else { "long" })).collect();
    let graph = graph_of(&traces);
    // Bars are a column longer than what is between their ends.
    assert_eq!(edge_words(&graph), "a → b: 20 11 20");
    let node = &graph.nodes[1];
    let operations: Vec<(&str, u64, u64)> = node
        .operations
        .iter()
        .map(|one| (one.name.as_str(), one.figures.calls, one.figures.p95_nanos.expect("calls")))
        .collect();
    assert_eq!(operations, [("long", 15, 21_000_000), ("short", 5, 6_000_000)]);
    assert_eq!(graph.edges[0].traces, (0..20).collect::<Vec<u32>>());
}

#[test]
fn circles_are_marked_and_nothing_beside_them() {
    let graph = ServiceGraph::of_counts([
        ("a", "b", 1),
        ("b", "c", 1),
        ("c", "b", 2),
        ("c", "d", 1),
        ("e", "e", 1),
    ]);
    let of_nodes: Vec<bool> = graph.nodes.iter().map(|node| node.is_in_cycle).collect();
    assert_eq!(of_nodes, [false, true, true, false, true]);
    let of_edges: Vec<bool> = graph.edges.iter().map(|edge| edge.is_in_cycle).collect();
    assert_eq!(of_edges, [false, true, true, false, true]);
}

#[test]
fn a_circle_of_a_hundred_thousand_is_found_without_recursion() {
    let names: Vec<String> = (0..100_000).map(|node| format!("{node:06}")).collect();
    let next = |at: usize| names[(at + 1) % names.len()].as_str();
    let counts = (0..names.len()).map(|at| (names[at].as_str(), next(at), 1));
    let graph = ServiceGraph::of_counts(counts);
    assert!(graph.nodes.iter().all(|node| node.is_in_cycle));
}

#[test]
fn counts_of_a_server_add_up_and_say_nothing_of_errors() {
    let graph =
        ServiceGraph::of_counts([("b", "a", 2), ("a", "b", 1), ("b", "a", 3), ("", "a", 1)]);
    assert_drawn(
        edge_words(&graph),
        "
         → a: 1, counted
        a → b: 1, counted
        b → a: 5, counted
        ",
    );
    assert_eq!(graph.nodes[1].figures.calls, 6);
}

#[test]
fn focus_keeps_what_is_near_along_calls_and_against_them_and_all_edges_among_it() {
    let graph = ServiceGraph::of_counts([
        ("a", "b", 1),
        ("b", "c", 1),
        ("c", "d", 1),
        ("d", "e", 1),
        ("x", "d", 1),
        ("a", "d", 1),
    ]);
    let near = |up, down| {
        let focus = graph.place("c").expect("a node");
        graph.among(&focused(&graph, focus, Hops { up, down }))
    };
    let names = |graph: &ServiceGraph| {
        graph.nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&near(1, 1)), "b c d");
    assert_eq!(names(&near(0, 2)), "c d e");
    let all = near(2, 1);
    assert_eq!((names(&all).as_str(), all.edges.len()), ("a b c d", 4));
}

#[test]
fn filters_keep_what_they_mean_and_who_calls_it() {
    let graph = ServiceGraph::of_counts([("web", "cart", 9), ("cart", "db", 2), ("web", "ads", 1)]);
    let edges =
        |filter: GraphFilter| edge_words(&filtered(&graph, &filter)).replace(", counted", "");
    let by_name = GraphFilter { name: " CART".to_owned(), ..GraphFilter::default() };
    assert_eq!(edges(by_name), "cart → db: 2\nweb → cart: 9");
    let by_weight = GraphFilter { least_calls: 2, ..GraphFilter::default() };
    assert_eq!(edges(by_weight), "cart → db: 2\nweb → cart: 9");
    let failing = GraphFilter { is_failing: true, ..GraphFilter::default() };
    assert_eq!(edges(failing), "");
    let alone = GraphFilter { name: "ads".to_owned(), least_calls: 5, is_failing: false };
    assert_eq!(filtered(&graph, &alone).nodes.len(), 1);
}

/// Where a message counts: at the last consumer of a row of them, each alone in the one above.
fn last_taker(trace: &Trace, consumer: SpanIdx) -> SpanIdx {
    let is_inner = |&child: &SpanIdx| {
        trace.kind(child) == SpanKind::Consumer
            && trace.service(child) == trace.service(consumer)
            && trace.links(child).is_empty()
    };
    let inner: Vec<SpanIdx> = trace.children(consumer).filter(is_inner).collect();
    match inner[..] {
        [only] if trace.kind(consumer) == SpanKind::Consumer => last_taker(trace, only),
        _ => consumer,
    }
}

/// Calls between services by looking at every span by itself: how many, and how many failed.
fn plain_calls(traces: &[Trace]) -> BTreeMap<(String, String), (u64, u64)> {
    let mut calls: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    for trace in traces {
        for span in trace.spans() {
            let links = trace.pool().links(trace.links(span)).iter();
            let ids = links.filter(|link| link.trace_id == trace.id());
            let producer = |id| {
                let is_one =
                    |&it: &_| trace.span_id(it) == id && trace.kind(it) == SpanKind::Producer;
                trace.spans().find(is_one)
            };
            let is_consumer = trace.kind(span) == SpanKind::Consumer;
            let linked = ids.filter(|_| is_consumer).filter_map(|link| producer(link.span_id));
            let linked: BTreeSet<SpanIdx> = linked.collect();
            let parent = trace.parent(span).into_iter();
            let senders: BTreeSet<SpanIdx> = parent.chain(linked).collect();
            for sender in senders {
                let (from, to) = (trace.service_text(sender), trace.service_text(span));
                let is_pair = matches!(trace.kind(sender), SpanKind::Client | SpanKind::Producer)
                    && matches!(trace.kind(span), SpanKind::Server | SpanKind::Consumer);
                if from != to || is_pair {
                    let known = calls.entry((from.to_owned(), to.to_owned())).or_default();
                    known.0 += 1;
                    known.1 += u64::from(trace.is_error(last_taker(trace, span)));
                }
            }
        }
    }
    calls
}

/// Of the graph, those between services; a caller's word for a service is left to other tests.
fn service_calls(graph: &ServiceGraph) -> BTreeMap<(String, String), (u64, u64)> {
    let node = |at: u32| &graph.nodes[at as usize];
    let between = graph.edges.iter().filter(|edge| {
        node(edge.from).kind == NodeKind::Service && node(edge.to).kind == NodeKind::Service
    });
    between
        .map(|edge| {
            let names = (node(edge.from).name.clone(), node(edge.to).name.clone());
            (names, (edge.figures.calls, edge.figures.errors.expect("spans")))
        })
        .collect()
}

#[test]
fn every_recorded_trace_has_the_calls_that_plain_counting_finds() {
    let mut edges = 0;
    for file in all_files() {
        let outcome = spanscope::ingest::read(&file, &fixture(&file));
        let traces = outcome.recording.traces;
        let graph = graph_of(&traces);
        assert_eq!(service_calls(&graph), plain_calls(&traces), "{file}");
        edges += graph.edges.len();
    }
    assert!(edges > 60, "{edges}");
}

/// The calls in a recorded answer of Jaeger, without any of our code: between services, and to
/// databases by their namespace, with failures.
fn calls_of_json(answer: &[u8]) -> BTreeMap<(String, String), (u64, u64)> {
    let answer: Value = serde_json::from_slice(answer).expect("JSON");
    let mut calls: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    for trace in answer["data"].as_array().expect("traces") {
        let spans = trace["spans"].as_array().expect("spans");
        let service = |span: &Value| {
            let process = span["processID"].as_str().expect("a process");
            trace["processes"][process]["serviceName"].as_str().expect("a name").to_owned()
        };
        let tag = |span: &Value, key: &str| {
            let tags = span["tags"].as_array().expect("tags");
            tags.iter().find(|tag| tag["key"] == key).map(|tag| tag["value"].clone())
        };
        let text = |span: &Value, key: &str| tag(span, key)?.as_str().map(str::to_owned);
        let mut seen = BTreeSet::new();
        for span in spans.iter().filter(|span| seen.insert(span.to_string())) {
            let failed = tag(span, "error") == Some(Value::Bool(true));
            let mut count = |from: String, to: String| {
                let known = calls.entry((from, to)).or_default();
                known.0 += 1;
                known.1 += u64::from(failed);
            };
            let references = span["references"].as_array().expect("references");
            let of_kind = |kind: &str| references.iter().find(|one| one["refType"] == kind);
            let parent = of_kind("CHILD_OF").or_else(|| of_kind("FOLLOWS_FROM"));
            let parent =
                parent.and_then(|one| spans.iter().find(|other| other["spanID"] == one["spanID"]));
            if let Some(parent) = parent
                && service(parent) != service(span)
            {
                count(service(parent), service(span));
            }
            let is_client = text(span, "span.kind").as_deref() == Some("client");
            let database = text(span, "db.namespace").or_else(|| text(span, "db.name"));
            if let Some(database) = database.filter(|_| is_client) {
                count(service(span), format!("database:{database}"));
            }
        }
    }
    calls
}

#[test]
fn recorded_answers_have_the_calls_that_are_written_in_them() {
    for file in ["search", "order-failing", "order-healthy", "order-rejected", "settlement"] {
        let bytes = fixture(&format!("{file}.jaeger.json"));
        let graph = graph_of(&spanscope::ingest::read(file, &bytes).recording.traces);
        let node = |at: u32| &graph.nodes[at as usize];
        let told = graph.edges.iter().filter(|edge| {
            let kinds = [node(edge.from).kind, node(edge.to).kind];
            kinds.iter().all(|kind| matches!(kind, NodeKind::Service | NodeKind::Database))
        });
        let told: BTreeMap<(String, String), (u64, u64)> = told
            .map(|edge| {
                let names = (node(edge.from).key(), node(edge.to).key());
                (names, (edge.figures.calls, edge.figures.errors.expect("spans")))
            })
            .collect();
        assert_eq!(told, calls_of_json(&bytes), "{file}");
    }
}

#[test]
fn every_format_of_a_trace_has_the_same_calls() {
    let calls = |file: &str| {
        service_calls(&graph_of(&spanscope::ingest::read(file, &fixture(file)).recording.traces))
    };
    for trace in ["order-healthy", "order-failing", "order-rejected", "lost-context"] {
        let expected = calls(&format!("{trace}.otlp.jsonl"));
        for ending in ["jaeger.json", "jaeger-v3.json", "otlp.pb"] {
            assert_eq!(calls(&format!("{trace}.{ending}")), expected, "{trace} {ending}");
        }
    }
}

#[test]
fn a_recorded_order_reads_as_it_happened() {
    let bytes = fixture("search.jaeger.json");
    let graph = graph_of(&spanscope::ingest::read("search", &bytes).recording.traces);
    for key in ["outside:acme-pay", "database:orders.db", "payment"] {
        assert!(graph.place(key).is_some(), "{key}");
    }
    let database = &graph.nodes[graph.place("database:orders.db").expect("a node") as usize];
    assert_eq!((database.system.as_str(), database.kind), ("sqlite", NodeKind::Database));
    let bytes = fixture("settlement.jaeger.json");
    let graph = graph_of(&spanscope::ingest::read("settlement", &bytes).recording.traces);
    let queue = graph.place("queue:order.created").expect("a node");
    assert!(graph.edge_place(queue, graph.place("inventory").expect("a node")).is_some());
}

proptest! {
    #[test]
    fn random_traces_have_the_calls_that_plain_counting_finds(spans in spans()) {
        let traces = [trace_of(&spans)];
        prop_assert_eq!(service_calls(&graph_of(&traces)), plain_calls(&traces));
    }

    #[test]
    fn the_order_of_spans_and_of_traces_changes_nothing(
        (spans, shuffled) in spans_in_two_orders(),
        (others, _) in spans_in_two_orders(),
    ) {
        let graph = graph_of(&[trace_of(&spans), trace_of(&others)]);
        let mut turned = graph_of(&[trace_of(&others), trace_of(&shuffled)]);
        // Traces are numbered by whoever adds them.
        turned.edges.iter_mut().zip(&graph.edges).for_each(|(a, b)| a.traces = b.traces.clone());
        prop_assert_eq!(turned, graph);
    }

    #[test]
    fn circles_are_those_that_reaching_finds(
        edges in prop::collection::vec((0..9u8, 0..9u8), 0..20),
    ) {
        let named: Vec<(String, String)> =
            edges.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let graph =
            ServiceGraph::of_counts(named.iter().map(|(a, b)| (a.as_str(), b.as_str(), 1)));
        let count = graph.nodes.len();
        let mut reaches = vec![vec![false; count]; count];
        graph.edges.iter().for_each(|edge| reaches[edge.from as usize][edge.to as usize] = true);
        for over in 0..count {
            for from in 0..count {
                for to in 0..count {
                    reaches[from][to] |= reaches[from][over] && reaches[over][to];
                }
            }
        }
        for (node, reaches) in graph.nodes.iter().zip(reaches.iter().enumerate()) {
            prop_assert_eq!(node.is_in_cycle, reaches.1[reaches.0]);
        }
        for edge in &graph.edges {
            let is_back = edge.from == edge.to || reaches[edge.to as usize][edge.from as usize];
            prop_assert_eq!(edge.is_in_cycle, is_back);
        }
    }

    #[test]
    fn grouping_loses_no_call_but_those_among_members(
        calls in prop::collection::vec((0..4u8, 0..3u8, 0..4u8, 0..3u8, 1..9u64), 0..30),
    ) {
        let named: Vec<(String, String, u64)> = calls
            .iter()
            .map(|(a, b, c, d, count)| (format!("{a}-{b}"), format!("{c}-{d}"), *count))
            .collect();
        let counts = named.iter().map(|(a, b, count)| (a.as_str(), b.as_str(), *count));
        let whole = ServiceGraph::of_counts(counts);
        let smaller = grouped(&whole, GraphGrouping::Prefix, &[]);
        let inside: u64 = calls
            .iter()
            .filter(|(a, b, c, d, _)| a == c && b != d)
            .map(|(.., count)| count)
            .sum();
        let sum = |graph: &ServiceGraph| graph.edges.iter().map(|it| it.figures.calls).sum::<u64>();
        prop_assert_eq!(sum(&smaller) + inside, sum(&whole));
    }
}
