//! Services with places become a drawing of who calls whom.
//!
//! Invariant: what is dimmed lies below a veil, the rest above it; failing calls are red and dashed,
//! so that colour alone says nothing. Labels keep their size at every zoom, and none lies on another.
//! Absent: places (see `layout`).

use super::draw::{Area, DrawList, DrawOp, TextAlign, text_width_px};
use super::palette::{Ink, Paint, ServiceColor};
use crate::format;
use crate::layout::service_map::{
    Bounds, EdgeChange, Emphasis, LabelWish, MapEdge, MapItem, MapNode, MapView, NodeKind,
    Pictured, Point, placed_labels,
};

const LABEL_PX: f64 = 12.0;
const DETAIL_PX: f64 = 11.0;
const LINE_PX: f64 = 14.0;
/// Below this zoom there are no arrows, for they would be all there is.
const LEAST_ARROW_ZOOM: f64 = 0.3;
const LEAST_NODE_PX: f64 = 2.5;
const LEAST_EDGE_PX: f64 = 0.6;

pub struct MapScene<'a> {
    pub picture: &'a Pictured,
    /// One for each node.
    pub points: &'a [Point],
    pub view: MapView,
    pub size_px: (f64, f64),
    pub emphasis: &'a Emphasis,
    pub selected: Option<MapItem>,
    pub hover: Option<MapItem>,
    pub is_pinned: &'a [bool],
}

/// O(nodes log nodes + edges).
pub fn service_map(scene: &MapScene<'_>) -> DrawList {
    let mut list = DrawList { ops: vec![DrawOp::Clear] };
    if scene.stands_out() {
        scene.push(&mut list, false);
        scene.push_veil(&mut list);
    }
    scene.push(&mut list, true);
    list
}

/// Over a picture in which nothing stands out, what makes the same of it as [`service_map`]: a veil
/// and all that is above it; nothing where nothing stands out.
pub fn what_stands_out(scene: &MapScene<'_>) -> DrawList {
    let mut list = DrawList { ops: vec![DrawOp::Clear] };
    if scene.stands_out() {
        scene.push_veil(&mut list);
    } else if scene.selected.or(scene.hover).is_none() {
        return list;
    }
    scene.push(&mut list, true);
    list
}

/// What stands below a name.
pub fn detail_of(node: &MapNode) -> String {
    match node.kind {
        NodeKind::Service => format::count(node.calls),
        NodeKind::Database if node.system.is_empty() => "database".to_owned(),
        NodeKind::Database => format::visible_text(&node.system),
        NodeKind::Queue => "queue".to_owned(),
        NodeKind::Outside => "outside".to_owned(),
        NodeKind::Group => format!("{} services", node.members),
    }
}

/// What a node is filled with.
pub fn node_paint(node: &MapNode) -> Paint {
    match node.kind {
        NodeKind::Service => Paint::Service(ServiceColor::of(&node.name)),
        NodeKind::Database | NodeKind::Queue => Paint::Ink(Ink::Warn),
        NodeKind::Outside | NodeKind::Group => Paint::Ink(Ink::Ink3),
    }
}

