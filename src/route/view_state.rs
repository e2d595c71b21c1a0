//! What of a view a colleague should see ⇄ the parameters of a link.
//!
//! Invariant: a parameter that says what would be so anyway is not printed; one that cannot
//! be read counts as absent. Absent: what belongs to the reader, such as theme and widths.

use std::collections::BTreeSet;

use super::look::Look;
use super::query::{LinkText, Parameters};
use crate::layout::RowKey;
use crate::trace::{SpanId, TraceId};

/// Exceptions from the level of collapse that a link carries at most.
pub const MAX_TOGGLED: usize = 200;

#[derive(Clone, Debug, PartialEq)]
pub struct ViewState {
    /// Which trace, where the source holds several.
    pub trace_id: Option<TraceId>,
    /// Window in nanoseconds from the trace's start, the end above the start; `None`: all.
    pub zoom: Option<(u64, u64)>,
    pub selected: Option<RowKey>,
    /// Rows of this depth and deeper start closed; `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Rows that are the other way round, each once; [`MAX_TOGGLED`] of them are printed.
    pub toggled: Vec<RowKey>,
    pub inspector_open: bool,
    pub look: Look,
}

impl Default for ViewState {
    fn default() -> Self {
        ViewState {
            trace_id: None,
            zoom: None,
            selected: None,
            closed_from_depth: None,
            toggled: Vec::new(),
            inspector_open: true,
            look: Look::default(),
        }
    }
}

impl ViewState {
    pub(super) fn print(&self, link: &mut LinkText) {
        if let Some(id) = self.trace_id {
            link.parameter("trace", &id.to_string());
        }
        if let Some(zoom) = self.zoom {
            link.parameter("zoom", &print_interval(zoom));
        }
        if let Some(key) = self.selected {
            link.parameter("span", &print_key(key));
        }
        if let Some(depth) = self.closed_from_depth {
            link.parameter("level", &depth.to_string());
        }
        if !self.toggled.is_empty() {
            let keys = self.toggled.iter().take(MAX_TOGGLED).copied().map(print_key);
            link.parameter("toggle", &keys.collect::<Vec<_>>().join(","));
        }
        if !self.inspector_open {
            link.parameter("inspector", "closed");
        }
        self.look.print(link);
    }

    pub(super) fn parse(parameters: &Parameters) -> ViewState {
        ViewState {
            trace_id: parameters.get("trace").and_then(|id| TraceId::from_hex(id.as_bytes())),
            zoom: parameters.get("zoom").and_then(parse_interval),
            selected: parameters.get("span").and_then(parse_key),
            closed_from_depth: parameters.get("level").and_then(|depth| depth.parse().ok()),
            toggled: parse_keys(parameters.get("toggle").unwrap_or_default()),
            inspector_open: parameters.get("inspector") != Some("closed"),
            look: Look::parse(parameters),
        }
    }
}

pub(super) fn print_interval((start, end): (u64, u64)) -> String {
    format!("{start}-{end}")
}

pub(super) fn parse_interval(text: &str) -> Option<(u64, u64)> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start < end).then_some((start, end))
}

/// `00f067aa0ba902b7`, and `.1` for the second span with that id; `g…` for the head of a group
/// that begins with it, `m…` for that of orphans that name it.
pub(super) fn print_key(key: RowKey) -> String {
    match key {
        RowKey::Span { id, ordinal: 0 } => id.to_string(),
        RowKey::Span { id, ordinal } => format!("{id}.{ordinal}"),
        RowKey::Group { first, ordinal } => format!("g{first}.{ordinal}"),
        RowKey::MissingParent { id, ordinal } => format!("m{id}.{ordinal}"),
    }
}

pub(super) fn parse_key(text: &str) -> Option<RowKey> {
    let (id, ordinal) = text.split_once('.').unwrap_or((text, "0"));
    let ordinal = ordinal.parse().ok()?;
    // No hexadecimal digit is either letter.
    let id_after = |letter: char| id.strip_prefix(letter).map(str::as_bytes);
    Some(if let Some(first) = id_after('g') {
        RowKey::Group { first: SpanId::from_hex(first)?, ordinal }
    } else if let Some(id) = id_after('m') {
        RowKey::MissingParent { id: SpanId::from_hex(id)?, ordinal }
    } else {
        RowKey::Span { id: SpanId::from_hex(id.as_bytes())?, ordinal }
    })
}

fn parse_keys(text: &str) -> Vec<RowKey> {
    let mut seen = BTreeSet::new();
    let keys = text.split(',').filter_map(parse_key);
    keys.filter(|&key| seen.insert(key)).take(MAX_TOGGLED).collect()
}
