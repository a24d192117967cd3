//! Which events are shown, in which lanes, and where their boxes lie; knows nothing of the document.

use backstory_timeline::{BoxContent, Item, Layout, Layouter, Metrics};

use crate::state::data::{MAIN, Shared, TimelineData};
use crate::state::url::{Filter, Lanes};

/// Days in a year, on average.
pub(crate) const YEAR: f64 = 365.2425;
/// Pixels a day at the closest zoom: a day is then wider than a label.
const CLOSEST: f64 = 40.0;
/// Browsers lay out elements of up to about 16 million pixels; half of that is safe in all of them.
const WIDEST: f64 = 8_000_000.0;
/// Margin at both ends, as a share of the whole, in which half a mark has room.
const MARGIN: f64 = 0.02;
/// With more events than these, marks keep more distance: hundreds side by side say nothing, and take long to draw.
const MANY: usize = 1_000;
/// A label of fewer letters than these in a line says nothing.
const FEWEST_LETTERS: f64 = 10.0;
/// Most lines of a title in the vertical form; and in a view so narrow that a line holds few words.
const MOST_LINES: f64 = 3.0;
const MOST_SHORT_LINES: f64 = 6.0;
/// Up to this many events are all shown with their whole titles, in as many rows, or as long a page, as that takes.
const FEW: usize = 12;
/// Most rows of a lane for so few events.
const ROWS_FOR_FEW: u16 = 5;
/// With more events than these the main ones are too many to be drawn all, and get no rows of their own.
const MOST_WITH_ROWS_FOR_MAIN: usize = 300;
/// Years before the span of the ribbon are drawn this many times shorter, so that a long prehistory leaves room for the
/// story.
const SHORTER: f64 = 6.0;
/// On the way to larger scales a layout stands in until it is so many times too tight.
const KEPT_UNTIL_STRETCHED: f64 = 4.0;
/// On the way out a layout is made for so many times less than the scale.
const ROOM_ON_THE_WAY_OUT: f64 = 2.0;

/// Sizes in pixels, for a reader's text size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sizes {
    /// Height of a row of boxes (width of a column in the vertical form).
    pub row: f64,
    /// Width of a letter of a label, on average.
    pub letter: f64,
    /// Height of a line of a label.
    pub line: f64,
    /// Room for a line of a label in the vertical form.
    pub line_room: f64,
    /// Rows a lane may use, and how many more for main events.
    pub rows: u16,
    pub rows_for_main: u16,
    /// A bare mark.
    pub mark: f64,
    /// A cluster's button.
    pub cluster: f64,
    /// Between boxes.
    pub gap: f64,
    /// Longest label that others make room for, by importance, 1 to 3.
    pub label: [f64; 3],
    /// Whether time runs down the page.
    pub vertical: bool,
}

impl Sizes {
    /// Sizes for a text size (1 is 16 px), a form, and the width of the view.
    pub(crate) fn new(text: f64, vertical: bool, width_px: f64) -> Self {
        let s = |v: f64| v * text;
        let label = [s(150.0), s(190.0), s(230.0)];
        let (letter, mark, gap) = (s(7.0), s(26.0), s(4.0));
        if vertical {
            let bands = super::canvas::Bands::new(text, true, width_px);
            let line_room = (width_px - bands.lanes - s(70.0).min(width_px * 0.23)).max(s(60.0));
            let (row, cluster, letter) = (s(44.0), s(36.0), s(7.4));
            let (line, rows, rows_for_main) = (s(17.5), 1, 0);
            Self { row, letter, line, line_room, rows, rows_for_main, mark, cluster, gap, label, vertical }
        } else {
            Self {
                row: s(31.0),
                letter,
                line: s(15.0),
                line_room: 0.0,
                rows: 2,
                rows_for_main: 3,
                mark,
                cluster: s(44.0),
                gap,
                label,
                vertical,
            }
        }
    }

