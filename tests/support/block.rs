//! Text as written in a test becomes text that can be compared.
//!
//! Invariant: only what cannot be seen is dropped: the margin that all lines share, blank
//! first and last lines, spaces at the ends of lines. Absent: any other leniency.

/// `text` without its margin.
pub fn block(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let written = lines.iter().filter(|line| !line.is_empty());
    let margin = written.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(margin..).unwrap_or("")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Compares two drawings, margins aside, and shows both where they differ.
#[track_caller]
pub fn assert_drawn(actual: impl AsRef<str>, expected: &str) {
    let (actual, expected) = (block(actual.as_ref()), block(expected));
    assert!(actual == expected, "\n--- expected\n{expected}\n--- actual\n{actual}\n---\n");
}
