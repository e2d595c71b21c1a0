//! How smooth scrolling, zooming and panning are, with input as from a hand.
//!
//! Invariant: the browser makes the events; the page cannot tell them from a user's. Absent:
//! frames before and after the gesture, and work on other threads than the page's.

use std::path::Path;

use e2e::app::{App, PLACEHOLDER_ROW, ROWS_IN_VIEW};
use e2e::pointer::Point;
use serde_json::{Value, json};

use crate::opening::{self, Pause};
use crate::statistics::{median, quantile};

/// Between two frames of a screen with 60 a second, and half of the next one on top: more than
/// that, and a frame was missed.
const MISSED_MS: f64 = 1000.0 / 60.0 * 1.5;
/// Events of a gesture, one a frame if the page keeps up.
pub const STEPS: usize = 240;

pub struct Smoothness {
    pub gesture: &'static str,
    /// Milliseconds between two frames.
    intervals: Vec<f64>,
    /// Milliseconds of work for each frame that had any: events, answers of the worker, layout
    /// and painting. Frames in which nothing came are left out, as they would flatter.
    work: Vec<f64>,
    /// Of these, frames whose rows could be looked at, and those that showed a row of which nothing
    /// was there yet.
    frames_looked_at: usize,
    frames_with_missing_rows: usize,
    /// Milliseconds of everything on the page's thread, a frame.
    busy_ms: f64,
}

pub fn measure(app: &App, file: &Path) -> Vec<Smoothness> {
    watch(app);
    opening::open(app, file, Pause::Person);
    app.wait_for_trace();
    let middle = app.lanes().at(0.4, 0.5);
    vec![
        record(app, "scroll", || scroll(app, middle, 6_000.0)),
        record(app, "fast scroll", || scroll(app, middle, 60_000.0)),
        record(app, "zoom", || (0..STEPS).for_each(|step| zoom(app, middle, step))),
        record(app, "pan", || (0..STEPS).for_each(|step| drag(app, middle, step))),
        in_flame_graph(app, || {
            record(app, "zoom in the flame graph", || {
                (0..STEPS).for_each(|step| zoom(app, middle, step));
            })
        }),
    ]
}

/// Looks at frames from the beginning of the page that is opened next.
pub fn watch(app: &App) {
    app.inject(WATCH);
    app.devtools("Performance.enable", &json!({}));
}

/// Measures in the other view, and goes back.
fn in_flame_graph(app: &App, measure: impl FnOnce() -> Smoothness) -> Smoothness {
    app.click("#tab-flame");
    app.wait_for_script("the flame graph", "return document.querySelector('.flame-pane') !== null");
    let measured = measure();
    app.click("#tab-waterfall");
    measured
}

const CONTROL: u32 = 2;

/// Down for three seconds, then up for one; an event of the wheel in every frame.
fn scroll(app: &App, at: Point, pixels_a_second: f64) {
    for seconds in [-3.0, 1.0] {
        let gesture = json!({ "x": at.x, "y": at.y, "yDistance": seconds * pixels_a_second,
            "speed": pixels_a_second, "gestureSourceType": "mouse" });
        app.devtools("Input.synthesizeScrollGesture", &gesture);
    }
}

/// In for two thirds, then out, so that panning afterwards has somewhere to go.
fn zoom(app: &App, at: Point, step: usize) {
    turn_with_control(app, at, if step < STEPS * 2 / 3 { -20.0 } else { 20.0 });
}

/// Zooms in if negative.
pub fn turn_with_control(app: &App, at: Point, delta: f64) {
    let event = json!({ "type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": 0,
        "deltaY": delta, "modifiers": CONTROL });
    app.devtools("Input.dispatchMouseEvent", &event);
}

