//! An opening under way: queued bytes go through the reader, bounded amounts at a time.
//!
//! Invariant: after a source has failed its remaining bytes are dropped unread, and what
//! was read of it before stays. Absent: where bytes come from.

use std::collections::VecDeque;

use super::open_trace::OpenTrace;
use super::opening_report::{self, SourceFailure};
use super::protocol::{Contents, LoadProgress, OpeningId, Problem, TraceRef};
use crate::ingest::Reader;

#[derive(Default)]
pub(super) struct Loading {
    reader: Reader,
    /// Sources begun, the one in hand included.
    sources_begun: usize,
    queue: VecDeque<Item>,
    /// How much of the bytes in front of the queue is read.
    offset: usize,
    bytes_expected: u64,
    bytes_read: u64,
    /// Of the opening, before the source in hand.
    bytes_before_source: u64,
    source_is_dead: bool,
    is_complete: bool,
    failures: Vec<SourceFailure>,
    /// Bytes that other openings hold.
    held_by_others: usize,
}

enum Item {
    Begin { name: String, bytes: Option<u64> },
    Bytes(Vec<u8>),
    End,
    Failed { reason: String },
    Finish,
}

/// What an opening came to.
pub(super) struct Loaded {
    pub traces: Vec<(TraceRef, OpenTrace)>,
    pub contents: Contents,
    /// Set where there is no trace to show.
    pub problem: Option<Problem>,
}

impl Loading {
    pub fn expect_bytes(&mut self, bytes: u64) {
        self.bytes_expected += bytes;
    }

    pub fn begin_source(&mut self, name: &str, bytes: Option<u64>) {
        self.queue.push_back(Item::Begin { name: name.to_owned(), bytes });
    }

    pub fn feed(&mut self, bytes: Vec<u8>) {
        self.queue.push_back(Item::Bytes(bytes));
    }

    pub fn end_source(&mut self) {
        self.queue.push_back(Item::End);
    }

    pub fn source_failed(&mut self, reason: &str) {
        self.queue.push_back(Item::Failed { reason: reason.to_owned() });
    }

    pub fn finish(&mut self) {
        self.queue.push_back(Item::Finish);
    }

    pub fn wants_more(&self) -> bool {
        !self.source_is_dead
    }

    pub fn has_work(&self) -> bool {
        !self.queue.is_empty()
    }

    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    pub fn progress(&self) -> LoadProgress {
        LoadProgress {
            bytes_read: self.bytes_read,
            bytes_total: self.bytes_expected,
            spans: self.reader.progress().spans as u64,
        }
    }

    /// Leaves to the reader what others do not hold of the memory there is, in bytes.
    pub fn limit_memory(&mut self, held_by_others: usize, limit: usize) {
        self.held_by_others = held_by_others;
        self.reader.set_memory_limit(limit.saturating_sub(held_by_others));
    }

    /// Bytes of memory held now and those that putting together will take beside them.
    pub fn peak_bytes(&self) -> usize {
        self.reader.peak_bytes()
    }

    /// Works off at most `most_bytes` of the queue; returns how many bytes that were.
    pub fn work(&mut self, most_bytes: usize) -> usize {
        let mut left = most_bytes;
        while left > 0
            && let Some(item) = self.queue.front()
        {
            if matches!(item, Item::Bytes(_)) && self.reader.is_full() && !self.source_is_dead {
                self.stop_source();
                continue;
            }
            if let Item::Bytes(bytes) = item {
                let end = bytes.len().min(self.offset + left);
                let slice = &bytes[self.offset..end];
                left -= slice.len();
                self.bytes_read += slice.len() as u64;
                // The reader remembers the error for its report.
                self.source_is_dead |= self.source_is_dead || self.reader.push(slice).is_err();
                self.offset = end;
                if end < bytes.len() {
                    break;
                }
            }
            self.offset = 0;
            if let Some(item) = self.queue.pop_front() {
                self.mark(item);
            }
        }
        most_bytes - left
    }

    /// Ends a source that has more bytes than fit, while what was read can still be shown.
    fn stop_source(&mut self) {
        self.source_is_dead = true;
        self.reader.abandon_source();
        let read = self.bytes_read - self.bytes_before_source;
        self.note_failure(match self.held_by_others {
            0 => format!(
                "It takes more memory than a page can have. {read} bytes of it were read; what \
                 follows is missing. Open a part of it, for example a single trace."
            ),
            held => format!(
                "It takes more memory than a page can have: the other traces that are open hold \
                 {held} bytes already. {read} bytes of it were read; what follows is missing. \
                 Open it in another tab, alone."
            ),
        });
    }

    /// Why the source in hand ends early.
    fn note_failure(&mut self, reason: String) {
        let source = self.sources_begun.saturating_sub(1);
        self.failures.push(SourceFailure { source, reason });
    }

    fn mark(&mut self, item: Item) {
        match item {
            Item::Begin { name, bytes } => {
                self.source_is_dead = false;
                self.reader.begin_source(&name);
                self.sources_begun += 1;
                self.bytes_before_source = self.bytes_read;
                if let Some(bytes) = bytes {
                    self.reader.expect_bytes(bytes);
                }
            }
            Item::Bytes(_) => {}
            // An error is in the reader's report, from where the user is told.
            Item::End => self.source_is_dead = self.reader.end_source().is_err(),
            Item::Failed { reason } => {
                self.note_failure(reason);
                // The same source is told about once, with the reason given here.
                self.source_is_dead = self.reader.end_source().is_err();
            }
            Item::Finish => self.is_complete = true,
        }
    }

    /// Puts the traces together.
    pub fn into_traces(self, opening: OpeningId) -> Loaded {
        opening_report::report(opening, self.reader.finish(), self.failures)
    }
}
