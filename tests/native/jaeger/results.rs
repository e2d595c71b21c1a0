//! Rows of a search: their order, what they are like, and what to ask next.

use std::ops::Range;

use proptest::prelude::*;
use spanscope::jaeger::{
    FacetChoice, SearchQuery, SearchTime, ServiceSummary, Sort, TraceSummary, facets,
    failures_by_service, is_limit_reached, next_minimum_nanos, older, percentile_nanos,
    sort_summaries,
};
use spanscope::trace::TraceId;

/// `id start duration spans errors service:operation`, times in microseconds, `?` for unknown;
/// after it services with errors: `cart=2`.
fn row(text: &str) -> TraceSummary {
    let mut words = text.split_whitespace();
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok());
    let (id, start, duration) = (number(), number(), number());
    let (spans, errors) = (number(), number());
    let (service, operation) =
        words.next().and_then(|name| name.split_once(':')).unwrap_or_default();
    let services = words.filter_map(|word| {
        let (name, errors) = word.split_once('=')?;
        Some(ServiceSummary { name: name.to_owned(), spans: Some(1), errors: errors.parse().ok() })
    });
    let start_nanos = start.unwrap_or(0) * 1_000;
    TraceSummary {
        trace_id: TraceId(id.unwrap_or(0).into()),
        root_service: service.to_owned(),
        root_operation: operation.to_owned(),
        start_nanos,
        end_nanos: start_nanos + duration.unwrap_or(0) * 1_000,
        spans,
        errors,
        orphans: None,
        services: services.collect(),
    }
}

fn rows() -> Vec<TraceSummary> {
    [
        "1 100 50 3 0 web:GET web=0 cart=0",
        "2 300 10 9 2 web:POST web=1 cart=1",
        "3 200 70 ? ? api:list api=?",
        "4 400 50 3 1 Api:show web=0 cart=5",
    ]
    .map(row)
    .to_vec()
}

fn sorted(sort: Sort) -> String {
    let mut rows = rows();
    sort_summaries(&mut rows, sort);
    rows.iter().map(|row| row.trace_id.0.to_string()).collect()
}

#[test]
fn jaegers_ten_orders() {
    for (sort, ids) in [
        (Sort::MostRecent, "4231"),
        (Sort::OldestFirst, "1324"),
        (Sort::LongestFirst, "3412"),
        (Sort::ShortestFirst, "2413"),
        (Sort::MostSpans, "2413"),
        (Sort::LeastSpans, "4123"),
        (Sort::MostErrors, "2413"),
        (Sort::LeastErrors, "1423"),
        (Sort::NameAscending, "3412"),
        (Sort::NameDescending, "2143"),
    ] {
        assert_eq!(sorted(sort), ids, "{sort:?}");
        assert_eq!(Sort::from_name(sort.name()), Some(sort));
    }
    assert_eq!(Sort::ALL.len(), 10);
    assert_eq!(Sort::from_name("x"), None);
}

#[test]
fn failures_are_told_by_service_the_most_first() {
    let told: Vec<String> = failures_by_service(&rows())
        .iter()
        .map(|it| format!("{} {} {} {}", it.service, it.traces, it.spans, it.latest))
        .collect();
    assert_eq!(told, ["cart 2 6 3", "web 1 1 1"]);
    assert!(failures_by_service(&[]).is_empty());
}

fn told(choice: &FacetChoice) -> String {
    let facets = facets(&rows(), choice);
    let values = |values: &[spanscope::jaeger::FacetValue]| -> String {
        let texts = values.iter().map(|value| format!("{} {}", value.name, value.traces));
        texts.collect::<Vec<_>>().join(", ")
    };
    let durations: u64 = facets.durations.iter().map(|bucket| bucket.traces).sum();
    format!(
        "{} | {} | {} {} {} | {durations}",
        values(&facets.services),
        values(&facets.operations),
        facets.with_error,
        facets.without_error,
        facets.of_unknown_error
    )
}

