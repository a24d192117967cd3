//! Finds each event its place: the first free row with its label, else bare, else in a cluster.

use crate::layout::{BoxContent, Item, Layout, Metrics};
use crate::layout_item::{LayoutItem, Placement, usable};
use crate::row::{Row, Slot};

/// Makes layouts, keeping its buffers from one to the next.
///
/// Items are sorted once; then each weight, heaviest first, is swept along each lane. A row remembers what heavier
/// items took, sorted, and a cursor moves along it as the sweep does, so that a question to a row costs constant time
/// on average: O(n log n + n · rows) in all.
#[derive(Debug, Default)]
pub struct Layouter {
    pieces: Vec<LayoutItem>,
    rows: Vec<Row>,
    layout: Layout,
}

/// Heaviest first.
const WEIGHTS: [u8; 3] = [3, 2, 1];

/// The layout of items in so many lanes (at least 1).
///
/// It depends neither on the order of the items (but for exact equals) nor on what is in view. See [`Layouter`] for
/// how, and to save allocations.
#[must_use]
pub fn layout(items: &[Item], lanes: u16, metrics: &Metrics) -> Layout {
    let mut layouter = Layouter::new();
    layouter.layout(items, lanes, metrics);
    layouter.layout
}

impl Layouter {
    /// One with empty buffers.
    #[must_use]
    pub fn new() -> Layouter {
        Layouter::default()
    }

    /// The layout of items in so many lanes, see [`layout()`].
    pub fn layout(&mut self, items: &[Item], lanes: u16, metrics: &Metrics) -> &Layout {
        let metrics = &usable(metrics);
        let lanes = lanes.max(1);
        self.layout.placed.clear();
        self.layout.members.clear();
        self.layout.rows.clear();
        self.pieces.clear();
        self.pieces.extend((0..).zip(items).map(|(index, item)| LayoutItem::new(index, item, lanes - 1, metrics)));
        self.pieces.sort_unstable_by(LayoutItem::order);
        let mut done = 0;
        for lane in 0..lanes {
            let count = self.pieces[done..].iter().take_while(|piece| piece.lane == lane).count();
            self.lane(done, done + count, metrics);
            done += count;
        }
        &self.layout
    }

    /// Lays out the pieces of one lane.
    fn lane(&mut self, from: usize, to: usize, metrics: &Metrics) {
        let Layouter { pieces, rows, layout } = self;
        let pieces = &mut pieces[from..to];
        rows.iter_mut().for_each(Row::clear);
        for weight in WEIGHTS {
            sweep(rows, pieces, weight, metrics);
            take(rows, pieces, metrics);
        }
        let used = emit_rows(rows, pieces, layout);
        let clustered = emit_clusters(pieces, metrics, layout);
        layout.rows.push(if clustered { metrics.rows + 1 } else { used.max(1) });
    }
}

/// Places the pieces of one weight, from left to right.
fn sweep(rows: &mut Vec<Row>, pieces: &mut [LayoutItem], weight: u8, metrics: &Metrics) {
    rows.iter_mut().for_each(Row::rewind);
    for piece in pieces.iter_mut().filter(|piece| piece.weight == weight) {
        piece.place = find(rows, piece, metrics);
        let Some((row, end)) = piece.taken(metrics) else {
            continue;
        };
        rows[usize::from(row)].end = end;
    }
}

/// The first row with room for the label, else the first with room for the bare mark. Rows are made as they are
/// needed: a new one is empty, so the search ends there.
fn find(rows: &mut Vec<Row>, piece: &LayoutItem, metrics: &Metrics) -> Placement {
    let bare_end = piece.bare_end(metrics);
    let labelled_end = piece.labelled_end(metrics);
    let mut bare = Placement::None;
    for row in 0..metrics.rows {
        if usize::from(row) == rows.len() {
            rows.push(Row::new());
        }
        let Some(reach) = rows[usize::from(row)].reach(piece.start, metrics.gap) else {
            continue;
        };
        if labelled_end.is_some_and(|end| end <= reach) {
            return Placement::Labelled { row };
        }
        if bare == Placement::None && bare_end <= reach {
            bare = Placement::Bare { row };
            if labelled_end.is_none() {
                break;
            }
        }
    }
    bare
}

/// Writes down what the rows hold now. Pieces are sorted by start, so each row's are too.
fn take(rows: &mut [Row], pieces: &[LayoutItem], metrics: &Metrics) {
    rows.iter_mut().for_each(Row::clear);
    for (index, piece) in (0..).zip(pieces) {
        let Some((row, end)) = piece.taken(metrics) else {
            continue;
        };
        rows[usize::from(row)].taken.push(Slot { start: piece.start, end, piece: index });
    }
}

/// Adds the boxes of the rows; gives the number of rows that hold any.
fn emit_rows(rows: &[Row], pieces: &[LayoutItem], layout: &mut Layout) -> u16 {
    let mut used = 0;
    for (row, taken) in (0..).zip(rows.iter().map(|row| &row.taken)) {
        for slot in taken {
            let piece = &pieces[slot.piece as usize];
            layout.placed.push(piece.placed(BoxContent::Event(piece.index), row, slot.end));
            used = row + 1;
        }
    }
    used
}

