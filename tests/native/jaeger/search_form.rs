//! The fields of the search form: what they mean, and what is wrong with them.

use proptest::prelude::*;
use spanscope::jaeger::{
    FormField, LOOKBACKS, Lookback, SearchForm, SearchQuery, SearchTime, ServiceChoice,
};

use super::logfmt::attribute_lists;

const DAY_MICROS: u64 = 86_400_000_000;
/// 2026-11-26T14:03:12.481Z
const MOMENT_MICROS: u64 = 1_795_701_792_481_000;

fn utc(_: u64) -> i32 {
    0
}

/// A form that can be sent, with two times.
fn between(start: &str, end: &str) -> SearchForm {
    SearchForm {
        service: "order".to_owned(),
        lookback: None,
        start: start.to_owned(),
        end: end.to_owned(),
        ..SearchForm::default()
    }
}

fn start_micros(text: &str, offset: &dyn Fn(u64) -> i32) -> Option<u64> {
    match between(text, "2100-01-01T00:00").query(offset).ok()?.time {
        SearchTime::Between { start_micros, .. } => Some(start_micros),
        SearchTime::Last(_) => None,
    }
}

fn fields_in_error(form: &SearchForm) -> Vec<FormField> {
    let mistakes = form.query(&utc).err().unwrap_or_default();
    for (_, message) in &mistakes {
        assert!(message.ends_with('.'), "no sentence: {message}");
    }
    mistakes.into_iter().map(|(field, _)| field).collect()
}

#[test]
fn an_empty_form_has_jaegers_defaults_and_lacks_a_service() {
    let form = SearchForm::default();
    assert_eq!((form.lookback, form.limit.as_str()), (Some(Lookback::HOUR), "20"));
    assert_eq!(fields_in_error(&form), [FormField::Service]);
    let form = SearchForm { service: "order".to_owned(), ..form };
    let expected =
        SearchQuery { service: ServiceChoice::Named("order".to_owned()), ..SearchQuery::default() };
    assert_eq!(form.query(&utc), Ok(expected));
}

#[test]
fn blanks_around_what_was_typed_mean_nothing() {
    let form = SearchForm {
        service: "  order ".to_owned(),
        operation: " ".to_owned(),
        attributes: "  ".to_owned(),
        min_duration: " 1.5 s ".to_owned(),
        limit: " ".to_owned(),
        ..between(" 2026-11-26T14:03:12.481 ", "2026-11-26T15:00")
    };
    let query = form.query(&utc).expect("it can be read");
    assert_eq!(query.service, ServiceChoice::Named("order".to_owned()));
    assert_eq!((query.operation, query.limit), (None, 20));
    assert_eq!(query.min_duration_nanos, Some(1_500_000_000));
    assert_eq!(query.time.window(0).0, MOMENT_MICROS);
}

#[test]
fn every_mistake_is_noted_at_its_field() {
    let good = || between("2026-11-26T14:00", "2026-11-26T15:00");
    let change = |change: &dyn Fn(&mut SearchForm)| {
        let mut form = good();
        change(&mut form);
        fields_in_error(&form)
    };
    assert_eq!(fields_in_error(&good()), []);
    assert_eq!(change(&|form| form.service = "\t".to_owned()), [FormField::Service]);
    assert_eq!(change(&|form| form.attributes = "a=b=c".to_owned()), [FormField::Attributes]);
    for text in ["12", "-1s", "1d", "s", "1.2.3s", "ms5", "3000000h"] {
        assert_eq!(change(&|form| form.min_duration = text.to_owned()), [FormField::MinDuration]);
        assert_eq!(change(&|form| form.max_duration = text.to_owned()), [FormField::MaxDuration]);
    }
    let swapped = change(&|form| {
        form.min_duration = "2s".to_owned();
        form.max_duration = "1999ms".to_owned();
    });
    assert_eq!(swapped, [FormField::MaxDuration]);
    for text in ["0", "-5", "1.5", "many", "100001", "99999999999999999999"] {
        assert_eq!(change(&|form| form.limit = text.to_owned()), [FormField::Limit], "{text}");
    }
    for text in
        ["", "yesterday", "2026-13-01T00:00", "2026-11-26", "1969-12-31T23:59", "\u{e4}\u{e4}"]
    {
        assert_eq!(change(&|form| form.start = text.to_owned()), [FormField::Start], "{text}");
        assert_eq!(change(&|form| form.end = text.to_owned()), [FormField::End], "{text}");
    }
    assert_eq!(change(&|form| form.end = "2026-11-26T13:59:59.999".to_owned()), [FormField::End]);
    let all = SearchForm {
        attributes: "=".to_owned(),
        min_duration: "x".to_owned(),
        max_duration: "x".to_owned(),
        limit: "x".to_owned(),
        service: String::new(),
        ..between("x", "x")
    };
    assert_eq!(
        fields_in_error(&all),
        [
            FormField::Service,
            FormField::Attributes,
            FormField::MinDuration,
            FormField::MaxDuration,
            FormField::Limit,
            FormField::Start,
            FormField::End,
        ]
    );
}

#[test]
fn with_a_lookback_the_two_times_do_not_matter() {
    let form = SearchForm { lookback: Some(Lookback::HOUR), ..between("x", "y") };
    assert_eq!(form.query(&utc).expect("it can be read").time, SearchTime::Last(Lookback::HOUR));
}

