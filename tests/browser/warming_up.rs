//! The reading that nobody waits for.

use std::cell::Cell;
use std::rc::Rc;

use spanscope::browser::frames::next_turn;
use spanscope::browser::worker::warm_up::warm_up;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn each_format_is_read_to_its_end_and_opened() {
    assert_eq!(warm_up(&Cell::new(false)).await, 4);
}

#[wasm_bindgen_test]
async fn it_stops_once_something_is_to_be_opened() {
    let is_wanted = Rc::new(Cell::new(false));
    let opened = Rc::new(Cell::new(None));
    let (flag, told) = (is_wanted.clone(), opened.clone());
    spawn_local(async move { told.set(Some(warm_up(&flag).await)) });
    next_turn().await;
    is_wanted.set(true);
    for _ in 0..3 {
        next_turn().await;
    }
    assert_eq!(opened.get(), Some(0));
}
