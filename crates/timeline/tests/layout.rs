//! The promises of a layout, for any events at any zoom.

use backstory_timeline::{BoxContent, Item, Layout, LayoutBox, Layouter, Metrics, layout};
use proptest::collection::vec;
use proptest::prelude::*;

const LANES: u16 = 3;

fn items() -> impl Strategy<Value = Vec<Item>> {
    let start = prop_oneof![
        4 => (-2_000..2_000i32).prop_map(f64::from),
        2 => (0..9i32).prop_map(f64::from),
        1 => -2_000.0..2_000.0f64,
        1 => -3.6e7..3.6e7f64,
    ];
    let length = prop_oneof![4 => Just(0.0), 1 => 0.0..400.0f64, 1 => 0.0..1e6f64];
    let label = prop_oneof![6 => 0.0..200.0f64, 2 => Just(80.0), 1 => Just(f64::NAN)];
    let item = (start, length, 0..LANES, 1..=3u8, label).prop_map(|(start, length, lane, weight, label)| Item {
        start,
        end: start + length,
        lane,
        weight,
        label,
    });
    vec(item, 0..120)
}

fn metrics() -> impl Strategy<Value = Metrics> {
    let gap = prop_oneof![1 => Just(0.0), 3 => 0.0..10.0f64];
    (-9.0..6.0f64, -5_000.0..5_000.0f64, 0..5u16, 1.0..40.0f64, 1.0..60.0f64, gap).prop_map(
        |(zoom, origin, rows, mark, cluster, gap)| Metrics {
            px_per_day: zoom.exp2(),
            origin,
            rows,
            mark,
            cluster,
            gap,
        },
    )
}

fn neighbours(layout: &Layout) -> impl Iterator<Item = (&LayoutBox, &LayoutBox)> {
    let pairs = layout.placed.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.filter(|(a, b)| (a.lane, a.row) == (b.lane, b.row))
}

/// The items of each box.
fn contents<'a>(layout: &'a Layout, placed: &'a LayoutBox) -> Vec<u32> {
    match placed.what {
        BoxContent::Event(index) => vec![index],
        cluster => layout.members(cluster).to_vec(),
    }
}

/// The contract taken at its word, one item after the other, asking every box placed before.
fn slowly(items: &[Item], metrics: &Metrics) -> Vec<(u32, u16, f64, f64)> {
    let px = |day: f64| (day - metrics.origin) * metrics.px_per_day;
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&items[a as usize], &items[b as usize]);
        let width = |it: &Item| if it.label.is_finite() { it.label } else { 0.0 };
        (b.weight.cmp(&a.weight))
            .then(px(a.start).total_cmp(&px(b.start)))
            .then((px(a.end) - px(a.start)).total_cmp(&(px(b.end) - px(b.start))))
            .then(width(a).total_cmp(&width(b)))
    });
    let mut placed: Vec<(u32, u16, f64, f64)> = Vec::new();
    for index in order {
        let item = &items[index as usize];
        let start = px(item.start);
        let bare = start + (px(item.end) - start).max(metrics.mark);
        let label = (item.label > 0.0 && item.label.is_finite()).then(|| bare.max(start + item.label));
        let free = |row: u16, end: f64| {
            placed
                .iter()
                .filter(|&&(other, its_row, ..)| its_row == row && items[other as usize].lane == item.lane)
                .all(|&(_, _, from, to)| to + metrics.gap <= start || (from > start && end <= from - metrics.gap))
        };
        let wishes = label.into_iter().chain([bare]);
        let found =
            wishes.flat_map(|end| (0..metrics.rows).map(move |row| (row, end))).find(|&(row, end)| free(row, end));
        if let Some((row, end)) = found {
            placed.push((index, row, start, end));
        }
    }
    placed
}

