//! One trace in one form → its file on the disk.
//!
//! Invariant: a packed file holds the same text as the plain one of its plan. Absent: what is
//! measured of it.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use e2e::generated::{self, Format, Plan};
use e2e::scratch::Scratch;
use flate2::Compression;
use flate2::write::GzEncoder;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub plan: Plan,
    pub packing: Packing,
    pub repetitions: usize,
    /// Whether frames and questions are measured, too; an open trace has no format any more, so
    /// one of each size and shape is enough.
    pub is_used: bool,
}

/// How `JSON.parse` has to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonText {
    Whole,
    Lines,
}

/// The file of a subject; goes with its folder.
pub struct Written {
    _folder: Scratch,
    pub file: PathBuf,
    pub file_bytes: u64,
    /// Unpacked; equals `file_bytes` of a plain file.
    pub text_bytes: u64,
}

impl Subject {
    pub fn form(&self) -> String {
        form_name(self.plan.format, self.packing)
    }

    pub fn describe(&self) -> String {
        let Plan { spans, shape, .. } = self.plan;
        format!("{} {}, {}", count(spans), shape.name(), self.form())
    }

    /// Size and shape alone.
    pub fn describe_trace(&self) -> String {
        format!("{} {}", count(self.plan.spans), self.plan.shape.name())
    }

    /// `None` for a format that is no JSON.
    pub fn json_text(&self) -> Option<JsonText> {
        match self.plan.format {
            Format::OtlpJson => Some(JsonText::Lines),
            Format::OtlpProto => None,
            Format::JaegerJson | Format::TempoJson | Format::ZipkinJson => Some(JsonText::Whole),
        }
    }

    pub fn write(&self) -> Written {
        let folder = Scratch::new("bench");
        let plain = generated::write(self.plan, folder.path());
        let text_bytes = length(&plain);
        let file = match self.packing {
            Packing::Plain => plain,
            Packing::Gzip => pack(&plain),
        };
        Written { _folder: folder, file_bytes: length(&file), text_bytes, file }
    }
}

pub fn form_name(format: Format, packing: Packing) -> String {
    match packing {
        Packing::Plain => format.name().to_owned(),
        Packing::Gzip => format!("{}.gz", format.name()),
    }
}

/// `10000` → `10k`, as it is typed.
pub fn count(spans: usize) -> String {
    match spans {
        _ if spans.is_multiple_of(1_000_000) => format!("{}M", spans / 1_000_000),
        _ if spans.is_multiple_of(1_000) => format!("{}k", spans / 1_000),
        _ => spans.to_string(),
    }
}

/// In bytes.
pub fn length(file: &Path) -> u64 {
    let about = fs::metadata(file);
    about.unwrap_or_else(|error| panic!("cannot look at {}: {error}", file.display())).len()
}

fn pack(plain: &Path) -> PathBuf {
    let packed = PathBuf::from(format!("{}.gz", plain.display()));
    try_pack(plain, &packed)
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", packed.display()));
    packed
}

fn try_pack(plain: &Path, packed: &Path) -> io::Result<()> {
    let mut text = BufReader::new(File::open(plain)?);
    let out = BufWriter::new(File::create(packed)?);
    let mut encoder = GzEncoder::new(out, Compression::default());
    io::copy(&mut text, &mut encoder)?;
    encoder.finish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_spans_is_told_as_it_is_typed() {
        let told = [999, 10_000, 2_500, 1_000_000].map(count);
        assert_eq!(told, ["999", "10k", "2500", "1M"]);
    }
}
