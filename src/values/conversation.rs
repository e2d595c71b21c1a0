//! The messages of a language model's call become a conversation.
//!
//! Invariant: what a message says beyond text is there as JSON. Absent: what messages cost.
//! Source: OpenTelemetry's conventions for generative AI (`gen_ai.input.messages` with parts,
//! and the older `gen_ai.prompt` with contents).

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// As written: `user`, `assistant`, `system`, `tool`, ….
    pub role: String,
    pub text: String,
}

/// `None` unless the key is such a call's, and every member has a role. O(bytes).
pub fn conversation(key: &str, text: &str) -> Option<Vec<Message>> {
    if !key.starts_with("gen_ai.") && !key.starts_with("llm.") {
        return None;
    }
    let messages = match serde_json::from_str(text).ok()? {
        Value::Array(messages) => messages,
        one => vec![one],
    };
    let messages: Option<Vec<Message>> = messages.iter().map(message).collect();
    messages.filter(|messages| !messages.is_empty())
}

fn message(value: &Value) -> Option<Message> {
    let role = value.get("role")?.as_str()?.to_owned();
    let mut said: Vec<String> = Vec::new();
    for (key, value) in value.as_object()? {
        match (key.as_str(), value) {
            ("role", _) | (_, Value::Null) => {}
            ("content" | "parts", Value::Array(parts)) => said.extend(parts.iter().map(part)),
            ("content", Value::String(text)) => said.push(text.clone()),
            (key, value) => said.push(format!("{key}: {}", plain(value))),
        }
    }
    Some(Message { role, text: said.join("\n") })
}

/// A part that only says a text is that text.
fn part(value: &Value) -> String {
    let Some(members) = value.as_object() else { return plain(value) };
    let is_text = members.get("type").is_none_or(|kind| kind == "text");
    let text = members.get("content").or(members.get("text")).and_then(Value::as_str);
    let others = members.keys().filter(|key| !["type", "content", "text"].contains(&key.as_str()));
    match text {
        Some(text) if is_text && others.count() == 0 => text.to_owned(),
        _ => value.to_string(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
