//! Made-up counts of calls, as many as a large company's services make.
//!
//! Invariant: the same numbers give the same calls; every service is in them, each pair is counted
//! once, and nobody calls itself. Absent: spans; these are what a server has counted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Caller, callee, and how often.
pub type Calls = (String, String, u64);

/// Services in 41 families; most links are from the first ones, as entries and hubs have them.
pub fn many(services: u64, links: usize) -> Vec<Calls> {
    let name = |at: u64| format!("team{:02}-service-{at:04}", at % 41);
    let mut state = 7u64;
    let mut draw = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    };
    let (mut calls, mut pairs) = (Vec::new(), BTreeSet::new());
    // Reaches everyone, then goes criss-cross.
    let mut callees = 1..services;
    while calls.len() < links {
        let (to, most) = match callees.next() {
            Some(next) => (next, next),
            None => (draw(services), services),
        };
        let from = draw(most).min(draw(most));
        let count = 1 + draw(5_000);
        if from != to && pairs.insert((from, to)) {
            calls.push((name(from), name(to), count));
        }
    }
    calls
}

/// The answer of `/api/dependencies` with these calls.
pub fn answer(calls: &[Calls]) -> String {
    let data = calls.iter().map(
        |(parent, child, calls)| json!({ "parent": parent, "child": child, "callCount": calls }),
    );
    json!({ "data": data.collect::<Vec<Value>>() }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_is_called_or_calls_and_no_pair_comes_twice() {
        let calls = many(100, 300);
        let services: BTreeSet<&String> =
            calls.iter().flat_map(|(from, to, _)| [from, to]).collect();
        let pairs: BTreeSet<(&String, &String)> =
            calls.iter().map(|(from, to, _)| (from, to)).collect();
        assert_eq!((services.len(), pairs.len(), calls.len()), (100, 300, 300));
        assert!(calls.iter().all(|(from, to, _)| from != to));
    }
}