    /// Pixels along the time axis of mark and label: wanted, full, and least.
    fn label_of(&self, title: &str, short: &str, weight: u8) -> (f64, f64, f64) {
        let most = self.label[usize::from(weight.clamp(1, 3)) - 1];
        if self.vertical {
            let lines = |text: &str| (letters(text) * self.letter * 1.12 / self.line_room).ceil().max(1.0);
            let date = self.line;
            let pad = self.mark / 2.0 - self.line / 2.0 + 4.0;
            let height = |lines: f64| pad + date + lines * self.line;
            let is_narrow = self.line_room < 14.0 * self.letter;
            let (usual, most) = if is_narrow { (4.0, MOST_SHORT_LINES) } else { (2.0, MOST_LINES) };
            (height(lines(short).min(usual)), height(lines(title).min(most)), height(1.0))
        } else {
            let width = |text: &str| self.mark + letters_in_two_lines(text) * self.letter + self.gap;
            let full = width(title);
            let wanted = width(short).min(most);
            (wanted, full.max(wanted), wanted.min(self.mark + FEWEST_LETTERS * self.letter))
        }
    }
}

/// Width of a text, in Latin letters: those of East Asian scripts count about twice.
fn letters(text: &str) -> f64 {
    text.chars().map(|c| if u32::from(c) >= 0x1100 && !('\u{2000}'..'\u{2100}').contains(&c) { 1.9 } else { 1.0 }).sum()
}

/// Width of the longer line when a text is broken into two at the best place, in Latin letters.
fn letters_in_two_lines(text: &str) -> f64 {
    let all = letters(text);
    if all < 16.0 {
        return all;
    }
    let mut best = if text.contains(' ') { all } else { all / 2.0 + 2.0 };
    let mut before = 0.0;
    for word in text.split(' ') {
        before += letters(word);
        best = f64::min(best, before.max(all - before - 1.0));
        before += 1.0;
    }
    best
}

/// The time an event fills or lies in, as positions along the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    /// Middle of the mark: the day, the first day of a span, else the middle of the time that is known.
    pub at: f64,
    pub start: f64,
    /// Equal to `start` for a day.
    pub end: f64,
}

/// The events that are shown, laid out.
pub(crate) struct TimelineLayout {
    data: Shared,
    layouter: Layouter,
    items: Vec<Item>,
    /// The time of each item; an item of the vertical form has no bar, for there is one column for all.
    extents: Vec<Extent>,
    /// Position of the event of each item.
    shown: Vec<u32>,
    lanes: u16,
    /// The scale for which it is laid out, in pixels a day.
    scale: f64,
    layout: Layout,
    /// Number of the layout: positions of boxes are valid within one layout only.
    version: u32,
    /// For each item the box that holds it.
    box_of: Vec<u32>,
    /// Most rows that each lane has had, so that zooming does not move what stands below.
    rows: Vec<u16>,
    sizes: Sizes,
    mode: Lanes,
    /// First day of the range, and its length in days (see [`TimelineLayout::axis_position`]).
    range: (f64, f64),
    /// Day before which time is drawn shorter.
    scale_break: f64,
}

impl TimelineLayout {
    pub(crate) fn new(data: Shared) -> Self {
        let scale_break = scale_break(&data);
        let range = range(&data, scale_break);
        let mut layout = Self {
            data,
            layouter: Layouter::new(),
            items: Vec::new(),
            extents: Vec::new(),
            shown: Vec::new(),
            lanes: 1,
            scale: 0.0,
            layout: Layout::default(),
            version: 0,
            box_of: Vec::new(),
            rows: Vec::new(),
            sizes: Sizes::new(1.0, false, 0.0),
            mode: Lanes::Theme,
            range,
            scale_break,
        };
        layout.set(&|_| true, Lanes::Theme, Vec::new(), Sizes::new(1.0, false, 0.0));
        layout
    }

