//! The native tests: the whole core, without a browser. One binary, one module a room.

mod analysis;
mod call_halves;
mod drawing;
mod engine;
mod export;
mod format;
mod generate;
mod ingest;
mod inspect;
mod jaeger;
mod layout;
mod link_patterns;
mod map_links;
mod measures;
mod order;
mod random_spans;
mod recent;
mod route;
mod scene;
mod tidy;
mod tree;
mod values;

#[path = "../support/mod.rs"]
mod support;
