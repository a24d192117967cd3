//! Tables: the sheet of TimelineJS 3, its old sheet, and plain ones.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use crate::date::{self, Free, Order, Parts, When};
use crate::notes::Notes;
use crate::slide::{Media, OWN, Own, Slide, Timeline};

/// Columns that are read, each with the names it goes by: lower case, letters and digits only.
const COLUMNS: &[(&str, &[&str])] = &[
    ("year", &["year", "startyear"]),
    ("month", &["month", "startmonth"]),
    ("day", &["day", "startday"]),
    ("time", &["time", "starttime"]),
    ("end-year", &["endyear"]),
    ("end-month", &["endmonth"]),
    ("end-day", &["endday"]),
    ("end-time", &["endtime"]),
    ("start-date", &["startdate", "start", "from", "begin", "date", "when"]),
    ("end-date", &["enddate", "end", "to", "until"]),
    ("display-date", &["displaydate"]),
    ("headline", &["headline", "title", "event", "heading", "name"]),
    ("text", &["text", "description", "summary", "details", "body", "content"]),
    ("media", &["media", "mediaurl", "image", "picture"]),
    ("media-credit", &["mediacredit", "credit"]),
    ("media-caption", &["mediacaption", "caption"]),
    ("media-alt", &["alttext", "mediaalttext", "mediaalt", "alt"]),
    ("media-link", &["medialink"]),
    ("type", &["type"]),
    ("group", &["group", "tag", "category"]),
    ("id", &["uniqueid", "id", "slug"]),
];

/// Columns of TimelineJS that have no place in a story, and what is said of them.
const WITHOUT_A_PLACE: &[(&str, &str)] = &[
    ("background", "backgrounds are left out"),
    ("mediathumbnail", "thumbnails are left out: nothing is loaded from others"),
];

/// Reads a table.
///
/// # Errors
/// When it cannot be read as one, or when rows of it are wrong: one line for each kind of mistake.
pub fn read(text: &str, notes: &mut Notes) -> Result<Timeline, Vec<String>> {
    let (text, declared) = declared_separator(text);
    let separator = declared.unwrap_or_else(|| likely_separator(text));
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    let mut numbers = Vec::new();
    let mut records = Vec::new();
    // Rows are counted as a spreadsheet counts them, empty ones too.
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| vec![format!("this is no table: {error}")])?;
        if record.iter().any(|it| !it.trim().is_empty()) {
            numbers.push(row);
            records.push(record);
        }
    }
    if records.is_empty() {
        return Err(vec!["the table has no rows".to_owned()]);
    }
    let header = records.remove(0);
    let columns = Columns::new(&header, separator)?;
    columns.note_unknown(&records, notes);
    let order = columns.order(&records, notes);
    let mut mistakes = Notes::default();
    let mut timeline = Timeline::default();
    for (number, record) in numbers[1..].iter().zip(&records) {
        let row = Row { columns: &columns, record, place: format!("row {number}") };
        row.read(order, &mut timeline, notes, &mut mistakes);
    }
    if mistakes.is_empty() { Ok(timeline) } else { Err(mistakes.lines()) }
}

/// Excel's first line `sep=;`.
fn declared_separator(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim().trim_matches('"');
    match first.get(..4).filter(|it| it.eq_ignore_ascii_case("sep=")).and_then(|_| first.as_bytes().get(4)) {
        Some(separator) => (rest, Some(*separator)),
        None if first.eq_ignore_ascii_case("sep=") => (rest, Some(b'\t')),
        None => (text, None),
    }
}

/// The separator under which the first row names most columns that are known.
fn likely_separator(text: &str) -> u8 {
    let known = |separator: &u8| {
        let mut reader =
            ReaderBuilder::new().flexible(true).has_headers(false).delimiter(*separator).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        while matches!(reader.read_record(&mut record), Ok(true)) {
            if record.iter().any(|it| !it.trim().is_empty()) {
                return record.iter().filter(|it| column(it).is_some()).count();
            }
        }
        0
    };
    // The last of equals wins, and commas are the rule.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(known).unwrap_or(b',')
}

fn plain(header: &str) -> String {
    header.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The column that a header names.
fn column(header: &str) -> Option<&'static str> {
    let name = plain(header);
    let known = COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(it, _)| *it);
    known.or_else(|| OWN.iter().find(|it| **it == name).copied())
}

struct Columns {
    at: HashMap<&'static str, usize>,
    unknown: Vec<(usize, String)>,
}

impl Columns {
    fn new(header: &StringRecord, separator: u8) -> Result<Self, Vec<String>> {
        let mut columns = Self { at: HashMap::new(), unknown: Vec::new() };
        // Where two columns mean the same, the one with TimelineJS's own name is it.
        let names: Vec<_> = header.iter().map(|it| (column(it), plain(it))).collect();
        for (ix, (column, name)) in names.iter().enumerate() {
            let first_choice = |it: &str| COLUMNS.iter().any(|(of, names)| *of == it && names[0] == name);
            match column {
                Some(it) if !columns.at.contains_key(it) => drop(columns.at.insert(it, ix)),
                Some(it) if first_choice(it) && names[columns.at[it]].1 != *name => {
                    let other = columns.at.insert(it, ix).unwrap_or_default();
                    columns.unknown.push((other, header[other].trim().to_owned()));
                }
                _ => columns.unknown.push((ix, header[ix].trim().to_owned())),
            }
        }
        let has = |it: &str| columns.at.contains_key(it);
        let dated = has("year") || has("start-date");
        if dated && (has("headline") || has("text")) {
            return Ok(columns);
        }
        let lacks =
            if dated { "a title (Headline, Title) or a text (Text, Description)" } else { "dates (Year, or Date)" };
        let named: Vec<_> = header.iter().map(str::trim).filter(|it| !it.is_empty()).take(12).collect();
        let by = match separator {
            b'\t' => "tabs".to_owned(),
            it => format!("`{}`", char::from(it)),
        };
        Err(vec![format!(
            "the first row must name the columns, and none is for {lacks}; parted by {by} it reads: {}",
            named.join(" | ")
        )])
    }

