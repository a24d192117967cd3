//! What the timeline and the ribbon know of the story: labels, days and links; no prose.

use std::rc::Rc;

use backstory_timeline::path_back;
use yew::AttrValue;

use crate::state::wire::{Wire, fields, line, plain};

/// The weight, or importance, of main events.
pub(crate) const MAIN: u8 = 3;

/// An event as the timeline draws it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Id, the end of its address.
    pub id: AttrValue,
    /// First day (0 = 1970-01-01).
    pub start: i32,
    /// Last day.
    pub end: i32,
    /// Year shown.
    pub year: i32,
    /// What is known of the date: `d`ay, `m`onth, `s`eason, `y`ear; then any of `~` about, `?` disputed,
    /// `<` before, `>` after, `|` between, `-` span.
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
    /// 3 main, 2 middle, 1 detail.
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
    pub start: i32,
    /// Last day.
    pub end: i32,
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
    pub today: i32,
}

impl TimelineData {
    /// What the page brings along.
    pub(crate) fn of_page() -> Self {
        Self::decode(&crate::dom::by_id("data-timeline").and_then(|e| e.text_content()).unwrap_or_default())
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
}

impl Wire for TimelineData {
    fn encode(&self) -> String {
        let mut out = String::new();
        let n = |v: i32| v.to_string();
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
            line(&mut out, &["F", &n(first.year)]);
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
                    &n(e.year),
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

    fn decode(text: &str) -> Self {
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
                "F" => next_year = f.number(),
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
                        year: f.number(),
                        known: own(f.text()),
                        date: own(f.text()),
                        title: own(f.text()),
                        theme: f.number() as u8,
                        direction: f.number() as i8,
                        weight: f.number() as u8,
                        parties: f.text().split(',').filter_map(|p| p.parse().ok()).collect(),
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

/// Shared by all islands of a page.
pub(crate) type Shared = Rc<TimelineData>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_survives_the_page() {
        let data = TimelineData {
            events: vec![EventRow {
                id: "a".into(),
                start: -8000,
                end: -7990,
                year: 1948,
                known: "d~".into(),
                date: "15 October 1948".into(),
                title: "R < S\t& T".into(),
                short: "R".into(),
                theme: 2,
                direction: -1,
                weight: 3,
                parties: vec![1, 0],
            }],
            themes: vec![Label { id: "aid".into(), label: "Aid".into(), mark: "circle".into() }],
            parties: vec![],
            ways: vec![Label { id: "up".into(), label: "Warmer".into(), mark: "".into() }],
            eras: vec![EraRow { label: "War".into(), start: 1, end: 2 }],
            edges: vec![Edge { from: 0, to: 0, kind: 'p' }],
            years: [1948, 1949].map(|year| YearSum { year, up: 3, down: 0, count: 1 }).to_vec(),
            today: 20000,
        };
        let mut expected = data.clone();
        expected.events[0].title = "R < S & T".into();
        assert_eq!(TimelineData::decode(&data.encode()), expected);
    }
}
