//! Input and output of the layout: items that want a place, and boxes that have one.

/// An event to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// The day on which the middle of its mark lies (see [`Day`](crate::Day); fractions are times of day). A value that
    /// is not finite counts as the origin.
    pub at: f64,
    /// The day on which its bar begins: the bar shows the time that the event fills or lies in.
    pub start: f64,
    /// The day its bar ends, exclusive; equal to `start` (or anything not after it) for a point.
    pub end: f64,
    /// Its lane; a number past the last lane counts as the last lane.
    pub lane: u16,
    /// Importance, 1 to 3, or 4 for the event that all others lead to; more important events are placed first.
    pub weight: u8,
    /// Wanted pixels of mark and label together: what the event gets before less important ones are placed.
    pub label: f64,
    /// Most pixels of mark and label together, `label` or more: what the event gets in the end if there is room.
    pub label_full: f64,
    /// Least pixels of mark and label together: with less room the label is left out. A value that is not positive and
    /// finite means that there is no label.
    pub label_least: f64,
}

/// The sizes a layout is made for, all along the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Pixels a day takes.
    pub px_per_day: f64,
    /// The day that lies at pixel 0. Keep it while panning: positions are absolute, so nothing moves.
    pub origin: f64,
    /// Pixels from the beginning of the world to its end: no label leaves it.
    pub world: f64,
    /// Rows a lane may use for single events; one more is used for clusters when these are full.
    pub rows: u16,
    /// Rows that a lane may use beyond these so that events of weight 3 and 4 need not go into clusters.
    pub rows_for_heaviest: u16,
    /// Pixels of a mark without a label, at least 1.
    pub mark: f64,
    /// Pixels of a cluster's button, at least 1.
    pub cluster: f64,
    /// Pixels left free between two boxes of a row.
    pub gap: f64,
    /// Whether a label may stand before its mark, where there is no room behind it.
    pub both_sides: bool,
}

/// What a box holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoxContent {
    /// One event: its position among the items.
    Event(u32),
    /// Several events behind one button: a range of [`Layout::members`].
    Cluster {
        /// The first of them.
        from: u32,
        /// One past the last of them.
        to: u32,
    },
}

/// Where the label of a box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelSide {
    /// There is no room for one.
    None,
    /// Behind the mark.
    After,
    /// Before the mark.
    Before,
}

/// A box with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutBox {
    /// What the box holds.
    pub what: BoxContent,
    /// Its lane.
    pub lane: u16,
    /// Its row within the lane; the one after all others is that of the clusters.
    pub row: u16,
    /// Left pixel of mark, label and bar together.
    pub start: f64,
    /// Right pixel of mark, label and bar together.
    pub end: f64,
    /// The pixel on which the middle of the mark lies; of a cluster, of its first event's.
    pub at: f64,
    /// First and last pixel of the bar; both `at` for a point and for a cluster. A label never changes them.
    pub bar: (f64, f64),
    /// Pixels before `at` that do not stretch with the scale: half the mark, or label and mark. Less than none where the
    /// label of a [stack](crate::Layouter::stack) begins after it.
    pub before: f64,
    /// Pixels after `at` that do not stretch with the scale.
    pub after: f64,
    /// Where the label stands.
    pub label: LabelSide,
}

impl LayoutBox {
    /// Left and right pixel when the scale is `factor` (1 or more) times the one of the layout: dates stretch, labels and
    /// marks keep their size. Boxes that did not overlap never do so stretched.
    #[must_use]
    pub fn stretch(&self, factor: f64) -> (f64, f64) {
        let (from, to) = (self.at * factor - self.before, self.at * factor + self.after);
        if self.bar.0 < self.bar.1 { (from.min(self.bar.0 * factor), to.max(self.bar.1 * factor)) } else { (from, to) }
    }

    /// Moves the label along the axis, away from the mark.
    pub(crate) fn move_to(&mut self, start: f64) {
        let px = start - self.start;
        self.start += px;
        self.end += px;
        self.before -= px;
        self.after += px;
    }

    pub(crate) fn key(&self) -> (u16, u16) {
        (self.lane, self.row)
    }
}

