//! What an opening takes of the memory there is.
//!
//! Invariant: natively nobody knows how much memory the program was given, and what is in use
//! stands for it. Absent: what analyses keep once they were asked for.

use super::open_trace::OpenTrace;
use super::protocol::{MemoryUse, TraceRef};

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
