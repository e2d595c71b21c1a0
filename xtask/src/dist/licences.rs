//! The crates within the app → THIRD-PARTY-LICENCES: names, versions, licences, and their texts.
//!
//! Invariant: every crate that is linked into the app is named, and every text that it came with is
//! there, once however many came with it. Deliberately absent: crates that only run while the app
//! is built (macros, tools); nothing of theirs is handed on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;
use crate::toolchain::WASM_TARGET;
use crate::workbench::Workbench;

const BEGINNINGS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
const HEAD: &str = "\
Spanscope itself is under the Apache License 2.0 (see LICENSE). Its WebAssembly and JavaScript
also contain the packages listed here, and Rust's standard library (MIT OR Apache-2.0, by the
Rust Project Developers). The texts that the packages came with follow the list.
";
/// For what came without a text of its own.
const MIT: &str = "\
The MIT License, under which the packages above are that came without a text. Copyright of their
authors, whom the list names.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the \"Software\"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
";
const RULE: &str =
    "--------------------------------------------------------------------------------";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Package {
    /// Name and version.
    name: String,
    licence: String,
    authors: String,
    folder: PathBuf,
}

pub fn text(places: &Places, bench: &Workbench) -> Result<String, Failure> {
    let mut cargo = bench.command("cargo", &places.root);
    let metadata = captured(cargo.args(["metadata", "--format-version", "1", "--locked"]))?;
    let linked = linked(places, bench)?;
    let unreadable = |what: &str| Failure::Command {
        command: "cargo metadata".into(),
        how: format!("its answer has no {what}"),
        output: metadata.chars().take(200).collect(),
    };
    let all = packages_in(&metadata).ok_or_else(|| unreadable("packages"))?;
    let mut packages = Vec::new();
    for name in &linked {
        let package = all.iter().find(|package| package.name == *name);
        packages.push(package.ok_or_else(|| unreadable(name))?.clone());
    }
    let texts = packages.iter().map(|package| texts_in(&package.folder));
    let texts = texts.collect::<Result<Vec<_>, Failure>>()?;
    let bare = packages.iter().zip(&texts).filter(|(_, texts)| texts.is_empty());
    for (package, _) in bare {
        package.require_mit()?;
    }
    Ok(document(&packages, &texts))
}

impl Package {
    /// That the text we have for those without one is its own.
    fn require_mit(&self) -> Result<(), Failure> {
        let licence = Expression::parse_mode(&self.licence, ParseMode::LAX);
        let is_mit = licence.is_ok_and(|licence| {
            licence.evaluate(|one| one.license.id().is_some_and(|id| id.name == "MIT"))
        });
        if is_mit {
            return Ok(());
        }
        Err(Failure::Content {
            path: self.folder.clone(),
            problem: format!("{} came without the text of `{}`", self.name, self.licence),
            remedy: "Have xtask/src/dist/licences.rs write that text.".into(),
        })
    }
}

/// Names and versions, sorted, of what `cargo tree` finds in the app but our own.
fn linked(places: &Places, bench: &Workbench) -> Result<Vec<String>, Failure> {
    let mut cargo = bench.command("cargo", &places.root);
    cargo.args(["tree", "--locked", "--package", "spanscope", "--target", WASM_TARGET]);
    cargo.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    Ok(names_in(&captured(&mut cargo)?))
}

