//! What a person is told about an import: one line for one kind of thing.

use std::collections::HashMap;
use std::fmt::Write;

/// Places that are named in a line.
const SHOWN: usize = 5;

/// Lines that are told of one kind.
const ALIKE: usize = 5;

/// Lines with the places they speak of.
#[derive(Debug, Default)]
pub struct Notes {
    lines: Vec<(String, Vec<String>)>,
}

impl Notes {
    /// Adds a place to the line that says `what`.
    pub fn add(&mut self, what: &str, place: &str) {
        match self.lines.iter_mut().find(|(it, _)| it == what) {
            Some((_, places)) => places.push(place.to_owned()),
            None => self.lines.push((what.to_owned(), vec![place.to_owned()])),
        }
    }

    /// Says something of the whole file.
    pub fn say(&mut self, what: &str) {
        self.lines.push((what.to_owned(), Vec::new()));
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// One line for each kind: what, how often, and where first. Of lines that differ in nothing but what was written
    /// there only the first few are told.
    pub fn lines(&self) -> Vec<String> {
        let mut kinds = HashMap::<String, usize>::new();
        let mut told = Vec::<(String, Vec<String>)>::new();
        let mut others = HashMap::<String, usize>::new();
        for (what, places) in &self.lines {
            let kind = kind(what);
            let count = kinds.entry(kind.clone()).or_insert(0);
            *count += 1;
            match others.get(&kind) {
                Some(ix) => told[*ix].1.extend(places.iter().cloned()),
                None if *count > ALIKE => {
                    others.insert(kind, told.len());
                    told.push((format!("the same of other values: {what}, and so on"), places.clone()));
                }
                None => told.push((what.clone(), places.clone())),
            }
        }
        told.iter().map(|(what, places)| line(what, places)).collect()
    }
}

/// A line without what was written in the file: numbers, and what stands in back quotes or brackets.
fn kind(what: &str) -> String {
    let mut kind = String::new();
    let mut inside = false;
    for it in what.chars() {
        match it {
            '`' => inside = !inside,
            '(' => inside = true,
            ')' => inside = false,
            it if inside || it.is_numeric() => {}
            it => kind.push(it),
        }
    }
    kind
}

fn line(what: &str, places: &[String]) -> String {
    let named: Vec<_> = places.iter().filter(|it| !it.is_empty()).take(SHOWN).map(String::as_str).collect();
    if places.is_empty() {
        return what.to_owned();
    }
    let mut line = format!("{what}: {}", places.len());
    if !named.is_empty() {
        let more = if places.len() > named.len() { ", …" } else { "" };
        let _ = write!(line, " ({}{more})", named.join(", "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_said_once_with_a_count() {
        let mut notes = Notes::default();
        (2..2002).for_each(|row| notes.add("backgrounds are left out", &format!("row {row}")));
        let lines = notes.lines();
        assert_eq!(lines, ["backgrounds are left out: 2000 (row 2, row 3, row 4, row 5, row 6, …)"]);
    }

    #[test]
    fn what_differs_in_the_words_of_the_file_alone_is_told_a_few_times() {
        let mut notes = Notes::default();
        (1..=2000).for_each(|row| notes.add(&format!("`x{row}` is no date"), &format!("row {row}")));
        notes.add("`x` is no year", "row 1");
        let lines = notes.lines();
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[0], "`x1` is no date: 1 (row 1)");
        assert!(
            lines[5].starts_with("the same of other values") && lines[5].contains(": 1995 (row 6, row 7"),
            "{}",
            lines[5]
        );
    }
}
