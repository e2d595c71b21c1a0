//! A typed filter becomes the spans that it lets through.
//!
//! ```text
//! filter     = [ any ] ;
//! any        = all { "or" all } ;
//! all        = not { [ "and" ] not } ;
//! not        = { "not" | "-" } ( "(" any ")" | term ) ;
//! term       = word | phrase | comparison ;
//! comparison = ( word | phrase ) operator ( value | phrase ) ;
//! operator   = ":" | "=" | "!=" | ">" | ">=" | "<" | "<=" | "~" | "!~" ;
//! phrase     = '"' { any character, `\"`, `\\` } '"' ;
//! word       = characters other than spaces, quotes, brackets and operators ;
//! value      = characters other than spaces, quotes and brackets ;
//! ```
//!
//! A word or a phrase by itself is found as the word search finds it (`search`), whatever
//! it is part of. Before an operator a word is a field (`keys`) or an attribute's key, a
//! phrase always a key. `docs/filter.md` says for users what each means.
//!
//! Invariant: any text is a filter or has a problem with its place; a filter's text is read
//! as the same filter again; what it lets through depends on trace and filter alone.
//! Absent: links between spans, and conditions on a span's parent or children.

mod aliases;
mod attributes;
mod census;
mod completion;
mod composing;
mod evaluation;
mod expression;
mod keys;
mod lexer;
mod narrowing;
mod parser;
mod pattern;
mod printer;
mod problem;
mod quantity;
mod terms;
mod text_check;

use std::fmt::{self, Display, Formatter};

pub use aliases::{aliases_of, canonical_key};
pub use census::KeyCensus;
pub use completion::{Candidate, CandidateKind, complete};
pub use composing::{has_term, term_of_field, with_term, without_term};
use evaluation::Evaluation;
use expression::{Expression, Test, TextField, TextTest};
pub use narrowing::{AttributePlace, attribute_term};
pub use problem::FilterProblem;

use super::search::{Matches, Query};
use crate::trace::Trace;

/// What spans have to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(Meaning);

#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    Typed(Expression),
    Jaeger { words: Vec<String>, hidden_keys: Vec<String> },
}

/// What is known of each span beside the trace, by row; called only by filters that ask.
#[derive(Clone, Copy)]
pub struct Measures<'a> {
    pub self_nanos: &'a dyn Fn() -> &'a [u64],
    /// Time on the critical paths of the trace's roots.
    pub critical_nanos: &'a dyn Fn() -> &'a [u64],
}

/// What a name is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTest<'a> {
    Is(&'a str),
    /// In either case.
    Contains(&'a str),
}

impl Filter {
    /// See the grammar above. O(bytes of the text), but for the compiling of patterns.
    ///
    /// # Errors
    /// The first thing in the text that is not understood.
    pub fn parse(text: &str) -> Result<Filter, FilterProblem> {
        parser::parse(text).map(|expression| Filter(Meaning::Typed(expression)))
    }

    /// The meaning of `uiFind` in Jaeger's links: spans that say any of the words, or have
    /// it as their id; attributes with the key `key` are not looked at if `-key` is among
    /// the words.
    pub fn from_jaeger(text: &str) -> Filter {
        let query = Query::parse(text);
        let mut words = Vec::new();
        let mut hidden_keys = Vec::new();
        for word in query.words() {
            match word.strip_prefix('-') {
                Some(key) => hidden_keys.push(key.to_owned()),
                None => words.push(word.clone()),
            }
        }
        Filter(Meaning::Jaeger { words, hidden_keys })
    }

    /// Spans of a service with a name. A text that was cut is one that the span's begins with,
    /// or says elsewhere.
    pub fn of_operation(service: NameTest<'_>, name: NameTest<'_>) -> Filter {
        let test = |field, of| {
            Expression::Test(Test::Text(
                field,
                match of {
                    NameTest::Is(text) => TextTest::Is(text.to_owned()),
                    NameTest::Contains(text) => TextTest::Contains(text.to_owned()),
                },
            ))
        };
        let members = vec![test(TextField::Service, service), test(TextField::Name, name)];
        Filter(Meaning::Typed(Expression::all(members)))
    }

    /// Whether nothing is asked, so that every span is let through.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Meaning::Typed(expression) => *expression == Expression::Everything,
            Meaning::Jaeger { words, hidden_keys } => words.is_empty() && hidden_keys.is_empty(),
        }
    }

    /// O(n + what the terms look at), where each distinct text is looked at once.
    ///
    /// # Panics
    /// If a measure has not an entry for each span.
    pub fn matches<'a>(&self, trace: &'a Trace, measures: Measures<'a>) -> Matches {
        let evaluation = Evaluation::new(trace, measures);
        let all = evaluation.all_rows();
        Matches::of(match &self.0 {
            Meaning::Typed(expression) => evaluation.pass(expression, &all),
            Meaning::Jaeger { .. } if self.is_empty() => all,
            Meaning::Jaeger { words, hidden_keys } => evaluation.pass_any_word(words, hidden_keys),
        })
    }
}

impl Display for Filter {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Meaning::Typed(expression) => expression.fmt(to),
            Meaning::Jaeger { words, hidden_keys } => {
                let words = words.iter().map(|word| keys::quoted(word));
                let hidden = hidden_keys.iter().map(|key| keys::quoted(&format!("-{key}")));
                to.write_str(&words.chain(hidden).collect::<Vec<_>>().join(" "))
            }
        }
    }
}
