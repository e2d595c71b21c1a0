//! The query API as values: forms and links, requests, answers, faults, and what people paste.

mod durations;
mod logfmt;
mod search_links;