/// `serde v1.0.228 (*)` → `serde 1.0.228`; those of a folder, which the line names, are ours.
fn names_in(tree: &str) -> Vec<String> {
    let others = tree.lines().filter(|line| !line.contains(" (/"));
    let mut names: Vec<String> = others
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn packages_in(metadata: &str) -> Option<Vec<Package>> {
    let metadata: Value = serde_json::from_str(metadata).ok()?;
    let packages = metadata.get("packages")?.as_array()?.iter();
    packages
        .map(|package| {
            let authors = package["authors"].as_array()?.iter().filter_map(Value::as_str);
            Some(Package {
                name: format!("{} {}", package["name"].as_str()?, package["version"].as_str()?),
                licence: package["license"].as_str().unwrap_or("see its text").to_owned(),
                authors: authors.collect::<Vec<_>>().join(", "),
                folder: Path::new(package["manifest_path"].as_str()?).parent()?.to_owned(),
            })
        })
        .collect()
}

/// In the order of the files' names, without blank ends.
fn texts_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::file("list", folder))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file() && is_licence(file));
    files.sort();
    let texts = files.iter().map(|file| {
        let bytes = fs::read(file).map_err(Failure::file("read", file))?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        Ok(text.trim_matches(['\n', ' ', '\u{feff}']).to_owned())
    });
    texts.collect()
}

fn is_licence(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) && !name.ends_with(".RS")
}

fn document(packages: &[Package], texts: &[Vec<String>]) -> String {
    let mut document = format!("{HEAD}\n");
    let mut has_bare = false;
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (package, texts) in packages.iter().zip(texts) {
        let Package { name, licence, authors, .. } = package;
        document += &format!("{name}: {licence}");
        if texts.is_empty() {
            has_bare = true;
            let by = if authors.is_empty() { "its authors" } else { authors };
            document += &format!(" (it came without a text; by {by})");
        }
        document.push('\n');
        for text in texts {
            owners.entry(text).or_default().push(name);
        }
    }
    if has_bare {
        document += &format!("\n{RULE}\n{MIT}");
    }
    let mut texts: Vec<(&str, Vec<&str>)> = owners.into_iter().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(other.0)));
    for (text, owners) in texts {
        document += &format!("\n{RULE}\n{}\n{RULE}\n\n{text}\n", owners.join(", "));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, authors: &str) -> Package {
        Package {
            name: name.into(),
            licence: "MIT".into(),
            authors: authors.into(),
            folder: PathBuf::new(),
        }
    }

    #[test]
    fn tree_names_each_crate_once_and_not_our_own() {
        let tree = "spanscope v0.1.0 (/x)\nserde v1.0.1\nahash v0.8.0\nserde v1.0.1 (*)\n";
        assert_eq!(names_in(tree), ["ahash 0.8.0", "serde 1.0.1"]);
    }

    #[test]
    fn text_that_two_packages_share_stands_there_once_with_both_names() {
        let packages = [package("a 1.0.0", ""), package("b 2.0.0", "")];
        let mit = "The text of MIT".to_owned();
        let own = "Another text".to_owned();
        let document = document(&packages, &[vec![mit.clone()], vec![own, mit]]);
        assert_eq!(document.matches("The text of MIT").count(), 1);
        assert!(document.contains("\na 1.0.0, b 2.0.0\n"), "{document}");
        assert!(document.contains("\na 1.0.0: MIT\nb 2.0.0: MIT\n"), "{document}");
    }

    #[test]
    fn package_without_a_text_is_said_to_have_none() {
        let document = document(&[package("c 1.0.0", "Somebody")], &[vec![]]);
        assert!(document.contains("c 1.0.0: MIT (it came without a text; by Somebody)"));
        assert!(document.contains("Permission is hereby granted"));
    }

    #[test]
    fn package_without_a_text_must_be_offered_under_the_one_we_have() {
        let under = |licence: &str| Package { licence: licence.into(), ..package("c 1", "") };
        assert!(under("MIT OR Apache-2.0").require_mit().is_ok());
        let failure = under("MIT AND Zlib").require_mit().unwrap_err().to_string();
        assert!(failure.contains("c 1 came without the text of `MIT AND Zlib`"), "{failure}");
    }

    #[test]
    fn licences_are_told_from_other_files_by_their_names() {
        let is = |name: &str| is_licence(Path::new(name));
        assert!(is("LICENSE-MIT") && is("licence.md") && is("COPYING") && is("NOTICE"));
        assert!(!is("README.md") && !is("license.rs"));
    }
}
