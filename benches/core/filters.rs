//! Filters of 100,000 and a million spans become matches, and matches rows.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion};
use spanscope::analysis::{
    Collapse, Filter, KeptRows, KeyCensus, Measures, PathMode, VisibleRows, complete,
    critical_paths, critical_times, self_times,
};
use spanscope::generate::Format;
use spanscope::trace::Trace;

use crate::traces::{file, read};

/// From a column of numbers to patterns in texts that do not repeat.
const FILTERS: [&str; 6] = [
    "duration>50ms depth<8",
    "status:error kind:server",
    "http.status_code>=500",
    "service:cart duration>5ms name~\"^GET\" -has:db.statement self>1ms critical:true",
    "db.statement~\"FROM [a-z]+ WHERE\"",
    "select or exception",
];

pub fn measure(criterion: &mut Criterion) {
    for spans in [100_000, 1_000_000] {
        let trace = read(&file(spans, Format::JaegerJson));
        let self_nanos = self_times(&trace);
        let critical_nanos = critical_times(&trace, &critical_paths(&trace, PathMode::Cover));
        let measures =
            Measures { self_nanos: &|| &self_nanos, critical_nanos: &|| &critical_nanos };
        let mut group = criterion.benchmark_group(format!("filter {spans} spans"));
        group.sample_size(10);
        for text in FILTERS {
            let filter = Filter::parse(text).expect("a filter");
            group.bench_function(BenchmarkId::from_parameter(text), |bencher| {
                bencher.iter(|| filter.matches(black_box(&trace), measures));
            });
        }
        measure_use(&mut group, &trace, measures);
        group.finish();
    }
}

/// What is done with matches, and with keys.
fn measure_use<'a>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    trace: &'a Trace,
    measures: Measures<'a>,
) {
    let filter = Filter::parse("http.status_code>=500").expect("a filter");
    let matches = filter.matches(trace, measures);
    group.bench_function("only matches as rows", |bencher| {
        bencher.iter(|| {
            let kept = KeptRows::of(black_box(trace), &matches);
            VisibleRows::among(trace, &Collapse::default(), &kept)
        });
    });
    group.bench_function("census of keys", |bencher| {
        bencher.iter(|| KeyCensus::of(black_box(trace)));
    });
    let census = KeyCensus::of(trace);
    group.bench_function("values of a key", |bencher| {
        bencher.iter(|| complete(black_box(trace), &census, "http.route=", 11));
    });
}
