//! What a person is told about an import: one line for one kind of thing.

use std::fmt::Write;

/// Places that are named in a line.
const SHOWN: usize = 5;

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

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// One line for each kind: what, how often, and where first.
    pub fn lines(&self) -> Vec<String> {
        self.lines.iter().map(|(what, places)| line(what, places)).collect()
    }
}

fn line(what: &str, places: &[String]) -> String {
    let named: Vec<_> = places.iter().filter(|it| !it.is_empty()).take(SHOWN).map(String::as_str).collect();
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
}
