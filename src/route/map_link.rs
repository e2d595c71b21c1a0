//! How the service map is looked at ⇄ parameters of an address.
//!
//! Invariant: what would be so anyway is not printed, and what cannot be read counts as absent; a
//! pin has its node's key last, since keys may have any letter. Absent: places that nobody chose: the
//! canonical layout gives them.

use super::query::LinkText;
use crate::analysis::{GraphFilter, GraphGrouping, Hops};
use crate::layout::service_map::{Point, WidthBy};

/// What the map is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapSource {
    /// What the server counted.
    #[default]
    Server,
    /// Traces that a search brings.
    Search,
    /// What is open.
    Open,
}

/// A twin of the same data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapShape {
    #[default]
    Force,
    Layered,
    Matrix,
    Table,
}

impl MapSource {
    pub const ALL: [MapSource; 3] = [MapSource::Server, MapSource::Search, MapSource::Open];

    pub fn word(self) -> &'static str {
        match self {
            MapSource::Server => "server",
            MapSource::Search => "search",
            MapSource::Open => "open",
        }
    }

    /// As usual for any other word.
    pub fn from_word(word: &str) -> MapSource {
        MapSource::ALL.into_iter().find(|one| one.word() == word).unwrap_or_default()
    }
}

impl MapShape {
    pub const ALL: [MapShape; 4] =
        [MapShape::Force, MapShape::Layered, MapShape::Matrix, MapShape::Table];

    pub fn word(self) -> &'static str {
        match self {
            MapShape::Force => "force",
            MapShape::Layered => "layered",
            MapShape::Matrix => "matrix",
            MapShape::Table => "table",
        }
    }

    /// As usual for any other word.
    pub fn from_word(word: &str) -> MapShape {
        MapShape::ALL.into_iter().find(|one| one.word() == word).unwrap_or_default()
    }
}

/// How it is looked at, whatever it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapLook {
    pub shape: MapShape,
    pub width_by: WidthBy,
    pub filter: GraphFilter,
    /// The key of a node; empty: none.
    pub focus: String,
    pub hops: Hops,
    /// Whether what is not near the focus is left out, not only dimmed.
    pub hides_rest: bool,
    pub grouping: GraphGrouping,
    /// Families that are drawn as their members all the same.
    pub open_groups: Vec<String>,
    /// Keys of nodes, and where they were put.
    pub pins: Vec<(String, Point)>,
    /// Keys of a node, or of an edge's ends.
    pub selected: Option<(String, Option<String>)>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLink {
    pub source: MapSource,
    /// Of a search.
    pub service: String,
    /// How far back, above 0.
    pub lookback_millis: u64,
    /// Where the time ends, in milliseconds since the epoch; `None`: at the moment of asking.
    pub end_millis: Option<u64>,
    pub look: MapLook,
}

const USUAL_MILLIS: u64 = 24 * 3_600_000;
/// A hundred years.
const MOST_MILLIS: u64 = 36_525 * 24 * 3_600_000;
/// Of pins in a link.
pub(super) const MOST_PINS: usize = 100;

impl Default for MapLink {
    fn default() -> MapLink {
        MapLink {
            source: MapSource::default(),
            service: String::new(),
            lookback_millis: USUAL_MILLIS,
            end_millis: None,
            look: MapLook::default(),
        }
    }
}

