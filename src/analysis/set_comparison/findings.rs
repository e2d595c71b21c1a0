//! Tests that say more than chance become findings, the largest first, with examples and figures
//! to draw.
//!
//! Invariant: findings are ordered by how much of all requests they concern: of their time, or of
//! their number; then by how clear the difference is. A call that only moved onto the critical path
//! or off it because another came or went above it is not told again. Absent: words for people.

use serde::{Deserialize, Serialize};

use super::kinds::RequestKind;
use super::spread::{SharedHistogram, Spread};
use super::tests_of_paths::{Aspect, PathTest};
use super::visits::{Request, Visit, Visits};
use super::{ComparedPath, Exemplar, MOST_FALSE, near_median};
use crate::order;
use crate::trace::SpanIdx;

/// What is different on the second side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetChange {
    /// This kind of request has a larger share of all, or a smaller one.
    MoreRequests,
    FewerRequests,
    /// Called on one side only.
    New,
    Gone,
    /// Called in a larger share of the traces that could, or a smaller one.
    MoreTraces,
    FewerTraces,
    /// More calls for each call of what is above, or fewer.
    MoreOften,
    LessOften,
    /// Fails by itself in more of the traces that call it, or fewer.
    MoreErrors,
    FewerErrors,
    /// Its own time.
    Slower,
    Faster,
    /// Its own time is no other, and more or less of it is waited for.
    OntoPath,
    OffPath,
}

/// What figures of a finding count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    Nanos,
    /// Of a call.
    Thousandths,
}

/// A difference that is more than chance.
#[derive(Clone, Debug, PartialEq)]
pub struct SetFinding {
    pub change: SetChange,
    /// In [`super::SetComparison::paths`].
    pub path: u32,
    /// Between −1 and 1: Cliff's delta of what was compared, which for shares is their difference.
    pub effect: f64,
    /// The rate of false claims at which this is one, after Benjamini and Hochberg.
    pub significance: f64,
    /// The part of all requests' time, or of their number, that changed; at least 0.
    pub weight: f64,
    /// By how much the median changed, in the unit.
    pub median_shift: i64,
    /// By how much the mean time of a request of its kind changed by it, in nanoseconds.
    pub contribution_nanos: i64,
    /// Traces that were compared on either side.
    pub traces: [u32; 2],
    /// Of what was compared, one value a trace; where shares were, the mean duration of a call.
    pub unit: Unit,
    pub spreads: [Spread; 2],
    pub histogram: SharedHistogram,
    /// A trace near the median of each side, and the call in it; on a side without a call, a
    /// request of its kind.
    pub exemplars: [Option<Exemplar>; 2],
}

/// See the module.
pub(super) fn findings(
    visits: &Visits,
    paths: &[ComparedPath],
    kinds: &[RequestKind],
    tests: &[PathTest],
) -> Vec<SetFinding> {
    let claimed: Vec<&PathTest> =
        tests.iter().filter(|test| test.significance <= MOST_FALSE).collect();
    let explained = explained(paths, &claimed);
    let told = claimed
        .into_iter()
        .filter(|test| test.aspect != Aspect::Critical || !explained[test.path as usize]);
    let all = Findings { visits, paths, kinds };
    let mut findings: Vec<SetFinding> = told.map(|test| all.finding(test)).collect();
    order::sort_by(&mut findings, |one, other| {
        let of_rest = other.effect.abs().total_cmp(&one.effect.abs());
        let certain = one.significance.total_cmp(&other.significance);
        let heavier = other.weight.total_cmp(&one.weight);
        heavier.then(of_rest).then(certain).then(one.path.cmp(&other.path))
    });
    findings
}

/// By path, whether a change of its time on the critical path is told by another finding: its own,
/// or that a call above it came, went, or is made more or less often.
fn explained(paths: &[ComparedPath], claimed: &[&PathTest]) -> Vec<bool> {
    let mut own = vec![false; paths.len()];
    let mut inherited = vec![false; paths.len()];
    for test in claimed {
        let path = test.path as usize;
        own[path] |= matches!(test.aspect, Aspect::Called | Aspect::Calls | Aspect::SelfTime);
        inherited[path] |= matches!(test.aspect, Aspect::Called | Aspect::Calls);
    }
    for (path, compared) in paths.iter().enumerate() {
        inherited[path] |= compared.above.is_some_and(|above| inherited[above as usize]);
        own[path] |= inherited[path];
    }
    own
}

struct Findings<'a> {
    visits: &'a Visits,
    paths: &'a [ComparedPath],
    kinds: &'a [RequestKind],
}

