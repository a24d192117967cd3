//! What the timeline and the ribbon know of the story: labels, days and links; no prose.

use std::rc::Rc;

use backstory_timeline::{Day, path_back};
use yew::AttrValue;

use crate::number::whole;
use crate::state::wire::{fields, line, plain};

/// The weight, or importance, of main events.
pub(crate) const MAIN: u8 = 3;

/// An event as the timeline draws it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Id, the end of its address.
    pub id: AttrValue,
    /// First day (0 = 1970-01-01).
    pub start: i64,
    /// Last day.
    pub end: i64,
    /// Year shown.
    pub year: i32,
    /// What is known of the date: `d`ay, `m`onth, `s`eason, `y`ear, `x` a decade or century; then any of `~` about,
    /// `?` disputed, `<` before, `>` after, `|` between, `-` span.
    pub known: AttrValue,
    /// The date in words.
    pub date: AttrValue,
    /// Title.
    pub title: AttrValue,
    /// A shorter title for the mark on the chart, or empty.
    pub short: AttrValue,
    /// Position of its theme.
    pub theme: u8,
    /// 1 up, -1 down, 0 neither.
    pub direction: i8,
    /// 4 what the story is about, 3 main, 2 middle, 1 detail.
    pub weight: u8,
    /// Positions of its parties; the first is its lane.
    pub parties: Vec<u8>,
}

impl EventRow {
    /// What stands beside the mark where the whole title has no room.
    #[must_use]
    pub fn chart_title(&self) -> &str {
        if self.short.is_empty() { &self.title } else { &self.short }
    }
}

/// A label with its id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Label {
    /// Id.
    pub id: AttrValue,
    /// Label.
    pub label: AttrValue,
    /// Name of its mark (themes), or empty.
    pub mark: AttrValue,
}

/// A named span.
#[derive(Debug, Clone, PartialEq)]
pub struct EraRow {
    /// Label.
    pub label: AttrValue,
    /// First day.
    pub start: i64,
    /// Last day.
    pub end: i64,
}

/// A link between two events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Position of the cause (or the part, the answer).
    pub from: u32,
    /// Position of the other.
    pub to: u32,
    /// `l`ed to, `r`esponded to, `p`art of, `c`ontradicts, `f`ulfils.
    pub kind: char,
}

/// A year of the ribbon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearSum {
    /// Year.
    pub year: i32,
    /// Sum of importance of events upwards.
    pub up: u16,
    /// Sum of importance of events downwards.
    pub down: u16,
    /// Number of events.
    pub count: u16,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimelineData {
    /// Events by date.
    pub events: Vec<EventRow>,
    /// Themes.
    pub themes: Vec<Label>,
    /// Parties; those of the story's own pair have the mark `own`.
    pub parties: Vec<Label>,
    /// Directions: up, down, flat; empty for a story without a measure.
    pub ways: Vec<Label>,
    /// Eras.
    pub eras: Vec<EraRow>,
    /// Links.
    pub edges: Vec<Edge>,
    /// First year of the ribbon, then one sum a year.
    pub years: Vec<YearSum>,
    /// The end of the record, in days.
    pub today: i64,
}

impl TimelineData {
    /// What the page brings along.
    pub(crate) fn of_page() -> Self {
        Self::decode(&text_of_page())
    }

    /// The chain of causes that ends with an event, as positions: "How did it come to this?". A link counts as a cause if it
    /// leads forward in time: led to, and (from the other end) answers, fulfils, is part of.
    #[must_use]
    pub fn path_to(&self, event: usize) -> Vec<u32> {
        let edges: Vec<(u32, u32)> = self
            .edges
            .iter()
            .filter_map(|e| match e.kind {
                'l' => Some((e.from, e.to)),
                'r' | 'f' | 'p' => Some((e.to, e.from)),
                _ => None,
            })
            // Events are in the order of their dates.
            .filter(|(cause, effect)| cause < effect)
            .collect();
        path_back(event, &edges)
    }

    /// The longest path to a main event, the latest of them; empty where no main event has a cause.
    #[must_use]
    pub fn longest_path(&self) -> Vec<u32> {
        let main = self.events.iter().enumerate().filter(|(_, event)| event.weight >= MAIN);
        let longest = main.map(|(n, _)| self.path_to(n)).max_by_key(Vec::len);
        longest.filter(|path| path.len() > 1).unwrap_or_default()
    }

