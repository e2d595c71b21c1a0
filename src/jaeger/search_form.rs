//! The fields of the search form, as they are typed ⇄ the search that they ask for.
//!
//! Invariant: what a search says is in the fields and comes back the same, to the millisecond;
//! every field that cannot be read has its mistake. Absent: what a field looks like.

use super::go_duration::{DURATION_HINT, duration_from_text, duration_text};
use super::logfmt::{attributes_from_text, attributes_text};
use super::lookback::Lookback;
use super::moments::{ZoneOffset, moment_text, window_from_texts};
use super::search_query::{DEFAULT_LIMIT, SearchQuery, SearchTime, ServiceChoice};

/// Texts of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchForm {
    /// Empty: none is chosen; `*`: all.
    pub service: String,
    /// Empty: any.
    pub operation: String,
    /// As logfmt.
    pub attributes: String,
    /// `None`: between `start` and `end`.
    pub lookback: Option<Lookback>,
    /// `2026-11-26T14:03:12.481`, in the zone that the reader chose.
    pub start: String,
    pub end: String,
    pub min_duration: String,
    pub max_duration: String,
    pub limit: String,
}

impl Default for SearchForm {
    fn default() -> SearchForm {
        SearchForm::of(&SearchQuery::default(), &|_| 0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormField {
    Service,
    Attributes,
    Start,
    End,
    MinDuration,
    MaxDuration,
    Limit,
}

/// Why a field cannot be read: a sentence.
pub type FormMistake = (FormField, String);

/// More than any server gives.
const MOST_TRACES: u32 = 100_000;
/// What stands for all services.
const ALL_SERVICES: &str = "*";

impl SearchForm {
    pub fn of(query: &SearchQuery, offset: ZoneOffset<'_>) -> SearchForm {
        let (lookback, moments) = match query.time {
            SearchTime::Last(lookback) => (Some(lookback), None),
            SearchTime::Between { start_micros, end_micros, from } => {
                (from, Some((start_micros, end_micros)))
            }
        };
        let moment = |micros: Option<u64>| {
            micros.map(|micros| moment_text(micros, offset)).unwrap_or_default()
        };
        let duration = |nanos: Option<u64>| nanos.map(duration_text).unwrap_or_default();
        SearchForm {
            service: match &query.service {
                ServiceChoice::None => String::new(),
                ServiceChoice::All => ALL_SERVICES.to_owned(),
                ServiceChoice::Named(name) => name.clone(),
            },
            operation: query.operation.clone().unwrap_or_default(),
            attributes: attributes_text(&query.attributes),
            lookback,
            start: moment(moments.map(|(start, _)| start)),
            end: moment(moments.map(|(_, end)| end)),
            min_duration: duration(query.min_duration_nanos),
            max_duration: duration(query.max_duration_nanos),
            limit: query.limit.to_string(),
        }
    }

    pub fn chosen_service(&self) -> ServiceChoice {
        match self.service.trim() {
            "" => ServiceChoice::None,
            ALL_SERVICES => ServiceChoice::All,
            name => ServiceChoice::Named(name.to_owned()),
        }
    }

    /// What the fields ask for. With a lookback, up to the moment of asking.
    pub fn query(&self, offset: ZoneOffset<'_>) -> Result<SearchQuery, Vec<FormMistake>> {
        let mut mistakes = Vec::new();
        let mut note = |field: FormField, message: &str| mistakes.push((field, message.to_owned()));
        let service = self.chosen_service();
        if service == ServiceChoice::None {
            note(
                FormField::Service,
                "Choose a service, or * for all where the server can do that.",
            );
        }
        let attributes = attributes_from_text(&self.attributes).unwrap_or_else(|mistake| {
            note(FormField::Attributes, &mistake.message);
            Vec::new()
        });
        let mut duration = |field: FormField, text: &str| {
            let text = text.trim();
            let nanos = duration_from_text(text);
            if nanos.is_none() && !text.is_empty() {
                note(field, DURATION_HINT);
            }
            nanos
        };
        let min_duration_nanos = duration(FormField::MinDuration, &self.min_duration);
        let max_duration_nanos = duration(FormField::MaxDuration, &self.max_duration);
        if min_duration_nanos.zip(max_duration_nanos).is_some_and(|(min, max)| min > max) {
            note(FormField::MaxDuration, "This is less than the duration before it.");
        }
        let limit = match self.limit.trim() {
            "" => Some(DEFAULT_LIMIT),
            text => text.parse().ok().filter(|limit| (1..=MOST_TRACES).contains(limit)),
        };
        if limit.is_none() {
            note(FormField::Limit, "A number of traces is a whole number from 1 to 100000.");
        }
        let time = match self.lookback {
            Some(lookback) => SearchTime::Last(lookback),
            None => {
                let read = window_from_texts(&self.start, &self.end, offset);
                let (start_micros, end_micros) = read.unwrap_or_else(|mut wrong| {
                    mistakes.append(&mut wrong);
                    (0, 0)
                });
                SearchTime::Between { start_micros, end_micros, from: None }
            }
        };
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let operation = Some(self.operation.trim().to_owned()).filter(|name| !name.is_empty());
        Ok(SearchQuery {
            service,
            operation,
            attributes,
            time,
            min_duration_nanos,
            max_duration_nanos,
            limit: limit.unwrap_or(DEFAULT_LIMIT),
        })
    }
}
