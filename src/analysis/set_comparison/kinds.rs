//! Requests become kinds, by what they asked for, and kinds become shapes, by what was called.
//!
//! Invariant: each request is of one kind and of one shape of it. Kinds come by their paths, shapes
//! with the most requests first. Absent: times of what is below the root.

use std::collections::BTreeMap;

use super::mix::{Part, Sum, parts};
use super::spread::Spread;
use super::visits::{Request, Visits};
use super::{Exemplar, exemplars};
use crate::order;

/// Requests with one root: service, kind and name.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestKind {
    /// The root, in [`super::SetComparison::paths`].
    pub path: u32,
    pub requests: [u32; 2],
    /// How many of them failed: their roots did.
    pub failed: [u32; 2],
    pub mean_nanos: [u64; 2],
    /// Of the roots, in nanoseconds.
    pub durations: [Spread; 2],
    /// What other shares of the kinds add to the change of the mean duration of all requests, and
    /// what changes of this kind itself do.
    pub mix_nanos: i64,
    pub inside_nanos: i64,
    /// Whether there are too few on either side for anything to be claimed.
    pub is_too_small: bool,
    pub shapes: Vec<RequestShape>,
}

/// Requests of one kind that called the same paths, however often.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestShape {
    /// How many different paths were called.
    pub paths: u32,
    pub requests: [u32; 2],
    pub mean_nanos: [u64; 2],
    /// As of a kind, of the mean duration of the requests of this kind.
    pub mix_nanos: i64,
    pub inside_nanos: i64,
    /// A request near the median of each side.
    pub exemplars: [Option<Exemplar>; 2],
}

/// O(n log n).
pub(super) fn kinds(visits: &Visits, least: u32) -> Vec<RequestKind> {
    let mut by_root: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, request) in (0..).zip(&visits.requests) {
        by_root.entry(request.root).or_default().push(number);
    }
    let sums: Vec<[Sum; 2]> = by_root.values().map(|all| sums(visits, all)).collect();
    let mut kinds = Vec::new();
    for ((path, all), (part, sums)) in by_root.into_iter().zip(parts(&sums).iter().zip(&sums)) {
        kinds.push(kind(visits, path, &all, *part, sums, least));
    }
    kinds
}

fn requests<'a>(visits: &'a Visits, numbers: &'a [u32]) -> impl Iterator<Item = &'a Request> {
    numbers.iter().map(|&number| &visits.requests[number as usize])
}

fn sums(visits: &Visits, numbers: &[u32]) -> [Sum; 2] {
    let mut sums = [Sum::default(); 2];
    for request in requests(visits, numbers) {
        sums[request.side].add(request.duration_nanos);
    }
    sums
}

fn kind(
    visits: &Visits,
    path: u32,
    numbers: &[u32],
    part: Part,
    sums: &[Sum; 2],
    least: u32,
) -> RequestKind {
    let mut durations = [Vec::new(), Vec::new()];
    for request in requests(visits, numbers) {
        durations[request.side].push(request.duration_nanos);
    }
    let roots = visits.of_path(path).iter().filter(|visit| visit.errors > 0);
    let mut failed = [0, 0];
    roots.for_each(|visit| failed[visits.side(visit)] += 1);
    let requests = sums.map(|sum| sum.count);
    RequestKind {
        path,
        requests,
        failed,
        mean_nanos: sums.map(|sum| sum.mean().unwrap_or(0.0).round() as u64),
        durations: durations.map(|mut values| {
            order::sort_by_number(&mut values, |&nanos| nanos);
            Spread::of(&values)
        }),
        mix_nanos: part.mix_nanos,
        inside_nanos: part.inside_nanos,
        is_too_small: requests.iter().any(|&count| count < least),
        shapes: shapes(visits, numbers),
    }
}

fn shapes(visits: &Visits, numbers: &[u32]) -> Vec<RequestShape> {
    let mut by_shape: BTreeMap<&[u32], Vec<u32>> = BTreeMap::new();
    for &number in numbers {
        by_shape.entry(&visits.shapes[number as usize]).or_default().push(number);
    }
    let sums: Vec<[Sum; 2]> = by_shape.values().map(|all| sums(visits, all)).collect();
    let parts = parts(&sums);
    let mut shapes = Vec::new();
    for ((paths, numbers), (sum, part)) in by_shape.into_iter().zip(sums.iter().zip(&parts)) {
        shapes.push(RequestShape {
            paths: paths.len() as u32,
            requests: sum.map(|sum| sum.count),
            mean_nanos: sum.map(|sum| sum.mean().unwrap_or(0.0).round() as u64),
            mix_nanos: part.mix_nanos,
            inside_nanos: part.inside_nanos,
            exemplars: exemplars(visits, &numbers),
        });
    }
    // Of equals, the one whose paths come first.
    order::sort_by(&mut shapes, |one, other| {
        other.requests.iter().sum::<u32>().cmp(&one.requests.iter().sum::<u32>())
    });
    shapes
}
