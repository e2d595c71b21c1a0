//! A fan: one root whose children are all the other spans.
//!
//! Invariant: children overlap in a fixed number of lanes and lie inside the root, which
//! is written last, when its end is known. Absent: grandchildren.

use super::attributes;
use super::catalog::{OWN, STATEMENTS};
use super::catalog_services::SERVICES;
use super::mixed::earliest;
use super::recipe::service_place;
use super::request::{INSTANCES, Maker, Opening, Scribe};
use super::span::{Kind, Span, Text};

/// Children that run side by side.
const LANES: usize = 16;

pub(super) struct Fan {
    scribe: Scribe,
    /// Taken when it is written, last of all.
    root: Option<Span>,
    root_id: u64,
    /// Children not yet made.
    left: usize,
    /// When each lane is free, in microseconds since the epoch.
    lanes: [u64; LANES],
}

impl Fan {
    pub(super) fn new(mut scribe: Scribe, spans: usize, start_micros: u64) -> Fan {
        let service = service_place("search");
        let what = "rebuild index";
        scribe.budget = 1;
        let attributes = attributes::work(&mut scribe.random, &SERVICES[service], what);
        scribe.begin(Opening {
            parent_id: 0,
            process: service * INSTANCES,
            scope: &OWN,
            name: Text::Borrowed(what),
            kind: Kind::Internal,
            start_micros,
            attributes,
        });
        let root = scribe.spans.pop();
        Fan {
            root_id: root.as_ref().map_or(0, |root| root.id),
            root: root.filter(|_| spans > 0),
            scribe,
            left: spans.saturating_sub(1),
            lanes: [start_micros + 100; LANES],
        }
    }

    pub(super) fn next(&mut self) -> Option<Span> {
        if self.left == 0 {
            return self.root.take();
        }
        self.left -= 1;
        let lane = earliest(&self.lanes);
        self.make_child(self.lanes[lane]);
        let child = self.scribe.spans.pop()?;
        self.lanes[lane] = child.end_micros + self.scribe.random.skewed(20, 400);
        if let Some(root) = &mut self.root {
            root.end_micros = root.end_micros.max(child.end_micros + 100);
        }
        Some(child)
    }

    fn make_child(&mut self, start_micros: u64) {
        let scribe = &mut self.scribe;
        scribe.budget = 1;
        let service = scribe.random.index(SERVICES.len());
        let process = scribe.any_process(service);
        let maker = Maker { service, process, span_id: self.root_id, depth: 1 };
        let tables = SERVICES[service].tables;
        if tables.is_empty() {
            scribe.work(maker, SERVICES[service].work[0], start_micros);
        } else if scribe.random.happens(300) {
            scribe.cache(maker, start_micros);
        } else {
            let statement = scribe.random.pick_text(&STATEMENTS);
            let table = scribe.random.pick_text(tables);
            scribe.query(maker, statement, table, start_micros);
        }
    }
}
