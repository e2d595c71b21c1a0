//! Visits of paths become tests, and these, taken together, how sure each is.
//!
//! Invariant: what is tested, and how many tests there are, depends on both sides together only,
//! so that no test is chosen for what it says. Absent: claims.

use super::kinds::RequestKind;
use super::significance::{Factorials, Tested, adjusted, by_rank};
use super::visits::{Visit, Visits};
use super::{ComparedPath, LEAST_TRACES, MOST_FALSE};

/// In what a path, or a kind of request, is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    /// The share that a kind of request has of all.
    Requests,
    /// Whether it is called where what is above it is.
    Called,
    /// How often for each call above it.
    Calls,
    /// Whether it fails while nothing below it does.
    Failed,
    /// Self time of a call.
    SelfTime,
    /// Time on the critical path.
    Critical,
}

/// A test that was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PathTest {
    pub path: u32,
    pub aspect: Aspect,
    pub tested: Tested,
    /// Traces that were compared on either side.
    pub traces: [u32; 2],
    /// See [`adjusted`].
    pub significance: f64,
}

impl Aspect {
    /// What a visit is compared by, in nanoseconds, and in thousandths for calls; the mean
    /// duration of a call where shares are compared.
    pub fn value(self, visit: &Visit) -> u64 {
        match self {
            Aspect::Requests | Aspect::Called | Aspect::Failed => visit.mean_nanos(),
            Aspect::Calls => u64::from(visit.calls) * 1_000 / u64::from(visit.calls_above.max(1)),
            Aspect::SelfTime => visit.mean_self_nanos(),
            Aspect::Critical => visit.critical_nanos,
        }
    }
}

/// All tests: of kinds, then of paths.
pub(super) fn tests(
    visits: &Visits,
    paths: &[ComparedPath],
    kinds: &[RequestKind],
) -> Vec<PathTest> {
    let factorials = Factorials::up_to(visits.requests.len());
    let mut made = Made { factorials, tests: Vec::new() };
    let all = [0, 1].map(|side| kinds.iter().map(|kind| kind.requests[side]).sum());
    for kind in kinds {
        made.test_share(kind.path, Aspect::Requests, kind.requests, all);
    }
    for (number, path) in (0..).zip(paths) {
        let [above, own, failed] = [
            path.figures.map(|side| side.traces_above),
            path.figures.map(|side| side.traces),
            path.figures.map(|side| side.failed_traces),
        ];
        made.test_share(number, Aspect::Called, own, above);
        made.test_share(number, Aspect::Failed, failed, own);
        made.test_values(number, visits, own);
    }
    let mut tests = made.tests;
    let chances: Vec<f64> = tests.iter().map(|test| test.tested.chance).collect();
    for (test, significance) in tests.iter_mut().zip(adjusted(&chances)) {
        test.significance = significance;
    }
    tests
}

fn are_enough(traces: [u32; 2]) -> bool {
    traces.iter().all(|&count| count >= LEAST_TRACES)
}

struct Made {
    factorials: Factorials,
    tests: Vec<PathTest>,
}

impl Made {
    fn push(&mut self, path: u32, aspect: Aspect, tested: Tested, traces: [u32; 2]) {
        self.tests.push(PathTest { path, aspect, tested, traces, significance: 1.0 });
    }

    fn test_share(&mut self, path: u32, aspect: Aspect, marked: [u32; 2], of: [u32; 2]) {
        if are_enough(of)
            && let Some(tested) = self.factorials.by_share(marked, of, MOST_FALSE)
        {
            self.push(path, aspect, tested, of);
        }
    }

    fn test_values(&mut self, path: u32, visits: &Visits, traces: [u32; 2]) {
        if !are_enough(traces) {
            return;
        }
        let own = visits.of_path(path);
        let first_of_second = own.partition_point(|visit| visits.side(visit) == 0);
        let sides = own.split_at(first_of_second);
        for aspect in [Aspect::Calls, Aspect::SelfTime, Aspect::Critical] {
            // Calls that were waited for all along have nothing but their self times.
            if aspect == Aspect::Critical && own.iter().all(Visit::is_all_critical) {
                continue;
            }
            let [first, second] = [sides.0, sides.1]
                .map(|side| side.iter().map(|visit| aspect.value(visit)).collect::<Vec<u64>>());
            if let Some(tested) = by_rank([&first, &second]) {
                self.push(path, aspect, tested, traces);
            }
        }
    }
}
