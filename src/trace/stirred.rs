//! Keys that a file chose become places in a table that its author could not foresee.
//!
//! A hash without a secret can be worked out beforehand: a file whose ids all fall on one
//! place makes each look-up walk past all the others. Here every table folds a secret in.
//! The hash is foldhash's (<https://github.com/orlp/foldhash>): a multiplication to twice
//! the width whose halves are combined, so the secret acts on all bits.
//!
//! Invariant: an output never depends on the order of such a table, which differs from run
//! to run. Absent: keys that the reader numbers itself, densely; for those `rustc-hash` does.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::SharedSeed;
use foldhash::fast::{FoldHasher, SeedableRandomState};

/// A map whose keys come from a file.
pub type FileKeyMap<K, V> = HashMap<K, V, Stirred>;
/// A set of what comes from a file.
pub type FileKeySet<K> = HashSet<K, Stirred>;

static SECRET: OnceLock<SharedSeed> = OnceLock::new();

/// Makes `entropy` the secret of all tables. Without it the secret comes of addresses, which
/// in WebAssembly are the same in every visit. Only what comes before the first table counts.
pub fn stir(entropy: u64) {
    // Later ones have nothing to add: tables with the first secret exist.
    let _ = SECRET.set(SharedSeed::from_u64(entropy));
}

/// Hashes with the secret.
#[derive(Clone)]
pub struct Stirred(SeedableRandomState);

impl Default for Stirred {
    fn default() -> Self {
        let secret = SECRET.get_or_init(|| SharedSeed::global_random().clone());
        // What each table adds of its own keeps one from filling another in a bad order.
        let own = foldhash::fast::RandomState::default().hash_one(0u8);
        Stirred(SeedableRandomState::with_seed(own, secret))
    }
}

impl BuildHasher for Stirred {
    type Hasher = FoldHasher<'static>;

    #[inline]
    fn build_hasher(&self) -> FoldHasher<'static> {
        self.0.build_hasher()
    }
}
