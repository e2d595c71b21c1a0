//! Trunk's flat output → index.html beside `static/`.
//!
//! Invariant: a Jaeger that hosts the app sends files below `static/` only, so nothing
//! that such a page needs but index.html is outside it. Deliberately absent: rewriting addresses; Trunk was told
//! `public_url = "./static/"` and wrote them right.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::places::ensure_dir;

/// What lies beside `static/`: the page, and what an operator may change.
const OUTSIDE: [&str; 2] = ["index.html", "spanscope.json"];

pub fn into_dist(from: &Path, dist: &Path) -> Result<(), Failure> {
    let fresh = dist.with_extension("new");
    clear(&fresh)?;
    let assets = fresh.join("static");
    ensure_dir(&assets)?;
    for entry in fs::read_dir(from).map_err(Failure::file("list", from))?.flatten() {
        let name = entry.file_name();
        let hidden = name.to_string_lossy().starts_with('.');
        if !hidden {
            let is_outside = OUTSIDE.iter().any(|outside| name == *outside);
            let to = if is_outside { &fresh } else { &assets };
            copy(&entry.path(), &to.join(&name))?;
        }
    }
    clear(dist)?;
    fs::rename(&fresh, dist).map_err(Failure::file("put in place", dist))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop).map_err(Failure::file("copy", from));
    }
    ensure_dir(to)?;
    for entry in fs::read_dir(from).map_err(Failure::file("list", from))?.flatten() {
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn clear(dir: &Path) -> Result<(), Failure> {
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(Failure::file("remove", dir))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_stays_outside_static() {
        let base = std::env::temp_dir().join(format!("xtask-arrange-{}", std::process::id()));
        let _ = fs::remove_dir_all(&base);
        let (from, dist) = (base.join("trunk"), base.join("dist"));
        fs::create_dir_all(from.join("samples")).unwrap();
        fs::create_dir_all(from.join(".stage")).unwrap();
        fs::create_dir_all(dist.join("old")).unwrap();
        for name in ["index.html", "spanscope.json", "app.js", "samples/a.json"] {
            fs::write(from.join(name), "").unwrap();
        }
        into_dist(&from, &dist).unwrap();
        for there in ["index.html", "spanscope.json", "static/app.js", "static/samples/a.json"] {
            assert!(dist.join(there).is_file(), "{there}");
        }
        for gone in ["old", "app.js", "static/index.html", "static/.stage"] {
            assert!(!dist.join(gone).exists(), "{gone}");
        }
        fs::remove_dir_all(base).unwrap();
    }
}