proptest! {
    #[test]
    fn boxes_of_a_row_never_overlap_and_are_sorted(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        prop_assert!(layout.placed.is_sorted_by_key(|it| (it.lane, it.row)));
        for (a, b) in neighbours(&layout) {
            prop_assert!(a.end <= b.start && a.start < b.start, "{:?} {:?}", a, b);
            prop_assert!(a.end + metrics.gap <= b.start + 1e-6, "{:?} {:?}", a, b);
        }
    }

    #[test]
    fn boxes_never_overlap_between_two_levels_either(items in items(), metrics in metrics(), factor in 1.0..1.5f64) {
        let layout = layout(&items, LANES, &metrics);
        for (a, b) in neighbours(&layout) {
            prop_assert!(a.stretch(factor).1 + metrics.gap <= b.stretch(factor).0 + 1e-3, "{:?} {:?}", a, b);
        }
    }

    #[test]
    fn a_stretched_span_fills_its_time(items in items(), metrics in metrics(), factor in 1.0..1.5f64) {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
        for placed in &layout(&items, LANES, &metrics).placed {
            let BoxContent::Event(index) = placed.what else { continue };
            let item = &items[index as usize];
            let px = |day: f64| (day - metrics.origin) * metrics.px_per_day * factor;
            let (start, end) = placed.stretch(factor);
            prop_assert!(near(start, px(item.start)));
            let filled = px(item.end) - px(item.start);
            let fixed = if placed.labelled { item.label.max(metrics.mark) } else { metrics.mark };
            prop_assert!((end - start - filled.max(fixed)).abs() <= 1e-9 * end.abs().max(start.abs()).max(1.0));
        }
    }

    #[test]
    fn every_event_is_in_exactly_one_box(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        let mut seen: Vec<u32> = layout.placed.iter().flat_map(|placed| contents(&layout, placed)).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..items.len() as u32).collect::<Vec<_>>());
        for placed in &layout.placed {
            for index in contents(&layout, placed) {
                prop_assert_eq!(items[index as usize].lane, placed.lane);
            }
        }
    }

    #[test]
    fn rows_are_as_many_as_are_said(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        prop_assert_eq!(layout.rows.len(), usize::from(LANES));
        for (lane, rows) in (0..).zip(&layout.rows) {
            let used = layout.placed.iter().filter(|it| it.lane == lane).map(|it| it.row + 1).max();
            prop_assert_eq!(*rows, used.unwrap_or(1));
            prop_assert!(*rows <= metrics.rows + 1);
        }
    }

    #[test]
    fn clusters_keep_the_order_of_time_and_hold_what_starts_under_their_button(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        for placed in layout.placed.iter().filter(|it| matches!(it.what, BoxContent::Cluster { .. })) {
            let days: Vec<f64> = contents(&layout, placed).iter().map(|&index| items[index as usize].start).collect();
            prop_assert!(!days.is_empty() && days.is_sorted());
            let last = (days[days.len() - 1] - metrics.origin) * metrics.px_per_day;
            prop_assert!(last < placed.start + metrics.cluster.max(metrics.mark) + metrics.gap);
            prop_assert_eq!(placed.row, metrics.rows);
        }
    }

    #[test]
    fn only_what_found_no_row_is_in_the_row_of_clusters(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        let mut singles: Vec<(u16, u16, f64, f64)> = Vec::new();
        for placed in layout.placed.iter().filter(|it| it.row < metrics.rows) {
            singles.push((placed.lane, placed.row, placed.start, placed.end));
        }
        let mut expected: Vec<(u16, u16, f64, f64)> = Vec::new();
        for (index, row, start, end) in slowly(&items, &metrics) {
            expected.push((items[index as usize].lane, row, start, end));
        }
        expected.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        prop_assert_eq!(singles, expected);
    }

    #[test]
    fn the_order_of_the_items_does_not_matter(
        (items, shuffled) in items().prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
        metrics in metrics(),
    ) {
        // Told apart by what they are, not by where they stood.
        let shown = |items: &[Item]| {
            let layout = layout(items, LANES, &metrics);
            let mut shown = Vec::new();
            for placed in &layout.placed {
                let holds: Vec<_> = contents(&layout, placed).iter().map(|&index| items[index as usize]).collect();
                shown.push(format!("{:?} {:?}", LayoutBox { what: BoxContent::Event(0), ..*placed }, holds));
            }
            (shown, layout.rows)
        };
        prop_assert_eq!(shown(&items), shown(&shuffled));
    }

    #[test]
    fn panning_only_chooses_among_the_boxes(
        items in items(),
        metrics in metrics(),
        from in -1e5..1e5f64,
        px in 0.0..1e4f64,
    ) {
        let layout = layout(&items, LANES, &metrics);
        let touching = layout.placed.iter().enumerate().filter(|(_, it)| it.end >= from && it.start <= from + px);
        prop_assert!(layout.visible(from, from + px).eq(touching));
        prop_assert!(layout.visible(f64::NEG_INFINITY, f64::INFINITY).eq(layout.placed.iter().enumerate()));
    }

    #[test]
    fn a_stretched_view_misses_no_box(
        items in items(),
        metrics in metrics(),
        from in -1e5..1e5f64,
        factor in 1.0..1.5f64,
    ) {
        let (left, right) = (from, from + 1_000.0);
        let layout = layout(&items, LANES, &metrics);
        let found: Vec<&LayoutBox> = layout.visible(left / factor, right / factor).map(|(_, placed)| placed).collect();
        for placed in &layout.placed {
            let (start, end) = placed.stretch(factor);
            if end > left + 1e-6 && start < right - 1e-6 {
                prop_assert!(found.contains(&placed));
            }
        }
    }

    #[test]
    fn zooming_in_dissolves_clusters_of_distinct_days(
        days in proptest::collection::btree_set(-50_000..50_000i32, 1..80),
        label in 1.0..200.0f64,
        gap in 0.0..10.0f64,
    ) {
        let items: Vec<Item> = days
            .iter()
            .map(|&day| (f64::from(day), 1 + day.unsigned_abs() % 3))
            .map(|(day, weight)| Item { start: day, end: day, lane: 0, weight: weight as u8, label })
            .collect();
        let far = Metrics { px_per_day: 1e-6, origin: 0.0, rows: 1, mark: 10.0, cluster: 30.0, gap };
        let near = Metrics { px_per_day: label.max(far.mark) + gap + 1e-6, ..far };
        let layout_near = layout(&items, 1, &near);
        prop_assert!(layout_near.placed.iter().all(|it| it.row == 0 && it.labelled));
        prop_assert_eq!(layout_near.placed.len(), items.len());
        prop_assert!(layout(&items, 1, &far).placed.len() <= 2);
    }

    #[test]
    fn a_layouter_may_be_used_again(first in items(), second in items(), a in metrics(), b in metrics()) {
        let mut layouter = Layouter::new();
        layouter.layout(&first, LANES, &a);
        prop_assert_eq!(layouter.layout(&second, LANES, &b), &layout(&second, LANES, &b));
    }

    #[test]
    fn no_number_makes_the_layout_panic(
        numbers in vec(any::<(f64, f64, f64)>(), 0..20),
        (px_per_day, origin, mark, cluster, gap) in any::<(f64, f64, f64, f64, f64)>(),
        (lane, weight, rows) in any::<(u16, u8, u16)>(),
    ) {
        let items: Vec<Item> =
            numbers.iter().map(|&(start, end, label)| Item { start, end, lane, weight, label }).collect();
        let metrics = Metrics { px_per_day, origin, rows, mark, cluster, gap };
        let layout = layout(&items, LANES, &metrics);
        let held: usize = layout.placed.iter().map(|placed| contents(&layout, placed).len()).sum();
        prop_assert_eq!(held, items.len());
    }
}
