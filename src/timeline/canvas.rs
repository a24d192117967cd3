//! What is drawn behind the boxes: eras, the balance, the axis, and the arcs between events.
//!
//! A few SVG paths and the labels, on a [`RetainedSvg`] that keeps them; positions are numbers in a path, so that no style attribute
//! is needed.

use backstory_timeline::{BoxContent, Day, Tick, Unit, ticks, within};
use web_sys::Element;

use super::retained_svg::RetainedSvg;
use super::timeline_layout::{TimelineLayout, YEAR};
use crate::i18n::{Text, text};
use crate::state::data::TimelineData;

/// Where things lie across the time axis, in pixels for a text size of 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bands {
    /// Height of the era names.
    pub era: f64,
    /// Height of the balance.
    pub balance: f64,
    /// Where the lanes begin.
    pub lanes: f64,
    /// Between lanes.
    pub pad: f64,
    /// Height of the axis.
    pub axis: f64,
}

impl Bands {
    pub(crate) fn new(text: f64, vertical: bool) -> Self {
        let s = |v: f64| v * text;
        if vertical {
            Self { era: 0.0, balance: s(28.0), lanes: s(88.0), pad: 0.0, axis: s(48.0) }
        } else {
            Self { era: s(24.0), balance: s(60.0), lanes: s(24.0 + 60.0 + 10.0), pad: s(5.0), axis: s(30.0) }
        }
    }
}

/// The part of the time axis that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    /// First pixel.
    pub from: f64,
    /// Last pixel.
    pub to: f64,
}

/// All that a drawing depends on.
pub(crate) struct Scene<'a> {
    pub data: &'a TimelineData,
    pub layout: &'a TimelineLayout,
    pub px_per_day: f64,
    pub window: Window,
    pub bands: Bands,
    pub across: f64,
    pub selected: Option<usize>,
    pub path: &'a [u32],
    pub text_size: f64,
}

/// A path in the making: along the time axis and across it, whichever way that axis runs.
struct Pen {
    vertical: bool,
    d: String,
}

impl Pen {
    fn point(&mut self, letter: char, along: f64, across: f64) {
        let (x, y) = if self.vertical { (across, along) } else { (along, across) };
        self.d.push(letter);
        self.version(x);
        self.d.push(' ');
        self.version(y);
    }

    fn version(&mut self, v: f64) {
        self.d += &(v.round() as i64).to_string();
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.point('M', from.0, from.1);
        self.point('L', to.0, to.1);
    }

    /// A rectangle by its corners.
    fn rect(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.point('M', from.0, from.1);
        self.point('L', to.0, from.1);
        self.point('L', to.0, to.1);
        self.point('L', from.0, to.1);
        self.d.push('Z');
    }
}

