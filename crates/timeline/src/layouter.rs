//! The algorithm of the layout: each event gets the first free row with its label, else without, else a place in a
//! cluster.

use std::collections::BinaryHeap;

use crate::layout::{BoxContent, Item, LabelSide, Layout, Metrics};
use crate::layout_item::{LayoutItem, Placement, usable};
use crate::row::{Row, Slot};

/// Makes layouts, keeping its buffers from one to the next.
///
/// Items are sorted once. Then, for each weight from the heaviest on, each lane is swept from left to right. A row
/// keeps a sorted list of what heavier items took and a cursor that moves along with the sweep, so that finding the
/// room in a row takes constant time on average: O(n log n + n · rows) in all. At the end labels grow into the room
/// that is left.
#[derive(Debug, Default)]
pub struct Layouter {
    items: Vec<LayoutItem>,
    rows: Vec<Row>,
    layout: Layout,
}

/// Weights in the order in which they are placed.
const WEIGHTS: [u8; 4] = [4, 3, 2, 1];
/// The least of the weights that get more rows before they go into a cluster, and cut the labels before them.
const HEAVY: u8 = 3;

/// Lays out items in a number of lanes (at least 1).
///
/// The result depends neither on the order of the items (exact equals apart) nor on what is in view. For many layouts a
/// [`Layouter`] saves allocations.
#[must_use]
pub fn layout(items: &[Item], lanes: u16, metrics: &Metrics) -> Layout {
    let mut layouter = Layouter::new();
    layouter.layout(items, lanes, metrics);
    layouter.layout
}

impl Layouter {
    /// A layouter with empty buffers.
    #[must_use]
    pub fn new() -> Layouter {
        Layouter::default()
    }

    /// Lays out items in a number of lanes, see [`layout()`].
    pub fn layout(&mut self, items: &[Item], lanes: u16, metrics: &Metrics) -> &Layout {
        let metrics = &usable(metrics);
        let lanes = lanes.max(1);
        self.begin(items, lanes - 1, metrics);
        let mut done = 0;
        for lane in 0..lanes {
            let count = self.items[done..].iter().take_while(|item| item.lane == lane).count();
            self.lane(done, done + count, metrics);
            done += count;
        }
        &self.layout
    }

    /// Lays out few items in a single row, each with its whole label: beside its mark, or as soon behind it as those before
    /// it leave room.
    pub fn stack(&mut self, items: &[Item], metrics: &Metrics) -> &Layout {
        let metrics = &usable(metrics);
        self.begin(items, 0, metrics);
        let placed = &mut self.layout.placed;
        let mut free = f64::NEG_INFINITY;
        for item in &self.items {
            let width = item.label.map_or(metrics.mark, |(_, full, _)| full);
            let mut its = item.event_box(Placement { row: 0, side: LabelSide::After, width }, metrics);
            its.move_to(its.start.max(free));
            free = its.end + metrics.gap;
            placed.push(its);
        }
        self.layout.rows.push(1);
        &self.layout
    }

    /// Forgets the layout before, and puts the items in order.
    fn begin(&mut self, items: &[Item], last_lane: u16, metrics: &Metrics) {
        self.layout.placed.clear();
        self.layout.members.clear();
        self.layout.rows.clear();
        let mut unsorted = std::mem::take(&mut self.items);
        unsorted.clear();
        unsorted.extend((0..).zip(items).map(|(index, item)| LayoutItem::new(index, item, last_lane, metrics)));
        // By heap: `sort` is quicker, but ten times as large a program for the browser.
        self.items = BinaryHeap::from(unsorted).into_sorted_vec();
    }

