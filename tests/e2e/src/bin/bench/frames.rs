//! How smooth scrolling, zooming and panning are, with input as from a hand.
//!
//! Invariant: the browser makes the events; the page cannot tell them from a user's. Absent:
//! frames before and after the gesture.

use e2e::app::App;
use e2e::pointer::Point;
use serde_json::{Value, json};

use crate::statistics::{median, quantile};

/// Between two frames of a screen with 60 a second, and half of the next one on top: more than
/// that, and a frame was missed.
const MISSED_MS: f64 = 1000.0 / 60.0 * 1.5;
const STEPS: usize = 120;

pub struct Smoothness {
    pub gesture: &'static str,
    /// Milliseconds between two frames.
    pub intervals: Vec<f64>,
    /// Milliseconds of work in the page's own frames, where it tells them.
    pub work: Vec<f64>,
    /// Milliseconds of everything on the page's thread, a frame.
    pub busy_ms: f64,
}

pub fn measure(app: &App) -> Vec<Smoothness> {
    app.wait_for_trace();
    app.devtools("Performance.enable", &json!({}));
    let middle = app.lanes().at(0.4, 0.5);
    vec![
        record(app, "scroll", |step| wheel(app, middle, scroll_step(step), 0)),
        record(app, "zoom", |step| wheel(app, middle, zoom_step(step), CONTROL)),
        record(app, "pan", |step| drag(app, middle, step)),
    ]
}

const CONTROL: u32 = 2;

/// Down for three quarters of the gesture, then back up.
fn scroll_step(step: usize) -> f64 {
    if step < STEPS * 3 / 4 { 240.0 } else { -240.0 }
}

/// In for two thirds, then out, so that panning afterwards has somewhere to go.
fn zoom_step(step: usize) -> f64 {
    if step < STEPS * 2 / 3 { -40.0 } else { 40.0 }
}

fn wheel(app: &App, at: Point, delta_y: f64, modifiers: u32) {
    let event = json!({ "type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": 0,
        "deltaY": delta_y, "modifiers": modifiers });
    app.devtools("Input.dispatchMouseEvent", &event);
}

/// To and fro by up to 150 px, the button held from the first step to the last.
fn drag(app: &App, from: Point, step: usize) {
    let turn = step as f64 / 10.0;
    let (x, y) = (from.x + turn.sin() * 150.0, from.y);
    let kind = match step {
        0 => "mousePressed",
        _ if step == STEPS - 1 => "mouseReleased",
        _ => "mouseMoved",
    };
    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1,
        "clickCount": 1 });
    app.devtools("Input.dispatchMouseEvent", &event);
}

fn record(app: &App, gesture: &'static str, step: impl Fn(usize)) -> Smoothness {
    app.script(RECORD, &[]);
    let before = busy_seconds(app);
    (0..STEPS).for_each(step);
    let busy = busy_seconds(app) - before;
    let recorded = app.script(STOP, &[]);
    let times = numbers(&recorded[0]);
    let intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let busy_ms = busy * 1000.0 / intervals.len().max(1) as f64;
    Smoothness { gesture, intervals, work: numbers(&recorded[1]), busy_ms }
}

const RECORD: &str = "
    const times = [];
    const note = time => { times.push(time); window.frame = requestAnimationFrame(note); };
    window.frame = requestAnimationFrame(note);
    window.frameTimes = times;
    performance.clearMeasures('spanscope:frame');";

const STOP: &str = "
    cancelAnimationFrame(window.frame);
    const work = performance.getEntriesByName('spanscope:frame').map(entry => entry.duration);
    return [window.frameTimes, work];";

fn busy_seconds(app: &App) -> f64 {
    let metrics = app.devtools("Performance.getMetrics", &json!({}));
    let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let busy = metrics.iter().find(|metric| metric["name"] == "TaskDuration");
    busy.and_then(|metric| metric["value"].as_f64()).unwrap_or_default()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

impl Smoothness {
    pub fn frames_a_second(&self) -> f64 {
        let total: f64 = self.intervals.iter().sum();
        if total > 0.0 { self.intervals.len() as f64 / total * 1000.0 } else { 0.0 }
    }

    pub fn missed_ratio(&self) -> f64 {
        let missed = self.intervals.iter().filter(|&&interval| interval > MISSED_MS).count();
        missed as f64 / self.intervals.len().max(1) as f64
    }

    pub fn worst_ms(&self) -> f64 {
        quantile(&self.intervals, 1.0)
    }

    pub fn json(&self) -> Value {
        json!({
            "gesture": self.gesture, "frames": self.intervals.len(),
            "frames_a_second": self.frames_a_second(), "missed_ratio": self.missed_ratio(),
            "interval_median_ms": median(&self.intervals),
            "interval_p95_ms": quantile(&self.intervals, 0.95), "interval_worst_ms": self.worst_ms(),
            "busy_ms_a_frame": self.busy_ms, "own_work_median_ms": median(&self.work),
            "own_work_worst_ms": quantile(&self.work, 1.0),
        })
    }
}
