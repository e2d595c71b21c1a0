//! Marks on the browser's performance time line, and the page's state for whoever drives it.
//!
//! Invariant: never fails. Absent: any use of the clock for what the program does.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::wire;

#[wasm_bindgen]
extern "C" {
    // Declared here rather than taken from web-sys, which has marks with details among its
    // unstable bindings and the clock for the window only.
    #[wasm_bindgen(catch, js_namespace = performance, js_name = mark)]
    fn mark_with_options(name: &str, options: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// Milliseconds since the page, or the worker, began.
pub fn now_ms() -> f64 {
    now()
}

/// Milliseconds since the epoch, by this machine's clock.
pub fn epoch_ms() -> f64 {
    js_sys::Date::now()
}

/// A named moment.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance())
        && performance.mark(name).is_err()
    {
        web_sys::console::debug_1(&"a mark was refused".into());
    }
}

/// A named moment with figures about it, which become the mark's `detail`.
pub fn mark_with(name: &str, figures: &[(&str, f64)]) {
    let figures: Vec<(&str, JsValue)> =
        figures.iter().map(|&(figure, value)| (figure, JsValue::from_f64(value))).collect();
    let entries: Vec<(&str, &JsValue)> =
        figures.iter().map(|(figure, value)| (*figure, value)).collect();
    let marked = wire::object(&entries)
        .and_then(|detail| wire::object(&[("detail", &detail)]))
        .and_then(|options| mark_with_options(name, &options));
    if marked.is_err() {
        web_sys::console::debug_1(&"a mark was refused".into());
    }
}

/// Says in `data-state` on the root element what the page is about.
pub fn set_page_state(state: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    if let Some(root) = root
        && root.set_attribute("data-state", state).is_err()
    {
        web_sys::console::debug_1(&"the page's state was refused".into());
    }
}
