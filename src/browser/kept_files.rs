//! Files and their notes ⇄ this browser's private file system (the origin's own).
//!
//! ```text
//! recent/KEY/0, 1, …      the files of one opening
//! recent/KEY/note         written last: a folder without it is unfinished
//! ```
//!
//! Invariant: a file is copied slice by slice, whenever the page has nothing else to do, and
//! never lies in the page's memory. Absent: what a note says, and which ones go.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DomException, File, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemRemoveOptions,
    FileSystemWritableFileStream, StorageEstimate, StorageManager,
};

use super::frames::idle_turn;
use super::wire;
use crate::recent;

const FOLDER: &str = "recent";
const NOTE: &str = "note";
const SLICE_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// Why something could not be kept, or found again.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// This browser, or the way in which the page was served, has no such file system.
    NotOffered,
    NoRoom,
    /// In the browser's words.
    Other(String),
}

/// A folder and its note's bytes, if it has one.
pub struct Found {
    pub key: String,
    pub note: Option<Vec<u8>>,
}

/// All that is kept.
pub async fn list() -> Result<Vec<Found>, Refusal> {
    let folder = folder().await?;
    let keys = folder.keys();
    let mut found = Vec::new();
    loop {
        let step = settled(keys.next().map_err(refusal)?).await?;
        let Some(key) = wire::field(&step, "value").as_string() else { return Ok(found) };
        // Another page may delete it meanwhile; it is then as good as unfinished.
        let note = note_of(&folder, &key).await.ok();
        found.push(Found { key, note });
    }
}

async fn note_of(folder: &FileSystemDirectoryHandle, key: &str) -> Result<Vec<u8>, Refusal> {
    let entry = settled(folder.get_directory_handle(key)).await?.unchecked_into();
    let note = file_in(&entry, NOTE).await?;
    Ok(Uint8Array::new(&settled(note.array_buffer()).await?).to_vec())
}

/// The files of one opening, under the names that they had.
pub async fn files(key: &str, names: &[String]) -> Result<Vec<File>, Refusal> {
    let folder = folder().await?;
    let entry = settled(folder.get_directory_handle(key)).await?.unchecked_into();
    let mut files = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let file = file_in(&entry, &place.to_string()).await?;
        // Refers to the other's bytes.
        files.push(File::new_with_blob_sequence(&Array::of1(&file), name).map_err(refusal)?);
    }
    Ok(files)
}

/// Keeps files and then their note. What a failure leaves behind is removed again.
pub async fn write(key: &str, files: &[Blob], note: &[u8]) -> Result<(), Refusal> {
    let written = try_write(key, files, note).await;
    if written.is_err()
        && let Err(second) = remove(key).await
    {
        // The first failure is the one to tell; what stays is not listed, and goes later.
        web_sys::console::debug_1(&format!("a kept file stays unfinished: {second:?}").into());
    }
    written
}

async fn try_write(key: &str, files: &[Blob], note: &[u8]) -> Result<(), Refusal> {
    let folder = folder().await?;
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let entry = settled(folder.get_directory_handle_with_options(key, &options)).await?;
    let entry: FileSystemDirectoryHandle = entry.unchecked_into();
    for (place, file) in files.iter().enumerate() {
        write_file(&entry, &place.to_string(), file).await?;
    }
    write_file(&entry, NOTE, &blob(note)?).await
}

/// Replaces the note of what is kept already.
pub async fn write_note(key: &str, note: &[u8]) -> Result<(), Refusal> {
    let folder = folder().await?;
    let entry = settled(folder.get_directory_handle(key)).await?.unchecked_into();
    write_file(&entry, NOTE, &blob(note)?).await
}

pub async fn remove(key: &str) -> Result<(), Refusal> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    settled(folder().await?.remove_entry_with_options(key, &options)).await.map(drop)
}

/// What the browser grants this page's origin in all, in bytes.
pub async fn quota_bytes() -> Result<u64, Refusal> {
    let estimate: StorageEstimate =
        settled(storage()?.estimate().map_err(refusal)?).await?.unchecked_into();
    Ok(estimate.get_quota().unwrap_or(0.0) as u64)
}

/// For an opening that is to be kept.
pub fn new_key() -> String {
    recent::key(epoch_ms(), (js_sys::Math::random() * f64::from(u32::MAX)) as u32)
}

/// Now, in milliseconds since the epoch.
pub fn epoch_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Bytes as something to write.
pub fn blob(bytes: &[u8]) -> Result<Blob, Refusal> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).map_err(refusal)
}

/// Is there in the end only: the browser writes elsewhere until the file is closed.
async fn write_file(
    entry: &FileSystemDirectoryHandle,
    name: &str,
    contents: &Blob,
) -> Result<(), Refusal> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let file = settled(entry.get_file_handle_with_options(name, &options)).await?;
    let file: FileSystemFileHandle = file.unchecked_into();
    if !has(&file, "createWritable") {
        return Err(Refusal::NotOffered);
    }
    let out: FileSystemWritableFileStream = settled(file.create_writable()).await?.unchecked_into();
    if let Err(refusal) = copy(contents, &out).await {
        // Until it is given up nobody can remove the file; if it is already, that is as well.
        drop(settled(out.abort()).await);
        return Err(refusal);
    }
    settled(out.close()).await.map(drop)
}

async fn copy(contents: &Blob, out: &FileSystemWritableFileStream) -> Result<(), Refusal> {
    let mut offset = 0.0;
    while offset < contents.size() {
        let end = (offset + SLICE_BYTES).min(contents.size());
        let slice = contents.slice_with_f64_and_f64(offset, end).map_err(refusal)?;
        idle_turn().await;
        settled(out.write_with_blob(&slice).map_err(refusal)?).await?;
        offset = end;
    }
    Ok(())
}

async fn file_in(entry: &FileSystemDirectoryHandle, name: &str) -> Result<File, Refusal> {
    let file: FileSystemFileHandle = settled(entry.get_file_handle(name)).await?.unchecked_into();
    settled(file.get_file()).await.map(JsCast::unchecked_into)
}

async fn folder() -> Result<FileSystemDirectoryHandle, Refusal> {
    let storage = storage()?;
    let root: FileSystemDirectoryHandle = settled(storage.get_directory()).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = settled(root.get_directory_handle_with_options(FOLDER, &options)).await?;
    Ok(folder.unchecked_into())
}

/// Absent from pages that were not served over HTTPS or from this machine.
fn storage() -> Result<StorageManager, Refusal> {
    let storage = web_sys::window().map(|window| wire::field(&window.navigator(), "storage"));
    let storage = storage.filter(|storage| storage.is_object() && has(storage, "getDirectory"));
    storage.map(JsCast::unchecked_into).ok_or(Refusal::NotOffered)
}

fn has(object: &JsValue, method: &str) -> bool {
    Reflect::has(object, &JsValue::from_str(method)).unwrap_or(false)
}

async fn settled(promise: js_sys::Promise) -> Result<JsValue, Refusal> {
    JsFuture::from(promise).await.map_err(refusal)
}

fn refusal(error: JsValue) -> Refusal {
    match error.dyn_ref::<DomException>() {
        Some(error) if error.name() == "QuotaExceededError" => Refusal::NoRoom,
        // A private window of some browsers, or storage that the user switched off.
        Some(error) if error.name() == "SecurityError" => Refusal::NotOffered,
        _ => {
            let words = wire::field(&error, "message").as_string();
            Refusal::Other(words.unwrap_or_else(|| format!("{error:?}")))
        }
    }
}
