//! How long the core takes, natively: `cargo bench --no-default-features`.
//!
//! Invariant: what is measured is generated, the same on every machine. Absent: wasm and
//! the browser; `cargo xtask bench` gives their figures.

mod analyses;
mod comparisons;
mod filters;
#[path = "../../tests/support/maps.rs"]
mod made_maps;
mod maps;
mod reading;
mod traces;
mod writing;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    benches,
    reading::measure,
    analyses::measure,
    comparisons::measure,
    comparisons::measure_sets,
    filters::measure,
    maps::measure,
    writing::measure,
);
criterion_main!(benches);
