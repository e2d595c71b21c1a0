//! One request becomes the spans that serving it leaves behind.
//!
//! Invariant: never more spans than the budget allows; a child lies inside its parent,
//! except for consumers of messages, which no one waits for. Calls nest at most
//! [`MOST_DEPTH`] deep, which bounds the recursion. Absent: the order in which spans are
//! written.

use super::attributes;
use super::catalog::{CACHE, KAFKA, MISFORTUNES, Misfortune, OWN, SQL, STATEMENTS, Scope, Topic};
use super::catalog_services::SERVICES;
use super::contact::Contact;
use super::random::Random;
use super::recipe::{EndpointPlace, Recipes, Step, any_endpoint, service_place};
use super::span::{Attributes, Exception, Failure, Kind, Span, Text};

/// No span lies deeper than this; a root has depth 1.
pub(super) const MOST_DEPTH: u32 = 12;
/// Processes that each service runs in.
pub(super) const INSTANCES: usize = 3;
/// Steps in a thousand that go wrong by themselves.
const MISFORTUNES_PER_MILLE: u64 = 6;

/// Who makes a step.
#[derive(Clone, Copy)]
pub(super) struct Maker {
    pub service: usize,
    pub process: usize,
    pub span_id: u64,
    pub depth: u32,
}

/// How a step ended.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    pub micros: u64,
    pub failed: bool,
}

/// Writes the spans of requests, one after the other.
pub(super) struct Scribe {
    pub random: Random,
    pub recipes: Recipes,
    /// Spans finished or begun and not yet taken.
    pub spans: Vec<Span>,
    /// Spans that may still be begun.
    pub budget: usize,
}

/// What a span is before its end is known.
pub(super) struct Opening {
    pub parent_id: u64,
    pub process: usize,
    pub scope: &'static Scope,
    pub name: Text,
    pub kind: Kind,
    pub start_micros: u64,
    pub attributes: Attributes,
}

impl Scribe {
    /// Begins a span and gives its place in `spans`.
    pub(super) fn begin(&mut self, opening: Opening) -> usize {
        self.budget -= 1;
        self.spans.push(Span {
            id: self.random.next().max(1),
            parent_id: opening.parent_id,
            process: opening.process,
            scope: opening.scope,
            name: opening.name,
            kind: opening.kind,
            start_micros: opening.start_micros,
            end_micros: opening.start_micros,
            attributes: opening.attributes,
            failure: None,
        });
        self.spans.len() - 1
    }

    pub(super) fn any_process(&mut self, service: usize) -> usize {
        service * INSTANCES + self.random.index(INSTANCES)
    }

    /// A call from `maker`: the client's span and what the callee does.
    pub(super) fn call(&mut self, maker: Maker, to: EndpointPlace, start_micros: u64) -> Ending {
        let contact = Contact::new(&mut self.random, to);
        let opening = contact.client(&mut self.random, maker, start_micros);
        let span = self.begin(opening);
        let caller = Maker { span_id: self.spans[span].id, depth: maker.depth + 1, ..maker };
        let arrival_micros = start_micros + self.random.skewed(80, 900);
        let served = self.serve(caller, to, &contact, arrival_micros);
        let end_micros = served.micros + self.random.skewed(80, 700);
        let ending = Ending { micros: end_micros, failed: served.failed };
        self.finish_call(span, &contact, ending);
        ending
    }

    /// The callee's span with everything it does.
    fn serve(
        &mut self,
        caller: Maker,
        to: EndpointPlace,
        contact: &Contact,
        start_micros: u64,
    ) -> Ending {
        if self.budget == 0 || caller.depth >= MOST_DEPTH {
            return self.untraced(start_micros);
        }
        let process = self.any_process(to.service);
        let opening = contact.server(&mut self.random, caller.span_id, process, start_micros);
        let span = self.begin(opening);
        let span_id = self.spans[span].id;
        let maker = Maker { service: to.service, process, span_id, depth: caller.depth + 1 };
        let done = self.follow_recipe(maker, to, start_micros);
        self.finish_call(span, contact, done);
        done
    }

