//! An event on its way to its place, in pixels.

use std::cmp::Ordering;

use crate::layout::{BoxContent, Item, LayoutBox, Metrics};

/// An item in pixels, and where it went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayoutItem {
    pub(crate) start: f64,
    pub(crate) span: f64,
    pub(crate) label: Option<f64>,
    pub(crate) index: u32,
    pub(crate) lane: u16,
    pub(crate) weight: u8,
    pub(crate) place: Placement,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Placement {
    /// Nothing yet, or no row had room.
    None,
    Bare {
        row: u16,
    },
    Labelled {
        row: u16,
    },
}

impl LayoutItem {
    pub(crate) fn new(index: u32, item: &Item, last_lane: u16, metrics: &Metrics) -> LayoutItem {
        let start = px(item.start, metrics);
        LayoutItem {
            start,
            span: (px(finite(item.end, item.start), metrics) - start).max(0.0),
            label: (item.label > 0.0 && item.label <= FARTHEST).then_some(item.label),
            index,
            lane: item.lane.min(last_lane),
            weight: item.weight.clamp(1, 3),
            place: Placement::None,
        }
    }

    /// By lane and start. The rest only makes the result independent of the order of the items.
    pub(crate) fn order(&self, other: &LayoutItem) -> Ordering {
        let lanes = self.lane.cmp(&other.lane).then(self.start.total_cmp(&other.start));
        let widths = || self.span.total_cmp(&other.span).then(self.label_width().total_cmp(&other.label_width()));
        let weights = other.weight.cmp(&self.weight);
        lanes.then_with(widths).then(weights).then(self.index.cmp(&other.index))
    }

    fn label_width(&self) -> f64 {
        self.label.unwrap_or(0.0)
    }

    /// Where its box ends without a label.
    pub(crate) fn bare_end(&self, metrics: &Metrics) -> f64 {
        self.start + self.span.max(metrics.mark)
    }

    /// Where its box ends with its label, if it has one.
    pub(crate) fn labelled_end(&self, metrics: &Metrics) -> Option<f64> {
        self.label.map(|label| self.start + label.max(self.span).max(metrics.mark))
    }

    /// Its row and where its box ends there.
    pub(crate) fn taken(&self, metrics: &Metrics) -> Option<(u16, f64)> {
        match self.place {
            Placement::None => None,
            Placement::Bare { row } => Some((row, self.bare_end(metrics))),
            Placement::Labelled { row } => Some((row, self.labelled_end(metrics)?)),
        }
    }

    pub(crate) fn placed(&self, what: BoxContent, row: u16, end: f64) -> LayoutBox {
        let cluster = matches!(what, BoxContent::Cluster { .. });
        LayoutBox {
            what,
            lane: self.lane,
            row,
            start: self.start,
            end,
            span: if cluster { 0.0 } else { self.span },
            labelled: matches!(self.place, Placement::Labelled { .. }),
        }
    }
}

/// Pixels are kept within this, where a fraction of one still counts.
const FARTHEST: f64 = 1e15;

/// The metrics, with what is no usable number replaced by the least that is.
pub(crate) fn usable(metrics: &Metrics) -> Metrics {
    let size = |number, least| within(finite(number, least), least, FARTHEST);
    Metrics {
        px_per_day: size(metrics.px_per_day, 0.0),
        origin: finite(metrics.origin, 0.0),
        // One number is left for the row of clusters.
        rows: metrics.rows.min(u16::MAX - 1),
        mark: size(metrics.mark, 1.0),
        cluster: size(metrics.cluster, 1.0),
        gap: size(metrics.gap, 0.0),
    }
}

fn px(day: f64, metrics: &Metrics) -> f64 {
    let days = finite(day, metrics.origin) - metrics.origin;
    within(days * metrics.px_per_day, -FARTHEST, FARTHEST)
}

/// A number kept between two others; what is no number becomes the least. `f64::clamp` would write its bounds into the
/// message of a panic, and so bring all that formats floats into the browser's program.
#[must_use]
pub fn within(number: f64, least: f64, most: f64) -> f64 {
    number.max(least).min(most)
}

fn finite(number: f64, otherwise: f64) -> f64 {
    if number.is_finite() { number } else { otherwise }
}
