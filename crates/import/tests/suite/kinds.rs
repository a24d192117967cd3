//! One file for each kind of timeline that people have: what it becomes, in a story that has just been begun.
//!
//! `kinds/NAME.csv` or `.json` is imported into what `cargo xtask new` writes, twice; `kinds/NAME.expected.txt` holds what is
//! said and written. `UPDATE_SNAPSHOTS=1` writes it anew; look at the difference.

use std::fs;
use std::path::{Path, PathBuf};

use crate::story::Story;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/kinds")
}

#[test]
fn files_of_every_kind_become_what_they_say() {
    let mut files: Vec<_> = fs::read_dir(folder()).expect("a folder").map(|it| it.expect("a file").path()).collect();
    files.sort();
    files.retain(|it| !it.to_string_lossy().ends_with(".expected.txt"));
    assert!(files.len() > 30, "the fixtures are there");
    let mut wrong = Vec::new();
    for file in files {
        let told = told(&fs::read(&file).expect("it can be read"));
        let expected = file.with_extension("expected.txt");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&expected, &told).expect("it can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != told {
            wrong.push(format!("{}:\n{told}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is said about a file, and what stands in the story then.
fn told(bytes: &[u8]) -> String {
    let story = Story::begun();
    let imported = match story.try_import(bytes) {
        Ok(imported) => imported,
        Err(mistakes) => {
            assert_eq!(story.text("timeline/sheet.toml"), "");
            return mistakes.iter().map(|it| format!("error: {it}\n")).collect();
        }
    };
    story.check();
    let text = story.text("timeline/sheet.toml");
    let again = story.try_import(bytes).expect("it was right before");
    assert!(
        again.written.is_empty() && story.text("timeline/sheet.toml") == text,
        "nothing changed in between: {text}"
    );
    let mut told: String = imported.notes.iter().map(|it| format!("note: {it}\n")).collect();
    let config = story.text("story.toml");
    let of_story = ["title =", "short-title =", "standfirst =", "today ="];
    let lines = config.lines().filter(|line| of_story.iter().any(|it| line.starts_with(it)));
    let begun = Story::begun().text("story.toml");
    lines.filter(|line| !begun.contains(line)).for_each(|line| told += &format!("story: {line}\n"));
    for (kind, key) in [("theme", "label"), ("era", "label")] {
        for table in story.tables("story.toml", kind) {
            let said = |key: &str| crate::story::said(&table, key);
            if said("id") != "events" {
                let span = if kind == "era" { format!(" {}/{}", said("from"), said("to")) } else { String::new() };
                told += &format!("{kind}: {} = {}{span}\n", said("id"), said(key));
            }
        }
    }
    for source in story.tables("sources.toml", "source").iter().skip(1) {
        told += &format!("source: {} = {}\n", crate::story::said(source, "id"), crate::story::said(source, "title"));
    }
    let events = text.split_once("\n\n").map_or(text.as_str(), |(_, it)| it);
    let usual = ["theme = \"events\"", "importance = 2", "sources = [\"timeline-sheet\"]"];
    told + "\n" + &events.lines().filter(|it| !usual.contains(it)).map(|it| format!("{it}\n")).collect::<String>()
}