impl Findings<'_> {
    fn finding(&self, test: &PathTest) -> SetFinding {
        let path = &self.paths[test.path as usize];
        let mut values = [0, 1].map(|side| self.values(test, side));
        for side in &mut values {
            order::sort_by_number(side, |&value| value);
        }
        let [first, second] = &values;
        let spreads = [Spread::of(first), Spread::of(second)];
        let has_both = spreads.iter().all(|spread| spread.count > 0);
        let shift = i128::from(spreads[1].p50) - i128::from(spreads[0].p50);
        let contribution_nanos = self.contribution_nanos(test, path);
        SetFinding {
            change: change(test, path),
            path: test.path,
            effect: test.tested.effect,
            significance: test.significance,
            weight: self.weight(test, path, contribution_nanos),
            median_shift: if has_both { i64::try_from(shift).unwrap_or(0) } else { 0 },
            contribution_nanos,
            traces: test.traces,
            unit: if test.aspect == Aspect::Calls { Unit::Thousandths } else { Unit::Nanos },
            spreads,
            histogram: SharedHistogram::of([first, second]),
            exemplars: [0, 1].map(|side| self.exemplar(test, side)),
        }
    }

    fn visits_of(&self, test: &PathTest, side: usize) -> impl Iterator<Item = &Visit> {
        let own = self.visits.of_path(test.path).iter();
        own.filter(move |visit| self.visits.side(visit) == side)
    }

    fn values(&self, test: &PathTest, side: usize) -> Vec<u64> {
        self.visits_of(test, side).map(|visit| test.aspect.value(visit)).collect()
    }

    fn kind(&self, path: &ComparedPath) -> Option<&RequestKind> {
        self.kinds.iter().find(|kind| kind.path == path.root)
    }

    fn contribution_nanos(&self, test: &PathTest, path: &ComparedPath) -> i64 {
        match test.aspect {
            Aspect::Requests => self.kind(path).map_or(0, |kind| kind.mix_nanos),
            Aspect::Called | Aspect::Calls => path.contribution_below_nanos,
            _ => path.contribution_nanos,
        }
    }

    fn weight(&self, test: &PathTest, path: &ComparedPath, contribution_nanos: i64) -> f64 {
        let Some(kind) = self.kind(path) else { return 0.0 };
        let all = [0, 1].map(|side| self.kinds.iter().map(|kind| kind.requests[side]).sum::<u32>());
        let of_all = |counts: [u32; 2]| {
            [0, 1].map(|side| f64::from(counts[side]) / f64::from(all[side].max(1)))
        };
        match test.aspect {
            Aspect::Requests => test.tested.effect.abs(),
            Aspect::Failed => {
                let [before, after] = of_all(path.figures.map(|side| side.failed_traces));
                (after - before).abs()
            }
            _ => {
                let [before, after] = of_all(kind.requests);
                let longest = kind.mean_nanos.iter().max().map_or(1, |&nanos| nanos.max(1));
                let part = contribution_nanos.unsigned_abs() as f64 / longest as f64;
                part * (before + after) / 2.0
            }
        }
    }

    /// Of a side on which a call failed, one that did.
    fn exemplar(&self, test: &PathTest, side: usize) -> Option<Exemplar> {
        let value = |visit: &Visit, span: SpanIdx| {
            let request = &self.visits.requests[visit.request as usize];
            (test.aspect.value(visit), request, span)
        };
        let failed: Vec<(u64, &Request, SpanIdx)> = self
            .visits_of(test, side)
            .filter(|_| test.aspect == Aspect::Failed)
            .filter_map(|visit| visit.failed.map(|span| value(visit, span)))
            .collect();
        if !failed.is_empty() {
            return near_median(failed);
        }
        let called = self.visits_of(test, side).map(|visit| value(visit, visit.longest)).collect();
        near_median(called).or_else(|| {
            let root = self.paths[test.path as usize].root;
            let own = self.visits.requests.iter();
            let own = own.filter(|request| request.side == side && request.root == root);
            near_median(own.map(|it| (it.duration_nanos, it, it.entry)).collect())
        })
    }
}

fn change(test: &PathTest, path: &ComparedPath) -> SetChange {
    let is_more = test.tested.effect > 0.0;
    let either = |more: SetChange, less: SetChange| if is_more { more } else { less };
    match test.aspect {
        Aspect::Requests => either(SetChange::MoreRequests, SetChange::FewerRequests),
        Aspect::Called if path.figures.iter().any(|side| side.traces == 0) => {
            either(SetChange::New, SetChange::Gone)
        }
        Aspect::Called => either(SetChange::MoreTraces, SetChange::FewerTraces),
        Aspect::Calls => either(SetChange::MoreOften, SetChange::LessOften),
        Aspect::Failed => either(SetChange::MoreErrors, SetChange::FewerErrors),
        Aspect::SelfTime => either(SetChange::Slower, SetChange::Faster),
        Aspect::Critical => either(SetChange::OntoPath, SetChange::OffPath),
    }
}
