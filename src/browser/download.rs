//! Chunks of bytes become a file that the browser saves.
//!
//! Invariant: each chunk becomes a blob at once, which a browser may keep on the disk, so a
//! file may be larger than the page's memory. Absent: asking where to save it.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, HtmlElement, Url};

/// Browsers begin to read a blob some time after the click.
const KEPT_FOR_MS: i32 = 60_000;

/// A file on its way.
#[derive(Default)]
pub struct Download {
    parts: Array,
}

impl Download {
    /// `false` where the browser has no room.
    pub fn add(&mut self, bytes: &[u8]) -> bool {
        let part = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence(&part);
        blob.map(|blob| self.parts.push(&blob)).is_ok()
    }

    /// Saves what came under a name; `false` where the browser does not allow it.
    pub fn save(self, name: &str, media_type: &str) -> bool {
        let Ok(blob) = Blob::new_with_blob_sequence(&self.parts) else { return false };
        let typed = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), media_type);
        save_blob(&typed.unwrap_or(blob), name)
    }
}

/// Saves what is in a blob; `false` where the browser does not allow it.
pub fn save_blob(blob: &Blob, name: &str) -> bool {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return false };
    let is_clicked = click_link(&url, name);
    forget_later(url);
    is_clicked
}

/// Until then the blob lives.
fn forget_later(url: String) {
    let forget = Closure::once_into_js(move || drop(Url::revoke_object_url(&url)));
    if let Some(window) = web_sys::window() {
        let forget = forget.unchecked_ref();
        // Without a timer it lives as long as the page.
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(forget, KEPT_FOR_MS));
    }
}

/// A link that is not in the page is followed as well.
fn click_link(url: &str, name: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let is_set =
        link.set_attribute("href", url).and_then(|()| link.set_attribute("download", name));
    link.click();
    is_set.is_ok()
}
