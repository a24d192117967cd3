//! Draws what lies behind the boxes: eras, the balance, the axis, and the arcs between events.
//!
//! A few SVG paths and the labels, on a [`RetainedSvg`] that keeps them; positions are numbers in a path, so that no style attribute
//! is needed.

use backstory_timeline::{BoxContent, Day, Tick, Unit, ticks, within};
use web_sys::Element;

use super::retained_drawing::{RetainedStrip, RetainedSvg};
use super::timeline_layout::{TimelineLayout, YEAR};
use crate::i18n::{Text, digits, text};
use crate::number;
use crate::state::data::{EraRow, EventRow, MAIN, TimelineData};

/// Positions and sizes across the time axis, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bands {
    /// Width of the column of years in the vertical form; 0 in the horizontal one, where strips above and below the lanes show
    /// the years.
    pub axis: f64,
    /// Height of the balance.
    pub balance: f64,
    /// Where the lanes begin.
    pub lanes: f64,
    /// Between lanes.
    pub pad: f64,
}

impl Bands {
    pub(crate) fn new(text: f64, vertical: bool, width_px: f64) -> Self {
        let s = |v: f64| v * text;
        if vertical {
            // With large text on a small screen the titles need the room.
            let (axis, balance) = (s(48.0).min(width_px * 0.16), s(26.0).min(width_px * 0.07));
            Self { axis, balance, lanes: axis + balance + 10.0, pad: 0.0 }
        } else {
            Self { axis: 0.0, balance: s(56.0), lanes: s(64.0), pad: s(4.0) }
        }
    }
}

/// The part of the time axis that is drawn, in pixels of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    /// First pixel.
    pub from: f64,
    /// Last pixel.
    pub to: f64,
}

/// Everything that a drawing depends on.
pub(crate) struct Scene<'a> {
    pub data: &'a TimelineData,
    pub layout: &'a TimelineLayout,
    pub px_per_day: f64,
    pub window: Window,
    pub bands: Bands,
    pub across: f64,
    pub selected: Option<usize>,
    /// The chosen event, if it is drawn as an extra box, and the middle of that box across the axis.
    pub chosen: Option<(usize, f64)>,
    pub path: &'a [u32],
    pub text_size: f64,
    /// On the way to another scale the arcs between main events are left out: nobody follows them, and to draw them takes long.
    pub is_zooming: bool,
}

/// Builds an SVG path from positions along and across the time axis, for both forms of the timeline.
struct Pen {
    vertical: bool,
    d: String,
}

impl Pen {
    fn point(&mut self, letter: char, along: f64, across: f64) {
        let (x, y) = if self.vertical { (across, along) } else { (along, across) };
        self.d.push(letter);
        self.number(x);
        self.d.push(' ');
        self.number(y);
    }

    fn number(&mut self, v: f64) {
        self.d += &(v.round() as i64).to_string();
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.point('M', from.0, from.1);
        self.point('L', to.0, to.1);
    }

    /// An arrow's head that points from one point to another and ends just before it.
    fn arrow(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = crate::number::length(x, y).max(1.0);
        let (x, y) = (x / length, y / length);
        let at = |back: f64, side: f64| (to.0 - x * back - y * side, to.1 - y * back + x * side);
        let (tip, left, right) = (at(8.0, 0.0), at(17.0, 4.5), at(17.0, -4.5));
        self.point('M', left.0, left.1);
        self.point('L', tip.0, tip.1);
        self.point('L', right.0, right.1);
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
        let at = self.at(self.data.today as f64 + 1.0);
        let mut pen = self.pen();
        pen.line((at, self.bands.axis), (at, self.beside_titles()));
        sheet.line("today", pen.d);
        sheet.end();
    }

    fn label(&self, sheet: &mut RetainedSvg, class: &'static str, (along, across): (f64, f64), text: &str) {
        let at = if self.vertical() { (across, along) } else { (along, across) };
        sheet.name(class, at, text);
    }

    /// Where the lines of the scale end: down the page titles stand across them, and would be struck through.
    fn beside_titles(&self) -> f64 {
        if self.vertical() { self.bands.lanes } else { self.across }
    }

