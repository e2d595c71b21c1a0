//! A search → a line that tells it from others: `order · POST /orders · error=true · 1 hour`.
//!
//! Invariant: what is not asked for is not told. Absent: the number of traces, which says nothing
//! about what is looked for.

use super::go_duration::duration_text;
use super::logfmt::attributes_text;
use super::moments::ZoneOffset;
use super::search_query::{SearchQuery, SearchTime};
use crate::format::iso_8601;

/// Times of day on the reader's clock.
pub fn search_words(query: &SearchQuery, offset: ZoneOffset<'_>) -> String {
    let mut words = vec![query.service.name().unwrap_or("any service").to_owned()];
    words.extend(query.operation.clone());
    if !query.attributes.is_empty() {
        words.push(attributes_text(&query.attributes));
    }
    words.extend(query.min_duration_nanos.map(|nanos| format!("over {}", duration_text(nanos))));
    words.extend(query.max_duration_nanos.map(|nanos| format!("under {}", duration_text(nanos))));
    words.push(time_words(query.time, offset));
    words.join(" · ")
}

fn time_words(time: SearchTime, offset: ZoneOffset<'_>) -> String {
    match time {
        SearchTime::Last(lookback) | SearchTime::Between { from: Some(lookback), .. } => {
            lookback.title()
        }
        SearchTime::Between { start_micros, end_micros, from: None } => {
            let moment = |micros: u64| {
                let nanos = micros.saturating_mul(1_000);
                let text = iso_8601(nanos, offset(nanos));
                text.get(..16).unwrap_or(&text).replace('T', " ")
            };
            format!("{} to {}", moment(start_micros), moment(end_micros))
        }
    }
}
