//! Tables: the sheet of TimelineJS 3, its old sheet, and plain ones.

mod column_names;
mod columns;
mod date_style;
mod dates;
mod separators_and_quotes;

use csv::{ReaderBuilder, StringRecord};

pub use self::dates::one_or_two_cells;

use self::columns::Columns;
use self::date_style::Style;
use self::separators_and_quotes::{
    declared_separator, likely_separator, rows_in_quotes, without_spaces_before_quotes, wrong_quote,
};
use crate::notes::Notes;
use crate::slide::{Media, OWN, Own, Slide, Timeline};
use crate::{cell, date};

/// Reads a table.
///
/// # Errors
/// When it cannot be read as one, or when rows of it are wrong: one line for each kind of mistake.
pub fn read(text: &str, notes: &mut Notes) -> Result<Timeline, Vec<String>> {
    let (text, declared) = declared_separator(text);
    let whole_rows_quoted = rows_in_quotes(text);
    let text = whole_rows_quoted.as_deref().unwrap_or(text);
    let separator = declared.unwrap_or_else(|| likely_separator(text));
    let without_spaces = without_spaces_before_quotes(text, separator);
    let text = without_spaces.as_deref().unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    wrong_quote(text, separator).map_or(Ok(()), |mistake| Err(vec![mistake]))?;
    let mut numbers = Vec::new();
    let mut records = Vec::new();
    // Rows are counted as a spreadsheet counts them, empty ones too.
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| vec![format!("this is no table: {error}")])?;
        // A table in Markdown has a row of hyphens under its head.
        let is_rule = record.iter().all(|it| it.trim().chars().all(|it| "-:=".contains(it)));
        if !is_rule {
            numbers.push(row);
            records.push(record);
        }
    }
    if records.is_empty() {
        return Err(vec!["the table has no rows".to_owned()]);
    }
    let (header, columns) = header(&records, separator)?;
    (0..header)
        .for_each(|ix| notes.add("rows above the names of the columns are left out", &format!("row {}", numbers[ix])));
    let rows = records.split_off(header + 1);
    let head = records.pop().unwrap_or_default();
    let (numbers, records): (Vec<_>, Vec<_>) = numbers[header + 1..]
        .iter()
        .zip(rows)
        .filter(|(number, record)| {
            let again = *record == head;
            if again {
                notes.add("rows that name the columns again are left out", &format!("row {number}"));
            }
            !again
        })
        .unzip();
    columns.note_unknown(&records, notes);
    note_overflow(&head, &numbers, &records, notes);
    let style = columns.style(&records, notes);
    let mut mistakes = Notes::default();
    let mut timeline = Timeline::default();
    let rows = numbers.iter().zip(&records);
    let rows: Vec<_> =
        rows.map(|(number, record)| Row { columns: &columns, record, place: format!("row {number}") }).collect();
    rows.iter().for_each(|it| it.read(style, &mut timeline, notes, &mut mistakes));
    note_short_years(&rows, notes);
    if mistakes.is_empty() { Ok(timeline) } else { Err(mistakes.lines()) }
}

/// The row that names the columns: of the first rows the one that names most, for some people write a title above it.
fn header(records: &[StringRecord], separator: u8) -> Result<(usize, Columns), Vec<String>> {
    const LAST: usize = 10;
    let named = |ix: usize| Some((ix, Columns::new(&records[ix], separator).ok()?));
    let found = (0..records.len().min(LAST)).filter_map(named);
    // The first of equals.
    match found.max_by_key(|(ix, columns)| (columns.at.len(), std::cmp::Reverse(*ix))) {
        Some(found) => Ok(found),
        None => Columns::new(&records[0], separator).map(|it| (0, it)),
    }
}

/// Cells behind the last column are most often the rest of a text that was not put into quotes.
fn note_overflow(head: &StringRecord, numbers: &[usize], records: &[StringRecord], notes: &mut Notes) {
    for (number, record) in numbers.iter().zip(records) {
        if record.iter().skip(head.len()).any(|it| !it.trim().is_empty()) {
            notes.add(
                "cells behind the last column are left out: a text with the separator in it must stand in straight quotes",
                &format!("row {number}"),
            );
        }
    }
}

/// Years like 50 beside years like 1950 may lack their century.
fn note_short_years(rows: &[Row<'_>], notes: &mut Notes) {
    let years: Vec<_> = rows.iter().map(|it| date::number(it.cell("year"), "year").ok().flatten()).collect();
    if years.iter().flatten().any(|it| *it >= 1000) {
        for (row, _) in rows.iter().zip(&years).filter(|(_, year)| year.is_some_and(|it| (1..100).contains(&it))) {
            notes.add(
                "years of one or two digits are those of the first century: write all four digits if they are not",
                &row.place,
            );
        }
    }
}

/// What spreadsheets show in the place of a value that they do not have, or have no room for.
fn is_error(cell: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#BEZUG!"];
    ERRORS.contains(&cell) || cell.len() > 2 && cell.bytes().all(|it| it == b'#')
}

struct Row<'r> {
    columns: &'r Columns,
    record: &'r StringRecord,
    place: String,
}

impl<'r> Row<'r> {
    fn cell(&self, column: &str) -> &'r str {
        cell::visible(self.columns.at.get(column).and_then(|it| self.record.get(*it)).unwrap_or_default())
    }

    fn read(&self, style: Style, timeline: &mut Timeline, notes: &mut Notes, mistakes: &mut Notes) {
        let errors = self.columns.at.iter().filter(|(column, _)| is_error(self.cell(column)));
        if let Some(error) = errors.min_by_key(|(_, ix)| **ix).map(|(column, _)| self.cell(column)) {
            mistakes.add(
                &format!(
                    "`{error}` is what a spreadsheet shows where it has no value; mend the cell there, and export anew"
                ),
                &self.place,
            );
            return;
        }
        let kind = self.cell("type").to_lowercase();
        let mut slide = self.slide();
        let when = match self.when(style) {
            Ok(when) => when,
            Err(mistake) => {
                mistakes.add(&mistake, &self.place);
                return;
            }
        };
        when.notes.iter().for_each(|it| notes.add(it, &self.place));
        (slide.date, slide.time, slide.end_time) = (when.date, when.time, when.end_time);
        if slide.display_date.is_empty() {
            slide.display_date = when.words;
        }
        match kind.as_str() {
            "title" if timeline.title.is_none() => timeline.title = Some(slide),
            "era" => timeline.eras.push(slide),
            "" | "title" | "event" | "slide" => timeline.events.push(slide),
            // In plain tables it is the kind of an event.
            _ => {
                if slide.group.is_empty() {
                    slide.group = self.cell("type").to_owned();
                }
                timeline.events.push(slide);
            }
        }
    }

    fn slide(&self) -> Slide {
        let text = |column| self.cell(column).to_owned();
        let own = OWN.iter().filter(|it| !self.cell(it).is_empty());
        Slide {
            place: self.place.clone(),
            id: text("id"),
            display_date: text("display-date"),
            headline: text("headline"),
            text: text("text"),
            media: Media {
                url: text("media"),
                credit: text("media-credit"),
                caption: text("media-caption"),
                alt: text("media-alt"),
                link: text("media-link"),
            },
            group: text("group"),
            own: own.map(|it| (*it, Own::from_cell(it, self.cell(it)))).collect(),
            ..Slide::default()
        }
    }
}
