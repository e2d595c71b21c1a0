//! Names of services become colours, and everything else that is drawn has the name of a
//! token.
//!
//! Invariant: hue and lightness depend on the service's name alone, so a service looks the
//! same in every trace; only stripes depend on the company. Absent: values of colours.

use rustc_hash::FxHashMap;

use crate::layout::Tint;
use crate::order;

/// A colour of the page that is not a service's, by the name of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    Ink,
    Ink2,
    Ink3,
    Line,
    Line2,
    Bg,
    Raised,
    Hover,
    Selected,
    Accent,
    Error,
    ErrorBg,
    Warn,
    Critical,
    /// Stands where a bar will be.
    Placeholder,
    /// Lies translucent over what is not selected.
    Shade,
    /// Text on a service's colour of the first lightness.
    OnService0,
    /// The same of the second.
    OnService1,
}

/// Which of a theme's two lightnesses for services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lightness {
    First,
    Second,
}

/// A service's colour, without the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceColor {
    /// Degrees in OKLCH; never near the error colour (345 to 40).
    pub hue: u16,
    pub lightness: Lightness,
    /// Another service in view, earlier by name, has the same hue and lightness.
    pub is_striped: bool,
}

/// What an operation paints with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paint {
    Ink(Ink),
    Service(ServiceColor),
}

impl Ink {
    pub const ALL: [Ink; 18] = [
        Ink::Ink,
        Ink::Ink2,
        Ink::Ink3,
        Ink::Line,
        Ink::Line2,
        Ink::Bg,
        Ink::Raised,
        Ink::Hover,
        Ink::Selected,
        Ink::Accent,
        Ink::Error,
        Ink::ErrorBg,
        Ink::Warn,
        Ink::Critical,
        Ink::Placeholder,
        Ink::Shade,
        Ink::OnService0,
        Ink::OnService1,
    ];

    /// Its custom property.
    pub fn token(self) -> &'static str {
        match self {
            Ink::Ink => "--ink",
            Ink::Ink2 => "--ink-2",
            Ink::Ink3 => "--ink-3",
            Ink::Line => "--line",
            Ink::Line2 => "--line-2",
            Ink::Bg => "--bg",
            Ink::Raised => "--raised",
            Ink::Hover => "--hover",
            Ink::Selected => "--selected",
            Ink::Accent => "--accent",
            Ink::Error => "--error",
            Ink::ErrorBg => "--error-bg",
            Ink::Warn => "--warn",
            Ink::Critical => "--critical",
            Ink::Placeholder => "--placeholder",
            Ink::Shade => "--shade",
            Ink::OnService0 => "--on-service-0",
            Ink::OnService1 => "--on-service-1",
        }
    }
}

impl Lightness {
    /// 0 or 1, as at the end of the tokens' names.
    pub fn index(self) -> usize {
        self as usize
    }
}

const HUES: u64 = 12;
const FIRST_HUE: u16 = 54;
/// Twelve of them from the first end at 329, before the reds.
const HUE_STEP: u16 = 25;

impl ServiceColor {
    /// The colour of one of a few things that are known beforehand, by its number: neighbours
    /// are far apart, and no two of the first twelve are alike.
    pub fn of_number(number: usize) -> ServiceColor {
        const STEPS: u64 = 5;
        let place = (number as u64 * STEPS) % HUES;
        let hue = FIRST_HUE + place as u16 * HUE_STEP;
        ServiceColor { hue, lightness: Lightness::First, is_striped: false }
    }

    /// The colour that goes with a name, without stripes.
    pub fn of(name: &str) -> ServiceColor {
        let hash = hash_of(name);
        let lightness =
            if (hash / HUES).is_multiple_of(2) { Lightness::First } else { Lightness::Second };
        ServiceColor {
            hue: FIRST_HUE + (hash % HUES) as u16 * HUE_STEP,
            lightness,
            is_striped: false,
        }
    }

    /// Which of the 48 looks that a value can have.
    pub fn tint(self) -> Tint {
        let place = (self.hue - FIRST_HUE) / HUE_STEP;
        let look = (place as u8 * 2 + self.lightness as u8) * 2 + u8::from(self.is_striped);
        Tint(Tint::FIRST_VALUE + look)
    }

    /// `None` where the tint is not that of a value.
    fn of_tint(tint: Tint) -> Option<ServiceColor> {
        let look = tint.0.checked_sub(Tint::FIRST_VALUE)?;
        let lightness =
            if (look / 2).is_multiple_of(2) { Lightness::First } else { Lightness::Second };
        let hue = FIRST_HUE + u16::from(look / 4) * HUE_STEP;
        Some(ServiceColor { hue, lightness, is_striped: look % 2 == 1 })
    }

    /// A CSS colour that follows the theme, for `style` attributes.
    pub fn css(&self) -> String {
        let index = self.lightness.index();
        format!("oklch(var(--service-l{index}) var(--service-c{index}) {})", self.hue)
    }
}

/// What a bar or a mark is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Color(ServiceColor),
    Ink(Ink),
}

impl Fill {
    /// `service`: its place among `services`.
    pub fn of(tint: Tint, service: u32, services: &[ServiceColor]) -> Fill {
        let color = match tint {
            Tint::NOTHING => None,
            Tint::FAILURE => return Fill::Ink(Ink::Error),
            Tint::SERVICE => services.get(service as usize).copied(),
            value => ServiceColor::of_tint(value),
        };
        color.map_or(Fill::Ink(Ink::Ink3), Fill::Color)
    }

    /// As [`ServiceColor::css`].
    pub fn css(&self) -> String {
        match self {
            Fill::Color(color) => color.css(),
            Fill::Ink(ink) => format!("var({})", ink.token()),
        }
    }

    pub fn is_striped(&self) -> bool {
        matches!(self, Fill::Color(color) if color.is_striped)
    }
}

/// FNV-1a of 64 bits (Fowler, Noll, Vo), folded. It must never change: people learn the
/// colours of their services.
fn hash_of(name: &str) -> u64 {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    /// Picked so that the services of the samples, and usual names of a shop's services, come
    /// out different from each other.
    const SALT: u64 = 303_745;
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    let hash = name.bytes().fold(OFFSET_BASIS ^ SALT, mix);
    hash ^ (hash >> 32)
}

/// Colours of the services in view, in the order of `names`. O(n log n).
pub fn colors_for(names: &[&str]) -> Vec<ServiceColor> {
    let mut colors: Vec<ServiceColor> = names.iter().map(|name| ServiceColor::of(name)).collect();
    let mut by_name: Vec<usize> = (0..names.len()).collect();
    order::sort_by_key(&mut by_name, |&place| names[place]);
    let mut first_with: FxHashMap<ServiceColor, &str> = FxHashMap::default();
    for place in by_name {
        let owner = *first_with.entry(colors[place]).or_insert(names[place]);
        colors[place].is_striped = owner != names[place];
    }
    colors
}
