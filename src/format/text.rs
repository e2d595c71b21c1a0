//! Untrusted text becomes text that shows all of itself on one line.

/// Everything that is invisible or changes the direction of what follows becomes a glyph.
pub fn visible_text(text: &str) -> String {
    todo!("{text}")
}

/// As [`visible_text`], but line ends and tabs stay what they are.
pub fn visible_lines(text: &str) -> String {
    todo!("{text}")
}

/// At most `most_chars` characters, the last one `…` if something was cut.
pub fn shorten(text: &str, most_chars: usize) -> String {
    todo!("{text} {most_chars}")
}
