//! Marks on the browser's performance time line, and the page's state for whoever drives it.
//!
//! Invariant: never fails. Absent: clocks for the program's own decisions.

/// A named moment.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance())
        && performance.mark(name).is_err()
    {
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
