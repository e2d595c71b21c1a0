//! The browser as plain Rust: worker, fetch, files, clipboard, storage, frames, canvas.
//!
//! Invariant: the only room that names `web_sys` and `js_sys` beyond event types that a
//! view passes through. Absent: domain rules; nothing here knows what a trace means.

pub mod canvas;
pub mod chart;
pub mod client;
pub mod clipboard;
pub mod download;
pub mod effect;
pub mod events;
pub mod files;
pub mod frames;
pub mod kept_files;
pub mod location;
pub mod motion;
pub mod scrolling;
pub mod site_config;
pub mod storage;
pub mod text_fields;
pub mod theme;
pub mod timeline;
pub mod tokens;
pub mod wire;
pub mod worker;
pub mod zone;
