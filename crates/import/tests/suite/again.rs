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

#[test]
fn without_the_memory_of_last_time_what_stands_in_the_story_is_kept() {
    let story = Story::new();
    let sheet = SHEET.to_owned();
    let with_era = |label: &str| format!("Year,End Year,Headline,Type\n1950,,A,\n1940,1960,{label},era\n");
    story.import(&sheet);
    edit(&story, "summary = \"One.\"", "summary = \"Ours.\"");
    edit(&story, "title = \"B\"", "title = \"Our title\"");
    std::fs::remove_file(story.file("timeline/.sheet.import.json")).expect("it was there");
    for _ in 0..2 {
        let imported = story.import(&sheet);
        assert_eq!(story.all("summary"), ["Ours.", "Two.", "Three."]);
        assert_eq!(story.all("title"), ["A", "Our title", "C"]);
        let first_time = imported.notes.iter().any(|it| {
            it.starts_with("texts that differ from the sheet's are kept")
                && it.ends_with(": 2 (row 2 summary, row 3 title)")
        });
        assert!(first_time || imported.notes.is_empty(), "{:?}", imported.notes);
    }
    let story = Story::new();
    story.import(&with_era("Then"));
    story.write("story.toml", &story.text("story.toml").replace("to = \"1960\"", "to = \"1955\""));
    std::fs::remove_file(story.file("timeline/.sheet.import.json")).expect("it was there");
    let imported = story.import(&with_era("Then"));
    assert_eq!(said(&story.tables("story.toml", "era")[0], "to"), "1955");
    assert!(imported.notes[0].ends_with(": 1 (row 3 to)"), "{:?}", imported.notes);
}

#[test]
fn a_damaged_memory_stops_the_import() {
    let story = Story::new();
    story.import(SHEET);
    edit(&story, "summary = \"One.\"", "summary = \"Ours.\"");
    for damaged in ["<<<<<<< HEAD\n{}", "{\"events\": 1}", "{"] {
        story.write("timeline/.sheet.import.json", damaged);
        let mistakes = story.try_import(SHEET.as_bytes()).expect_err("nobody knows whose words are whose");
        assert!(
            mistakes[0].contains(".sheet.import.json is damaged") && mistakes[0].contains("delete it"),
            "{mistakes:?}"
        );
        assert_eq!(story.all("summary")[0], "Ours.");
    }
}

#[test]
fn an_event_that_takes_the_place_of_another_gets_nothing_of_it() {
    let story = Story::new();
    story.import("Year,Headline\n1915,Before\n1916,Battle of the bridge\n1917,After\n");
    edit(&story, "title = \"Battle of the bridge\"", "title = \"Battle of the bridge\"\ndoubt = \"Ours.\"");
    let imported = story.import("Year,Headline\n1915,Before\n1916,Peace treaty signed\n1917,After\n");
    assert_eq!(story.all("id"), ["1915-before", "1916-battle-of-the-bridge", "1916-peace-treaty-signed", "1917-after"]);
    assert_eq!(story.all("doubt"), ["", "Ours.", "", ""]);
    assert_eq!(
        imported.notes,
        ["events whose rows are gone are kept, for they were edited: 1 (1916-battle-of-the-bridge)"]
    );
    let story = Story::new();
    story.import("Year,Headline\n1950,Lock opens\n1950,Bridge falls\n1954,Election\n1958,Election\n");
    let imported = story.import("Year,Headline\n1950,The bridge falls\n1954,Election\n1962,Election\n");
    assert_eq!(story.all("id"), ["1950-the-bridge-falls", "1954-election", "1958-election"]);
    assert_eq!(
        imported.notes,
        [
            "taken for a row with another date: Election, 1958 -> 1962: 1 (row 4)",
            "events whose rows are gone are taken out: 2 (1950-lock-opens, 1950-bridge-falls)",
        ]
    );
    let imported = story.import("Year,Headline\n1950,Bridges fall: the bridge falls\n1954,Election\n1962,Election\n");
    assert_eq!(story.all("id")[0], "1950-the-bridge-falls");
    assert!(imported.notes[0].starts_with("taken for a renamed row: The bridge falls -> Bridges fall"));
}

#[test]
fn another_sheet_of_the_same_name_is_refused() {
    let story = Story::new();
    story.import(SHEET);
    let before = story.text("timeline/sheet.toml");
    let mistakes = story
        .try_import(b"Year,Headline\n1850,Railway\n1851,Station\n1852,Tunnel\n1853,Viaduct\n")
        .expect_err("all would be replaced");
    assert!(mistakes[0].contains("--name"), "{mistakes:?}");
    assert_eq!(story.text("timeline/sheet.toml"), before);
}

#[test]
fn a_file_that_was_deleted_is_written_again() {
    let story = Story::new();
    story.import(SHEET);
    std::fs::remove_file(story.file("timeline/sheet.toml")).expect("it was there");
    let imported = story.import(SHEET);
    assert_eq!((story.all("title").len(), imported.notes.len()), (3, 0));
}

#[test]
fn a_sheet_that_stands_in_another_file_too_is_said() {
    let story = Story::new();
    story.import(SHEET);
    std::fs::rename(story.file("timeline/sheet.toml"), story.file("timeline/other.toml")).expect("it can be renamed");
    let imported = story.try_import(SHEET.as_bytes()).expect("it is right");
    assert!(
        imported.notes[0].starts_with("events of the same title and date stand in another file"),
        "{:?}",
        imported.notes
    );
    assert!(imported.notes[0].contains(": 3 ("));
}

#[test]
fn what_an_import_added_to_the_story_goes_with_its_rows() {
    let story = Story::new();
    let sheet = |group: &str, last: u32, era: &str| {
        format!(
            "Year,End Year,Headline,Group,Type\n1950,,A,{group},\n{last},,B,Towns,\n1940,1960,{era},,era\n1900,1910,Old,,era\n"
        )
    };
    story.import(&sheet("Trade", 2205, "The years of boats"));
    assert!(story.text("story.toml").contains("today = \"2205\""));
    story.import(&sheet("Commerce", 2025, "The years of ships"));
    let labels =
        |kind: &str| -> Vec<_> { story.tables("story.toml", kind).iter().map(|it| said(it, "label")).collect() };
    assert_eq!(labels("theme"), ["Towns", "Commerce"]);
    assert_eq!(labels("era"), ["Old", "The years of ships"]);
    assert!(story.text("story.toml").contains("today = \"2025\""));
    let config = story.text("story.toml").replace("label = \"Old\"", "label = \"Of old\"");
    story.write("story.toml", &config.replace("label = \"Commerce\"", "label = \"Our trade\""));
    let imported = story.import("Year,Headline\n1950,A\n2019,B\n");
    assert_eq!(
        (labels("theme"), labels("era")),
        (vec!["Towns".to_owned(), "Our trade".to_owned()], vec!["Of old".to_owned()])
    );
    assert!(story.text("story.toml").contains("today = \"2020-06\""));
    assert_eq!(imported.notes.len(), 4, "{:?}", imported.notes);
}
