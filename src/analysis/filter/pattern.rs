//! A regular expression that takes time in proportion to the text, whatever it says.
//!
//! Invariant: a pattern is bounded in length, depth and compiled size, so that neither
//! writing nor matching one can hold anything up. Absent: Unicode classes (`\p{…}`), look
//! around and back references, which the engine (regex-lite, after Thompson and Pike) has
//! not.

use regex_lite::{Regex, RegexBuilder};

use super::problem::FilterProblem;

/// In bytes.
const MOST_BYTES: usize = 500;
const MOST_DEPTH: u32 = 30;
/// Of the compiled program, in bytes.
const MOST_SIZE: usize = 256 << 10;

/// See the module. Two are equal if they are written alike.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    source: String,
    regex: Regex,
    /// What a text must begin with to match, where the pattern says so; spares most texts
    /// the engine.
    start: String,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// The problem's range is that within `source`.
    pub fn new(source: &str) -> Result<Pattern, FilterProblem> {
        if source.len() > MOST_BYTES {
            let message = format!("a pattern of at most {MOST_BYTES} bytes was expected");
            return Err(FilterProblem::new(0, source.len(), message));
        }
        match compile(source) {
            Ok(regex) => Ok(Pattern { source: source.to_owned(), regex, start: start_of(source) }),
            Err(reason) => Err(problem(source, &reason)),
        }
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn is_in(&self, text: &str) -> bool {
        text.starts_with(&self.start) && self.regex.is_match(text)
    }
}

fn compile(source: &str) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(source);
    let built = builder.size_limit(MOST_SIZE).nest_limit(MOST_DEPTH).build();
    built.map_err(|error| error.to_string())
}

/// The literal after `^`, as far as it is certain to be there.
fn start_of(source: &str) -> String {
    let Some(rest) = source.strip_prefix('^') else { return String::new() };
    let is_plain = |c: char| c.is_alphanumeric() || " /_-:,;<>=@\"'".contains(c);
    let length = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
    // Another branch may begin otherwise.
    if source.contains('|') {
        return String::new();
    }
    let mut start = rest[..length].to_owned();
    // The last character may be repeated, none times for example.
    if rest[length..].starts_with(['*', '+', '?', '{']) {
        start.pop();
    }
    start
}

/// The engine does not say where: the mistake comes after the longest beginning that could
/// still become a pattern, which is tried with all its brackets closed.
fn problem(source: &str, reason: &str) -> FilterProblem {
    let bounds = source.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
    let ends = bounds.clone().map(|(_, to)| to).rev().chain([0]);
    let is_possible = |end: &usize| compile(&closed(&source[..*end]).0).is_ok();
    let end = ends.into_iter().find(is_possible).unwrap_or(0);
    let (from, to) = match closed(source).1.last() {
        Some(&open) if end == source.len() => (open, open + 1),
        _ => bounds.into_iter().find(|&(at, _)| at >= end).unwrap_or((end, source.len())),
    };
    let message = format!("a regular expression was expected: {reason}");
    FilterProblem::new(from, to, message)
}

/// The text with what closes its brackets, and where those are that it closes.
fn closed(source: &str) -> (String, Vec<usize>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut chars = source.char_indices();
    while let Some((at, c)) = chars.next() {
        let is_in_class = open.last().is_some_and(|&(_, close)| close == ']');
        match c {
            '\\' => {
                chars.next();
            }
            '[' => open.push((at, ']')),
            ']' if is_in_class => {
                open.pop();
            }
            '(' if !is_in_class => open.push((at, ')')),
            ')' if !is_in_class => {
                open.pop();
            }
            _ => {}
        }
    }
    let closing = open.iter().rev().map(|&(_, close)| close);
    (source.chars().chain(closing).collect(), open.into_iter().map(|(at, _)| at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_pointed_at() {
        for (source, from, to) in [
            ("*a", 0, 1),
            ("a(b", 1, 2),
            ("ab)c", 2, 3),
            ("x[a-", 1, 2),
            ("z[b-a]", 4, 5),
            ("é**(", 4, 5),
        ] {
            let problem = Pattern::new(source).expect_err(source);
            assert_eq!((problem.from, problem.to), (from, to), "{source}: {problem:?}");
        }
        assert!(Pattern::new(&"a".repeat(MOST_BYTES + 1)).is_err());
        assert!(Pattern::new("(((a{99}){99}){99}){99}").is_err());
    }

    #[test]
    fn the_certain_beginning_of_a_pattern_rules_nothing_out_that_matches() {
        for (source, start) in [
            ("^GET /", "GET /"),
            ("^SELECT .*", "SELECT "),
            ("^ab*", "a"),
            ("^ab{0}", "a"),
            ("^a|b", ""),
            ("a", ""),
            ("^(?i)a", ""),
        ] {
            assert_eq!(start_of(source), start, "{source}");
        }
        assert!(Pattern::new("^ab*$").is_ok_and(|pattern| pattern.is_in("a")));
        assert!(Pattern::new("(?i)^get").is_ok_and(|pattern| pattern.is_in("GET /")));
        assert!(Pattern::new("b|^a").is_ok_and(|pattern| pattern.is_in("xb")));
    }
}
