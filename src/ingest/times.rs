//! Numbers of milliseconds, microseconds or nanoseconds become nanoseconds.
//!
//! Invariant: the value is exact to the nanosecond and never passes through a double.
//! Absent: seconds; a number of their size is too often something else to be guessed.

use super::intake::Intake;
use super::json::{Number, decimal_scaled};
use crate::trace::Repair;

/// A unit of time, by its power of ten over the nanosecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Nanos = 0,
    Micros = 3,
    Millis = 6,
}

/// A time or a duration as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Time<'a> {
    Whole(u64),
    /// With a fraction, an exponent or a sign, or too large.
    Other(Number<'a>),
}

impl Time<'_> {
    pub fn is_zero(self) -> bool {
        matches!(self, Time::Whole(0))
    }
}

/// The seconds from the epoch to 2010 and to 2100: what recorded times lie between.
const PLAUSIBLE_SECONDS: std::ops::Range<u64> = 1_262_304_000..4_102_444_800;

impl TimeUnit {
    fn per_second(self) -> u64 {
        match self {
            TimeUnit::Nanos => 1_000_000_000,
            TimeUnit::Micros => 1_000_000,
            TimeUnit::Millis => 1_000,
        }
    }

    /// The unit in which `number` is a plausible time since the epoch: `self` unless
    /// exactly another one is. The ranges of the units do not overlap.
    #[inline]
    pub fn judged_by(self, time: Time<'_>) -> TimeUnit {
        let value = match time {
            Time::Whole(value) => Some(value),
            Time::Other(number) => {
                decimal_scaled(number.0, 0).and_then(|value| u64::try_from(value).ok())
            }
        };
        value.map_or(self, |value| self.judged_by_whole(value))
    }

    /// The same for a number that is one already.
    #[inline]
    pub fn judged_by_whole(self, value: u64) -> TimeUnit {
        let is_plausible =
            |unit: &TimeUnit| PLAUSIBLE_SECONDS.contains(&(value / unit.per_second()));
        if is_plausible(&self) {
            return self;
        }
        let others = [TimeUnit::Nanos, TimeUnit::Micros, TimeUnit::Millis];
        others.into_iter().find(is_plausible).unwrap_or(self)
    }

    /// `time` of this unit in nanoseconds; `None` if negative, not finite or too large.
    #[inline]
    pub fn nanos(self, time: Time<'_>) -> Option<u64> {
        match time {
            Time::Whole(value) => value.checked_mul(1_000_000_000 / self.per_second()),
            Time::Other(number) => u64::try_from(decimal_scaled(number.0, self as i32)?).ok(),
        }
    }

    /// The time or duration `time` in `unit`, where the format has `self`: 0 and a
    /// repair if it cannot be told.
    #[inline]
    pub fn repaired(self, unit: TimeUnit, time: Time<'_>, intake: &mut Intake) -> u64 {
        if unit != self {
            intake.repair(Repair::TimeUnit);
        }
        unit.nanos(time).unwrap_or_else(|| {
            intake.field_ignored();
            0
        })
    }

    /// The same for a number that is one already.
    #[inline]
    pub fn repaired_whole(self, unit: TimeUnit, value: u64, intake: &mut Intake) -> u64 {
        if unit != self {
            intake.repair(Repair::TimeUnit);
        }
        value.saturating_mul(1_000_000_000 / unit.per_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time<'_> {
        let number = Number(text.as_bytes());
        number.to_u64().map_or(Time::Other(number), Time::Whole)
    }

    #[test]
    fn a_unit_is_changed_only_when_exactly_another_one_is_plausible() {
        let judged = |unit: TimeUnit, text: &str| unit.judged_by(time(text));
        assert_eq!(judged(TimeUnit::Micros, "1700000000000000"), TimeUnit::Micros);
        assert_eq!(judged(TimeUnit::Micros, "1700000000000"), TimeUnit::Millis);
        assert_eq!(judged(TimeUnit::Micros, "1700000000000000000"), TimeUnit::Nanos);
        assert_eq!(judged(TimeUnit::Micros, "1700000000"), TimeUnit::Micros);
        assert_eq!(judged(TimeUnit::Nanos, "1700000000000000"), TimeUnit::Micros);
        assert_eq!(judged(TimeUnit::Nanos, "0"), TimeUnit::Nanos);
        assert_eq!(judged(TimeUnit::Micros, "1.7e12"), TimeUnit::Millis);
    }

    #[test]
    fn fractions_of_microseconds_are_exact_nanoseconds() {
        let nanos = |text: &str| TimeUnit::Micros.nanos(time(text));
        assert_eq!(nanos("12.5"), Some(12_500));
        assert_eq!(nanos("1700000000000000.001"), Some(1_700_000_000_000_000_001));
        assert_eq!(nanos("-5"), None);
        assert_eq!(nanos("99999999999999999999"), None);
    }
}
