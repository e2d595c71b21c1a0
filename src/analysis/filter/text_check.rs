//! A test of texts, with a memory of the texts that it was asked about.
//!
//! Invariant: an interned text is looked at once, however many spans have it, and a short
//! one nearly always; so a million spans cost what their distinct texts cost. Absent:
//! numbers and containers (`attributes`).

use rustc_hash::FxHashMap;

use super::expression::{Order, TextTest};
use super::pattern::Pattern;
use super::quantity::Number;
use crate::analysis::search::needle::{Needle, Sample};
use crate::trace::{Pool, ShortText, StringId, ValueText};

/// What a text has to be.
pub(super) enum Rule {
    Any,
    /// `None` for the empty text, which every text contains.
    Contains(Option<Needle>),
    Is(String),
    /// A number of any spelling.
    IsNumber(Order, Number),
    /// The text or, of any spelling, the number that it is.
    IsWorth(String, Number),
    Matches(Pattern),
}

impl Rule {
    pub fn of(test: &TextTest, sample: &Sample) -> Rule {
        match test {
            TextTest::Contains(text) => {
                Rule::Contains((!text.is_empty()).then(|| Needle::new(text, sample)))
            }
            TextTest::Is(text) => Rule::Is(text.clone()),
            TextTest::Matches(pattern) => Rule::Matches(pattern.clone()),
        }
    }

    pub fn is_met(&self, text: &str) -> bool {
        match self {
            Rule::Any | Rule::Contains(None) => true,
            Rule::Contains(Some(needle)) => needle.is_in(text.as_bytes()),
            Rule::Is(wanted) => text == wanted,
            Rule::IsNumber(order, number) => is_number(text, *order, *number),
            Rule::IsWorth(wanted, number) => {
                text == wanted || is_number(text, Order::Equal, *number)
            }
            Rule::Matches(pattern) => pattern.is_in(text),
        }
    }
}

fn is_number(text: &str, order: Order, number: Number) -> bool {
    let ordering = Number::of(text).and_then(|own| own.compare(number));
    ordering.is_some_and(|ordering| order.holds(ordering))
}

/// Short texts that are remembered.
const MOST_SHORT: usize = 4_096;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    Met,
    Unmet,
}

/// See the module.
pub(super) struct TextCheck {
    pub rule: Rule,
    interned: Vec<Known>,
    short: FxHashMap<ShortText, bool>,
}

impl TextCheck {
    pub fn new(rule: Rule, pool: &Pool) -> TextCheck {
        let interned = vec![Known::Nothing; pool.strings.len()];
        TextCheck { rule, interned, short: FxHashMap::default() }
    }

    #[inline]
    pub fn is_met_by(&mut self, pool: &Pool, text: StringId) -> bool {
        let known = &mut self.interned[text.0 as usize];
        if *known == Known::Nothing {
            *known = if self.rule.is_met(pool.text(text)) { Known::Met } else { Known::Unmet };
        }
        *known == Known::Met
    }

    #[inline]
    pub fn is_met_by_value(&mut self, pool: &Pool, text: ValueText) -> bool {
        match text {
            ValueText::Interned(text) => self.is_met_by(pool, text),
            ValueText::Stored(_) => self.rule.is_met(pool.str_of(&text)),
            ValueText::Short(short) => {
                if let Some(&known) = self.short.get(&short) {
                    return known;
                }
                let is_met = self.rule.is_met(short.as_str());
                if self.short.len() < MOST_SHORT {
                    self.short.insert(short, is_met);
                }
                is_met
            }
        }
    }
}