    fn has(&self, column: &str) -> bool {
        self.at.contains_key(column)
    }

    fn note_unknown(&self, records: &[StringRecord], notes: &mut Notes) {
        for (ix, name) in &self.unknown {
            let filled = records.iter().filter(|it| it.get(*ix).is_some_and(|it| !it.trim().is_empty())).count();
            let (line, place) = match WITHOUT_A_PLACE.iter().find(|(it, _)| *it == plain(name)) {
                Some((_, line)) => ((*line).to_owned(), ""),
                None if name.is_empty() => ("cells under no heading are left out".to_owned(), ""),
                None => (format!("cells of column `{name}` are left out"), ""),
            };
            (0..filled).for_each(|_| notes.add(&line, place));
        }
    }

    /// What dates like 1/2/1950 mean: the old sheet of TimelineJS names the month first; a plain table may show it.
    fn order(&self, records: &[StringRecord], notes: &mut Notes) -> Order {
        let Some(ix) = self.at.get("start-date") else { return Order::MonthFirst };
        let dates = records.iter().filter_map(|it| it.get(*ix));
        let numbers: Vec<_> = dates.clone().filter_map(date::three_numbers).collect();
        let dotted = dates.clone().any(|it| it.contains('.') && date::three_numbers(it).is_some());
        if numbers.iter().any(|it| it[1] > 12) {
            return Order::MonthFirst;
        }
        if dotted || numbers.iter().any(|it| it[0] > 12) {
            return Order::DayFirst;
        }
        let open = numbers.iter().filter(|it| it[0] != it[1]).count();
        (0..open).for_each(|_| notes.add("dates like 1/2/1950 are read with the month first, as TimelineJS does", ""));
        Order::MonthFirst
    }
}

struct Row<'r> {
    columns: &'r Columns,
    record: &'r StringRecord,
    place: String,
}

impl<'r> Row<'r> {
    fn cell(&self, column: &str) -> &'r str {
        self.columns.at.get(column).and_then(|it| self.record.get(*it)).unwrap_or_default().trim()
    }

    fn read(&self, order: Order, timeline: &mut Timeline, notes: &mut Notes, mistakes: &mut Notes) {
        let kind = self.cell("type").to_lowercase();
        let mut slide = self.slide();
        let when = match self.when(order) {
            Ok(when) => when,
            Err(mistake) => {
                mistakes.add(&mistake, &self.place);
                return;
            }
        };
        when.left_out.iter().for_each(|it| notes.add(it, &self.place));
        (slide.date, slide.time, slide.end_time) = (when.date, when.time, when.end_time);
        match kind.as_str() {
            "title" if timeline.title.is_none() => timeline.title = Some(slide),
            "era" => timeline.eras.push(slide),
            _ => timeline.events.push(slide),
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

    fn when(&self, order: Order) -> Result<When, String> {
        let parts = |[year, month, day, time]: [&str; 4]| {
            let [year, month, day] = [year, month, day].map(|it| self.cell(it).to_owned());
            date::time(self.cell(time)).map(|time| Parts { year, month, day, time })
        };
        if self.columns.has("year") && (!self.cell("year").is_empty() || !self.columns.has("start-date")) {
            let start = parts(["year", "month", "day", "time"])?;
            let end = parts(["end-year", "end-month", "end-day", "end-time"])?;
            return date::span(&start, &end);
        }
        one_or_two_cells(
            self.cell("start-date"),
            self.cell("end-date"),
            order,
            self.cell("time"),
            self.cell("end-time"),
        )
    }
}

/// A beginning and an end that stand in one cell each.
pub fn one_or_two_cells(start: &str, end: &str, order: Order, time: &str, end_time: &str) -> Result<When, String> {
    match (date::one_cell(start, order)?, date::one_cell(end, order)?) {
        (Free::Parts(mut start), Free::Parts(mut end)) => {
            if start.time.is_empty() {
                start.time = date::time(time)?;
            }
            if end.time.is_empty() {
                end.time = date::time(end_time)?;
            }
            date::span(&start, &end)
        }
        (Free::Edtf(date), Free::Parts(end)) if end.year.is_empty() => Ok(When { date, ..When::default() }),
        (start, end) => {
            let text = |it: Free| match it {
                Free::Edtf(it) => Ok(it),
                Free::Parts(it) => date::span(&it, &Parts::default()).map(|it| it.date),
            };
            let date = format!("{}/{}", text(start)?, text(end)?);
            match date.parse::<backstory_timeline::EventDate>() {
                Ok(_) => Ok(When { date, ..When::default() }),
                Err(_) => Err(format!("`{date}` is no date")),
            }
        }
    }
}
