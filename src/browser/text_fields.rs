//! Where the caret of a text field is, in bytes of its text; what is pasted into one.
//!
//! Invariant: browsers count UTF-16 units; nobody outside this file does. Absent: selections.

use web_sys::{ClipboardEvent, HtmlInputElement};

/// The byte offset of the caret; the text's end where the browser does not say.
pub fn caret(field: &HtmlInputElement) -> u32 {
    let text = field.value();
    let Some(units) = field.selection_end().ok().flatten() else { return text.len() as u32 };
    let mut left = units as usize;
    let mut bytes = 0;
    for character in text.chars() {
        if left < character.len_utf16() {
            break;
        }
        left -= character.len_utf16();
        bytes += character.len_utf8();
    }
    bytes as u32
}

/// Puts the caret at a byte offset.
pub fn set_caret(field: &HtmlInputElement, byte: usize) {
    let text = field.value();
    let units = text.get(..byte).unwrap_or(&text).encode_utf16().count() as u32;
    if field.set_selection_range(units, units).is_err() {
        // A field without selection keeps its caret at the end.
    }
}

/// What is pasted, where that is several lines, with a blank in place of each line's end.
pub fn pasted_lines(event: &ClipboardEvent) -> Option<String> {
    let text = event.clipboard_data()?.get_data("text/plain").ok()?;
    let text = text.trim();
    text.contains('\n').then(|| text.lines().collect::<Vec<_>>().join(" "))
}
