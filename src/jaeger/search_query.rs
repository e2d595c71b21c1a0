//! What to search for, as a value: the whole of Jaeger's search form.
//!
//! Invariant: any value of it can be put into a link and come back the same
//! (`search_link`); nothing in it depends on a server's dialect. Absent: defaults that belong
//! to a form, such as the service searched last.

use serde::{Deserialize, Serialize};

use super::logfmt::AttributePair;
use super::lookback::Lookback;

/// Jaeger's default for the number of traces.
pub const DEFAULT_LIMIT: u32 = 20;

/// The service whose spans are searched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ServiceChoice {
    /// None is chosen yet; such a form cannot be sent.
    #[default]
    None,
    /// Any; only some servers can do that (capability `searchWithoutServiceName`), others
    /// answer that a service is required.
    All,
    /// Neither empty nor one of Jaeger's words for the others (`-`, `__all_services__`).
    Named(String),
}

impl ServiceChoice {
    /// The name to send; `None` for any service and for no choice.
    pub fn name(&self) -> Option<&str> {
        match self {
            ServiceChoice::Named(name) => Some(name),
            ServiceChoice::None | ServiceChoice::All => None,
        }
    }
}

/// When traces began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SearchTime {
    /// Up to the moment of asking.
    Last(Lookback),
    /// Between two moments, both included.
    Between {
        /// Microseconds since the epoch.
        start_micros: u64,
        /// Microseconds since the epoch, not before the start, above 0.
        end_micros: u64,
        /// The lookback that these came from, for the form; `None`: typed by hand. Jaeger's
        /// links fix the moments so that whoever opens one sees the same traces.
        from: Option<Lookback>,
    },
}

impl SearchTime {
    /// Start and end in microseconds since the epoch, both included, if asked at `now_micros`.
    pub fn window(self, now_micros: u64) -> (u64, u64) {
        match self {
            SearchTime::Last(lookback) => {
                (now_micros.saturating_sub(lookback.micros()), now_micros)
            }
            SearchTime::Between { start_micros, end_micros, .. } => (start_micros, end_micros),
        }
    }

    /// The same window for whoever opens it later, as Jaeger puts it into links.
    #[must_use]
    pub fn fixed(self, now_micros: u64) -> SearchTime {
        match self {
            SearchTime::Last(lookback) => {
                let (start_micros, end_micros) = self.window(now_micros);
                SearchTime::Between { start_micros, end_micros, from: Some(lookback) }
            }
            SearchTime::Between { .. } => self,
        }
    }
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuery {
    pub service: ServiceChoice,
    /// `None`: any. Never empty, and never one of Jaeger's words for any (`all`), which a link
    /// could not tell from it.
    pub operation: Option<String>,
    /// All of them on one span; keys are distinct, and not empty.
    pub attributes: Vec<AttributePair>,
    pub time: SearchTime,
    /// Traces that have *a span* of at least so many nanoseconds, not traces of that length.
    pub min_duration_nanos: Option<u64>,
    /// Traces that have *a span* of at most so many nanoseconds.
    pub max_duration_nanos: Option<u64>,
    /// Traces in an answer at most; above 0.
    pub limit: u32,
}

impl Default for SearchQuery {
    fn default() -> Self {
        SearchQuery {
            service: ServiceChoice::None,
            operation: None,
            attributes: Vec::new(),
            time: SearchTime::Last(Lookback::HOUR),
            min_duration_nanos: None,
            max_duration_nanos: None,
            limit: DEFAULT_LIMIT,
        }
    }
}

impl SearchQuery {
    /// Whether it can be sent.
    pub fn is_complete(&self) -> bool {
        self.service != ServiceChoice::None
    }

    /// The attributes as the API takes them: one JSON object of texts; `None` without any.
    pub(super) fn attributes_json(&self) -> Option<String> {
        if self.attributes.is_empty() {
            return None;
        }
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let members =
            self.attributes.iter().map(|(key, value)| format!("{}:{}", text(key), text(value)));
        Some(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
    }
}
