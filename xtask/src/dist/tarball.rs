//! Files → a `.tar.gz` and its checksum.
//!
//! Invariant: the same files and time make the same bytes, whoever packs them on whatever machine.
//! Deliberately absent: what a file system knows beside (owners, modes, times of single files).

use std::path::Path;

use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

use super::contents::File;
use super::squeeze;
use crate::failure::Failure;

/// `seconds` since the epoch are the time of every file. It must differ between two releases: web
/// servers take a file of the same time and length for the same, and would tell browsers that
/// they have the newest index.html already.
pub fn packed(folder: &str, files: &[File], seconds: u64) -> Result<Vec<u8>, Failure> {
    let tar = tar_of(folder, files, seconds).map_err(Failure::file("pack", Path::new(folder)))?;
    Ok(squeeze::gzipped(&tar))
}

fn tar_of(folder: &str, files: &[File], seconds: u64) -> std::io::Result<Vec<u8>> {
    let mut tar = Builder::new(Vec::new());
    for file in files {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(seconds);
        header.set_size(file.bytes.len() as u64);
        tar.append_data(&mut header, format!("{folder}/{}", file.path), &file.bytes[..])?;
    }
    tar.into_inner()
}

/// In hexadecimal, as `sha256sum` writes it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn files() -> Vec<File> {
        let long = format!("static/{}/{}.json", "a".repeat(90), "b".repeat(90));
        [("index.html", "<p>"), ("static/app.js", "let a"), (long.as_str(), "{}")]
            .map(|(path, text)| File { path: path.into(), bytes: text.into() })
            .to_vec()
    }

    #[test]
    fn what_is_packed_unpacks_to_the_same_files() {
        let packed = packed("spanscope-1", &files(), 1_700_000_000).unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&packed[..]));
        let mut unpacked = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let header = entry.header();
            assert_eq!(header.mtime().unwrap(), 1_700_000_000);
            assert_eq!((header.mode().unwrap(), header.uid().unwrap()), (0o644, 0));
            let path = entry.path().unwrap().to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            let path = path.strip_prefix("spanscope-1/").unwrap().to_owned();
            unpacked.push(File { path, bytes });
        }
        assert_eq!(unpacked, files());
    }

    #[test]
    fn packing_twice_makes_the_same_bytes_and_another_file_makes_others() {
        let once = packed("a", &files(), 7).unwrap();
        assert_eq!(once, packed("a", &files(), 7).unwrap());
        assert_ne!(once, packed("a", &files()[1..], 7).unwrap());
    }

    #[test]
    fn checksum_is_that_of_the_standard() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