    /// Chooses what is shown, and how; `path` is the first lane in [`Lanes::Path`].
    pub(crate) fn set(&mut self, shows: &dyn Fn(usize) -> bool, mode: Lanes, path: Vec<u32>, sizes: Sizes) {
        let data = &self.data;
        self.sizes = sizes;
        if data.events.len() > MANY {
            self.sizes.mark = sizes.mark.max(sizes.cluster);
            self.sizes.gap = sizes.cluster / 2.0;
        }
        let has_no_lanes = sizes.vertical || mode == Lanes::Path && path.is_empty();
        self.mode = if has_no_lanes { Lanes::None } else { mode };
        self.lanes = match self.mode {
            Lanes::Theme => data.themes.len(),
            Lanes::Party => data.parties.len(),
            Lanes::Path => 2,
            Lanes::None => 1,
        }
        .max(1) as u16;
        self.shown.clear();
        self.items.clear();
        self.extents.clear();
        for (n, e) in data.events.iter().enumerate().filter(|(n, _)| shows(*n)) {
            let lane = match self.mode {
                Lanes::Theme => u16::from(e.theme),
                Lanes::Party => u16::from(lane_party(data, &e.parties)),
                Lanes::Path => u16::from(!path.contains(&(n as u32))),
                Lanes::None => 0,
            };
            self.shown.push(n as u32);
            let (label, label_full, label_least) = self.sizes.label_of(&e.title, e.chart_title(), e.weight);
            let extent = extent(e, data.today, self.scale_break);
            let Extent { at, start, end } = extent;
            let (start, end) = if sizes.vertical { (at, at) } else { (start, end) };
            self.items.push(Item { at, start, end, lane, weight: e.weight, label, label_full, label_least });
            self.extents.push(extent);
        }
        if self.items.len() > MOST_WITH_ROWS_FOR_MAIN {
            self.sizes.rows_for_main = 0;
        }
        if self.is_few() {
            self.sizes.rows = ROWS_FOR_FEW;
        }
        self.rows = vec![1; usize::from(self.lanes)];
        self.scale = 0.0;
    }

    /// Whether so few events are shown that each has room for its whole title.
    fn is_few(&self) -> bool {
        self.items.len() <= FEW
    }

    /// Lays out for a scale on the way to another. Each new layout makes most of the boxes anew, which takes several frames
    /// on a slow machine: what is laid out stands in for larger scales, and on the way out one with room to go on comes next,
    /// down to the least scale.
    pub(crate) fn lay_out_on_the_way(&mut self, px_per_day: f64, least: f64) {
        match self.stretch(px_per_day) {
            stretch if stretch < 1.0 => self.lay_out((px_per_day / ROOM_ON_THE_WAY_OUT).max(least)),
            stretch if stretch > KEPT_UNTIL_STRETCHED => self.lay_out(px_per_day),
            _ => {}
        }
    }

    /// Lays out for a scale, if that is not laid out already.
    pub(crate) fn lay_out(&mut self, px_per_day: f64) {
        if px_per_day == self.scale {
            return;
        }
        self.scale = px_per_day;
        self.version += 1;
        let s = self.sizes;
        let metrics = Metrics {
            px_per_day,
            origin: self.range.0,
            world: if s.vertical { f64::MAX } else { self.range.1 * px_per_day },
            rows: s.rows,
            rows_for_heaviest: s.rows_for_main,
            mark: s.mark,
            cluster: s.cluster,
            gap: s.gap,
            both_sides: !s.vertical,
        };
        self.layout = if s.vertical && self.is_few() {
            self.layouter.stack(&self.items, &metrics)
        } else {
            self.layouter.layout(&self.items, self.lanes, &metrics)
        }
        .clone();
        for (kept, used) in self.rows.iter_mut().zip(&self.layout.rows) {
            *kept = (*kept).max(*used);
        }
        self.box_of.clear();
        self.box_of.resize(self.items.len(), 0);
        for (n, placed) in self.layout.placed.iter().enumerate() {
            if let BoxContent::Event(item) = placed.what {
                self.box_of[item as usize] = n as u32;
            }
            for item in self.layout.members(placed.what) {
                self.box_of[*item as usize] = n as u32;
            }
        }
    }

    /// Where the last box ends at a scale: down the page titles reach further than time does.
    pub(crate) fn end(&self, px_per_day: f64) -> f64 {
        let stretch = self.stretch(px_per_day);
        self.layout.placed.iter().map(|it| it.stretch(stretch).1).fold(self.days() * px_per_day, f64::max)
    }

    pub(crate) fn data(&self) -> Shared {
        self.data.clone()
    }

    pub(crate) fn arrangement(&self) -> &Layout {
        &self.layout
    }

    /// Number of the layout; changes with each new one.
    pub(crate) fn version(&self) -> u32 {
        self.version
    }

    pub(crate) fn sizes(&self) -> Sizes {
        self.sizes
    }

    pub(crate) fn mode(&self) -> Lanes {
        self.mode
    }

    /// Positions of the events that are shown, by date.
    pub(crate) fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// Rows kept for each lane.
    pub(crate) fn rows(&self) -> &[u16] {
        &self.rows
    }

    /// Event of an item.
    pub(crate) fn event(&self, item: u32) -> usize {
        self.shown.get(item as usize).copied().unwrap_or(0) as usize
    }

