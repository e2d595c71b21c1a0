//! Spanscope: a trace viewer that runs entirely in the browser.
//!
//! The rooms of the house, from the ground up, are described in ARCHITECTURE.md. The core
//! (`core.rs`) is a crate of its own; without the feature `web` only it is compiled, and it
//! knows no browser.

pub use spanscope_core::{
    analysis, engine, export, format, generate, ingest, jaeger, layout, measures, order, recent,
    route, scene, trace, values,
};

#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod app;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod browser;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod pages;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod state;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod views;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod widgets;
