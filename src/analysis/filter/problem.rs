//! What is wrong with a filter's text: where, what was expected, what to write instead.
//!
//! Invariant: the range lies within the text, at the bounds of characters. Absent: several
//! problems at once; the first one is told.

use serde::{Deserialize, Serialize};

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message} (bytes {from} to {to})")]
pub struct FilterProblem {
    /// The first byte that is wrong; the text's length where something is missing.
    pub from: u32,
    /// Exclusive.
    pub to: u32,
    /// What was expected, in a sentence without a full stop.
    pub message: String,
    /// What could be written instead; may be empty.
    pub hint: String,
}

impl FilterProblem {
    pub(super) fn new(from: usize, to: usize, message: impl Into<String>) -> FilterProblem {
        let (from, to) = (from as u32, to as u32);
        FilterProblem { from, to, message: message.into(), hint: String::new() }
    }

    #[must_use]
    pub(super) fn with_hint(self, hint: impl Into<String>) -> FilterProblem {
        FilterProblem { hint: hint.into(), ..self }
    }
}

/// "did you mean …?", where one of the names is spelt much like the word; else all names.
pub(super) fn suggestion(word: &str, names: &[&str]) -> String {
    match nearest(word, names) {
        Some(name) => format!("did you mean {name}?"),
        None => format!("one of {}", names.join(", ")),
    }
}

/// The name that fewest changes of single letters make of the word, two at most.
pub(super) fn nearest<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(MOST_CHARS).flat_map(char::to_lowercase).collect();
    let distances = names.iter().map(|&name| (changes(&word, name), name));
    let (distance, name) = distances.min_by_key(|&(distance, _)| distance)?;
    (distance <= 2 && distance < name.len()).then_some(name)
}

/// Longer words are no misspelt names.
const MOST_CHARS: usize = 40;

/// Levenshtein's distance, row by row. O(product of the lengths).
fn changes(word: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (line, wanted) in name.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, &c) in word.iter().enumerate() {
            let replaced = diagonal + usize::from(c != wanted);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_recognised_and_another_word_is_not() {
        let names = ["error", "ok", "unset"];
        assert_eq!(nearest("eror", &names), Some("error"));
        assert_eq!(nearest("ERRRO", &names), Some("error"));
        assert_eq!(nearest("unste", &names), Some("unset"));
        assert_eq!(nearest("failed", &names), None);
        assert_eq!(nearest("x", &names), None, "every letter of `ok` would change");
        assert_eq!(changes(&['k', 'i', 't'], "sitting"), 5);
    }
}
