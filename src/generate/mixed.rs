//! A campaign: one root, batches under it, and requests to the shop in each batch.
//!
//! Invariant: exactly the planned number of spans, of which one batch at a time is in
//! memory; spans come in the order in which they ended, so the root comes last, as from
//! real exporters. Absent: what a request does (see `request`).

use super::attributes;
use super::catalog::{HTTP, OWN};
use super::catalog_services::SERVICES;
use super::recipe::{any_endpoint, service_place};
use super::request::{Maker, Opening, Scribe};
use super::span::{Kind, Span, Text};
use crate::order;

/// Batches that run side by side.
const BATCH_LANES: usize = 4;
/// Requests of a batch that run side by side.
const REQUEST_LANES: usize = 3;
const BATCH_SPANS: (u64, u64) = (250, 600);

pub(super) struct Mixed {
    scribe: Scribe,
    /// Taken when it is written, last of all.
    root: Option<Span>,
    root_maker: Maker,
    /// When each lane of batches is free, in microseconds since the epoch.
    lanes: [u64; BATCH_LANES],
    /// Spans not yet begun, the root not counted.
    left: usize,
    /// Ended spans, the next one last.
    ready: Vec<Span>,
}

impl Mixed {
    pub(super) fn new(mut scribe: Scribe, spans: usize, start_micros: u64) -> Mixed {
        let service = service_place("campaign-runner");
        let endpoint = &SERVICES[service].endpoints[0];
        let path = attributes::path(&mut scribe.random, endpoint.route);
        let process = scribe.any_process(service);
        scribe.budget = 1;
        scribe.begin(Opening {
            parent_id: 0,
            process,
            scope: &HTTP,
            name: Text::Owned(format!(
                "{} {}",
                endpoint.method,
                endpoint.route.replace("{}", "{id}")
            )),
            kind: Kind::Server,
            start_micros,
            attributes: attributes::http_server(&mut scribe.random.clone(), endpoint, &path),
        });
        let mut root = scribe.spans.pop();
        if let Some(root) = &mut root {
            attributes::push_http_status(&mut root.attributes, 200);
        }
        let span_id = root.as_ref().map_or(0, |root| root.id);
        Mixed {
            scribe,
            root: root.filter(|_| spans > 0),
            root_maker: Maker { service, process, span_id, depth: 1 },
            lanes: [start_micros + 900; BATCH_LANES],
            left: spans.saturating_sub(1),
            ready: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Option<Span> {
        if self.ready.is_empty() && self.left > 0 {
            self.make_batch();
        }
        self.ready.pop().or_else(|| self.root.take())
    }

    fn make_batch(&mut self) {
        let size = self.scribe.random.between(BATCH_SPANS.0, BATCH_SPANS.1) as usize;
        let size = size.min(self.left);
        self.left -= size;
        self.scribe.budget = size;
        let lane = earliest(&self.lanes);
        let start_micros = self.lanes[lane];
        let maker = self.root_maker;
        let what =
            attributes::work(&mut self.scribe.random, &SERVICES[maker.service], "send batch");
        let batch = self.scribe.begin(Opening {
            parent_id: maker.span_id,
            process: maker.process,
            scope: &OWN,
            name: Text::Borrowed("send batch"),
            kind: Kind::Internal,
            start_micros,
            attributes: what,
        });
        let maker = Maker { span_id: self.scribe.spans[batch].id, depth: 2, ..maker };
        let end_micros = self.send_requests(maker, start_micros + 400) + 300;
        self.scribe.spans[batch].end_micros = end_micros;
        self.lanes[lane] = end_micros + self.scribe.random.skewed(100, 2_000);
        if let Some(root) = &mut self.root {
            root.end_micros = root.end_micros.max(end_micros + 2_500);
        }
        self.ready.append(&mut self.scribe.spans);
        order::sort_by_key(&mut self.ready, |span| std::cmp::Reverse((span.end_micros, span.id)));
    }

    /// Spends the batch's budget; gives the end of the last request.
    fn send_requests(&mut self, maker: Maker, start_micros: u64) -> u64 {
        let mut lanes = [start_micros; REQUEST_LANES];
        let mut end_micros = start_micros;
        for what in SERVICES[maker.service].work {
            if self.scribe.budget > 0 {
                end_micros = self.scribe.work(maker, what, end_micros + 30).micros;
                lanes = [end_micros + 50; REQUEST_LANES];
            }
        }
        while self.scribe.budget > 0 {
            let lane = earliest(&lanes);
            let place = any_endpoint(&mut self.scribe.random, &SERVICES[maker.service]);
            let ending = self.scribe.call(maker, place, lanes[lane]);
            lanes[lane] = ending.micros + self.scribe.random.skewed(50, 3_000);
            end_micros = end_micros.max(ending.micros);
        }
        end_micros
    }
}

/// The lane that is free first.
pub(super) fn earliest(lanes: &[u64]) -> usize {
    let free = lanes.iter().enumerate().min_by_key(|&(_, free_micros)| free_micros);
    free.map_or(0, |(lane, _)| lane)
}
