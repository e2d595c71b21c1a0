//! The address bar: read, replaced, pushed, watched.
//!
//! Invariant: writing the same address twice makes one history entry. Absent: what an
//! address means (see `route`).

use wasm_bindgen::prelude::*;

/// `(path, query, fragment)`, the last two with their `?` and `#` if not empty.
pub fn current() -> (String, String, String) {
    let Some(window) = web_sys::window() else { return Default::default() };
    let location = window.location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    (part(location.pathname()), part(location.search()), part(location.hash()))
}

/// The whole address, for copying.
pub fn href() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The page's origin, such as `https://traces.example`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Makes the fragment the current address in a new history entry.
pub fn push(fragment: &str) {
    write(fragment, true);
}

/// Makes the fragment the current address in the present history entry.
pub fn replace(fragment: &str) {
    write(fragment, false);
}

fn write(fragment: &str, new_entry: bool) {
    let Some(window) = web_sys::window() else { return };
    if current().2 == fragment {
        return;
    }
    let Ok(history) = window.history() else { return };
    let url = if fragment.is_empty() { "#" } else { fragment };
    let written = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(url))
    };
    // Browsers refuse more than about a hundred entries in half a minute; the address is
    // then written with the next change.
    if let Err(error) = written {
        web_sys::console::debug_1(&error);
    }
}

/// Sets the title of the browser's tab.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Calls back when the user goes back, forward, or edits the fragment.
pub fn on_change(then: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(then);
    for event in ["popstate", "hashchange"] {
        // Fails only for an invalid event name.
        window
            .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())
            .unwrap_throw();
    }
    // As long as the page lives.
    listener.forget();
}

/// An address relative to the page, made absolute so that a worker can use it too.
pub fn absolute(url: &str) -> String {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .unwrap_or_default();
    web_sys::Url::new_with_base(url, &base).map_or_else(|_| url.to_owned(), |url| url.href())
}

/// Width of the page in CSS pixels.
pub fn viewport_width_px() -> f64 {
    let width = web_sys::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).unwrap_or(0.0)
}

/// Minutes that local time is ahead of UTC at an instant, given in nanoseconds since the epoch.
pub fn utc_offset_minutes(at_nanos: u64) -> i32 {
    let date = js_sys::Date::new(&JsValue::from_f64((at_nanos / 1_000_000) as f64));
    -(date.get_timezone_offset() as i32)
}

/// The present year, for leaving it out of dates.
pub fn this_year() -> i64 {
    i64::from(js_sys::Date::new_0().get_full_year())
}

/// Whether an address, as the browser itself reads it, lies on the server that served this
/// page and carries no login. Anything unreadable does not.
pub fn is_same_origin(url: &str) -> bool {
    let base = absolute("");
    let read = web_sys::Url::new_with_base(url, &base);
    read.is_ok_and(|url| {
        url.origin() == origin() && url.username().is_empty() && url.password().is_empty()
    })
}
