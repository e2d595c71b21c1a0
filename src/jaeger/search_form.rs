//! The fields of the search form, as they are typed ⇄ the search that they ask for.
//!
//! Invariant: what a search says is in the fields and comes back the same, to the millisecond;
//! every field that cannot be read has its mistake. Absent: what a field looks like.

use super::go_duration::{DURATION_HINT, duration_from_text, duration_text};
use super::instant::instant_from_text;
use super::logfmt::{attributes_from_text, attributes_text};
use super::lookback::Lookback;
use super::search_query::{DEFAULT_LIMIT, SearchQuery, SearchTime, ServiceChoice};
use crate::format::iso_8601;

/// Minutes that the zone of the fields is ahead of UTC, at an instant in nanoseconds since the
/// epoch.
pub type ZoneOffset<'a> = &'a dyn Fn(u64) -> i32;

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
            None => self.moments(offset, &mut note),
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

    fn moments(&self, offset: ZoneOffset<'_>, note: &mut dyn FnMut(FormField, &str)) -> SearchTime {
        let mut moment = |field: FormField, text: &str| {
            let micros = moment_from_text(text, offset);
            if micros.is_none() {
                note(field, "A day and a time are wanted, as in 2026-11-26 14:03:12.481.");
            }
            micros.unwrap_or(0)
        };
        let start_micros = moment(FormField::Start, &self.start);
        let end_micros = moment(FormField::End, &self.end);
        if end_micros > 0 && end_micros < start_micros {
            note(FormField::End, "The end is before the start.");
        }
        SearchTime::Between { start_micros, end_micros, from: None }
    }
}

/// `2026-11-26T14:03:12.481`, as fields for a day and a time have it.
fn moment_text(micros: u64, offset: ZoneOffset<'_>) -> String {
    let nanos = micros.saturating_mul(1_000);
    let text = iso_8601(nanos, offset(nanos));
    text.get(..23).unwrap_or(&text).to_owned()
}

/// Microseconds since the epoch; seconds and what is below them may be left out.
fn moment_from_text(text: &str, offset: ZoneOffset<'_>) -> Option<u64> {
    let text = text.trim();
    let seconds = if text.len() == 16 { ":00" } else { "" };
    let as_utc = instant_from_text(&format!("{text}{seconds}Z"))?;
    // The offset depends on the moment; that of the moment an offset away is right but for the
    // hour of a change.
    let shifted = |minutes: i32| as_utc.checked_add_signed(-i64::from(minutes) * 60_000_000_000);
    let nanos = shifted(offset(shifted(offset(as_utc))?))?;
    Some(nanos / 1_000).filter(|&micros| micros > 0)
}
