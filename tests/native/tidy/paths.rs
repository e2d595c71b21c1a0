//! Code becomes the paths that it names from the crate's root.
//!
//! Invariant: `crate::a::{b, c::d}` is two paths, and `super::` is followed to where it
//! leads. Absent: re-exports; a path counts where it is written.

use super::source::{File, code_of};

/// A path from the root of the crate, without `crate::`, and the line that names it.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub path: Vec<String>,
    pub line: usize,
}

/// The paths that a file below `src/` names.
pub fn named_paths(file: &File) -> Vec<Named> {
    let code = code_of(&file.text);
    let module = module_of(&file.path);
    let mut named = Vec::new();
    for start in ["crate::", "super::"] {
        let places = code.match_indices(start).map(|(at, _)| at);
        for at in places.filter(|&at| is_start_of_path(&code[..at])) {
            let line = code[..at].matches('\n').count() + 1;
            let (base, rest) = climb(&module, &code[at..]);
            let mut paths = Vec::new();
            add_paths(&base, rest, &mut paths);
            named.extend(paths.into_iter().map(|path| Named { path, line }));
        }
    }
    named
}

/// `src/a/b.rs` → `a::b`; `src/a/mod.rs` → `a`; `src/lib.rs` → nothing.
fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    match path {
        "lib" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

fn is_start_of_path(before: &str) -> bool {
    !before.ends_with("::") && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Follows `crate::` and any number of `super::`.
fn climb<'a>(module: &[String], code: &'a str) -> (Vec<String>, &'a str) {
    if let Some(rest) = code.strip_prefix("crate::") {
        return (Vec::new(), rest);
    }
    let mut base = module.to_vec();
    let mut rest = code;
    while let Some(after) = rest.strip_prefix("super::") {
        base.pop();
        rest = after;
    }
    (base, rest)
}

/// Adds the paths of a use tree, or the one path of an expression, all below `base`; gives
/// what comes after. As deep as the braces of a `use`.
fn add_paths<'a>(base: &[String], code: &'a str, paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut rest = code.trim_start();
    loop {
        if let Some(inside) = rest.strip_prefix('{') {
            return add_branches(&path, inside, paths);
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'));
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        if !word.is_empty() {
            path.push(word.to_owned());
        }
        match after.strip_prefix("::").filter(|_| !word.is_empty()) {
            Some(next) => rest = next.trim_start(),
            None => {
                if path.len() > base.len() {
                    paths.push(path);
                }
                return without_alias(after);
            }
        }
    }
}

fn add_branches<'a>(base: &[String], code: &'a str, paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut rest = code;
    loop {
        rest = add_paths(base, rest, paths).trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None => return rest.strip_prefix('}').unwrap_or(rest),
        }
    }
}

fn without_alias(code: &str) -> &str {
    let alias = code.trim_start().strip_prefix("as ");
    alias.map_or(code, |alias| {
        alias.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(path: &str, text: &str) -> Vec<String> {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        named_paths(&file).into_iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn use_trees_are_taken_apart() {
        let text =
            "use crate::a::{self, b::{C, D as E}, f};\nuse crate::g::h;\nlet i = crate::j::k();";
        let expected = ["a::self", "a::b::C", "a::b::D", "a::f", "g::h", "j::k"];
        assert_eq!(named("src/x.rs", text), expected);
    }

    #[test]
    fn expressions_end_where_their_path_does() {
        let text = "crate::a::b::<crate::c::D>(1); x.crate_::e; pub(crate) fn f() -> crate::g {}";
        assert_eq!(named("src/x.rs", text), ["a::b", "c::D", "g"]);
    }

    #[test]
    fn super_is_followed() {
        assert_eq!(named("src/a/b/c.rs", "use super::d::E;"), ["a::b::d::E"]);
        assert_eq!(named("src/a/b/mod.rs", "use super::super::d::E;"), ["d::E"]);
    }
}
