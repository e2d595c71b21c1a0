//! A JSON object of texts → its pairs, in the order in which they are written.
//!
//! Invariant: of a key that occurs twice both pairs are there, in order. Absent: nesting;
//! numbers and truth values become their text, as some links have them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// `Err`: why not, in words of the JSON reader.
pub(super) fn pairs_from_json(json: &str) -> Result<Vec<(String, String)>, String> {
    serde_json::from_str::<PairList>(json).map(|list| list.0).map_err(|error| error.to_string())
}

struct PairList(Vec<(String, String)>);

impl<'de> Deserialize<'de> for PairList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PairList, D::Error> {
        deserializer.deserialize_map(PairVisitor)
    }
}

struct PairVisitor;

impl<'de> Visitor<'de> for PairVisitor {
    type Value = PairList;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PairList, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            let text = match value {
                Value::String(text) => text,
                Value::Null => String::new(),
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(serde::de::Error::custom("the value of a key is no text"));
                }
            };
            pairs.push((key, text));
        }
        Ok(PairList(pairs))
    }
}