    fn follow_recipe(&mut self, maker: Maker, place: EndpointPlace, start_micros: u64) -> Ending {
        let mut now = start_micros + self.random.skewed(40, 600);
        let mut failed = false;
        for number in 0..self.recipes.of(place).len() {
            let step = self.recipes.of(place)[number].clone();
            let ending = self.make_step(maker, &step, now);
            now = ending.micros + self.random.skewed(15, 400);
            // Some failures are survived: tried again, or not needed.
            if ending.failed && self.random.happens(600) {
                failed = true;
                break;
            }
        }
        Ending { micros: now + self.random.skewed(20, 300), failed }
    }

    fn make_step(&mut self, maker: Maker, step: &Step, start_micros: u64) -> Ending {
        if self.budget == 0 || maker.depth >= MOST_DEPTH {
            return self.untraced(start_micros);
        }
        if !self.is_needed(maker, step) {
            return Ending { micros: start_micros, failed: false };
        }
        match step {
            Step::Work(what) => self.work(maker, what, start_micros),
            Step::Cache => self.cache(maker, start_micros),
            Step::Query(statement, table) => {
                let statement = if self.random.happens(200) {
                    self.random.pick_text(&STATEMENTS)
                } else {
                    statement
                };
                self.query(maker, statement, table, start_micros)
            }
            Step::QueryLoop(table) => self.query_loop(maker, table, start_micros),
            Step::Call(place) => {
                let place = self.varied(maker, *place);
                self.call(maker, place, start_micros)
            }
            Step::CallAll(places) => self.call_all(maker, places, start_micros),
            Step::Publish(topic) => self.publish(maker, topic, start_micros),
        }
    }

    /// Recipes say what may be done. Deep down most is answered from what is at hand, and
    /// lists are mostly short.
    fn is_needed(&mut self, maker: Maker, step: &Step) -> bool {
        match step {
            Step::Call(_) | Step::CallAll(_) => {
                let per_mille = 1060u64.saturating_sub(120 * u64::from(maker.depth));
                self.random.happens(per_mille)
            }
            Step::QueryLoop(_) => self.random.happens(150),
            _ => self.random.happens(900),
        }
    }

    /// Mostly what the recipe says, sometimes another call that the service makes.
    fn varied(&mut self, maker: Maker, place: EndpointPlace) -> EndpointPlace {
        if self.random.happens(350) {
            any_endpoint(&mut self.random, &SERVICES[maker.service])
        } else {
            place
        }
    }

    /// Time that passes without a span.
    fn untraced(&mut self, start_micros: u64) -> Ending {
        Ending { micros: start_micros + self.random.skewed(200, 2_000), failed: false }
    }

    fn call_all(&mut self, maker: Maker, places: &[EndpointPlace], start_micros: u64) -> Ending {
        let mut all = Ending { micros: start_micros, failed: false };
        for (number, &place) in places.iter().enumerate() {
            if self.budget == 0 {
                break;
            }
            let place = self.varied(maker, place);
            let ending = self.call(maker, place, start_micros + number as u64 * 12);
            all.micros = all.micros.max(ending.micros);
            all.failed |= ending.failed;
        }
        all
    }

    pub(super) fn work(&mut self, maker: Maker, what: &'static str, start_micros: u64) -> Ending {
        let attributes = attributes::work(&mut self.random, &SERVICES[maker.service], what);
        let duration_micros = self.random.skewed(60, 4_000);
        let opening = Opening {
            scope: &OWN,
            name: Text::Borrowed(what),
            kind: Kind::Internal,
            ..child(maker, start_micros, attributes)
        };
        self.leaf(opening, duration_micros)
    }

    pub(super) fn cache(&mut self, maker: Maker, start_micros: u64) -> Ending {
        let attributes = attributes::cache(&mut self.random, &SERVICES[maker.service]);
        let duration_micros = self.random.skewed(150, 1_500);
        let opening = Opening {
            scope: &CACHE,
            name: Text::Borrowed("GET"),
            ..child(maker, start_micros, attributes)
        };
        self.leaf(opening, duration_micros)
    }

    pub(super) fn query(
        &mut self,
        maker: Maker,
        statement: &'static str,
        table: &'static str,
        start_micros: u64,
    ) -> Ending {
        let service = &SERVICES[maker.service];
        let attributes = attributes::query(&mut self.random, service, statement, table);
        let duration_micros = self.random.skewed(300, 12_000);
        let opening = Opening {
            scope: &SQL,
            name: Text::Owned(format!("{statement} {table}")),
            ..child(maker, start_micros, attributes)
        };
        self.leaf(opening, duration_micros)
    }

