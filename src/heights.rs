//! How much room each embed needs at each width, as `cargo xtask heights` measured it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::COLUMN;

/// Name of the file in the story's folder.
pub const FILE: &str = "heights.toml";

/// Heights in pixels, by embed and width.
#[derive(Debug, Clone, Default)]
pub struct Heights {
    /// Narrowest first.
    widths: Vec<u32>,
    /// One height for each of the widths.
    rows: BTreeMap<String, Vec<u32>>,
}

impl Heights {
    /// Reads the file of a story; a story without one has no heights yet.
    ///
    /// # Errors
    /// A message with the file's name where it is not what `cargo xtask heights` writes.
    pub fn read(content: &Path) -> Result<Self, String> {
        let path = content.join(FILE);
        let Ok(text) = std::fs::read_to_string(&path) else { return Ok(Self::default()) };
        Self::parse(&text).map_err(|why| format!("{}: {why}. Type: cargo xtask heights", path.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let table: BTreeMap<String, Vec<u32>> = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        let mut rows = table;
        let widths = rows.remove("widths").ok_or("there are no widths")?;
        if !widths.is_sorted() || rows.values().any(|row| row.len() != widths.len()) {
            return Err("heights and widths do not match".into());
        }
        Ok(Self { widths, rows })
    }

    /// `width:height` of each width, narrowest first, as embed codes have it; empty where nothing is known.
    #[must_use]
    pub fn steps(&self, name: &str) -> String {
        let row = self.rows.get(name).map(Vec::as_slice).unwrap_or_default();
        let steps: Vec<String> =
            self.widths.iter().zip(row).map(|(width, height)| format!("{width}:{height}")).collect();
        steps.join(",")
    }

    /// Height at the widest width that is no wider than an article's column.
    #[must_use]
    pub fn in_column(&self, name: &str) -> Option<u32> {
        let at = self.widths.iter().rposition(|width| *width <= u32::from(COLUMN))?;
        self.rows.get(name)?.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_file() {
        let heights = Heights::parse("widths = [320, 600, 960]\nmap = [900, 700, 500]\n").expect("a good file");
        assert_eq!(heights.steps("map"), "320:900,600:700,960:500");
        assert_eq!(heights.in_column("map"), Some(700));
        assert_eq!((heights.steps("other"), heights.in_column("other")), (String::new(), None));
    }

    #[test]
    fn what_was_not_measured_is_an_error() {
        for text in
            ["map = [1]", "widths = [320]\nmap = [1, 2]", "widths = [2, 1]", "widths = [\"a\"]", "widths = [-1]"]
        {
            assert!(Heights::parse(text).is_err(), "{text}");
        }
    }
}
