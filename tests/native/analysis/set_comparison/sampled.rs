//! Sets of traces drawn from a model of a shop, with one thing planted.
//!
//! Invariant: the same seed gives the same traces; without a plant, sets of different seeds are of
//! one distribution. Absent: anything about what should be found.

use spanscope::trace::{
    Attribute, Builder, Resource, ResourceIdx, SpanId, SpanKind, SpanRecord, Status, Trace, TraceId,
};

/// Numbers that look random (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// In so many of a hundred cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Around `typical`, with a tail to the right.
    fn time(&mut self, typical: u64) -> u64 {
        let sum: u64 = (0..4).map(|_| self.below(typical / 2)).sum();
        let tail = if self.chance(4) { self.below(4 * typical) } else { 0 };
        sum + typical / 10 + tail
    }
}

/// How the traces of a set come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Of a hundred requests, how many are searches; the others are orders.
    pub searches: u64,
    /// Nanoseconds more for each charge of a card.
    pub slow_charge: u64,
    /// Of a hundred charges, how many fail.
    pub failing_charges: u64,
    /// Whether an order asks for a recommendation.
    pub recommends: bool,
    /// Reads of the stock for each line of an order.
    pub reads: u64,
    /// Of a hundred orders, how many meet the newer version of the payment service.
    pub newer: u64,
    /// Whether pay and stock are asked one after another.
    pub is_serial: bool,
    /// Of a hundred traces, how many lost a span.
    pub lossy: u64,
}

pub const USUAL: Shop = Shop {
    searches: 40,
    slow_charge: 0,
    failing_charges: 3,
    recommends: false,
    reads: 2,
    newer: 20,
    is_serial: false,
    lossy: 0,
};

pub fn set(shop: Shop, count: usize, seed: u64) -> Vec<Trace> {
    let mut dice = Dice::new(seed);
    let mut sketch = Sketch::new();
    for _ in 0..count {
        let id = TraceId(u128::from(dice.next()) << 64 | u128::from(dice.next()));
        sketch.request(shop, id, &mut dice);
    }
    sketch.builder.build().traces
}

/// Requests each of which makes some of nine calls, so that hardly two call the same; all of them
/// take `slower` times as long.
pub fn choosy_set(count: usize, seed: u64, slower: u64) -> Vec<Trace> {
    const PARTS: [&str; 9] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let mut dice = Dice::new(seed);
    let mut sketch = Sketch::new();
    for _ in 0..count {
        sketch.trace = TraceId(u128::from(dice.next()) << 64 | u128::from(dice.next()));
        let web = sketch.resource("web", &[]);
        let id = sketch.id();
        let kind = SpanKind::Server;
        let root = Call { parent: SpanId::NONE, resource: web, name: "GET /all", kind, start: 9 };
        let mut at = root.start;
        for name in PARTS {
            if dice.chance(50) {
                let call = Call { parent: id, name, kind: SpanKind::Client, start: at, ..root };
                at = sketch.leaf(&call, slower * (10_000 + dice.below(500)), false);
            }
        }
        sketch.add(&root, id, at + slower * 1_000, false);
    }
    sketch.builder.build().traces
}

struct Sketch {
    builder: Builder,
    next_id: u64,
    trace: TraceId,
}

/// A call to be added, and when it begins.
struct Call<'a> {
    parent: SpanId,
    resource: ResourceIdx,
    name: &'a str,
    kind: SpanKind,
    start: u64,
}

impl Sketch {
    fn new() -> Sketch {
        Sketch { builder: Builder::default(), next_id: 0, trace: TraceId(0) }
    }

    fn resource(&mut self, service: &str, pairs: &[(&str, &str)]) -> ResourceIdx {
        let attributes = self.attributes(pairs);
        let service = self.builder.intern(service);
        let attributes = self.builder.push_attributes(&attributes);
        self.builder.pool_mut().push_resource(Resource { service, attributes })
    }

    fn attributes(&mut self, pairs: &[(&str, &str)]) -> Vec<Attribute> {
        let attribute = |&(key, value): &(&str, &str)| Attribute {
            key: self.builder.intern(key),
            value: self.builder.text_value(value),
        };
        pairs.iter().map(attribute).collect()
    }

    /// One of two. As in a file, texts of a key are looked up no longer once it seems in vain.
    fn url(&mut self) -> Attribute {
        const LOOKED_UP: u64 = 150;
        let list = ["orders", "refunds"][(self.trace.0 % 2) as usize];
        let url = format!("https://shop.example/{list}/list");
        let key = self.builder.intern("url.full");
        let value = match self.next_id < LOOKED_UP {
            true => self.builder.text_value(&url),
            false => self.builder.pool_mut().unshared_text_value(&url),
        };
        Attribute { key, value }
    }

    fn id(&mut self) -> SpanId {
        self.next_id += 1;
        SpanId(self.next_id)
    }

