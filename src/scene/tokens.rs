//! Token values, read from the style sheet by the browser room, become colours for a canvas.

use super::palette::Paint;

/// The values of one theme. Made anew when the theme changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {}

impl Tokens {
    /// Asks `value_of` for each custom property by its name (`--ink`, …), as
    /// `getComputedStyle(root).getPropertyValue` answers.
    pub fn read(value_of: impl Fn(&str) -> String) -> Tokens {
        todo!("{}", value_of(""))
    }

    /// A colour that a canvas understands.
    pub fn css(&self, paint: Paint) -> String {
        todo!("{paint:?}")
    }
}
