//! Tables: the sheet of TimelineJS 3, its old sheet, and plain ones.

use std::collections::HashMap;

use backstory_timeline::{DateError, EventDate};
use csv::{ReaderBuilder, StringRecord};

use crate::cell::{self, Free, OPEN, Order};
use crate::date::{self, Parts, When};
use crate::notes::Notes;
use crate::slide::{Media, OWN, Own, Slide, Timeline};

/// Columns that are read, each with the names it goes by, TimelineJS's own first: lower case, letters and digits only.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "year",
        &[
            "year",
            "år",
            "yıl",
            "év",
            "an",
            "έτος",
            "рік",
            "tahun",
            "السنة",
            "שנה",
            "연도",
            "年份",
            "startyear",
            "jahr",
            "startjahr",
            "année",
            "annee",
            "año",
            "ano",
            "anno",
            "jaar",
            "rok",
            "год",
            "年",
        ],
    ),
    (
        "month",
        &[
            "month",
            "měsíc",
            "månad",
            "måned",
            "ay",
            "hónap",
            "lună",
            "μήνας",
            "місяць",
            "bulan",
            "الشهر",
            "חודש",
            "월",
            "月份",
            "startmonth",
            "monat",
            "startmonat",
            "mois",
            "mes",
            "mês",
            "mese",
            "maand",
            "miesiąc",
            "месяц",
            "月",
        ],
    ),
    (
        "day",
        &[
            "day",
            "den",
            "gün",
            "nap",
            "zi",
            "ημέρα",
            "hari",
            "اليوم",
            "יום",
            "일",
            "startday",
            "starttag",
            "jour",
            "día",
            "dia",
            "giorno",
            "dag",
            "dzień",
            "день",
            "日",
        ],
    ),
    (
        "time",
        &[
            "time",
            "starttime",
            "uhrzeit",
            "heure",
            "hora",
            "ora",
            "tijd",
            "godzina",
            "время",
            "الوقت",
            "時間",
            "时间",
            "시간",
        ],
    ),
    ("end-year", &["endyear", "endjahr", "annéefin", "añofin", "annofine", "終了年", "سنةالنهاية"]),
    ("end-month", &["endmonth", "endmonat", "moisfin", "mesfin", "mesefine", "終了月", "شهرالنهاية"]),
    ("end-day", &["endday", "endtag", "jourfin", "díafin", "giornofine", "終了日", "يومالنهاية"]),
    ("end-time", &["endtime"]),
    (
        "start-date",
        &[
            "startdate",
            "tarih",
            "dato",
            "dátum",
            "dată",
            "ημερομηνία",
            "tanggal",
            "التاريخ",
            "תאריך",
            "datestart",
            "start",
            "from",
            "begin",
            "beginning",
            "date",
            "when",
            "eventdate",
            "dateofevent",
            "dates",
            "datum",
            "startdatum",
            "von",
            "beginn",
            "datedébut",
            "datededébut",
            "début",
            "fecha",
            "fechadeinicio",
            "inicio",
            "data",
            "datainizio",
            "дата",
            "日付",
            "日期",
            "날짜",
        ],
    ),
    (
        "end-date",
        &[
            "enddate",
            "dateend",
            "end",
            "to",
            "until",
            "through",
            "enddatum",
            "bis",
            "ende",
            "datefin",
            "datedefin",
            "fin",
            "fechadefin",
            "datafine",
        ],
    ),
    ("display-date", &["displaydate", "dateasshown", "datetext"]),
    (
        "headline",
        &[
            "headline",
            "název",
            "rubrik",
            "tittel",
            "overskrift",
            "başlık",
            "cím",
            "titlu",
            "τίτλος",
            "judul",
            "العنوان",
            "כותרת",
            "見出し",
            "назва",
            "title",
            "event",
            "heading",
            "name",
            "eventtitle",
            "eventname",
            "titel",
            "überschrift",
            "ereignis",
            "titre",
            "événement",
            "título",
            "titulo",
            "titular",
            "evento",
            "titolo",
            "tytuł",
            "заголовок",
            "название",
            "событие",
            "標題",
            "标题",
            "タイトル",
            "제목",
        ],
    ),
    (
        "text",
        &[
            "text",
            "popis",
            "metin",
            "açıklama",
            "szöveg",
            "leírás",
            "descriere",
            "κείμενο",
            "опис",
            "teks",
            "omschrijving",
            "beskrivning",
            "النص",
            "טקסט",
            "내용",
            "本文",
            "内容",
            "description",
            "summary",
            "details",
            "body",
            "content",
            "story",
            "eventdescription",
            "beschreibung",
            "inhalt",
            "texte",
            "texto",
            "descripción",
            "descripcion",
            "descrição",
            "descrizione",
            "testo",
            "tekst",
            "opis",
            "текст",
            "описание",
            "説明",
            "描述",
            "설명",
        ],
    ),
    (
        "media",
        &[
            "media", "mediaurl", "image", "imageurl", "picture", "photo", "video", "videourl", "bild", "medien",
            "imagen", "immagine", "média",
        ],
    ),
    (
        "media-credit",
        &["mediacredit", "credit", "imagecredit", "photocredit", "mediacredits", "bildnachweis", "crédit", "crédito"],
    ),
    ("media-caption", &["mediacaption", "caption", "imagecaption", "bildunterschrift", "légende"]),
    ("media-alt", &["alttext", "mediaalttext", "mediaalt", "alt", "imagealt"]),
    (
        "media-link",
        &["medialink", "link", "url", "website", "webpage", "readmore", "moreinfo", "sourceurl", "sourcelink"],
    ),
    ("type", &["type"]),
    (
        "group",
        &[
            "group",
            "tag",
            "category",
            "tags",
            "topic",
            "kategorie",
            "gruppe",
            "groupe",
            "catégorie",
            "categoría",
            "categoria",
            "groep",
            "grupo",
            "gruppo",
            "grupa",
            "группа",
            "категория",
            "المجموعة",
            "الفئة",
            "التصنيف",
            "קבוצה",
            "グループ",
            "カテゴリ",
            "カテゴリー",
            "分類",
            "分类",
            "组",
            "그룹",
            "분류",
        ],
    ),
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

