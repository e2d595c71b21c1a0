//! End-to-end tests: the built page in Chromium, next to a real Jaeger.

mod harness;
