//! A filter that is being typed, and the caret in it, become what could be typed there.
//!
//! Invariant: putting a candidate in place of its range gives the text that was meant, with
//! quotes where they are needed; lists are bounded. Absent: how candidates are shown, and
//! whether the rest of the text is a filter.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::census::{Counted, KeyCensus};
use super::keys::{FIELDS, HAS, Key, value_text};
use super::lexer::{Lexer, OPERATORS, Token, TokenKind};
use super::quantity::UNITS;
use super::terms::{KINDS, STATUSES};
use crate::trace::Trace;

const MOST_VALUES: usize = 20;
const MOST_KEYS: usize = 40;
/// A longer value is nothing to pick from a list.
const MOST_VALUE_BYTES: usize = 200;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CandidateKind {
    Field,
    Key,
    Operator,
    Service,
    Name,
    Value,
}

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub kind: CandidateKind,
    pub text: String,
    /// How often it occurs among the spans that were looked at.
    pub count: Option<u32>,
    /// The bytes of the text that it replaces.
    pub from: u32,
    /// Exclusive.
    pub to: u32,
}

/// `caret`: a byte offset; what lies behind the text is its end. O(attributes of the spans
/// that the census looked at), for the values of a key; else O(keys).
pub fn complete(trace: &Trace, census: &KeyCensus, text: &str, caret: usize) -> Vec<Candidate> {
    let caret = (0..=caret.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    match Place::at(text, caret.unwrap_or(0)) {
        Place::Term { typed, range } => terms(census, &typed, &range),
        Place::Value { field, typed, range } => values(trace, census, &field, &typed, &range),
    }
}

/// What the caret is in.
enum Place {
    /// A word by itself, or a field.
    Term {
        typed: String,
        range: Range<usize>,
    },
    Value {
        field: TokenKind,
        typed: String,
        range: Range<usize>,
    },
}

impl Place {
    fn at(text: &str, caret: usize) -> Place {
        let mut lexer = Lexer::new(text);
        loop {
            let token = lexer.next_term();
            if token.kind == TokenKind::End || token.from >= caret {
                return Place::Term { typed: String::new(), range: caret..caret };
            }
            if !matches!(token.kind, TokenKind::Word(_) | TokenKind::Quoted { .. }) {
                continue;
            }
            if caret <= token.to {
                return Place::Term {
                    typed: typed(text, &token, caret),
                    range: token.from..token.to,
                };
            }
            let Some(operator) = lexer.next_operator() else { continue };
            if caret < operator.to {
                return Place::Term { typed: String::new(), range: caret..caret };
            }
            let value = lexer.next_value();
            if caret < value.from {
                let (typed, range) = (String::new(), caret..caret);
                return Place::Value { field: token.kind, typed, range };
            }
            if caret <= value.to {
                let typed = typed(text, &value, caret);
                return Place::Value { field: token.kind, typed, range: value.from..value.to };
            }
        }
    }
}

/// What of a token is before the caret, without its first quote.
fn typed(text: &str, token: &Token, caret: usize) -> String {
    text[token.from..caret].trim_start_matches('"').trim_end_matches('"').to_owned()
}

fn terms(census: &KeyCensus, typed: &str, range: &Range<usize>) -> Vec<Candidate> {
    let field = |name: &&str| candidate(CandidateKind::Field, name, None, range);
    let fields = FIELDS.iter().chain([&HAS]).filter(|name| starts(name, typed));
    let mut candidates: Vec<Candidate> = fields.map(field).collect();
    let keys = like(&census.keys, typed, MOST_KEYS);
    candidates
        .extend(keys.map(|(key, count)| candidate(CandidateKind::Key, key, Some(*count), range)));
    let is_known = |counted: &Counted| counted.iter().any(|(key, _)| key == typed);
    if FIELDS.contains(&typed) || typed == HAS || is_known(&census.keys) {
        let behind = range.end..range.end;
        let operator = |(sign, _)| candidate(CandidateKind::Operator, sign, None, &behind);
        candidates.extend(OPERATORS.into_iter().map(operator));
    }
    candidates
}

fn values(
    trace: &Trace,
    census: &KeyCensus,
    field: &TokenKind,
    typed: &str,
    range: &Range<usize>,
) -> Vec<Candidate> {
    let counted = |kind: CandidateKind, counted: &Counted| {
        let some = like(counted, typed, MOST_VALUES);
        some.map(|(text, count)| candidate(kind, &value_text(text), Some(*count), range)).collect()
    };
    let named = |names: &[&str]| {
        let some = names.iter().filter(|name| starts(name, typed));
        some.map(|name| candidate(CandidateKind::Value, name, None, range)).collect()
    };
    let key = match field {
        TokenKind::Word(word) => match word.as_str() {
            "service" => return counted(CandidateKind::Service, &census.services),
            "name" => return counted(CandidateKind::Name, &census.names),
            "event" => return counted(CandidateKind::Value, &census.events),
            "kind" => return named(&KINDS.map(|kind| kind.name())),
            "status" => return named(&STATUSES.map(|status| status.name())),
            "critical" => return named(&["true", "false"]),
            "duration" | "self" | "start" | "offset" => return durations(typed, range),
            "depth" | "children" | "descendants" | "id" => return Vec::new(),
            HAS => {
                let keys = like(&census.keys, typed, MOST_KEYS);
                let key = |(key, count): &(String, u32)| {
                    candidate(CandidateKind::Key, key, Some(*count), range)
                };
                return keys.map(key).collect();
            }
            word => Key::bare(word),
        },
        TokenKind::Quoted { text, .. } => Key::literal(text),
        _ => return Vec::new(),
    };
    counted(CandidateKind::Value, &census.values(trace, &key))
}

/// A number with each of the units.
fn durations(typed: &str, range: &Range<usize>) -> Vec<Candidate> {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let number = typed.trim_end_matches(|c: char| !is_number(c));
    if number.is_empty() || !number.chars().all(is_number) {
        return Vec::new();
    }
    let units = UNITS.iter().filter(|(unit, _)| unit.is_ascii());
    let texts = units.map(|(unit, _)| format!("{number}{unit}"));
    let texts = texts.filter(|text| text.starts_with(typed));
    texts.map(|text| candidate(CandidateKind::Value, &text, None, range)).collect()
}

/// Those that begin with what was typed, then those that contain it, each as they come.
fn like<'a>(
    counted: &'a Counted,
    typed: &'a str,
    most: usize,
) -> impl Iterator<Item = &'a (String, u32)> {
    let short = |entry: &&(String, u32)| entry.0.len() <= MOST_VALUE_BYTES;
    let first = counted.iter().filter(|entry| starts(&entry.0, typed));
    let later = counted.iter().filter(move |entry| {
        !starts(&entry.0, typed) && entry.0.to_lowercase().contains(&typed.to_lowercase())
    });
    first.chain(later).filter(short).take(most)
}

fn starts(text: &str, typed: &str) -> bool {
    let mut chars = text.trim_start_matches('"').chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|c| chars.next() == Some(c))
}

fn candidate(
    kind: CandidateKind,
    text: &str,
    count: Option<u32>,
    range: &Range<usize>,
) -> Candidate {
    let (from, to) = (range.start as u32, range.end as u32);
    Candidate { kind, text: text.to_owned(), count, from, to }
}