/// A table whose every row stands in quotes as one cell, as some programs save what they did not understand.
fn rows_in_quotes(text: &str) -> Option<String> {
    if !text.starts_with('"') {
        return None;
    }
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records: Vec<_> = reader.records().collect::<Result<_, _>>().ok()?;
    let parted = records.first()?.get(0)?.contains([',', ';', '\t']);
    let whole = parted && records.iter().all(|it| it.len() == 1);
    whole.then(|| records.iter().map(|it| format!("{}\n", &it[0])).collect())
}

/// A table written by hand with a space before each quote that opens a cell, which its first row shows.
fn without_spaces_before_quotes(text: &str, separator: u8) -> Option<String> {
    let separator = char::from(separator);
    let spaced = format!("{separator} \"");
    text.lines().next()?.contains(&spaced).then(|| text.replace(&spaced, &format!("{separator}\"")))
}

/// What is wrong with a quote: it is never closed, or something else than the end of the cell follows where it closes.
fn wrong_quote(text: &str, separator: u8) -> Option<String> {
    let (mut line, mut opened, mut starts_cell) = (1, None, true);
    let mut letters = text.chars().peekable();
    while let Some(it) = letters.next() {
        match it {
            '"' if opened.is_some() && letters.peek() == Some(&'"') => drop(letters.next()),
            '"' if opened.is_some() => {
                let from = opened.take().unwrap_or(line);
                let ends = |it: &char| *it == char::from(separator) || it.is_whitespace();
                if !letters.peek().is_none_or(ends) {
                    let behind: String = letters.take_while(|it| *it != '\n').take(20).collect();
                    return Some(format!(
                        "the quote that opens a cell in line {from} closes in line {line} before `{behind}`, in the midst of a \
                         cell; write a quote that belongs to a text twice (\"\"), and close each cell"
                    ));
                }
            }
            '"' if starts_cell => opened = Some(line),
            _ => {}
        }
        starts_cell = opened.is_none() && (it == char::from(separator) || it == '\n' || it == '\r');
        line += usize::from(it == '\n' || it == '\r' && letters.peek() != Some(&'\n'));
    }
    opened.map(|line| {
        format!(
            "the quote that opens a cell in line {line} is never closed, so that all behind it is one cell; close it there"
        )
    })
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

/// Excel's first line `sep=;`.
fn declared_separator(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once(['\n', '\r']).unwrap_or((text, ""));
    let first = first.trim().trim_matches('"');
    match first.get(..4).filter(|it| it.eq_ignore_ascii_case("sep=")).and_then(|_| first.as_bytes().get(4)) {
        Some(separator) => (rest, Some(*separator)),
        None if first.eq_ignore_ascii_case("sep=") => (rest, Some(b'\t')),
        None => (text, None),
    }
}

/// The separator under which one of the first rows names most columns that are known; where none does, the one that parts it
/// into most cells.
fn likely_separator(text: &str) -> u8 {
    const ROWS: usize = 10;
    let known = |separator: &u8| {
        let mut reader =
            ReaderBuilder::new().flexible(true).has_headers(false).delimiter(*separator).from_reader(text.as_bytes());
        let rows = reader.records().map_while(Result::ok).take(ROWS);
        let counts = rows.map(|it| (it.iter().filter(|it| column(it).is_some()).count(), it.len()));
        let counts: Vec<_> = counts.collect();
        (counts.iter().map(|it| it.0).max(), counts.first().map(|it| it.1))
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
    // "Headline (required)", "Date [YYYY-MM-DD]".
    let before = header.find(['(', '[']).map(|at| plain(&header[..at]));
    let names_it = |names: &[&str], name: &str| names.contains(&name);
    let known = COLUMNS
        .iter()
        .find(|(_, names)| names_it(names, &name))
        .or_else(|| COLUMNS.iter().find(|(_, names)| before.as_deref().is_some_and(|it| names_it(names, it))))
        .map(|(it, _)| *it);
    let own =
        if ["source", "quelle", "quellen", "fuente", "fuentes"].contains(&name.as_str()) { "sources" } else { &name };
    known.or_else(|| OWN.iter().find(|it| **it == own).copied())
}

struct Columns {
    at: HashMap<&'static str, usize>,
    unknown: Vec<(usize, String)>,
}

impl Columns {
    fn new(header: &StringRecord, separator: u8) -> Result<Self, Vec<String>> {
        let mut columns = Self { at: HashMap::new(), unknown: Vec::new() };
        // Where two columns mean the same, the one with TimelineJS's own name is it.
        let german = header.iter().any(|it| plain(it) == "monat");
        let meant = |it: &str| if german && plain(it) == "tag" { Some("day") } else { column(it) };
        // Wikidata names a thing by its address in `event`, and by words in `eventLabel`.
        let has_label = |it: &str| header.iter().any(|other| plain(other) == format!("{}label", plain(it)));
        let is_label =
            |it: &str| plain(it).strip_suffix("label").and_then(|of| header.iter().find(|it| plain(it) == of));
        let meant = |it: &str| if has_label(it) { None } else { is_label(it).map_or_else(|| meant(it), &meant) };
        let names: Vec<_> = header.iter().map(|it| (meant(it), plain(it))).collect();
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
        if let ([one], true) = (named.as_slice(), header.len() == 1) {
            let one: String = one.chars().take(80).collect();
            return Err(vec![format!(
                "commas, semicolons or tabs must part the columns, and the first row has one cell: {one}"
            )]);
        }
        let by = match separator {
            b'\t' => "tabs".to_owned(),
            it => format!("`{}`", char::from(it)),
        };
        Err(vec![format!(
            "the first row must name the columns, and none is for {lacks}; parted by {by} it reads: {}; write names like Year, \
             Month, Day, Headline, Text there",
            named.join(" | ")
        )])
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

    /// The filled cells of some columns.
    fn cells<'r>(&self, columns: &[&str], records: &'r [StringRecord]) -> Vec<&'r str> {
        let at: Vec<_> = columns.iter().filter_map(|it| self.at.get(it).copied()).collect();
        let cells = records.iter().flat_map(|record| at.iter().filter_map(move |ix| record.get(*ix)));
        cells.map(str::trim).filter(|it| !it.is_empty()).collect()
    }

    /// How dates are written here, told by all of them together.
    fn style(&self, records: &[StringRecord], notes: &mut Notes) -> Style {
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

/// How the dates of a table are written.
#[derive(Debug, Clone, Copy)]
struct Style {
    order: Order,
    /// `1904-05` is 1904 to 1905.
    has_short_ends: bool,
}

impl Style {
    /// A cell in which a span of years has a dash, so that its end is no month.
    fn spelt_out(self, cell: &str) -> String {
        match short_end(cell).filter(|(from, to)| self.has_short_ends && to > from) {
            Some(_) => cell.replacen(['-', '/'], "–", 1),
            None => cell.to_owned(),
        }
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

    fn when(&self, style: Style) -> Result<When, String> {
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