/// A finished layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The boxes, sorted by lane, row and start. Those of one lane and row never overlap.
    pub placed: Vec<LayoutBox>,
    /// The items in clusters, each cluster's sorted by date.
    pub members: Vec<u32>,
    /// For each lane the number of its rows, at least 1.
    pub rows: Vec<u16>,
}

impl Layout {
    /// The items of a cluster; none for a single event.
    #[must_use]
    pub fn members(&self, what: BoxContent) -> &[u32] {
        match what {
            BoxContent::Cluster { from, to } => self.members.get(from as usize..to as usize).unwrap_or_default(),
            BoxContent::Event(_) => &[],
        }
    }

    /// The boxes that touch a range of pixels, sorted by lane, row and start, with their positions in [`Layout::placed`].
    /// For a stretched view divide both ends by the factor: a label's width more than is seen may then be among them.
    pub fn visible(&self, from_px: f64, to_px: f64) -> impl Iterator<Item = (usize, &LayoutBox)> {
        let mut rest = self.placed.as_slice();
        let mut run: &[LayoutBox] = &[];
        let (mut row_begins, mut next) = (0, 0);
        std::iter::from_fn(move || {
            while run.is_empty() {
                let key = rest.first()?.key();
                let (row, others) = rest.split_at(rest.partition_point(|placed| placed.key() == key));
                // Boxes of a row do not overlap, so their ends are sorted as their starts are.
                let first = row.partition_point(|placed| placed.end < from_px);
                let last = row.partition_point(|placed| placed.start <= to_px);
                run = row.get(first..last).unwrap_or_default();
                next = row_begins + first;
                row_begins += row.len();
                rest = others;
            }
            let (placed, others) = run.split_first()?;
            run = others;
            next += 1;
            Some((next - 1, placed))
        })
    }

    /// The first row of a lane, among `rows`, in which nothing touches a range of pixels when the scale is `factor` times
    /// the layout's.
    #[must_use]
    pub fn free_row(&self, lane: u16, rows: u16, (from_px, to_px): (f64, f64), factor: f64) -> Option<u16> {
        let touches = |placed: &LayoutBox| {
            let (start, end) = placed.stretch(factor);
            start < to_px && from_px < end
        };
        (0..rows).find(|row| !self.placed.iter().any(|placed| placed.key() == (lane, *row) && touches(placed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(lane: u16, row: u16, start: f64, end: f64) -> LayoutBox {
        LayoutBox {
            what: BoxContent::Event(0),
            lane,
            row,
            start,
            end,
            at: start + 1.0,
            bar: (start + 1.0, start + 1.0),
            before: 1.0,
            after: end - start - 1.0,
            label: LabelSide::After,
        }
    }

    fn rows() -> Layout {
        let placed =
            vec![placed(0, 0, 0.0, 10.0), placed(0, 0, 20.0, 30.0), placed(0, 2, 5.0, 25.0), placed(2, 0, 40.0, 50.0)];
        Layout { placed, members: Vec::new(), rows: vec![3, 1, 1] }
    }

    #[test]
    fn visible_boxes_are_those_that_touch_the_range() {
        let layout = rows();
        let starts = |from, to| layout.visible(from, to).map(|(n, it)| (n, it.start)).collect::<Vec<_>>();
        assert_eq!(starts(0.0, 100.0), [(0, 0.0), (1, 20.0), (2, 5.0), (3, 40.0)]);
        assert_eq!(starts(10.0, 20.0), [(0, 0.0), (1, 20.0), (2, 5.0)]);
        assert_eq!(starts(50.0, 60.0), [(3, 40.0)]);
        assert_eq!(starts(31.0, 39.0), []);
        assert_eq!(starts(f64::NAN, f64::NAN), []);
    }

    #[test]
    fn a_free_row_is_one_that_nothing_touches() {
        let layout = rows();
        assert_eq!(layout.free_row(0, 3, (11.0, 19.0), 1.0), Some(0));
        assert_eq!(layout.free_row(0, 3, (5.0, 19.0), 1.0), Some(1));
        assert_eq!(layout.free_row(0, 1, (5.0, 19.0), 1.0), None);
        assert_eq!(layout.free_row(2, 1, (40.0, 60.0), 2.0), Some(0), "stretched, it begins at 81");
    }
}