/// Sweeps together what found no room: a cluster takes in all that starts under its button. Says whether there was
/// any.
///
/// One that is alone under its button is drawn as it is, unless the time it fills would run into the next one.
fn emit_clusters(pieces: &[LayoutItem], metrics: &Metrics, layout: &mut Layout) -> bool {
    let Layout { placed, members, .. } = layout;
    let mut left = pieces.iter().filter(|piece| piece.place == Placement::None).peekable();
    let mut any = false;
    while let Some(first) = left.next() {
        any = true;
        let from = members.len();
        let under = first.start + metrics.cluster.max(metrics.mark) + metrics.gap;
        members.push(first.index);
        while let Some(next) = left.next_if(|next| next.start < under) {
            members.push(next.index);
        }
        let alone = members.len() == from + 1;
        let free = left.peek().map_or(f64::INFINITY, |next| next.start - metrics.gap);
        if alone && first.bare_end(metrics) <= free {
            members.truncate(from);
            placed.push(first.placed(BoxContent::Event(first.index), metrics.rows, first.bare_end(metrics)));
        } else {
            let what = BoxContent::Cluster { from: from as u32, to: members.len() as u32 };
            placed.push(first.placed(what, metrics.rows, first.start + metrics.cluster));
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: Metrics = Metrics { px_per_day: 1.0, origin: 0.0, rows: 2, mark: 10.0, cluster: 30.0, gap: 2.0 };

    fn point(day: f64, weight: u8) -> Item {
        Item { start: day, end: day, lane: 0, weight, label: 50.0 }
    }

    fn span(from: f64, to: f64) -> Item {
        Item { end: to, ..point(from, 1) }
    }

    /// Row, pixels from and to, and whether there is a label, for each item on its own.
    fn boxes(items: &[Item]) -> Vec<(u16, f64, f64, bool)> {
        let placed = layout(items, 1, &METRICS).placed;
        placed.iter().map(|it| (it.row, it.start, it.end, it.labelled)).collect()
    }

    #[test]
    fn nothing_gives_lanes_of_one_row() {
        let nothing = layout(&[], 3, &METRICS);
        assert_eq!((nothing.placed.len(), nothing.rows), (0, vec![1, 1, 1]));
        assert_eq!(layout(&[], 0, &METRICS).rows, [1]);
    }

    #[test]
    fn the_heavier_event_comes_first_and_a_label_moves_down_before_it_goes() {
        let placed = boxes(&[point(0.0, 1), point(20.0, 3)]);
        assert_eq!(placed, [(0, 20.0, 70.0, true), (1, 0.0, 50.0, true)]);
    }

    #[test]
    fn an_event_without_room_for_its_label_is_a_bare_mark() {
        let placed = boxes(&[point(20.0, 3), point(21.0, 3), point(0.0, 1)]);
        assert_eq!(placed, [(0, 0.0, 10.0, false), (0, 20.0, 70.0, true), (1, 21.0, 71.0, true)]);
    }

    #[test]
    fn what_finds_no_row_is_swept_together_and_one_alone_is_drawn() {
        let items = [point(0.0, 3), point(1.0, 3), point(2.0, 1), point(3.0, 2), point(40.0, 1)];
        let layout = layout(&items, 1, &METRICS);
        assert_eq!(layout.rows, [3]);
        assert_eq!(layout.members, [2, 3]);
        let last = &layout.placed[2..];
        assert_eq!(last[0].what, BoxContent::Cluster { from: 0, to: 2 });
        assert_eq!((last[0].row, last[0].start, last[0].end), (2, 2.0, 32.0));
        assert_eq!(last[1].what, BoxContent::Event(4));
        assert_eq!((last[1].row, last[1].start, last[1].end), (2, 40.0, 50.0));
        assert_eq!(layout.members(last[0].what), [2, 3]);
        assert_eq!(layout.members(last[1].what), []);
    }

    #[test]
    fn a_span_in_the_row_of_clusters_that_would_run_into_the_next_stays_a_cluster() {
        let full = [point(0.0, 3), point(0.0, 3)];
        let spans = [span(1.0, 500.0), span(45.0, 200.0)];
        let layout = layout(&[full, spans].concat(), 1, &METRICS);
        let whats: Vec<_> = layout.placed[2..].iter().map(|it| (it.what, it.end)).collect();
        assert_eq!(whats, [(BoxContent::Cluster { from: 0, to: 1 }, 31.0), (BoxContent::Event(3), 200.0)]);
    }

    #[test]
    fn a_span_takes_all_its_time_or_its_label_whichever_is_longer() {
        assert_eq!(boxes(&[span(0.0, 20.0)]), [(0, 0.0, 50.0, true)]);
        assert_eq!(boxes(&[span(0.0, 365_250.0)]), [(0, 0.0, 365_250.0, true)]);
        let stretched = layout(&[span(10.0, 50.0)], 1, &METRICS).placed[0].stretch(1.4);
        assert_eq!(stretched, (14.0, 70.0));
    }

    #[test]
    fn a_label_of_no_width_is_no_label() {
        for label in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0] {
            let placed = boxes(&[Item { label, ..point(0.0, 1) }]);
            assert_eq!(placed, [(0, 0.0, 10.0, false)], "{label}");
        }
    }

    #[test]
    fn nonsense_is_placed_without_panic() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0];
        let items: Vec<Item> = odd
            .iter()
            .flat_map(|&start| odd.map(|end| Item { start, end, lane: u16::MAX, weight: 200, label: 50.0 }))
            .collect();
        for number in odd {
            let metrics = Metrics {
                px_per_day: number,
                origin: number,
                rows: u16::MAX,
                mark: number,
                cluster: number,
                gap: number,
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