    /// Position of an event by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.events.iter().position(|e| e.id == id)
    }

    /// The first day of the ribbon; none in a story without one. What is before it is drawn shorter.
    #[must_use]
    pub fn first_day_of_ribbon(&self) -> Option<Day> {
        self.years.first().map(|y| Day::start_of_year(y.year))
    }

    /// The first and the last year in which anything lies: of the ribbon or of an event.
    #[must_use]
    pub fn year_range(&self) -> (i32, i32) {
        let ribbon = self.years.first().into_iter().chain(self.years.last()).map(|y| y.year);
        let all = || self.events.iter().map(|e| e.year).chain(ribbon.clone());
        (all().min().unwrap_or_default(), all().max().unwrap_or_default())
    }

    /// Greatest sum of a year, at least 1.
    #[must_use]
    pub fn peak(&self) -> u16 {
        self.years.iter().map(|y| y.up.max(y.down)).max().unwrap_or(1).max(1)
    }

    /// Writes it as lines of tab-separated fields.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = String::new();
        let n = |v: i64| v.to_string();
        line(&mut out, &["N", &n(self.today)]);
        for (kind, labels) in [("T", &self.themes), ("P", &self.parties), ("W", &self.ways)] {
            for l in labels {
                line(&mut out, &[kind, &l.id, &l.label, &l.mark]);
            }
        }
        for e in &self.eras {
            line(&mut out, &["R", &e.label, &n(e.start), &n(e.end)]);
        }
        // One after the other from the first, so that only this is named.
        if let Some(first) = self.years.first() {
            line(&mut out, &["F", &n(first.year.into())]);
        }
        for y in &self.years {
            line(&mut out, &["Y", &n(y.up.into()), &n(y.down.into()), &n(y.count.into())]);
        }
        for e in &self.events {
            let parties: Vec<String> = e.parties.iter().map(ToString::to_string).collect();
            // The end is written as a length: most are short, and zeros compress away.
            line(
                &mut out,
                &[
                    "E",
                    &e.id,
                    &n(e.start),
                    &n(e.end - e.start),
                    &n(e.year.into()),
                    &e.known,
                    &e.date,
                    &e.title,
                    &n(e.theme.into()),
                    &n(e.direction.into()),
                    &n(e.weight.into()),
                    &parties.join(","),
                    &e.short,
                ],
            );
        }
        for e in &self.edges {
            line(&mut out, &["L", &e.from.to_string(), &e.to.to_string(), e.kind.encode_utf8(&mut [0; 4])]);
        }
        out
    }

    /// Reads what [`Self::encode`] wrote; fields that are missing are empty or zero.
    #[must_use]
    pub fn decode(text: &str) -> Self {
        let mut data = Self::default();
        let mut next_year = 0;
        let own = |s: &str| AttrValue::from(plain(s));
        for row in text.lines() {
            let mut f = fields(row);
            match f.text() {
                "N" => data.today = f.number(),
                kind @ ("T" | "P" | "W") => {
                    let label = Label { id: own(f.text()), label: own(f.text()), mark: own(f.text()) };
                    match kind {
                        "T" => data.themes.push(label),
                        "P" => data.parties.push(label),
                        _ => data.ways.push(label),
                    }
                }
                "R" => data.eras.push(EraRow { label: own(f.text()), start: f.number(), end: f.number() }),
                "F" => next_year = f.number() as i32,
                "Y" => {
                    data.years.push(YearSum {
                        year: next_year,
                        up: f.number() as u16,
                        down: f.number() as u16,
                        count: f.number() as u16,
                    });
                    next_year += 1;
                }
                "E" => {
                    let id = own(f.text());
                    let start = f.number();
                    data.events.push(EventRow {
                        id,
                        start,
                        end: start + f.number(),
                        year: f.number() as i32,
                        known: own(f.text()),
                        date: own(f.text()),
                        title: own(f.text()),
                        theme: f.number() as u8,
                        direction: f.number() as i8,
                        weight: f.number() as u8,
                        parties: f.text().split(',').filter_map(whole).collect(),
                        short: own(f.text()),
                    });
                }
                "L" => data.edges.push(Edge {
                    from: f.number() as u32,
                    to: f.number() as u32,
                    kind: f.text().chars().next().unwrap_or('l'),
                }),
                _ => {}
            }
        }
        data
    }
}

fn text_of_page() -> String {
    crate::dom::by_id("data-timeline").and_then(|e| e.text_content()).unwrap_or_default()
}

