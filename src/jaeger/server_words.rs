//! The body of a refusal → the server's own words.
//!
//! Invariant: at most 300 characters on one line, without controls. Absent: their meaning.

use serde_json::Value;

use super::reply::Reply;

const MOST_CHARACTERS: usize = 300;

/// The message in the legacy envelope, the newer API's error object, other servers' objects, or
/// plain text; empty if there is none.
pub(super) fn server_words(reply: &Reply<'_>) -> String {
    let head = reply.head();
    match serde_json::from_str::<Value>(&head) {
        Ok(value) => one_line(&words_of(&value).unwrap_or_default()),
        Err(_) if reply.is_web_page() => String::new(),
        Err(_) => one_line(head.lines().next().unwrap_or_default()),
    }
}

/// Whether the API itself refused, in one of its two forms, so that it is certainly there.
pub(super) fn is_refusal_of_the_api(reply: &Reply<'_>) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(&reply.head()) else { return false };
    let is_legacy =
        value.get("errors").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    is_legacy || value.get("error").is_some_and(|error| error.get("message").is_some())
}

fn words_of(value: &Value) -> Option<String> {
    if let Some(errors) = value.get("errors").and_then(Value::as_array) {
        let texts: Vec<String> = errors.iter().take(3).filter_map(words_of).collect();
        return Some(texts.join("; "));
    }
    let named = ["msg", "message", "error", "detail"].iter().find_map(|name| value.get(name));
    match named {
        Some(Value::String(text)) => Some(text.clone()),
        Some(inner @ Value::Object(_)) => inner.get("message")?.as_str().map(str::to_owned),
        _ => value.as_str().map(str::to_owned),
    }
}

fn one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = plain.take(MOST_CHARACTERS + 1).collect();
    if let Some((end, _)) = line.char_indices().nth(MOST_CHARACTERS) {
        line.truncate(end);
        line.push('…');
    }
    line.trim().to_owned()
}

/// The title of a web page; empty if it has none.
pub(super) fn page_title(reply: &Reply<'_>) -> String {
    let head = reply.head();
    let lower = head.to_ascii_lowercase();
    let inside = lower.find("<title").and_then(|at| {
        let from = at + lower[at..].find('>')? + 1;
        let to = from + lower[from..].find('<')?;
        Some(one_line(&head[from..to]))
    });
    inside.unwrap_or_default()
}

/// Whether a web page is a Jaeger's own, which it sends for every path that it does not know.
pub(super) fn is_jaegers_page(reply: &Reply<'_>) -> bool {
    let head = reply.head();
    head.contains("JAEGER_CONFIG") || head.contains("Jaeger UI")
}
