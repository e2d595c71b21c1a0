//! Link patterns of Jaeger's UI configuration become links for the attributes that they are
//! meant for.
//!
//! `{"type": "tags", "key": "order.id", "url": "https://shop.example/#{order.id}", "text": "#{order.id}"}`
//!
//! Invariant: a link leads to http, https, mail or a page of this server, or wherever from it the
//! pattern says, and whatever an attribute says it adds no scheme; a pattern that needs a name which
//! is not there makes no link. Absent: what names stand for (see `link_formatters` for what is made
//! of it). Source: Jaeger UI's documentation of `linkPatterns`.

use serde_json::Value;

use super::address::encode_component;
use super::link_formatters::text_of;

/// What a pattern is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPlace {
    /// `process`: the resource.
    Resource,
    /// `tags`: the span.
    Span,
    /// `logs`: events.
    Event,
    /// `traces`: the trace as a whole.
    Trace,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPattern {
    place: LinkPlace,
    /// `None`: any.
    keys: Option<Vec<String>>,
    values: Option<Vec<String>>,
    url: String,
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeLink {
    pub url: String,
    pub text: String,
}

/// Reads a pattern of a configuration; `None` if it is none.
pub(super) fn link_pattern(value: &Value) -> Option<LinkPattern> {
    let place = match value.get("type")?.as_str()? {
        "process" => LinkPlace::Resource,
        "tags" => LinkPlace::Span,
        "logs" => LinkPlace::Event,
        "traces" => LinkPlace::Trace,
        _ => return None,
    };
    Some(LinkPattern {
        place,
        keys: choices(value.get("key"))?,
        values: choices(value.get("value"))?,
        url: value.get("url")?.as_str()?.to_owned(),
        text: value.get("text")?.as_str()?.to_owned(),
    })
}

/// One text, several, or none, which means any. The outer `None`: something else.
fn choices(value: Option<&Value>) -> Option<Option<Vec<String>>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        None | Some(Value::Null) => Some(None),
        Some(Value::Array(all)) => all.iter().map(text).collect::<Option<_>>().map(Some),
        Some(one) => Some(Some(vec![text(one)?])),
    }
}

impl LinkPattern {
    /// The link for an attribute (or, without one, for a trace); `name` looks up what stands
    /// between `#{` and `}`.
    pub fn link(
        &self,
        place: LinkPlace,
        attribute: Option<(&str, &str)>,
        name: &dyn Fn(&str) -> Option<String>,
    ) -> Option<MadeLink> {
        let (key, value) = attribute.unwrap_or_default();
        let fits = |choices: &Option<Vec<String>>, text: &str| {
            choices.as_ref().is_none_or(|choices| choices.iter().any(|choice| choice == text))
        };
        // A trace has no key that it could be asked for.
        let is_for_it = attribute.is_none() || fits(&self.keys, key) && fits(&self.values, value);
        if place != self.place || !is_for_it {
            return None;
        }
        let url = filled(&self.url, name, encode_component)?;
        let text = filled(&self.text, name, str::to_owned)?;
        is_allowed(&url).then_some(MadeLink { url, text })
    }
}

fn filled(
    template: &str,
    name: &dyn Fn(&str) -> Option<String>,
    written: fn(&str) -> String,
) -> Option<String> {
    let mut result = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("#{") {
        let Some((wanted, after)) = after.split_once('}') else { break };
        result.push_str(before);
        result.push_str(&written(&text_of(wanted, name)?));
        rest = after;
    }
    result.push_str(rest);
    Some(result)
}

/// Browsers pass over spaces and controls in an address, so none is let through. What has no scheme
/// is relative to the page.
pub(super) fn is_allowed(url: &str) -> bool {
    let before_path = url.split(['/', '?', '#']).next().unwrap_or_default();
    let lower = url.to_ascii_lowercase();
    let mut known = ["http://", "https://", "mailto:"].iter();
    let is_known = !before_path.contains(':') || known.any(|known| lower.starts_with(known));
    is_known && !url.is_empty() && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}
