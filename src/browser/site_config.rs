//! The configuration of whoever serves this page: what a Jaeger wrote into it, or a file beside
//! it.
//!
//! Invariant: a missing or unreadable file is the same as an empty one. Absent: what it says.

use gloo_net::http::Request;

use super::location;

const HOST_BLOCK: &str = "jaeger-host";
const FILE: &str = "spanscope.json";

/// The data block that a Jaeger rewrites; empty if it is not there. A configuration that was a
/// script stands in it as what the script returned.
pub fn host_block() -> String {
    block().and_then(|block| block.text_content()).unwrap_or_default()
}

/// Why a configuration that is a script could not be used, in the browser's words.
pub fn host_failure() -> Option<String> {
    block().and_then(|block| block.get_attribute("data-failure"))
}

fn block() -> Option<web_sys::Element> {
    let document = web_sys::window().and_then(|window| window.document());
    document.and_then(|document| document.get_element_by_id(HOST_BLOCK))
}

/// The file beside the page.
pub async fn file() -> Option<String> {
    let response = Request::get(&location::absolute(FILE)).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    response.text().await.ok()
}