    fn query_loop(&mut self, maker: Maker, table: &'static str, start_micros: u64) -> Ending {
        let mut ending = Ending { micros: start_micros, failed: false };
        for _ in 0..self.random.between(6, 30) {
            if self.budget == 0 || ending.failed {
                break;
            }
            ending = self.query(maker, "SELECT", table, ending.micros + 20);
        }
        ending
    }

    /// The producer's span; the consumer's comes later and is not waited for.
    fn publish(&mut self, maker: Maker, topic: &'static Topic, start_micros: u64) -> Ending {
        let attributes = attributes::message(&mut self.random, topic.name, "send");
        let span = self.begin(Opening {
            scope: &KAFKA,
            name: Text::Owned(format!("send {}", topic.name)),
            kind: Kind::Producer,
            ..child(maker, start_micros, attributes)
        });
        let end_micros = start_micros + self.random.skewed(300, 3_000);
        self.spans[span].end_micros = end_micros;
        let producer = Maker { span_id: self.spans[span].id, depth: maker.depth + 1, ..maker };
        if self.budget > 0 && producer.depth < MOST_DEPTH {
            self.consume(producer, topic, end_micros);
        }
        Ending { micros: end_micros, failed: false }
    }

    fn consume(&mut self, producer: Maker, topic: &'static Topic, sent_micros: u64) {
        let start_micros = sent_micros + self.random.skewed(800, 40_000);
        let service = service_place(topic.reader);
        let process = self.any_process(service);
        let attributes = attributes::message(&mut self.random, topic.name, "process");
        let span = self.begin(Opening {
            process,
            scope: &KAFKA,
            name: Text::Owned(format!("process {}", topic.name)),
            kind: Kind::Consumer,
            ..child(producer, start_micros, attributes)
        });
        let id = self.spans[span].id;
        let maker = Maker { service, process, span_id: id, depth: producer.depth + 1 };
        let mut now = start_micros + self.random.skewed(30, 300);
        for &what in SERVICES[service].work {
            if self.budget > 0 && maker.depth < MOST_DEPTH {
                now = self.work(maker, what, now + 10).micros;
            }
        }
        self.spans[span].end_micros = now + self.random.skewed(30, 300);
    }

    /// A span that has no children, and its share of bad luck.
    fn leaf(&mut self, opening: Opening, duration_micros: u64) -> Ending {
        let failed = self.random.happens(MISFORTUNES_PER_MILLE);
        let at_micros = opening.start_micros + duration_micros - duration_micros / 10;
        let service = SERVICES[opening.process / INSTANCES].name;
        let failure = failed.then(|| self.misfortune(service, at_micros));
        let span = self.begin(opening);
        let span = &mut self.spans[span];
        span.end_micros = span.start_micros + duration_micros;
        span.failure = failure;
        Ending { micros: span.end_micros, failed }
    }

    fn misfortune(&mut self, service: &str, at_micros: u64) -> Failure {
        let Misfortune { type_name, message } = self.random.pick(&MISFORTUNES);
        let (client, handler) = (self.random.between(20, 400), self.random.between(20, 400));
        let stack = format!(
            "{type_name}: {message}\n  at shop.{service}.call (client:{client})\n  \
             at shop.{service}.handle (service:{handler})\n"
        );
        Failure {
            message: Text::Borrowed(message),
            exception: Some(Exception { at_micros, type_name, stack: Text::Owned(stack) }),
        }
    }

    /// Writes the end and the answer's code into either side of a call.
    fn finish_call(&mut self, span: usize, contact: &Contact, ending: Ending) {
        let span = &mut self.spans[span];
        span.end_micros = ending.micros;
        contact.push_status(&mut span.attributes, ending.failed);
        if ending.failed {
            span.failure = Some(Failure { message: Text::Borrowed(""), exception: None });
        }
    }
}

/// A client's span as most steps have it.
fn child(maker: Maker, start_micros: u64, attributes: Attributes) -> Opening {
    Opening {
        parent_id: maker.span_id,
        process: maker.process,
        scope: &OWN,
        name: Text::Borrowed(""),
        kind: Kind::Client,
        start_micros,
        attributes,
    }
}
