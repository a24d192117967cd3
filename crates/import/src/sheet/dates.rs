//! The date of a row: its beginning and its end, each of one cell or of cells for its parts.

use backstory_timeline::{DateError, EventDate};

use super::Row;
use super::date_style::Style;
use crate::cell::{self, Free, OPEN, Order};
use crate::date::{self, Parts, When};

impl Row<'_> {
    pub(super) fn when(&self, style: Style) -> Result<When, String> {
        let (time, until) = date::times(self.cell("time"))?;
        let end_time = date::end_time(self.cell("end-time"))?;
        let end_time = if end_time.is_empty() { until } else { end_time };
        let (whole_start, end_cell) = (self.cell("start-date"), self.cell("end-date"));
        // Both ends in one cell: 3 October 2020 → 5 October 2020.
        if whole_start.contains('→') && end_cell.is_empty() {
            return one_or_two_cells(whole_start, "", style.order);
        }
        let mut notes = Vec::new();
        if date::is_midnight(self.cell("time")) {
            notes.push(date::MIDNIGHT_READ);
        }
        let start = self.moment("start-date", ["year", "month", "day"], style, &mut notes)?;
        let end = self.moment("end-date", ["end-year", "end-month", "end-day"], style, &mut notes)?;
        let mut when = joined(start, end, &time, &end_time)?;
        when.notes.extend(notes);
        Ok(when)
    }

    /// A beginning or an end: of a cell for the whole date, or of cells for its parts.
    fn moment(
        &self,
        whole: &str,
        parts: [&str; 3],
        style: Style,
        notes: &mut Vec<&'static str>,
    ) -> Result<Said, String> {
        let [year, month, day] = parts.map(|it| self.cell(it).to_owned());
        let mut cell = style.spelt_out(self.cell(whole));
        // Beside a whole date a year alone is only there to be sorted by.
        if !cell.is_empty() && month.is_empty() {
            let has_year = OPEN.contains(&cell.to_lowercase().as_str())
                || cell::ascii_digits(&cell).split(|it: char| !it.is_ascii_digit()).any(|it| it.len() > 2);
            let start_year = match self.cell("year") {
                "" => year_in(self.cell("start-date")),
                year => year.to_owned(),
            };
            let its_year = if year.is_empty() { start_year } else { year };
            // `5 May` beside the year 1950, and as the end of what began on 1 May 1950.
            if !has_year && !its_year.is_empty() && cell.contains(char::is_alphabetic) {
                cell = format!("{cell} {its_year}");
            }
            return one_cell(&cell, style.order, notes);
        }
        let year = style.spelt_out(&year);
        let written = [&day, &month, &year].map(|it| it.trim()).join(" ").trim().to_owned();
        Ok(Said { date: Free::Parts(Parts { year, month, day, time: String::new() }), words: String::new(), written })
    }
}

/// The year that a date names with all its digits, where it names one.
fn year_in(date: &str) -> String {
    let digits = cell::ascii_digits(date);
    let years: Vec<_> = digits.split(|it: char| !it.is_ascii_digit()).filter(|it| it.len() == 4).collect();
    if let [year] = years.as_slice() { (*year).to_owned() } else { String::new() }
}

/// One cell of a date, and its words where they say more than the date does.
fn one_cell(cell: &str, order: Order, notes: &mut Vec<&'static str>) -> Result<Said, String> {
    if OPEN.contains(&cell.trim().to_lowercase().as_str()) {
        return Ok(Said { date: Free::Edtf("..".to_owned()), words: String::new(), written: String::new() });
    }
    let mut said = When::default();
    let date = cell::read(cell, order, &mut said)?;
    notes.extend(said.notes);
    Ok(Said { date, words: said.words, written: cell.trim().to_owned() })
}

/// A beginning and an end that stand in one cell each, or both in the first.
pub fn one_or_two_cells(start: &str, end: &str, order: Order) -> Result<When, String> {
    let both = start.split_once('→').filter(|_| end.trim().is_empty());
    let (start, end) = both.unwrap_or((start, end));
    let mut notes = Vec::new();
    let from = one_cell(start, order, &mut notes)?;
    let to = one_cell(end, order, &mut notes)?;
    let mut when = joined(from, to, "", "")?;
    when.notes.extend(notes);
    Ok(when)
}

/// What stands in the cells of one end of a date.
struct Said {
    date: Free,
    /// The words where they say more than the date.
    words: String,
    /// The words in any case.
    written: String,
}

fn joined(from: Said, to: Said, time: &str, end_time: &str) -> Result<When, String> {
    let both = format!("{} – {}", from.written, to.written).trim().to_owned();
    let (from_words, to_words) = (from.words, to.words);
    match (from.date, to.date) {
        (Free::Parts(mut start), Free::Parts(mut end)) => {
            if start.time.is_empty() {
                start.time = date::time(time)?;
            }
            if end.time.is_empty() {
                end.time = date::time(end_time)?;
            }
            date::span(&start, &end)
        }
        (Free::Edtf(date), Free::Parts(end)) if end.year.is_empty() && date != ".." => {
            let notes = times_without_a_day(time, end_time);
            Ok(When { date, words: from_words, notes, ..When::default() })
        }
        (from, to) => {
            let mut when = When { notes: times_without_a_day(time, end_time), ..When::default() };
            let mut text = |it: Free| match it {
                Free::Edtf(it) => Ok(it),
                Free::Parts(it) => date::span(&it, &Parts::default()).map(|it| {
                    when.notes.extend(it.notes);
                    it.date
                }),
            };
            let (from, to) = (text(from)?, text(to)?);
            if from == ".." && to.is_empty() {
                return Err("a day like `today` is another one tomorrow: write the date".to_owned());
            }
            let to = cell::beside_a_decade(&from, to);
            // The middle and the end of one century are both that century.
            when.date = if from == to { from } else { format!("{from}/{to}") };
            if !from_words.is_empty() || !to_words.is_empty() {
                when.words = both;
            }
            match when.date.parse::<EventDate>() {
                Ok(_) => Ok(when),
                Err(DateError::EndBeforeStart) => Err(format!("the end comes before the beginning ({})", when.date)),
                Err(_) => Err(format!("`{}` is no date", when.date)),
            }
        }
    }
}

/// Beside a date that is not exact there is no room for a time.
fn times_without_a_day(time: &str, end_time: &str) -> Vec<&'static str> {
    if time.is_empty() && end_time.is_empty() { Vec::new() } else { vec![date::TIME_LEFT_OUT] }
}
