//! What the monitor page shows ⇄ the parameters of its links, Jaeger's own among them.
//!
//! Invariant: what was printed parses to itself; any text parses to something. Absent: the page
//! that they belong to, and the endpoint.

use super::address::AddressText;
use super::moments::{ZoneOffset, window_from_texts};
use super::search_form::{FormField, FormMistake};
use crate::trace::SpanKind;

/// An hour, as Jaeger's page begins.
const USUAL_MILLIS: u64 = 3_600_000;
/// Longer than any storage keeps.
const MOST_DAYS: u64 = 400;
const MOST_MILLIS: u64 = MOST_DAYS * 86_400_000;
/// Traces that a search for figures brings at most: enough for quantiles, and read in a moment.
pub const MOST_MEASURED: u32 = 200;
/// Jaeger's word in links to its search for a time between two moments.
const CUSTOM: &str = "custom";

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MonitorSource {
    /// A server's storage of metrics, and where it has none, traces that a search finds.
    #[default]
    Usual,
    /// Traces that a search finds, whatever the server has.
    Search,
    /// The traces that are open; nothing is asked of a server.
    Open,
}

impl MonitorSource {
    pub const ALL: [MonitorSource; 3] =
        [MonitorSource::Usual, MonitorSource::Search, MonitorSource::Open];

    /// As links say it.
    pub fn word(self) -> &'static str {
        match self {
            MonitorSource::Usual => "usual",
            MonitorSource::Search => "search",
            MonitorSource::Open => "open",
        }
    }

    /// The usual one for any other word.
    pub fn from_word(word: &str) -> MonitorSource {
        MonitorSource::ALL.into_iter().find(|one| one.word() == word).unwrap_or_default()
    }
}

/// Jaeger's links have `service`, `spanKind` and `timeframe`, up to whenever they are opened;
/// `lookback=custom` and `limit` are those of its search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonitorLink {
    /// Empty: none is chosen yet.
    pub service: String,
    /// Whose figures a storage of metrics is asked for.
    pub kind: SpanKind,
    /// How far back, above 0.
    pub timeframe_millis: u64,
    /// Where the window ends, in milliseconds since the epoch, so that whoever opens the link sees
    /// the same; `None`: at the moment of asking.
    pub end_millis: Option<u64>,
    /// Both ends of the window were chosen, not how far back.
    pub is_custom: bool,
    /// Of traces that are searched for, 1 to [`MOST_MEASURED`].
    pub limit: u32,
    pub source: MonitorSource,
    /// The operation whose lines are drawn; empty: all together.
    pub operation: String,
    /// In the words of `measures::MeasureOrder`; empty: as usual.
    pub sort: String,
}

impl Default for MonitorLink {
    fn default() -> MonitorLink {
        MonitorLink {
            service: String::new(),
            kind: SpanKind::Server,
            timeframe_millis: USUAL_MILLIS,
            end_millis: None,
            is_custom: false,
            limit: MOST_MEASURED,
            source: MonitorSource::Usual,
            operation: String::new(),
            sort: String::new(),
        }
    }
}

impl MonitorLink {
    /// Reads parameters as they stand in an address, without a question mark.
    pub fn parse(parameters: &str) -> MonitorLink {
        let mut link = MonitorLink::default();
        for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
            let number = value.parse::<u64>().ok().filter(|&number| number > 0);
            match &*name {
                "service" => link.service = value.into_owned(),
                "spanKind" => {
                    link.kind = SpanKind::from_any_case(&value).unwrap_or(SpanKind::Server);
                }
                "timeframe" => {
                    link.timeframe_millis = number.unwrap_or(USUAL_MILLIS).min(MOST_MILLIS);
                }
                "end" => link.end_millis = number.filter(|&millis| millis < u64::MAX / 2_000_000),
                "lookback" => link.is_custom = value == CUSTOM,
                "limit" => {
                    let limit = number.and_then(|number| u32::try_from(number).ok());
                    link.limit = limit.unwrap_or(MOST_MEASURED).min(MOST_MEASURED);
                }
                "source" => link.source = MonitorSource::from_word(&value),
                "operation" => link.operation = value.into_owned(),
                "sort" => link.sort = value.into_owned(),
                _ => {}
            }
        }
        link
    }

    /// Without a question mark; empty if it would say nothing.
    pub fn print(&self) -> String {
        let mut out = AddressText::parameters();
        let usual = MonitorLink::default();
        let mut text = |name: &str, value: &str, is_said: bool| {
            if is_said {
                out.parameter(name, value);
            }
        };
        text("service", &self.service, !self.service.is_empty());
        text("spanKind", self.kind.name(), self.kind != usual.kind);
        let timeframe = self.timeframe_millis.to_string();
        text("timeframe", &timeframe, self.timeframe_millis != usual.timeframe_millis);
        let end = self.end_millis.unwrap_or(0).to_string();
        text("end", &end, self.end_millis.is_some());
        text("lookback", CUSTOM, self.is_custom);
        text("limit", &self.limit.to_string(), self.limit != usual.limit);
        text("source", self.source.word(), self.source != MonitorSource::Usual);
        text("operation", &self.operation, !self.operation.is_empty());
        text("sort", &self.sort, !self.sort.is_empty());
        out.finish()
    }

    /// What is measured, in milliseconds since the epoch, if asked now.
    pub fn window_millis(&self, now_millis: u64) -> (u64, u64) {
        let end = self.end_millis.unwrap_or(now_millis);
        (end.saturating_sub(self.timeframe_millis), end)
    }

    /// Takes the window from the texts of two fields.
    pub fn between(
        self,
        start: &str,
        end: &str,
        offset: ZoneOffset<'_>,
    ) -> Result<MonitorLink, Vec<FormMistake>> {
        let (start_micros, end_micros) = window_from_texts(start, end, offset)?;
        let timeframe_millis = (end_micros - start_micros) / 1_000;
        let wrong = |text: String| Err(vec![(FormField::End, text)]);
        match timeframe_millis {
            0 => wrong("The end is to be after the start.".to_owned()),
            1..=MOST_MILLIS => {
                let end_millis = Some(end_micros / 1_000);
                Ok(MonitorLink { timeframe_millis, end_millis, is_custom: true, ..self })
            }
            _ => wrong(format!("At most {MOST_DAYS} days are measured.")),
        }
    }

    /// The same figures, whatever of them is looked at.
    pub fn asks_the_same(&self, other: &MonitorLink) -> bool {
        let asked = |link: &MonitorLink| MonitorLink {
            operation: String::new(),
            sort: String::new(),
            ..link.clone()
        };
        asked(self) == asked(other)
    }
}
