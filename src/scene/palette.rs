//! Names of services become colours, and everything else that is drawn has the name of a
//! token.
//!
//! Invariant: hue and lightness depend on the service's name alone, so a service looks the
//! same in every trace; only stripes depend on the company. Absent: values of colours.

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
    /// Lies translucent over what is not selected.
    Shade,
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

impl ServiceColor {
    /// The colour that goes with a name, without stripes.
    pub fn of(name: &str) -> ServiceColor {
        todo!("{name}")
    }

    /// A CSS colour that follows the theme, for `style` attributes.
    pub fn css(&self) -> String {
        todo!()
    }
}

/// Colours of the services in view, in the order of `names`.
pub fn colors_for(names: &[&str]) -> Vec<ServiceColor> {
    todo!("{names:?}")
}
