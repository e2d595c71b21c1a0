//! The tests that need a browser.

fn main() {}
