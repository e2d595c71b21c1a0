//! Who calls whom in everything that is open, and where to draw it.

use spanscope::analysis::ServiceGraph;
use spanscope::engine::{Answer, Ask, GraphAsk, OpeningId, TraceRef, TracedGraph};
use spanscope::layout::service_map::{MapLayout, WidthBy, pictured, places};
use spanscope::trace::TraceId;

use super::{ALL, Engine, FIRST, SECOND, SMALL, ask, begin};

const NOBODY: TraceRef = TraceRef { opening: OpeningId(99), trace_id: TraceId(1) };

fn graph(engine: &mut Engine, wish: GraphAsk) -> TracedGraph {
    match ask(engine, NOBODY, Ask::ServiceGraph(Box::new(wish))) {
        Answer::ServiceGraph(graph) => *graph,
        other => panic!("no graph: {other:?}"),
    }
}

#[test]
fn calls_of_all_traces_of_the_openings_count_and_each_trace_once() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "a.json", SMALL);
    begin(&mut engine, SECOND, "again.json", SMALL);
    begin(&mut engine, OpeningId(3), "b.json", &SMALL.replace(r#""a1""#, r#""b2""#));
    engine.step(ALL);
    let openings = vec![FIRST, SECOND, OpeningId(3)];
    let all = graph(&mut engine, GraphAsk { openings: openings.clone(), only: None });
    let names: Vec<&str> = all.graph.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["back", "front"]);
    assert_eq!((all.traces.len(), all.graph.edges[0].figures.calls), (2, 2));
    assert_eq!(all.graph.edges[0].traces, [0, 1]);
    let only = Some(all.traces[1].trace);
    let one = graph(&mut engine, GraphAsk { openings, only });
    assert_eq!((one.traces.len(), one.graph.edges[0].figures.calls), (1, 1));
    assert_eq!(graph(&mut engine, GraphAsk::default()), TracedGraph::default());
}

#[test]
fn places_come_in_the_order_of_the_question() {
    let graph = ServiceGraph::of_counts([("b", "a", 1), ("b", "c", 1)]);
    let wish = pictured(&graph, WidthBy::Calls).ask(MapLayout::Force);
    let expected = places(&wish);
    let answer = ask(&mut Engine::default(), NOBODY, Ask::MapPlaces(Box::new(wish)));
    assert_eq!(answer, Answer::MapPlaces(expected));
}
