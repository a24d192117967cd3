//! How long a layout takes, and how that grows with the number of events.

use std::hint::black_box;
use std::time::Duration;

use backstory_timeline::{Item, Layouter, Metrics};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const LANES: u16 = 6;
/// Days of the story: eighty years.
const DAYS: f64 = 29_220.0;
/// Usual scales in pixels a day: everything in one view, and one year in one view.
const ZOOMS: [(&str, f64); 2] = [("whole", 1_200.0 / DAYS), ("year", 1_200.0 / 365.0)];

/// Knuth's MMIX generator, so that every run meets the same events.
struct Lcg(u64);

impl Lcg {
    /// Evenly from 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn item(&mut self) -> Item {
        let start = (self.next() * DAYS).floor();
        let length = if self.next() < 0.1 { (self.next() * 900.0).floor() } else { 0.0 };
        let label = 60.0 + self.next() * 120.0;
        Item {
            at: start,
            start,
            end: start + length,
            lane: (self.next() * f64::from(LANES)) as u16,
            weight: 1 + (self.next() * 3.0) as u8,
            label,
            label_full: label * 1.6,
            label_least: 60.0,
        }
    }
}

fn bench(criterion: &mut Criterion) {
    for (zoom, px_per_day) in ZOOMS {
        let mut group = criterion.benchmark_group(zoom);
        for count in [1_000, 10_000, 100_000] {
            let mut lcg = Lcg(1986);
            let items: Vec<Item> = (0..count).map(|_| lcg.item()).collect();
            let metrics = Metrics {
                px_per_day,
                origin: 0.0,
                world: DAYS * px_per_day,
                rows: 4,
                rows_for_heaviest: 0,
                mark: 24.0,
                cluster: 36.0,
                gap: 4.0,
                both_sides: true,
            };
            let mut layouter = Layouter::new();
            group.throughput(Throughput::Elements(count));
            group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
                bencher.iter(|| layouter.layout(black_box(&items), LANES, &metrics).placed.len());
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
