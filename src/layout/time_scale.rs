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

    /// Zooms in by `factor` (above 1) or out (below 1); the time `at_nanos` keeps its place
    /// unless an end of the trace is in the way.
    pub fn zoomed(self, at_nanos: u64, factor: f64, limit: u64) -> TimeWindow {
        todo!("{at_nanos} {factor} {limit}")
    }

    /// Moves later (positive) or earlier, keeping the width, as far as the trace goes.
    pub fn panned(self, by_nanos: i64, limit: u64) -> TimeWindow {
        todo!("{by_nanos} {limit}")
    }

    /// A window around `start_nanos..end_nanos` with a twentieth of its width as margin.
    pub fn framing(start_nanos: u64, end_nanos: u64, limit: u64) -> TimeWindow {
        todo!("{start_nanos} {end_nanos} {limit}")
    }

    /// The nearest valid window: for numbers out of a link.
    pub fn clamped(self, limit: u64) -> TimeWindow {
        todo!("{limit}")
    }
}

impl TimeScale {
    /// Left edge 0, right edge `width_px`; times outside the window lie on the edges.
    pub fn x_from_time(&self, at_nanos: u64) -> f64 {
        todo!("{at_nanos}")
    }

    /// The nearest nanosecond, inside the window or on its ends.
    pub fn time_from_x(&self, x_px: f64) -> u64 {
        todo!("{x_px}")
    }

    /// How long a drag of `distance_px` is.
    pub fn nanos_from_px(&self, distance_px: f64) -> i64 {
        todo!("{distance_px}")
    }
}
