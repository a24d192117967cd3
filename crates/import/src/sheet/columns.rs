//! The columns that a table has, by the row that names them.

use std::collections::HashMap;

use csv::StringRecord;

use super::column_names::{COLUMNS, WITHOUT_A_PLACE, column, plain};
use crate::notes::Notes;

pub(super) struct Columns {
    pub(super) at: HashMap<&'static str, usize>,
    unknown: Vec<(usize, String)>,
}

impl Columns {
    pub(super) fn new(header: &StringRecord, separator: u8) -> Result<Self, Vec<String>> {
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

    pub(super) fn note_unknown(&self, records: &[StringRecord], notes: &mut Notes) {
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
    pub(super) fn cells<'r>(&self, columns: &[&str], records: &'r [StringRecord]) -> Vec<&'r str> {
        let at: Vec<_> = columns.iter().filter_map(|it| self.at.get(it).copied()).collect();
        let cells = records.iter().flat_map(|record| at.iter().filter_map(move |ix| record.get(*ix)));
        cells.map(str::trim).filter(|it| !it.is_empty()).collect()
    }
}