    /// Item of an event, if it is shown.
    pub(crate) fn item(&self, event: usize) -> Option<usize> {
        self.shown.binary_search(&(event as u32)).ok()
    }

    /// Box that holds an item.
    pub(crate) fn box_of(&self, item: usize) -> Option<usize> {
        self.box_of.get(item).map(|n| *n as usize)
    }

    /// The time of an item.
    pub(crate) fn extent(&self, item: usize) -> Extent {
        self.extents.get(item).copied().unwrap_or(Extent { at: 0.0, start: 0.0, end: 0.0 })
    }

    /// Lane of an item.
    pub(crate) fn lane(&self, item: usize) -> u16 {
        self.items.get(item).map_or(0, |i| i.lane.min(self.lanes - 1))
    }

    /// Pixels that mark and whole label of an item take.
    pub(crate) fn full_label(&self, item: usize) -> f64 {
        self.items.get(item).map_or(0.0, |i| i.label_full)
    }

    /// How much wider than its layout a scale is.
    pub(crate) fn stretch(&self, px_per_day: f64) -> f64 {
        if self.scale > 0.0 { px_per_day / self.scale } else { 1.0 }
    }

    /// Position of a day along the axis, in days of the usual scale; before the break, days are shorter.
    pub(crate) fn axis_position(&self, day: f64) -> f64 {
        axis_position(day, self.scale_break)
    }

    /// The day that lies at a place along the axis.
    pub(crate) fn day_at(&self, along: f64) -> f64 {
        if along < self.scale_break { self.scale_break - (self.scale_break - along) * SHORTER } else { along }
    }

    /// The day before which time is drawn shorter, and by how much.
    pub(crate) fn scale_break(&self) -> (f64, f64) {
        (self.scale_break, SHORTER)
    }

    /// First day shown.
    pub(crate) fn origin(&self) -> f64 {
        self.range.0
    }

    /// Days from one end to the other.
    pub(crate) fn days(&self) -> f64 {
        self.range.1
    }

    /// The scale (pixels a day) that shows everything in `length` pixels.
    pub(crate) fn fit(&self, length: f64) -> f64 {
        let fit = (length / self.range.1).max(1e-12);
        if self.sizes.vertical {
            // The vertical form may be as long as it needs for the titles of the main events, or the whole ones of few.
            let room = |i: &Item| match i.weight {
                _ if self.is_few() => i.label_full,
                MAIN.. => i.label,
                _ => -self.sizes.gap,
            };
            let main: f64 = self.items.iter().map(|i| room(i) + self.sizes.gap).sum();
            fit.max(main * 1.3 / self.range.1)
        } else {
            fit
        }
    }

    /// The closest scale.
    pub(crate) fn closest(&self) -> f64 {
        CLOSEST.min(WIDEST / self.range.1)
    }

    /// Nearest shown event (item) in the lane above or below.
    pub(crate) fn beside(&self, item: usize, down: bool) -> Option<usize> {
        let here = self.items.get(item)?;
        let lanes: Vec<u16> = if down { (here.lane + 1..self.lanes).collect() } else { (0..here.lane).rev().collect() };
        lanes.into_iter().find_map(|lane| {
            self.items
                .iter()
                .enumerate()
                .filter(|(_, i)| i.lane == lane)
                .min_by(|(_, a), (_, b)| (a.at - here.at).abs().total_cmp(&(b.at - here.at).abs()))
                .map(|(n, _)| n)
        })
    }
}

/// The lane of an event is its first party that is not one of the story's two main ones, else its first party.
fn lane_party(data: &TimelineData, parties: &[u8]) -> u8 {
    let own = |p: &&u8| data.parties.get(usize::from(**p)).is_some_and(|l| l.mark == "own");
    parties.iter().find(|p| !own(p)).or(parties.first()).copied().unwrap_or(0)
}

/// The time of an event, as positions along the axis. What happened before the record ends is not drawn beyond its end.
pub(crate) fn extent(e: &crate::state::data::EventRow, today: i64, scale_break: f64) -> Extent {
    let (first, mut last) = (e.start as f64, e.end as f64 + 1.0);
    if e.start <= today {
        last = last.min(today as f64 + 1.0);
    }
    let along = |day: f64| axis_position(day, scale_break);
    if e.known.contains('-') {
        Extent { at: along(first), start: along(first), end: along(last) }
    } else if last - first <= 1.0 {
        let at = along(first + 0.5);
        Extent { at, start: at, end: at }
    } else {
        let (start, end) = (along(first), along(last));
        Extent { at: (start + end) / 2.0, start, end }
    }
}

