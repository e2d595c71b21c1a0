//! `styles/*.css` and index.html → whether every style sheet is linked.
//!
//! Invariant: a forgotten link is found before the build, with the line to add.
//! Deliberately absent: joining the files; `shrink` does that once they are built.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

pub fn check_all_are_linked(root: &Path) -> Result<(), Failure> {
    let dir = root.join("styles");
    let page = root.join("index.html");
    let html = fs::read_to_string(&page).map_err(Failure::file("read", &page))?;
    let entries = fs::read_dir(&dir).map_err(Failure::file("list", &dir))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let missing = missing_links(&html, names);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Content {
        path: page,
        problem: "does not link every file of styles/".into(),
        remedy: format!("Add where the other style sheets are:\n    {}", missing.join("\n    ")),
    })
}

fn missing_links(html: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let sheets = names.filter(|name| name.ends_with(".css"));
    let unlinked = sheets.filter(|name| !html.contains(&format!("\"styles/{name}\"")));
    let mut links: Vec<String> = unlinked
        .map(|name| format!(r#"<link data-trunk rel="css" href="styles/{name}">"#))
        .collect();
    links.sort();
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgotten_sheet_is_answered_with_the_line_to_add() {
        let html = r#"<link data-trunk rel="css" href="styles/base.css">"#;
        let names = ["base.css", "flame.css", "README"].map(String::from);
        assert_eq!(
            missing_links(html, names.into_iter()),
            [r#"<link data-trunk rel="css" href="styles/flame.css">"#]
        );
    }
}
