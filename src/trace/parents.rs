//! Every span finds the row of its parent.
//!
//! Invariant: a parent is a row of the same trace or none; whatever else is said about it
//! becomes a repair. Where the two halves of a call share an id, the callee's half is the
//! child of the caller's, and spans below that id go to the half of their own service.
//! Absent: circles, which `assemble` cuts.

use super::assemble::NO_ROW;
use super::duplicates::Family;
use super::ids::SpanId;
use super::pool::Pool;
use super::repair::Repair;
use super::span::CallHalf;
use super::span_columns::SpanColumns;
use super::stirred::FileKeyMap;
use super::strings::StringId;

/// The row of the parent of each of `members`, or [`NO_ROW`]; marks orphans and
/// duplicates. Members must be in row order. O(n log n).
pub(super) fn find_parents(members: &[u32], spans: &mut SpanColumns, pool: &Pool) -> Vec<u32> {
    let (first_rows, families) = rows_by_id(members, spans);
    let halves = Halves::among(&families, members, spans, pool);
    mark_duplicates(&families, &halves, members, spans);
    let mut parents = Vec::with_capacity(members.len());
    for &span in members {
        let id = spans.ids[span as usize];
        let parent_id = spans.parent_ids[span as usize];
        parents.push(if let Some(caller) = halves.caller_of(span, spans) {
            caller
        } else if parent_id.is_none() {
            NO_ROW
        } else if parent_id == id {
            spans.repair(span, Repair::OwnParent);
            NO_ROW
        } else if let Some(callees) = halves.callees_of(parent_id, span, spans, pool) {
            callees.parent_of(spans.times(span))
        } else if let Some(family) = families.get(&parent_id) {
            family.parent_of(spans.times(span))
        } else if let Some(&row) = first_rows.get(&parent_id) {
            row
        } else {
            spans.repair(span, Repair::MissingParent);
            NO_ROW
        });
    }
    parents
}

fn service_of(span: u32, spans: &SpanColumns, pool: &Pool) -> StringId {
    pool.resource(spans.resources[span as usize]).service
}

/// The first row of each id, and the families of the ids that occur more than once.
fn rows_by_id(
    members: &[u32],
    spans: &SpanColumns,
) -> (FileKeyMap<SpanId, u32>, FileKeyMap<SpanId, Family>) {
    let mut first_rows: FileKeyMap<SpanId, u32> = FileKeyMap::default();
    first_rows.reserve(members.len());
    let mut families: FileKeyMap<SpanId, Family> = FileKeyMap::default();
    for (row, &span) in members.iter().enumerate() {
        let id = spans.ids[span as usize];
        if id.is_none() {
            continue;
        }
        let first = *first_rows.entry(id).or_insert(row as u32);
        if first != row as u32 {
            let family = families.entry(id).or_insert_with(|| {
                let mut family = Family::default();
                family.push(first, spans.times(members[first as usize]));
                family
            });
            family.push(row as u32, spans.times(span));
        }
    }
    (first_rows, families)
}

/// The ids that are of two halves of a call each.
#[derive(Default)]
struct Halves {
    /// The callers' halves of each such id.
    callers: FileKeyMap<SpanId, Family>,
    /// The callees' halves, by service too.
    callees: FileKeyMap<(SpanId, StringId), Family>,
}

impl Halves {
    fn among(
        families: &FileKeyMap<SpanId, Family>,
        members: &[u32],
        spans: &SpanColumns,
        pool: &Pool,
    ) -> Halves {
        let mut halves = Halves::default();
        for (&id, family) in families {
            let half = |row: u32| spans.half(members[row as usize]);
            let has = |wanted| family.rows().iter().any(|&row| half(row) == wanted);
            if !has(CallHalf::Client) || !has(CallHalf::Server) {
                continue;
            }
            for &row in family.rows() {
                let span = members[row as usize];
                let family = match half(row) {
                    CallHalf::None => continue,
                    CallHalf::Client => halves.callers.entry(id).or_default(),
                    CallHalf::Server => {
                        halves.callees.entry((id, service_of(span, spans, pool))).or_default()
                    }
                };
                family.push(row, spans.times(span));
            }
        }
        halves
    }

    /// The row of the caller's half of this callee's.
    fn caller_of(&self, span: u32, spans: &SpanColumns) -> Option<u32> {
        let callers = self.callers.get(&spans.ids[span as usize])?;
        (spans.half(span) == CallHalf::Server).then(|| callers.parent_of(spans.times(span)))
    }

    /// The callees' halves of this id that are of the span's own service.
    fn callees_of(
        &self,
        id: SpanId,
        span: u32,
        spans: &SpanColumns,
        pool: &Pool,
    ) -> Option<&Family> {
        if self.callees.is_empty() {
            return None;
        }
        self.callees.get(&(id, service_of(span, spans, pool)))
    }
}

/// Marks the later spans of an id; a first caller's and a first callee's half are no
/// duplicates of each other.
fn mark_duplicates(
    families: &FileKeyMap<SpanId, Family>,
    halves: &Halves,
    members: &[u32],
    spans: &mut SpanColumns,
) {
    for (id, family) in families {
        let is_called = halves.callers.contains_key(id);
        let mut seen = [is_called, false, false];
        for &row in family.rows() {
            let span = members[row as usize];
            let side = if is_called { spans.half(span) as usize } else { 0 };
            if std::mem::replace(&mut seen[side], true) {
                spans.repair(span, Repair::DuplicateId);
            }
        }
    }
}
