//! Attributes of spans and resources become those whose values are spread otherwise over the two
//! sides.
//!
//! Each service is looked at by itself, since another version of one says nothing of the others.
//! A trace counts once for each value, among the traces in which the service takes part, so that
//! other requests are no other attributes. Keys that conventions renamed are one key.
//!
//! Invariant: only values that enough traces have are tested, and a key is told only if one of its
//! values is significant over all of them (Benjamini–Hochberg). Cost: O(n) for n attributes, and
//! O(t) for each value. Absent: values that hardly repeat, such as ids and sizes; arrays and maps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::significance::{Factorials, Tested, adjusted};
use super::values::{Counted, Values};
use super::{LEAST_TRACES, MOST_FALSE};
use crate::analysis::filter::AttributePlace;
use crate::order;

/// The most values of a key that are told.
const MOST_VALUES: usize = 8;

/// A key whose values are spread otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeShift {
    pub service: String,
    /// [`AttributePlace::Span`] or [`AttributePlace::Resource`].
    pub place: AttributePlace,
    /// The present name, where it was renamed.
    pub key: String,
    /// Traces in which the service takes part.
    pub of_traces: [u32; 2],
    /// The largest difference first; one at least is significant.
    pub values: Vec<ValueShift>,
}

/// A value, and how many traces have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueShift {
    pub value: String,
    pub traces: [u32; 2],
    /// The share of the second side minus that of the first, between −1 and 1.
    pub effect: f64,
    /// The rate of false claims at which this is one, after Benjamini and Hochberg.
    pub significance: f64,
}

/// See the module; the largest difference first. `values`: of so many traces.
pub(super) fn attribute_shifts(values: &Values, traces: u32) -> Vec<AttributeShift> {
    let factorials = Factorials::up_to(traces as usize);
    let mut tested: Vec<(&Counted, [u32; 2], Tested)> = Vec::new();
    for counted in &values.all {
        let of = values.traces_of(&counted.service);
        let are_enough = of.iter().all(|&count| count >= LEAST_TRACES);
        if are_enough && let Some(test) = factorials.by_share(counted.traces, of, MOST_FALSE) {
            tested.push((counted, of, test));
        }
    }
    let chances: Vec<f64> = tested.iter().map(|(.., test)| test.chance).collect();
    let mut by_key: BTreeMap<(&str, bool, &str), AttributeShift> = BTreeMap::new();
    for ((counted, of, test), significance) in tested.into_iter().zip(adjusted(&chances)) {
        let Counted { service, is_resource, key, value, traces } = counted;
        let shift = by_key.entry((service, *is_resource, key)).or_insert_with(|| AttributeShift {
            service: service.clone(),
            place: if *is_resource { AttributePlace::Resource } else { AttributePlace::Span },
            key: key.clone(),
            of_traces: of,
            values: Vec::new(),
        });
        let (value, traces) = (value.clone(), *traces);
        shift.values.push(ValueShift { value, traces, effect: test.effect, significance });
    }
    ranked(by_key.into_values().collect())
}

fn ranked(mut shifts: Vec<AttributeShift>) -> Vec<AttributeShift> {
    for shift in &mut shifts {
        order::sort_by(&mut shift.values, |one, other| {
            let of_rest = one.significance.total_cmp(&other.significance);
            let larger = other.effect.abs().total_cmp(&one.effect.abs());
            larger.then(of_rest).then_with(|| one.value.cmp(&other.value))
        });
    }
    shifts.retain(|shift| shift.values.iter().any(|value| value.significance <= MOST_FALSE));
    shifts.iter_mut().for_each(|shift| shift.values.truncate(MOST_VALUES));
    order::sort_by(&mut shifts, |one, other| {
        let [first, second] = [one, other].map(|shift| &shift.values[0]);
        let of_rest = first.significance.total_cmp(&second.significance);
        second.effect.abs().total_cmp(&first.effect.abs()).then(of_rest)
    });
    shifts
}
