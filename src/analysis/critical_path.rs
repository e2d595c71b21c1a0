//! A span's tree becomes the chain of spans that its end had to wait for.
//!
//! Walking backwards from the end of a root: the child that ended last is what the root
//! waited for; before that child began, it waited for the one that ended last by then;
//! and so on, in each child again. What no child explains is the span's own time.
//!
//! ```text
//! root     |===============|
//!   first   |===|                what `second` waited for
//!   second      |======|         what the root waited for
//!   aside         |==|           began after `second` and ended before it: none waited
//! path     r11112222222rrrr
//! ```
//!
//! Invariant: the sections of a root are disjoint and contiguous, none is empty, each lies
//! inside its span, and together they are exactly the root's duration. Absent: certainty;
//! one trace does not tell whether a span really waited for another, so the path is
//! inferred, and [`CriticalPath::ambiguous_nanos`] says how much hangs on the rule.
//!
//! Source: Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice
//! Architectures" (USENIX ATC 2022), for the walk; [`PathMode::Cover`] is ours.

mod ambiguity;
mod candidates;
mod slack;

use serde::{Deserialize, Serialize};

use crate::trace::{SpanIdx, Trace};
use ambiguity::ambiguous_nanos;
use candidates::Candidates;
pub(super) use candidates::blocking_children;
pub use slack::{Slack, slacks};

/// Which of several children that ran at once a span waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PathMode {
    /// A child that overlaps the next one of the path counts up to where that began, so
    /// that a span is charged only while no child of it ran.
    #[default]
    Cover,
    /// A child counts only if it ended before the next one of the path began.
    HappensBefore,
}

/// A mode and how exactly it takes the clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PathRule {
    pub mode: PathMode,
    /// Happens-before bears children that overlap by less than so many thousandths of
    /// their parent's duration, as if they had ended in time. CRISP bears 10.
    pub tolerance_permille: u16,
}

impl From<PathMode> for PathRule {
    fn from(mode: PathMode) -> PathRule {
        PathRule { mode, tolerance_permille: 0 }
    }
}

/// Time that is charged to one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    pub span: SpanIdx,
    /// Nanoseconds since the epoch.
    pub start_nanos: u64,
    /// Nanoseconds since the epoch; after the start.
    pub end_nanos: u64,
}

impl Section {
    pub fn duration_nanos(&self) -> u64 {
        self.end_nanos - self.start_nanos
    }
}

/// What the end of a span had to wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriticalPath {
    pub root: SpanIdx,
    /// Ascending in time; neighbours are of different spans.
    pub sections: Vec<Section>,
    /// What happens-before charges to a span while a child of it ran; the same in either
    /// mode. Zero where the rule makes no difference.
    pub ambiguous_nanos: u64,
}

/// The path of the tree below `root`, which may be any span. O(n log n) for the n spans
/// of that tree, whatever its shape.
pub fn critical_path(trace: &Trace, root: SpanIdx, rule: impl Into<PathRule>) -> CriticalPath {
    Walk::new(trace).path(root, rule.into())
}

/// The path of each root of the trace, in row order. Roots that overlap are charged each
/// on its own. O(n log n).
pub fn critical_paths(trace: &Trace, rule: impl Into<PathRule>) -> Vec<CriticalPath> {
    let rule = rule.into();
    let mut walk = Walk::new(trace);
    trace.roots().map(|root| walk.path(root, rule)).collect()
}

/// The time on `paths` that is charged to each span, by row. O(n + sections).
pub fn critical_times(trace: &Trace, paths: &[CriticalPath]) -> Vec<u64> {
    let mut critical_nanos = vec![0; trace.span_count()];
    for section in paths.iter().flat_map(|path| &path.sections) {
        critical_nanos[section.span.index()] += section.duration_nanos();
    }
    critical_nanos
}

/// A span that the path leads through, while its children are looked at.
struct Frame {
    span: SpanIdx,
    /// Everything of the span from here on is charged.
    cursor_nanos: u64,
    /// The start of what is to be charged.
    low_nanos: u64,
    /// Its place among the candidates of all frames; they end where the next frame's begin.
    first_candidate: usize,
    next_candidate: usize,
    /// How many children the path leads through; they lie first among the candidates.
    chosen: usize,
}

