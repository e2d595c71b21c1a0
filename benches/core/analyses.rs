//! Traces of 100,000 spans, and pictures of a million, become facts.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};
use spanscope::analysis::{
    Collapse, FamilyLanes, Flame, FlameSum, GroupBy, Grouping, PathIndex, PathMode, PathParts,
    PeerNames, SpanColumn, SpanTimes, TOLERANCE_NANOS, VisibleRows, ZoomIndex, categories,
    clock_skew, critical_path, critical_paths, critical_times, entry_root, failures, minimap,
    self_times, statistics, strip,
};
use spanscope::generate::Format;
use spanscope::trace::{SpanIdx, Trace};

use crate::traces::{chain, file, read, siblings};

const SPANS: usize = 100_000;

pub fn measure(criterion: &mut Criterion) {
    let mixed = read(&file(SPANS, Format::JaegerJson));
    measure_spans(criterion, &mixed);
    measure_paths(criterion, &mixed);
    measure_statistics(criterion, &mixed);
    measure_answers(criterion, &mixed);
    let many = read(&file(1_000_000, Format::OtlpProto));
    measure_flame(criterion, &mixed, &many);
    measure_categories(criterion, &many);
    measure_strips(criterion);
}

fn measure_spans(criterion: &mut Criterion, trace: &Trace) {
    criterion.bench_function("self times", |bencher| bencher.iter(|| self_times(black_box(trace))));
    let collapse = Collapse { closed_from_depth: Some(6), ..Collapse::default() };
    criterion.bench_function("clock skew", |bencher| {
        bencher.iter(|| clock_skew(black_box(trace), TOLERANCE_NANOS));
    });
    criterion.bench_function("visible rows", |bencher| {
        bencher.iter(|| VisibleRows::compute(black_box(trace), &collapse));
    });
    criterion.bench_function("zoom index", |bencher| {
        bencher.iter(|| ZoomIndex::of(black_box(trace)));
    });
    let zoom = ZoomIndex::of(trace);
    criterion.bench_function("minimap", |bencher| {
        bencher.iter(|| minimap(black_box(trace), &zoom, &[], 1_200, 48));
    });
}

fn measure_paths(criterion: &mut Criterion, mixed: &Trace) {
    let count = SPANS as u64;
    let in_turn = siblings(count, false);
    let overlapping = siblings(count, true);
    let chain = chain(count);
    let mut group = criterion.benchmark_group("critical path");
    for (name, trace) in [
        ("mixed", mixed),
        ("siblings in turn", &in_turn),
        ("overlapping siblings", &overlapping),
        ("chain", &chain),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| critical_paths(black_box(trace), PathMode::Cover));
        });
    }
    group.finish();
}

fn measure_answers(criterion: &mut Criterion, trace: &Trace) {
    let peers = PeerNames::find(trace.pool());
    let Some(root) = entry_root(trace) else { return };
    let path = critical_path(trace, root, PathMode::Cover);
    let parts = PathParts::of(trace, &peers, root, &path.sections);
    let mut group = criterion.benchmark_group("answers");
    group.bench_function("where it failed", |bencher| {
        bencher.iter(|| failures(black_box(trace), &peers));
    });
    group.bench_function("where the time went", |bencher| {
        bencher.iter(|| PathParts::of(black_box(trace), &peers, root, &path.sections));
    });
    group.bench_function("drag of 16 operations", |bencher| {
        bencher.iter(|| parts.drags(black_box(trace), &peers, root, 16));
    });
    group.bench_function("marks of rows", |bencher| {
        bencher.iter(|| PathIndex::of(black_box(&path.sections)));
    });
    group.finish();
}

fn measure_statistics(criterion: &mut Criterion, trace: &Trace) {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let times = SpanTimes { self_nanos: &self_nanos, critical_nanos: &critical_nanos };
    let attribute = GroupBy::Attribute("http.route".to_owned());
    let mut group = criterion.benchmark_group("statistics");
    for (name, by, then_by) in [
        ("by service and operation", GroupBy::Service, Some(GroupBy::Operation)),
        ("by attribute", attribute, None),
    ] {
        let grouping = Grouping { by, then_by };
        group.bench_function(name, |bencher| {
            bencher.iter(|| statistics(black_box(trace), &grouping, times));
        });
    }
    group.finish();
}

fn measure_flame(criterion: &mut Criterion, mixed: &Trace, many: &Trace) {
    let mut group = criterion.benchmark_group("flame graph");
    group.sample_size(10);
    let million = siblings(1_000_000, false);
    let at_once = siblings(1_000_000, true);
    let chain = chain(SPANS as u64);
    for (name, trace) in [
        ("mixed", mixed),
        ("mixed, 1,000,000", many),
        ("siblings in turn, 1,000,000", &million),
        ("overlapping siblings, 1,000,000", &at_once),
        ("chain", &chain),
    ] {
        measure_one_flame(&mut group, name, trace);
    }
    group.finish();
}

fn measure_one_flame(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, trace: &Trace) {
    group.bench_function(format!("lanes of {name}"), |bencher| {
        bencher.iter(|| Flame::of(black_box(trace)));
    });
    let flame = Flame::of(trace);
    let times = trace.earliest_nanos()..trace.latest_nanos();
    group.bench_function(format!("window of {name}"), |bencher| {
        bencher.iter(|| flame.window(black_box(trace), times.clone(), 1_440, 0..50));
    });
    let self_nanos = self_times(trace);
    group.bench_function(format!("sum of {name}"), |bencher| {
        bencher.iter(|| FlameSum::of(black_box(trace), &self_nanos));
    });
    let sum = FlameSum::of(trace, &self_nanos);
    group.bench_function(format!("shares of {name}"), |bencher| {
        bencher.iter(|| black_box(&sum).shares(None, 0.5 / 1_440.0, 1..50));
    });
}

/// Of values that repeat and of values that never do.
fn measure_categories(criterion: &mut Criterion, many: &Trace) {
    let mut group = criterion.benchmark_group("categories of a million spans");
    group.sample_size(10);
    for key in ["http.route", "db.query.text", "url.path", "k8s.pod.name", "nowhere"] {
        let by = SpanColumn::Attribute(key.to_owned());
        group.bench_function(key, |bencher| bencher.iter(|| categories(black_box(many), &by)));
    }
    group.finish();
}

fn measure_strips(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("strip below a closed row");
    group.sample_size(10);
    for (name, trace) in [
        ("siblings in turn", siblings(1_000_000, false)),
        ("overlapping siblings", siblings(1_000_000, true)),
        ("chain", chain(1_000_000)),
    ] {
        let zoom = ZoomIndex::of(&trace);
        group.bench_function(format!("first of 1,000,000 {name}"), |bencher| {
            bencher.iter(|| {
                strip(black_box(&trace), &zoom, &[], SpanIdx(0), 48, &mut FamilyLanes::default())
            });
        });
        let mut families = FamilyLanes::default();
        group.bench_function(format!("next of 1,000,000 {name}"), |bencher| {
            bencher.iter(|| strip(black_box(&trace), &zoom, &[], SpanIdx(0), 48, &mut families));
        });
    }
    group.finish();
}
