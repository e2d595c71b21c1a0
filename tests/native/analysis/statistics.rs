//! Groups and their figures, compared with what sorting and counting give.

use std::collections::BTreeMap;

use proptest::prelude::*;
use spanscope::analysis::{
    Figures, Group, GroupBy, GroupName, Grouping, PathMode, SpanTimes, Statistics, critical_paths,
    critical_times, group_spans, self_times, statistics,
};
use spanscope::trace::{
    Attribute, Builder, Resource, SpanId, SpanIdx, SpanKind, SpanRecord, Status, Trace, TraceId,
    Value,
};

use crate::random_spans::{spans, spans_in_two_orders, trace_of};
use crate::support::{assert_drawn, drawn};

fn grouped(trace: &Trace, grouping: impl Into<Grouping>) -> Statistics {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let times = SpanTimes { self_nanos: &self_nanos, critical_nanos: &critical_nanos };
    statistics(trace, &grouping.into(), times)
}

fn attribute(key: &str) -> GroupBy {
    GroupBy::Attribute(key.to_owned())
}

fn name_text(name: &GroupName) -> String {
    match name {
        GroupName::Service(service) => service.clone(),
        GroupName::Operation { service, name } => format!("{service}.{name}"),
        GroupName::Kind(kind) => kind.name().to_owned(),
        GroupName::Value(text) => format!("={text}"),
        GroupName::NoValue => "none".to_owned(),
    }
}

/// A line a group: its name and some of its figures in milliseconds.
fn table(statistics: &Statistics) -> String {
    fn add(lines: &mut Vec<String>, margin: &str, groups: &[Group]) {
        for Group { name, figures, parts, .. } in groups {
            let millis = |nanos: u64| nanos / 1_000_000;
            lines.push(format!(
                "{margin}{} {}x {}! {}..{} sum {} self {} critical {}",
                name_text(name),
                figures.count,
                figures.errors,
                millis(figures.min_nanos),
                millis(figures.max_nanos),
                millis(figures.total_nanos),
                millis(figures.self_nanos),
                millis(figures.critical_nanos),
            ));
            add(lines, "  ", parts);
        }
    }
    let mut lines = Vec::new();
    add(&mut lines, "", &statistics.groups);
    lines.join("\n")
}

fn order() -> Trace {
    drawn(
        "
        web    GET /     |===================|  kind=server, attr http.status_code=200
        web      call     |=====|               kind=client, attr http.status_code=500
        cart       load !   |==|                kind=server, resource zone=b
        web      call            |=========|    kind=client, attr http.status_code=200
        cart       load            |=====|      kind=server, attr zone=a, resource zone=b
        ",
    )
}

#[test]
fn spans_are_grouped_by_service_with_their_sums() {
    assert_drawn(
        table(&grouped(&order(), GroupBy::Service)),
        "
        cart 2x 1! 3..6 sum 9 self 9 critical 9
        web 3x 0! 6..20 sum 36 self 11 critical 11
        ",
    );
}

#[test]
fn an_operation_is_a_service_and_a_name_and_parts_are_grouped_once_more() {
    let grouping = Grouping { by: GroupBy::Service, then_by: Some(GroupBy::Operation) };
    assert_drawn(
        table(&grouped(&order(), grouping)),
        "
        cart 2x 1! 3..6 sum 9 self 9 critical 9
          cart.load 2x 1! 3..6 sum 9 self 9 critical 9
        web 3x 0! 6..20 sum 36 self 11 critical 11
          web.GET / 1x 0! 20..20 sum 20 self 4 critical 4
          web.call 2x 0! 6..10 sum 16 self 7 critical 7
        ",
    );
}

#[test]
fn kinds_come_in_their_own_order() {
    assert_drawn(
        table(&grouped(&order(), GroupBy::Kind)),
        "
        server 3x 1! 3..20 sum 29 self 13 critical 13
        client 2x 0! 6..10 sum 16 self 7 critical 7
        ",
    );
}

