//! The query API as values: forms and links, requests, answers, faults, and what people paste.

mod answers;
mod attribute_completion;
mod dialects;
mod durations;
mod embeds;
mod faults;
mod header_lines;
mod hostile;
mod logfmt;
pub mod monitor_links;
mod normal;
mod pasted;
mod requests;
mod results;
mod search_form;
pub mod search_links;
mod search_words;
mod ui_config;
