//! A value of JSON, and the way that led to it, so that whoever finds something else there can
//! say where.
//!
//! Invariant: nothing panics on any JSON; what is not there reads as empty, what is of another
//! kind is a [`WrongShape`]. Absent: large answers, which go through `ingest`.

use serde_json::Value;

/// A place in an answer.
#[derive(Clone)]
pub(super) struct Shape<'a> {
    /// `None`: nothing is there, or `null`.
    pub value: Option<&'a Value>,
    /// `summaries[3].spanCount`; empty for the whole.
    pub path: String,
}

/// Something else than expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WrongShape {
    /// `a number at summaries[3].spanCount`.
    pub expected: String,
    /// `a list`.
    pub found: &'static str,
}

impl<'a> Shape<'a> {
    pub fn of(value: &'a Value) -> Shape<'a> {
        Shape { value: Some(value).filter(|value| !value.is_null()), path: String::new() }
    }

    /// Nothing for a member that is not there, and for what has no members.
    pub fn member(&self, name: &str) -> Shape<'a> {
        let value = self.value.and_then(|value| value.get(name)).filter(|value| !value.is_null());
        let dot = if self.path.is_empty() { "" } else { "." };
        Shape { value, path: format!("{}{dot}{name}", self.path) }
    }

    /// Nothing has no items.
    pub fn items(&self) -> Result<impl Iterator<Item = Shape<'a>> + use<'a>, WrongShape> {
        let items: &[Value] = match self.value {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(_) => return Err(self.wrong("a list")),
        };
        let path = self.path.clone();
        Ok(items.iter().enumerate().map(move |(at, value)| Shape {
            value: Some(value).filter(|value| !value.is_null()),
            path: format!("{path}[{at}]"),
        }))
    }

    /// Nothing is empty text.
    pub fn text(&self) -> Result<&'a str, WrongShape> {
        match self.value {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.wrong("a text")),
        }
    }

    /// A whole number, which JSON of protobuf may write as text. Nothing is `None`.
    pub fn number(&self) -> Result<Option<u64>, WrongShape> {
        match self.value {
            None => Ok(None),
            Some(Value::Number(number)) if number.is_u64() => Ok(number.as_u64()),
            Some(Value::String(text)) if text.parse::<u64>().is_ok() => Ok(text.parse().ok()),
            Some(_) => Err(self.wrong("a whole number")),
        }
    }

    pub fn wrong(&self, expected: &str) -> WrongShape {
        let place = match self.path.as_str() {
            "" => String::new(),
            path => format!(" at {path}"),
        };
        WrongShape { expected: format!("{expected}{place}"), found: kind_of(self.value) }
    }
}

fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None | Some(Value::Null) => "nothing",
        Some(Value::Bool(_)) => "true or false",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a text",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    }
}
