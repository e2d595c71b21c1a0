//! Turns of the event loop as futures.
//!
//! Invariant: everything that waits in the event loop runs before the next turn. Absent:
//! fixed times.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdleRequestOptions, MessageEvent};

#[wasm_bindgen]
extern "C" {
    // Declared here rather than taken from web-sys, whose binding exists for the window only.
    type MessageChannel;
    #[wasm_bindgen(constructor)]
    fn new() -> MessageChannel;
    #[wasm_bindgen(method, getter)]
    fn port1(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, getter)]
    fn port2(this: &MessageChannel) -> MessagePort;

    type MessagePort;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &MessagePort, handler: Option<&js_sys::Function>);
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &MessagePort, message: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &MessagePort);
}

/// Lets everything that waits in the event loop run first. A message to oneself, because
/// nested timers are slowed down to four milliseconds by the browser.
pub async fn next_turn() {
    let channel = MessageChannel::new();
    let (receiver, sender) = (channel.port1(), channel.port2());
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |_: MessageEvent| {
            // Resolving a promise with undefined cannot fail.
            resolve.call0(&JsValue::UNDEFINED).unwrap_throw();
        });
        receiver.set_onmessage(Some(done.unchecked_ref()));
        sender.post_message(&JsValue::NULL);
    });
    JsFuture::from(turn).await.unwrap_throw();
    receiver.close();
}

/// How long an idle turn may be put off on a page that always has something to do.
const IDLE_WITHIN_MS: u32 = 1000;

/// Waits until the page has nothing else to do. Browsers that do not tell get a turn.
pub async fn idle_turn() {
    let idle = js_sys::Promise::new(&mut |resolve, _| {
        let options = IdleRequestOptions::new();
        options.set_timeout(IDLE_WITHIN_MS);
        let asked = web_sys::window()
            .map(|window| window.request_idle_callback_with_options(&resolve, &options));
        if !matches!(asked, Some(Ok(_))) {
            // Resolving a promise with undefined cannot fail.
            resolve.call0(&JsValue::UNDEFINED).unwrap_throw();
        }
    });
    JsFuture::from(idle).await.unwrap_throw();
    next_turn().await;
}