#[test]
fn a_facet_counts_what_the_others_let_through() {
    let operations = "GET 1, POST 1, list 1, show 1";
    let all = FacetChoice::default();
    assert_eq!(told(&all), format!("cart 3, web 3, api 1 | {operations} | 2 1 1 | 4"));
    let with_error = FacetChoice { has_error: Some(true), ..all.clone() };
    assert_eq!(told(&with_error), "cart 2, web 2 | POST 1, show 1 | 2 1 1 | 2");
    let api = FacetChoice { service: Some("api".to_owned()), ..all.clone() };
    assert_eq!(told(&api), "cart 3, web 3, api 1 | list 1 | 0 0 1 | 1");
    let long = FacetChoice { duration_nanos: Some(50_000..60_000), ..with_error };
    assert_eq!(told(&long), "cart 1, web 1 | show 1 | 1 1 0 | 2");
    let later = FacetChoice { start_nanos: Some(200_000..400_000), ..all.clone() };
    assert_eq!(told(&later), "api 1, cart 1, web 1 | POST 1, list 1 | 1 0 1 | 2");
    let operation = FacetChoice { operation: Some("GET".to_owned()), ..all };
    assert_eq!(told(&operation), format!("cart 1, web 1 | {operations} | 0 1 0 | 1"));
    let rows = rows();
    let let_through = rows.iter().filter(|row| long.lets_through(row));
    assert_eq!(let_through.map(|row| row.trace_id.0).collect::<Vec<_>>(), [4]);
}

