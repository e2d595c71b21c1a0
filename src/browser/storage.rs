//! A few settings kept in the browser.
//!
//! Invariant: a blocked or full storage is the same as an empty one; nothing fails.
//! Absent: traces and anything secret.

use web_sys::Storage;

const PREFIX: &str = "spanscope.";

/// The setting as it was written, if it was.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Keeps the setting; `false` where the browser does not let us.
pub fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&format!("{PREFIX}{key}"), value).is_ok())
}

/// Forgets the setting.
pub fn remove(key: &str) -> bool {
    storage().is_some_and(|storage| storage.remove_item(&format!("{PREFIX}{key}")).is_ok())
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
