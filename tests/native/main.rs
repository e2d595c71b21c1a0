//! The native tests: the whole core, without a browser. One binary, one module a room.

mod drawing;
mod format;
mod generate;
mod ingest;
mod layout;
mod route;
mod scene;

#[path = "../support/mod.rs"]
mod support;
