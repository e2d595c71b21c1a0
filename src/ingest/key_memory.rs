//! Which attribute key follows which, how it is written, and what its values are like.
//!
//! The spans of a producer carry the same keys in the same order, written the same way, and
//! many values repeat. So the bytes up to an attribute's value are compared with the ones
//! expected there in one go; only where they differ is the attribute scanned and its key
//! looked up. Invariant: a wrong guess costs a comparison and changes nothing. Absent: texts
//! with escapes, which are decoded and looked up.

use rustc_hash::FxHashMap;

use super::json::starts_with;
use super::values::Declared;
use crate::trace::{StringId, Strings};

/// More keys than this are not remembered: they do not repeat, then.
const MOST_KEYS: usize = 4096;
/// An attribute whose value begins later than this is not expected word by word.
const MOST_OPENING_BYTES: usize = 512;
/// After so many values of a key it is settled whether they repeat.
const VALUES_TO_JUDGE_BY: u16 = 500;

pub(super) struct KeyMemory {
    slots: Vec<Slot>,
    by_key: FxHashMap<StringId, usize>,
    /// The first key of the attributes of spans of this name.
    first_by_name: FxHashMap<StringId, u16>,
    /// The slot of the key read last.
    current: usize,
    /// The span's name and the slot that is expected, where its first key comes next.
    awaited_by: Option<(StringId, u16)>,
    /// The openings of all slots, one after another.
    openings: Vec<u8>,
}

/// The bytes of an attribute from its bracket to its value, and what they promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub length: usize,
    pub declared: Declared,
    /// Closing brackets that follow the value.
    pub brackets: u8,
}

#[derive(Clone, Copy)]
struct Slot {
    key: StringId,
    /// The slots of the keys that came after this one, the last one first.
    next: [u16; 2],
    last_value: StringId,
    values: u16,
    new_values: u16,
    opening_at: u32,
    opening: Opening,
}

impl Slot {
    fn of(key: StringId) -> Slot {
        let opening = Opening { length: 0, declared: Declared::Nothing, brackets: 0 };
        Slot {
            key,
            next: [0; 2],
            last_value: StringId::EMPTY,
            values: 0,
            new_values: 0,
            opening_at: 0,
            opening,
        }
    }
}

impl Default for KeyMemory {
    fn default() -> Self {
        KeyMemory {
            // A slot for keys that are not remembered.
            slots: vec![Slot::of(StringId::EMPTY)],
            by_key: FxHashMap::default(),
            first_by_name: FxHashMap::default(),
            current: 0,
            awaited_by: None,
            openings: Vec::new(),
        }
    }
}

impl KeyMemory {
    /// The attributes of a span of this name come next.
    #[inline]
    pub fn begin_attributes(&mut self, name: StringId) {
        let first = self.first_by_name.get(&name).copied().unwrap_or_default();
        self.awaited_by = Some((name, first));
        self.slots[0].next = [first, 0];
        self.current = 0;
    }

    /// The key and the opening that stand at the start of `bytes`, if they are expected now.
    #[inline]
    pub fn expected_opening(&mut self, bytes: &[u8]) -> Option<(StringId, Opening)> {
        let next = self.slots[self.current].next;
        for slot in next {
            let Slot { key, opening, opening_at, .. } = self.slots[usize::from(slot)];
            let at = opening_at as usize;
            if opening.length > 0 && starts_with(bytes, &self.openings[at..at + opening.length]) {
                self.arrive_at(usize::from(slot));
                return Some((key, opening));
            }
        }
        None
    }

    /// The key read last; the empty one if it is not remembered.
    pub fn current_key(&self) -> StringId {
        self.slots[self.current].key
    }

    /// Whether it is of use to know how the key read last is written.
    pub fn wants_opening(&self) -> bool {
        self.current != 0 && self.slots[self.current].opening.length == 0
    }

    /// The key read last is always written like this.
    pub fn learn_opening(&mut self, bytes: &[u8], declared: Declared, brackets: u8) {
        // What changes again and again would only fill the memory.
        if !self.wants_opening() || bytes.len() > MOST_OPENING_BYTES {
            return;
        }
        let slot = &mut self.slots[self.current];
        slot.opening_at = self.openings.len() as u32;
        slot.opening = Opening { length: bytes.len(), declared, brackets };
        self.openings.extend_from_slice(bytes);
    }

    /// The id of the key `raw`, if it is the one expected now.
    #[inline]
    pub fn expected_key(&mut self, raw: &[u8], strings: &Strings) -> Option<StringId> {
        let next = usize::from(self.slots[self.current].next[0]);
        let key = self.slots[next].key;
        if !strings.is(key, raw) {
            return None;
        }
        self.arrive_at(next);
        Some(key)
    }

    /// The key read now is this one, and was not expected.
    pub fn learn_key(&mut self, key: StringId) {
        let known = self.by_key.get(&key).copied();
        let slot = known.unwrap_or_else(|| self.new_slot(key));
        self.arrive_at(slot);
    }

    #[inline]
    fn arrive_at(&mut self, slot: usize) {
        if let Some((name, expected)) = self.awaited_by.take() {
            if usize::from(expected) != slot {
                self.learn_first(name, slot as u16);
            }
        } else {
            let next = &mut self.slots[self.current].next;
            if usize::from(next[0]) != slot {
                *next = [slot as u16, next[0]];
            }
        }
        self.current = slot;
    }

    fn learn_first(&mut self, name: StringId, slot: u16) {
        if self.first_by_name.len() < MOST_KEYS || self.first_by_name.contains_key(&name) {
            self.first_by_name.insert(name, slot);
        }
    }

    fn new_slot(&mut self, key: StringId) -> usize {
        if self.slots.len() >= MOST_KEYS {
            return 0;
        }
        let slot = self.slots.len();
        self.slots.push(Slot::of(key));
        self.by_key.insert(key, slot);
        slot
    }

    /// The id of the value `raw`, if the key read now had it last time.
    #[inline]
    pub fn expected_value(&self, raw: &[u8], strings: &Strings) -> Option<StringId> {
        let value = self.slots[self.current].last_value;
        strings.is(value, raw).then_some(value)
    }

    /// Whether most values of the key read now were new, so that looking them up is vain.
    #[inline]
    pub fn values_differ(&self) -> bool {
        let slot = &self.slots[self.current];
        slot.values == VALUES_TO_JUDGE_BY && slot.new_values > VALUES_TO_JUDGE_BY / 2
    }

    /// The key read now has this value, which was looked up.
    #[inline]
    pub fn learn_value(&mut self, value: StringId, is_new: bool) {
        let is_known_key = self.current != 0;
        let slot = &mut self.slots[self.current];
        slot.last_value = value;
        if slot.values < VALUES_TO_JUDGE_BY && is_known_key {
            slot.values += 1;
            slot.new_values += u16::from(is_new);
        }
    }
}
