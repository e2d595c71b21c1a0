//! How a service map is looked at: what of the graph is shown, where its nodes are, what is
//! selected.
//!
//! Invariant: a picture is drawn once every node of it has a place; what is on the screen is where the
//! next layout starts, unless somebody asks for the canonical one. Absent: where graphs come from (see
//! `service_map`).

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::glide::{Glide, between};
use super::shown_map::{MapKeys, ShownMap, shown_of};
use crate::analysis::focused;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask, OpeningId, ServiceGraph, TraceListing, TraceRef};
use crate::layout::service_map::{Emphasis, MapItem, MapLayout, MapView, Point};
use crate::route::{MapLook, MapShape};
use crate::trace::TraceId;

/// Above so many nodes it helps to group them.
pub const MANY_NODES: usize = 150;
/// More nodes than these are at their places at once.
const MOST_GLIDING: usize = 300;
/// Height of the line below the map.
const LEGEND_PX: f64 = 30.0;

/// A graph, and the traces that it was made of, if it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapGraph {
    pub graph: ServiceGraph,
    pub traces: Vec<TraceListing>,
    /// Whether errors and durations are known.
    pub has_spans: bool,
    pub search: MapSearch,
}

/// Where more traces of a service that is shown are searched for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum MapSearch {
    /// It was not fetched from a server.
    #[default]
    Nowhere,
    /// Milliseconds since the epoch; `None`: the usual time.
    At { base: String, window_millis: Option<(u64, u64)> },
}

/// Where nodes are, by key.
#[derive(Clone, Debug, Default, PartialEq)]
struct Places {
    layout: MapLayout,
    points: BTreeMap<String, Point>,
}

/// Signals of one picture; a copy is the same.
#[derive(Clone, Copy)]
pub struct MapPicture {
    pub look: RwSignal<MapLook>,
    pub graph: RwSignal<Option<Arc<MapGraph>>>,
    /// The map that this one is compared with.
    pub before: RwSignal<Option<Arc<MapGraph>>>,
    pub shown: Memo<Arc<ShownMap>>,
    /// In the order of the nodes shown; `None` while some have none.
    pub points: Memo<Option<Arc<Vec<Point>>>>,
    pub selected: Memo<Option<MapItem>>,
    pub hover: Memo<Option<MapItem>>,
    /// By key: another graph has other places.
    pointed_at: RwSignal<Option<MapKeys>>,
    /// The node that was selected last, where keys go on from; empty: none.
    last: StoredValue<String>,
    pub size_px: RwSignal<(f64, f64)>,
    /// As someone has moved it; `None`: everything fits.
    moved_view: RwSignal<Option<MapView>>,
    places: RwSignal<Arc<Places>>,
    glide: Glide,
    /// Where a glide ends, while there is one.
    aim: StoredValue<Option<Arc<Places>>>,
    /// Counts the wishes for the canonical layout.
    settled: RwSignal<u32>,
}

impl MapPicture {
    pub fn new() -> MapPicture {
        let look = RwSignal::new(MapLook::default());
        let graph = RwSignal::new(None::<Arc<MapGraph>>);
        let before = RwSignal::new(None::<Arc<MapGraph>>);
        // What changes the graph shown; the rest changes how it is drawn.
        let part = Memo::new(move |_| {
            look.with(|look| MapLook {
                shape: MapShape::default(),
                pins: Vec::new(),
                selected: None,
                ..look.clone()
            })
        });
        let shown = Memo::new(move |_| {
            let (graph, before) = (graph.get().unwrap_or_default(), before.get());
            Arc::new(part.with(|look| shown_of(&graph, before.as_deref(), look)))
        });
        let places = RwSignal::new(Arc::new(Places::default()));
        let points = Memo::new(move |_| {
            let (shown, places) = (shown.get(), places.get());
            let nodes = shown.picture.nodes.iter();
            let points = nodes.map(|node| places.points.get(&node.key).copied());
            points.collect::<Option<Vec<Point>>>().map(Arc::new)
        });
        let keys = Memo::new(move |_| look.with(|look| look.selected.clone()));
        let selected = Memo::new(move |_| shown.get().item(&keys.get()?));
        let pointed_at = RwSignal::new(None::<MapKeys>);
        let hover = Memo::new(move |_| shown.get().item(&pointed_at.get()?));
        MapPicture {
            look,
            graph,
            before,
            shown,
            points,
            selected,
            hover,
            pointed_at,
            last: StoredValue::new(String::new()),
            size_px: RwSignal::new((0.0, 0.0)),
            moved_view: RwSignal::new(None),
            places,
            glide: Glide::new(),
            aim: StoredValue::new(None),
            settled: RwSignal::new(0),
        }
    }

