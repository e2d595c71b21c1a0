//! The part of a trace in view, and its way to pixels and back.
//!
//! Invariant: a window is half-open, never empty and inside `0..limit`; its ends are whole
//! nanoseconds, and only differences from its start ever become floating point, so that a
//! nanosecond of a trace of days keeps its place. Absent: animation.

/// The narrowest window that a zoom reaches, where the trace is not shorter still.
pub const MIN_WINDOW_NANOS: u64 = 10;

/// `start_nanos..end_nanos` from the trace's earliest start; `end_nanos > start_nanos`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeWindow {
    pub start_nanos: u64,
    pub end_nanos: u64,
}

/// A window across `width_px` pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    pub window: TimeWindow,
    pub width_px: f64,
}

impl TimeWindow {
    /// The whole of a trace; one nanosecond for a trace without length.
    pub fn fit(duration_nanos: u64) -> TimeWindow {
        TimeWindow { start_nanos: 0, end_nanos: duration_nanos.max(1) }
    }

    pub fn width_nanos(self) -> u64 {
        self.end_nanos.saturating_sub(self.start_nanos).max(1)
    }

    /// Whether this is all of a trace that ends at `limit`.
    pub fn is_whole(self, limit: u64) -> bool {
        self.start_nanos == 0 && self.end_nanos >= limit
    }

    /// A window `factor` times as wide: below 1 zooms in, above 1 out. The time `at_nanos`
    /// keeps its place unless an end of the trace is in the way.
    pub fn zoomed(self, at_nanos: u64, factor: f64, limit: u64) -> TimeWindow {
        let window = self.clamped(limit);
        let at = at_nanos.clamp(window.start_nanos, window.end_nanos);
        let old = window.width_nanos();
        let new = zoomed_width(old, factor, limit.max(1));
        let before = u128::from(at - window.start_nanos) * u128::from(new);
        // At most `new`, so it fits.
        let before = ((before + u128::from(old / 2)) / u128::from(old)) as u64;
        let start = at.saturating_sub(before).min(limit.max(1) - new);
        TimeWindow { start_nanos: start, end_nanos: start + new }
    }

    /// Moves later (positive) or earlier, keeping the width, as far as the trace goes.
    pub fn panned(self, by_nanos: i64, limit: u64) -> TimeWindow {
        let window = self.clamped(limit);
        let width = window.width_nanos();
        let start = window.start_nanos.saturating_add_signed(by_nanos).min(limit.max(1) - width);
        TimeWindow { start_nanos: start, end_nanos: start + width }
    }

    /// The same times where the trace turned out to start elsewhere: what counted from one
    /// moment counts from another, both in nanoseconds since the epoch. What lies before the
    /// new one is cut off.
    #[must_use]
    pub fn counted_from(self, old_origin_nanos: u64, new_origin_nanos: u64) -> TimeWindow {
        let moved = |nanos: u64| {
            let moved =
                i128::from(nanos) + i128::from(old_origin_nanos) - i128::from(new_origin_nanos);
            u64::try_from(moved.max(0)).unwrap_or(u64::MAX)
        };
        let start_nanos = moved(self.start_nanos).min(u64::MAX - 1);
        TimeWindow { start_nanos, end_nanos: moved(self.end_nanos).max(start_nanos + 1) }
    }

    /// A window around `start_nanos..end_nanos` with a twentieth of its width as margin; a
    /// moment gets a thousandth of the trace.
    pub fn framing(start_nanos: u64, end_nanos: u64, limit: u64) -> TimeWindow {
        let margin = match end_nanos.saturating_sub(start_nanos) {
            0 => limit / 2000,
            width => width / 20,
        };
        let margin = margin.max(MIN_WINDOW_NANOS / 2);
        let framed = TimeWindow {
            start_nanos: start_nanos.saturating_sub(margin),
            end_nanos: end_nanos.max(start_nanos).saturating_add(margin),
        };
        TimeWindow { end_nanos: framed.end_nanos.min(limit), ..framed }.clamped(limit)
    }

    /// The window moved as little as it takes to have a part of `start_nanos..end_nanos` well
    /// inside it; the same if it has.
    pub fn showing(self, start_nanos: u64, end_nanos: u64, limit: u64) -> TimeWindow {
        let margin = self.width_nanos() / 20;
        let first = self.start_nanos.saturating_add(margin);
        let last = self.end_nanos.saturating_sub(margin);
        if end_nanos < first {
            let by = (first - end_nanos).min(i64::MAX as u64) as i64;
            self.panned(-by, limit)
        } else if start_nanos > last {
            let by = (start_nanos - last).min(i64::MAX as u64) as i64;
            self.panned(by, limit)
        } else {
            self
        }
    }

    /// The nearest valid window: for numbers out of a link.
    pub fn clamped(self, limit: u64) -> TimeWindow {
        let limit = limit.max(1);
        let narrowest = MIN_WINDOW_NANOS.min(limit);
        let width = self.width_nanos().clamp(narrowest, limit);
        let start = self.start_nanos.min(limit - width);
        TimeWindow { start_nanos: start, end_nanos: start + width }
    }
}

/// The width after a zoom. Every zoom changes it by a nanosecond at least, so that small
/// factors do not stick on narrow windows.
fn zoomed_width(old: u64, factor: f64, limit: u64) -> u64 {
    let narrowest = MIN_WINDOW_NANOS.min(limit);
    if !factor.is_finite() || factor <= 0.0 {
        return old;
    }
    let new = (old as f64 * factor).round() as u64;
    let new = match factor {
        _ if factor < 1.0 => new.min(old - 1),
        _ if factor > 1.0 => new.max(old.saturating_add(1)),
        _ => old,
    };
    new.clamp(narrowest, limit)
}

impl TimeScale {
    /// Left edge 0, right edge `width_px`; times outside the window lie on the edges.
    pub fn x_from_time(&self, at_nanos: u64) -> f64 {
        let TimeWindow { start_nanos, end_nanos } = self.window;
        let at = at_nanos.clamp(start_nanos, end_nanos.max(start_nanos));
        (at - start_nanos) as f64 / self.window.width_nanos() as f64 * self.width_px
    }

    /// The nearest nanosecond, inside the window or on its ends.
    pub fn time_from_x(&self, x_px: f64) -> u64 {
        if x_px >= self.width_px {
            return self.window.end_nanos;
        }
        let width_nanos = self.window.width_nanos();
        // A cast takes what is below zero, or no number, to zero.
        let offset = (x_px / self.width_px * width_nanos as f64).round() as u64;
        self.window.start_nanos + offset.min(width_nanos)
    }

    /// How long a drag of `distance_px` is.
    pub fn nanos_from_px(&self, distance_px: f64) -> i64 {
        if self.width_px <= 0.0 {
            return 0;
        }
        (distance_px / self.width_px * self.window.width_nanos() as f64).round() as i64
    }
}
