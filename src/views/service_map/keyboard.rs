//! Keys on the drawing.
//!
//! Invariant: every node and every edge can be reached. Absent: pointers.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::panel::PANEL_TITLE;
use crate::browser::events;
use crate::layout::service_map::{MapItem, Point};
use crate::state::MapPicture;

pub(super) fn keydown(picture: MapPicture, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "ArrowLeft" => go(picture, Point::new(-1.0, 0.0)),
        "ArrowRight" => go(picture, Point::new(1.0, 0.0)),
        "ArrowUp" => go(picture, Point::new(0.0, -1.0)),
        "ArrowDown" => go(picture, Point::new(0.0, 1.0)),
        "n" => next_node(picture, true),
        "N" => next_node(picture, false),
        "e" => next_edge(picture, true),
        "E" => next_edge(picture, false),
        "Enter" => enter(picture),
        "Escape" => picture.select(None),
        "f" | "F" => focus(picture),
        "p" | "P" => toggle_pin(picture),
        "+" | "=" => picture.zoom_by(1.3),
        "-" => picture.zoom_by(1.0 / 1.3),
        "0" => picture.fit(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The node that is selected, or the caller of the calls that are.
fn node_of(picture: MapPicture) -> Option<u32> {
    match picture.selected.get_untracked()? {
        MapItem::Node(node) => Some(node),
        MapItem::Edge(edge) => {
            picture.shown.with_untracked(|shown| Some(shown.graph.edges.get(edge as usize)?.from))
        }
    }
}

/// Where one goes on from: also after the panel was closed.
fn place_of(picture: MapPicture) -> Option<u32> {
    node_of(picture).or_else(|| picture.last())
}

/// Into the panel, of what was selected last if nothing is.
fn enter(picture: MapPicture) {
    let is_selected = picture.selected.get_untracked().is_some();
    match picture.last().filter(|_| !is_selected) {
        Some(last) => picture.go_to(last),
        None if !is_selected => return,
        None => {}
    }
    // The panel may still have to come.
    request_animation_frame(|| events::focus(PANEL_TITLE));
}

/// The nearest node that lies more in a direction than beside it; without a selection the one that is
/// called most.
fn go(picture: MapPicture, way: Point) {
    let Some(points) = picture.points.get_untracked() else { return };
    let Some(from) = place_of(picture) else {
        let most = picture.shown.with_untracked(|shown| {
            let nodes = shown.picture.nodes.iter().zip(0..);
            nodes.max_by_key(|(node, place)| (node.calls, std::cmp::Reverse(*place))).map(|it| it.1)
        });
        return most.into_iter().for_each(|node| picture.go_to(node));
    };
    let at = points[from as usize];
    let far = |(point, node): (&Point, u32)| {
        let (x, y) = (point.x - at.x, point.y - at.y);
        let along = x * way.x + y * way.y;
        let aside = (x * way.y - y * way.x).abs();
        (node != from && along > aside * 0.5).then_some((along + 2.0 * aside, node))
    };
    let all = points.iter().zip(0..).filter_map(far);
    if let Some((_, node)) = all.min_by(|a, b| a.0.total_cmp(&b.0)) {
        picture.go_to(node);
    }
}

fn next_node(picture: MapPicture, is_forward: bool) {
    let count = picture.shown.with_untracked(|shown| shown.graph.nodes.len()) as u32;
    if count == 0 {
        return;
    }
    picture.go_to(match (place_of(picture), is_forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(node), true) => (node + 1) % count,
        (Some(node), false) => (node + count - 1) % count,
    });
}

/// The calls that the node makes, one after another, round and round: every edge has a caller.
fn next_edge(picture: MapPicture, is_forward: bool) {
    let next = picture.shown.with_untracked(|shown| {
        let own = match picture.selected.get_untracked() {
            Some(MapItem::Edge(edge)) => Some(edge),
            _ => None,
        };
        let node = place_of(picture)?;
        let edges = shown.graph.edges.iter().zip(0..);
        let mut around: Vec<u32> =
            edges.filter(|(edge, _)| edge.from == node).map(|(_, place)| place).collect();
        if !is_forward {
            around.reverse();
        }
        let after = own.and_then(|own| around.iter().position(|&edge| edge == own));
        let place = after.map_or(0, |place| place + 1);
        around.get(place).or(around.first()).copied()
    });
    if let Some(edge) = next {
        picture.select(Some(MapItem::Edge(edge)));
    }
}

fn focus(picture: MapPicture) {
    let Some(node) = node_of(picture) else { return };
    if let Some((key, _)) = picture.keys_of(MapItem::Node(node)) {
        picture.change(|look| look.focus = if look.focus == key { String::new() } else { key });
    }
}

fn toggle_pin(picture: MapPicture) {
    if let Some(node) = node_of(picture) {
        picture.toggle_pin(node);
    }
}