    /// Lays out the items of one lane.
    fn lane(&mut self, from: usize, to: usize, metrics: &Metrics) {
        let Layouter { items, rows, layout } = self;
        let items = &mut items[from..to];
        rows.iter_mut().for_each(|row| row.taken.clear());
        // Rows that the heavy ones have in addition, the others use too.
        let mut most = metrics.rows + metrics.rows_for_heaviest;
        for weight in WEIGHTS {
            sweep(rows, items, weight, most, metrics);
            take(rows, items, metrics);
            if weight == HEAVY {
                let used = items.iter().filter_map(|item| item.placement).map(|it| it.row + 1).max();
                most = metrics.rows.max(used.unwrap_or(0));
            }
        }
        for weight in WEIGHTS {
            rows.iter_mut().for_each(|row| grow_labels(row, items, weight, metrics));
        }
        let used = emit_rows(rows, items, metrics, layout);
        let clustered = emit_clusters(items, most, metrics, layout);
        layout.rows.push(if clustered { most + 1 } else { used.max(1) });
    }
}

/// Places the items of one weight in so many rows at most, from left to right.
fn sweep(rows: &mut Vec<Row>, items: &mut [LayoutItem], weight: u8, most: u16, metrics: &Metrics) {
    rows.iter_mut().for_each(Row::rewind);
    for n in 0..items.len() {
        if items[n].weight != weight {
            continue;
        }
        let found = find(rows, &items[n], most, metrics);
        let is_named = found.is_some_and(|it| it.side != LabelSide::None);
        let made = if weight < HEAVY || is_named { None } else { squeeze(rows, items, n, found.is_some(), metrics) };
        let found = made.or(found);
        items[n].placement = found;
        let Some((row, _, end)) = items[n].placed_extent(metrics) else {
            continue;
        };
        let row = &mut rows[usize::from(row)];
        (row.before_last, row.end, row.last) = (row.end, end, Some(n));
    }
}

/// Makes room for a heavy one: in a row whose last label is of one as heavy, that label is cut where the mark begins or goes
/// to the other side of its own, wherever most is left of both. A bare mark that `has_row` has to gain a label by it.
fn squeeze(
    rows: &mut [Row],
    items: &mut [LayoutItem],
    n: usize,
    has_row: bool,
    metrics: &Metrics,
) -> Option<Placement> {
    let item = &items[n];
    let bare = item.extent(LabelSide::None, metrics.mark, metrics.mark);
    let mut best: Option<(usize, Placement, Placement)> = None;
    for (number, row) in (0..).zip(&*rows) {
        let Some(last) = row.last else { continue };
        let Some((wanted, _, least)) = items[last].label else { continue };
        let room = (row.before_last + metrics.gap, bare.0 - metrics.gap);
        let (behind, before) = label_room(&items[last], room, metrics);
        for (side, width) in [(LabelSide::After, behind.min(wanted)), (LabelSide::Before, before.min(wanted))] {
            let end = items[last].extent(side, width, metrics.mark).1;
            let room = (end + metrics.gap, row.next(metrics.gap));
            if width < least || room.0 > bare.0 || bare.1 > room.1 {
                continue;
            }
            let unnamed = (!has_row).then_some((LabelSide::None, metrics.mark));
            let Some((own_side, own)) = label_in(item, room, metrics).or(unnamed) else { continue };
            if best.is_none_or(|(_, a, b)| width + own > a.width + b.width) {
                let placement = |side, width| Placement { row: number, side, width };
                best = Some((last, placement(side, width), placement(own_side, own)));
            }
        }
    }
    let (last, cut, placement) = best?;
    items[last].placement = Some(cut);
    rows[usize::from(cut.row)].end = items[last].placed_extent(metrics)?.2;
    Some(placement)
}

