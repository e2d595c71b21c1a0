//! Answers of a query server become values, in either dialect.
//!
//! Invariant: what comes is data or a [`Fault`], never both and never nothing; lists that a
//! server sends in any order come sorted. Absent: traces as a whole, which the engine reads
//! through `ingest` like a file; here they only become rows of a search.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fault::{Fault, FaultKind};
use super::json_shape::{Shape, WrongShape};
use super::metrics::{Series, read_series};
use super::reply::Reply;
use super::server_words::{is_refusal_of_the_api, server_words};
use super::summary::{TraceSummary, read_summaries, summaries_of};
use crate::ingest::{ReadError, ReadErrorKind, WarningKind, read};
use crate::order;
use crate::trace::SpanKind;

/// An operation of a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Operation {
    pub name: String,
    /// `None`: the server does not say. One name may occur with several kinds.
    pub kind: Option<SpanKind>,
}

/// Calls of one service by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// May be empty: the caller named no service.
    pub parent: String,
    pub child: String,
    pub calls: u64,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// In the server's order, which means nothing.
    pub summaries: Vec<TraceSummary>,
    /// Whether the body of the answer holds the traces whole, so that it can be read as a file.
    pub are_traces_whole: bool,
    /// What the server, or the reader, complained about beside what was found; sentences.
    pub warnings: Vec<String>,
}

/// Reads one answer of JSON, with `read`, which gets the whole of it.
fn read_json<T>(
    url: &str,
    reply: &Reply<'_>,
    read: impl FnOnce(Shape<'_>) -> Result<T, WrongShape>,
) -> Result<T, Fault> {
    let value = json_of(url, reply)?;
    read(Shape::of(&value)).map_err(|shape| Fault::of_shape(url, shape))
}

fn json_of(url: &str, reply: &Reply<'_>) -> Result<Value, Fault> {
    if let Some(fault) = Fault::of_reply(url, reply) {
        return Err(fault);
    }
    let value: Value =
        serde_json::from_slice(reply.body).map_err(|error| Fault::of_json(url, reply, &error))?;
    let holds_nothing = value.get("data").is_none_or(Value::is_null);
    if holds_nothing && is_refusal_of_the_api(reply) {
        return Err(Fault::refusal(url, reply));
    }
    Ok(value)
}

/// The list in `{"data": […]}` or, in the newer API, under a name of its own; an empty object is
/// an empty list there, since empty values are left out.
fn list<'a>(answer: &Shape<'a>, name: &str) -> Result<Shape<'a>, WrongShape> {
    let object = answer.value.and_then(Value::as_object);
    let is_known = |object: &serde_json::Map<String, Value>| {
        object.is_empty() || object.contains_key("data") || object.contains_key(name)
    };
    if !object.is_some_and(is_known) {
        return Err(answer.wrong(&format!("an object with “{name}” or “data”")));
    }
    let listed = answer.member(name);
    Ok(if listed.value.is_some() { listed } else { answer.member("data") })
}

/// The names of services, sorted, each once.
pub fn services(url: &str, reply: &Reply<'_>) -> Result<Vec<String>, Fault> {
    read_json(url, reply, |answer| {
        let names = list(&answer, "services")?.items()?.map(|name| Ok(name.text()?.to_owned()));
        let mut names = names.collect::<Result<Vec<String>, WrongShape>>()?;
        order::sort(&mut names);
        names.dedup();
        Ok(names)
    })
}

/// Operations, sorted by name, then kind, each once; of all three forms: objects under
/// `operations`, objects under `data`, and names alone.
pub fn operations(url: &str, reply: &Reply<'_>) -> Result<Vec<Operation>, Fault> {
    read_json(url, reply, |answer| {
        let items = list(&answer, "operations")?.items()?.map(read_operation);
        let mut operations = items.collect::<Result<Vec<Operation>, WrongShape>>()?;
        order::sort(&mut operations);
        operations.dedup();
        Ok(operations)
    })
}

fn read_operation(item: Shape<'_>) -> Result<Operation, WrongShape> {
    if let Some(Value::String(name)) = item.value {
        return Ok(Operation { name: name.clone(), kind: None });
    }
    if !item.value.is_some_and(Value::is_object) {
        return Err(item.wrong("a name, or an object with one"));
    }
    let kind = SpanKind::from_any_case(item.member("spanKind").text()?);
    Ok(Operation { name: item.member("name").text()?.to_owned(), kind })
}

