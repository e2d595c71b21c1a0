//! What stands above every picture on the axis of time: the whole trace in small, and a ruler.
//!
//! Invariant: the part of time in view is the trace's; whoever shows it shares it. Absent: the
//! picture below, which is of the same width.

mod fingers;
mod gestures;
mod minimap;
mod ruler;
mod sums;

pub use fingers::FingersOn;
pub use gestures::{CLICK_REACH_PX, PictureDrag, WheelStep};
pub use minimap::MinimapPane;
pub use ruler::RulerPane;
pub use sums::StretchSums;
