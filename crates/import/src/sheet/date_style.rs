//! How the dates of one table are written, told by all of them together.

use csv::StringRecord;

use super::columns::Columns;
use crate::cell::{self, Order};
use crate::notes::Notes;

/// How the dates of a table are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) order: Order,
    /// `1904-05` is 1904 to 1905.
    has_short_ends: bool,
}

impl Style {
    /// A cell in which a span of years has a dash, so that its end is no month.
    pub(super) fn spelt_out(self, cell: &str) -> String {
        match short_end(cell).filter(|(from, to)| self.has_short_ends && to > from) {
            Some(_) => cell.replacen(['-', '/'], "–", 1),
            None => cell.to_owned(),
        }
    }
}

impl Columns {
    /// How dates are written here, told by all of them together.
    pub(super) fn style(&self, records: &[StringRecord], notes: &mut Notes) -> Style {
        Style { order: self.order(records, notes), has_short_ends: self.has_short_ends(records, notes) }
    }

    /// Whether `1904-05` is 1904 to 1905, as `1914-18` beside it is a span, or May 1904.
    fn has_short_ends(&self, records: &[StringRecord], notes: &mut Notes) -> bool {
        let cells = self.cells(&["start-date", "end-date", "year"], records);
        let parted: Vec<_> = cells.iter().filter_map(|it| Some((*it, short_end(it)?))).collect();
        // 21 to 24 are seasons, too.
        let is_span = |(from, to): (u32, u32)| to > from && ((13..=20).contains(&to) || to > 24);
        let spans = parted.iter().any(|(_, it)| is_span(*it));
        let months = parted.iter().any(|(_, (from, to))| to <= from && *to <= 12);
        let open = parted.iter().filter(|(_, (from, to))| to > from && *to <= 12);
        for (cell, _) in open {
            match (spans, months) {
                (true, false) => notes.add("years like 1904-05 are read as spans, as others here are", ""),
                (true, true) => {
                    notes.add("dates like 1904-05 are read as months, though others here are spans: look at them", "")
                }
                (false, false) if cell.contains('/') => notes.add("dates like 2003/05 are read as months", ""),
                _ => {}
            }
        }
        spans && !months
    }

    /// What dates like 1/2/1950 mean: the old sheet of TimelineJS names the month first; a plain table may show it.
    fn order(&self, records: &[StringRecord], notes: &mut Notes) -> Order {
        let cells = self.cells(&["start-date", "end-date"], records);
        let dates: Vec<_> = cells.iter().flat_map(|it| it.split([' ', '–', '→'])).map(str::to_owned).collect();
        let numbers: Vec<_> = dates.iter().filter_map(|it| cell::three_numbers(it)).filter(|it| it[0] <= 31).collect();
        let told: Vec<_> = numbers.iter().filter_map(|it| cell::day_first(*it)).collect();
        let open = numbers.iter().filter(|it| cell::day_first(**it).is_none() && it[0] != it[1]).count();
        let day_first = told.iter().filter(|it| **it).count();
        let dotted = dates.iter().any(|it| it.contains('.') && cell::three_numbers(it).is_some_and(|it| it[0] <= 31));
        if dotted || day_first > 0 && day_first == told.len() {
            return Order::DayFirst;
        }
        let line = match day_first {
            0 if !told.is_empty() => return Order::MonthFirst,
            0 => "dates like 1/2/1950 are read with the month first, as TimelineJS does",
            _ => {
                "dates like 1/2/1950 are read with the month first, though others here begin with the day: look at them"
            }
        };
        (0..open).for_each(|_| notes.add(line, ""));
        Order::MonthFirst
    }
}

/// The last two digits of both ends of `1904-05` or `1904/05`.
fn short_end(cell: &str) -> Option<(u32, u32)> {
    let (from, to) = cell.trim().split_once(['-', '/'])?;
    let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    (from.len() == 4 && to.len() == 2 && all_digits(from) && all_digits(to))
        .then(|| Some((from[2..].parse().ok()?, to.parse().ok()?)))
        .flatten()
}