impl MapScene<'_> {
    /// Whether anything is dimmed, so that the rest stands out.
    fn stands_out(&self) -> bool {
        !self.emphasis.nodes.iter().chain(&self.emphasis.edges).all(|&near| near)
    }

    fn push_veil(&self, list: &mut DrawList) {
        let (width, height) = self.size_px;
        let veil = Area::new(0.0, 0.0, width, height);
        list.ops.push(DrawOp::rect(veil, Paint::Ink(Ink::Shade)));
    }

    /// What is near, or what is not.
    fn push(&self, list: &mut DrawList, is_near: bool) {
        let is_meant = |near: Option<&bool>| near.copied().unwrap_or(true) == is_near;
        for (place, edge) in self.picture.edges.iter().enumerate() {
            if is_meant(self.emphasis.edges.get(place)) {
                self.push_edge(list, place as u32, edge);
            }
        }
        let nodes = self.picture.nodes.iter().zip(self.points).enumerate();
        for (place, (node, &at)) in nodes {
            if is_meant(self.emphasis.nodes.get(place)) {
                self.push_node(list, place, node, at);
            }
        }
        self.push_labels(list, is_near);
    }

    fn push_edge(&self, list: &mut DrawList, place: u32, edge: &MapEdge) {
        let Some(curve) = self.picture.curve(edge, self.points, 3.0) else { return };
        let [from, bend, to] = [curve.from, curve.bend, curve.to].map(|at| self.view.on_screen(at));
        if !self.is_in_view([from, bend, to]) {
            return;
        }
        let is_looked_at = [self.selected, self.hover].contains(&Some(MapItem::Edge(place)));
        let (ink, is_dashed) = look(edge);
        // From far away thousands of lines are one dark heap unless they are thin.
        let width_px = (edge.width_px * self.view.zoom.clamp(0.15, 1.2)).max(LEAST_EDGE_PX);
        if is_looked_at {
            let paint = Paint::Ink(Ink::Selected);
            let width_px = width_px + 7.0;
            list.ops.push(curve_op([from, bend, to], width_px, paint, false));
        }
        let paint = Paint::Ink(ink);
        let has_arrow = self.view.zoom >= LEAST_ARROW_ZOOM;
        let length = (4.0 + 1.6 * width_px).min(11.0);
        let (back, corners) = arrow(bend, to, length);
        let end = if has_arrow { back } else { to };
        list.ops.push(curve_op([from, bend, end], width_px, paint, is_dashed));
        if has_arrow {
            list.ops.push(DrawOp::Shape { corners_px: corners, paint });
        }
        if let Some(mark) = edge_mark(edge).filter(|_| self.view.zoom > 0.5) {
            let at = self.view.on_screen(curve.at(0.5));
            let disc = Paint::Ink(Ink::Bg);
            list.ops.push(DrawOp::Disc { at_px: (at.x, at.y), radius_px: 8.0, paint: disc });
            list.ops.push(centred(at, 0.0, mark.to_owned(), DETAIL_PX, false, paint));
        }
    }

    fn is_in_view(&self, corners: [Point; 3]) -> bool {
        let of = |axis: fn(&Point) -> f64, size: f64| {
            let low = corners.iter().map(axis).fold(f64::MAX, f64::min);
            let high = corners.iter().map(axis).fold(f64::MIN, f64::max);
            high >= 0.0 && low <= size
        };
        of(|at| at.x, self.size_px.0) && of(|at| at.y, self.size_px.1)
    }

    fn push_node(&self, list: &mut DrawList, place: usize, node: &MapNode, at: Point) {
        let at = self.view.on_screen(at);
        let radius = (node.radius_px * self.view.zoom).max(LEAST_NODE_PX);
        if !self.is_in_view([
            Point::new(at.x - radius, at.y - radius),
            Point::new(at.x + radius, at.y + radius),
            at,
        ]) {
            return;
        }
        let paint = node_paint(node);
        match node.kind {
            NodeKind::Service => push_disc(list, at, radius, paint),
            NodeKind::Outside => {
                push_disc(list, at, radius, Paint::Ink(Ink::Bg));
                list.ops.push(ring(at, radius, 1.2, paint, true));
            }
            NodeKind::Group => {
                push_disc(list, at, radius, Paint::Ink(Ink::Bg));
                list.ops.push(ring(at, radius, 1.5, paint, false));
                list.ops.push(ring(at, radius * 0.6, 1.5, paint, false));
            }
            NodeKind::Queue => {
                let area =
                    Area::new(at.x - radius, at.y - radius * 0.45, radius * 2.0, radius * 0.9);
                list.ops.push(DrawOp::Rect { area, radius_px: 3.0, paint });
            }
            NodeKind::Database => {
                list.ops.push(DrawOp::Shape { corners_px: cylinder(at, radius), paint });
            }
        }
        if node.error_ratio > 0.0 && node.kind == NodeKind::Service && self.view.zoom > 0.5 {
            let mark = Point::new(at.x + radius * 0.8, at.y - radius * 0.8);
            push_disc(list, mark, 7.0, Paint::Ink(Ink::Bg));
            let error = Paint::Ink(Ink::Error);
            list.ops.push(centred(mark, 0.0, "✕".to_owned(), DETAIL_PX, true, error));
        }
        if self.is_pinned.get(place).copied().unwrap_or_default() {
            push_disc(list, Point::new(at.x, at.y - radius - 6.0), 2.5, Paint::Ink(Ink::Ink2));
        }
        let own = Some(MapItem::Node(place as u32));
        if self.selected == own {
            list.ops.push(ring(at, radius + 4.0, 2.0, Paint::Ink(Ink::Accent), false));
        } else if self.hover == own {
            list.ops.push(ring(at, radius + 4.0, 1.0, Paint::Ink(Ink::Ink2), false));
        }
    }

    fn push_labels(&self, list: &mut DrawList, is_near: bool) {
        let is_veiled = is_near && list.ops.iter().any(is_veil);
        let labels: Vec<(String, String)> = self
            .picture
            .nodes
            .iter()
            .map(|node| (format::visible_text(label_of(node)), detail_of(node)))
            .collect();
        let wish = |(place, (node, &at)): (usize, (&MapNode, &Point))| {
            let at = self.view.on_screen(at);
            let top = at.y + (node.radius_px * self.view.zoom).max(LEAST_NODE_PX) + 3.0;
            let (name, detail) = &labels[place];
            let half = text_width_px(name, LABEL_PX).max(text_width_px(detail, DETAIL_PX)) / 2.0;
            let own = Some(MapItem::Node(place as u32));
            LabelWish {
                bounds: Bounds {
                    left: at.x - half,
                    top,
                    right: at.x + half,
                    bottom: top + 2.0 * LINE_PX,
                },
                weight: node.calls,
                is_wanted: own == self.selected || own == self.hover,
            }
        };
        let is_meant =
            |place: usize| self.emphasis.nodes.get(place).copied().unwrap_or(true) == is_near;
        let nodes = self.picture.nodes.iter().zip(self.points).enumerate();
        let (places, wishes): (Vec<usize>, Vec<LabelWish>) =
            nodes.filter(|(place, _)| is_meant(*place)).map(|it| (it.0, wish(it))).unzip();
        let shown = placed_labels(&wishes, self.size_px.0, self.size_px.1);
        for ((place, wish), _) in
            places.into_iter().zip(&wishes).zip(shown).filter(|(_, is_shown)| *is_shown)
        {
            let (name, detail) = &labels[place];
            let bounds = wish.bounds;
            let middle = Point::new(f64::midpoint(bounds.left, bounds.right), bounds.top);
            let back = |half: f64, top: f64, height: f64| {
                let area = Area::new(middle.x - half, top, 2.0 * half, height);
                DrawOp::Rect { area, radius_px: 2.0, paint: Paint::Ink(Ink::Bg) }
            };
            let half = |text: &str, size_px: f64| text_width_px(text, size_px) * 0.46;
            // On a veil the background's colour would be seen.
            if !is_veiled {
                list.ops.push(back(half(name, LABEL_PX), bounds.top, LINE_PX));
                list.ops.push(back(half(detail, DETAIL_PX), bounds.top + LINE_PX, LINE_PX));
            }
            let (ink, faint) = (Paint::Ink(Ink::Ink), Paint::Ink(Ink::Ink3));
            let is_selected = self.selected == Some(MapItem::Node(place as u32));
            list.ops.push(centred(middle, 7.0, name.clone(), LABEL_PX, is_selected, ink));
            list.ops.push(centred(middle, 21.0, detail.clone(), DETAIL_PX, false, faint));
        }
    }
}