/// The rows of `trace-summaries`.
pub fn summaries(url: &str, reply: &Reply<'_>) -> Result<Found, Fault> {
    if is_nothing_found(reply) {
        return Ok(Found::default());
    }
    read_json(url, reply, |answer| {
        list(&answer, "summaries")?;
        Ok(Found { summaries: read_summaries(answer)?, ..Found::default() })
    })
}

/// The newer API answers 404 when a search finds nothing.
fn is_nothing_found(reply: &Reply<'_>) -> bool {
    let says = |words: &str| server_words(reply).contains(words);
    reply.status == 404 && is_refusal_of_the_api(reply) && says("No traces found")
}

/// The rows of a search that brings traces whole, in either dialect. O(bytes).
pub fn traces(url: &str, reply: &Reply<'_>) -> Result<Found, Fault> {
    let nothing = Found { are_traces_whole: true, ..Found::default() };
    if is_nothing_found(reply) {
        return Ok(nothing);
    }
    if let Some(fault) = Fault::of_reply(url, reply) {
        return Err(fault);
    }
    let outcome = read(url, reply.body);
    let summaries = summaries_of(&outcome.recording);
    let mut warnings: Vec<String> = outcome
        .warnings
        .iter()
        .filter(|warning| warning.kind == WarningKind::ServerMessage)
        .map(|warning| format!("The server reported an error: {}.", warning.detail))
        .collect();
    match outcome.sources.into_iter().find_map(|source| source.error) {
        // What came before the fault is there.
        Some(error) if !summaries.is_empty() => warnings.push(error.to_string()),
        Some(error) => return judged(url, reply, error).map(|()| nothing),
        None => {}
    }
    Ok(Found { summaries, are_traces_whole: true, warnings })
}

/// An answer without a single trace: well if it is one of a search that found nothing.
fn judged(url: &str, reply: &Reply<'_>, error: ReadError) -> Result<(), Fault> {
    let kind = match error.kind {
        ReadErrorKind::NoSpans { .. } => return Ok(()),
        ReadErrorKind::ServerError { .. } => return Err(Fault::refusal(url, reply)),
        ReadErrorKind::Truncated => FaultKind::CutOff { bytes: reply.body.len() as u64 },
        ReadErrorKind::WrongShape { expected, found } => FaultKind::WrongJson { expected, found },
        ReadErrorKind::UnknownFormat { keys, .. } => {
            return known_nothing(reply).ok_or_else(|| {
                let expected = "an object with “data” or “result”".to_owned();
                let found = format!("an object with {}", keys.join(", "));
                Fault::of_kind(url, FaultKind::WrongJson { expected, found })
            });
        }
        _ => FaultKind::NotJson { place: format!("byte {}", error.offset) },
    };
    Err(Fault::of_kind(url, kind))
}

/// `{"data": null}`, as some servers say that there is nothing.
fn known_nothing(reply: &Reply<'_>) -> Option<()> {
    let value: Value = serde_json::from_slice(reply.body).ok()?;
    let nothing = ["data", "result"].iter().find_map(|name| value.get(name))?;
    nothing.is_null().then_some(())
}

/// Who called whom, by caller, then callee; calls between the same two are added up.
pub fn dependencies(url: &str, reply: &Reply<'_>) -> Result<Vec<Dependency>, Fault> {
    read_json(url, reply, |answer| {
        let items = list(&answer, "dependencies")?.items()?.map(read_dependency);
        let mut all = items.collect::<Result<Vec<Dependency>, WrongShape>>()?;
        order::sort_by(&mut all, |a, b| (&a.parent, &a.child).cmp(&(&b.parent, &b.child)));
        all.dedup_by(|later, first| {
            let is_same = later.parent == first.parent && later.child == first.child;
            if is_same {
                first.calls = first.calls.saturating_add(later.calls);
            }
            is_same
        });
        Ok(all)
    })
}

fn read_dependency(item: Shape<'_>) -> Result<Dependency, WrongShape> {
    Ok(Dependency {
        parent: item.member("parent").text()?.to_owned(),
        child: item.member("child").text()?.to_owned(),
        calls: item.member("callCount").number()?.unwrap_or(0),
    })
}

/// The series of a [`super::MetricsQuery`].
pub fn metrics(url: &str, reply: &Reply<'_>) -> Result<Vec<Series>, Fault> {
    read_json(url, reply, |answer| {
        if !answer.value.is_some_and(Value::is_object) {
            return Err(answer.wrong("an object with “metrics”"));
        }
        read_series(answer)
    })
}

/// Whether the trace was archived.
pub fn archived(url: &str, reply: &Reply<'_>) -> Result<(), Fault> {
    json_of(url, reply).map(|_| ())
}