impl MapLink {
    /// Reads parameters as they stand in an address, without a question mark.
    pub fn parse(parameters: &str) -> MapLink {
        let mut link = MapLink::default();
        for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
            let number = value.parse::<u64>().ok().filter(|&number| number > 0);
            match &*name {
                "source" => link.source = MapSource::from_word(&value),
                "service" => link.service = value.into_owned(),
                "lookback" => {
                    link.lookback_millis = number.unwrap_or(USUAL_MILLIS).min(MOST_MILLIS);
                }
                "end" => link.end_millis = number.filter(|&millis| millis < u64::MAX / 2_000_000),
                _ => link.look.read(&name, value.into_owned()),
            }
        }
        link
    }

    pub(super) fn print(&self, link: &mut LinkText) {
        let usual = MapLink::default();
        if self.source != usual.source {
            link.parameter("source", self.source.word());
        }
        if !self.service.is_empty() {
            link.parameter("service", &self.service);
        }
        if self.lookback_millis != usual.lookback_millis {
            link.parameter("lookback", &self.lookback_millis.to_string());
        }
        if let Some(end) = self.end_millis {
            link.parameter("end", &end.to_string());
        }
        self.look.print(link);
    }

    /// What is asked for, in milliseconds since the epoch, if asked now.
    pub fn window_millis(&self, now_millis: u64) -> (u64, u64) {
        let end = self.end_millis.unwrap_or(now_millis);
        (end.saturating_sub(self.lookback_millis), end)
    }

    /// The same calls, however they are looked at.
    pub fn asks_the_same(&self, other: &MapLink) -> bool {
        let asked = |link: &MapLink| MapLink { look: MapLook::default(), ..link.clone() };
        asked(self) == asked(other)
    }
}

impl MapLook {
    fn read(&mut self, name: &str, value: String) {
        let number = || value.parse::<u64>().ok();
        let hops = || number().map_or(2, |hops| hops.min(u64::from(Hops::MOST)) as u8);
        match name {
            "layout" => self.shape = MapShape::from_word(&value),
            "width" => {
                let found = WidthBy::ALL.into_iter().find(|by| by.word() == value);
                self.width_by = found.unwrap_or_default();
            }
            "name" => self.filter.name = value,
            "least" => self.filter.least_calls = number().unwrap_or(0),
            "failing" => self.filter.is_failing = value == "only",
            "focus" => self.focus = value,
            "up" => self.hops.up = hops(),
            "down" => self.hops.down = hops(),
            "rest" => self.hides_rest = value == "hidden",
            "group" => {
                let found = GraphGrouping::ALL.into_iter().find(|by| by.word() == value);
                self.grouping = found.unwrap_or_default();
            }
            "open" => self.open_groups.push(value),
            "pin" if self.pins.len() < MOST_PINS => self.pins.extend(read_pin(&value)),
            "node" => self.selected = Some((value, None)),
            "calls" => {
                if let Some((Some(from), None)) =
                    self.selected.take().map(|(from, to)| (Some(from), to))
                {
                    self.selected = Some((from, Some(value)));
                }
            }
            _ => {}
        }
    }

    fn print(&self, link: &mut LinkText) {
        let usual = MapLook::default();
        print_drawing(link, self.shape, &self.pins);
        let mut text = |name: &str, value: &str, is_said: bool| {
            if is_said {
                link.parameter(name, value);
            }
        };
        text("width", self.width_by.word(), self.width_by != usual.width_by);
        text("name", &self.filter.name, !self.filter.name.is_empty());
        text("least", &self.filter.least_calls.to_string(), self.filter.least_calls > 1);
        text("failing", "only", self.filter.is_failing);
        text("focus", &self.focus, !self.focus.is_empty());
        text("up", &self.hops.up.to_string(), self.hops.up != usual.hops.up);
        text("down", &self.hops.down.to_string(), self.hops.down != usual.hops.down);
        text("rest", "hidden", self.hides_rest);
        text("group", self.grouping.word(), self.grouping != usual.grouping);
        self.open_groups.iter().for_each(|name| text("open", name, true));
        if let Some((node, other)) = &self.selected {
            text("node", node, true);
            text("calls", other.as_deref().unwrap_or_default(), other.is_some());
        }
    }
}

/// What a trace's own map has in its link, too.
pub(super) fn print_drawing(link: &mut LinkText, shape: MapShape, pins: &[(String, Point)]) {
    if shape != MapShape::default() {
        link.parameter("layout", shape.word());
    }
    for (key, at) in pins.iter().take(MOST_PINS) {
        link.parameter("pin", &format!("{:.0},{:.0},{key}", at.x, at.y));
    }
}

pub(super) fn read_pin(value: &str) -> Option<(String, Point)> {
    let (x, rest) = value.split_once(',')?;
    let (y, key) = rest.split_once(',')?;
    let number = |text: &str| text.parse::<i32>().ok().map(f64::from);
    Some((key.to_owned(), Point { x: number(x)?, y: number(y)? }))
}