fn is_veil(op: &DrawOp) -> bool {
    matches!(op, DrawOp::Rect { paint: Paint::Ink(Ink::Shade), .. })
}

/// A service without a name is called so.
pub fn label_of(node: &MapNode) -> &str {
    if node.label.is_empty() { "unknown service" } else { &node.label }
}

fn look(edge: &MapEdge) -> (Ink, bool) {
    match edge.change {
        EdgeChange::New => (Ink::Accent, false),
        EdgeChange::Gone => (Ink::Ink3, true),
        EdgeChange::Slower => (Ink::Warn, false),
        EdgeChange::Failing => (Ink::Error, true),
        EdgeChange::Same | EdgeChange::Unknown if edge.error_ratio > 0.0 => (Ink::Error, true),
        EdgeChange::Same | EdgeChange::Unknown => (Ink::Ink3, false),
    }
}

/// Says the same as the colour.
fn edge_mark(edge: &MapEdge) -> Option<&'static str> {
    match edge.change {
        EdgeChange::New => Some("+"),
        EdgeChange::Gone => Some("−"),
        EdgeChange::Slower => Some("▲"),
        EdgeChange::Failing => Some("✕"),
        EdgeChange::Same | EdgeChange::Unknown => edge.is_in_cycle.then_some("↻"),
    }
}

