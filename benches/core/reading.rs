//! Bytes of a file become traces.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use spanscope::generate::Format;

use crate::traces::{file, read};

const SPANS: usize = 10_000;

pub fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read 10,000 spans");
    for format in Format::ALL {
        let bytes = file(SPANS, format);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(format.name(), |bencher| bencher.iter(|| read(black_box(&bytes))));
    }
    group.finish();
}
