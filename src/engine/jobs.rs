//! Questions whose answers take many slices of work.
//!
//! Invariant: a slice looks at a bounded number of spans or once at one trace, and nothing waits for
//! more than a slice: other questions are answered in between, and nobody works on what nobody waits
//! for. A job whose traces are closed is answered with `Gone`. Absent: what the slices compute.

use std::collections::{BTreeMap, VecDeque};

use super::comparison::{ComparisonMemo, ComparisonWish};
use super::open_trace::OpenTrace;
use super::protocol::{Answer, OpeningId, TraceRef};
use super::set_comparison::SetsJob;

/// Spans that are looked at in a slice, unless a single trace or family has more.
pub(super) const SPANS_A_SLICE: usize = 10_000;

pub(super) type Open = BTreeMap<TraceRef, OpenTrace>;

pub(super) enum Work {
    Sets(Box<SetsJob>),
    Pair { pair: [TraceRef; 2], wish: Box<ComparisonWish> },
}

struct Job {
    id: u32,
    work: Work,
}

/// What is under way.
#[derive(Default)]
pub(super) struct Jobs {
    /// Two traces before sets, which take longer; then in the order that they were asked.
    waiting: VecDeque<Job>,
}

impl Jobs {
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub fn begin(&mut self, id: u32, work: Work) {
        let is_pair = matches!(work, Work::Pair { .. });
        let is_before = |job: &Job| !is_pair || matches!(job.work, Work::Pair { .. });
        let place = self.waiting.iter().take_while(|job| is_before(job)).count();
        self.waiting.insert(place, Job { id, work });
    }

    /// Nobody waits for the answer any longer.
    pub fn withdraw(&mut self, id: u32) {
        self.waiting.retain(|job| job.id != id);
    }

    /// Ends what needs traces of an opening; the ids of these questions.
    pub fn end_those_of(&mut self, opening: OpeningId) -> Vec<u32> {
        let is_of = |job: &Job| match &job.work {
            Work::Sets(sets) => sets.is_of(opening),
            Work::Pair { pair, .. } => pair.iter().any(|name| name.opening == opening),
        };
        let ended = self.waiting.iter().filter(|job| is_of(job)).map(|job| job.id).collect();
        self.waiting.retain(|job| !is_of(job));
        ended
    }

    /// One slice of the first of them; its answer, once it is there.
    pub fn work(&mut self, open: &mut Open, memo: &mut ComparisonMemo) -> Option<(u32, Answer)> {
        let job = self.waiting.front_mut()?;
        let answer = match &mut job.work {
            Work::Sets(sets) => sets.work(open),
            // Another question may have led to it.
            Work::Pair { pair, wish } => memo.answer(open, *pair, wish).or_else(|| {
                memo.work(open, *pair);
                memo.answer(open, *pair, wish)
            }),
        }?;
        let id = job.id;
        self.waiting.pop_front();
        Some((id, answer))
    }
}
