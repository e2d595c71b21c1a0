//! A chain: every span but the last has exactly one child.
//!
//! Invariant: a span starts a microsecond after its parent and ends one before it.
//! Absent: realism; it is there to try depth.

use super::catalog_services::SERVICES;
use super::request::{INSTANCES, Maker, Scribe};
use super::span::Span;

/// So many spans in a row belong to one service.
const SPANS_OF_A_SERVICE: usize = 40;

pub(super) struct Chain {
    scribe: Scribe,
    spans: usize,
    made: usize,
    parent_id: u64,
    start_micros: u64,
}

impl Chain {
    pub(super) fn new(scribe: Scribe, spans: usize, start_micros: u64) -> Chain {
        Chain { scribe, spans, made: 0, parent_id: 0, start_micros }
    }

    pub(super) fn next(&mut self) -> Option<Span> {
        if self.made == self.spans {
            return None;
        }
        let service = self.made / SPANS_OF_A_SERVICE % SERVICES.len();
        let process = service * INSTANCES;
        let maker = Maker { service, process, span_id: self.parent_id, depth: 1 };
        let what = SERVICES[service].work[self.made % SERVICES[service].work.len()];
        let start_micros = self.start_micros + self.made as u64;
        self.scribe.budget = 1;
        self.scribe.work(maker, what, start_micros);
        let mut span = self.scribe.spans.pop()?;
        span.end_micros = self.start_micros + 2 * self.spans as u64 - self.made as u64;
        if let Some(exception) = span.failure.as_mut().and_then(|f| f.exception.as_mut()) {
            exception.at_micros = span.end_micros;
        }
        self.parent_id = span.id;
        self.made += 1;
        Some(span)
    }
}
