//! The built page in a real browser, next to a real Jaeger: what the end-to-end tests and the
//! benchmark share.
//!
//! Invariant: nothing is skipped; what is missing fails with a sentence that says so. Absent: any
//! knowledge of the app beyond its page (roles, classes and texts), which is in `app` alone.

pub mod app;
pub mod axe;
pub mod browser;
pub mod calls;
mod chromedriver;
pub mod environment;
pub mod fixtures;
pub mod generated;
mod http;
pub mod jaeger;
pub mod keys;
pub mod nginx;
mod opensearch;
pub mod pointer;
mod ports;
mod process;
pub mod producers;
mod prometheus;
pub mod reply;
pub mod scratch;
pub mod search_page;
pub mod site;
pub mod spans;
mod webdriver;
