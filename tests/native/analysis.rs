//! Facts about a trace, compared with what can be counted by hand or by brute force.

mod clock_skew;
mod critical_path;
mod facts;
mod failures;
mod filter;
mod flame;
mod flame_sum;
mod folds;
mod gaps;
mod histogram;
mod lanes;
mod minimap;
mod path_index;
mod path_parts;
mod retiming;
mod rows;
mod search;
mod self_time;
mod service_choice;
mod sibling_groups;
mod siblings;
mod span_order;
mod statistics;
mod stretch;
mod strip;
mod zoom;