    pub fn change(&self, change: impl FnOnce(&mut MapLook)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        if self.look.with_untracked(|known| *known != look) {
            self.look.set(look);
        }
    }

    /// Asks for places whenever the picture changes; for as long as its view is there.
    pub fn keep_laid_out(self, app: AppState) {
        let layout = Memo::new(move |_| {
            self.look.with(|look| match look.shape {
                MapShape::Layered => MapLayout::Layered,
                _ => MapLayout::Force,
            })
        });
        let pins = Memo::new(move |_| self.look.with(|look| look.pins.clone()));
        let settled_before = StoredValue::new(self.settled.get_untracked());
        effect(move || {
            app.worker.get();
            let (shown, layout, pins) = (self.shown.get(), layout.get(), pins.get());
            let settled = self.settled.get();
            let is_settling = settled_before.get_value() != settled;
            settled_before.set_value(settled);
            let known = self.places.get_untracked();
            let mut ask = shown.picture.ask(layout);
            let keys = shown.picture.nodes.iter().map(|node| &node.key).zip(0..);
            ask.pins = keys
                .filter_map(|(key, place)| {
                    let pin = pins.iter().find(|(pinned, _)| pinned == key)?;
                    Some((place, pin.1))
                })
                .collect();
            let point = |(key, _): &(String, _)| known.points.get(key).copied();
            let start: Vec<Option<Point>> = ask.nodes.iter().map(point).collect();
            // From a few places the others could not unfold.
            let is_new = 2 * start.iter().flatten().count() < start.len();
            if is_new || known.layout != layout {
                // Where someone had moved the view there is something else now.
                self.fit();
            } else if !is_settling && layout == MapLayout::Force {
                ask.start = start;
            }
            let nobody = TraceRef { opening: OpeningId(0), trace_id: TraceId::NONE };
            let keys: Vec<String> = ask.nodes.iter().map(|(key, _)| key.clone()).collect();
            app.ask(Slot::MapPlaces, nobody, Ask::MapPlaces(Box::new(ask)), move |answer| {
                if let Answer::MapPlaces(points) = answer {
                    // What is not shown keeps its place for when it is again.
                    let mut all = BTreeMap::new();
                    if !is_settling && known.layout == layout {
                        all = known.points.clone();
                    }
                    all.extend(keys.into_iter().zip(points));
                    let points = all;
                    self.move_to(Places { layout, points });
                }
            });
        });
    }

    /// Nodes glide to where they are to be, so that the eye can follow.
    fn move_to(self, places: Places) {
        // The picture may be gone.
        let Some(from) = self.places.try_get_untracked() else { return };
        let places = Arc::new(places);
        let is_other = |(key, to): (&String, &Point)| {
            from.points.get(key).is_some_and(|at| at.distance(*to) > 1.0)
        };
        if places.points.len() > MOST_GLIDING || !places.points.iter().any(is_other) {
            self.glide.stop();
            return self.places.set(places);
        }
        self.aim.set_value(Some(places.clone()));
        self.glide.begin(move |share| {
            if share >= 1.0 {
                self.aim.set_value(None);
                return self.places.set(places.clone());
            }
            let on_its_way = |(key, &to): (&String, &Point)| {
                let at = from.points.get(key).map_or(to, |&at| between(at, to, share));
                (key.clone(), at)
            };
            let points = places.points.iter().map(on_its_way).collect();
            self.places.set(Arc::new(Places { layout: places.layout, points }));
        });
    }

    /// What is on the screen. Tracks.
    pub fn view(&self) -> MapView {
        let (width, height) = self.size_px.get();
        self.moved_view.get().unwrap_or_else(|| {
            let points = self.points.get().unwrap_or_default();
            let bounds = self.shown.with(|shown| shown.picture.bounds(&points));
            // The legend lies over the lowest part.
            let height = (height - LEGEND_PX).max(1.0);
            bounds.map(|all| MapView::fitting(all, width, height)).unwrap_or_default()
        })
    }

    pub fn set_view(&self, view: MapView) {
        self.moved_view.set(Some(view));
    }

    pub fn fit(&self) {
        self.moved_view.set(None);
    }

