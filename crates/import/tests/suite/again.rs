//! Importing again takes over what changed in the sheet, and keeps what the editor did.

use crate::story::{Story, said};

const SHEET: &str = "Year,Headline,Text,Group\n1950,A,One.,Towns\n1950,B,Two.,Towns\n1951,C,Three.,Towns\n";

fn edit(story: &Story, from: &str, to: &str) {
    let text = story.text("timeline/sheet.toml");
    assert!(text.contains(from), "{text}");
    story.write("timeline/sheet.toml", &text.replacen(from, to, 1));
}

#[test]
fn what_stands_above_all_events_stays_there_when_their_order_changes() {
    let story = Story::new();
    story.import("Year,Headline\n1950,A\n1951,B\n");
    let before = story.text("timeline/sheet.toml");
    story.import("Year,Headline\n1951,B\n1950,A\n");
    let after = story.text("timeline/sheet.toml");
    let (head, tables) = before.split_once("\n\n").expect("there is a line above");
    let (first, second) = tables.trim_end().split_once("\n\n").expect("there are two events");
    assert_eq!(after.trim_end(), format!("{head}\n\n{second}\n\n{first}"));
}

#[test]
fn nothing_changes_where_nothing_changed() {
    let story = Story::new();
    let sheet = format!("{SHEET}1900,First,,Arts\n1901,Without a group,See https://news.example/x.,\n1900,Era,,\n");
    story.import(&sheet);
    let before = ["timeline/sheet.toml", "story.toml", "sources.toml"].map(|it| story.text(it));
    let imported = story.import(&sheet);
    assert_eq!(imported.written, Vec::<std::path::PathBuf>::new());
    assert_eq!(before, ["timeline/sheet.toml", "story.toml", "sources.toml"].map(|it| story.text(it)));
}

#[test]
fn what_the_editor_did_stays() {
    let story = Story::new();
    story.import(SHEET);
    edit(&story, "id = \"1950-a\"", "id = \"the-first\" # our id");
    edit(&story, "summary = \"One.\"", "summary = \"One, as the paper says.[^paper]\"");
    edit(&story, "sources = [\"timeline-sheet\"]", "sources = [\"paper\"]\nconfidence = \"high\"");
    edit(
        &story,
        "[[event]]\nid = \"1951-c\"",
        "# Ours.\n[[event]]\nid = \"1950-ours\"\ndate = \"1950\"\ntitle = \"Ours\"\ntheme = \"towns\"\nimportance = 3\nsources = [\"paper\"]\n\n# Why C.\n[[event]]\nid = \"1951-c\"",
    );
    // A row is new, one is moved, one has another text, one another headline.
    story.import("Year,Headline,Text,Group\n1949,New,Zero.,Towns\n1950,B,Two!,Towns\n1950,A,One.,Towns\n1951,C again,Three.,Towns\n");
    let events = story.events();
    let ids: Vec<_> = events.iter().map(|it| said(it, "id")).collect();
    assert_eq!(ids, ["1949-new", "1950-b", "1950-ours", "the-first", "1951-c"]);
    assert_eq!(said(&events[1], "summary"), "Two!");
    assert_eq!(said(&events[3], "summary"), "One, as the paper says.[^paper]");
    assert_eq!(said(&events[3], "confidence"), "high");
    assert_eq!(said(&events[4], "title"), "C again");
    let text = story.text("timeline/sheet.toml");
    assert!(
        text.contains("# our id") && text.contains("# Ours.\n[[event]]") && text.contains("# Why C.\n[[event]]"),
        "{text}"
    );
    assert!(
        !text.contains("sources = [\"paper\", \"timeline-sheet\"]"),
        "a source that was taken out stays out: {text}"
    );
}

#[test]
fn a_change_on_both_sides_is_said() {
    let story = Story::new();
    story.import(SHEET);
    edit(&story, "summary = \"One.\"", "summary = \"Ours.\"");
    let imported = story.import(&SHEET.replace("One.", "Theirs."));
    assert_eq!(story.all("summary")[0], "Theirs.");
    assert_eq!(
        imported.notes,
        ["texts that were changed in the sheet and by hand are the sheet's now: 1 (row 2 summary)"]
    );
}

#[test]
fn rows_that_are_gone_take_their_event_along_unless_it_was_edited() {
    let story = Story::new();
    story.import(SHEET);
    edit(&story, "summary = \"One.\"", "summary = \"Ours.\"");
    story.import(&SHEET.replace("1951,C", "1950,Main,,Towns\n1951,C"));
    let main = "title = \"Main\"\ntheme = \"towns\"\nimportance = ";
    edit(&story, &format!("{main}2"), &format!("{main}3"));
    let imported = story.import("Year,Headline,Text,Group\n1951,C,Three.,Towns\n");
    assert_eq!(story.all("id"), ["1950-a", "1950-main", "1951-c"]);
    assert_eq!(
        imported.notes,
        [
            "events whose rows are gone are kept, for they were edited: 2 (1950-a, 1950-main)",
            "events whose rows are gone are taken out: 1 (1950-b)"
        ]
    );
}

#[test]
fn ids_stay_though_rows_of_the_same_headline_are_added_before() {
    let story = Story::new();
    story.import("Year,Month,Headline,Text\n1950,5,Twice,First.\n");
    story.import("Year,Month,Headline,Text\n1950,4,Twice,Before.\n1950,5,Twice,First.\n");
    assert_eq!(story.all("id"), ["1950-twice-2", "1950-twice"]);
}

#[test]
fn without_the_memory_of_last_time_events_are_found_by_title_and_date() {
    let story = Story::new();
    story.import(SHEET);
    std::fs::remove_file(story.file("timeline/.sheet.import.json")).expect("it was there");
    edit(&story, "id = \"1950-a\"", "id = \"the-first\"");
    story.import(SHEET);
    assert_eq!(story.all("id"), ["the-first", "1950-b", "1951-c"]);
}

#[test]
fn the_title_follows_the_sheet_until_the_editor_writes_another() {
    let story = Story::begun();
    let sheet = |title: &str| format!("Year,Headline,Text,Type\n,{title},Why it matters.,title\n1950,A,a,\n");
    let says = |line: &str| story.text("story.toml").lines().any(|it| it.starts_with(line));
    story.import(&sheet("One"));
    assert!(says("title = \"One\"") && says("short-title = \"One\"") && says("standfirst = \"Why it matters.\""));
    story.import(&sheet("Two"));
    assert!(says("title = \"Two\""));
    let config = story.text("story.toml").replace("\ntitle = \"Two\"", "\ntitle = \"Ours\"");
    story.write("story.toml", &config);
    story.import(&sheet("Three"));
    assert!(says("title = \"Ours\"") && says("short-title = \"Three\""));
}

#[test]
fn a_theme_that_the_editor_calls_otherwise_stays_the_theme_of_its_group() {
    let story = Story::new();
    let sheet = "Year,Headline,Group\n1950,A,Arts & Culture\n1951,B,C#\n1952,C,C++\n";
    story.import(sheet);
    let config = story.text("story.toml").replace("label = \"C#\"", "label = \"C sharp\"");
    story.write("story.toml", &config);
    story.import(&format!("{sheet}1953,D,C#\n1949,E,New\n"));
    assert_eq!(story.all("theme"), ["arts-culture", "c", "c-2", "c", "new"]);
    let labels: Vec<_> = story.tables("story.toml", "theme").iter().map(|it| said(it, "label")).collect();
    assert_eq!(labels, ["Towns", "Arts & Culture", "C sharp", "C++", "New"]);
}
