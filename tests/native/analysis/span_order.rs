//! The order of a table's rows, compared with a plain stable sort.

use std::cmp::Reverse;

use proptest::prelude::*;
use spanscope::analysis::{
    AttributeColumn, Filter, Matches, Measures, NO_PERCENTILE, OrderFigures, PathMode, SpanColumn,
    critical_paths, critical_times, percentiles, self_times, span_order,
};
use spanscope::trace::{Attribute, Builder, SpanId, SpanIdx, SpanRecord, Trace, TraceId, Value};

use crate::random_spans::{spans, trace_of};
use crate::support::drawn;

fn ordered(
    trace: &Trace,
    column: &SpanColumn,
    is_descending: bool,
    matches: Option<&Matches>,
) -> Vec<SpanIdx> {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let percentiles = percentiles(trace);
    let figures = OrderFigures {
        measures: Measures { self_nanos: &|| &self_nanos, critical_nanos: &|| &critical_nanos },
        percentiles: &|| &percentiles,
    };
    span_order(trace, column, is_descending, matches, figures)
}

/// A stable sort by what the column says; both as a number and as a text, one of them empty.
fn plainly(trace: &Trace, column: &SpanColumn, is_descending: bool) -> Vec<SpanIdx> {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let percentiles = percentiles(trace);
    let number = |number: u64| Some((number, String::new()));
    let key = |span: &SpanIdx| match column {
        SpanColumn::Service => Some((0, trace.service_text(*span).to_owned())),
        SpanColumn::Name => Some((0, trace.name_text(*span).to_owned())),
        SpanColumn::Kind => number(trace.kind(*span) as u64),
        SpanColumn::Status => number(trace.status(*span) as u64),
        SpanColumn::Start => number(trace.start_nanos(*span)),
        SpanColumn::Duration => number(trace.duration_nanos(*span)),
        SpanColumn::SelfTime => number(self_nanos[span.index()]),
        SpanColumn::Critical => number(critical_nanos[span.index()]),
        SpanColumn::Depth => number(u64::from(trace.depth(*span))),
        SpanColumn::Children => number(trace.children(*span).count() as u64),
        SpanColumn::Percentile => match percentiles[span.index()] {
            NO_PERCENTILE => None,
            percentile => number(u64::from(percentile)),
        },
        SpanColumn::Attribute(_) => None,
    };
    let mut sorted: Vec<SpanIdx> = trace.spans().collect();
    if is_descending {
        sorted.sort_by_key(|span| (key(span).is_none(), Reverse(key(span))));
    } else {
        sorted.sort_by_key(|span| (key(span).is_none(), key(span)));
    }
    sorted
}

proptest! {
    #[test]
    fn every_column_sorts_as_a_plain_stable_sort_does(spans in spans()) {
        let trace = trace_of(&spans);
        for column in SpanColumn::FIXED {
            for is_descending in [false, true] {
                let order = ordered(&trace, &column, is_descending, None);
                prop_assert_eq!(order, plainly(&trace, &column, is_descending), "{:?}", column);
            }
        }
    }

    #[test]
    fn a_percentile_counts_the_spans_of_the_group_that_took_no_longer(spans in spans()) {
        let trace = trace_of(&spans);
        let all = percentiles(&trace);
        for span in trace.spans() {
            let group: Vec<SpanIdx> = trace
                .spans()
                .filter(|&other| trace.name(other) == trace.name(span)
                    && trace.service(other) == trace.service(span))
                .collect();
            let no_longer = group
                .iter()
                .filter(|&&other| trace.duration_nanos(other) <= trace.duration_nanos(span))
                .count();
            let expected = match group.len() {
                1 => NO_PERCENTILE,
                count => (no_longer * 1_000 / count) as u16,
            };
            prop_assert_eq!(all[span.index()], expected);
        }
    }
}

#[test]
fn matches_of_a_filter_are_sorted_alone() {
    let trace = drawn(
        "
        web  slow   |==========|
        cart  fast !  |==|
        web   other      |===|
        cart  fast   |=====|
        ",
    );
    let none = Measures { self_nanos: &|| &[], critical_nanos: &|| &[] };
    let matches = Filter::parse("service=cart").expect("a filter").matches(&trace, none);
    let names = |is_descending| -> Vec<(&str, u64)> {
        let order = ordered(&trace, &SpanColumn::Duration, is_descending, Some(&matches));
        let told = |span: SpanIdx| (trace.name_text(span), trace.duration_nanos(span) / 1_000_000);
        order.into_iter().map(told).collect()
    };
    assert_eq!(names(true), [("fast", 6), ("fast", 3)]);
    assert_eq!(names(false), [("fast", 3), ("fast", 6)]);
}

