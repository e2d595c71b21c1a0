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
    /// What this kind adds to the change of the mean duration of all requests: by another share of
    /// them, by requests that called other paths, and by those that called the same.
    pub mix_nanos: i64,
    pub structure_nanos: i64,
    pub inside_nanos: i64,
    /// Whether there are too few on either side for anything to be claimed.
    pub is_too_small: bool,
}

/// O(n log n).
pub(super) fn kinds(visits: &Visits, least: u32) -> Vec<RequestKind> {
    let mut by_root: BTreeMap<u32, [Sum; 2]> = BTreeMap::new();
    let mut by_shape: BTreeMap<(u32, u32), [Sum; 2]> = BTreeMap::new();
    for request in &visits.requests {
        let shape = (request.root, request.shape);
        for sums in [by_root.entry(request.root).or_default(), by_shape.entry(shape).or_default()] {
            sums[request.side].add(request.duration_nanos);
        }
    }
    let of_shapes = inside_shapes(by_shape, least);
    let sums: Vec<[Sum; 2]> = by_root.values().copied().collect();
    let all = by_root.into_keys().zip(parts(&sums).into_iter().zip(&sums));
    let kind = |(path, (part, sums)): (u32, (Part, &[Sum; 2]))| {
        let inside_nanos = of_shapes.get(&path).copied().unwrap_or_default();
        RequestKind {
            path,
            requests: sums.map(|sum| sum.count),
            failed: failed(visits, path),
            mean_nanos: sums.map(|sum| sum.mean().unwrap_or(0.0).round() as u64),
            mix_nanos: part.mix_nanos,
            structure_nanos: part.inside_nanos - inside_nanos,
            inside_nanos,
            is_too_small: sums.iter().any(|sum| sum.count < least),
        }
    };
    all.map(kind).collect()
}

/// By root, what requests that called the same add. Rare shapes that only one side has are one shape:
/// where hardly two requests call the same, slower calls are not taken for other ones.
fn inside_shapes(by_shape: BTreeMap<(u32, u32), [Sum; 2]>, least: u32) -> BTreeMap<u32, i64> {
    let mut pooled: BTreeMap<(u32, Option<u32>), [Sum; 2]> = BTreeMap::new();
    for ((root, shape), sums) in by_shape {
        let counts = sums.map(|sum| sum.count);
        let is_told = counts.iter().all(|&count| count > 0) || counts.iter().sum::<u32>() >= least;
        let own = pooled.entry((root, is_told.then_some(shape))).or_default();
        own.iter_mut().zip(sums).for_each(|(own, sum)| own.add_all(sum));
    }
    let sums: Vec<[Sum; 2]> = pooled.values().copied().collect();
    let mut inside: BTreeMap<u32, i64> = BTreeMap::new();
    for ((root, _), part) in pooled.into_keys().zip(parts(&sums)) {
        *inside.entry(root).or_default() += part.inside_nanos;
    }
    inside
}

fn failed(visits: &Visits, root: u32) -> [u32; 2] {
    let mut failed = [0, 0];
    let roots = visits.of_path(root).iter().filter(|visit| visit.errors > 0);
    roots.for_each(|visit| failed[visits.side(visit)] += 1);
    failed
}
