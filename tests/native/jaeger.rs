//! The query API as values: forms and links, requests, answers, faults, and what people paste.

mod answers;
mod durations;
mod faults;
mod logfmt;
mod requests;
mod search_links;
