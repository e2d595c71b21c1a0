//! What an opening takes of the memory there is.
//!
//! Invariant: natively nobody knows how much memory the program was given, and what is in use
//! stands for it. Absent: what analyses keep once they were asked for.

use super::open_trace::OpenTrace;
use super::protocol::MemoryUse;
use crate::trace::Pool;

/// To be asked once the traces are put together: linear memory never shrinks, so what it is
/// then is the most that it was.
pub(super) fn memory_use<'a>(
    pool: &Pool,
    traces: impl Iterator<Item = &'a OpenTrace>,
) -> MemoryUse {
    let of_traces: usize = traces.map(|open| open.trace.heap_bytes()).sum();
    let live_bytes = (pool.heap_bytes() + of_traces) as u64;
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