/// The first row with room for the wanted label; else the one with the most room for a shorter label; else the first
/// with room for the bare mark. Rows are added as they are needed; a new row is empty, so the search ends with it.
fn find(rows: &mut Vec<Row>, item: &LayoutItem, most: u16, metrics: &Metrics) -> Option<Placement> {
    let mut best: Option<Placement> = None;
    for row in 0..most {
        if usize::from(row) == rows.len() {
            rows.push(Row::new());
        }
        let room = rows[usize::from(row)].room(item.at, metrics.gap);
        let (start, end) = item.extent(LabelSide::None, metrics.mark, metrics.mark);
        if start < room.0 || end > room.1 {
            continue;
        }
        let labelled = label_in(item, room, metrics).map(|(side, width)| Placement { row, side, width });
        if labelled.is_some_and(|it| item.label.is_some_and(|label| it.width >= label.0)) {
            return labelled;
        }
        let here = labelled.unwrap_or(Placement { row, side: LabelSide::None, width: metrics.mark });
        if best.is_none_or(|best| here.width > best.width) {
            best = Some(here);
        }
    }
    best
}

/// The side on which the label has its wanted width, after the mark if possible; else the side with more room, if that
/// is enough for the least label.
fn label_in(item: &LayoutItem, room: (f64, f64), metrics: &Metrics) -> Option<(LabelSide, f64)> {
    let (wanted, _, least) = item.label?;
    let (behind, before) = label_room(item, room, metrics);
    if behind >= wanted {
        Some((LabelSide::After, wanted))
    } else if before >= wanted {
        Some((LabelSide::Before, wanted))
    } else if behind >= before && behind >= least {
        Some((LabelSide::After, behind))
    } else if before >= least {
        Some((LabelSide::Before, before))
    } else {
        None
    }
}

/// Pixels for mark and label on the side after the mark and on the side before it, between neighbours and within the
/// world.
fn label_room(item: &LayoutItem, (from, to): (f64, f64), metrics: &Metrics) -> (f64, f64) {
    let half = metrics.mark / 2.0;
    let before = if metrics.both_sides { item.at + half - from.max(0.0) } else { f64::NEG_INFINITY };
    (to.min(metrics.world) - (item.at - half), before)
}

/// Stores in each row what it holds now. Items are sorted by date, so those of each row are too.
fn take(rows: &mut [Row], items: &[LayoutItem], metrics: &Metrics) {
    rows.iter_mut().for_each(|row| row.taken.clear());
    for (index, item) in (0..).zip(items) {
        let Some((row, start, end)) = item.placed_extent(metrics) else {
            continue;
        };
        rows[usize::from(row)].taken.push(Slot { start, end, at: item.at, item: index });
    }
}

/// Lets the labels of one weight grow into the room that is still free.
fn grow_labels(row: &mut Row, items: &mut [LayoutItem], weight: u8, metrics: &Metrics) {
    for n in 0..row.taken.len() {
        let item = &mut items[row.taken[n].item as usize];
        let (Some(placement), Some((_, full, least))) = (item.placement, item.label) else { continue };
        if item.weight != weight || placement.width >= full {
            continue;
        }
        let from = n.checked_sub(1).map_or(f64::NEG_INFINITY, |n| row.taken[n].end + metrics.gap);
        let to = row.taken.get(n + 1).map_or(f64::INFINITY, |next| next.start - metrics.gap);
        let mut grown = placement;
        let room = label_room(item, (from, to), metrics);
        match placement.side {
            LabelSide::After => grown.width = room.0.min(full),
            LabelSide::Before => grown.width = room.1.min(full),
            LabelSide::None => {}
        }
        if grown.side != LabelSide::None && grown.width > placement.width.max(least) {
            item.placement = Some(grown);
            let (start, end) = item.extent(grown.side, grown.width, metrics.mark);
            row.taken[n] = Slot { start, end, ..row.taken[n] };
        }
    }
}

/// Adds the boxes of the rows to the layout. Returns the number of rows that hold any.
fn emit_rows(rows: &[Row], items: &[LayoutItem], metrics: &Metrics, layout: &mut Layout) -> u16 {
    let mut used = 0;
    for (row, taken) in (0..).zip(rows.iter().map(|row| &row.taken)) {
        for slot in taken {
            let item = &items[slot.item as usize];
            let Some(placement) = item.placement else { continue };
            layout.placed.push(item.event_box(placement, metrics));
            used = row + 1;
        }
    }
    used
}

