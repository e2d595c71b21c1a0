//! Pictures as values: what is drawn where, in which colour, and whether it can be seen.

mod contrast;
mod flame;
mod minimap;
mod palette;
mod path_marks;
mod ruler;
mod service_map;
mod style_sheet;
mod waterfall;
