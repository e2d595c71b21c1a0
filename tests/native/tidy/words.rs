//! What every file says first, and what no file says at all.
//!
//! Invariant: the forbidden words are put together here, so that this file does not break
//! its own rules. Absent: style, which rustfmt and clippy see to.

use super::source::{File, code_of, files, rust_files};
use super::{Offence, assert_none};

const RUST_FOLDERS: [&str; 5] = ["src", "xtask/src", "tests", "examples", "benches"];

fn all_rust_files() -> Vec<File> {
    RUST_FOLDERS.iter().flat_map(|folder| rust_files(folder)).collect()
}

/// Everything written here that is text: code, styles, pages, scripts, documents.
fn all_texts() -> Vec<File> {
    let folders = [
        "src",
        "xtask",
        "tests",
        "examples",
        "benches",
        "styles",
        "public",
        ".ci",
        ".cargo",
        "index.html",
        "Cargo.toml",
        "Trunk.toml",
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
    ];
    files(&folders, &["rs", "css", "html", "js", "toml", "md", "py", "svg", "webmanifest"])
}

/// Lines in which `find` finds something, which it names.
fn offences(files: &[File], find: impl Fn(&str) -> Option<String>) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files {
        for (line, text) in file.text.lines().enumerate() {
            if let Some(detail) = find(text) {
                offences.push(Offence { file: file.path.clone(), line: line + 1, detail });
            }
        }
    }
    offences
}

#[test]
fn every_module_says_first_what_it_is() {
    let silent = all_rust_files().into_iter().filter(|file| !file.text.starts_with("//!"));
    let silent = silent.map(|file| Offence {
        file: file.path,
        line: 1,
        detail: "the first line is no `//!`".to_owned(),
    });
    assert_none("Every module starts with `//!`", silent.collect());
}

#[test]
fn no_module_is_a_drawer_for_odds_and_ends() {
    const DRAWERS: [&str; 7] = ["utils", "util", "helpers", "helper", "common", "misc", "types"];
    let named = all_rust_files().into_iter().filter_map(|file| {
        let path = file.path.trim_end_matches(".rs").to_owned();
        let part = path.split('/').find(|part| DRAWERS.contains(part))?;
        Some(Offence { detail: format!("a module is called {part}"), file: file.path, line: 1 })
    });
    assert_none("No module is called utils, helpers, common, misc or types", named.collect());
}

#[test]
fn nothing_is_left_for_later() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("#[ig", "nore"),
    ];
    let found = offences(&all_rust_files(), |line| {
        words.iter().find(|word| line.contains(*word)).map(|word| (*word).to_owned())
    });
    assert_none("Nothing is left for later", found);
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let folders = ["home", "root", "Users", "work"].map(|folder| format!("/{folder}/"));
    let found = offences(&all_texts(), |line| {
        let found = folders.iter().find(|folder| {
            let mut places = line.match_indices(folder.as_str()).map(|(at, _)| &line[..at]);
            // Inside a longer path or an address it is just a folder's name.
            places.any(|before| {
                !before.ends_with(|c: char| c.is_alphanumeric() || "./}*-_:".contains(c))
            })
        });
        found.cloned()
    });
    assert_none("No path of a machine is written down", found);
}

#[test]
fn colours_are_in_the_tokens_alone() {
    let files = files(&["src", "styles"], &["rs", "css"]);
    let files: Vec<File> = files
        .into_iter()
        .filter(|file| file.path != "styles/tokens.css")
        .map(|file| File { text: without_comments(&file), path: file.path })
        .collect();
    let found = offences(&files, |line| color_in(line).map(str::to_owned));
    assert_none("Colours are in styles/tokens.css alone", found);
}

/// Rust keeps its texts here, since a colour would be in one.
fn without_comments(file: &File) -> String {
    if file.path.ends_with(".css") {
        return code_of(&file.text.replace("url(//", "url(")).replace('\'', " ");
    }
    let lines = file.text.lines().map(|line| match line.trim_start().starts_with("//") {
        true => "",
        false => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A colour with numbers of its own; `oklch(var(--…) …)` takes them from the tokens.
fn color_in(line: &str) -> Option<&str> {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "color("];
    let by_function = functions.iter().find_map(|function| {
        let (at, _) = line.match_indices(function).find(|(at, _)| {
            line[at + function.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '.')
        })?;
        Some(&line[at..])
    });
    by_function.or_else(|| line.match_indices('#').find_map(|(at, _)| hex_color(&line[at..])))
}

/// `#` and 3, 4, 6 or 8 hex digits, and then no further letter.
fn hex_color(text: &str) -> Option<&str> {
    let digits = text[1..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(text.len() - 1);
    let after = text[1 + digits..].chars().next();
    let ends = !after.is_some_and(|c| c.is_alphanumeric() || "-_/".contains(c));
    ([3, 4, 6, 8].contains(&digits) && ends).then(|| &text[..=digits])
}

#[test]
fn colours_are_recognised() {
    for line in ["color: #fff;", "\"#12ab34\"", "rgb(1, 2, 3)", "oklch(0.5 0.1 20)"] {
        assert!(color_in(line).is_some(), "{line}");
    }
    for line in ["#[cfg(test)]", "oklch(var(--l) 0.1 2)", "#/trace/abc", "rgb(var(--x))", "# added"]
    {
        assert!(color_in(line).is_none(), "{line}");
    }
}
