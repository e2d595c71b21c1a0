//! How a trace is looked at, beyond zoom, selection and what is closed ⇄ parameters.
//!
//! Invariant: as for the whole view: what would be so anyway is not printed, and what cannot
//! be read counts as absent. Absent: whether a filter means anything (see `analysis`).

use super::map_link::{self, MOST_PINS, MapShape};
use super::query::{LinkText, Parameters};
use super::view_state::{parse_interval, parse_key, print_interval, print_key};
use crate::layout::RowKey;
use crate::layout::service_map::Point;

/// As Jaeger's own links call it.
pub(super) const JAEGER_FILTER: &str = "uiFind";
pub(super) const JAEGER_SERVICES: &str = "svcFilter";

/// A picture of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TraceView {
    #[default]
    Waterfall,
    Flame,
    Statistics,
    Spans,
    Events,
    CriticalPath,
    Map,
    Json,
}

impl TraceView {
    pub const ALL: [TraceView; 8] = [
        TraceView::Waterfall,
        TraceView::Flame,
        TraceView::Statistics,
        TraceView::Spans,
        TraceView::Events,
        TraceView::CriticalPath,
        TraceView::Map,
        TraceView::Json,
    ];

    /// As links name it.
    pub fn name(self) -> &'static str {
        match self {
            TraceView::Waterfall => "waterfall",
            TraceView::Flame => "flame",
            TraceView::Statistics => "statistics",
            TraceView::Spans => "spans",
            TraceView::Events => "events",
            TraceView::CriticalPath => "path",
            TraceView::Map => "map",
            TraceView::Json => "json",
        }
    }

    fn from_name(name: &str) -> Option<TraceView> {
        TraceView::ALL.into_iter().find(|view| view.name() == name)
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    pub view: TraceView,
    /// In the filter language, as typed; empty: everything.
    pub filter: String,
    /// Whether the filter has the meaning that `uiFind` has in Jaeger's links.
    pub is_jaeger_filter: bool,
    /// The services that a link of Jaeger's shows, as it says it; empty: all.
    pub services: String,
    /// Whether spans that do not match, nor lead to one that does, are hidden.
    pub is_matches_only: bool,
    /// The span whose subtree is looked at; `None`: the whole trace.
    pub focus: Option<RowKey>,
    /// A stretch of time that is summed up, in nanoseconds from the trace's start, the end above
    /// the start.
    pub stretch: Option<(u64, u64)>,
    /// What bars are coloured by, in the words of a column: `kind`, `attr:http.route`; empty:
    /// by service.
    pub color_by: String,
    /// What stands between a row's name and its bar, in the words of a list of columns; empty:
    /// as usual.
    pub row_columns: String,
    /// What the statistics group by, in their own words; empty: by operation.
    pub group_by: String,
    /// What the table of spans is sorted by, in words, `-` before them for the largest first;
    /// empty: by start.
    pub table_sort: String,
    /// Whether the clocks of hosts are adjusted.
    pub is_clock_adjusted: bool,
    /// Whether the critical path is not drawn.
    pub hides_path: bool,
    /// Whether siblings that repeat have a row each.
    pub is_ungrouped: bool,
    /// Whether the flame graph adds up calls of the same path.
    pub is_flame_summed: bool,
    /// The node of the added-up flame graph that is looked into, by the first of its spans;
    /// `None`: all.
    pub flame_root: Option<RowKey>,
    /// How the trace's own map is drawn.
    pub map_shape: MapShape,
    /// Keys of its nodes, and where they were put.
    pub map_pins: Vec<(String, Point)>,
}

impl Look {
    pub(super) fn print(&self, link: &mut LinkText) {
        if self.view != TraceView::default() {
            link.parameter("view", self.view.name());
        }
        let mut text = |name: &str, value: &str| {
            if !value.is_empty() {
                link.parameter(name, value);
            }
        };
        text(if self.is_jaeger_filter { JAEGER_FILTER } else { "filter" }, &self.filter);
        text(JAEGER_SERVICES, &self.services);
        text("focus", &self.focus.map(print_key).unwrap_or_default());
        text("range", &self.stretch.map(print_interval).unwrap_or_default());
        text("color", &self.color_by);
        text("columns", &self.row_columns);
        text("group", &self.group_by);
        text("sort", &self.table_sort);
        text("node", &self.flame_root.map(print_key).unwrap_or_default());
        map_link::print_drawing(link, self.map_shape, &self.map_pins);
        let mut flag = |name: &str, is_set: bool, value: &str| {
            if is_set {
                link.parameter(name, value);
            }
        };
        flag("matches", self.is_matches_only, "only");
        flag("clock", self.is_clock_adjusted, "adjusted");
        flag("path", self.hides_path, "hidden");
        flag("siblings", self.is_ungrouped, "all");
        flag("flame", self.is_flame_summed, "sum");
    }

    pub(super) fn parse(parameters: &Parameters) -> Look {
        let text = |name: &str| parameters.get(name).unwrap_or_default().to_owned();
        let jaeger_filter = text(JAEGER_FILTER);
        let is_jaeger_filter = !jaeger_filter.is_empty();
        Look {
            view: parameters.get("view").and_then(TraceView::from_name).unwrap_or_default(),
            filter: if is_jaeger_filter { jaeger_filter } else { text("filter") },
            is_jaeger_filter,
            services: text(JAEGER_SERVICES),
            is_matches_only: parameters.get("matches") == Some("only"),
            focus: parameters.get("focus").and_then(parse_key),
            stretch: parameters.get("range").and_then(parse_interval),
            color_by: text("color"),
            row_columns: text("columns"),
            group_by: text("group"),
            table_sort: text("sort"),
            is_clock_adjusted: parameters.get("clock") == Some("adjusted"),
            hides_path: parameters.get("path") == Some("hidden"),
            is_ungrouped: parameters.get("siblings") == Some("all"),
            is_flame_summed: parameters.get("flame") == Some("sum"),
            flame_root: parameters.get("node").and_then(parse_key),
            map_shape: parameters.get("layout").map(MapShape::from_word).unwrap_or_default(),
            map_pins: parameters
                .all("pin")
                .filter_map(map_link::read_pin)
                .take(MOST_PINS)
                .collect(),
        }
    }
}