impl Scene<'_> {
    /// Pixel of a day, within the window.
    fn at(&self, day: f64) -> f64 {
        (self.layout.axis_position(day) - self.layout.origin()) * self.px_per_day - self.window.from
    }

    fn length(&self) -> f64 {
        self.window.to - self.window.from
    }

    fn day(&self, px: f64) -> f64 {
        self.layout.day_at(self.layout.origin() + px / self.px_per_day)
    }

    fn vertical(&self) -> bool {
        self.layout.sizes().vertical
    }

    /// Where the lanes end and the axis begins.
    fn base(&self) -> f64 {
        if self.vertical() { self.across } else { self.across - self.bands.axis }
    }

    fn pen(&self) -> Pen {
        Pen { vertical: self.vertical(), d: String::new() }
    }

    /// Draws everything into the element, in place of what was there.
    pub(crate) fn draw(&self, sheet: &mut RetainedSvg, svg: &Element) {
        let size = if self.vertical() { (self.across, self.length()) } else { (self.length(), self.across) };
        sheet.begin(svg, self.vertical(), size);
        self.shortened(sheet);
        self.eras(sheet);
        self.axis(sheet);
        self.balance(sheet);
        self.lane_rules(sheet);
        self.arcs(sheet);
        let at = self.at(f64::from(self.data.today));
        let mut pen = self.pen();
        pen.line((at, self.first_band()), (at, self.base()));
        sheet.line("today", pen.d);
        if !self.vertical() && (0.0..self.length()).contains(&at) {
            self.label(sheet, "tick-name", (at + 4.0, self.bands.era + 10.0 * self.text_size), &text(Text::RecordEnd));
        }
        sheet.end();
    }

    /// Where eras and ticks begin, across the axis.
    fn first_band(&self) -> f64 {
        if self.vertical() { self.bands.axis } else { self.bands.era }
    }

    fn label(&self, sheet: &mut RetainedSvg, class: &'static str, (along, across): (f64, f64), text: &str) {
        let at = if self.vertical() { (across, along) } else { (along, across) };
        sheet.name(class, at, text);
    }

    /// The stretch that is not to scale, hatched.
    fn shortened(&self, sheet: &mut RetainedSvg) {
        const STEP: f64 = 12.0;
        let end = self.at(self.layout.scale_break().0).min(self.length());
        let mut pen = self.pen();
        let mut at = 0.0;
        while at < end {
            pen.line((at, self.first_band()), (at, self.base()));
            at += STEP;
        }
        sheet.line("shortened", pen.d);
    }

    fn eras(&self, sheet: &mut RetainedSvg) {
        let mut pen = self.pen();
        let mut names = Vec::new();
        for (n, era) in self.data.eras.iter().enumerate() {
            let from = self.at(f64::from(era.start)).max(-2.0);
            let to = self.at(f64::from(era.end) + 1.0).min(self.length() + 2.0);
            if from >= to {
                continue;
            }
            if n % 2 == 0 {
                pen.rect((from, 0.0), (to, self.base()));
            }
            let name_at = from.max(0.0) + 6.0;
            if !self.vertical() && to - name_at > era.label.chars().count() as f64 * 6.6 * self.text_size {
                names.push((name_at, era.label.clone()));
            }
        }
        sheet.line("era", pen.d);
        for (at, name) in names {
            self.label(sheet, "era-name", (at, self.bands.era * 0.7), &name);
        }
    }

    fn balance(&self, sheet: &mut RetainedSvg) {
        let Some(first) = self.data.years.first() else { return };
        let half = self.bands.balance / 2.0;
        let peak = f64::from(self.data.peak());
        let zero = self.first_band() + half;
        let year_px = YEAR * self.px_per_day;
        let begin = ((self.day(self.window.from) - f64::from(day_of(first.year))) / YEAR - 1.0).max(0.0) as usize;
        let (mut up, mut down, mut line) = (self.pen(), self.pen(), self.pen());
        for y in self.data.years.iter().skip(begin).take((self.length() / year_px) as usize + 3) {
            let from = self.at(f64::from(day_of(y.year)));
            let to = from + (year_px * 0.84).max(1.0);
            let size = |sum: u16| f64::from(sum) / peak * (half - 2.0);
            // Up is above the line, and in the vertical form to its right.
            let sign = if self.vertical() { 1.0 } else { -1.0 };
            if y.up > 0 {
                up.rect((from, zero), (to, zero + sign * size(y.up)));
            }
            if y.down > 0 {
                down.rect((from, zero), (to, zero - sign * size(y.down)));
            }
        }
        line.line((0.0, zero), (self.length(), zero));
        sheet.line("zero", line.d);
        sheet.line("up", up.d);
        sheet.line("down", down.d);
    }

    fn axis(&self, sheet: &mut RetainedSvg) {
        let gap = if self.vertical() { 40.0 } else { 76.0 } * self.text_size;
        let (from, to) = (self.day(self.window.from), self.day(self.window.to));
        let (scale_break, shorter) = self.layout.scale_break();
        // Two scales, two rows of ticks; the first must not run into the second.
        let room = gap / self.px_per_day * shorter;
        let mut all = ticks(self.px_per_day / shorter, from, to.min(scale_break - room), gap);
        all.extend(ticks(self.px_per_day, from.max(scale_break), to, gap));
        let (mut minor, mut major) = (self.pen(), self.pen());
        let ends = if self.vertical() { (self.bands.axis, self.across) } else { (self.bands.era, self.base() + 6.0) };
        for tick in &all {
            let at = self.at(tick.day);
            let pen = if tick.major { &mut major } else { &mut minor };
            pen.line((at, ends.0), (at, ends.1));
        }
        sheet.line("tick", minor.d);
        sheet.line("tick major", major.d);
        let months = text(Text::Months);
        for tick in &all {
            let at = self.at(tick.day);
            // At the end of the world a name would be cut.
            if !self.vertical() && at > self.length() - gap / 2.0 {
                continue;
            }
            let place = if self.vertical() {
                (at + 4.0, self.bands.axis - 6.0)
            } else {
                (at + 3.0, self.base() + self.bands.axis * 0.66)
            };
            self.label(sheet, if tick.major { "tick-name major" } else { "tick-name" }, place, &name(tick, &months));
        }
    }

    fn lane_rules(&self, sheet: &mut RetainedSvg) {
        if self.vertical() {
            return;
        }
        let mut pen = self.pen();
        for lane in 0..self.layout.rows().len() as u16 {
            let y = lane_top(self.layout, self.bands, lane) - self.bands.pad;
            pen.line((0.0, y), (self.length(), y));
        }
        sheet.line("lane-rule", pen.d);
    }

    /// Where the arc of an event starts: its box, or the cluster that holds it; and whether it is a box of its own.
    fn anchor(&self, event: usize) -> Option<(f64, f64, bool)> {
        let n = self.layout.box_of(self.layout.item(event)?)?;
        let placed = self.layout.arrangement().placed.get(n)?;
        let (start, _) = placed.stretch(self.layout.stretch(self.px_per_day));
        let sizes = self.layout.sizes();
        let top = lane_top(self.layout, self.bands, placed.lane) + f64::from(placed.row) * sizes.row;
        let along = start - self.window.from + sizes.mark / 2.0;
        Some((along, top + sizes.row / 2.0, matches!(placed.what, BoxContent::Event(_))))
    }

    fn arcs(&self, sheet: &mut RetainedSvg) {
        if self.vertical() {
            return;
        }
        let (mut quiet, mut part, mut contradicts, mut lit) = (self.pen(), self.pen(), self.pen(), self.pen());
        for edge in &self.data.edges {
            let chosen = self.selected.is_some_and(|e| e == edge.from as usize || e == edge.to as usize)
                || self.path.contains(&edge.from) && self.path.contains(&edge.to);
            let (Some(a), Some(b)) = (self.anchor(edge.from as usize), self.anchor(edge.to as usize)) else { continue };
            let outside = a.0.max(b.0) < 0.0 || a.0.min(b.0) > self.length();
            // Quiet arcs from inside clusters would be a tangle; lit ones are wanted wherever they lead.
            if outside || (a.0, a.1) == (b.0, b.1) || !(chosen || a.2 && b.2) {
                continue;
            }
            let pen = match edge.kind {
                _ if chosen => &mut lit,
                'c' => &mut contradicts,
                'p' => &mut part,
                _ => &mut quiet,
            };
            let lift = within((b.0 - a.0).abs() * 0.25, 14.0, 70.0);
            pen.point('M', a.0, a.1);
            pen.point('Q', (a.0 + b.0) / 2.0, a.1.min(b.1) - lift);
            pen.point(' ', b.0, b.1);
        }
        sheet.line("arc", quiet.d);
        sheet.line("arc part", part.d);
        sheet.line("arc contradicts", contradicts.d);
        sheet.line("arc lit", lit.d);
    }
}

/// Top of a lane.
pub(crate) fn lane_top(layout: &TimelineLayout, bands: Bands, lane: u16) -> f64 {
    let rows: u16 = layout.rows().iter().take(usize::from(lane)).sum();
    bands.lanes + f64::from(rows) * layout.sizes().row + f64::from(lane) * 2.0 * bands.pad + bands.pad
}

/// First day of a year.
pub(crate) fn day_of(year: i32) -> i32 {
    Day::from_ymd(year, 1, 1).map_or(0, |d| d.0)
}

fn name(tick: &Tick, months: &str) -> String {
    let month = || months.split(' ').nth(usize::from(tick.month).saturating_sub(1)).unwrap_or("");
    match tick.unit {
        Unit::Day | Unit::Week | Unit::Fortnight => tick.dom.to_string() + " " + month(),
        Unit::Month | Unit::Quarter | Unit::HalfYear if tick.month != 1 => month().to_owned(),
        _ => tick.year.to_string(),
    }
}
