//! Pointer and wheel on the drawing.
//!
//! - wheel or two fingers: zoom at the pointer
//! - drag of a node: it is pinned where it is let go; of the ground: the view moves
//! - click: select; double click: focus on a node, or zoom in
//!
//! Invariant: what one finger began is over once a second one comes. Absent: what lies where (see
//! `layout`).

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use crate::browser::events::{capture_pointer, is_touch, place_in_listener, wheel_px};
use crate::layout::service_map::{MapItem, Point};
use crate::state::MapPicture;

/// A pointer that moved less has clicked.
const LEAST_DRAG_PX: f64 = 4.0;
const REACH_PX: f64 = 5.0;
const FINGER_REACH_PX: f64 = 12.0;

/// What a pointer has begun.
#[derive(Clone)]
struct Held {
    /// The key of a node: its place may change meanwhile.
    node: Option<String>,
    /// From the pointer to the node's middle, on the plane.
    offset: Point,
    start: Point,
    last: Point,
    has_moved: bool,
}

/// The handlers of one drawing; a copy handles the same.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    picture: MapPicture,
    held: RwSignal<Option<Held>>,
    /// Fingers on the drawing.
    fingers: StoredValue<Vec<(i32, Point)>>,
}

fn place(event: &MouseEvent) -> Point {
    let (x, y) = place_in_listener(event);
    Point::new(x, y)
}

impl Gestures {
    pub fn new(picture: MapPicture) -> Gestures {
        Gestures { picture, held: RwSignal::new(None), fingers: StoredValue::new(Vec::new()) }
    }

    pub fn is_panning(&self) -> bool {
        self.held.with(|held| held.as_ref().is_some_and(|held| held.has_moved))
    }

    pub fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let (_, down) = wheel_px(event, 16.0, 400.0);
        let factor = 1.0 / (1.0 + down.clamp(-300.0, 300.0).abs() / 400.0);
        let factor = if down < 0.0 { 1.0 / factor } else { factor };
        let view = untrack(|| self.picture.view());
        self.picture.set_view(view.zoomed(place(event), factor));
        // Something else may lie below the pointer now.
        self.picture.point_at(self.item_at(place(event), false));
    }

    pub fn down(&self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let at = place(event);
        if is_touch(event) {
            let id = event.pointer_id();
            self.fingers.update_value(|all| {
                all.retain(|(other, _)| *other != id);
                all.push((id, at));
            });
            if self.fingers.with_value(Vec::len) > 1 {
                return self.held.set(None);
            }
        }
        capture_pointer(event);
        let node = match self.item_at(at, is_touch(event)) {
            Some(MapItem::Node(node)) => Some(node),
            _ => None,
        };
        let points = self.picture.points.get_untracked().unwrap_or_default();
        let middle = node.and_then(|node| points.get(node as usize).copied());
        let on_plane = untrack(|| self.picture.view()).on_plane(at);
        let offset = middle.map_or(Point::default(), |middle| {
            Point::new(middle.x - on_plane.x, middle.y - on_plane.y)
        });
        let key = node.and_then(|node| self.picture.keys_of(MapItem::Node(node)));
        let node = key.map(|keys| keys.0);
        let held = Held { node, offset, start: at, last: at, has_moved: false };
        self.held.set(Some(held));
    }

    pub fn moved(&self, event: &PointerEvent) {
        let at = place(event);
        if self.pinch(event.pointer_id(), at) {
            return;
        }
        let Some(mut held) = self.held.get_untracked() else {
            if !is_touch(event) {
                self.picture.point_at(self.item_at(at, false));
            }
            return;
        };
        if !held.has_moved && held.start.distance(at) < LEAST_DRAG_PX {
            return;
        }
        let view = untrack(|| self.picture.view());
        if let Some(node) = &held.node {
            let on_plane = view.on_plane(at);
            let to = Point::new(on_plane.x + held.offset.x, on_plane.y + held.offset.y);
            self.picture.drag_node(node, to);
        } else {
            self.picture.set_view(view.moved(at.x - held.last.x, at.y - held.last.y));
        }
        (held.has_moved, held.last) = (true, at);
        self.held.set(Some(held));
    }

    pub fn up(&self, event: &PointerEvent) {
        self.lift(event);
        let Some(held) = self.held.get_untracked() else { return };
        self.held.set(None);
        match (held.has_moved, held.node) {
            (true, Some(node)) => {
                self.picture.pin(node.clone());
                self.picture.select_keys(Some((node, None)));
            }
            (true, None) => {}
            (false, _) => self.picture.select(self.item_at(place(event), is_touch(event))),
        }
    }

    pub fn cancel(&self, event: &PointerEvent) {
        self.lift(event);
        self.held.set(None);
    }

    pub fn double_click(&self, event: &MouseEvent) {
        let at = place(event);
        match self.item_at(at, false) {
            Some(item @ MapItem::Node(_)) => {
                if let Some((key, _)) = self.picture.keys_of(item) {
                    self.picture.change(|look| look.focus = key);
                }
            }
            _ => {
                let view = untrack(|| self.picture.view());
                self.picture.set_view(view.zoomed(at, 1.6));
            }
        }
    }

    fn lift(&self, event: &PointerEvent) {
        let id = event.pointer_id();
        self.fingers.update_value(|all| all.retain(|(other, _)| *other != id));
    }

    /// Whether two fingers are on the drawing, and what they do then.
    fn pinch(&self, id: i32, at: Point) -> bool {
        let fingers = self.fingers.get_value();
        let [(first, a), (second, b)] = fingers[..] else { return false };
        let (before, after) = match id {
            id if id == first => (a.distance(b), (at, b)),
            id if id == second => (a.distance(b), (a, at)),
            _ => return true,
        };
        let middle =
            |a: Point, b: Point| Point::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
        let (from, to) = (middle(a, b), middle(after.0, after.1));
        let view = untrack(|| self.picture.view()).moved(to.x - from.x, to.y - from.y);
        let factor = after.0.distance(after.1) / before.max(1.0);
        self.picture.set_view(view.zoomed(to, factor));
        self.fingers.set_value(vec![(first, after.0), (second, after.1)]);
        true
    }

    fn item_at(&self, at: Point, is_finger: bool) -> Option<MapItem> {
        let points = self.picture.points.get_untracked()?;
        let view = untrack(|| self.picture.view());
        let reach = if is_finger { FINGER_REACH_PX } else { REACH_PX } / view.zoom;
        let at = view.on_plane(at);
        self.picture.shown.with_untracked(|shown| {
            let node = shown.picture.node_at(&points, at, reach).map(MapItem::Node);
            let edge = || shown.picture.edge_at(&points, at, reach);
            node.or_else(|| edge().map(|edge| MapItem::Edge(edge as u32)))
        })
    }
}
