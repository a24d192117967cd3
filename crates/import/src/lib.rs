//! Timelines of other tools, turned into the files of a story.
//!
//! ```text
//! bytes ──decode──▶ text ──sheet, json──▶ Timeline ──draft (markdown)──▶ events ──story──▶ the story's files
//! ```
//!
//! Read are the sheet and the JSON of TimelineJS 3, both formats it had before, and plain tables with a date and a title or
//! text. What TimelineJS makes of a value is what is right. What a story has no place for is told in one line for each
//! kind of thing; what is wrong stops the import before anything is written.

pub mod cell;
pub mod date;
pub mod decode;
pub mod draft;
pub mod ids;
pub mod json;
pub mod markdown;
pub mod matching;
pub mod notes;
pub mod sheet;
pub mod slide;
pub mod story;

use std::path::{Path, PathBuf};

pub use story::Origin;

use notes::Notes;

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// Events in the file.
    pub events: usize,
    /// Files that changed.
    pub written: Vec<PathBuf>,
    /// What an editor should know, one line for each kind of thing.
    pub notes: Vec<String>,
}

/// Imports a file into the folder of a story.
///
/// # Errors
/// Every kind of mistake in the file, one line each; nothing is written then.
pub fn import(bytes: &[u8], origin: &Origin, folder: &Path) -> Result<Imported, Vec<String>> {
    let mut notes = Notes::default();
    let text = decode::decode(bytes, &mut notes).map_err(|it| vec![it])?;
    let timeline = if json::is_json(&text) { json::read(&text, &mut notes)? } else { sheet::read(&text, &mut notes)? };
    let events = timeline.events.iter().filter(|it| !it.date.is_empty()).count();
    if events == 0 {
        return Err(vec!["there is no event with a date in this file: in a table the column Year or Date has to be filled, and in JSON \
                  `start_date` (or `date`, `start`) of each event"
                .to_owned()]);
    }
    let written = story::write(&timeline, origin, folder, &mut notes).map_err(|it| vec![it])?;
    Ok(Imported { events, written, notes: notes.lines() })
}

/// The name of a timeline in the story, after that of its file. What browsers add to the name of a second download,
/// ` (1)`, is no part of it.
pub fn name_of(file: &Path) -> String {
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let number = stem.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
    let first = number.filter(|(_, it)| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())).map(|(it, _)| it);
    ids::of_label("timeline", first.unwrap_or(&stem))
}

/// Why a file cannot be read, and what to do.
pub fn unreadable(file: &Path, error: &std::io::Error) -> String {
    let shown = file.display().to_string();
    if shown.contains("://") {
        format!("{shown} is an address, and nothing is fetched from elsewhere; {}", decode::SAVE_AS_CSV)
    } else if file.is_dir() {
        format!("{shown} is a folder: name the file in it that holds the timeline")
    } else {
        format!("cannot read {shown}: {error}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_for_what_it_is() {
        let reason = |file: &str| {
            let error = std::fs::read(file).expect_err("it cannot be read");
            unreadable(Path::new(file), &error)
        };
        assert!(reason("https://docs.example/spreadsheets/d/1/edit").contains("save it as CSV"));
        assert!(reason("tests").contains("is a folder"));
        assert!(reason("no-such-file.csv").starts_with("cannot read no-such-file.csv"));
    }

    #[test]
    fn a_second_download_has_the_name_of_the_first() {
        for (file, name) in [
            ("a/Timeline.csv", "timeline"),
            ("Timeline (1).csv", "timeline"),
            ("Timeline (12).csv", "timeline"),
            ("Timeline (final).csv", "timeline-final"),
            ("Timeline 1.csv", "timeline-1"),
        ] {
            assert_eq!(name_of(Path::new(file)), name);
        }
    }
}
