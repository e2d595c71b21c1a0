//! Where the user is ⇄ the address bar.
//!
//! Invariant: any text parses to something, and what was printed parses to itself. Absent:
//! `window` and `history`, and any decision about what a link may fetch: the page asks
//! before it follows a link to a URL.

mod compare;
mod fragment;
mod jaeger_path;
mod look;
mod map_link;
mod query;
mod sets;
mod view_state;

pub use compare::{CompareLink, CompareLook, CompareSide, CompareView};
pub use fragment::{parse_fragment, print};
pub use jaeger_path::{parse_location, trace_of_link};
pub use look::{Look, TraceView};
pub use map_link::{MapLink, MapLook, MapShape, MapSource};
pub use sets::{MOST_CHOSEN, SetSource, SetSplit, SetsLink};
pub use view_state::{MAX_TOGGLED, ViewState};

use crate::jaeger::{MonitorLink, SearchLink};
use crate::trace::TraceId;

#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one route at a time, and it is seldom moved"
)]
pub enum Route {
    Start,
    Trace {
        source: TraceSource,
        view: ViewState,
    },
    /// What a Jaeger is searched for; `base` as in [`TraceSource::Endpoint`].
    Search {
        base: String,
        link: Box<SearchLink>,
    },
    /// Rates, failures and durations of a service; `base` likewise.
    Monitor {
        base: String,
        link: Box<MonitorLink>,
    },
    /// Who calls whom; `base` likewise.
    Map {
        base: String,
        link: Box<MapLink>,
    },
    /// Two traces side by side.
    Compare(Box<CompareLink>),
    /// Two sets of traces beside each other.
    Sets(Box<SetsLink>),
    /// A link that asks to open a URL; to be confirmed unless same-origin.
    Open {
        url: String,
    },
    /// Not understood; `text` is the fragment as it came.
    NotFound {
        text: String,
    },
}

/// What a link can say about where a trace comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TraceSource {
    /// A URL that was opened. Coming from outside, it is to be confirmed as in `Route::Open`.
    Url(String),
    /// A Jaeger query endpoint; `base` is empty for the one that served the page. Read from
    /// a link, its view names the same trace.
    Endpoint {
        base: String,
        trace_id: TraceId,
        /// As it was stored, without the server's adjustments.
        is_raw: bool,
    },
    /// A bundled sample.
    Sample(String),
    /// Files of one user's machine: not in the link, they must be sent along. Which trace of
    /// them is in `ViewState::trace_id`. `mark` tells them from other files with that trace, if
    /// the link says it.
    File { mark: Option<u32> },
}

impl TraceSource {
    pub fn is_file(&self) -> bool {
        matches!(self, TraceSource::File { .. })
    }

    /// Of files.
    pub fn mark(&self) -> Option<u32> {
        if let TraceSource::File { mark } = self { *mark } else { None }
    }

    /// The trace that the source itself names.
    fn named_trace(&self) -> Option<TraceId> {
        match self {
            TraceSource::Endpoint { trace_id, .. } => Some(*trace_id),
            TraceSource::Url(_) | TraceSource::Sample(_) | TraceSource::File { .. } => None,
        }
    }
}

/// A route out of an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    pub route: Route,
    /// The link was made by a newer version, so parts of it may not have been understood.
    pub is_newer: bool,
}
