//! The project's files become texts, and Rust becomes code without comments and texts.
//!
//! Invariant: blanking keeps every line break, so that line numbers hold. Absent: macros'
//! inner languages; what looks like Rust in `view!` is read as Rust.

use std::path::{Path, PathBuf};

/// A file with its path from the project's root, `/` between its parts.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn line_count(&self) -> usize {
        self.text.lines().count()
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The Rust files below a folder of the project, by path.
pub fn rust_files(folder: &str) -> Vec<File> {
    files(&[folder], &["rs"])
}

/// The files below some folders (or the files themselves) with these endings, by path.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let mut pending: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a folder can be read");
            let entries = entries.map(|entry| entry.expect("an entry can be read").path());
            pending.extend(entries.filter(|path| !is_foreign(path)));
        } else if path.extension().is_some_and(|end| endings.iter().any(|known| end == *known)) {
            let from_root = path.strip_prefix(root()).expect("below the root");
            let parts: Vec<_> = from_root.iter().map(|part| part.to_string_lossy()).collect();
            files.push(File { path: parts.join("/"), text: read(&path) });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Built, fetched, or recorded: not written here.
fn is_foreign(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ["target", "dist", "artifacts", "node_modules", "__pycache__", "samples", ".git"]
        .contains(&name)
}

/// `text` with comments and the insides of literals replaced by spaces.
pub fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (length, is_blanked) = piece(rest, code.chars().last());
        let (head, tail) = rest.split_at(length);
        if is_blanked {
            code.extend(head.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            code.push_str(head);
        }
        rest = tail;
    }
    code
}

/// The length in bytes of the comment, literal or character at the front of `text`, and
/// whether it says nothing as code.
fn piece(text: &str, before: Option<char>) -> (usize, bool) {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if text.starts_with("//") {
        (text.find('\n').unwrap_or(text.len()), true)
    } else if text.starts_with("/*") {
        (text.find("*/").map_or(text.len(), |end| end + 2), true)
    } else if let Some(length) = raw_string(text).filter(|_| !in_word) {
        (length, true)
    } else if text.starts_with('"') {
        (quoted(text, '"'), true)
    } else if let Some(length) = character(text) {
        (length, true)
    } else {
        (text.chars().next().map_or(0, char::len_utf8), false)
    }
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix("br").or(text.strip_prefix('r'))?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    let inside = hashes[count..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(count));
    let end = inside.find(&close)?;
    Some(text.len() - inside.len() + end + close.len())
}

fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A character literal, which a lifetime is not.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        return Some(quoted(text, '\''));
    }
    inside[first.len_utf8()..].starts_with('\'').then(|| 2 + first.len_utf8())
}

#[test]
fn comments_and_texts_are_blanked_and_lines_stay() {
    let code =
        code_of("let a = \"b // c\"; // d\nlet e: &'f str = r#\"g\"#; /* h\n */ 'i' '\\'' j");
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["let", "a", "=", ";", "let", "e:", "&'f", "str", "=", ";", "j"]);
    assert_eq!(code.lines().count(), 3);
}