    fn add(&mut self, call: &Call<'_>, id: SpanId, end_nanos: u64, is_failed: bool) {
        let trace = self.builder.trace(self.trace);
        let name = self.builder.intern(call.name);
        let request = self.next_id.to_string();
        let mut said = self.attributes(&[("request.id", &request), ("app.tier", "gold")]);
        said.push(self.url());
        let attributes = self.builder.push_attributes(&said);
        self.builder.add(SpanRecord {
            trace,
            id,
            parent_id: call.parent,
            name,
            kind: call.kind,
            start_nanos: call.start,
            end_nanos,
            status: if is_failed { Status::Error } else { Status::Unset },
            resource: call.resource,
            attributes,
            ..SpanRecord::default()
        });
    }

    /// A call with nothing below it; says when it ends.
    fn leaf(&mut self, call: &Call<'_>, nanos: u64, is_failed: bool) -> u64 {
        let id = self.id();
        self.add(call, id, call.start + nanos, is_failed);
        call.start + nanos
    }

    fn request(&mut self, shop: Shop, trace: TraceId, dice: &mut Dice) {
        self.trace = trace;
        let pod = format!("web-{}", dice.below(4));
        let web = self.resource("web", &[("k8s.pod.name", &pod), ("service.version", "7")]);
        let start = 1_000_000_000 + dice.below(1_000_000);
        match dice.chance(shop.searches) {
            true => self.search(web, start, dice),
            false => self.order(shop, web, start, dice),
        }
    }

    fn search(&mut self, web: ResourceIdx, start: u64, dice: &mut Dice) {
        let id = self.id();
        let call = Call {
            parent: SpanId::NONE,
            resource: web,
            name: "GET /search",
            kind: SpanKind::Server,
            start,
        };
        let index = self.resource("index", &[("host.name", "one")]);
        let below =
            Call { parent: id, resource: index, name: "query", start: start + 1_000, ..call };
        let end = self.leaf(&below, dice.time(200_000), dice.chance(1));
        self.add(&call, id, end + dice.time(20_000), false);
    }

    fn order(&mut self, shop: Shop, web: ResourceIdx, start: u64, dice: &mut Dice) {
        let id = self.id();
        let call = Call {
            parent: SpanId::NONE,
            resource: web,
            name: "POST /orders/17",
            kind: SpanKind::Server,
            start,
        };
        let mut at = start + dice.time(10_000);
        if shop.recommends {
            at = self
                .recommend(&Call { parent: id, kind: SpanKind::Client, start: at, ..call }, dice);
        }
        let (paid, has_failed) = self.pay(shop, id, at, dice);
        let begin = if shop.is_serial { paid } else { at };
        let stocked = self.stock(shop, id, begin, dice);
        let end = paid.max(stocked) + dice.time(30_000);
        self.add(&call, id, end, has_failed);
    }

    fn recommend(&mut self, call: &Call<'_>, dice: &mut Dice) -> u64 {
        let id = self.id();
        let call = Call { name: "recommend", ..*call };
        let below = Call { parent: id, name: "rank", start: call.start + 500, ..call };
        let end = self.leaf(&below, dice.time(60_000), false);
        self.add(&call, id, end + dice.time(4_000), false);
        end + 9_000
    }

    fn pay(&mut self, shop: Shop, parent: SpanId, start: u64, dice: &mut Dice) -> (u64, bool) {
        let version = if dice.chance(shop.newer) { "2.0" } else { "1.9" };
        let pay = self.resource("pay", &[("service.version", version), ("host.name", "two")]);
        let lost = dice.chance(shop.lossy).then_some(SpanId(u64::MAX));
        let (id, kind) = (self.id(), SpanKind::Server);
        let call = Call { parent, resource: pay, name: "pay", kind, start };
        let below = Call {
            parent: lost.unwrap_or(id),
            name: "charge card",
            kind: SpanKind::Client,
            start: start + dice.time(8_000),
            ..call
        };
        let has_failed = dice.chance(shop.failing_charges);
        let end = self.leaf(&below, dice.time(300_000) + shop.slow_charge, has_failed);
        let end = end + dice.time(9_000);
        self.add(&call, id, end, has_failed);
        (end, has_failed)
    }

    fn stock(&mut self, shop: Shop, parent: SpanId, start: u64, dice: &mut Dice) -> u64 {
        let stock = self.resource("stock", &[("host.name", "three")]);
        let (id, kind) = (self.id(), SpanKind::Server);
        let call = Call { parent, resource: stock, name: "reserve", kind, start };
        let mut at = start + dice.time(5_000);
        for _ in 0..shop.reads * (1 + dice.below(3)) {
            let below =
                Call { parent: id, name: "SELECT", kind: SpanKind::Client, start: at, ..call };
            at = self.leaf(&below, dice.time(30_000), dice.chance(1));
        }
        self.add(&call, id, at, false);
        at
    }
}
