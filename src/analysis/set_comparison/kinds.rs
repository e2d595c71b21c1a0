//! Requests become kinds, by what they asked for.
//!
//! Invariant: each request is of one kind; kinds come by their paths. Absent: times of what is
//! below the root.

use std::collections::BTreeMap;

use super::mix::{Part, Sum, parts};
use super::visits::Visits;

/// Requests with one root: service, kind and name.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestKind {
    /// The root, in [`super::SetComparison::paths`].
    pub path: u32,
    pub requests: [u32; 2],
    /// How many of them failed: their roots did.
    pub failed: [u32; 2],
    pub mean_nanos: [u64; 2],
    /// What other shares of the kinds add to the change of the mean duration of all requests, and
    /// what changes of this kind itself do.
    pub mix_nanos: i64,
    pub inside_nanos: i64,
    /// Whether there are too few on either side for anything to be claimed.
    pub is_too_small: bool,
}

/// O(n log n).
pub(super) fn kinds(visits: &Visits, least: u32) -> Vec<RequestKind> {
    let mut by_root: BTreeMap<u32, [Sum; 2]> = BTreeMap::new();
    for request in &visits.requests {
        by_root.entry(request.root).or_default()[request.side].add(request.duration_nanos);
    }
    let sums: Vec<[Sum; 2]> = by_root.values().copied().collect();
    let all = by_root.into_keys().zip(parts(&sums).into_iter().zip(&sums));
    all.map(|(path, (part, sums))| kind(visits, path, part, sums, least)).collect()
}

fn kind(visits: &Visits, path: u32, part: Part, sums: &[Sum; 2], least: u32) -> RequestKind {
    let roots = visits.of_path(path).iter().filter(|visit| visit.errors > 0);
    let mut failed = [0, 0];
    roots.for_each(|visit| failed[visits.side(visit)] += 1);
    let requests = sums.map(|sum| sum.count);
    RequestKind {
        path,
        requests,
        failed,
        mean_nanos: sums.map(|sum| sum.mean().unwrap_or(0.0).round() as u64),
        mix_nanos: part.mix_nanos,
        inside_nanos: part.inside_nanos,
        is_too_small: requests.iter().any(|&count| count < least),
    }
}