/// The first day of the ribbon; in a story without one, a day before all events, so that nothing is drawn shorter.
fn scale_break(data: &TimelineData) -> f64 {
    data.first_day_of_ribbon().map_or(f64::MIN, |day| day.0 as f64)
}

fn axis_position(day: f64, scale_break: f64) -> f64 {
    if day < scale_break { scale_break - (scale_break - day) / SHORTER } else { day }
}

fn range(data: &TimelineData, scale_break: f64) -> (f64, f64) {
    let first = data.events.iter().map(|e| e.start).min();
    let future = data.events.iter().filter(|e| e.start > data.today).map(|e| e.end).max();
    let last = data.events.first().map(|_| future.unwrap_or(data.today).max(data.today) + 1);
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) => (axis_position(first as f64, scale_break), last as f64),
        _ => (data.today as f64 - YEAR, data.today as f64),
    };
    let margin = ((last - first) * MARGIN).max(20.0);
    (first - margin, last - first + 2.0 * margin)
}

/// Whether an event passes a filter, apart from the searched words, which need texts that only the page has.
pub(crate) fn passes(data: &TimelineData, filter: &Filter, event: usize) -> bool {
    let e = &data.events[event];
    let has = |chosen: &[String], id: Option<&crate::state::data::Label>| {
        chosen.is_empty() || id.is_some_and(|l| chosen.iter().any(|c| *c == *l.id))
    };
    has(&filter.themes, data.themes.get(usize::from(e.theme)))
        && has(&filter.directions, data.ways.get(way(e.direction)))
        && (filter.parties.is_empty()
            || e.parties.iter().any(|p| has(&filter.parties, data.parties.get(usize::from(*p)))))
        && e.weight >= filter.importance
        && filter.years.is_none_or(|(from, to)| from <= e.year && e.year <= to)
}

