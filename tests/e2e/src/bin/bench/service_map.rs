//! The service map: laid out in the worker, first seen, moved and pointed at.
//!
//! Invariant: the made-up calls are the same in every run, and what is compared with `JSON.parse`
//! is compared with that of the same calls in the same browser. Absent: grouping, which would make
//! a large map a small one.

use std::thread;

use e2e::app::{App, MAP_COUNTS, MAP_DRAWING, MAP_ITEM_UNDER_POINTER};
use e2e::calls::{self, Calls};
use e2e::pointer::{Point, Rect};
use e2e::reply::Reply;
use serde_json::{Value, json};
use spanscope::analysis::ServiceGraph;
use spanscope::engine::{Answer, Ask, OpeningId, TraceRef};
use spanscope::layout::service_map::{COLD_TICKS, MapLayout, PlacesAsk, WidthBy, pictured};
use spanscope::trace::TraceId;

use crate::engine_worker::EngineWorker;
use crate::frames::{self, STEPS, Smoothness};
use crate::goals::{self, Goal, Verdict};
use crate::json_parse::times_of_text;
use crate::measured::fresh_app;
use crate::opening::PERSON;
use crate::operations::{self, Operation, Timed};
use crate::say;
use crate::statistics::median;

/// Services and links of what is laid out, and of what is shown.
pub const LAID_OUT: (u64, usize) = (1_000, 5_000);
pub const SHOWN: (u64, usize) = (1_238, 4_271);
/// No trace: places are asked of none.
const NOBODY: TraceRef = TraceRef { opening: OpeningId(0), trace_id: TraceId::NONE };
/// Steps of the wheel in one direction. Ten times as large then, labels can be read, and a gesture
/// ends on the way in.
const STEPS_IN: usize = 48;

/// Milliseconds of all runs.
pub struct ServiceMap {
    pub layouts: Vec<Timed>,
    /// `JSON.parse` of the calls that were laid out.
    laid_out_parses: Vec<f64>,
    /// From the address to the picture.
    first_pictures: Vec<f64>,
    /// `JSON.parse` of the calls that were shown.
    shown_parses: Vec<f64>,
    pub smoothness: Vec<Smoothness>,
}

pub fn measure(repetitions: usize) -> ServiceMap {
    let laid_out = calls::many(LAID_OUT.0, LAID_OUT.1);
    let shown = calls::many(SHOWN.0, SHOWN.1);
    let mut map = ServiceMap {
        layouts: Vec::new(),
        laid_out_parses: Vec::new(),
        first_pictures: Vec::new(),
        shown_parses: Vec::new(),
        smoothness: Vec::new(),
    };
    for run in 1..=repetitions {
        say(&format!("service map: layout and first picture, {run} of {repetitions}"));
        let app = fresh_app();
        map.laid_out_parses.extend(times_of_text(&app, &calls::answer(&laid_out)));
        map.shown_parses.extend(times_of_text(&app, &calls::answer(&shown)));
        lay_out(&app, &laid_out, &mut map.layouts);
        map.first_pictures.push(first_picture(&app_with_map(&shown)));
    }
    say("service map: frames");
    map.smoothness = smoothness(&app_with_map(&shown));
    map
}

/// In every run by a fresh worker; the first layout with all that is done once.
fn lay_out(app: &App, calls: &[Calls], all: &mut Vec<Timed>) {
    let worker = EngineWorker::start(app, &[]);
    let counts = calls.iter().map(|(from, to, count)| (&**from, &**to, *count));
    let picture = pictured(&ServiceGraph::of_counts(counts), WidthBy::Calls);
    assert_eq!((picture.nodes.len() as u64, picture.edges.len()), LAID_OUT, "not as planned");
    let cold = picture.ask(MapLayout::Force);
    let mut note = |name, goal, ask: &PlacesAsk| {
        let asks = vec![Ask::MapPlaces(Box::new(ask.clone()))];
        operations::note(all, &worker, NOBODY, Operation { name, goal, asks });
    };
    note("settled", Some(goals::SETTLED), &cold);
    let places = match worker.answer(NOBODY, Ask::MapPlaces(Box::new(cold.clone()))) {
        Answer::MapPlaces(places) => places,
        other => panic!("no places: {other:?}"),
    };
    let start = places.into_iter().map(Some).collect();
    note("settled from what is on the screen", None, &PlacesAsk { start, ..cold });
    note("in layers", None, &picture.ask(MapLayout::Layered));
}

