//! A trace of 100,000 spans becomes files.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use spanscope::export::{Chunks, Export, ExportFormat};
use spanscope::generate::Format;

use crate::traces::{file, read};

const SPANS: usize = 100_000;
/// As the engine asks for them.
const CHUNK_BYTES: usize = 512 * 1024;

pub fn measure(criterion: &mut Criterion) {
    let trace = read(&file(SPANS, Format::JaegerJson));
    let mut group = criterion.benchmark_group("write");
    group.sample_size(10);
    for format in ExportFormat::ALL {
        let chunks = || Chunks::new(black_box(&trace), format, CHUNK_BYTES);
        let bytes: usize = chunks().map(|chunk| chunk.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(format.extension(), |bencher| {
            bencher.iter(|| chunks().map(|chunk| chunk.len()).sum::<usize>());
        });
        group.throughput(Throughput::Bytes(CHUNK_BYTES as u64));
        group.bench_function(format!("{}, first chunk", format.extension()), |bencher| {
            bencher.iter(|| Export::new(&trace, format).next_chunk(&trace, CHUNK_BYTES).len());
        });
    }
}
