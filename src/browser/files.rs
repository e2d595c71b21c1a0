//! Files that the user drops, picks or pastes.
//!
//! Invariant: nothing is read here; a file is only handed on. Absent: folders; their
//! entries are not listed.

use wasm_bindgen::JsCast;
pub use web_sys::{Blob, File};
use web_sys::{ClipboardEvent, DataTransfer, Element, FileList, HtmlInputElement};

/// The files of a drop.
pub fn dropped(transfer: Option<DataTransfer>) -> Vec<File> {
    list(transfer.and_then(|transfer| transfer.files()))
}

/// Whether a drag carries files, as far as the browser tells while it is under way.
pub fn is_file_drag(transfer: Option<DataTransfer>) -> bool {
    transfer.is_some_and(|transfer| {
        transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// The files chosen in an input, which is emptied so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let files = list(input.files());
    input.set_value("");
    files
}

/// What a paste holds, unless it goes into a text field.
pub enum Pasted {
    Files(Vec<File>),
    Text(String),
    Nothing,
}

pub fn pasted(event: &ClipboardEvent) -> Pasted {
    if event.target().is_some_and(|target| is_text_field(target.dyn_ref::<Element>())) {
        return Pasted::Nothing;
    }
    let Some(transfer) = event.clipboard_data() else { return Pasted::Nothing };
    let files = list(transfer.files());
    if !files.is_empty() {
        return Pasted::Files(files);
    }
    match transfer.get_data("text/plain") {
        Ok(text) if !text.is_empty() => Pasted::Text(text),
        _ => Pasted::Nothing,
    }
}

/// Whether keys and pastes belong to this element rather than to the page.
pub fn is_text_field(element: Option<&Element>) -> bool {
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.get_attribute("contenteditable").is_some()
    })
}

/// When it was changed last, in milliseconds since the epoch.
pub fn changed_ms(file: &File) -> u64 {
    file.last_modified() as u64
}

/// Its contents without its name.
pub fn as_blob(file: &File) -> Blob {
    file.clone().unchecked_into()
}

fn list(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}
