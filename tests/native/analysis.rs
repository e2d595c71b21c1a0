//! Facts about a trace, compared with what can be counted by hand or by brute force.

mod critical_path;
mod facts;
mod flame;
mod flame_sum;
mod lanes;
mod minimap;
mod rows;
mod search;
mod self_time;
mod siblings;
mod statistics;
mod strip;
mod zoom;