/// In a browser of its own, with a server that has counted these calls.
fn app_with_map(counts: &[Calls]) -> App {
    let app = fresh_app();
    app.site.answer("/api/services", Reply::json(r#"{"data":[]}"#));
    app.site.answer("/api/dependencies", Reply::json(calls::answer(counts)));
    app
}

fn first_picture(app: &App) -> f64 {
    app.open_start();
    thread::sleep(PERSON);
    app.script(GO_TO_MAP, &[json!(MAP_DRAWING)]);
    let time = app.wait_for_script("the map", "return window.shown_ms");
    let [services, links] = [SHOWN.0, SHOWN.1 as u64].map(spanscope::format::count);
    assert_eq!(app.text(MAP_COUNTS), format!("{services} services · {links} links"));
    time.as_f64().expect("a time in milliseconds")
}

/// Follows a link within the page; a picture is there with the first link that is drawn.
const GO_TO_MAP: &str = "
    const [drawing] = arguments;
    window.shown_ms = null;
    const prototype = CanvasRenderingContext2D.prototype, plain = prototype.quadraticCurveTo;
    const begun = performance.now();
    prototype.quadraticCurveTo = function (...words) {
        if (this.canvas.closest(drawing)) {
            prototype.quadraticCurveTo = plain;
            requestAnimationFrame(() => setTimeout(() => {
                window.shown_ms = performance.now() - begun;
            }));
        }
        return plain.apply(this, words);
    };
    location.hash = '#/map';";

fn smoothness(app: &App) -> Vec<Smoothness> {
    frames::watch(app);
    first_picture(app);
    let area = app.rect(MAP_DRAWING);
    let steps = |act: &dyn Fn(usize)| (0..STEPS).for_each(act);
    // What is free of everything stays so when the map is zoomed around it.
    let ground = ground(app, &area);
    let pan = |name| frames::record(app, name, || steps(&|step| frames::drag(app, ground, step)));
    let pan_all = pan("pan, all in view");
    let point = frames::record(app, "point at services and links", || {
        steps(&|step| sweep(app, &area, step));
    });
    let zoom = frames::record(app, "zoom", || steps(&|step| zoom(app, ground, step)));
    let pan_close = pan("pan, zoomed in");
    assert!(!app.fragment().contains("pin="), "a service was dragged in place of the map");
    vec![pan_all, zoom, pan_close, point]
}

/// In and out again, as often as there is time.
fn zoom(app: &App, at: Point, step: usize) {
    let is_in = (step / STEPS_IN).is_multiple_of(2);
    frames::turn_with_control(app, at, if is_in { -20.0 } else { 20.0 });
}

/// Over the middle of the map, from left to right.
fn sweep(app: &App, area: &Rect, step: usize) {
    move_to(app, area.at(0.25 + 0.5 * step as f64 / STEPS as f64, 0.5));
}

fn move_to(app: &App, at: Point) {
    let event = json!({ "type": "mouseMoved", "x": at.x, "y": at.y });
    app.devtools("Input.dispatchMouseEvent", &event);
}

/// A place with nothing on it, to drag the whole map by: near an edge, with most of the map below.
fn ground(app: &App, area: &Rect) -> Point {
    let across = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
    let places = across.into_iter().flat_map(|x| (1..20).map(move |y| (x, f64::from(y) / 20.0)));
    let mut places = places.map(|(x, y)| area.at(x, y));
    let is_free = |at: &Point| {
        move_to(app, *at);
        app.wait_for_frame();
        !app.has(MAP_ITEM_UNDER_POINTER)
    };
    places.find(is_free).expect("some place of the map is free")
}

impl ServiceMap {
    pub fn first_picture_ms(&self) -> f64 {
        median(&self.first_pictures)
    }

    pub fn first_picture_ratio(&self) -> f64 {
        self.first_picture_ms() / median(&self.shown_parses)
    }

    /// The first answer, by `JSON.parse` of the calls.
    pub fn layout_ratio(&self, layout: &Timed) -> f64 {
        layout.first_ms() / median(&self.laid_out_parses)
    }

    /// Milliseconds of one tick of the layout by forces, with its share of all else that a layout
    /// takes, the message included: first and again.
    pub fn tick_ms(&self) -> Option<[f64; 2]> {
        let settled = self.layouts.first()?;
        Some([settled.first_ms(), settled.again_ms()].map(|all| all / f64::from(COLD_TICKS)))
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let of_layout = |layout: &Timed| {
            let goal: Goal = layout.goal?;
            Some(Verdict::new(goal, "", layout.first_ms()))
        };
        let layouts = self.layouts.iter().filter_map(of_layout);
        let tick = self.tick_ms().map(|[first, _]| Verdict::new(goals::TICK, "", first));
        let frames = self
            .smoothness
            .iter()
            .map(|smooth| Verdict::new(goals::FRAME, smooth.gesture, smooth.work_p99_ms()));
        layouts.chain(tick).chain(frames).collect()
    }

    pub fn json(&self) -> Value {
        json!({
            "laid_out": { "services": LAID_OUT.0, "links": LAID_OUT.1 },
            "layouts": self.layouts.iter().map(Timed::json).collect::<Vec<Value>>(),
            "laid_out_json_parse_ms": median(&self.laid_out_parses),
            "shown": { "services": SHOWN.0, "links": SHOWN.1 },
            "first_picture_ms": self.first_pictures,
            "first_picture_median_ms": self.first_picture_ms(),
            "shown_json_parse_ms": median(&self.shown_parses),
            "frames": self.smoothness.iter().map(Smoothness::json).collect::<Vec<Value>>(),
            "goals": self.verdicts().iter().map(Verdict::json).collect::<Vec<Value>>(),
        })
    }
}
