//! Geometry, service colours, hover and selection become a list of draw operations.
//!
//! Invariant: a picture is a value; the same input gives the same list. Absent: colours
//! (tokens are named, `styles/tokens.css` has their values) and the canvas.

mod draw;
pub mod flame;
pub mod minimap;
mod palette;
pub mod path_marks;
pub mod ruler;
pub mod service_map;
mod svg;
mod tokens;
pub mod waterfall;

pub use draw::{Area, DrawList, DrawOp, TextAlign, text_that_fits, text_width_px};
pub use palette::{Fill, Ink, Lightness, Paint, ServiceColor, colors_for};
pub use svg::svg;
pub use tokens::Tokens;
