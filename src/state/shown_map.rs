//! A graph, and how it is looked at, become what of it is shown.
//!
//! Invariant: graphs are compared as they are grouped, so that a group says what changed in it.
//! Absent: signals and places (see `map_picture`).

use std::collections::BTreeMap;

use super::map_picture::MapGraph;
use crate::analysis::{compare_grouped, filtered, focused, grouped};
use crate::engine::{GraphChange, GraphEdge, ServiceGraph};
use crate::layout::service_map::{MapItem, Pictured, pictured};
use crate::route::MapLook;

/// What links call a node, or the calls from it to another.
pub type MapKeys = (String, Option<String>);

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownMap {
    pub graph: ServiceGraph,
    pub picture: Pictured,
    /// One for each edge, where maps are compared.
    pub changes: Vec<GraphChange>,
    /// One for each node.
    pub node_changes: Vec<GraphChange>,
}

impl ShownMap {
    /// The item that keys mean.
    pub fn item(&self, keys: &MapKeys) -> Option<MapItem> {
        let from = self.graph.place(&keys.0)?;
        let Some(to) = &keys.1 else { return Some(MapItem::Node(from)) };
        let edge = self.graph.edge_place(from, self.graph.place(to)?)?;
        Some(MapItem::Edge(edge as u32))
    }

    /// What a link calls an item.
    pub fn keys(&self, item: MapItem) -> Option<MapKeys> {
        let key = |node: u32| Some(self.graph.nodes.get(node as usize)?.key());
        match item {
            MapItem::Node(node) => Some((key(node)?, None)),
            MapItem::Edge(edge) => {
                let edge = self.graph.edges.get(edge as usize)?;
                Some((key(edge.from)?, Some(key(edge.to)?)))
            }
        }
    }

    /// What happened to an item; `None`: nothing is compared.
    pub fn change(&self, item: MapItem) -> Option<&GraphChange> {
        match item {
            MapItem::Node(node) => self.node_changes.get(node as usize),
            MapItem::Edge(edge) => self.changes.get(edge as usize),
        }
    }
}

/// Compared, grouped, filtered and cut to the focus.
pub(super) fn shown_of(whole: &MapGraph, before: Option<&MapGraph>, look: &MapLook) -> ShownMap {
    let (by, open) = (look.grouping, &look.open_groups);
    let compared = before.map(|it| compare_grouped(&it.graph, &whole.graph, by, open));
    let mut part = match &compared {
        Some(compared) => filtered(&compared.graph, &look.filter),
        None => filtered(&grouped(&whole.graph, by, open), &look.filter),
    };
    if look.hides_rest
        && let Some(focus) = part.place(&look.focus).filter(|_| !look.focus.is_empty())
    {
        part = part.among(&focused(&part, focus, look.hops));
    }
    let picture = pictured(&part, look.width_by);
    let mut shown = ShownMap { graph: part, picture, ..ShownMap::default() };
    let Some(compared) = compared else { return shown };
    let keys: Vec<String> = compared.graph.nodes.iter().map(|node| node.key()).collect();
    let of_nodes: BTreeMap<&str, GraphChange> =
        keys.iter().map(String::as_str).zip(compared.node_changes).collect();
    let of_edges: BTreeMap<(&str, &str), GraphChange> = compared
        .graph
        .edges
        .iter()
        .map(|edge| (&*keys[edge.from as usize], &*keys[edge.to as usize]))
        .zip(compared.changes)
        .collect();
    let keys: Vec<String> = shown.graph.nodes.iter().map(|node| node.key()).collect();
    let node_change = |key: &String| of_nodes.get(key.as_str()).copied().unwrap_or_default();
    let edge_change = |edge: &GraphEdge| {
        let ends = (&*keys[edge.from as usize], &*keys[edge.to as usize]);
        of_edges.get(&ends).copied().unwrap_or_default()
    };
    shown.node_changes = keys.iter().map(node_change).collect();
    shown.changes = shown.graph.edges.iter().map(edge_change).collect();
    for (drawn, change) in shown.picture.edges.iter_mut().zip(&shown.changes) {
        drawn.change = change.0;
    }
    shown
}
