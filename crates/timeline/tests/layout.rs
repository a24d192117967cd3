//! The promises of a layout, for any events at any zoom.

use backstory_timeline::{BoxContent, Item, LabelSide, Layout, LayoutBox, Layouter, Metrics, layout};
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
    let item = (start, length, 0..=1u8, 0..LANES, 1..=4u8, label, 1.0..3.0f64, 0.2..1.0f64).prop_map(
        |(start, length, middle, lane, weight, label, full, least)| Item {
            at: start + if middle == 1 { length / 2.0 } else { 0.0 },
            start,
            end: start + length,
            lane,
            weight,
            label,
            label_full: label * full,
            label_least: label * least,
        },
    );
    vec(item, 0..120)
}

fn metrics() -> impl Strategy<Value = Metrics> {
    let gap = prop_oneof![1 => Just(0.0), 3 => 0.0..10.0f64];
    let scale = (-9.0..6.0f64, -5_000.0..5_000.0f64, 0.0..1e6f64, any::<bool>());
    (scale, (0..5u16, 0..3u16), 1.0..40.0f64, 1.0..60.0f64, gap).prop_map(
        |((zoom, origin, world, both_sides), (rows, rows_for_heaviest), mark, cluster, gap)| Metrics {
            px_per_day: zoom.exp2(),
            origin,
            world,
            rows,
            rows_for_heaviest,
            mark,
            cluster,
            gap,
            both_sides,
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

proptest! {
    #[test]
    fn boxes_of_a_row_never_overlap_and_are_sorted(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        prop_assert!(layout.placed.is_sorted_by_key(|it| (it.lane, it.row)));
        for (a, b) in neighbours(&layout) {
            prop_assert!(a.start < b.start, "{:?} {:?}", a, b);
            prop_assert!(a.end + metrics.gap <= b.start + 1e-6, "{:?} {:?}", a, b);
        }
    }

    #[test]
    fn boxes_never_overlap_stretched_either(items in items(), metrics in metrics(), factor in 1.0..1.5f64) {
        let layout = layout(&items, LANES, &metrics);
        for (a, b) in neighbours(&layout) {
            prop_assert!(a.stretch(factor).1 + metrics.gap <= b.stretch(factor).0 + 1e-3, "{:?} {:?}", a, b);
        }
    }

    #[test]
    fn marks_and_bars_lie_on_their_dates_at_every_scale(items in items(), metrics in metrics(), factor in 1.0..1.5f64) {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
        for placed in &layout(&items, LANES, &metrics).placed {
            let BoxContent::Event(index) = placed.what else { continue };
            let item = &items[index as usize];
            let px = |day: f64| (day - metrics.origin) * metrics.px_per_day * factor;
            prop_assert!(near(placed.at * factor, px(item.at)));
            if item.end > item.start {
                prop_assert!(near(placed.bar.0 * factor, px(item.start)) && near(placed.bar.1 * factor, px(item.end)));
            } else {
                prop_assert_eq!(placed.bar, (placed.at, placed.at));
            }
            let (start, end) = placed.stretch(factor);
            let half = metrics.mark / 2.0;
            prop_assert!(start <= placed.at * factor - half + 1e-6 && end >= placed.at * factor + half - 1e-6);
        }
    }

    #[test]
    fn labels_are_as_wide_as_they_may_and_stay_in_the_world(items in items(), metrics in metrics()) {
        for placed in &layout(&items, LANES, &metrics).placed {
            let BoxContent::Event(index) = placed.what else { continue };
            let item = &items[index as usize];
            let width = placed.before + placed.after;
            if placed.label == LabelSide::None {
                prop_assert!((width - metrics.mark).abs() < 1e-6);
            } else {
                prop_assert!(width >= item.label_least.min(item.label) - 1e-6);
                prop_assert!(width <= item.label_full.max(metrics.mark) + 1e-6);
                prop_assert!(metrics.both_sides || placed.label == LabelSide::After);
            }
            match placed.label {
                LabelSide::After => prop_assert!(placed.at + placed.after <= metrics.world + 1e-3),
                LabelSide::Before => prop_assert!(placed.at - placed.before >= -1e-3),
                LabelSide::None => {}
            }
        }
    }

    #[test]
    fn what_is_in_a_cluster_had_no_room_in_a_row(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        let half = metrics.mark / 2.0;
        for placed in layout.placed.iter().filter(|it| matches!(it.what, BoxContent::Cluster { .. })) {
            for index in contents(&layout, placed) {
                let item = &items[index as usize];
                let rows = metrics.rows + if item.weight >= 3 { metrics.rows_for_heaviest } else { 0 };
                let px = |day: f64| (day - metrics.origin) * metrics.px_per_day;
                let (from, to) = (px(item.start).min(px(item.at) - half), px(item.end).max(px(item.at) + half));
                // With a little more than it needs: at the very edge two sums may round to either side.
                let room = (from - metrics.gap - 1e-3, to + metrics.gap + 1e-3);
                prop_assert_eq!(layout.free_row(placed.lane, rows, room, 1.0), None);
            }
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
    fn a_stack_has_each_event_once_in_order_with_its_whole_label(items in items(), metrics in metrics(), factor in 1.0..4.0f64) {
        let mut layouter = Layouter::new();
        let layout = layouter.stack(&items, &metrics);
        prop_assert_eq!((layout.placed.len(), layout.rows.as_slice()), (items.len(), &[1][..]));
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
        for placed in &layout.placed {
            let BoxContent::Event(index) = placed.what else { panic!("a cluster") };
            let item = &items[index as usize];
            prop_assert!(near(placed.at, (item.at - metrics.origin) * metrics.px_per_day), "its mark is on its date");
            if item.label > 0.0 && item.label_full > 0.0 {
                prop_assert!(near(placed.before + placed.after, item.label_full.max(item.label).max(metrics.mark)));
            }
        }
        prop_assert!(layout.placed.is_sorted_by(|a, b| a.at <= b.at));
        if items.iter().all(|item| item.end == item.start) {
            for pair in layout.placed.windows(2) {
                let (a, b) = (pair[0].stretch(factor), pair[1].stretch(factor));
                prop_assert!(near(a.1 + metrics.gap, b.0) || a.1 + metrics.gap <= b.0, "{:?} {:?}", pair[0], pair[1]);
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
            prop_assert!(*rows <= metrics.rows + metrics.rows_for_heaviest + 1);
        }
    }

    #[test]
    fn clusters_keep_the_order_of_time_and_hold_what_starts_under_their_button(items in items(), metrics in metrics()) {
        let layout = layout(&items, LANES, &metrics);
        for placed in layout.placed.iter().filter(|it| matches!(it.what, BoxContent::Cluster { .. })) {
            let days: Vec<f64> = contents(&layout, placed).iter().map(|&index| items[index as usize].at).collect();
            prop_assert!(!days.is_empty() && days.is_sorted());
            let last = (days[days.len() - 1] - metrics.origin) * metrics.px_per_day;
            prop_assert!(last < placed.at + metrics.cluster.max(metrics.mark) + metrics.gap + 1e-3);
            prop_assert!(placed.row >= metrics.rows);
            prop_assert_eq!(placed.row + 1, layout.rows[usize::from(placed.lane)]);
        }
    }

    #[test]
    fn the_order_of_the_items_does_not_matter(
        (items, shuffled) in items().prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
        metrics in metrics(),
    ) {
        // Compares items by value, because their indexes differ after the shuffle.
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
            .map(|(day, weight)| Item {
                at: day,
                start: day,
                end: day,
                lane: 0,
                weight: weight as u8,
                label,
                label_full: label,
                label_least: label,
            })
            .collect();
        let far = Metrics {
            px_per_day: 1e-6,
            origin: -1e6,
            world: 1e9,
            rows: 1,
            rows_for_heaviest: 0,
            mark: 10.0,
            cluster: 30.0,
            gap,
            both_sides: true,
        };
        let near = Metrics { px_per_day: label.max(far.mark) + gap + 1e-6, ..far };
        let layout_near = layout(&items, 1, &near);
        prop_assert!(layout_near.placed.iter().all(|it| it.row == 0 && it.label != LabelSide::None));
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
            numbers.iter().map(|&(start, end, label)| Item {
                at: end,
                start,
                end,
                lane,
                weight,
                label,
                label_full: start,
                label_least: end,
            }).collect();
        let metrics =
            Metrics { px_per_day, origin, world: mark, rows, rows_for_heaviest: rows, mark, cluster, gap, both_sides: true };
        let layout = layout(&items, LANES, &metrics);
        let held: usize = layout.placed.iter().map(|placed| contents(&layout, placed).len()).sum();
        prop_assert_eq!(held, items.len());
    }
}
