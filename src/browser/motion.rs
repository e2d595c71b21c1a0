//! Whether things may move by themselves.

/// Asked of the browser each time: the wish may change while the page is open.
pub fn is_unwanted() -> bool {
    let query = web_sys::window()
        .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}