#[test]
fn a_value_is_the_spans_own_or_else_its_resources_or_none() {
    let names = |key: &str| {
        let groups = grouped(&order(), attribute(key)).groups;
        let lines = groups.iter().map(|group| (name_text(&group.name), group.figures.count));
        lines.collect::<Vec<_>>()
    };
    let pairs = |expected: &[(&str, u64)]| -> Vec<(String, u64)> {
        expected.iter().map(|&(name, count)| (name.to_owned(), count)).collect()
    };
    assert_eq!(names("zone"), pairs(&[("=a", 1), ("=b", 1), ("none", 3)]));
    assert_eq!(names("http.status_code"), pairs(&[("=200", 2), ("=500", 1), ("none", 2)]));
    assert_eq!(names("nowhere"), pairs(&[("none", 5)]));
}

#[test]
fn a_key_that_was_renamed_is_one_key() {
    let trace = drawn(
        "
        web  old   |======|  attr http.status_code=200
        web   new    |=|     attr http.response.status_code=200
        web   other    |=|   attr http.response.status_code=404
        ",
    );
    for key in ["http.status_code", "http.response.status_code"] {
        let groups = grouped(&trace, attribute(key)).groups;
        let told: Vec<_> =
            groups.iter().map(|group| (name_text(&group.name), group.figures.count)).collect();
        assert_eq!(told, [("=200".to_owned(), 2), ("=404".to_owned(), 1)]);
    }
}

#[test]
fn values_of_any_type_are_told_apart_by_their_text() {
    let mut builder = Builder::default();
    let key = builder.intern("key");
    let text = builder.intern("200");
    let text_value = builder.text_value("200");
    let range = builder.push_attributes(&[Attribute { key, value: Value::Int(1) }]);
    let values = [
        Value::Int(200),
        text_value,
        Value::Number(text),
        Value::Bool(true),
        Value::Double(1.5),
        Value::Double(f64::NAN),
        Value::Null,
        Value::Array(range),
        Value::Map(range),
    ];
    for (id, value) in (1..).zip(values) {
        let trace = builder.trace(TraceId(1));
        let attributes = builder.push_attributes(&[Attribute { key, value }]);
        let (id, start_nanos, end_nanos) = (SpanId(id), 1, 2);
        let times = SpanRecord { start_nanos, end_nanos, ..SpanRecord::default() };
        builder.add(SpanRecord { trace, id, attributes, ..times });
    }
    let trace = builder.build().traces.remove(0);
    let names: Vec<String> = grouped(&trace, attribute("key"))
        .groups
        .iter()
        .map(|group| format!("{} {}", name_text(&group.name), group.figures.count))
        .collect();
    let expected = ["=1.5 1", "=200 3", "=NaN 1", "=[1] 1", "=null 1", "=true 1", "={\"key\":1} 1"];
    assert_eq!(names, expected);
}

