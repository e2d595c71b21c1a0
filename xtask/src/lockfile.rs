//! Cargo.lock → the version of a package that the app is built with.
//!
//! Invariant: the lock file is the only place where the version of wasm-bindgen is written.
//! Deliberately absent: a TOML parser; cargo writes this file, one key a line.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

pub fn locked_version(root: &Path, package: &str) -> Result<String, Failure> {
    let path = root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    version_in(&text, package).ok_or_else(|| Failure::Content {
        path,
        problem: format!("names no package `{package}`"),
        remedy: "Is it still a dependency in Cargo.toml? `cargo metadata` writes the file anew."
            .into(),
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != name_line);
    let version = lines.nth(1)?.trim().strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-futures"
version = "0.4.58"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = [
 "cfg-if",
]
"#;

    #[test]
    fn version_is_that_of_the_package_with_exactly_this_name() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in(LOCK, "wasm"), None);
        assert_eq!(version_in("", "wasm-bindgen"), None);
    }
}