    /// The hatched part of the axis before the break, where time is drawn shorter.
    fn shortened(&self, sheet: &mut RetainedSvg) {
        const STEP: f64 = 12.0;
        let end = self.at(self.layout.scale_break().0).min(self.length());
        let mut pen = self.pen();
        let mut at = 0.0;
        while at < end {
            pen.line((at, self.bands.axis), (at, self.beside_titles()));
            at += STEP;
        }
        sheet.line("shortened", pen.d);
    }

    /// The eras of which something is drawn, with their numbers and their ends in pixels.
    fn drawn_eras(&self) -> impl Iterator<Item = (usize, &EraRow, f64, f64)> {
        self.data.eras.iter().enumerate().filter_map(|(n, era)| {
            let from = self.at(era.start as f64).max(-2.0);
            let to = self.at(era.end as f64 + 1.0).min(self.length() + 2.0);
            (from < to).then_some((n, era, from, to))
        })
    }

    fn eras(&self, sheet: &mut RetainedSvg) {
        let mut pen = self.pen();
        for (_, _, from, to) in self.drawn_eras().filter(|(n, ..)| n % 2 == 0) {
            pen.rect((from, 0.0), (to, self.across));
        }
        sheet.line("era", pen.d);
    }

    fn balance(&self, sheet: &mut RetainedSvg) {
        let Some(first) = self.data.years.first() else { return };
        let half = self.bands.balance / 2.0;
        let peak = f64::from(self.data.peak());
        let zero = self.bands.axis + half;
        let year_px = YEAR * self.px_per_day;
        let begin = ((self.day(self.window.from) - day_of(first.year)) / YEAR - 1.0).max(0.0) as usize;
        let (mut up, mut down, mut line) = (self.pen(), self.pen(), self.pen());
        for y in self.data.years.iter().skip(begin).take((self.length() / year_px) as usize + 3) {
            let from = self.at(day_of(y.year));
            // The gap between years is at most two pixels, so that a bar ends with its year.
            let to = from + (year_px - (year_px * 0.16).min(2.0)).max(1.0);
            let size = |sum: u16| f64::from(sum) / peak * (half - 2.0);
            // Positive is above the line; in the vertical form to its right.
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
        let all = axis_ticks(self.layout, self.px_per_day, (self.window.from, self.window.to), self.text_size);
        let (mut minor, mut major) = (self.pen(), self.pen());
        for tick in &all {
            let pen = if tick.major { &mut major } else { &mut minor };
            let at = self.at(tick.day);
            pen.line((at, self.bands.axis), (at, self.beside_titles()));
        }
        sheet.line("tick", minor.d);
        sheet.line("tick major", major.d);
        if self.vertical() {
            let months = text(Text::Months);
            let mut longest = 0;
            for tick in &all {
                let class = if tick.major { "tick-name major" } else { "tick-name" };
                let name = name(tick, &months, self.data);
                longest = longest.max(name.chars().count());
                self.label(sheet, class, (self.at(tick.day) + 4.0, self.bands.axis - 4.0), &name);
            }
            // Beside years there is room for a name along its era; beside longer dates for the number only.
            for (n, era, from, to) in self.drawn_eras() {
                let (number, whole) = era_names(n, era);
                let (mut at, width) = (from.max(0.0) + 4.0, width_of_era(&whole, self.text_size));
                if longest > 4 || at + width > to {
                    self.label(sheet, "era-name", (at + 9.0 * self.text_size, 3.0), &number);
                    continue;
                }
                // Again on every screen.
                while at + width < to {
                    self.label(sheet, "era-name along", (at, 8.0 * self.text_size), &whole);
                    at += width + 240.0;
                }
            }
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

    /// Where the arcs of an event end, along and across: at its mark, or at the cluster that holds it. The last value
    /// says whether the event has a box of its own.
    fn anchor(&self, event: usize) -> Option<(f64, f64, bool)> {
        let item = self.layout.item(event)?;
        if let Some((_, across)) = self.chosen.filter(|(chosen, _)| *chosen == event) {
            let along = (self.layout.extent(item).at - self.layout.origin()) * self.px_per_day;
            return Some((along - self.window.from, across, true));
        }
        let placed = self.layout.arrangement().placed.get(self.layout.box_of(item)?)?;
        let sizes = self.layout.sizes();
        let along = placed.at * self.layout.stretch(self.px_per_day) - self.window.from;
        let single = matches!(placed.what, BoxContent::Event(_));
        if self.vertical() {
            let column = self.bands.lanes + sizes.mark / 2.0;
            return Some((
                along,
                if single && placed.row == 0 { column } else { self.across - sizes.mark / 2.0 },
                single,
            ));
        }
        let top = lane_top(self.layout, self.bands, placed.lane) + f64::from(placed.row) * sizes.row;
        // A cluster's `at` is its first date; arcs end at the middle of its button.
        let along = if single { along } else { along + (placed.after - placed.before) / 2.0 };
        Some((along, top + sizes.row / 2.0, single))
    }

    /// The event before it with which each main event is linked at rest: the last one, so that a thread can be followed by eye.
    /// All arcs at once are a tangle just where much happens.
    fn threads(&self) -> Vec<Option<u32>> {
        let mut before = vec![None; self.data.events.len()];
        let is_drawn = |event: u32| {
            self.data.events[event as usize].weight >= MAIN && self.anchor(event as usize).is_some_and(|at| at.2)
        };
        for edge in self.data.edges.iter().filter(|edge| is_drawn(edge.from) && is_drawn(edge.to)) {
            let event = &mut before[edge.from.max(edge.to) as usize];
            *event = (*event).max(Some(edge.from.min(edge.to)));
        }
        before
    }

    /// The links between events: the threads of main events while none is chosen, else all of the chosen event, drawn by kind.
    fn arcs(&self, sheet: &mut RetainedSvg) {
        let pens = || KINDS.iter().map(|_| self.pen()).collect::<Vec<_>>();
        let (mut quiet, mut lit) = (pens(), pens());
        let (mut heads, mut quiet_heads) = (self.pen(), self.pen());
        let mut words = Vec::new();
        let threads =
            if self.selected.is_none() && !self.is_zooming && !self.vertical() { self.threads() } else { Vec::new() };
        for edge in &self.data.edges {
            let (mut from, mut to) = (edge.from as usize, edge.to as usize);
            // What follows up on something earlier is where the arrow leads.
            if edge.kind == 'r' {
                (from, to) = (to, from);
            }
            let on_path = |e: &u32| self.path.contains(e);
            let chosen = if self.path.len() > 1 {
                on_path(&edge.from) && on_path(&edge.to)
            } else {
                self.selected.is_some_and(|e| e == from || e == to)
            };
            let at_rest = threads.get(from.max(to)) == Some(&Some(edge.from.min(edge.to)));
            if !(chosen || at_rest) {
                continue;
            }
            let (Some(a), Some(b)) = (self.anchor(from), self.anchor(to)) else { continue };
            let outside = a.0.max(b.0) < 0.0 || a.0.min(b.0) > self.length();
            if outside || (a.0, a.1) == (b.0, b.1) {
                continue;
            }
            let kind = KINDS.iter().position(|kind| *kind == edge.kind).unwrap_or(0);
            let pen = if chosen { &mut lit[kind] } else { &mut quiet[kind] };
            let heads = if chosen { &mut heads } else { &mut quiet_heads };
            // Arcs bend upwards; in the vertical form towards the years.
            let lift = within((b.0 - a.0).abs() * 0.25, 14.0, if self.vertical() { 40.0 } else { 64.0 });
            let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
            // One that is steeper bends to the side: above both its arrow would hang over the upper mark, without the line.
            let is_steep = (b.0 - a.0).abs() < (b.1 - a.1).abs();
            let bend = if is_steep { (a.0.min(b.0) - 14.0, middle.1) } else { (middle.0, a.1.min(b.1) - lift) };
            pen.point('M', a.0, a.1);
            pen.point('Q', bend.0, bend.1);
            pen.point(' ', b.0, b.1);
            heads.arrow(bend, (b.0, b.1));
            if chosen {
                for end in [a, b].iter().filter(|end| !end.2) {
                    heads.rect((end.0 - 4.0, end.1 + 13.0), (end.0 + 4.0, end.1 + 15.0));
                }
                let middle = (0.25 * a.0 + 0.5 * bend.0 + 0.25 * b.0, 0.25 * a.1 + 0.5 * bend.1 + 0.25 * b.1);
                if !self.vertical() && (b.0 - a.0).abs() > 160.0 * self.text_size {
                    words.push((middle, kind_word(edge.kind)));
                }
            }
        }
        for (pen, class) in quiet.into_iter().zip(["arc", "arc answers", "arc part", "arc contradicts", "arc fulfils"])
        {
            sheet.line(class, pen.d);
        }
        sheet.line("arc-head quiet", quiet_heads.d);
        for (pen, class) in lit.into_iter().zip([
            "arc lit",
            "arc lit answers",
            "arc lit part",
            "arc lit contradicts",
            "arc lit fulfils",
        ]) {
            sheet.line(class, pen.d);
        }
        sheet.line("arc-head", heads.d);
        for (at, word) in words {
            self.label(sheet, "arc-word", (at.0, at.1 - 3.0), &word);
        }
    }
}

/// Letters of the kinds of links in the data: led to, answers, part of, contradicts, fulfils.
pub(crate) const KINDS: [char; 5] = ['l', 'r', 'p', 'c', 'f'];

/// The word of a kind of links.
pub(crate) fn kind_word(kind: char) -> yew::AttrValue {
    let key = match kind {
        'r' => Text::LinkAnswers,
        'p' => Text::LinkPart,
        'c' => Text::LinkContradicts,
        'f' => Text::LinkFulfils,
        _ => Text::LinkLed,
    };
    text(key)
}

/// The ticks between two pixels of the world; before the break the scale is another, so both parts have their own
/// ticks.
pub(crate) fn axis_ticks(
    layout: &TimelineLayout,
    px_per_day: f64,
    (from, to): (f64, f64),
    text_size: f64,
) -> Vec<Tick> {
    let gap = if layout.sizes().vertical { 40.0 } else { 64.0 } * text_size;
    let day = |px: f64| layout.day_at(layout.origin() + px / px_per_day);
    let (from, to) = (day(from), day(to));
    let (scale_break, shorter) = layout.scale_break();
    // The last tick before the break must not touch the first one after it.
    let room = gap / px_per_day * shorter;
    let mut all = ticks(px_per_day / shorter, from, to.min(scale_break - room), gap);
    // Where they find no room before it, the first event's year says how far back that part reaches.
    if let Some(first) = layout.data().events.first().filter(|_| all.is_empty() && from < scale_break) {
        let (day, year) = (day_of(first.year), first.year);
        all.push(Tick { day, year, month: 1, dom: 1, unit: Unit::Years(1), major: false });
    }
    all.extend(ticks(px_per_day, from.max(scale_break), to, gap));
    all
}

/// Draws the strip above or below the lanes, for the part in view: years, and in the upper one the names of the eras.
pub(crate) fn draw_axis(
    strip: &mut RetainedStrip,
    (data, layout): (&TimelineData, &TimelineLayout),
    (px_per_day, offset_px, length_px): (f64, f64, f64),
    text_size: f64,
    above: bool,
) {
    let at = |day: f64| (layout.axis_position(day) - layout.origin()) * px_per_day - offset_px;
    let months = text(Text::Months);
    let mut last = f64::NEG_INFINITY;
    for tick in axis_ticks(layout, px_per_day, (offset_px, offset_px + length_px), text_size) {
        let (label, x) = (name(&tick, &months, data), at(tick.day));
        let width = label.chars().count() as f64 * 6.6 * text_size;
        // Centred on its line, but kept inside the view and clear of its neighbour.
        let start = within(x - width / 2.0, 0.0, (length_px - width).max(0.0));
        if start < last + 6.0 {
            continue;
        }
        last = start + width;
        strip.name(if tick.major { "tick-name major" } else { "tick-name" }, start, &label);
    }
    if above {
        for (n, era) in data.eras.iter().enumerate() {
            let (from, to) = (at(era.start as f64).max(0.0), at(era.end as f64 + 1.0).min(length_px));
            let (number, whole) = era_names(n, era);
            let mut broken = whole.clone();
            if let Some((n, _)) = whole.match_indices(' ').min_by_key(|(n, _)| whole.len().abs_diff(2 * n)) {
                broken.replace_range(n..=n, "\n");
            }
            if let Some(label) = [whole, broken, number].iter().find(|label| {
                from + 4.0 + label.split('\n').map(|line| width_of_era(line, text_size)).fold(0.0, f64::max) < to
            }) {
                strip.name("era-name", from + 4.0, label);
            }
        }
    } else {
        let (x, label) = (at(data.today as f64 + 1.0), text(Text::RecordEnd));
        let width = label.chars().count() as f64 * 6.6 * text_size;
        let start = within(x - width, 0.0, length_px - width);
        if (0.0..=length_px + 1.0).contains(&x) && start > last + 6.0 {
            strip.name("tick-name record", start, &label);
        }
    }
    strip.end();
}

/// What an era may be called: its number, which the legend explains, or that with its name.
fn era_names(n: usize, era: &EraRow) -> (String, String) {
    let number = digits(&(n + 1).to_string());
    let whole = [&*number, " ", &*era.label].concat();
    (number, whole)
}

/// Pixels that a line of an era's name takes at most, with some room behind it.
fn width_of_era(line: &str, text_size: f64) -> f64 {
    line.chars().count() as f64 * 6.5 * text_size + 4.0
}

/// Top of a lane.
pub(crate) fn lane_top(layout: &TimelineLayout, bands: Bands, lane: u16) -> f64 {
    let rows: u16 = layout.rows().iter().take(usize::from(lane)).sum();
    bands.lanes + f64::from(rows) * layout.sizes().row + f64::from(lane) * 2.0 * bands.pad + bands.pad
}

/// First day of a year.
fn day_of(year: i32) -> f64 {
    Day::start_of_year(year).0 as f64
}

/// The year of an event; where only its decade or century is known, its date in words, for 1900 would be neither.
pub(crate) fn year_of_event(event: &EventRow, data: &TimelineData) -> String {
    if event.known.starts_with('x') { event.date.to_string() } else { year_name(event.year, data) }
}

/// A year as readers write it, with its era where the number alone could be misread.
pub(crate) fn year_name(year: i32, data: &TimelineData) -> String {
    let reaches_back = data.events.first().is_some_and(|e| e.year <= 0);
    if year <= 0 {
        crate::i18n::fill(Text::YearBce, &[&number::year(1 - year)])
    } else if year < 100 || (reaches_back && year < 1000) {
        crate::i18n::fill(Text::YearCe, &[&number::year(year)])
    } else {
        digits(&number::year(year))
    }
}

fn name(tick: &Tick, months: &str, data: &TimelineData) -> String {
    let month = || months.split(' ').nth(usize::from(tick.month).saturating_sub(1)).unwrap_or("");
    match tick.unit {
        Unit::Day | Unit::Week | Unit::Fortnight => digits(&tick.dom.to_string()) + " " + month(),
        Unit::Month | Unit::Quarter | Unit::HalfYear if tick.month != 1 => month().to_owned(),
        _ => year_name(tick.year, data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::set_catalogue;
    use crate::state::data::EventRow;

    fn story_since(year: i32) -> TimelineData {
        let event = EventRow {
            id: "a".into(),
            start: Day::start_of_year(year).0,
            end: Day::start_of_year(year).0,
            year,
            known: "d".into(),
            date: "".into(),
            title: "".into(),
            short: "".into(),
            theme: 0,
            direction: 0,
            weight: 3,
            parties: vec![],
        };
        TimelineData { events: vec![event], ..TimelineData::default() }
    }

    #[test]
    fn years_speak_as_dates_do_with_an_era_where_a_reader_needs_it() {
        let mut words = vec![String::new(); Text::KEYS.len()];
        words[Text::YearBce as usize] = "{} BCE".into();
        words[Text::YearCe as usize] = "{} CE".into();
        set_catalogue(words.into_iter());
        let old = story_since(-44);
        let names = [-99_999, -44, 0, 1, 14, 476, 1066].map(|year| year_name(year, &old));
        assert_eq!(names, ["100\u{a0}000 BCE", "45 BCE", "1 BCE", "1 CE", "14 CE", "476 CE", "1066"]);
        let new = story_since(300);
        assert_eq!([14, 476, 1066].map(|year| year_name(year, &new)), ["14 CE", "476", "1066"]);
    }

    #[test]
    fn a_century_is_not_called_by_its_first_year() {
        let data = story_since(1900);
        let event = |known: &'static str| EventRow {
            known: known.into(),
            date: "20th century".into(),
            ..data.events[0].clone()
        };
        assert_eq!(["x|", "y|"].map(|it| year_of_event(&event(it), &data)), ["20th century", "1900"]);
    }

    #[test]
    fn an_arrow_ends_before_the_mark_it_points_at() {
        let mut pen = Pen { vertical: false, d: String::new() };
        pen.arrow((0.0, 0.0), (100.0, 0.0));
        assert_eq!(pen.d, "M83 5L92 0L83 -5");
    }
}