/// Roots of these lengths.
fn roots(lengths_nanos: impl IntoIterator<Item = u64>) -> Trace {
    let mut builder = Builder::default();
    for (id, length_nanos) in (1..).zip(lengths_nanos) {
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            id: SpanId(id),
            start_nanos: 1,
            end_nanos: 1 + length_nanos,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

#[test]
fn quantiles_are_those_of_the_nearest_rank() {
    let of = |count: u64| {
        let Figures { p50_nanos, p90_nanos, p95_nanos, p99_nanos, .. } =
            grouped(&roots((1..=count).rev()), GroupBy::Service).whole;
        [p50_nanos, p90_nanos, p95_nanos, p99_nanos]
    };
    assert_eq!(of(1), [1, 1, 1, 1]);
    assert_eq!(of(2), [1, 2, 2, 2]);
    assert_eq!(of(10), [5, 9, 10, 10]);
    assert_eq!(of(100), [50, 90, 95, 99]);
    assert_eq!(of(101), [51, 91, 96, 100]);
    assert_eq!(of(1_000), [500, 900, 950, 990]);
}

#[test]
fn the_share_of_the_critical_path_is_of_all_roots_together() {
    let statistics = grouped(&order(), GroupBy::Service);
    let share = statistics.groups[0].figures.critical_share(&statistics.whole);
    assert!((share - 9.0 / 20.0).abs() < 1e-9, "{share}");
    let instant = grouped(&roots([0]), GroupBy::Service);
    assert_eq!(instant.whole.critical_share(&instant.whole).to_bits(), 0f64.to_bits());
}

#[test]
fn sums_stop_where_no_number_is_left() {
    let statistics = grouped(&roots([u64::MAX - 1, u64::MAX - 1]), GroupBy::Kind);
    assert_eq!(statistics.whole.total_nanos, u64::MAX);
    assert_eq!(statistics.whole.max_nanos, u64::MAX - 1);
}

/// What a span of [`tagged_trace`] says: service, name, attribute, resource's attribute.
type Tags = (u8, u8, Option<u8>, u64);

/// Roots of services that have the attribute `tag` themselves if their number is odd, and
/// spans of no service.
fn tagged_trace(spans: &[Tags]) -> Trace {
    let mut builder = Builder::default();
    let key = builder.intern("tag");
    let resources: Vec<_> = (0..4u8)
        .map(|number| {
            let service = builder.intern(&format!("service {number}"));
            let value = builder.text_value(&number.to_string());
            let own = [Attribute { key, value }];
            let attributes = builder.push_attributes(&own[..usize::from(number % 2)]);
            builder.pool_mut().push_resource(Resource { service, attributes })
        })
        .collect();
    for (id, &(service, name, tag, length_nanos)) in (1..).zip(spans) {
        let trace = builder.trace(TraceId(1));
        let tag = tag.map(|tag| Attribute { key, value: Value::Int(i64::from(tag)) });
        let record = SpanRecord {
            trace,
            id: SpanId(id),
            name: builder.intern(&format!("name {name}")),
            kind: SpanKind::from_number(u64::from(name)),
            status: if tag.is_some() { Status::Error } else { Status::Ok },
            start_nanos: 1,
            end_nanos: 1 + length_nanos,
            resource: resources.get(usize::from(service)).copied().unwrap_or(Builder::NO_RESOURCE),
            attributes: builder.push_attributes(tag.as_slice()),
            ..SpanRecord::default()
        };
        builder.add(record);
    }
    builder.build().traces.remove(0)
}

fn name_of(trace: &Trace, span: SpanIdx, by: &GroupBy) -> GroupName {
    let pool = trace.pool();
    match by {
        GroupBy::Service => GroupName::Service(trace.service_text(span).to_owned()),
        GroupBy::Operation => GroupName::Operation {
            service: trace.service_text(span).to_owned(),
            name: trace.name_text(span).to_owned(),
        },
        GroupBy::Kind => GroupName::Kind(trace.kind(span)),
        GroupBy::Attribute(key) => [trace.attributes(span), trace.resource(span).attributes]
            .into_iter()
            .flat_map(|range| pool.attributes(range))
            .find(|attribute| pool.text(attribute.key) == key)
            .map_or(GroupName::NoValue, |found| GroupName::Value(pool.value_text(found.value))),
    }
}

/// By sorting all durations.
fn slow_figures(trace: &Trace, spans: &[SpanIdx]) -> Figures {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let mut durations: Vec<u64> = spans.iter().map(|&span| trace.duration_nanos(span)).collect();
    durations.sort_unstable();
    let quantile = |percent: f64| {
        let rank = (percent / 100.0 * durations.len() as f64).ceil() as usize;
        durations[rank - 1]
    };
    Figures {
        count: spans.len() as u64,
        errors: spans.iter().filter(|&&span| trace.is_error(span)).count() as u64,
        total_nanos: durations.iter().sum(),
        min_nanos: durations[0],
        p50_nanos: quantile(50.0),
        p90_nanos: quantile(90.0),
        p95_nanos: quantile(95.0),
        p99_nanos: quantile(99.0),
        max_nanos: durations[durations.len() - 1],
        self_nanos: spans.iter().map(|span| self_nanos[span.index()]).sum(),
        critical_nanos: spans.iter().map(|span| critical_nanos[span.index()]).sum(),
    }
}

/// `next`: the number of the next group of the lowest level.
fn slow_groups(
    trace: &Trace,
    spans: &[SpanIdx],
    levels: &[&GroupBy],
    next: &mut u32,
) -> Vec<Group> {
    let Some((by, deeper)) = levels.split_first() else { return Vec::new() };
    let mut groups: BTreeMap<GroupName, Vec<SpanIdx>> = BTreeMap::new();
    for &span in spans {
        groups.entry(name_of(trace, span, by)).or_default().push(span);
    }
    let group = |(name, spans): (GroupName, Vec<SpanIdx>)| {
        let first = *next;
        let parts = slow_groups(trace, &spans, deeper, next);
        *next += u32::from(deeper.is_empty());
        Group { name, places: first..*next, figures: slow_figures(trace, &spans), parts }
    };
    groups.into_iter().map(group).collect()
}

fn groupings() -> impl Strategy<Value = Grouping> {
    let ways = vec![GroupBy::Service, GroupBy::Operation, GroupBy::Kind, attribute("tag")];
    let by = prop::sample::select(ways);
    (by.clone(), prop::option::of(by)).prop_map(|(by, then_by)| Grouping { by, then_by })
}

fn levels(grouping: &Grouping) -> Vec<&GroupBy> {
    std::iter::once(&grouping.by).chain(&grouping.then_by).collect()
}

proptest! {
    #[test]
    fn groups_are_what_sorting_gives(
        spans in prop::collection::vec((0..5u8, 0..5u8, prop::option::of(0..3u8), 0..50u64), 1..80),
        grouping in groupings(),
    ) {
        let trace = tagged_trace(&spans);
        let all: Vec<SpanIdx> = trace.spans().collect();
        let statistics = grouped(&trace, grouping.clone());
        prop_assert_eq!(statistics.whole, slow_figures(&trace, &all));
        prop_assert_eq!(statistics.groups, slow_groups(&trace, &all, &levels(&grouping), &mut 0));
    }

    #[test]
    fn the_spans_of_a_group_are_those_that_its_figures_count(
        spans in spans(),
        grouping in groupings(),
    ) {
        let trace = trace_of(&spans);
        for group in grouped(&trace, grouping.clone()).groups {
            for one in std::iter::once(&group).chain(&group.parts) {
                let spans = group_spans(&trace, &grouping, &one.places);
                prop_assert_eq!(slow_figures(&trace, &spans), one.figures);
            }
        }
    }

    #[test]
    fn words_of_a_grouping_are_read_back(grouping in groupings()) {
        prop_assert_eq!(Grouping::from_words(&grouping.words()), Some(grouping));
    }

    #[test]
    fn counts_and_times_of_groups_add_up_to_the_trace(
        spans in spans(),
        grouping in groupings(),
    ) {
        let trace = trace_of(&spans);
        let Statistics { whole, groups } = grouped(&trace, grouping);
        let sum = |of: fn(&Figures) -> u64, groups: &[Group]| -> u64 {
            groups.iter().map(|group| of(&group.figures)).sum()
        };
        let added: [fn(&Figures) -> u64; 5] = [
            |figures| figures.count,
            |figures| figures.errors,
            |figures| figures.total_nanos,
            |figures| figures.self_nanos,
            |figures| figures.critical_nanos,
        ];
        for of in added {
            prop_assert_eq!(sum(of, &groups), of(&whole));
            for group in groups.iter().filter(|group| !group.parts.is_empty()) {
                prop_assert_eq!(sum(of, &group.parts), of(&group.figures));
            }
        }
        prop_assert_eq!(whole.count, spans.len() as u64);
        prop_assert_eq!(whole.self_nanos, self_times(&trace).iter().sum::<u64>());
        let roots = trace.roots().map(|root| trace.duration_nanos(root));
        prop_assert_eq!(whole.critical_nanos, roots.sum::<u64>());
    }

    #[test]
    fn the_order_of_spans_in_a_file_does_not_matter(
        (one, other) in spans_in_two_orders(),
        grouping in groupings(),
    ) {
        let (one, other) = (trace_of(&one), trace_of(&other));
        prop_assert_eq!(grouped(&one, grouping.clone()), grouped(&other, grouping));
    }
}
