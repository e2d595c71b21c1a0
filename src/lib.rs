//! Spanscope: a trace viewer that runs entirely in the browser.
//!
//! The rooms of the house, from the ground up, are described in ARCHITECTURE.md. Without
//! the feature `web` only the core is compiled, and it knows no browser.

pub mod analysis;
pub mod engine;
pub mod format;
pub mod generate;
pub mod ingest;
pub mod jaeger;
pub mod layout;
pub mod route;
pub mod scene;
pub mod trace;

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
