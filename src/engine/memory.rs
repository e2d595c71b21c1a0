//! What openings take of the memory there is, and what is left for the next one.
//!
//! Invariant: what the openings may take, they may take together. Natively nobody knows how much memory the program was given, and what is in use
//! stands for it. Absent: what analyses keep once they were asked for.

use std::collections::BTreeMap;

use super::open_trace::OpenTrace;
use super::protocol::{MemoryUse, OpeningId, TraceRef};
use crate::ingest::Reader;

/// Bytes held by each opening, and by all of them at most.
///
/// Linear memory itself would tell too much: what a closed opening held is free for the
/// next one, and counts in it for ever.
pub(super) struct MemoryBudget {
    limit: usize,
    held: BTreeMap<OpeningId, usize>,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        MemoryBudget::of(Reader::MEMORY_LIMIT)
    }
}

impl MemoryBudget {
    pub fn of(limit: usize) -> MemoryBudget {
        MemoryBudget { limit, held: BTreeMap::new() }
    }

    pub fn limit(&self) -> usize {
        self.limit
    }

    /// In place of what the opening held before.
    pub fn hold(&mut self, opening: OpeningId, bytes: usize) {
        self.held.insert(opening, bytes);
    }

    pub fn release(&mut self, opening: OpeningId) {
        self.held.remove(&opening);
    }

    pub fn held_by_others(&self, opening: OpeningId) -> usize {
        self.held.iter().filter(|(other, _)| **other != opening).map(|(_, bytes)| bytes).sum()
    }
}

/// To be asked once the traces are put together: linear memory never shrinks, so what it is
/// then is the most that it was.
pub(super) fn memory_use(traces: &[(TraceRef, OpenTrace)]) -> MemoryUse {
    // All traces of an opening share one.
    let of_pool = traces.first().map_or(0, |(_, open)| open.trace.pool().heap_bytes());
    let of_traces: usize = traces.iter().map(|(_, open)| open.trace.heap_bytes()).sum();
    let live_bytes = (of_pool + of_traces) as u64;
    MemoryUse { live_bytes, linear_bytes: linear_bytes(live_bytes) }
}

#[cfg(target_arch = "wasm32")]
fn linear_bytes(_live_bytes: u64) -> u64 {
    const PAGE_BYTES: u64 = 65_536;
    core::arch::wasm32::memory_size(0) as u64 * PAGE_BYTES
}

#[cfg(not(target_arch = "wasm32"))]
fn linear_bytes(live_bytes: u64) -> u64 {
    live_bytes
}
