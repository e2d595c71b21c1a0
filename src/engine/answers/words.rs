//! A failure becomes two sentences.
//!
//! Invariant: whatever a producer wrote is quoted by the quote that is given, and nothing
//! else is. Absent: markup, which is the quote's.

use super::failure::{CallerView, FailureView, VerdictView};
use crate::format::{duration, offset, visible_text};

/// How names and messages are set apart from the words around them.
#[derive(Clone, Copy)]
pub(super) struct Quote(pub fn(&str) -> String);

/// A headline in its parts, for those who set them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// `Recovered`
    pub verdict: &'static str,
    /// `payment charge_card`
    pub origin: String,
    /// `CardDeclinedError: insufficient funds`
    pub reason: Option<String>,
}

impl FailureView {
    /// The headline in its parts, in characters that can be seen.
    pub fn headline_parts(&self) -> Headline {
        headline_parts(self, Quote(visible_text))
    }
}

/// `Recovered: payment charge_card — CardDeclinedError: insufficient funds`.
pub(super) fn headline(failure: &FailureView, quote: Quote) -> String {
    let Headline { verdict, origin, reason } = headline_parts(failure, quote);
    match reason {
        Some(reason) => format!("{verdict}: {origin} — {reason}"),
        None => format!("{verdict}: {origin}"),
    }
}

fn headline_parts(failure: &FailureView, quote: Quote) -> Headline {
    let verdict = match &failure.verdict {
        VerdictView::Failed => "Failed",
        VerdictView::Unconnected => "Failed elsewhere",
        VerdictView::Apart => "Failed in the background",
        VerdictView::CacheMiss => "Cache miss",
        VerdictView::Retried(_) | VerdictView::Hedged(_) | VerdictView::Borne => "Recovered",
    };
    let origin = name(&failure.origin.service_name, &failure.origin.name, quote);
    Headline { verdict, origin, reason: reason(failure).map(|reason| (quote.0)(&reason)) }
}

/// `order saw 402 at +222 ms; its retry succeeded, the request returned 200`.
pub(super) fn explanation(failure: &FailureView, quote: Quote) -> String {
    let mut clauses = Vec::new();
    clauses.extend(deadline(failure, quote));
    clauses.extend(seen(failure, quote));
    let mut text = clauses.join("; ");
    let came_of_it = came_of_it(failure);
    if !came_of_it.is_empty() {
        text = if text.is_empty() {
            capitalised(&came_of_it)
        } else {
            format!("{text}; {came_of_it}")
        };
    }
    text
}

/// The short name of the exception and its message, or whatever there is.
fn reason(failure: &FailureView) -> Option<String> {
    let kind = short_kind(&failure.cause.kind);
    let message = failure.cause.message.as_str();
    // `error.type` often holds the status again.
    let is_code = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_digit());
    match (kind, message, failure.outcome.as_str()) {
        ("", "", "" | "error") => None,
        ("", "", outcome) => Some(returned_code(outcome)),
        ("", message, _) => Some(message.to_owned()),
        (kind, "", _) if is_code => Some(returned_code(kind)),
        (kind, "", _) => Some(kind.to_owned()),
        (kind, message, _) if message.contains(kind) => Some(message.to_owned()),
        (kind, message, _) => Some(format!("{kind}: {message}")),
    }
}

fn returned_code(outcome: &str) -> String {
    match outcome.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("HTTP {outcome}"),
        false => outcome.to_owned(),
    }
}

/// Without the packages: `services.gateway.CardDeclinedError` is long for a headline.
fn short_kind(kind: &str) -> &str {
    let is_name = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
    };
    let last = kind.rsplit(['.', ':', '/', '\\']).next().unwrap_or(kind);
    if is_name(last) && !last.starts_with(|c: char| c.is_ascii_digit()) { last } else { kind }
}

fn deadline(failure: &FailureView, quote: Quote) -> Option<String> {
    let deadline = failure.deadline.as_ref()?;
    let callee = name(&deadline.callee.service_name, &deadline.callee.name, quote);
    Some(format!(
        "{} gave up after {}, {callee} took {}",
        service(&deadline.caller.service_name, quote),
        duration(deadline.caller_nanos),
        duration(deadline.callee_nanos),
    ))
}

/// What the first other service was told, else what the uppermost span was.
fn seen(failure: &FailureView, quote: Quote) -> Option<String> {
    let origin = &failure.origin.service_name;
    let is_other = |caller: &&CallerView| caller.span.service_name != *origin;
    let caller = failure.callers.iter().find(is_other)?;
    // Its own end is told as what the request returned.
    if caller.span.key == failure.root.key {
        return None;
    }
    let outcome = match caller.outcome.as_str() {
        "" | "error" => "an error",
        code => code,
    };
    let at = offset(i64::try_from(caller.at_nanos).unwrap_or(i64::MAX));
    Some(format!("{} saw {outcome} at {at}", service(&caller.span.service_name, quote)))
}

fn came_of_it(failure: &FailureView) -> String {
    let is_known = !failure.returned.is_empty() && failure.returned != "error";
    let returned = match (is_known, failure.is_request_failed) {
        (true, _) => format!("the request returned {}", failure.returned),
        (false, true) => "the request failed".to_owned(),
        (false, false) => "the request did not fail".to_owned(),
    };
    match &failure.verdict {
        VerdictView::Failed => returned,
        VerdictView::Unconnected => "how it is connected to the request is not recorded".to_owned(),
        VerdictView::Apart => format!("nobody waited for it, {returned}"),
        VerdictView::Retried(_) => format!("its retry succeeded, {returned}"),
        VerdictView::Hedged(_) => format!("another attempt succeeded, {returned}"),
        VerdictView::CacheMiss | VerdictView::Borne if !failure.is_request_failed => {
            format!("its caller went on, {returned}")
        }
        VerdictView::CacheMiss | VerdictView::Borne => "its caller went on".to_owned(),
    }
}

pub(super) fn name(service_name: &str, name: &str, quote: Quote) -> String {
    let name = if name.is_empty() { "(no name)".to_owned() } else { (quote.0)(name) };
    format!("{} {name}", service(service_name, quote))
}

pub(super) fn service(name: &str, quote: Quote) -> String {
    if name.is_empty() { "unknown service".to_owned() } else { (quote.0)(name) }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
