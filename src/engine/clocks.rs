//! The clocks of a trace's hosts, and the view in which they agree.
//!
//! Invariant: nothing is adjusted unless it was asked for; rows keep their order and their
//! names either way. Absent: how offsets are found (`analysis::clock_skew`).

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{ClockSkew, HostClock, TOLERANCE_NANOS, clock_skew};

/// What is known about the clocks of a trace's hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// The entry's host first. Empty if no clock is proved to be off.
    pub hosts: Vec<HostClock>,
    /// The times that are shown have the hosts' offsets added.
    pub is_adjusted: bool,
}

pub(super) fn clocks(open: &OpenTrace) -> Clocks {
    Clocks { hosts: skew(open).hosts.clone(), is_adjusted: open.is_adjusted() }
}

/// Shows the times with the offsets added, or as they were recorded. Whether anything changed.
pub(super) fn set_adjustment(open: &mut OpenTrace, is_wanted: bool) -> bool {
    let is_wanted = is_wanted && !skew(open).is_empty();
    if is_wanted == open.is_adjusted() {
        return false;
    }
    let adjusted = is_wanted.then(|| open.trace.with_shifted_starts(&skew(open).shifts_nanos));
    open.show_adjusted(adjusted);
    true
}

fn skew(open: &OpenTrace) -> &ClockSkew {
    open.skew.get_or_init(|| clock_skew(open.recorded(), TOLERANCE_NANOS))
}