/// Id and title of each event of a year: all that the page's program needs of the data, which it does not decode.
pub(crate) fn events_of_year(year: i32) -> Vec<(String, String)> {
    read_events_of_year(&text_of_page(), year)
}

fn read_events_of_year(text: &str, year: i32) -> Vec<(String, String)> {
    let event = |row: &str| {
        let mut f = fields(row);
        if f.text() != "E" {
            return None;
        }
        let id = plain(f.text());
        // Its start and its length.
        let _ = (f.text(), f.text());
        if f.number() != i64::from(year) {
            return None;
        }
        // What is known of its date, and the date.
        let _ = (f.text(), f.text());
        Some((id, plain(f.text())))
    };
    text.lines().filter_map(event).collect()
}

/// Shared by all islands of a page.
pub(crate) type Shared = Rc<TimelineData>;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = AttrValue> {
        "[^\\x01]{0,12}".prop_map(AttrValue::from)
    }

    fn event() -> impl Strategy<Value = EventRow> {
        let days = (-1_000_000_000_000..1_000_000_000_000_i64, 0..1_000_000_000_000_i64, -3_000..3_000);
        let numbers = (any::<u8>(), -1..=1_i8, 1..=4_u8, vec(any::<u8>(), 0..4));
        ([text(), text(), text(), text(), text()], days, numbers).prop_map(
            |([id, known, date, title, short], (start, length, year), (theme, direction, weight, parties))| EventRow {
                id,
                start,
                end: start + length,
                year,
                known,
                date,
                title,
                short,
                theme,
                direction,
                weight,
                parties,
            },
        )
    }

    fn labels() -> impl Strategy<Value = Vec<Label>> {
        vec((text(), text(), text()).prop_map(|(id, label, mark)| Label { id, label, mark }), 0..4)
    }

    fn eras() -> impl Strategy<Value = Vec<EraRow>> {
        let day = || -1_000_000_000_000..1_000_000_000_000_i64;
        vec((text(), day(), day()).prop_map(|(label, start, end)| EraRow { label, start, end }), 0..4)
    }

    fn edges() -> impl Strategy<Value = Vec<Edge>> {
        let kind = prop::sample::select(vec!['l', 'r', 'p', 'c', 'f']);
        let number = || 0..i32::MAX as u32;
        vec((number(), number(), kind).prop_map(|(from, to, kind)| Edge { from, to, kind }), 0..6)
    }

    fn years() -> impl Strategy<Value = Vec<YearSum>> {
        (-3_000..3_000, vec(any::<(u16, u16, u16)>(), 0..6)).prop_map(|(first, sums)| {
            let years = sums.into_iter().zip(first..);
            years.map(|((up, down, count), year)| YearSum { year, up, down, count }).collect()
        })
    }

    fn data() -> impl Strategy<Value = TimelineData> {
        let all = (
            vec(event(), 0..5),
            [labels(), labels(), labels()],
            eras(),
            edges(),
            years(),
            -1_000_000_000_000..1_000_000_000_000_i64,
        );
        all.prop_map(|(events, [themes, parties, ways], eras, edges, years, today)| TimelineData {
            events,
            themes,
            parties,
            ways,
            eras,
            edges,
            years,
            today,
        })
    }

    /// What a text is on the other side: in one line, without tabs.
    fn in_one_line(text: &mut AttrValue) {
        *text = text.replace(['\t', '\n', '\r'], " ").into();
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn data_survives_the_page_and_cannot_close_its_element(mut data in data()) {
            let written = data.encode();
            prop_assert!(!written.contains('<'));
            for event in &mut data.events {
                let texts = [&mut event.id, &mut event.known, &mut event.date, &mut event.title, &mut event.short];
                texts.into_iter().for_each(in_one_line);
            }
            for label in data.themes.iter_mut().chain(&mut data.parties).chain(&mut data.ways) {
                [&mut label.id, &mut label.label, &mut label.mark].into_iter().for_each(in_one_line);
            }
            data.eras.iter_mut().for_each(|era| in_one_line(&mut era.label));
            for event in &data.events {
                let of_its_year = read_events_of_year(&written, event.year);
                prop_assert!(of_its_year.contains(&(event.id.to_string(), event.title.to_string())));
                prop_assert_eq!(of_its_year.len(), data.events.iter().filter(|e| e.year == event.year).count());
            }
            prop_assert_eq!(TimelineData::decode(&written), data);
        }
    }
}
