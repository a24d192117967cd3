//! The Google sheet of TimelineJS, with columns of our own beside its own.

use ::csv::{ReaderBuilder, StringRecord};

use crate::fields::nearest;
use crate::import::{Draft, Imported, date, plain};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{FileIx, Span};
use crate::tree::Table;

/// Columns of TimelineJS.
const SHEET: &[&str] = &[
    "Year",
    "Month",
    "Day",
    "Time",
    "End Year",
    "End Month",
    "End Day",
    "End Time",
    "Display Date",
    "Headline",
    "Text",
    "Media",
    "Media Credit",
    "Media Caption",
    "Media Thumbnail",
    "Type",
    "Group",
    "Background",
    "Media Alt Text",
    "Media Link",
];
/// Columns of our own, named as the keys of `[[event]]`.
const OWN: &[&str] = &[
    "id",
    "date",
    "short",
    "theme",
    "direction",
    "importance",
    "confidence",
    "sources",
    "parties",
    "people",
    "place",
    "doubt",
    "related",
];

/// Reads a sheet: a row is an event, or an era; its title stands in story.toml.
pub(crate) fn csv(file: FileIx, text: &str, diagnostics: &Diagnostics) -> Imported {
    let mut imported = Imported::default();
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            note_syntax(&Span::start_of(file), &error, diagnostics);
            return imported;
        }
    };
    check_columns(file, text, &header, diagnostics);
    for record in reader.into_records() {
        match record {
            Ok(record) => row(file, text, &Row { header: &header, record: &record }, &mut imported, diagnostics),
            Err(error) => {
                let at = error.position().map_or(0, |it| offset(it, text));
                note_syntax(&Span::new(file, at..at), &error, diagnostics);
            }
        }
    }
    imported
}

fn note_syntax(span: &Span, error: &::csv::Error, diagnostics: &Diagnostics) {
    diagnostics.report(
        Rule::CsvSyntax,
        span,
        format!("this is not CSV: {error}"),
        "here",
        "save the sheet as CSV in UTF-8, with commas",
    );
}

fn offset(position: &::csv::Position, text: &str) -> usize {
    usize::try_from(position.byte()).unwrap_or_default().min(text.len())
}

fn check_columns(file: FileIx, text: &str, header: &StringRecord, diagnostics: &Diagnostics) {
    let known = || SHEET.iter().chain(OWN).copied();
    for name in header.iter().map(str::trim).filter(|it| !it.is_empty()) {
        if known().any(|it| it == name) {
            continue;
        }
        let at = text.find(name).map_or_else(|| Span::start_of(file), |it| Span::new(file, it..it + name.len()));
        let help = nearest(name, known()).map_or_else(
            || format!("columns of our own are: {}", OWN.join(", ")),
            |it| format!("did you mean `{it}`?"),
        );
        diagnostics.report(Rule::KeyUnknown, &at, format!("a sheet has no column `{name}`"), "unknown column", help);
    }
    for name in ["Year", "Headline", "Text"] {
        let replaced = name == "Year" && header.iter().any(|it| it.trim() == "date");
        if !replaced && !header.iter().any(|it| it.trim() == name) {
            let help = "the first row names the columns, as in a TimelineJS sheet: Year, Month, Day, …, Headline, Text";
            diagnostics.report(
                Rule::CsvSyntax,
                &Span::start_of(file),
                format!("this sheet has no column `{name}`"),
                "the first row",
                help,
            );
        }
    }
}

struct Row<'r> {
    header: &'r StringRecord,
    record: &'r StringRecord,
}

impl<'r> Row<'r> {
    fn cell(&self, name: &str) -> &'r str {
        let column = self.header.iter().position(|it| it.trim() == name);
        column.and_then(|it| self.record.get(it)).unwrap_or_default()
    }

    fn starts(&self) -> [&'r str; 3] {
        ["Year", "Month", "Day"].map(|it| self.cell(it))
    }

    fn ends(&self) -> [&'r str; 3] {
        ["End Year", "End Month", "End Day"].map(|it| self.cell(it))
    }
}

fn row(file: FileIx, text: &str, row: &Row, imported: &mut Imported, diagnostics: &Diagnostics) {
    let start = row.record.position().map_or(0, |it| offset(it, text));
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let line = Span::new(file, start..start + text[start..].lines().next().map_or(0, str::len));
    match row.cell("Type").trim() {
        "" if row.record.iter().all(|it| it.trim().is_empty()) => {}
        "" => imported.events.push(event(text, row, &line)),
        "title" => {}
        "era" => imported.add_era(&line, row.cell("Headline"), row.starts(), row.ends()),
        other => {
            let help = "leave Type empty for an event, or write `title` or `era`";
            diagnostics.report(Rule::WordUnknown, &line, format!("`{other}` is no type of row"), "unknown type", help);
        }
    }
}

fn event(text: &str, row: &Row, line: &Span) -> Table {
    let start = line.range.start;
    let place = |cell: &str| {
        text[start..]
            .find(cell)
            .map_or_else(|| line.clone(), |it| Span::new(line.file, start + it..start + it + cell.len()))
    };
    let mut draft = Draft::new(line.clone());
    for key in OWN {
        let cell = row.cell(key);
        if !cell.is_empty() {
            draft.own(key, &place(cell), cell);
        }
    }
    let headline = row.cell("Headline");
    if draft.table.get("date").is_none() {
        draft.text("date", &place(row.cell("Year")), &date(row.starts(), row.ends()));
    }
    draft.text("title", &place(headline), &plain::markdown(headline));
    draft.text("summary", &place(row.cell("Text")), &plain::markdown(row.cell("Text")));
    if draft.table.get("theme").is_none() {
        draft.text("theme", &place(row.cell("Group")), &crate::util::slug(row.cell("Group")));
    }
    draft.finish(row.cell("Year"), headline)
}
