//! Files of one trace each, as Jaeger JSON, become one file of all of them.
//!
//! Invariant: what comes out is the frame once, and in it the traces as they were written, in
//! the order in which they came; no more of it is kept than the end of a frame. Absent: reading
//! the JSON: the frame is our own.

use super::jaeger::{FILE_HEAD, FILE_TAIL};

/// The file in the making.
#[derive(Default)]
pub struct JoinedJaeger {
    /// Traces that were begun.
    traces: u64,
    /// Bytes that came of the frame's beginning around the trace in hand.
    head_bytes: usize,
    /// The last bytes that came, which may be the frame's end.
    held: Vec<u8>,
}

impl JoinedJaeger {
    /// Takes the next bytes of a trace's file, the last ones if so; gives the next bytes of the
    /// file of all.
    pub fn add(&mut self, bytes: &[u8], is_last: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        if self.head_bytes == 0 {
            out.extend_from_slice(if self.traces == 0 { FILE_HEAD } else { b"," });
            self.traces += 1;
        }
        let of_head = bytes.len().min(FILE_HEAD.len() - self.head_bytes);
        self.head_bytes += of_head;
        self.held.extend_from_slice(&bytes[of_head..]);
        let given = self.held.len().saturating_sub(FILE_TAIL.len());
        out.extend(self.held.drain(..given));
        if is_last {
            self.held.clear();
            self.head_bytes = 0;
        }
        out
    }

    /// The end of the file.
    pub fn finish(self) -> Vec<u8> {
        let head = if self.traces == 0 { FILE_HEAD } else { b"" };
        [head, FILE_TAIL].concat()
    }
}
