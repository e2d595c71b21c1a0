//! Every span finds the row of its parent.
//!
//! Invariant: a parent is a row of the same trace or none; whatever else is said about it
//! becomes a repair. Where the two halves of a call share an id, the callee's half is the
//! child of the caller's, and spans below that id go to the half of their own service.
//! Absent: circles, which `assemble` cuts.

use rustc_hash::FxHashMap;

use super::assemble::NO_ROW;
use super::duplicates::Family;
use super::ids::SpanId;
use super::pool::Pool;
use super::repair::Repair;
use super::span::{CallHalf, SpanRecord};
use super::strings::StringId;

/// The row of each record's parent, or [`NO_ROW`]; marks orphans and duplicates. Records
/// must be in row order. O(n log n).
pub(super) fn find_parents(records: &mut [SpanRecord], pool: &Pool) -> Vec<u32> {
    let (first_rows, families) = rows_by_id(records);
    let halves = Halves::among(&families, records, pool);
    mark_duplicates(&families, &halves, records);
    let count = records.len();
    let parent_of = |row: usize| {
        let span = records[row];
        if let Some(caller) = halves.caller_of(&span, records) {
            return caller;
        }
        if span.parent_id.is_none() {
            return NO_ROW;
        }
        if span.parent_id == span.id {
            records[row].repairs.add(Repair::OwnParent);
            return NO_ROW;
        }
        if let Some(callees) = halves.callees.get(&(span.parent_id, service_of(&span, pool))) {
            return callees.parent_of(&span, records);
        }
        if let Some(family) = families.get(&span.parent_id) {
            return family.parent_of(&span, records);
        }
        first_rows.get(&span.parent_id).copied().unwrap_or_else(|| {
            records[row].repairs.add(Repair::MissingParent);
            NO_ROW
        })
    };
    (0..count).map(parent_of).collect()
}

fn service_of(span: &SpanRecord, pool: &Pool) -> StringId {
    pool.resource(span.resource).service
}

/// The first row of each id, and the families of the ids that occur more than once.
fn rows_by_id(records: &[SpanRecord]) -> (FxHashMap<SpanId, u32>, FxHashMap<SpanId, Family>) {
    let mut first_rows: FxHashMap<SpanId, u32> = FxHashMap::default();
    first_rows.reserve(records.len());
    let mut families: FxHashMap<SpanId, Family> = FxHashMap::default();
    for (row, span) in records.iter().enumerate() {
        if span.id.is_none() {
            continue;
        }
        let first = *first_rows.entry(span.id).or_insert(row as u32);
        if first != row as u32 {
            let family = families.entry(span.id).or_insert_with(|| Family::of(first, records));
            family.push(row as u32, records);
        }
    }
    (first_rows, families)
}

/// The ids that are of two halves of a call each.
#[derive(Default)]
struct Halves {
    /// The callers' halves of each such id.
    callers: FxHashMap<SpanId, Family>,
    /// The callees' halves, by service too.
    callees: FxHashMap<(SpanId, StringId), Family>,
}

impl Halves {
    fn among(families: &FxHashMap<SpanId, Family>, records: &[SpanRecord], pool: &Pool) -> Halves {
        let mut halves = Halves::default();
        for (&id, family) in families {
            let has = |half: CallHalf| {
                family.rows().iter().any(|&row| records[row as usize].half == half)
            };
            if !has(CallHalf::Client) || !has(CallHalf::Server) {
                continue;
            }
            for &row in family.rows() {
                let span = &records[row as usize];
                let members = match span.half {
                    CallHalf::None => continue,
                    CallHalf::Client => halves.callers.entry(id).or_default(),
                    CallHalf::Server => {
                        halves.callees.entry((id, service_of(span, pool))).or_default()
                    }
                };
                members.push(row, records);
            }
        }
        halves
    }

    /// The row of the caller's half of this callee's.
    fn caller_of(&self, span: &SpanRecord, records: &[SpanRecord]) -> Option<u32> {
        let callers = self.callers.get(&span.id).filter(|_| span.half == CallHalf::Server)?;
        Some(callers.parent_of(span, records))
    }
}

/// Marks the later spans of an id; a first caller's and a first callee's half are no
/// duplicates of each other.
fn mark_duplicates(
    families: &FxHashMap<SpanId, Family>,
    halves: &Halves,
    records: &mut [SpanRecord],
) {
    for (id, family) in families {
        let is_called = halves.callers.contains_key(id);
        let mut seen = [is_called, false, false];
        for &row in family.rows() {
            let span = &mut records[row as usize];
            let side = if is_called { span.half as usize } else { 0 };
            if std::mem::replace(&mut seen[side], true) {
                span.repairs.add(Repair::DuplicateId);
            }
        }
    }
}