/// A trace with a span for each value, in this order; `None`: a span without the attribute.
fn with_values(make: impl Fn(&mut Builder) -> Vec<Option<Value>>) -> Trace {
    let mut builder = Builder::default();
    let key = builder.intern("key");
    for (number, value) in (1..).zip(make(&mut builder)) {
        let attributes = match value {
            Some(value) => builder.push_attributes(&[Attribute { key, value }]),
            None => builder.push_attributes(&[]),
        };
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            id: SpanId(number),
            start_nanos: number,
            end_nanos: number + 1,
            attributes,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

#[test]
fn numbers_come_by_worth_before_texts_and_spans_without_a_value_last() {
    let big = 1_i64 << 53;
    let trace = with_values(|builder| {
        let text = builder.text_value("a text that is interned");
        let stored = builder.pool_mut().unshared_text_value("a text that is stored");
        let short = builder.text_value("short");
        vec![
            None,
            Some(text),
            Some(Value::Int(big + 1)),
            Some(Value::Double(0.5)),
            Some(short),
            Some(Value::Int(big)),
            Some(stored),
            Some(Value::Double(-0.0)),
            Some(Value::Int(0)),
            Some(Value::Double(big as f64)),
            Some(Value::Double(f64::NAN)),
        ]
    });
    let column = SpanColumn::Attribute("key".to_owned());
    let values = |is_descending| -> Vec<u64> {
        let order = ordered(&trace, &column, is_descending, None);
        order.into_iter().map(|span| trace.span_id(span).0).collect()
    };
    // -0 and 0 are the same, and so are 2^53 of both types.
    assert_eq!(values(false), [8, 9, 4, 6, 10, 3, 11, 2, 7, 5, 1]);
    assert_eq!(values(true), [5, 7, 2, 11, 3, 6, 10, 4, 8, 9, 1]);
}

#[test]
fn an_attribute_is_found_under_its_other_names_and_in_the_resource() {
    let trace = drawn(
        "
        web  old   |====|  attr http.status_code=200, resource zone=b
        web  new     |=|   attr http.response.status_code=500, attr zone=a, resource zone=b
        ",
    );
    let texts = |key: &str| -> Vec<String> {
        let column = AttributeColumn::new(trace.pool(), key);
        let values = trace.spans().filter_map(|span| column.value(&trace, span));
        values.map(|value| trace.pool().value_text(value)).collect()
    };
    assert_eq!(texts("http.response.status_code"), ["200", "500"]);
    assert_eq!(texts("zone"), ["b", "a"]);
    assert!(texts("nowhere").is_empty());
}

#[test]
fn a_columns_words_are_read_as_the_column_again() {
    let attribute = SpanColumn::Attribute("attr:odd key".to_owned());
    for column in SpanColumn::FIXED.into_iter().chain([attribute]) {
        assert_eq!(SpanColumn::from_words(&column.words()), Some(column));
    }
    assert_eq!(SpanColumn::from_words("attr:"), None);
    assert_eq!(SpanColumn::from_words("weight"), None);
}

fn columns() -> impl Strategy<Value = Vec<SpanColumn>> {
    let fixed = proptest::sample::select(&SpanColumn::FIXED[..]);
    let attribute = any::<String>().prop_filter("a key", |key| !key.is_empty());
    let column = prop_oneof![fixed, attribute.prop_map(SpanColumn::Attribute)];
    proptest::collection::vec(column, 0..8)
}

proptest! {
    #[test]
    fn a_list_of_columns_reads_as_it_was_written(columns in columns()) {
        let mut distinct: Vec<SpanColumn> = Vec::new();
        for column in &columns {
            if !distinct.contains(column) {
                distinct.push(column.clone());
            }
        }
        let words = SpanColumn::list_words(&columns);
        prop_assert!(!words.is_empty(), "an empty text means the usual columns");
        prop_assert_eq!(SpanColumn::list_from_words(&words), distinct);
    }

    #[test]
    fn any_text_is_a_list_of_columns(text in any::<String>()) {
        let columns = SpanColumn::list_from_words(&text);
        prop_assert_eq!(SpanColumn::list_from_words(&SpanColumn::list_words(&columns)), columns);
    }
}

#[test]
fn a_column_that_nobody_knows_is_left_out_of_a_list() {
    let read = SpanColumn::list_from_words("self,speed,attr:a\\,b,,self,kind");
    let attribute = SpanColumn::Attribute("a,b".to_owned());
    assert_eq!(read, [SpanColumn::SelfTime, attribute, SpanColumn::Kind]);
}
