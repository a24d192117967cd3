//! The text of a table before it is parted into cells: which letter parts them, and what is wrong with its quotes.

use csv::ReaderBuilder;

use super::column_names::column;

/// Excel's first line `sep=;`.
pub(super) fn declared_separator(text: &str) -> (&str, Option<u8>) {
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
pub(super) fn likely_separator(text: &str) -> u8 {
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

/// A table whose every row stands in quotes as one cell, as some programs save what they did not understand.
pub(super) fn rows_in_quotes(text: &str) -> Option<String> {
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
pub(super) fn without_spaces_before_quotes(text: &str, separator: u8) -> Option<String> {
    let separator = char::from(separator);
    let spaced = format!("{separator} \"");
    text.lines().next()?.contains(&spaced).then(|| text.replace(&spaced, &format!("{separator}\"")))
}

/// What is wrong with a quote: it is never closed, or something else than the end of the cell follows where it closes.
pub(super) fn wrong_quote(text: &str, separator: u8) -> Option<String> {
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
