//! How far back a search looks ⇄ Jaeger's words for it (`1h`, `2d`).
//!
//! Invariant: [`LOOKBACKS`] are those of Jaeger's form, the shortest first. Absent: months and
//! years, which have no fixed length.

use serde::{Deserialize, Serialize};

/// A number of one unit, both as Jaeger writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lookback {
    count: u32,
    /// A letter out of [`UNITS`].
    unit: char,
}

/// Letter, seconds, and name of one.
const UNITS: [(char, u64, &str); 5] = [
    ('s', 1, "second"),
    ('m', 60, "minute"),
    ('h', 3_600, "hour"),
    ('d', 86_400, "day"),
    ('w', 604_800, "week"),
];

/// What Jaeger's form offers.
pub const LOOKBACKS: [Lookback; 16] = [
    Lookback { count: 5, unit: 'm' },
    Lookback { count: 15, unit: 'm' },
    Lookback { count: 30, unit: 'm' },
    Lookback { count: 1, unit: 'h' },
    Lookback { count: 2, unit: 'h' },
    Lookback { count: 3, unit: 'h' },
    Lookback { count: 6, unit: 'h' },
    Lookback { count: 12, unit: 'h' },
    Lookback { count: 24, unit: 'h' },
    Lookback { count: 2, unit: 'd' },
    Lookback { count: 3, unit: 'd' },
    Lookback { count: 5, unit: 'd' },
    Lookback { count: 7, unit: 'd' },
    Lookback { count: 2, unit: 'w' },
    Lookback { count: 3, unit: 'w' },
    Lookback { count: 4, unit: 'w' },
];

impl Lookback {
    /// As Jaeger's own default.
    pub const HOUR: Lookback = Lookback { count: 1, unit: 'h' };

    /// Reads `90m`; `None` for anything else, `custom` and zero included. Other numbers than
    /// Jaeger offers come from its configuration (`search.maxLookback`).
    pub fn from_text(text: &str) -> Option<Lookback> {
        let unit = text.chars().next_back()?;
        let count = text[..text.len() - unit.len_utf8()].parse().ok()?;
        let is_known = UNITS.iter().any(|(letter, ..)| *letter == unit);
        // A sign would be read as part of the number.
        let is_plain = text.starts_with(|c: char| c.is_ascii_digit());
        (is_known && is_plain && count > 0).then_some(Lookback { count, unit })
    }

    /// `90m`.
    pub fn text(self) -> String {
        format!("{}{}", self.count, self.unit)
    }

    pub fn micros(self) -> u64 {
        u64::from(self.count) * self.unit().1 * 1_000_000
    }

    /// For people: `5 minutes`, `1 hour`.
    pub fn title(self) -> String {
        let plural = if self.count == 1 { "" } else { "s" };
        format!("{} {}{plural}", self.count, self.unit().2)
    }

    fn unit(self) -> &'static (char, u64, &'static str) {
        let found = UNITS.iter().find(|(letter, ..)| *letter == self.unit);
        // No other letter is ever put in.
        found.unwrap_or(&UNITS[0])
    }
}