fn curve_op([from, bend, to]: [Point; 3], width_px: f64, paint: Paint, is_dashed: bool) -> DrawOp {
    let place = |at: Point| (at.x, at.y);
    let (from_px, bend_px, to_px) = (place(from), place(bend), place(to));
    DrawOp::Curve { from_px, bend_px, to_px, width_px, paint, is_dashed }
}

/// Where the line ends below an arrow, and the arrow's corners.
fn arrow(from: Point, to: Point, length: f64) -> (Point, Vec<(f64, f64)>) {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let whole = (x * x + y * y).sqrt().max(1e-6);
    let (x, y) = (x / whole * length, y / whole * length);
    let back = Point::new(to.x - x, to.y - y);
    let side = 0.42;
    let corners = vec![
        (to.x, to.y),
        (back.x - y * side, back.y + x * side),
        (back.x + y * side, back.y - x * side),
    ];
    (back, corners)
}

fn push_disc(list: &mut DrawList, at: Point, radius_px: f64, paint: Paint) {
    list.ops.push(DrawOp::Disc { at_px: (at.x, at.y), radius_px, paint });
}

fn ring(at: Point, radius_px: f64, width_px: f64, paint: Paint, is_dashed: bool) -> DrawOp {
    DrawOp::Ring { at_px: (at.x, at.y), radius_px, width_px, paint, is_dashed }
}

/// The outline of a drum, its lid and its base bent.
fn cylinder(at: Point, radius: f64) -> Vec<(f64, f64)> {
    const STEPS: i32 = 8;
    let (half, bulge) = (radius * 0.85, radius * 0.28);
    // From left to right, and how far out of the straight line, as on an ellipse.
    let arc = |sign: f64| {
        (-STEPS..=STEPS).map(move |step| {
            let share = f64::from(step) / f64::from(STEPS);
            let out = (1.0 - share * share).max(0.0).sqrt() * bulge;
            (at.x + share * half * sign, at.y - sign * (radius * 0.7 + out))
        })
    };
    arc(1.0).chain(arc(-1.0)).collect()
}

fn centred(
    at: Point,
    below_px: f64,
    text: String,
    size_px: f64,
    is_bold: bool,
    paint: Paint,
) -> DrawOp {
    let at_px = (at.x, at.y + below_px);
    DrawOp::Text { at_px, text, align: TextAlign::Middle, size_px, is_bold, paint }
}
