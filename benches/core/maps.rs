//! A thousand services with five thousand edges come to rest; the calls of a hundred thousand spans
//! become a graph.

use std::hint::black_box;

use criterion::{BatchSize, Criterion};
use spanscope::analysis::GraphSums;
use spanscope::generate::Format;
use spanscope::layout::service_map::{MapLayout, PlacesAsk, REST_PX, places, simulation};

use crate::made_maps::made_map;
use crate::traces::{file, read};

pub fn measure(criterion: &mut Criterion) {
    let ask = made_map(1_000, 5_000, 1);
    let mut group = criterion.benchmark_group("service map, 1,000 nodes, 5,000 edges");
    group.sample_size(10);
    group.bench_function("a tick", |bencher| {
        let start = || simulation(&ask);
        bencher.iter_batched(start, |mut it| it.tick(REST_PX), BatchSize::LargeInput);
    });
    group.bench_function("settled", |bencher| bencher.iter(|| places(black_box(&ask))));
    let points = places(&ask);
    let warm = PlacesAsk { start: points.into_iter().map(Some).collect(), ..ask.clone() };
    group.bench_function("settled from the screen", |bencher| {
        bencher.iter(|| places(black_box(&warm)));
    });
    let layered = PlacesAsk { layout: MapLayout::Layered, ..ask };
    group.bench_function("in layers", |bencher| bencher.iter(|| places(black_box(&layered))));
    let trace = read(&file(100_000, Format::JaegerJson));
    group.bench_function("graph of 100,000 spans", |bencher| {
        bencher.iter(|| {
            let mut sums = GraphSums::default();
            sums.add(black_box(&trace), 0);
            sums.finish()
        });
    });
    group.finish();
}
