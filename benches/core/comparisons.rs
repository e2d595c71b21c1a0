//! Two traces of 100,000 spans become one tree, two sets of traces what differs between them.
//!
//! Beside each comparison stands what it cannot do without, the critical path and self times of
//! both sides, so that a run tells a ratio that does not hang on the machine.

use std::hint::black_box;

use criterion::Criterion;
use spanscope::analysis::{
    PathMode, compare, compare_sets, contributions, critical_paths, self_times,
};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::trace::Trace;

use crate::traces::{chain, read, read_all, siblings};

const SPANS: usize = 100_000;

pub fn measure(criterion: &mut Criterion) {
    let mixed = |seed| {
        let format = Format::OtlpProto;
        read(&Plan { spans: SPANS, shape: Shape::Mixed, format, seed }.bytes())
    };
    let count = SPANS as u64;
    let mut group = criterion.benchmark_group("compare 100,000 spans");
    group.sample_size(10);
    for (name, traces) in [
        ("mixed", [mixed(1), mixed(2)]),
        ("siblings", [siblings(count, false), siblings(count, true)]),
        ("chain", [chain(count), chain(count)]),
    ] {
        group.bench_function(format!("{name}, path and self times"), |bencher| {
            bencher.iter(|| traces.each_ref().map(|trace| basics(black_box(trace))));
        });
        let [first, second] = &traces;
        group.bench_function(name, |bencher| {
            bencher.iter(|| contributions(&compare(black_box(first), second)).len());
        });
    }
    group.finish();
}

fn basics(trace: &Trace) -> (usize, usize) {
    (critical_paths(trace, PathMode::Cover).len(), self_times(trace).len())
}

/// Two sets of 1,000 traces of 200 spans each, beside the path and self times of all of them: each
/// set out of one file, as searches and files bring them, and each trace out of a file of its own.
pub fn measure_sets(criterion: &mut Criterion) {
    let bytes = |seed| {
        let plan = Plan { spans: 200, shape: Shape::Mixed, format: Format::OtlpProto, seed };
        plan.bytes()
    };
    let apart = [1, 10_001].map(|first| -> Vec<Trace> {
        (first..first + 1_000).map(|seed| read(&bytes(seed))).collect()
    });
    // Messages of protobuf one after another are one message.
    let together = [1, 10_001].map(|first| -> Vec<Trace> {
        let file: Vec<u8> = (first..first + 1_000).flat_map(bytes).collect();
        read_all(&file)
    });
    let mut group = criterion.benchmark_group("compare sets of 1,000 traces of 200 spans");
    group.sample_size(10);
    for (name, sides) in [("a file a side", &together), ("a file a trace", &apart)] {
        let [first, second] = sides.each_ref().map(|side| side.iter().collect::<Vec<&Trace>>());
        group.bench_function(format!("{name}, path and self times"), |bencher| {
            bencher.iter(|| {
                let all = first.iter().chain(&second);
                all.map(|trace| basics(black_box(trace)).1).sum::<usize>()
            });
        });
        group.bench_function(name, |bencher| {
            bencher.iter(|| compare_sets(black_box(&first), &second).findings.len());
        });
    }
    group.finish();
}
