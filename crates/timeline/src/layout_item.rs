//! The working state of an item during the layout, in pixels.

use std::cmp::Ordering;

use crate::layout::{BoxContent, Item, LabelSide, LayoutBox, Metrics};

/// An item in pixels, and its placement once it has one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayoutItem {
    pub(crate) at: f64,
    pub(crate) bar: (f64, f64),
    /// Wanted, full and least pixels of mark and label.
    pub(crate) label: Option<(f64, f64, f64)>,
    /// The label sizes that the caller asked for, before they are limited: they order items that are drawn alike, so
    /// that the result does not depend on the order of the input.
    asked: [f64; 3],
    pub(crate) index: u32,
    pub(crate) lane: u16,
    pub(crate) weight: u8,
    pub(crate) placement: Option<Placement>,
}

/// The place of an item: its row, the side of its label, and the pixels that mark and label take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    pub(crate) row: u16,
    pub(crate) side: LabelSide,
    pub(crate) width: f64,
}

impl PartialEq for LayoutItem {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for LayoutItem {}

impl PartialOrd for LayoutItem {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LayoutItem {
    /// By lane and date. The rest only makes the result independent of the order of the items.
    #[inline(never)]
    fn cmp(&self, other: &Self) -> Ordering {
        let lanes = self.lane.cmp(&other.lane).then(self.at.total_cmp(&other.at));
        let bars = || self.bar.0.total_cmp(&other.bar.0).then(self.bar.1.total_cmp(&other.bar.1));
        let asked = || {
            let mut pairs = self.asked.iter().zip(&other.asked).map(|(a, b)| a.total_cmp(b));
            pairs.find(|it| it.is_ne()).unwrap_or(Ordering::Equal)
        };
        lanes.then_with(bars).then(other.weight.cmp(&self.weight)).then_with(asked).then(self.index.cmp(&other.index))
    }
}

impl LayoutItem {
    pub(crate) fn new(index: u32, item: &Item, last_lane: u16, metrics: &Metrics) -> LayoutItem {
        let at = px(item.at, metrics);
        let start = px(finite(item.start, item.at), metrics);
        let end = px(finite(item.end, item.start), metrics);
        let is_label = |px: f64| px > 0.0 && px <= FARTHEST;
        let (wanted, full) = (item.label, if is_label(item.label_full) { item.label_full } else { item.label });
        LayoutItem {
            at,
            bar: if end > start { (start.min(at), end.max(at)) } else { (at, at) },
            label: is_label(wanted).then(|| {
                let wanted = wanted.max(metrics.mark);
                let least =
                    if is_label(item.label_least) { item.label_least.max(metrics.mark).min(wanted) } else { wanted };
                (wanted, full.max(wanted), least)
            }),
            index,
            lane: item.lane.min(last_lane),
            weight: item.weight.clamp(1, 4),
            asked: [item.label, item.label_full, item.label_least],
            placement: None,
        }
    }

    /// First and last pixel of the item with a label of `width` pixels (mark included) on that side.
    pub(crate) fn extent(&self, side: LabelSide, width: f64, mark: f64) -> (f64, f64) {
        let (before, after) = around(side, width, mark);
        ((self.at - before).min(self.bar.0), (self.at + after).max(self.bar.1))
    }

    pub(crate) fn placed_extent(&self, metrics: &Metrics) -> Option<(u16, f64, f64)> {
        self.placement.map(|it| {
            let (start, end) = self.extent(it.side, it.width, metrics.mark);
            (it.row, start, end)
        })
    }

    /// The box of an event.
    pub(crate) fn event_box(&self, placement: Placement, metrics: &Metrics) -> LayoutBox {
        let Placement { row, side, width } = placement;
        let (start, end) = self.extent(side, width, metrics.mark);
        let (before, after) = around(side, width, metrics.mark);
        let (what, lane) = (BoxContent::Event(self.index), self.lane);
        LayoutBox { what, lane, row, start, end, at: self.at, bar: self.bar, before, after, label: side }
    }

    /// The box of a cluster whose first event this is.
    pub(crate) fn cluster_box(&self, what: BoxContent, row: u16, metrics: &Metrics) -> LayoutBox {
        let before = metrics.mark.min(metrics.cluster) / 2.0;
        let after = metrics.cluster - before;
        let (lane, at) = (self.lane, self.at);
        let (start, end) = (at - before, at + after);
        LayoutBox { what, lane, row, start, end, at, bar: (at, at), before, after, label: LabelSide::None }
    }
}

/// Pixels before and after the middle of the mark.
fn around(side: LabelSide, width: f64, mark: f64) -> (f64, f64) {
    let (half, rest) = (mark / 2.0, (width - mark / 2.0).max(mark / 2.0));
    match side {
        LabelSide::None => (half, half),
        LabelSide::After => (half, rest),
        LabelSide::Before => (rest, half),
    }
}

/// Pixels are limited to this: up to here an `f64` still has fractions of a pixel.
const FARTHEST: f64 = 1e15;

/// The metrics, with unusable numbers replaced by the least usable ones.
pub(crate) fn usable(metrics: &Metrics) -> Metrics {
    let size = |number, least| within(finite(number, least), least, FARTHEST);
    Metrics {
        px_per_day: size(metrics.px_per_day, 0.0),
        origin: finite(metrics.origin, 0.0),
        world: size(metrics.world, 0.0),
        // Together one less than the largest number, which is needed for the row of clusters.
        rows: metrics.rows.min(u16::MAX / 2),
        rows_for_heaviest: metrics.rows_for_heaviest.min(u16::MAX / 2 - 1),
        mark: size(metrics.mark, 1.0),
        cluster: size(metrics.cluster, 1.0),
        gap: size(metrics.gap, 0.0),
        both_sides: metrics.both_sides,
    }
}

fn px(day: f64, metrics: &Metrics) -> f64 {
    let days = finite(day, metrics.origin) - metrics.origin;
    within(days * metrics.px_per_day, -FARTHEST, FARTHEST)
}

/// Limits a number to a range; NaN becomes `least`. Not `f64::clamp`, whose panic message prints its bounds and so adds
/// the formatting of floats to the browser's program.
#[must_use]
pub fn within(number: f64, least: f64, most: f64) -> f64 {
    number.max(least).min(most)
}

fn finite(number: f64, otherwise: f64) -> f64 {
    if number.is_finite() { number } else { otherwise }
}
