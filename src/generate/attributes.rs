//! Kinds of steps become attributes with the names of OpenTelemetry's conventions.
//!
//! Invariant: five attributes a span or so, some values repeating (methods, tables) and
//! some not (ids in URLs, offsets), as in recorded traces; in alphabetical order, as
//! Jaeger returns them. Absent: the span's kind and scope, which each format says in its
//! own place.

use super::catalog::{Endpoint, Service};
use super::random::Random;
use super::span::{Attributes, Text, Value};

fn text(value: &'static str) -> Value {
    Value::Text(Text::Borrowed(value))
}

fn made(value: String) -> Value {
    Value::Text(Text::Owned(value))
}

fn int(value: u64) -> Value {
    Value::Int(value as i64)
}

/// The route with ids in its gaps.
pub(super) fn path(random: &mut Random, route: &str) -> String {
    route
        .split("{}")
        .map(str::to_owned)
        .reduce(|path, rest| format!("{path}{:x}{rest}", random.between(0x10_0000, 0xffff_ffff)))
        .unwrap_or_default()
}

pub(super) fn http_server(random: &mut Random, endpoint: &Endpoint, path: &str) -> Attributes {
    vec![
        ("client.address", made(address(random))),
        ("http.request.method", text(endpoint.method)),
        ("http.route", made(endpoint.route.replace("{}", "{id}"))),
        ("network.protocol.version", text("1.1")),
        ("url.path", made(path.to_owned())),
    ]
}

pub(super) fn http_client(endpoint: &Endpoint, callee: &Service, path: &str) -> Attributes {
    let host = format!("{}.shop.svc.cluster.local", callee.name);
    let url = format!("http://{host}:8080{path}");
    vec![
        ("http.request.method", text(endpoint.method)),
        ("network.protocol.version", text("1.1")),
        ("server.address", made(host)),
        ("url.full", made(url)),
    ]
}

/// For either side of a call.
pub(super) fn rpc(random: &mut Random, endpoint: &Endpoint, callee: &Service) -> Attributes {
    vec![
        ("network.peer.address", made(address(random))),
        ("rpc.method", text(endpoint.route)),
        ("rpc.service", text(endpoint.method)),
        ("rpc.system", text("grpc")),
        ("server.address", made(format!("{}.shop.svc.cluster.local", callee.name))),
    ]
}

/// The answer's code, put where the alphabet wants it.
pub(super) fn push_http_status(attributes: &mut Attributes, code: u64) {
    push_sorted(attributes, "http.response.status_code", int(code));
    if code >= 400 {
        push_sorted(attributes, "error.type", made(code.to_string()));
    }
}

pub(super) fn push_rpc_status(attributes: &mut Attributes, code: u64) {
    push_sorted(attributes, "rpc.grpc.status_code", int(code));
}

pub(super) fn push_sorted(attributes: &mut Attributes, key: &'static str, value: Value) {
    let place = attributes.partition_point(|&(other, _)| other < key);
    attributes.insert(place, (key, value));
}

pub(super) fn query(
    random: &mut Random,
    service: &Service,
    statement: &'static str,
    table: &'static str,
) -> Attributes {
    let sql = match statement {
        "SELECT" => format!("SELECT id, state, changed_at FROM {table} WHERE id = $1 LIMIT 50"),
        "INSERT" => format!("INSERT INTO {table} (id, state, changed_at) VALUES ($1, $2, now())"),
        "UPDATE" => format!("UPDATE {table} SET state = $2, changed_at = now() WHERE id = $1"),
        _ => format!("DELETE FROM {table} WHERE id = $1 AND changed_at < now()"),
    };
    vec![
        ("db.collection.name", text(table)),
        ("db.namespace", made(format!("{}-db", service.name))),
        ("db.operation.name", text(statement)),
        ("db.query.text", made(sql)),
        ("db.response.returned_rows", int(random.skewed(0, 50))),
        ("db.system.name", text("postgresql")),
        ("server.address", made(format!("pg-{}.shop.internal", service.name))),
    ]
}

pub(super) fn cache(random: &mut Random, service: &Service) -> Attributes {
    let key = format!("GET {}:{:x}:v2", service.name, random.between(0, 0xfff_ffff));
    vec![
        ("cache.hit", Value::Bool(random.happens(700))),
        ("db.operation.name", text("GET")),
        ("db.query.text", made(key)),
        ("db.system.name", text("redis")),
        ("server.address", text("redis-0.shop.internal")),
    ]
}

pub(super) fn work(random: &mut Random, service: &Service, what: &str) -> Attributes {
    vec![
        ("code.function.name", made(format!("shop.{}.{}", service.name, what.replace(' ', "_")))),
        ("shop.customer.id", made(format!("c-{:08}", random.between(1, 60_000)))),
        ("shop.items", int(random.skewed(1, 40))),
        ("thread.name", made(format!("worker-{}", random.between(1, 64)))),
    ]
}

/// For either side of a message.
pub(super) fn message(random: &mut Random, topic: &'static str, act: &'static str) -> Attributes {
    vec![
        ("messaging.destination.name", text(topic)),
        ("messaging.destination.partition.id", made(random.between(0, 11).to_string())),
        ("messaging.kafka.offset", int(random.between(1_000_000, 99_000_000))),
        ("messaging.operation.type", text(act)),
        ("messaging.system", text("kafka")),
    ]
}

/// What each process says about itself; the service's name comes first.
pub(super) fn process(service: &Service, instance: usize) -> Attributes {
    let pod = format!("{}-7c9d5b6f4-{:05x}", service.name, 0x2b6d1 + instance * 0x1f35);
    vec![
        ("deployment.environment.name", text("demo")),
        ("host.name", made(pod.clone())),
        ("k8s.namespace.name", text("shop")),
        ("k8s.node.name", made(format!("node-{}", (service.name.len() + instance) % 5))),
        ("k8s.pod.name", made(pod)),
        ("service.instance.id", made(format!("{}-{instance}", service.name))),
        ("service.version", made(format!("{}.{}.0", service.name.len() % 5, instance / 2))),
        ("telemetry.sdk.language", text(service.language)),
        ("telemetry.sdk.name", text("opentelemetry")),
        ("telemetry.sdk.version", text("1.44.0")),
    ]
}

fn address(random: &mut Random) -> String {
    let number = random.next();
    format!("10.{}.{}.{}", number & 3, number >> 8 & 255, number >> 16 & 255)
}