#[test]
fn durations_fall_into_round_stretches() {
    let rows: Vec<TraceSummary> = ["1 0 120", "2 0 180", "3 0 2400"].map(row).to_vec();
    let facets = facets(&rows, &FacetChoice::default());
    let edges: Vec<u64> = facets.durations.iter().map(|it| it.range_nanos.start / 1_000).collect();
    assert_eq!(
        edges,
        [100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1_000, 1_250, 1_600, 2_000]
    );
    let counts: Vec<u64> = facets.durations.iter().map(|bucket| bucket.traces).collect();
    assert_eq!(counts, [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(facets.durations[13].range_nanos.end, 2_500_000);
}

#[test]
fn starts_fall_into_stretches_that_a_clock_has() {
    let starts = |rows: &[TraceSummary]| {
        let told = facets(rows, &FacetChoice::default()).starts;
        let told = told.iter().map(|it| {
            let Range { start, end } = it.range_nanos;
            format!("{}-{}:{}", start / 1_000_000, end / 1_000_000, it.traces)
        });
        told.collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<TraceSummary> =
        ["1 61000000 5", "2 89000000 5", "3 90000000 5"].map(row).to_vec();
    assert_eq!(
        starts(&rows),
        "60000-62000:1 62000-64000:0 64000-66000:0 66000-68000:0 68000-70000:0 70000-72000:0 \
         72000-74000:0 74000-76000:0 76000-78000:0 78000-80000:0 80000-82000:0 82000-84000:0 \
         84000-86000:0 86000-88000:0 88000-90000:1 90000-92000:1"
    );
    assert_eq!(starts(&rows[..1]), "61000-61001:1");
    assert_eq!(starts(&[]), "");
}

#[test]
fn each_facet_of_time_counts_what_the_other_lets_through() {
    let rows: Vec<TraceSummary> = ["1 0 120", "2 10 500", "3 0 2400"].map(row).to_vec();
    let choice = FacetChoice {
        start_nanos: Some(0..5_000),
        duration_nanos: Some(100_000..1_000_000),
        ..FacetChoice::default()
    };
    let facets = facets(&rows, &choice);
    assert_eq!(facets.starts.iter().map(|it| it.traces).sum::<u64>(), 2);
    assert_eq!(facets.durations.iter().map(|it| it.traces).sum::<u64>(), 2);
    assert_eq!(rows.iter().filter(|row| choice.lets_through(row)).count(), 1);
}

fn query(limit: u32) -> SearchQuery {
    SearchQuery { limit, ..SearchQuery::default() }
}

#[test]
fn older_traces_are_asked_for_up_to_a_microsecond_before_the_oldest() {
    let rows = rows();
    assert!(is_limit_reached(&rows, 4) && !is_limit_reached(&rows, 5));
    let next = older(&query(4), (10, 900), &rows).expect("there is time before");
    let expected = SearchTime::Between { start_micros: 10, end_micros: 99, from: None };
    assert_eq!((next.time, next.limit), (expected, 4));
    assert_eq!(older(&query(4), (100, 900), &rows), None);
    assert_eq!(older(&query(4), (10, 900), &[]), None);
    // A trace that began before the window, found by a later span, moves nothing back.
    let next = older(&query(4), (150, 900), &rows).expect("there is time before the others");
    assert_eq!(next.time.window(0), (150, 199));
    assert_eq!(older(&query(4), (950, 990), &rows), None);
    // One whose start is unknown or wrong does not go round in circles.
    let odd = [row("1 5000 1")];
    let next = older(&query(1), (10, 900), &odd).expect("there is time before");
    assert_eq!(next.time.window(0), (10, 899));
}

#[test]
fn the_slowest_are_found_by_raising_the_minimum() {
    let rows = rows();
    assert_eq!(next_minimum_nanos(&query(5), &rows), None);
    assert_eq!(next_minimum_nanos(&query(4), &rows), Some(70_000));
    let asked = SearchQuery { min_duration_nanos: Some(70_000), ..query(4) };
    assert_eq!(next_minimum_nanos(&asked, &rows), Some(71_000), "it always gets further");
}

/// A server with traces of all kinds of durations: gives the first so many that fit.
fn searched(durations: &[u64], query: &SearchQuery) -> Vec<TraceSummary> {
    let least = query.min_duration_nanos.unwrap_or(0);
    let fitting = durations.iter().filter(|&&micros| micros * 1_000 >= least);
    let rows = fitting.take(query.limit as usize).map(|micros| row(&format!("1 0 {micros}")));
    rows.collect()
}

proptest! {
    #[test]
    fn raising_the_minimum_ends_and_what_it_ends_with_are_the_slowest(
        durations in proptest::collection::vec(0u64..5_000, 0..300), limit in 1u32..40,
    ) {
        let mut query = query(limit);
        let mut steps = 0;
        let mut found = searched(&durations, &query);
        while let Some(minimum) = next_minimum_nanos(&query, &found) {
            prop_assert!(query.min_duration_nanos.is_none_or(|before| before < minimum));
            query.min_duration_nanos = Some(minimum);
            found = searched(&durations, &query);
            steps += 1;
            prop_assert!(steps < 400);
        }
        let least = query.min_duration_nanos.unwrap_or(0);
        let slow = durations.iter().filter(|&&micros| micros * 1_000 >= least).count();
        prop_assert_eq!(found.len(), slow);
    }

    #[test]
    fn every_row_is_in_one_stretch_of_durations(
        durations in proptest::collection::vec(prop_oneof![0u64..3_000, any::<u64>().prop_map(|d| d / 2_000)], 1..60),
    ) {
        let rows: Vec<TraceSummary> =
            durations.iter().map(|micros| row(&format!("1 0 {micros}"))).collect();
        let facets = facets(&rows, &FacetChoice::default());
        prop_assert!((1..=20).contains(&facets.durations.len()), "{}", facets.durations.len());
        let total: u64 = facets.durations.iter().map(|bucket| bucket.traces).sum();
        prop_assert_eq!(total as usize, rows.len());
        for pair in facets.durations.windows(2) {
            prop_assert_eq!(pair[0].range_nanos.end, pair[1].range_nanos.start);
        }
        for bucket in &facets.durations {
            let choice = FacetChoice { duration_nanos: Some(bucket.range_nanos.clone()), ..FacetChoice::default() };
            let inside = rows.iter().filter(|row| choice.lets_through(row)).count();
            prop_assert_eq!(inside as u64, bucket.traces);
        }
    }

    #[test]
    fn every_row_is_in_one_stretch_of_starts(
        starts in proptest::collection::vec(prop_oneof![0u64..3_000, any::<u64>().prop_map(|d| d / 2_000)], 1..60),
    ) {
        let rows: Vec<TraceSummary> =
            starts.iter().map(|micros| row(&format!("1 {micros} 1"))).collect();
        let starts = facets(&rows, &FacetChoice::default()).starts;
        prop_assert!((1..=16).contains(&starts.len()), "{}", starts.len());
        for bucket in &starts {
            let choice = FacetChoice { start_nanos: Some(bucket.range_nanos.clone()), ..FacetChoice::default() };
            let inside = rows.iter().filter(|row| choice.lets_through(row)).count();
            prop_assert_eq!(inside as u64, bucket.traces);
        }
        prop_assert_eq!(starts.iter().map(|it| it.traces).sum::<u64>() as usize, rows.len());
    }
}

#[test]
fn percentiles_are_durations_of_traces_by_the_nearest_rank() {
    let rows: Vec<TraceSummary> = (1..=10).rev().map(|number| of_nanos(number * 10)).collect();
    let at = |hundredths| percentile_nanos(&rows, hundredths);
    assert_eq!([at(0), at(10), at(50), at(51), at(95), at(100)], [10, 10, 50, 60, 100, 100]);
    assert_eq!(percentile_nanos(&[], 50), 0);
}

fn of_nanos(duration_nanos: u64) -> TraceSummary {
    TraceSummary { start_nanos: 7, end_nanos: 7 + duration_nanos, ..TraceSummary::default() }
}
