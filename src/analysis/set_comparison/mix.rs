//! The change of a mean becomes what comes of other shares of groups, and what of changes inside
//! them.
//!
//! ```text
//! mean = Σ share × mean of the group
//! mix    = change of the share × the mean of both sides' means of the group
//! inside = mean of both shares × change of the group's mean
//! ```
//!
//! Invariant: the parts add up to the change, to the nanosecond for each group, and turn their
//! signs with the sides. A group that only one side has changed its share alone. Absent: what a
//! group is.

/// Durations of a group on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub count: u32,
    pub nanos: u128,
}

impl Sum {
    pub fn add(&mut self, nanos: u64) {
        self.count += 1;
        self.nanos += u128::from(nanos);
    }

    pub fn add_all(&mut self, other: Sum) {
        self.count += other.count;
        self.nanos += other.nanos;
    }

    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.nanos as f64 / f64::from(self.count))
    }
}

/// What a group adds to the change of the mean over all groups, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub mix_nanos: i64,
    pub inside_nanos: i64,
}

/// The parts of groups that together are all there is.
pub(super) fn parts(groups: &[[Sum; 2]]) -> Vec<Part> {
    let all = [0, 1].map(|side| groups.iter().map(|group| group[side].count).sum::<u32>());
    let share = |count: u32, side: usize| f64::from(count) / f64::from(all[side].max(1));
    let part = |group: &[Sum; 2]| {
        let [first, second] = group.each_ref().map(Sum::mean);
        let (Some(before), Some(after)) = (first.or(second), second.or(first)) else {
            return Part::default();
        };
        let [one, other] = [0, 1].map(|side| share(group[side].count, side));
        Part {
            mix_nanos: ((other - one) * (before + after) / 2.0).round() as i64,
            inside_nanos: ((one + other) * (after - before) / 2.0).round() as i64,
        }
    };
    groups.iter().map(part).collect()
}
