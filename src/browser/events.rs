//! Listeners on the window that live as long as the page.
//!
//! Invariant: registered once, by the shell. Absent: listeners of single elements, which
//! their views attach themselves.

use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

/// Calls back on every event of the window with this name.
pub fn on_window<E: FromWasmAbi + 'static>(name: &str, then: impl Fn(E) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn(E)>::new(then);
    // Fails only for an invalid event name.
    window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).unwrap_throw();
    listener.forget();
}

/// Calls back with an element's size in CSS pixels, now and whenever it changes.
/// Drop the returned guard to stop.
pub fn on_resize(element: &HtmlElement, then: impl Fn(f64, f64) + 'static) -> ResizeGuard {
    let watched = element.clone();
    let callback = Closure::<dyn Fn()>::new(move || {
        let bounds = watched.get_bounding_client_rect();
        then(bounds.width(), bounds.height());
    });
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).unwrap_throw();
    observer.observe(element);
    ResizeGuard { observer, _callback: callback }
}

/// Watches as long as it lives.
pub struct ResizeGuard {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl Drop for ResizeGuard {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Sends all further events of this pointer to the element that listens, until it is up.
pub fn capture_pointer(event: &web_sys::PointerEvent) {
    let target =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(element) = target
        && element.set_pointer_capture(event.pointer_id()).is_err()
    {
        // The pointer is already up: then there is nothing to keep.
    }
}

/// Whether it is a finger.
pub fn is_touch(event: &web_sys::PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

/// Whether a click is a finger's tap; browsers that do not tell have none.
pub fn is_tap(event: &web_sys::MouseEvent) -> bool {
    event.dyn_ref::<web_sys::PointerEvent>().is_some_and(is_touch)
}

/// How far a wheel step goes to the right and down, in pixels; devices also tell of lines and pages.
pub fn wheel_px(event: &web_sys::WheelEvent, line_px: f64, page_px: f64) -> (f64, f64) {
    let unit_px = match event.delta_mode() {
        web_sys::WheelEvent::DOM_DELTA_LINE => line_px,
        web_sys::WheelEvent::DOM_DELTA_PAGE => page_px,
        _ => 1.0,
    };
    (event.delta_x() * unit_px, event.delta_y() * unit_px)
}

/// The pointer's place in the element that listens, in CSS pixels.
pub fn place_in_listener(event: &web_sys::MouseEvent) -> (f64, f64) {
    let target =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(element) = target else { return (0.0, 0.0) };
    let bounds = element.get_bounding_client_rect();
    (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top())
}

/// Whether the event came from an element of this class, or from inside one.
pub fn comes_from(event: &web_sys::Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Whether the event came from the element that listens, not from inside it.
pub fn is_on_listener(event: &web_sys::Event) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}

/// Opens or closes a dialog over the page.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement, is_open: bool) {
    if is_open && !dialog.open() {
        // Fails only for a dialog that is no longer part of the page.
        if dialog.show_modal().is_err() {}
    } else if !is_open && dialog.open() {
        dialog.close();
    }
}

/// Whether a key belongs to a field that is being typed in.
pub fn is_typing(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    super::files::is_text_field(target.as_ref())
}

/// Takes an element out of the page, if it is there.
pub fn remove_element(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Puts the focus on an element, if it is there.
pub fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok())
        && element.focus().is_err()
    {
        // What cannot be focused keeps the focus where it is.
    }
}

/// Puts the focus on the first element of the page that a selector finds, if there is one.
pub fn focus_first(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(page) = document.and_then(|document| document.document_element()) {
        focus_within(&page, selector);
    }
}

/// Whether the focus is in an element with this id.
pub fn is_focus_within(id: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused.closest(&format!("#{id}")).ok().flatten().is_some())
}

/// The id of the element that has the focus; empty if it has none.
pub fn focused_id() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    document.and_then(|document| document.active_element()).map_or_else(String::new, |it| it.id())
}

/// Whether no element has the focus, as when the one that had it is gone.
pub fn is_focus_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else { return false };
    let body = document.body().map(web_sys::Element::from);
    let active = document.active_element();
    active.is_none() || active == body
}

/// Focuses the first element within another that a selector finds.
pub fn focus_within(element: &web_sys::Element, selector: &str) {
    let found = element.query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok())
        && found.focus().is_err()
    {
        // What cannot be focused keeps the focus where it is.
    }
}

/// Whether an element, such as the one that gets the focus, lies in the one that listens.
pub fn is_within_listener(event: &web_sys::Event, target: Option<web_sys::EventTarget>) -> bool {
    let node = |target: Option<web_sys::EventTarget>| target?.dyn_into::<web_sys::Node>().ok();
    let listener = node(event.current_target());
    listener.is_some_and(|listener| listener.contains(node(target).as_ref()))
}

/// Whether this runs in a page rather than in a worker.
pub fn is_page() -> bool {
    web_sys::window().is_some()
}
