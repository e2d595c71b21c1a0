//! The core: the rooms that know no browser, from the ground up.
//!
//! A package of its own (`core/Cargo.toml`) so that it is compiled for speed while the
//! interface is compiled for size. Invariant: it builds and is tested without a browser.
//! Absent: everything that needs the feature `web`; see `lib.rs`.

pub mod analysis;
pub mod engine;
pub mod export;
pub mod format;
pub mod generate;
pub mod ingest;
pub mod jaeger;
pub mod layout;
pub mod measures;
pub mod order;
pub mod recent;
pub mod route;
pub mod scene;
pub mod trace;
pub mod values;
