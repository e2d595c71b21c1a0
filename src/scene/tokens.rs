//! Token values, read from the style sheet by the browser room, become colours for a canvas.
//!
//! Invariant: every colour here is a text that came from the style sheet, or is composed of
//! such texts. Absent: the style sheet (`styles/tokens.css`) and any value of a colour.

use super::palette::{Ink, Paint};

/// The values of one theme. Made anew when the theme changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// In the order of [`Ink::ALL`].
    inks: Vec<String>,
    /// Lightness and chroma of the two kinds of service colours.
    services: [(String, String); 2],
    /// The font family for texts.
    pub font: String,
}

impl Tokens {
    /// Asks `value_of` for each custom property by its name (`--ink`, …), as
    /// `getComputedStyle(root).getPropertyValue` answers.
    pub fn read(value_of: impl Fn(&str) -> String) -> Tokens {
        let value = |name: &str| value_of(name).trim().to_owned();
        Tokens {
            inks: Ink::ALL.iter().map(|ink| value(ink.token())).collect(),
            services: [
                (value("--service-l0"), value("--service-c0")),
                (value("--service-l1"), value("--service-c1")),
            ],
            font: value("--font"),
        }
    }

    /// Red, green and blue of a colour that the style sheet writes as `#rrggbb`; black for any
    /// other, and before the tokens were read.
    pub fn rgb(&self, ink: Ink) -> (u8, u8, u8) {
        let digits = self.inks.get(ink as usize).and_then(|css| css.strip_prefix('#'));
        let number = digits.filter(|digits| digits.len() == 6);
        let number = number.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let [_, red, green, blue] = number.to_be_bytes();
        (red, green, blue)
    }

    /// A colour that a canvas understands; empty before the tokens were read, which a canvas
    /// ignores.
    pub fn css(&self, paint: Paint) -> String {
        match paint {
            Paint::Ink(ink) => self.inks.get(ink as usize).cloned().unwrap_or_default(),
            Paint::Service(color) => {
                let (lightness, chroma) = &self.services[color.lightness.index()];
                format!("oklch({lightness} {chroma} {})", color.hue)
            }
        }
    }
}
