//! Text to the clipboard.
//!
//! Invariant: says whether it worked, so that the page never claims a copy that did not
//! happen. Absent: reading the clipboard unasked; pasted text comes with its event.

use wasm_bindgen_futures::JsFuture;

/// Copies; `false` where the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