/// To and fro by up to 150 px, the button held from the first step to the last.
pub fn drag(app: &App, from: Point, step: usize) {
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

pub fn record(app: &App, gesture: &'static str, act: impl FnOnce()) -> Smoothness {
    app.script("frameWatch.start(...arguments)", &[json!(PLACEHOLDER_ROW), json!(ROWS_IN_VIEW)]);
    let before = busy_seconds(app);
    act();
    let busy = busy_seconds(app) - before;
    let recorded = app.script("return frameWatch.stop()", &[]);
    let times = numbers(&recorded["times"]);
    let intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let busy_ms = busy * 1000.0 / intervals.len().max(1) as f64;
    let count = |name: &str| recorded[name].as_u64().unwrap_or_default() as usize;
    let [frames_looked_at, frames_with_missing_rows] = ["looked", "missing"].map(count);
    let work = numbers(&recorded["work"]);
    Smoothness { gesture, intervals, work, frames_looked_at, frames_with_missing_rows, busy_ms }
}

/// Watches from the page's beginning, so that it sees the page's worker.
///
/// ```text
/// |event|  |answer|      |frame callbacks, layout, painting|message|
/// ^begin ^end ^begin ^end ^frame                            ^painted
/// ```
///
/// Listeners run in the order of their making, and what they spawn runs before the next one: the
/// time from the first listener to the last is all that an event sets off. A message that is
/// posted in a frame arrives after the frame was painted; rows are looked at then, when looking
/// costs the page no layout. Where painting takes longer than a frame, the next frame may begin before
/// the message is there: then that is the end of the one before.
const WATCH: &str = "
(() => {
    const kinds = ['wheel', 'pointerdown', 'pointermove', 'pointerup', 'click'];
    let begun = 0, spent = 0;
    const begin = () => { begun = performance.now(); };
    const end = () => { spent += begun && performance.now() - begun; begun = 0; };
    const PlainWorker = Worker;
    window.Worker = class extends PlainWorker {
        constructor(...words) {
            super(...words);
            this.addEventListener('message', begin);
            setTimeout(() => this.addEventListener('message', end));
        }
    };
    for (const kind of kinds) addEventListener(kind, begin, { capture: true, passive: true });
    let record, next, frameBegun, spentBefore = 0, messages = 0;
    const channel = new MessageChannel();
    const frame = time => {
        next = requestAnimationFrame(frame);
        // Not heard of yet: painting has kept the page busy until now. What was in it is gone, as
        // what came since has changed the rows.
        close(false);
        record.times.push(time);
        frameBegun = performance.now();
        spentBefore = spent;
        spent = 0;
        messages += 1;
        channel.port2.postMessage(null);
    };
    const isMissing = (placeholder, view) => {
        const { top, bottom } = view.getBoundingClientRect();
        return [...document.querySelectorAll(placeholder)].some(row => {
            const place = row.getBoundingClientRect();
            return place.bottom > top && place.top < bottom;
        });
    };
    const close = isPresent => {
        if (spentBefore === 0) return;
        // What came in between belongs to the next frame.
        record.work.push(spentBefore + performance.now() - frameBegun - spent);
        spentBefore = 0;
        // Another view has no rows.
        const view = isPresent && document.querySelector(record.selectors[1]);
        if (view) {
            record.looked += 1;
            record.missing += isMissing(record.selectors[0], view);
        }
    };
    channel.port1.onmessage = () => {
        messages -= 1;
        // Else it is a message of an earlier frame, which was late.
        if (messages === 0) close(true);
    };
    window.frameWatch = {
        start(...selectors) {
            // Last of all listeners, as the page has made its own by now.
            for (const kind of kinds) {
                removeEventListener(kind, end);
                addEventListener(kind, end, { passive: true });
            }
            record = { times: [], work: [], looked: 0, missing: 0, selectors };
            spent = spentBefore = 0;
            next = requestAnimationFrame(frame);
        },
        stop() {
            cancelAnimationFrame(next);
            close(false);
            return record;
        },
    };
})();";

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

    /// Of the screen's frames.
    pub fn missed_ratio(&self) -> f64 {
        let missed = self.intervals.iter().filter(|&&interval| interval > MISSED_MS).count();
        missed as f64 / self.intervals.len().max(1) as f64
    }

    /// Frames with a missing row, of those that were looked at; `None` where there are no rows.
    pub fn missing_ratio(&self) -> Option<f64> {
        let share = self.frames_with_missing_rows as f64 / self.frames_looked_at as f64;
        (self.frames_looked_at > 0).then_some(share)
    }

    /// Median, p95 and p99.
    pub fn work_ms(&self) -> [f64; 3] {
        [0.5, 0.95, 0.99].map(|share| quantile(&self.work, share))
    }

    pub fn work_p99_ms(&self) -> f64 {
        self.work_ms()[2]
    }

    pub fn json(&self) -> Value {
        let [work_median_ms, work_p95_ms, work_p99_ms] = self.work_ms();
        json!({
            "gesture": self.gesture, "frames": self.intervals.len(),
            "frames_with_work": self.work.len(), "frames_looked_at": self.frames_looked_at,
            "work_median_ms": work_median_ms, "work_p95_ms": work_p95_ms,
            "work_p99_ms": work_p99_ms, "work_worst_ms": quantile(&self.work, 1.0),
            "missing_row_ratio": self.missing_ratio(),
            "frames_a_second": self.frames_a_second(), "missed_ratio": self.missed_ratio(),
            "interval_median_ms": median(&self.intervals),
            "interval_p95_ms": quantile(&self.intervals, 0.95),
            "interval_p99_ms": quantile(&self.intervals, 0.99),
            "interval_worst_ms": quantile(&self.intervals, 1.0),
            "busy_ms_a_frame": self.busy_ms,
        })
    }
}
