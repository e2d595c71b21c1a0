//! What the ends of a trace's roots waited for, computed once for each mode.
//!
//! Invariant: sections come root by root in row order, and by time within a root; a window
//! costs what its sections cost once the paths are known. Absent: pixels, and the slack of
//! what is not on a path.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{self, PathMode, Section};
use crate::layout::RowKey;
use crate::trace::Trace;

/// Sections that one answer may hold at most, so that a wild question stays cheap.
const MOST_SECTIONS: u32 = 10_000;

/// Some sections of the critical paths of a trace's roots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathWindow {
    pub mode: PathMode,
    /// Time on all paths: the sum of the roots' durations.
    pub total_nanos: u64,
    /// What happens-before charges to a span while a child of it ran, on all paths.
    pub ambiguous_nanos: u64,
    pub first_section: u32,
    pub total_sections: u32,
    pub sections: Vec<PathSection>,
}

/// Time that is charged to one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathSection {
    pub key: RowKey,
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub duration_nanos: u64,
}

/// The paths of all roots in one mode.
pub(super) struct Paths {
    pub sections: Vec<Section>,
    /// Time on the paths, by row.
    pub critical_nanos: Vec<u64>,
    pub total_nanos: u64,
    pub ambiguous_nanos: u64,
}

impl Paths {
    fn of(trace: &Trace, mode: PathMode) -> Paths {
        let paths = analysis::critical_paths(trace, mode);
        let sum = |times: &mut dyn Iterator<Item = u64>| times.fold(0, u64::saturating_add);
        Paths {
            critical_nanos: analysis::critical_times(trace, &paths),
            total_nanos: sum(&mut trace.roots().map(|root| trace.duration_nanos(root))),
            ambiguous_nanos: sum(&mut paths.iter().map(|path| path.ambiguous_nanos)),
            sections: paths.into_iter().flat_map(|path| path.sections).collect(),
        }
    }
}

/// The paths of a trace, once somebody asked.
#[derive(Default)]
pub(super) struct PathMemo {
    cover: OnceCell<Paths>,
    happens_before: OnceCell<Paths>,
}

impl PathMemo {
    pub fn paths(&self, trace: &Trace, mode: PathMode) -> &Paths {
        let cell = match mode {
            PathMode::Cover => &self.cover,
            PathMode::HappensBefore => &self.happens_before,
        };
        cell.get_or_init(|| Paths::of(trace, mode))
    }
}

pub(super) fn window(open: &OpenTrace, mode: PathMode, first: u32, count: u32) -> PathWindow {
    let paths = open.paths.paths(&open.trace, mode);
    let total_sections = paths.sections.len() as u32;
    let first_section = first.min(total_sections);
    let end = first_section.saturating_add(count.min(MOST_SECTIONS)).min(total_sections);
    let section = |section: &Section| PathSection {
        key: open.key_of(section.span),
        start_nanos: section.start_nanos - open.origin_nanos(),
        duration_nanos: section.duration_nanos(),
    };
    PathWindow {
        mode,
        total_nanos: paths.total_nanos,
        ambiguous_nanos: paths.ambiguous_nanos,
        first_section,
        total_sections,
        sections: paths.sections[first_section as usize..end as usize]
            .iter()
            .map(section)
            .collect(),
    }
}