/// Gathers the items that found no room into clusters: a cluster takes all items whose date lies under its button.
/// They stand in `row`. Returns whether there were any.
///
/// An item that is alone in its cluster is drawn as itself, unless its bar would touch its neighbours.
fn emit_clusters(items: &[LayoutItem], row: u16, metrics: &Metrics, layout: &mut Layout) -> bool {
    let Layout { placed, members, .. } = layout;
    let mut left = items.iter().filter(|item| item.placement.is_none()).peekable();
    let mut end = f64::NEG_INFINITY;
    let mut any = false;
    while let Some(first) = left.next() {
        any = true;
        let from = members.len();
        let under = first.at + metrics.cluster.max(metrics.mark) + metrics.gap;
        members.push(first.index);
        while let Some(next) = left.next_if(|next| next.at < under) {
            members.push(next.index);
        }
        let alone = members.len() == from + 1;
        let free = left.peek().map_or(f64::INFINITY, |next| next.at - metrics.mark / 2.0 - metrics.gap);
        let bare = first.extent(LabelSide::None, metrics.mark, metrics.mark);
        if alone && bare.1 <= free && bare.0 >= end + metrics.gap {
            members.truncate(from);
            let placement = Placement { row, side: LabelSide::None, width: metrics.mark };
            placed.push(first.event_box(placement, metrics));
        } else {
            let what = BoxContent::Cluster { from: from as u32, to: members.len() as u32 };
            placed.push(first.cluster_box(what, row, metrics));
        }
        end = placed.last().map_or(end, |it| it.end);
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: Metrics = Metrics {
        px_per_day: 1.0,
        origin: 0.0,
        world: 1e6,
        rows: 2,
        rows_for_heaviest: 0,
        mark: 10.0,
        cluster: 30.0,
        gap: 2.0,
        both_sides: true,
    };

    fn point(day: f64, weight: u8) -> Item {
        Item { at: day, start: day, end: day, lane: 0, weight, label: 50.0, label_full: 50.0, label_least: 50.0 }
    }

    fn span(from: f64, to: f64) -> Item {
        Item { end: to, ..point(from, 1) }
    }

    /// Row, pixels from and to, and where the label stands, for each box.
    fn boxes(items: &[Item]) -> Vec<(u16, f64, f64, LabelSide)> {
        let placed = layout(items, 1, &METRICS).placed;
        placed.iter().map(|it| (it.row, it.start, it.end, it.label)).collect()
    }

    #[test]
    fn nothing_gives_lanes_of_one_row() {
        let nothing = layout(&[], 3, &METRICS);
        assert_eq!((nothing.placed.len(), nothing.rows), (0, vec![1, 1, 1]));
        assert_eq!(layout(&[], 0, &METRICS).rows, [1]);
    }

    #[test]
    fn the_heavier_event_comes_first_and_a_label_moves_before_its_mark_or_down_before_it_goes() {
        use LabelSide::{After, Before};
        assert_eq!(boxes(&[point(70.0, 1), point(90.0, 3)]), [(0, 25.0, 75.0, Before), (0, 85.0, 135.0, After)]);
        // The world begins too near to the mark for a label before it, so the item moves to the next row.
        assert_eq!(boxes(&[point(20.0, 1), point(40.0, 3)]), [(0, 35.0, 85.0, After), (1, 15.0, 65.0, After)]);
    }

    #[test]
    fn an_event_without_room_for_its_label_is_a_bare_mark() {
        let placed = boxes(&[point(20.0, 3), point(21.0, 3), point(6.0, 1)]);
        assert_eq!(placed[0], (0, 1.0, 11.0, LabelSide::None));
    }

    #[test]
    fn one_of_the_heaviest_cuts_the_label_before_it_before_it_goes_into_a_cluster() {
        use LabelSide::After;
        let main = |day| Item { label_least: 25.0, ..point(day, 3) };
        let items = [main(0.0), main(1.0), main(40.0)];
        assert_eq!(boxes(&items), [(0, -5.0, 33.0, After), (0, 35.0, 85.0, After), (1, -4.0, 46.0, After)]);
        let lesser = [main(0.0), main(1.0), point(40.0, 2)];
        assert_eq!(layout(&lesser, 1, &METRICS).placed.last().map(|it| it.row), Some(2), "a lesser one cuts nothing");
        let metrics = Metrics { rows_for_heaviest: 1, ..METRICS };
        assert_eq!(layout(&items, 1, &metrics).rows, [3], "more rows come first");
    }

    #[test]
    fn the_event_that_the_story_is_about_has_its_label_before_all_others() {
        let items = [point(100.0, 3), point(101.0, 3), point(102.0, 4)];
        let row_and_side = |n| {
            let placed = layout(&items, 1, &METRICS).placed;
            placed.iter().find(|it| it.what == BoxContent::Event(n)).map(|it| (it.row, it.label))
        };
        assert_eq!(row_and_side(2), Some((0, LabelSide::After)));
        assert_eq!(row_and_side(0), Some((1, LabelSide::After)));
    }

    #[test]
    fn the_label_before_one_of_the_heaviest_goes_to_the_other_side_of_its_mark_rather_than_take_its_label() {
        use LabelSide::{After, Before};
        let metrics = Metrics { rows: 1, ..METRICS };
        let sides = |items: &[Item]| {
            let placed = layout(items, 1, &metrics).placed;
            placed.iter().map(|it| (it.start, it.end, it.label)).collect::<Vec<_>>()
        };
        assert_eq!(sides(&[point(200.0, 3), point(230.0, 3)]), [(155.0, 205.0, Before), (225.0, 275.0, After)]);
        assert_eq!(
            sides(&[point(20.0, 3), point(50.0, 3)]),
            [(15.0, 65.0, After), (45.0, 55.0, LabelSide::None)],
            "not out of the world"
        );
    }

    #[test]
    fn a_stack_moves_labels_behind_those_before_them_and_no_mark() {
        let items = [point(100.0, 1), point(101.0, 2), point(300.0, 1)];
        let mut layouter = Layouter::new();
        let layout = layouter.stack(&items, &METRICS);
        let placed: Vec<_> = layout.placed.iter().map(|it| (it.start, it.end, it.at)).collect();
        assert_eq!(placed, [(95.0, 145.0, 100.0), (147.0, 197.0, 101.0), (295.0, 345.0, 300.0)]);
    }

    #[test]
    fn a_label_takes_the_room_that_is_left() {
        let wide = Item { label_full: 300.0, ..point(100.0, 1) };
        assert_eq!(boxes(&[wide]), [(0, 95.0, 395.0, LabelSide::After)]);
        assert_eq!(boxes(&[wide, point(300.0, 1)])[0], (0, 95.0, 293.0, LabelSide::After));
    }

    #[test]
    fn a_label_is_cut_where_there_is_too_little_room_for_it_but_enough_to_say_something() {
        let cut = Item { label_least: 25.0, ..point(50.0, 1) };
        let full = [point(10.0, 3), point(10.0, 3), point(90.0, 3), point(90.0, 3)];
        let placed = layout(&[&full[..], &[cut]].concat(), 1, &METRICS).placed;
        let cut = placed.iter().find(|it| it.what == BoxContent::Event(4)).expect("a box");
        assert_eq!(cut.label, LabelSide::None, "between 57 and 83 there is room for a mark");
        let placed = layout(&[full[0], full[2], Item { label_least: 25.0, ..point(62.0, 1) }], 1, &METRICS).placed;
        let cut = placed.iter().find(|it| it.what == BoxContent::Event(2)).expect("a box");
        assert_eq!((cut.row, cut.label), (1, LabelSide::After), "a free row comes before a cut label");
    }

    #[test]
    fn no_label_leaves_the_world() {
        let metrics = Metrics { world: 100.0, ..METRICS };
        let placed = layout(&[point(80.0, 1)], 1, &metrics).placed;
        assert_eq!((placed[0].label, placed[0].start, placed[0].end), (LabelSide::Before, 35.0, 85.0));
    }

    #[test]
    fn what_finds_no_row_is_swept_together_and_one_alone_is_drawn() {
        let items = [point(100.0, 3), point(101.0, 3), point(102.0, 1), point(103.0, 2), point(143.0, 1)];
        let layout = layout(&items, 1, &METRICS);
        assert_eq!(layout.rows, [3]);
        assert_eq!(layout.members, [2, 3]);
        let last = &layout.placed[2..];
        assert_eq!(last[0].what, BoxContent::Cluster { from: 0, to: 2 });
        assert_eq!((last[0].row, last[0].start, last[0].end), (2, 97.0, 127.0));
        assert_eq!(last[1].what, BoxContent::Event(4));
        assert_eq!((last[1].row, last[1].start, last[1].end), (2, 138.0, 148.0));
        assert_eq!(layout.members(last[0].what), [2, 3]);
        assert_eq!(layout.members(last[1].what), []);
    }

    #[test]
    fn a_bar_is_as_long_as_its_time_whatever_its_label_needs() {
        let short = layout(&[span(10.0, 20.0)], 1, &METRICS).placed[0];
        assert_eq!((short.bar, short.start, short.end), ((10.0, 20.0), 5.0, 55.0));
        let long = layout(&[span(10.0, 365_250.0)], 1, &METRICS).placed[0];
        assert_eq!((long.bar, long.start, long.end), ((10.0, 365_250.0), 5.0, 365_250.0));
        assert_eq!(short.stretch(1.4), (9.0, 59.0));
    }

    #[test]
    fn a_label_of_no_width_is_no_label() {
        for label in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0] {
            let placed = boxes(&[Item { label, ..point(50.0, 1) }]);
            assert_eq!(placed, [(0, 45.0, 55.0, LabelSide::None)], "{label}");
        }
    }

    #[test]
    fn nonsense_is_placed_without_panic() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0];
        let items: Vec<Item> = odd
            .iter()
            .flat_map(|&start| {
                odd.map(|end| Item { at: end, start, end, lane: u16::MAX, weight: 200, ..point(0.0, 1) })
            })
            .collect();
        for number in odd {
            let metrics = Metrics {
                px_per_day: number,
                origin: number,
                world: number,
                rows: u16::MAX,
                rows_for_heaviest: u16::MAX,
                mark: number,
                cluster: number,
                gap: number,
                both_sides: true,
            };
            let layout = layout(&items, 2, &metrics);
            let held = layout.members.len() + layout.placed.len();
            assert!(held >= items.len(), "{number}");
            assert!(layout.placed.iter().all(|it| it.start.is_finite() && it.lane == 1), "{number}");
        }
    }

    #[test]
    fn ten_thousand_events_of_one_day_are_two_boxes_and_a_cluster() {
        let layout = layout(&vec![point(7.0, 1); 10_000], 1, &METRICS);
        assert_eq!((layout.placed.len(), layout.members.len()), (3, 9_998));
        assert!(layout.members.is_sorted());
    }

    #[test]
    fn a_layouter_used_again_forgets_what_it_knew() {
        let mut layouter = Layouter::new();
        let many: Vec<Item> = (0..100).map(|day| point(f64::from(day), 1 + (day % 3) as u8)).collect();
        layouter.layout(&many, 4, &METRICS);
        assert_eq!(*layouter.layout(&many[..7], 2, &METRICS), layout(&many[..7], 2, &METRICS));
    }
}