/// Position of a direction among [`TimelineData::ways`].
pub(crate) fn way(direction: i8) -> usize {
    match direction {
        1 => 0,
        -1 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::data::{EventRow, Label};
    use std::rc::Rc;

    fn data() -> Shared {
        let label = |id: &str| Label { id: id.to_owned().into(), label: id.to_owned().into(), mark: "".into() };
        let event = |n: i32, theme: u8, direction: i8| EventRow {
            id: format!("e{n}").into(),
            start: i64::from(n) * 400,
            end: i64::from(n) * 400,
            year: 1970 + n,
            known: "d".into(),
            date: "".into(),
            title: "title".into(),
            short: "".into(),
            theme,
            direction,
            weight: (n % 3 + 1) as u8,
            parties: vec![0],
        };
        Rc::new(TimelineData {
            events: (0..12).map(|n| event(n, (n % 2) as u8, (n % 3 - 1) as i8)).collect(),
            themes: vec![label("aid"), label("talks")],
            parties: vec![label("north")],
            ways: vec![label("up"), label("down"), label("flat")],
            today: 12 * 400,
            ..TimelineData::default()
        })
    }

    #[test]
    fn filters_combine() {
        let data = data();
        let filter = Filter { themes: vec!["aid".into()], directions: vec!["up".into()], ..Filter::default() };
        let shown: Vec<usize> = (0..12).filter(|n| passes(&data, &filter, *n)).collect();
        assert_eq!(shown, [2, 8]);
    }

    #[test]
    fn every_shown_event_has_a_box_at_each_zoom() {
        let mut layout = TimelineLayout::new(data());
        for scale in [0.01, 0.1, 1.0, 30.0] {
            layout.lay_out(scale);
            for item in 0..layout.shown().len() {
                let n = layout.box_of(item).expect("a box");
                let placed = layout.arrangement().placed[n];
                assert!(
                    placed.what == BoxContent::Event(item as u32)
                        || layout.arrangement().members(placed.what).contains(&(item as u32))
                );
            }
        }
    }

    #[test]
    fn what_is_before_the_ribbon_is_drawn_shorter_and_found_again() {
        let mut data = TimelineData::clone(&data());
        data.years = vec![crate::state::data::YearSum { year: 1973, up: 0, down: 0, count: 0 }];
        let layout = TimelineLayout::new(Rc::new(data));
        let (scale_break, shorter) = layout.scale_break();
        assert_eq!(layout.axis_position(scale_break - 600.0), scale_break - 600.0 / shorter);
        for day in [scale_break - 900.0, scale_break - 1.0, scale_break, scale_break + 500.0] {
            assert!((layout.day_at(layout.axis_position(day)) - day).abs() < 1e-6);
        }
    }

    #[test]
    fn the_lane_below_is_reached_at_the_nearest_time() {
        let mut layout = TimelineLayout::new(data());
        layout.lay_out(1.0);
        let below = layout.beside(4, true).expect("a lane below");
        assert!(below == 3 || below == 5);
        assert_eq!(layout.beside(4, false), None);
    }

    fn row(start: i64, end: i64, known: &str) -> EventRow {
        EventRow { start, end, known: known.to_owned().into(), ..data().events[0].clone() }
    }

    #[test]
    fn a_mark_lies_on_its_day_on_the_first_of_a_span_or_in_the_middle_of_what_is_known() {
        let at = |e: &EventRow| extent(e, 100_000, f64::MIN);
        assert_eq!(at(&row(10, 10, "d")), Extent { at: 10.5, start: 10.5, end: 10.5 });
        assert_eq!(at(&row(10, 12, "d-")), Extent { at: 10.0, start: 10.0, end: 13.0 });
        assert_eq!(at(&row(0, 364, "y")), Extent { at: 182.5, start: 0.0, end: 365.0 });
        assert_eq!(at(&row(0, 729, "y|")), Extent { at: 365.0, start: 0.0, end: 730.0 });
    }

    #[test]
    fn what_began_before_the_record_ends_is_not_drawn_beyond_it_and_the_axis_ends_soon_after() {
        assert_eq!(extent(&row(0, 364, "y"), 99, f64::MIN), Extent { at: 50.0, start: 0.0, end: 100.0 });
        let layout = TimelineLayout::new(data());
        let end = layout.origin() + layout.days();
        let today = data().today as f64;
        assert!(end > today + 1.0 && end - today < layout.days() * 0.03, "{end} after {today}");
    }

    #[test]
    fn a_label_is_as_wide_as_the_longer_of_its_two_lines() {
        assert_eq!(letters_in_two_lines("short"), 5.0);
        assert_eq!(letters_in_two_lines("four words of text here"), 12.0);
        assert!(
            letters_in_two_lines("水門が開いた日に町の人々が集まった") < letters("水門が開いた日に町の人々が集まった")
        );
    }

    #[test]
    fn marks_lie_on_their_dates_at_every_scale_and_form() {
        for vertical in [false, true] {
            let mut layout = TimelineLayout::new(data());
            layout.set(&|_| true, Lanes::Theme, Vec::new(), Sizes::new(1.0, vertical, 360.0));
            for scale in [0.02, 0.1, 0.33, 1.0, 17.0] {
                layout.lay_out(scale);
                for (n, e) in data().events.iter().enumerate() {
                    let placed = layout.arrangement().placed[layout.box_of(n).expect("a box")];
                    if placed.what == BoxContent::Event(n as u32) {
                        let px = (e.start as f64 + 0.5 - layout.origin()) * scale;
                        assert!((placed.at * layout.stretch(scale) - px).abs() < 1e-6);
                    }
                }
            }
        }
    }

    #[test]
    fn few_events_down_the_page_have_their_whole_titles_and_room_at_the_end() {
        let mut data = TimelineData::clone(&data());
        for e in &mut data.events {
            (e.start, e.end) = (4_789 + e.start / 400, 4_789 + e.start / 400);
        }
        let mut layout = TimelineLayout::new(Rc::new(data));
        layout.set(&|_| true, Lanes::Theme, Vec::new(), Sizes::new(1.0, true, 360.0));
        let scale = layout.fit(1.0);
        layout.lay_out(scale);
        let end = layout.end(scale);
        for (n, item) in layout.items.iter().enumerate() {
            let placed = layout.arrangement().placed[layout.box_of(n).expect("a box")];
            assert_eq!(placed.what, BoxContent::Event(n as u32));
            assert!((placed.before + placed.after - item.label_full).abs() < 1e-6 && placed.end <= end);
        }
        assert!(end > layout.days() * scale, "titles of the last days reach further than their days do");
    }
}
