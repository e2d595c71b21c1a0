//! Two traces to compare, and how they are looked at ⇄ the parameters of a link.
//!
//! ```text
//! #/compare?a=trace/ID&b=sample/NAME&node=aSPAN&rows=all
//! ```
//!
//! Invariant: a side is said as the link to that trace alone would be, so anything that can be
//! linked to can be compared. Absent: what the sides hold.

use std::collections::BTreeSet;

use super::fragment::{parse_fragment, print};
use super::query::{LinkText, Parameters};
use super::view_state::{MAX_TOGGLED, parse_key, print_key};
use super::{Route, TraceSource, ViewState};
use crate::layout::NodeKey;
use crate::trace::TraceId;

/// A picture of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CompareView {
    /// Both in one tree.
    #[default]
    Tree,
    /// The flame graph with the widths of the second trace.
    FlameOfSecond,
    /// That with the widths of the first, in which what is gone can be seen.
    FlameOfFirst,
}

impl CompareView {
    pub const ALL: [CompareView; 3] =
        [CompareView::Tree, CompareView::FlameOfSecond, CompareView::FlameOfFirst];

    /// As links name it.
    pub fn name(self) -> &'static str {
        match self {
            CompareView::Tree => "tree",
            CompareView::FlameOfSecond => "flame-b",
            CompareView::FlameOfFirst => "flame-a",
        }
    }
}

/// A trace to compare.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CompareSide {
    pub source: TraceSource,
    /// Which trace, where the source holds several.
    pub trace_id: Option<TraceId>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareLook {
    pub view: CompareView,
    /// Whether each trace has the whole width; else both have one scale.
    pub is_own_scale: bool,
    /// Calls that begin together on both sides; `None`: the traces do.
    pub aligned: Option<NodeKey>,
    pub selected: Option<NodeKey>,
    /// In the filter language; empty: everything.
    pub filter: String,
    /// Whether rows without a change are shown, too.
    pub shows_all: bool,
    /// Nodes of this depth and deeper start closed; `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Nodes that are the other way round, each once.
    pub toggled: Vec<NodeKey>,
    /// The node of the flame graph that is looked into; `None`: all.
    pub flame_root: Option<NodeKey>,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareLink {
    /// `None`: still to be chosen.
    pub sides: [Option<CompareSide>; 2],
    pub look: CompareLook,
}

impl CompareSide {
    /// The page of the trace alone.
    pub fn route(&self) -> Route {
        let view = ViewState { trace_id: self.trace_id, ..ViewState::default() };
        Route::Trace { source: self.source.clone(), view }
    }

    fn parse(text: &str) -> Option<CompareSide> {
        if is_of_several(text) {
            return None;
        }
        match parse_fragment(&format!("/{text}")).route {
            Route::Trace { source, view } => {
                let trace_id = source.named_trace().or(view.trace_id);
                Some(CompareSide { source, trace_id })
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        print(&self.route()).trim_start_matches(['#', '/']).to_owned()
    }

    pub(super) fn of_endpoint(base: &str, trace_id: TraceId) -> CompareSide {
        let source = TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw: false };
        CompareSide { source, trace_id: Some(trace_id) }
    }
}

impl CompareLink {
    /// Two traces of a server, as Jaeger's links name them.
    pub fn of_endpoint(base: &str, ids: [Option<TraceId>; 2]) -> CompareLink {
        let sides = ids.map(|id| id.map(|id| CompareSide::of_endpoint(base, id)));
        CompareLink { sides, look: CompareLook::default() }
    }

    /// The same two the other way round, looked at anew.
    pub fn swapped(&self) -> CompareLink {
        let [first, second] = self.sides.clone();
        CompareLink { sides: [second, first], look: CompareLook::default() }
    }

    pub(super) fn print(&self, link: &mut LinkText) {
        for (name, side) in ["a", "b"].into_iter().zip(&self.sides) {
            if let Some(side) = side {
                link.parameter(name, &side.print());
            }
        }
        self.look.print(link);
    }

    pub(super) fn parse(parameters: &Parameters) -> CompareLink {
        let side = |name: &str| parameters.get(name).and_then(CompareSide::parse);
        CompareLink { sides: [side("a"), side("b")], look: CompareLook::parse(parameters) }
    }
}

impl CompareLook {
    fn print(&self, link: &mut LinkText) {
        let mut text = |name: &str, value: &str| {
            if !value.is_empty() {
                link.parameter(name, value);
            }
        };
        let key = |key: Option<NodeKey>| key.map(print_node).unwrap_or_default();
        let view = if self.view == CompareView::Tree { "" } else { self.view.name() };
        text("view", view);
        text("scale", if self.is_own_scale { "own" } else { "" });
        text("align", &key(self.aligned));
        text("node", &key(self.selected));
        text("filter", &self.filter);
        text("rows", if self.shows_all { "all" } else { "" });
        text("level", &self.closed_from_depth.map(|it| it.to_string()).unwrap_or_default());
        let toggled = self.toggled.iter().take(MAX_TOGGLED).copied().map(print_node);
        text("toggle", &toggled.collect::<Vec<_>>().join(","));
        text("root", &key(self.flame_root));
    }

    fn parse(parameters: &Parameters) -> CompareLook {
        let node = |name: &str| parameters.get(name).and_then(parse_node);
        let view = parameters.get("view").unwrap_or_default();
        let named = CompareView::ALL.into_iter().find(|known| known.name() == view);
        let mut seen = BTreeSet::new();
        let toggled = parameters.get("toggle").unwrap_or_default().split(',');
        CompareLook {
            view: named.unwrap_or_default(),
            is_own_scale: parameters.get("scale") == Some("own"),
            aligned: node("align"),
            selected: node("node"),
            filter: parameters.get("filter").unwrap_or_default().to_owned(),
            shows_all: parameters.get("rows") == Some("all"),
            closed_from_depth: parameters.get("level").and_then(|depth| depth.parse().ok()),
            toggled: toggled
                .filter_map(parse_node)
                .filter(|&key| seen.insert(key))
                .take(MAX_TOGGLED)
                .collect(),
            flame_root: node("root"),
        }
    }
}

/// `a00f067aa0ba902b7` for a span of the first trace, `b…` for one of the second.
fn print_node(key: NodeKey) -> String {
    format!("{}{}", if key.side == 0 { 'a' } else { 'b' }, print_key(key.span))
}

fn parse_node(text: &str) -> Option<NodeKey> {
    let side = u8::from(!text.starts_with('a'));
    let span = text.strip_prefix(['a', 'b'])?;
    Some(NodeKey { side, span: parse_key(span)? })
}

/// Whether a link is to a page of several traces, which no side can be; reading one inside another
/// would go on for as long as the link does.
pub(super) fn is_of_several(text: &str) -> bool {
    let page = text.split(['/', '?']).find(|part| !part.is_empty());
    page.is_some_and(|page| page == "compare" || page == "sets")
}

/// The ids of `ID...ID`, as Jaeger's links to a comparison have them; either may be missing.
/// `None`: not such a text, or one of them is no id.
pub(super) fn pair_of_ids(text: &str) -> Option<[Option<TraceId>; 2]> {
    let (first, second) = text.split_once("...")?;
    let id = |text: &str| match text.trim() {
        "" => Some(None),
        id => TraceId::from_hex(id.as_bytes()).map(Some),
    };
    Some([id(first)?, id(second)?])
}
