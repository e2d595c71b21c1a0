//! File name → content type.
//!
//! Invariant: wasm is `application/wasm`, without which browsers refuse to compile it as it
//! arrives. Deliberately absent: looking into files.

use std::path::Path;

pub fn of(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "jsonl" => "application/x-ndjson",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_and_modules_have_the_types_browsers_insist_on() {
        assert_eq!(of(Path::new("a_bg.wasm")), "application/wasm");
        assert_eq!(of(Path::new("a.js")), "text/javascript; charset=utf-8");
    }

    #[test]
    fn unknown_file_is_just_bytes() {
        assert_eq!(of(Path::new("trace.pb")), "application/octet-stream");
        assert_eq!(of(Path::new("README")), "application/octet-stream");
    }
}