/// The buffers of a walk, kept from root to root.
struct Walk<'a> {
    trace: &'a Trace,
    frames: Vec<Frame>,
    candidates: Candidates<'a>,
    /// Descending in time.
    sections: Vec<Section>,
    /// Siblings that the path passed by, if somebody wants to know.
    passed_by: Option<Vec<Slack>>,
}

impl<'a> Walk<'a> {
    fn new(trace: &'a Trace) -> Walk<'a> {
        let candidates = Candidates::new(trace);
        Walk { trace, frames: Vec::new(), candidates, sections: Vec::new(), passed_by: None }
    }

    fn path(&mut self, root: SpanIdx, rule: PathRule) -> CriticalPath {
        self.walk(root, PathRule { mode: PathMode::HappensBefore, ..rule });
        let ambiguous_nanos = ambiguous_nanos(self.trace, &mut self.sections);
        self.walk(root, rule);
        let sections = self.sections.iter().rev().copied().collect();
        CriticalPath { root, sections, ambiguous_nanos }
    }

    /// Leaves the sections of `root` in `self.sections`.
    fn walk(&mut self, root: SpanIdx, rule: PathRule) {
        self.sections.clear();
        self.enter(root, self.trace.start_nanos(root), self.trace.end_nanos(root));
        while let Some(mut frame) = self.frames.pop() {
            match self.next_child(&mut frame, rule) {
                Some((child, end_nanos)) => {
                    self.charge(frame.span, end_nanos, frame.cursor_nanos);
                    let start_nanos = self.trace.start_nanos(child).max(frame.low_nanos);
                    frame.cursor_nanos = start_nanos;
                    self.frames.push(frame);
                    self.enter(child, start_nanos, end_nanos);
                }
                None => {
                    self.charge(frame.span, frame.low_nanos, frame.cursor_nanos);
                    self.candidates.truncate(frame.first_candidate);
                }
            }
        }
    }

    fn enter(&mut self, span: SpanIdx, low_nanos: u64, high_nanos: u64) {
        let first_candidate = self.candidates.len();
        self.candidates.push_children(span, low_nanos, high_nanos);
        self.frames.push(Frame {
            span,
            cursor_nanos: high_nanos,
            low_nanos,
            first_candidate,
            next_candidate: first_candidate,
            chosen: 0,
        });
    }

    /// The child that was waited for before the cursor, and up to when it is charged.
    fn next_child(&mut self, frame: &mut Frame, rule: PathRule) -> Option<(SpanIdx, u64)> {
        while let Some((child, end_nanos)) = self.candidates.get(frame.next_candidate) {
            frame.next_candidate += 1;
            if self.trace.start_nanos(child) >= frame.cursor_nanos {
                if let Some(all) = &mut self.passed_by {
                    let chosen = frame.first_candidate..frame.first_candidate + frame.chosen;
                    let slack_nanos = self.candidates.slack_nanos(chosen, child, end_nanos);
                    all.push(Slack { span: child, slack_nanos });
                }
                continue;
            }
            let overlap_nanos = end_nanos.saturating_sub(frame.cursor_nanos);
            if overlap_nanos == 0 || self.is_borne(frame.span, overlap_nanos, rule) {
                let place = frame.first_candidate + frame.chosen;
                self.candidates.put_first(frame.next_candidate - 1, place);
                frame.chosen += 1;
                return Some((child, end_nanos.min(frame.cursor_nanos)));
            }
        }
        None
    }

    /// Whether a child may overlap the next one of the path by so much.
    fn is_borne(&self, parent: SpanIdx, overlap_nanos: u64, rule: PathRule) -> bool {
        let parent_nanos = self.trace.duration_nanos(parent);
        rule.mode == PathMode::Cover
            || u128::from(overlap_nanos) * 1_000
                < u128::from(parent_nanos) * u128::from(rule.tolerance_permille)
    }

    fn charge(&mut self, span: SpanIdx, start_nanos: u64, end_nanos: u64) {
        if start_nanos < end_nanos {
            self.sections.push(Section { span, start_nanos, end_nanos });
        }
    }
}
