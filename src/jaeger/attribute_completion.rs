//! Attributes that were seen → what a text of attributes may go on with.
//!
//! Invariant: what is offered begins as the text does up to its last word, and is read without a
//! mistake where the text before that word is. Values of keys that sound like secrets are not
//! kept. Absent: who has seen what.

use std::collections::BTreeMap;

use super::logfmt::{AttributePair, attributes_from_text, attributes_text};

const MOST_KEYS: usize = 500;
const MOST_VALUES: usize = 30;
const MOST_OFFERED: usize = 20;
const LONGEST_KEY: usize = 120;
/// Parts of keys whose values are nobody's to suggest.
const SECRET: [&str; 9] =
    ["auth", "cookie", "token", "secret", "passw", "api_key", "apikey", "credential", "session"];

/// Keys and some of their values, in order of first sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenAttributes {
    values: BTreeMap<String, Vec<String>>,
}

impl SeenAttributes {
    /// O(attributes · values of a key).
    pub fn note(&mut self, attributes: Vec<AttributePair>) {
        for (key, value) in attributes {
            let is_sayable = !key.contains(|c: char| c.is_whitespace() || c == '"' || c == '=');
            let is_known = self.values.contains_key(&key);
            let has_room = is_known || self.values.len() < MOST_KEYS;
            if key.is_empty() || key.len() > LONGEST_KEY || !is_sayable || !has_room {
                continue;
            }
            let lower = key.to_lowercase();
            let is_secret = SECRET.iter().any(|part| lower.contains(part));
            let values = self.values.entry(key).or_default();
            if !is_secret && values.len() < MOST_VALUES && !values.contains(&value) {
                values.push(value);
            }
        }
    }

    /// Whole texts, each going on from `text`: with a key while one is typed, with a value
    /// behind its `=`.
    pub fn completions(&self, text: &str) -> Vec<String> {
        let start = last_word(text);
        let (before, word) = text.split_at(start);
        // A search takes one value for each key.
        let is_taken = |key: &str| {
            attributes_from_text(before).is_ok_and(|all| all.iter().any(|(taken, _)| taken == key))
        };
        let offered: Vec<String> = match word.split_once('=') {
            Some((key, _)) if is_taken(key) => Vec::new(),
            Some((key, begun)) => {
                let begun = begun.trim_start_matches('"').to_lowercase();
                let values = self.values.get(key).into_iter().flatten();
                values
                    .filter(|value| value.to_lowercase().starts_with(&begun))
                    .map(|value| attributes_text(&[(key.to_owned(), value.clone())]))
                    .collect()
            }
            None => {
                let begun = word.to_lowercase();
                let keys = self
                    .values
                    .keys()
                    .filter(|key| key.to_lowercase().contains(&begun) && !is_taken(key));
                let mut keys: Vec<&String> = keys.collect();
                // Those that begin so come first.
                crate::order::sort_by_key(&mut keys, |key| !key.to_lowercase().starts_with(&begun));
                keys.into_iter().map(|key| format!("{key}=")).collect()
            }
        };
        let whole = offered.into_iter().map(|rest| format!("{before}{rest}"));
        whole.filter(|whole| whole != text).take(MOST_OFFERED).collect()
    }
}

/// Where the last word begins; blanks in quotes part nothing.
fn last_word(text: &str) -> usize {
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}