    /// Around the middle of the screen.
    pub fn zoom_by(&self, factor: f64) {
        let (width, height) = self.size_px.get_untracked();
        let middle = Point::new(width / 2.0, height / 2.0);
        self.set_view(untrack(|| self.view()).zoomed(middle, factor));
    }

    /// Everyone's picture: as if nobody had looked before. Pins stay.
    pub fn settle(&self) {
        self.settled.update(|settled| *settled += 1);
        self.fit();
    }

    pub fn select(&self, item: Option<MapItem>) {
        self.select_keys(item.and_then(|item| self.keys_of(item)));
    }

    pub fn select_keys(&self, keys: Option<MapKeys>) {
        if let Some((node, _)) = &keys {
            self.last.set_value(node.clone());
        }
        self.change(|look| look.selected = keys);
    }

    pub fn point_at(&self, item: Option<MapItem>) {
        let keys = item.and_then(|item| self.keys_of(item));
        if self.pointed_at.with_untracked(|known| *known != keys) {
            self.pointed_at.set(keys);
        }
    }

    /// The node that was selected last, if it is shown.
    pub fn last(&self) -> Option<u32> {
        let key = self.last.get_value();
        (!key.is_empty()).then(|| self.shown.with_untracked(|shown| shown.graph.place(&key)))?
    }

    /// What a link calls an item.
    pub fn keys_of(&self, item: MapItem) -> Option<MapKeys> {
        self.shown.with_untracked(|shown| shown.keys(item))
    }

    /// Selects, and brings it into view.
    pub fn go_to(&self, node: u32) {
        self.select(Some(MapItem::Node(node)));
        let at = self.points.get_untracked().and_then(|all| all.get(node as usize).copied());
        let (width, height) = self.size_px.get_untracked();
        if width < 1.0 {
            // No drawing is there yet.
            return;
        }
        let view = untrack(|| self.view());
        if let Some(at) = at
            && view.showing(at, width, height) != view
        {
            self.set_view(view.showing(at, width, height));
        }
    }

    /// Where a dragged node is, before it is let go.
    pub fn drag_node(&self, key: &str, to: Point) {
        self.glide.stop();
        if let Some(aim) = self.aim.try_update_value(Option::take).flatten() {
            self.places.set(aim);
        }
        // What fits would change with the node; it stays where it is while one drags.
        self.set_view(untrack(|| self.view()));
        self.places.update(|places| {
            Arc::make_mut(places).points.insert(key.to_owned(), to);
        });
    }

    pub fn pin(&self, key: String) {
        let at = self.places.with_untracked(|places| places.points.get(&key).copied());
        let Some(at) = at else { return };
        let at = Point::new(at.x.round(), at.y.round());
        self.change(|look| {
            look.pins.retain(|(pinned, _)| *pinned != key);
            look.pins.push((key, at));
        });
    }

    pub fn toggle_pin(&self, node: u32) {
        match self.key_of(node) {
            Some(key) if !untrack(|| self.is_pinned(node)) => self.pin(key),
            _ => self.unpin(node),
        }
    }

    fn unpin(&self, node: u32) {
        let key = self.key_of(node);
        self.change(|look| look.pins.retain(|(pinned, _)| Some(pinned) != key.as_ref()));
    }

    /// Tracks.
    pub fn is_pinned(&self, node: u32) -> bool {
        let key = self.key_of(node);
        self.look.with(|look| look.pins.iter().any(|(pinned, _)| Some(pinned) == key.as_ref()))
    }

    fn key_of(&self, node: u32) -> Option<String> {
        let shown = self.shown.get_untracked();
        shown.picture.nodes.get(node as usize).map(|node| node.key.clone())
    }

    /// What stands out: what is pointed at or selected with its neighbours, else what is near the
    /// focus. Tracks.
    pub fn emphasis(&self) -> Emphasis {
        let shown = self.shown.get();
        let near = self.look.with(|look| {
            let focus = shown.graph.place(&look.focus).filter(|_| !look.focus.is_empty())?;
            Some(focused(&shown.graph, focus, look.hops))
        });
        let item = self.hover.get().or_else(|| match near {
            // The focus says more than the selection.
            Some(_) => None,
            None => self.selected.get(),
        });
        shown.picture.emphasis(near.as_deref(), item)
    }
}

impl Default for MapPicture {
    fn default() -> MapPicture {
        MapPicture::new()
    }
}
