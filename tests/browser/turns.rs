//! Turns of the event loop.

use std::cell::Cell;
use std::rc::Rc;

use spanscope::browser::frames::next_turn;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn what_waits_in_the_event_loop_runs_before_the_next_turn() {
    let ran = Rc::new(Cell::new(false));
    let flag = ran.clone();
    let callback = Closure::once_into_js(move || flag.set(true));
    web_sys::window()
        .expect("a window")
        .set_timeout_with_callback(callback.unchecked_ref())
        .expect("a timer");
    // A timer of no delay may be a few turns away, but never further than this.
    for _ in 0..100_000 {
        if ran.get() {
            return;
        }
        next_turn().await;
    }
    panic!("the timer never ran");
}
