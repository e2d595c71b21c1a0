//! What of a view a colleague should see ⇄ the parameters of a link.

use crate::layout::RowKey;
use crate::trace::TraceId;

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
    /// Rows that are the other way round; [`MAX_TOGGLED`] of them are printed.
    pub toggled: Vec<RowKey>,
    pub inspector_open: bool,
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
        }
    }
}
