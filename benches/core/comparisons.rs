//! Two traces of 100,000 spans become one tree.
//!
//! Beside each comparison stands what it cannot do without, the critical path and self times of
//! both sides, so that a run tells a ratio that does not hang on the machine.

use std::hint::black_box;

use criterion::Criterion;
use spanscope::analysis::{PathMode, compare, contributions, critical_paths, self_times};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::trace::Trace;

use crate::traces::{chain, read, siblings};

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
