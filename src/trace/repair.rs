//! What was wrong with a span and was mended so that it could be shown.
//!
//! Invariant: a repaired span is always shown; what cannot be shown is set aside by the
//! reader, never here. Absent: words for the user about files (see `ingest`).

use serde::{Deserialize, Serialize};

/// One kind of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Repair {
    /// The parent is not in the trace: shown as a root.
    MissingParent,
    /// The span was part of a cycle of parents, cut here.
    CycleCut,
    /// The span named itself as its parent.
    OwnParent,
    /// Another span of the trace has the same id; this is a later one.
    DuplicateId,
    /// No start time: the parent's (or the trace's earliest) was taken.
    StartUnknown,
    /// The end lay before the start, or was missing: length zero.
    EndBeforeStart,
    /// The times were in another unit than the format's, told by their size.
    TimeUnit,
    /// The resource that the span names is not in the file.
    UnknownResource,
    /// Text that was not valid Unicode was replaced.
    InvalidText,
    /// A field had a value of the wrong kind and was left out or kept as text.
    FieldIgnored,
    /// The producer itself warned about the span.
    ProducerWarning,
}

impl Repair {
    pub const ALL: [Repair; 11] = [
        Repair::MissingParent,
        Repair::CycleCut,
        Repair::OwnParent,
        Repair::DuplicateId,
        Repair::StartUnknown,
        Repair::EndBeforeStart,
        Repair::TimeUnit,
        Repair::UnknownResource,
        Repair::InvalidText,
        Repair::FieldIgnored,
        Repair::ProducerWarning,
    ];

    /// A name for machines, stable across versions.
    pub fn name(self) -> &'static str {
        match self {
            Repair::MissingParent => "missing_parent",
            Repair::CycleCut => "cycle_cut",
            Repair::OwnParent => "own_parent",
            Repair::DuplicateId => "duplicate_id",
            Repair::StartUnknown => "start_unknown",
            Repair::EndBeforeStart => "end_before_start",
            Repair::TimeUnit => "time_unit",
            Repair::UnknownResource => "unknown_resource",
            Repair::InvalidText => "invalid_text",
            Repair::FieldIgnored => "field_ignored",
            Repair::ProducerWarning => "producer_warning",
        }
    }

    /// One sentence for the user about one span.
    pub fn explanation(self) -> &'static str {
        match self {
            Repair::MissingParent => "Its parent is not in this trace, so it is shown as a root.",
            Repair::CycleCut => "Its parents form a circle; the circle was cut here.",
            Repair::OwnParent => "It names itself as its parent, so it is shown as a root.",
            Repair::DuplicateId => "An earlier span of this trace has the same id; both are shown.",
            Repair::StartUnknown => "It has no start time; its parent's start was taken.",
            Repair::EndBeforeStart => {
                "It ends before it starts, or never ended; shown with no length."
            }
            Repair::TimeUnit => {
                "Its times were in another unit than the format's, told by their size."
            }
            Repair::UnknownResource => "The process it names is not in the file.",
            Repair::InvalidText => "Text that was not valid Unicode was replaced.",
            Repair::FieldIgnored => {
                "A field had a value of the wrong kind and was left out or kept as text."
            }
            Repair::ProducerWarning => "The tracing system itself warned about this span.",
        }
    }
}

/// A set of repairs of one span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repairs(u16);

impl Repairs {
    pub const NONE: Repairs = Repairs(0);

    pub fn add(&mut self, repair: Repair) {
        self.0 |= 1 << repair as u16;
    }

    pub fn has(self, repair: Repair) -> bool {
        self.0 & (1 << repair as u16) != 0
    }

    /// All but one.
    pub fn without(self, repair: Repair) -> Repairs {
        Repairs(self.0 & !(1 << repair as u16))
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Repair> {
        Repair::ALL.into_iter().filter(move |&repair| self.has(repair))
    }
}
