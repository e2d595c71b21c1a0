//! Graphs drawn smaller, and two that are compared.

use spanscope::analysis::{
    CallFigures, ComparedGraph, EdgeChange, GraphGrouping, ServiceGraph, compare_graphs,
    compare_grouped, grouped,
};

use super::{edge_words, graph_of};
use crate::support::{assert_drawn, drawn};

#[test]
fn families_become_one_node_and_calls_among_them_none() {
    let graph = ServiceGraph::of_counts([
        ("shop-web", "shop-cart", 5),
        ("shop-cart", "bank.api", 2),
        ("shop-web", "bank.api", 1),
        ("bank.api", "lone-one", 4),
    ]);
    let by_prefix = grouped(&graph, GraphGrouping::Prefix, &[]);
    assert_drawn(
        edge_words(&by_prefix),
        "
        bank.api → lone-one: 4, counted
        group:shop → bank.api: 3, counted
        ",
    );
    assert_eq!(by_prefix.nodes[2].members, 2);
    assert_eq!(grouped(&graph, GraphGrouping::Prefix, &["shop".to_owned()]), graph);
    assert_eq!(grouped(&graph, GraphGrouping::Namespace, &[]), graph);
    let with_namespace = drawn(
        "
        a  go    |=====|  kind=server, resource service.namespace=front
        b    do   |===|   kind=server, resource service.namespace=front
        c      it  |=|    kind=server, resource service.namespace=back
        ",
    );
    let grouped = grouped(&graph_of(&[with_namespace]), GraphGrouping::Namespace, &[]);
    assert_eq!(edge_words(&grouped), "group:front → c: 1 2 2");
}

#[test]
fn two_graphs_tell_which_calls_are_new_gone_slower_and_failing() {
    let graph = |text: &str| graph_of(&[drawn(text)]);
    let before = graph(
        "
        a  go     |===================|
        b    slow   |==|                 kind=server
        c    fails  |==|                 kind=server
        d    goes   |==|                 kind=server
        e    same   |====|               kind=server
        ",
    );
    let after = graph(
        "
        a  go     |===================|
        b    slow   |====|               kind=server
        c    fails !|==|                 kind=server
        e    same   |====|               kind=server
        f    comes  |==|                 kind=server
        ",
    );
    let compared = compare_graphs(&before, &after);
    let words = |(edge, (change, before)): (
        &spanscope::analysis::GraphEdge,
        &(EdgeChange, Option<spanscope::analysis::CallFigures>),
    )| {
        let name = &compared.graph.nodes[edge.to as usize].name;
        format!("{name} {} {}", change.word(), before.is_some())
    };
    let all: Vec<String> = compared.graph.edges.iter().zip(&compared.changes).map(words).collect();
    assert_eq!(
        all,
        ["b slower true", "c failing true", "d gone true", "e same true", "f new false"]
    );
}

fn change_words(compared: &ComparedGraph) -> String {
    let graph = &compared.graph;
    let nodes = graph.nodes.iter().zip(&compared.node_changes);
    let nodes = nodes.map(|(node, (change, _))| format!("{} {}", node.key(), change.word()));
    let key = |node: u32| graph.nodes[node as usize].key();
    let edges = graph.edges.iter().zip(&compared.changes);
    let edges = edges.map(|(edge, (change, before))| {
        let before = before.map(|figures| format!(" from {}", figures.calls));
        let before = before.unwrap_or_default();
        format!("{} → {} {}{before}", key(edge.from), key(edge.to), change.word())
    });
    nodes.chain(edges).collect::<Vec<_>>().join("\n")
}

#[test]
fn groups_are_compared_as_they_are_drawn() {
    let before = graph_of(&[drawn(
        "
        web        go      |===================|  kind=server
        shop-cart    slow    |=|                  kind=server
        shop-pay     fails     |=|                kind=server
        bank-a       slow          |=|            kind=server
        bank-b       same            |===|        kind=server
        old-a        goes                |=|      kind=server
        ",
    )]);
    let after = graph_of(&[drawn(
        "
        web        go      |===================|  kind=server
        shop-cart    slow    |=|                  kind=server
        shop-pay     fails !   |=|                kind=server
        bank-a       slow          |=====|        kind=server
        bank-b       same            |===|        kind=server
        old-b        comes               |=|      kind=server
        lone         comes               |=|      kind=server
        ",
    )]);
    let compared = compare_grouped(&before, &after, GraphGrouping::Prefix, &[]);
    assert_drawn(
        change_words(&compared),
        "
        group:bank slower
        lone new
        group:old same
        group:shop failing
        web same
        web → group:bank slower from 2
        web → lone new
        web → group:old same from 1
        web → group:shop failing from 2
        ",
    );
    let old = &compared.graph.nodes[compared.graph.place("group:old").expect("a node") as usize];
    assert_eq!((old.members, old.figures.calls), (2, 1));
    // As far as nothing is grouped, it is the plain comparison.
    let open = ["bank", "old", "shop"].map(str::to_owned);
    assert_eq!(
        compare_grouped(&before, &after, GraphGrouping::Prefix, &open),
        compare_graphs(&before, &after)
    );
}

#[test]
fn what_only_one_of_two_graphs_knows_is_unknown_and_no_change() {
    let counted = ServiceGraph::of_counts([("a", "b", 4), ("a", "c", 1)]);
    let traced = graph_of(&[drawn(
        "
        a  go        |=====|   kind=server
        b    fails !  |==|     kind=server
        ",
    )]);
    let words = change_words(&compare_graphs(&counted, &traced));
    assert!(words.ends_with("a → b unknown from 4\na → c gone from 1"), "{words}");
    let words = change_words(&compare_graphs(&traced, &counted));
    assert!(words.ends_with("a → b unknown from 1\na → c new"), "{words}");
    let words = change_words(&compare_graphs(&counted, &counted));
    assert!(words.ends_with("a → b same from 4\na → c same from 1"), "{words}");
}

#[test]
fn quantiles_of_several_are_known_only_where_they_are_the_same() {
    let figures = |calls, p50, p95| CallFigures {
        calls,
        errors: Some(1),
        p50_nanos: Some(p50),
        p95_nanos: Some(p95),
    };
    let sum = figures(3, 5, 9).plus(figures(40, 5, 8));
    assert_eq!(
        sum,
        CallFigures { calls: 43, errors: Some(2), p50_nanos: Some(5), p95_nanos: None }
    );
    assert_eq!(figures(3, 5, 9).plus(CallFigures::default()), figures(3, 5, 9));
}
