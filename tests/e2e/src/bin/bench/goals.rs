//! What the app is meant to reach, and whether it did.
//!
//! Invariant: a goal is judged only where it was measured, and only of traces that it speaks
//! of. Absent: consequences; a missed goal fails nothing.

use serde_json::{Value, json};

use crate::measured::Measured;

#[derive(Clone, Copy, PartialEq)]
enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

#[derive(Clone, Copy)]
pub struct Goal {
    pub name: &'static str,
    limit: Limit,
    /// What unit the limit has: "×", " ms", " %".
    unit: &'static str,
    /// Whether it speaks of traces with so many spans, and of which in words; empty for all.
    is_of: fn(usize) -> bool,
    of: &'static str,
}

/// A goal beside what was measured.
pub struct Verdict {
    pub goal: Goal,
    /// More than the goal's name where several things have the same goal.
    pub what: String,
    pub measured: f64,
}

const ANY: fn(usize) -> bool = |_| true;
/// Of smaller files, what the module takes by itself is most of the memory.
const LARGE: fn(usize) -> bool = |spans| spans >= 100_000;

pub const INGEST: Goal = Goal {
    name: "ingest, times as fast as JSON.parse",
    limit: Limit::AtLeast(3.0),
    unit: "×",
    is_of: ANY,
    of: "",
};
pub const COMPLETE_RATIO: Goal = Goal {
    name: "complete ÷ JSON.parse alone",
    limit: Limit::AtMost(0.7),
    unit: "×",
    is_of: |spans| spans == 100_000,
    of: " (100k)",
};
pub const FIRST_PICTURE: Goal = Goal {
    name: "first picture",
    limit: Limit::AtMost(1_000.0),
    unit: " ms",
    is_of: |spans| spans == 1_000_000,
    of: " (1M)",
};
pub const COMPLETE: Goal =
    Goal { name: "complete", limit: Limit::AtMost(4_000.0), ..FIRST_PICTURE };
pub const LIVE_MEMORY: Goal = Goal {
    name: "live memory ÷ text",
    limit: Limit::AtMost(0.5),
    unit: "×",
    is_of: LARGE,
    of: " (from 100k)",
};
pub const LINEAR_MEMORY: Goal =
    Goal { name: "linear memory ÷ text", limit: Limit::AtMost(1.2), ..LIVE_MEMORY };
pub const FRAME: Goal = Goal {
    name: "work of a frame, p99",
    limit: Limit::AtMost(16.7),
    unit: " ms",
    is_of: ANY,
    of: "",
};
pub const MISSING_ROWS: Goal = Goal {
    name: "frames with a missing row",
    limit: Limit::AtMost(1.0),
    unit: " %",
    is_of: ANY,
    of: "",
};

/// With 1,000 services and 5,000 links.
pub const SETTLED: Goal = Goal {
    name: "service map settled",
    limit: Limit::AtMost(500.0),
    unit: " ms",
    is_of: ANY,
    of: "",
};
pub const TICK: Goal = Goal { name: "a tick of its layout", limit: Limit::AtMost(4.0), ..SETTLED };

impl Goal {
    /// An answer of the engine within so many milliseconds.
    pub const fn answer_within(limit_ms: f64) -> Goal {
        Goal { name: "answer", limit: Limit::AtMost(limit_ms), unit: " ms", is_of: ANY, of: "" }
    }

    /// "≤ 50 ms"
    pub fn limit_text(&self) -> String {
        match self.limit {
            Limit::AtLeast(limit) => format!("≥ {limit}{}", self.unit),
            Limit::AtMost(limit) => format!("≤ {limit}{}", self.unit),
        }
    }

    /// The same with the traces that it speaks of.
    pub fn text(&self) -> String {
        self.limit_text() + self.of
    }

    pub fn is_met(&self, measured: f64) -> bool {
        match self.limit {
            Limit::AtLeast(limit) => measured >= limit,
            Limit::AtMost(limit) => measured <= limit,
        }
    }

    /// "met" or "missed"; empty where the goal does not speak of such traces.
    pub fn word(&self, spans: usize, measured: f64) -> &'static str {
        match ((self.is_of)(spans), self.is_met(measured)) {
            (false, _) => "",
            (true, true) => " met",
            (true, false) => " **missed**",
        }
    }
}

/// All goals that speak of this trace.
pub fn verdicts(trace: &Measured) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut judge = |goal: Goal, of: &str, measured: Option<f64>| {
        let measured = measured.filter(|_| (goal.is_of)(trace.subject.plan.spans));
        verdicts.extend(measured.map(|measured| Verdict::new(goal, of, measured)));
    };
    judge(INGEST, "", trace.ingest_speed_up());
    judge(COMPLETE_RATIO, "", trace.complete_ratio());
    judge(FIRST_PICTURE, "", Some(trace.of_openings(|one| one.first_picture)));
    judge(COMPLETE, "", Some(trace.of_openings(|one| one.complete)));
    judge(LIVE_MEMORY, "", Some(trace.live_ratio()));
    judge(LINEAR_MEMORY, "", Some(trace.linear_ratio()));
    for smooth in &trace.smoothness {
        judge(FRAME, smooth.gesture, Some(smooth.work_p99_ms()));
        judge(MISSING_ROWS, smooth.gesture, smooth.missing_ratio().map(|share| share * 100.0));
    }
    for timed in &trace.operations {
        if let Some(goal) = timed.goal {
            judge(goal, timed.name, Some(timed.first_ms()));
        }
    }
    verdicts
}

impl Verdict {
    pub fn new(goal: Goal, of: &str, measured: f64) -> Verdict {
        let what =
            if of.is_empty() { goal.name.to_owned() } else { format!("{}: {of}", goal.name) };
        Verdict { goal, what, measured }
    }

    pub fn json(&self) -> Value {
        json!({ "goal": self.what, "limit": self.goal.limit_text(), "measured": self.measured,
            "is_met": self.goal.is_met(self.measured) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_at_its_limit_and_silent_about_other_sizes() {
        assert!(INGEST.is_met(3.0) && !INGEST.is_met(2.99));
        assert!(COMPLETE.is_met(4_000.0) && !COMPLETE.is_met(4_000.1));
        assert_eq!(COMPLETE.word(10_000, 9_000.0), "");
        assert_eq!(COMPLETE.word(1_000_000, 9_000.0), " **missed**");
        assert_eq!(Goal::answer_within(50.0).limit_text(), "≤ 50 ms");
    }
}
