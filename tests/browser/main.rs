//! The tests that need a browser: what `src/browser` says of the real one, and views on a
//! real page. One binary, one module a subject.
#![cfg(target_arch = "wasm32")]

mod address;
mod canvas;
mod messages;
mod page;
mod reading;
mod service_map;
mod turns;
mod warming_up;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
