//! What of the plane of nodes is on the screen.
//!
//! Invariant: zooming keeps the point that is meant where it is. Absent: gestures.

use serde::{Deserialize, Serialize};

use super::boxes::Bounds;

/// In pixels, of the plane or of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    pub fn distance(self, other: Point) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    /// Where the plane's origin is on the screen.
    pub origin: Point,
    /// Pixels of the screen by pixels of the plane.
    pub zoom: f64,
}

impl Default for MapView {
    fn default() -> MapView {
        MapView { origin: Point::default(), zoom: 1.0 }
    }
}

impl MapView {
    const LEAST_ZOOM: f64 = 0.03;
    const MOST_ZOOM: f64 = 4.0;
    /// Fitting does not enlarge a few nodes to giants.
    const MOST_FITTED: f64 = 1.4;
    const MARGIN_PX: f64 = 24.0;

    /// All of `content` on a screen of this size, in its middle.
    pub fn fitting(content: Bounds, width_px: f64, height_px: f64) -> MapView {
        let room = |size: f64| (size - 2.0 * MapView::MARGIN_PX).max(1.0);
        let across = room(width_px) / content.width().max(1.0);
        let down = room(height_px) / content.height().max(1.0);
        let zoom = across.min(down).clamp(MapView::LEAST_ZOOM, MapView::MOST_FITTED);
        let middle = |low: f64, high: f64, size: f64| size / 2.0 - (low + high) / 2.0 * zoom;
        let x = middle(content.left, content.right, width_px);
        let y = middle(content.top, content.bottom, height_px);
        MapView { origin: Point { x, y }, zoom }
    }

    /// All of `content` with a margin, as large as it is or as fits into a square of `most_px`; and
    /// the size that it then has.
    pub fn whole(content: Bounds, margin_px: f64, most_px: f64) -> (MapView, (f64, f64)) {
        let (width, height) =
            (content.width() + 2.0 * margin_px, content.height() + 2.0 * margin_px);
        let zoom = (most_px / width.max(height)).min(1.0);
        let origin =
            Point::new((margin_px - content.left) * zoom, (margin_px - content.top) * zoom);
        (MapView { origin, zoom }, (width * zoom, height * zoom))
    }

    pub fn on_screen(&self, at: Point) -> Point {
        Point { x: self.origin.x + at.x * self.zoom, y: self.origin.y + at.y * self.zoom }
    }

    pub fn on_plane(&self, at: Point) -> Point {
        Point { x: (at.x - self.origin.x) / self.zoom, y: (at.y - self.origin.y) / self.zoom }
    }

    /// Larger by `factor` around a point of the screen.
    #[must_use]
    pub fn zoomed(&self, at: Point, factor: f64) -> MapView {
        let zoom = (self.zoom * factor).clamp(MapView::LEAST_ZOOM, MapView::MOST_ZOOM);
        let plane = self.on_plane(at);
        let origin = Point { x: at.x - plane.x * zoom, y: at.y - plane.y * zoom };
        MapView { origin, zoom }
    }

    #[must_use]
    pub fn moved(&self, x_px: f64, y_px: f64) -> MapView {
        let origin = Point { x: self.origin.x + x_px, y: self.origin.y + y_px };
        MapView { origin, zoom: self.zoom }
    }

    /// Moved so that a point of the plane is inside the screen, no further than needed.
    #[must_use]
    pub fn showing(&self, at: Point, width_px: f64, height_px: f64) -> MapView {
        let on_screen = self.on_screen(at);
        let into = |place: f64, size: f64| {
            let margin = (2.0 * MapView::MARGIN_PX).min(size / 2.0);
            place.clamp(margin, (size - margin).max(margin)) - place
        };
        self.moved(into(on_screen.x, width_px), into(on_screen.y, height_px))
    }
}
