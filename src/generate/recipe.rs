//! Each endpoint of the catalog becomes a recipe: the steps that serving it takes.
//!
//! Invariant: a recipe depends on the names in the catalog alone, so that an operation
//! looks alike in every trace. Absent: chance of a single request (see `request`).

use super::catalog::{STATEMENTS, Service, Topic};
use super::catalog_services::SERVICES;
use super::random::Random;

/// Place of an endpoint: service, then endpoint, in the order of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EndpointPlace {
    pub service: usize,
    pub endpoint: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Work(&'static str),
    Cache,
    /// A statement on a table.
    Query(&'static str, &'static str),
    /// One query for each of many items: what a join would have done at once.
    QueryLoop(&'static str),
    Call(EndpointPlace),
    /// All at once; the slowest is waited for.
    CallAll(Vec<EndpointPlace>),
    Publish(&'static Topic),
}

/// The recipes of all endpoints.
pub(super) struct Recipes {
    /// By service, then by endpoint.
    steps: Vec<Vec<Vec<Step>>>,
}

impl Recipes {
    pub(super) fn new() -> Recipes {
        Recipes { steps: SERVICES.iter().map(recipes_of).collect() }
    }

    pub(super) fn of(&self, place: EndpointPlace) -> &[Step] {
        &self.steps[place.service][place.endpoint]
    }
}

/// The place of a service in the catalog.
pub(super) fn service_place(name: &str) -> usize {
    // A test holds the catalog to it that every name is there.
    SERVICES.iter().position(|service| service.name == name).unwrap_or_default()
}

fn recipes_of(service: &'static Service) -> Vec<Vec<Step>> {
    let seeds = service.endpoints.iter().map(|endpoint| seed_of(service.name, endpoint.route));
    seeds.map(|seed| steps_of(&mut Random::new(seed), service)).collect()
}

fn steps_of(random: &mut Random, service: &'static Service) -> Vec<Step> {
    let mut steps = Vec::new();
    if service.has_cache && random.happens(600) {
        steps.push(Step::Cache);
    }
    if random.happens(500) {
        steps.push(Step::Work(random.pick_text(service.work)));
    }
    push_queries(&mut steps, random, service);
    push_calls(&mut steps, random, service);
    if !service.topics.is_empty() && random.happens(450) {
        steps.push(Step::Publish(random.pick(service.topics)));
    }
    if steps.is_empty() {
        steps.push(Step::Work(random.pick_text(service.work)));
    }
    steps
}

fn push_queries(steps: &mut Vec<Step>, random: &mut Random, service: &'static Service) {
    if service.tables.is_empty() {
        return;
    }
    for _ in 0..random.between(1, 4) {
        steps.push(Step::Query(random.pick_text(&STATEMENTS), random.pick_text(service.tables)));
    }
    if random.happens(350) {
        steps.push(Step::QueryLoop(random.pick_text(service.tables)));
    }
}

fn push_calls(steps: &mut Vec<Step>, random: &mut Random, service: &'static Service) {
    if service.calls.is_empty() {
        return;
    }
    let count = random.between(1, 3);
    let places: Vec<EndpointPlace> = (0..count).map(|_| any_endpoint(random, service)).collect();
    if count > 1 && random.happens(550) {
        steps.push(Step::CallAll(places));
    } else {
        steps.extend(places.into_iter().map(Step::Call));
    }
}

/// An endpoint of one of the services that `service` calls; it must call some.
pub(super) fn any_endpoint(random: &mut Random, service: &Service) -> EndpointPlace {
    let callee = service_place(random.pick_text(service.calls));
    let endpoint = random.index(SERVICES[callee].endpoints.len());
    EndpointPlace { service: callee, endpoint }
}

fn seed_of(service: &str, route: &str) -> u64 {
    let bytes = service.bytes().chain(route.bytes());
    bytes.fold(17, |seed, byte| seed.wrapping_mul(0x0100_0000_01b3).wrapping_add(u64::from(byte)))
}