#[test]
fn times_are_those_of_the_chosen_zone() {
    let moment = "2026-11-26T14:03:12.481";
    for (minutes, name) in
        [(0, "UTC"), (60, "Berlin"), (-480, "Los Angeles"), (345, "Nepal"), (-210, "Newfoundland")]
    {
        let ahead = MOMENT_MICROS.checked_add_signed(-60_000_000 * i64::from(minutes));
        assert_eq!(start_micros(moment, &|_| minutes), ahead, "{name}");
    }
    assert_eq!(start_micros("2026-11-26T14:03", &utc), Some(MOMENT_MICROS - 12_481_000));
    assert_eq!(start_micros("2026-11-26T14:03:12", &utc), Some(MOMENT_MICROS - 481_000));
    assert_eq!(start_micros("2026-11-26 14:03:12.481", &utc), Some(MOMENT_MICROS));
}

/// Berlin around the end of summer time in 2026: two hours ahead until 01:00 UTC on 25 October.
fn berlin(at_nanos: u64) -> i32 {
    const CHANGE_NANOS: u64 = 1_792_890_000_000_000_000;
    if at_nanos < CHANGE_NANOS { 120 } else { 60 }
}

#[test]
fn the_offset_is_that_of_the_moment_itself() {
    // Midnight before the change and noon after it.
    assert_eq!(start_micros("2026-10-25T00:00", &berlin), Some(1_792_879_200_000_000));
    assert_eq!(start_micros("2026-10-25T12:00", &berlin), Some(1_792_926_000_000_000));
    // The hour that occurs twice is one of the two.
    let twice = start_micros("2026-10-25T02:30", &berlin);
    assert!([1_792_888_200_000_000, 1_792_891_800_000_000].map(Some).contains(&twice), "{twice:?}");
}

/// What a form can hold: its times in whole milliseconds, durations in nanoseconds.
fn queries() -> impl Strategy<Value = SearchQuery> {
    let name = "[^\\s\\-_]([^\\s]| [^\\s]){0,10}";
    let moments =
        (1..MOMENT_MICROS / 1_000, 0..30 * DAY_MICROS / 1_000).prop_map(|(start, more)| {
            let start_micros = DAY_MICROS + start * 1_000;
            SearchTime::Between {
                start_micros,
                end_micros: start_micros + more * 1_000,
                from: None,
            }
        });
    let times =
        prop_oneof![proptest::sample::select(&LOOKBACKS[..]).prop_map(SearchTime::Last), moments];
    let durations = proptest::option::of((0..1_u64 << 40, 0..1_u64 << 40));
    (name, proptest::option::of(name), attribute_lists(), times, durations, 1..=100_000_u32)
        .prop_map(|(service, operation, attributes, time, durations, limit)| SearchQuery {
            service: ServiceChoice::Named(service),
            operation,
            attributes,
            time,
            min_duration_nanos: durations.map(|(a, b)| a.min(b)),
            max_duration_nanos: durations.map(|(a, b)| a.max(b)),
            limit,
        })
}

proptest! {
    #[test]
    fn what_a_search_says_is_in_the_fields_and_comes_back(
        query in queries(), minutes in -12 * 60..=14 * 60,
    ) {
        // Stands for all services; one of that name can be searched for by a link alone.
        prop_assume!(query.service != ServiceChoice::Named("*".to_owned()));
        let form = SearchForm::of(&query, &|_| minutes);
        prop_assert_eq!(form.query(&|_| minutes), Ok(query), "{:?}", form);
    }

    #[test]
    fn a_moment_comes_back_across_a_change_of_the_clocks(
        start in 1_792_800_000_000_u64..1_792_980_000_000,
    ) {
        // All but the hour before the change and the one after it, which have the same names.
        let is_ambiguous = |millis: u64| (1_792_886_400_000..1_792_893_600_000).contains(&millis);
        prop_assume!(!is_ambiguous(start) && !is_ambiguous(start + DAY_MICROS / 1_000));
        let time = SearchTime::Between {
            start_micros: start * 1_000,
            end_micros: start * 1_000 + DAY_MICROS,
            from: None,
        };
        let query = SearchQuery {
            service: ServiceChoice::Named("order".to_owned()),
            time,
            ..SearchQuery::default()
        };
        let form = SearchForm::of(&query, &berlin);
        prop_assert_eq!(form.query(&berlin).map(|query| query.time), Ok(time), "{:?}", form);
    }

    #[test]
    fn whatever_is_typed_is_a_search_or_has_a_mistake(
        texts in any::<[String; 7]>(), has_lookback in any::<bool>(), minutes in -900..900_i32,
    ) {
        let [service, operation, attributes, start, end, min_duration, max_duration] = texts;
        let lookback = has_lookback.then_some(Lookback::HOUR);
        let limit = end.clone();
        let form = SearchForm {
            service, operation, attributes, lookback, start, end, min_duration, max_duration, limit,
        };
        match form.query(&|_| minutes) {
            Ok(query) => prop_assert!(query.is_complete() && query.limit > 0),
            Err(mistakes) => prop_assert!(!mistakes.is_empty()),
        }
    }
}
