//! Reads a little of each format while nobody waits, so that the browser has compiled the
//! readers for speed by the time a file comes.
//!
//! Browsers first translate WebAssembly quickly and badly, then translate well what they see
//! run often. Measured: the first 85 MB that are read cold take 500 ms, of which 200 ms pass
//! before the good code is there. A few megabytes that nobody waits for are enough to bring it.
//!
//! Invariant: stops before the next 64 KiB once an opening is wanted; what it reads is never
//! shown. Absent: the code of the page, which other files than these warm up.

use std::cell::Cell;

use crate::browser::frames::next_turn;
use crate::engine::{Ask, Engine, Event, OpeningId, Request, TraceRef};
use crate::generate::{Format, Generator, Plan, Shape};

/// The formats in the order of how often they are met; about three megabytes of each.
const FORMATS: [Format; 4] =
    [Format::JaegerJson, Format::OtlpJson, Format::ZipkinJson, Format::OtlpProto];
const SPANS: usize = 3500;
/// More than a chunk has.
const UNITS: usize = 1024;

/// Names nothing outside: the engine of a warm-up is its own.
const OPENING: OpeningId = OpeningId(0);

/// Works until all is read or `is_wanted` turns true; tells how many traces it opened.
pub async fn warm_up(is_wanted: &Cell<bool>) -> usize {
    let mut opened_traces = 0;
    for format in FORMATS {
        if is_wanted.get() {
            break;
        }
        let plan = Plan { spans: SPANS, shape: Shape::Mixed, format, seed: 1 };
        let Some(mut engine) = read(plan, is_wanted).await else { break };
        let opened = engine.step(UNITS).into_iter().find_map(|event| match event {
            Event::Opened { contents, .. } => contents.traces.first().map(|listing| listing.trace),
            _ => None,
        });
        if let Some(trace) = opened {
            ask_for_picture(&mut engine, trace);
            opened_traces += 1;
        }
    }
    opened_traces
}

/// An engine that has the whole of a generated trace and only has to put it together.
async fn read(plan: Plan, is_wanted: &Cell<bool>) -> Option<Engine> {
    let mut generator = Generator::new(plan);
    let mut engine = Engine::default();
    engine.begin(OPENING);
    engine.begin_source(OPENING, plan.format.name(), None);
    loop {
        let mut chunk = Vec::new();
        let is_more = generator.next_chunk(&mut chunk);
        engine.feed(OPENING, chunk);
        engine.step(UNITS);
        next_turn().await;
        if is_wanted.get() {
            return None;
        }
        if !is_more {
            break;
        }
    }
    engine.end_source(OPENING);
    engine.finish(OPENING);
    Some(engine)
}

/// What a page asks when a trace is there.
fn ask_for_picture(engine: &mut Engine, trace: TraceRef) {
    let asked = [Ask::Summary, Ask::rows(0, 100), Ask::Minimap { width_px: 1200, lanes: 24 }];
    for (id, ask) in (0..).zip(asked) {
        engine.submit(Request { id, trace, ask });
        engine.step(0);
    }
}
