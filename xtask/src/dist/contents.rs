//! `dist/`, `deploy/` and the licences → the files of the archive.
//!
//! Invariant: sorted by path, each once; files whose name begins with a dot are no part of it.
//! Deliberately absent: the README; it is about the sources, and the archive has none.

use std::fs;
use std::path::Path;

use super::{Purpose, licences, policy, squeeze};
use crate::failure::Failure;
use crate::places::Places;
use crate::workbench::Workbench;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Below the archive's one folder, with slashes.
    pub path: String,
    pub bytes: Vec<u8>,
}

pub fn of_app(places: &Places, bench: &Workbench, purpose: Purpose) -> Result<Vec<File>, Failure> {
    let mut files = below(&places.dist(), "")?;
    let squeezed = squeeze::beside(&files, purpose);
    files.extend(squeezed);
    files.extend(below(&places.root.join("deploy"), "deploy/")?);
    files.push(policy::snippet(&places.dist().join("index.html"))?);
    let licence = places.root.join("LICENSE");
    let bytes = fs::read(&licence).map_err(Failure::file("read", &licence))?;
    files.push(File { path: "LICENSE".into(), bytes });
    let third_party = licences::text(places, bench)?.into_bytes();
    files.push(File { path: "THIRD-PARTY-LICENCES".into(), bytes: third_party });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn below(folder: &Path, prefix: &str) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).map_err(Failure::file("list", folder))?;
    for entry in entries {
        let path = entry.map_err(Failure::file("list", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            files.extend(below(&path, &format!("{prefix}{name}/"))?);
        } else {
            let bytes = fs::read(&path).map_err(Failure::file("read", &path))?;
            files.push(File { path: format!("{prefix}{name}"), bytes });
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_and_dot_files_left_out() {
        let dir = std::env::temp_dir().join(format!("xtask-contents-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("static/samples")).unwrap();
        for name in [".built-from", "index.html", "static/app.js", "static/samples/a.json"] {
            fs::write(dir.join(name), name).unwrap();
        }
        let mut found = below(&dir, "x/").unwrap();
        found.sort_by(|one, other| one.path.cmp(&other.path));
        let paths: Vec<&str> = found.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["x/index.html", "x/static/app.js", "x/static/samples/a.json"]);
        assert_eq!(found[1].bytes, b"static/app.js");
        fs::remove_dir_all(dir).unwrap();
    }
}
