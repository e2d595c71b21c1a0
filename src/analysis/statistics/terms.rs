//! A group of statistics → the filter that lets its spans through.
//!
//! Invariant: none where the language cannot say it: what a span does not have, or a text that
//! was cut. Absent: places; an attribute is looked for wherever the language looks for it.

use super::{GroupBy, GroupName, Grouping};
use crate::analysis::filter::{AttributePlace, attribute_term, term_of_field, with_term};

/// `names`: the group's, and then its part's if a part of it is meant.
pub fn group_filter(grouping: &Grouping, names: &[GroupName]) -> Option<String> {
    let levels = [Some(&grouping.by), grouping.then_by.as_ref()].into_iter().flatten();
    levels.zip(names).try_fold(String::new(), |filter, (by, name)| {
        let terms = terms(by, name)?;
        Some(terms.iter().fold(filter, |filter, term| with_term(&filter, term)))
    })
}

fn terms(by: &GroupBy, name: &GroupName) -> Option<Vec<String>> {
    let is_cut = |text: &str| text.ends_with('…');
    match (by, name) {
        (_, GroupName::Service(service)) if !is_cut(service) => {
            Some(vec![term_of_field("service", service)])
        }
        (_, GroupName::Operation { service, name }) if !is_cut(service) && !is_cut(name) => {
            Some(vec![term_of_field("service", service), term_of_field("name", name)])
        }
        (_, GroupName::Kind(kind)) => Some(vec![term_of_field("kind", kind.name())]),
        (GroupBy::Attribute(key), GroupName::Value(value)) if !is_cut(value) => {
            Some(vec![attribute_term(AttributePlace::Span, key, value)])
        }
        _ => None,
    }
}
