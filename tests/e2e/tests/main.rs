//! End-to-end tests: the built page in Chromium, next to a real Jaeger.

mod accessibility;
mod answers;
mod bad_answers;
mod bad_documents;
mod big_traces;
mod clocks;
mod colours;
mod finding;
mod fingers;
mod flame;
mod harness;
mod hosting;
mod keyboard;
mod links;
mod lists;
mod looks;
mod opening;
mod previews;
mod real_jaeger;
mod recent;
mod recordings;
mod rows;
mod stretches;
mod taking_away;
mod time;
mod worker_death;
