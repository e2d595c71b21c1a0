//! What bars are coloured by becomes a tint for each span, and a legend.
//!
//! Invariant: a value has the same tint in every trace, but for stripes where another one
//! would look like it; a failure is red and nothing else is. Absent: services, which rows
//! name anyway, and the colours of a theme.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{
    self, AttributePlace, Categories, Category, NO_CATEGORY, Said, SpanColumn, attribute_term,
    term_of_field,
};
use crate::format::shorten;
use crate::layout::Tint;
use crate::scene::{ServiceColor, colors_for};
use crate::trace::{Pool, SpanIdx, Status};

/// Colourings that are kept: a byte a span each.
const MOST_COLORINGS: usize = 3;
/// Values that get stripes where two of them would look alike: of more, most would have some,
/// and nobody could tell them apart.
const MOST_TOLD_APART: usize = 24;
const MOST_ENTRIES: usize = 12;
const MOST_NAME_CHARS: usize = 120;
/// A longer value is nothing to put into a filter and its link.
const MOST_TERM_BYTES: usize = 300;

/// What the colours of bars mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legend {
    /// The values of the most spans, at most 12.
    pub entries: Vec<LegendEntry>,
    /// Values beside those.
    pub more: u32,
    /// Spans that have no value.
    pub without: u32,
}

/// A value and how it looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegendEntry {
    /// Shortened if it is long.
    pub name: String,
    pub tint: Tint,
    pub spans: u32,
    /// The filter's term that lets these spans through; empty for a long value.
    pub term: String,
}

/// The colourings that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct ColoringMemo {
    colorings: VecDeque<Arc<Coloring>>,
    /// Of the rows; `None` where they are coloured by service.
    active: Option<Arc<Coloring>>,
}

struct Coloring {
    by: SpanColumn,
    /// By row, the numbers of tints.
    tints: Vec<u8>,
    legend: Legend,
}

impl ColoringMemo {
    /// By row, the numbers of tints; empty where bars look as their services do.
    pub fn tints(&self) -> &[u8] {
        self.active.as_ref().map_or(&[], |coloring| &coloring.tints)
    }

    pub fn tint(&self, span: SpanIdx) -> Tint {
        self.tints().get(span.index()).map_or(Tint::SERVICE, |&tint| Tint(tint))
    }
}

/// Colours the rows from now on; what cannot be coloured by leaves them to their services.
/// O(1) for a colouring that is kept, else O(n + attributes).
pub(super) fn set(open: &mut OpenTrace, by: &SpanColumn) -> Legend {
    let known = open.colorings.colorings.iter().find(|coloring| coloring.by == *by).cloned();
    let coloring = known.or_else(|| {
        let categories = analysis::categories(&open.trace, by)?;
        let coloring = Arc::new(coloring(open.trace.pool(), by, &categories));
        let colorings = &mut open.colorings.colorings;
        colorings.truncate(MOST_COLORINGS - 1);
        colorings.push_front(coloring.clone());
        Some(coloring)
    });
    let legend = coloring.as_ref().map(|coloring| coloring.legend.clone());
    open.colorings.active = coloring;
    legend.unwrap_or_default()
}

fn coloring(pool: &Pool, by: &SpanColumn, categories: &Categories) -> Coloring {
    let all = &categories.all;
    let mut tints: Vec<Tint> = all.iter().map(|category| tint_of(pool, category)).collect();
    let leading = leading(pool, all);
    let names: Vec<&str> = leading.iter().map(|(name, _)| name.as_str()).collect();
    for (&(_, place), color) in leading.iter().zip(colors_for(&names)) {
        if own_tint(all[place].said).is_none() {
            tints[place] = color.tint();
        }
    }
    let entries = leading.iter().take(MOST_ENTRIES).map(|(name, place)| LegendEntry {
        name: shorten(name, MOST_NAME_CHARS),
        tint: tints[*place],
        spans: all[*place].spans,
        term: term(by, name),
    });
    let entries: Vec<LegendEntry> = entries.collect();
    let with: u32 = all.iter().map(|category| category.spans).sum();
    let legend = Legend {
        more: (all.len() - entries.len()) as u32,
        without: categories.of_spans.len() as u32 - with,
        entries,
    };
    let tint = |&number: &u32| match number {
        NO_CATEGORY => Tint::NOTHING.0,
        number => tints[number as usize].0,
    };
    Coloring { by: by.clone(), tints: categories.of_spans.iter().map(tint).collect(), legend }
}

/// Without regard to others.
fn tint_of(pool: &Pool, category: &Category) -> Tint {
    let said = category.said;
    own_tint(said).unwrap_or_else(|| ServiceColor::of(&said.text(pool)).tint())
}

/// Of what is known beforehand. Kinds are so few that their names' colours, of which three are
/// blue, would be a waste.
fn own_tint(said: Said) -> Option<Tint> {
    match said {
        Said::Kind(kind) => Some(ServiceColor::of_number(kind as usize).tint()),
        Said::Status(Status::Error) => Some(Tint::FAILURE),
        Said::Status(_) | Said::Value(_) => None,
    }
}

/// The texts and places of the categories with the most spans, equal ones by text.
fn leading(pool: &Pool, all: &[Category]) -> Vec<(String, usize)> {
    let mut places: Vec<usize> = (0..all.len()).collect();
    if places.len() > MOST_TOLD_APART {
        places.select_nth_unstable_by_key(MOST_TOLD_APART, |&it| {
            (Reverse(all[it].spans), all[it].key)
        });
        places.truncate(MOST_TOLD_APART);
    }
    let named = places.into_iter().map(|it| (all[it].said.text(pool).into_owned(), it));
    let mut named: Vec<(String, usize)> = named.collect();
    named.sort_unstable_by(|(a, at_a), (b, at_b)| {
        all[*at_b].spans.cmp(&all[*at_a].spans).then_with(|| a.cmp(b))
    });
    named
}

fn term(by: &SpanColumn, value: &str) -> String {
    let term = match by {
        SpanColumn::Attribute(key) => attribute_term(AttributePlace::Span, key, value),
        field => term_of_field(&field.words(), value),
    };
    if term.len() > MOST_TERM_BYTES { String::new() } else { term }
}
