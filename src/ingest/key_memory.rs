//! Which attribute key follows which, and the value each had last.
//!
//! The spans of a producer carry the same keys in the same order, and many values repeat.
//! So a key or a value is compared with the one expected before it is looked up in the
//! table of texts. Invariant: a wrong guess costs a comparison and changes nothing.
//! Absent: texts with escapes, which are decoded and looked up.

use rustc_hash::FxHashMap;

use crate::trace::{StringId, Strings};

/// More keys than this are not remembered: they do not repeat, then.
const MOST_KEYS: usize = 4096;

pub(super) struct KeyMemory {
    slots: Vec<Slot>,
    by_key: FxHashMap<StringId, usize>,
    /// The slot of the key read last.
    current: usize,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    key: StringId,
    /// The slot of the key that came after this one.
    next: usize,
    last_value: StringId,
}

impl Default for KeyMemory {
    fn default() -> Self {
        // A slot for keys that are not remembered.
        KeyMemory { slots: vec![Slot::default()], by_key: FxHashMap::default(), current: 0 }
    }
}

impl KeyMemory {
    /// The id of the key `raw`, if it is the one expected now.
    #[inline]
    pub fn expected_key(&mut self, raw: &[u8], strings: &Strings) -> Option<StringId> {
        let next = self.slots[self.current].next;
        let key = self.slots[next].key;
        if !strings.is(key, raw) {
            return None;
        }
        self.current = next;
        Some(key)
    }

    /// The key read now is this one, and was not expected.
    pub fn learn_key(&mut self, key: StringId) {
        let known = self.by_key.get(&key).copied();
        let slot = known.unwrap_or_else(|| self.new_slot(key));
        self.slots[self.current].next = slot;
        self.current = slot;
    }

    fn new_slot(&mut self, key: StringId) -> usize {
        if self.slots.len() >= MOST_KEYS {
            return 0;
        }
        let slot = self.slots.len();
        self.slots.push(Slot { key, ..Slot::default() });
        self.by_key.insert(key, slot);
        slot
    }

    /// The id of the value `raw`, if the key read now had it last time.
    #[inline]
    pub fn expected_value(&self, raw: &[u8], strings: &Strings) -> Option<StringId> {
        let value = self.slots[self.current].last_value;
        strings.is(value, raw).then_some(value)
    }

    #[inline]
    pub fn learn_value(&mut self, value: StringId) {
        self.slots[self.current].last_value = value;
    }
}
