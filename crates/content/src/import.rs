//! Events from other formats become the same tables as those from TOML, and are held to the same rules.

mod csv;
mod plain;
mod timelinejs;

pub(crate) use csv::csv;
pub(crate) use timelinejs::timelinejs;

use crate::source::{Span, SpannedString};
use crate::tree::{Entry, Node, Table, Value};

/// What a file of another format holds.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    pub events: Vec<Table>,
    pub eras: Vec<Table>,
}

impl Imported {
    fn add_era(&mut self, span: &Span, label: &str, starts: [&str; 3], ends: [&str; 3]) {
        let mut draft = Draft::new(span.clone());
        draft.text("label", span, &plain::markdown(label));
        draft.text("from", span, &moment(starts));
        draft.text("to", span, &moment(ends));
        draft.id(&["era"], label);
        self.eras.push(draft.table);
    }
}

/// An event that is put together from the cells of a row or the members of an object.
struct Draft {
    table: Table,
}

impl Draft {
    fn new(at: Span) -> Self {
        Self { table: Table { span: at, entries: Vec::new() } }
    }

    fn set(&mut self, key: &str, span: &Span, value: Value) {
        self.table.entries.push(Entry {
            key: SpannedString { value: key.to_owned(), span: span.clone() },
            value: Node { span: span.clone(), value },
        });
    }

    /// A text, if there is one.
    fn text(&mut self, key: &str, span: &Span, value: &str) {
        if !value.trim().is_empty() {
            self.set(key, span, Value::Text(value.trim().to_owned()));
        }
    }

    /// A list of ids parted by `;`, if there are any.
    fn list(&mut self, key: &str, span: &Span, value: &str) {
        let ids = value.split(';').map(str::trim).filter(|it| !it.is_empty());
        let nodes: Vec<_> = ids.map(|it| Node { span: span.clone(), value: Value::Text(it.to_owned()) }).collect();
        if !nodes.is_empty() {
            self.set(key, span, Value::List(nodes));
        }
    }

    /// A column of our own, beside those of TimelineJS.
    fn own(&mut self, key: &str, span: &Span, value: &str) {
        match key {
            "sources" | "parties" | "people" | "related" => self.list(key, span, value),
            "importance" => match value.trim().parse() {
                Ok(number) => self.set(key, span, Value::Integer(number)),
                Err(_) => self.text(key, span, value),
            },
            _ => self.text(key, span, value),
        }
    }

    /// The id that was given, or one made of year and headline.
    fn finish(mut self, year: &str, headline: &str) -> Table {
        self.id(&[year.trim().trim_start_matches('-')], headline);
        if self.table.get("importance").is_none() {
            let at = self.table.span.clone();
            self.set("importance", &at, Value::Integer(2));
        }
        self.table
    }

    /// Makes an id of some words and a headline, if none was given.
    fn id(&mut self, before: &[&str], headline: &str) {
        if self.table.get("id").is_some() {
            return;
        }
        let is_plain = |it: &char| it.is_ascii_lowercase() || it.is_ascii_digit() || *it == '-';
        let slug: String = crate::util::slug(headline).chars().filter(is_plain).collect();
        let words = before.iter().copied().chain(slug.split('-').take(6)).filter(|it| !it.is_empty());
        let at = self.table.span.clone();
        self.text("id", &at, &words.collect::<Vec<_>>().join("-"));
    }
}

/// Year, month and day as they are written in sheets and slides, as one date: `1986`, `11`, `8` is `1986-11-08`.
fn date(start: [&str; 3], end: [&str; 3]) -> String {
    let (start, end) = (moment(start), moment(end));
    if end.is_empty() || end == start { start } else { format!("{start}/{end}") }
}

fn moment([year, month, day]: [&str; 3]) -> String {
    let (sign, digits) = match year.trim().strip_prefix('-') {
        Some(it) => ("-", it),
        None => ("", year.trim()),
    };
    if digits.is_empty() {
        return String::new();
    }
    let year = if digits.len() > 4 { format!("Y{sign}{digits}") } else { format!("{sign}{digits:0>4}") };
    let parts = [month, day].map(str::trim);
    parts.iter().take_while(|it| !it.is_empty()).fold(year, |date, it| format!("{date}-{it:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_what_the_sheet_says() {
        assert_eq!(date(["1986", "11", "8"], ["", "", ""]), "1986-11-08");
        assert_eq!(date(["1986", "", ""], ["1988", "", ""]), "1986/1988");
        assert_eq!(date(["-44", "3", "15"], ["", "", ""]), "-0044-03-15");
        assert_eq!(date(["12000", "", ""], ["", "", ""]), "Y12000");
        assert_eq!(date(["", "", ""], ["", "", ""]), "");
    }
}
