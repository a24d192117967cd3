//! What sheets and JSON say, and what the story says then.

use encoding_rs::WINDOWS_1252;

use crate::story::{Story, said};

const HEADER: &str = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,\
    Media Caption,Media Thumbnail,Type,Group,Background,Alt Text\n";

/// A row of TimelineJS's sheet from some of its columns.
fn row(cells: &[(&str, &str)]) -> String {
    let row = HEADER.trim().split(',').map(|name| {
        let cell = cells.iter().find(|(it, _)| *it == name).map_or("", |(_, it)| it);
        format!("\"{}\"", cell.replace('"', "\"\""))
    });
    row.collect::<Vec<_>>().join(",") + "\n"
}

fn sheet(rows: &[&[(&str, &str)]]) -> Story {
    let story = Story::new();
    let rows: String = rows.iter().map(|it| row(it)).collect();
    story.import(&format!("{HEADER}{rows}"));
    story
}

#[test]
fn years_before_the_common_era_and_numbers_with_separators() {
    let story = sheet(&[
        &[("Year", "-44"), ("Month", "3"), ("Day", "15"), ("Headline", "Ides")],
        &[("Year", "1,066"), ("Headline", "Conquest")],
        &[("Year", "1950.0"), ("Headline", "A board")],
    ]);
    assert_eq!(story.all("date"), ["-0043-03-15", "1066", "1950"]);
}

#[test]
fn events_of_one_day_stand_in_the_order_of_time_then_of_the_sheet() {
    let story = sheet(&[
        &[("Year", "1950"), ("Month", "5"), ("Day", "1"), ("Time", "18:00"), ("Headline", "A evening")],
        &[("Year", "1950"), ("Month", "5"), ("Day", "1"), ("Time", "9:00 AM"), ("Headline", "Z morning")],
        &[("Year", "1950"), ("Month", "5"), ("Day", "1"), ("Time", "12:00"), ("Headline", "M noon")],
        &[("Year", "1950"), ("Month", "5"), ("Day", "2"), ("Headline", "Z first")],
        &[("Year", "1950"), ("Month", "5"), ("Day", "2"), ("Headline", "A second")],
    ]);
    let shown = story.check().story.events;
    let titles: Vec<_> = shown.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Z morning", "M noon", "A evening", "Z first", "A second", "They talk"]);
    assert_eq!(shown[0].time.as_deref(), Some("09:00"));
}

#[test]
fn the_words_of_a_sheet_stand_for_its_date() {
    let story = sheet(&[&[("Year", "1950"), ("Display Date", "About then"), ("Headline", "x")]]);
    let event = &story.check().story.events[0];
    assert_eq!((event.date.to_string().as_str(), event.display_date.as_deref()), ("1950", Some("About then")));
}

#[test]
fn media_are_kept_with_credit_caption_and_alternative_text() {
    let story = Story::new();
    let imported = story.import(&format!(
        "{HEADER}{}{}",
        row(&[
            ("Year", "1950"),
            ("Headline", "A"),
            ("Text", "T."),
            ("Media", "https://example.org/a.jpg"),
            ("Media Credit", "Jo <b>Doe</b>"),
            ("Media Caption", "The lock"),
            ("Alt Text", "Two gates"),
            ("Background", "#fff"),
        ]),
        row(&[("Year", "1951"), ("Headline", "B"), ("Media", "pictures/b.jpg"), ("Media Caption", "Boats")])
    ));
    assert_eq!(
        story.all("summary"),
        ["T.\n\n[The lock](https://example.org/a.jpg \"Two gates\") (Jo **Doe**)", "Boats"]
    );
    assert_eq!(
        imported.notes,
        [
            "backgrounds are left out: 1",
            "media that lie elsewhere are links now, with caption and credit: nothing is loaded from others: 1 (row 2)",
            "media without a whole address are left out, but for caption and credit: 1 (row 3)",
        ]
    );
}

#[test]
fn tags_are_groups_and_further_columns_are_said_once() {
    let story = Story::new();
    let imported =
        story.import("Year,Headline,Text,Tag,Notes\n1950,A,a,Towns,x\n1951,B,b,Arts & Culture,y\n1952,C,c,,\n");
    assert_eq!(story.all("theme"), ["towns", "arts-culture", "towns"]);
    assert_eq!(imported.notes, ["cells of column `Notes` are left out: 2"]);
    let labels: Vec<_> = story.tables("story.toml", "theme").iter().map(|it| said(it, "label")).collect();
    assert_eq!(labels, ["Towns", "Arts & Culture"]);
}

#[test]
fn a_text_or_a_headline_may_be_missing() {
    let story = sheet(&[
        &[("Year", "1950"), ("Headline", "A")],
        &[("Year", "1951"), ("Text", "<p>The <b>towns</b> talk.</p>")],
    ]);
    assert_eq!(story.all("title"), ["A", "The towns talk."]);
    assert_eq!(story.all("summary"), ["", "The **towns** talk."]);
}

#[test]
fn texts_are_markdown_that_means_the_same() {
    let texts = [
        "<b>Note: </b>The",
        "L*O*C*K and __init__",
        "lock.<p>In</p><ul><li>a</li><li>b</li></ul>",
        "1. Mai<sup>2</sup> [^1]",
        "<a HREF=//example.org/x>x</a> and https://example.org/y",
        "<script>alert(1)</script><img src=x onerror=alert(1)>safe | ~~so~~",
    ];
    let rows: Vec<_> = texts.iter().map(|it| [("Year", "1950"), ("Headline", "x"), ("Text", *it)]).collect();
    let story = sheet(&rows.iter().map(|it| it.as_slice()).collect::<Vec<_>>());
    let checked = story.check();
    let html: Vec<_> =
        checked.story.events.iter().map(|it| it.summary.to_html(|_, _| String::new(), |_| String::new())).collect();
    assert_eq!(html[0], "<strong>Note:</strong> The");
    assert_eq!(html[1], "L*O*C*K and __init__");
    assert_eq!(html[2].replace('\n', ""), "<p>lock.</p><p>In</p><ul><li>a</li><li>b</li></ul>");
    assert_eq!(html[3], "1. Mai² [^1]");
    assert!(html[4].contains("href=\"https://example.org/x\"") && html[4].contains("href=\"https://example.org/y\""));
    assert_eq!(html[5], "safe | ~~so~~");
}

#[test]
fn headlines_are_plain_and_fit() {
    let long = "A very long headline ".repeat(8);
    let story = sheet(&[
        &[("Year", "1950"), ("Headline", "<b>A lock</b>&hellip; &amp; more")],
        &[("Year", "1951"), ("Headline", &long), ("Text", "T.")],
    ]);
    assert_eq!(story.all("title")[0], "A lock… & more");
    assert_eq!(story.all("id")[0], "1950-a-lock-more");
    assert!(story.all("title")[1].ends_with('…') && story.all("summary")[1].starts_with("**A very long"));
}

#[test]
fn ids_never_collide_whatever_the_script() {
    let headlines = ["Канал", "운하 개통", "水門の開通", "閉門", "Twice", "Twice", "!!! ???"];
    let rows: Vec<_> = headlines.iter().map(|it| [("Year", "1950"), ("Headline", *it), ("Text", "Words.")]).collect();
    let story = sheet(&rows.iter().map(|it| it.as_slice()).collect::<Vec<_>>());
    let ids = story.all("id");
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), headlines.len(), "{ids:?}");
    assert_eq!(ids[0], "1950-kanal");
}

#[test]
fn ids_of_the_file_are_made_into_ids() {
    let story = Story::new();
    let event =
        |id: &str| format!(r#"{{"start_date": {{"year": "1950"}}, "text": {{"headline": "x"}}, "unique_id": "{id}"}}"#);
    let events = ["slide_0001", "Lock-B", "map"].map(event).join(",");
    story.import(&format!("{{\"events\": [{events}]}}"));
    assert_eq!(story.all("id"), ["slide-0001", "event-lock-b", "event-map"]);
}

#[test]
fn eras_are_sorted_and_kept() {
    let story = sheet(&[
        &[("Year", "1950"), ("Headline", "x")],
        &[("Year", "1940"), ("End Year", "1960"), ("Headline", "<b>Later</b>"), ("Type", "era")],
        &[("Year", "1900"), ("End Year", "1945"), ("Headline", "Раньше"), ("Type", "era")],
        &[("Year", "1961"), ("End Year", "1962"), ("Headline", "…"), ("Type", "era")],
    ]);
    let eras = story.tables("story.toml", "era");
    let labels: Vec<_> = eras.iter().map(|it| format!("{} {}", said(it, "from"), said(it, "label"))).collect();
    assert_eq!(labels, ["1900 Раньше", "1940 Later", "1961 1961–1962"]);
}

#[test]
fn json_of_version_3_with_title_times_and_escapes() {
    let story = Story::new();
    let begun = story.text("story.toml").replace("\"The locks\"", "\"…\"").replace("\"Locks\"", "\"\"");
    story.write("story.toml", &begun);
    story.import(
        r#"{"title": {"text": {"headline": "Locks &amp; towns", "text": "<p>How they came.</p>"}}, "scale": "human",
        "eras": [{"start_date": {"year": 1900}, "end_date": {"year": 1950}, "text": {"headline": "Before"}}],
        "events": [{"start_date": {"year": "1950", "month": 5, "day": "1", "hour": 9, "minute": "", "display_date": "May Day"},
          "text": {"headline": "Schleuse gr\u00f6\u00dfer", "text": "a\/b"}, "group": "Towns",
          "media": {"url": "https:\/\/example.org\/a", "caption": "", "alt": "Gates"}}]}"#,
    );
    let event = &story.events()[0];
    assert_eq!(said(event, "title"), "Schleuse größer");
    assert_eq!((said(event, "time"), said(event, "display-date")), ("09:00".to_owned(), "May Day".to_owned()));
    assert_eq!(said(event, "summary"), "a/b\n\n[Gates](https://example.org/a)");
    let config = story.text("story.toml");
    assert!(config.contains("title = \"Locks & towns\"") && config.contains("short-title = \"Locks & towns\""));
    assert!(config.contains("standfirst = \"Why the locks matter.\""), "the story's own words stay");
}

#[test]
fn the_old_formats() {
    let story = Story::new();
    story.import(
        r#"storyjs_jsonp_data = {"timeline": {"headline": "Locks", "type": "default", "text": "x", "date": [
        {"startDate": "1950,5,1", "endDate": "1950,5,3", "headline": "A", "text": "a", "tag": "Towns",
         "asset": {"media": "https://example.org/a", "credit": "C", "caption": "K"}},
        {"startDate": "1951", "headline": "B", "text": "<p>b</p>"}]}};"#,
    );
    assert_eq!(story.all("date"), ["1950-05-01/1950-05-03", "1951"]);
    assert_eq!(story.all("summary"), ["a\n\n[K](https://example.org/a) (C)", "b"]);
    let story = Story::new();
    story.import(
        "Start Date,End Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Tag\n\
        ,,Locks,All of them,,,,,title,\n5/1/1950 9:00:00,,A,a,,,,,,Towns\n12/1951,,B,b,,,,,,\n-44,,C,c,,,,,,\n",
    );
    assert_eq!(story.all("date"), ["1950-05-01", "1951-12", "-0043"]);
    assert_eq!(story.all("time"), ["09:00", "", ""]);
}

#[test]
fn plain_tables() {
    let story = Story::new();
    story.import("date;title;description\n31.12.1950;A;a\n1 May 1951;B;b\n1952~;C;c\n1953-05;D;d\n");
    assert_eq!(story.all("date"), ["1950-12-31", "1951-05-01", "1952~", "1953-05"]);
}

#[test]
fn separators_encodings_and_headers_are_recognised() {
    let rows = "YEAR,headline,text\n1950,Schleuse größer,\"a, b\"\n";
    let (ansi, _, _) = WINDOWS_1252.encode(rows);
    let utf_16: Vec<u8> = [0xFEFF].into_iter().chain(rows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let encodings: [Vec<u8>; 7] = [
        rows.as_bytes().to_vec(),
        format!("\u{feff}{rows}").into_bytes(),
        ansi.into_owned(),
        utf_16,
        b"sep=;\r\nyear;Headline;Text\r\n1950;\"Schleuse gr\xC3\xB6\xC3\x9Fer\";a, b\r\n".to_vec(),
        "Year\tHead Line\ttext\r1950\tSchleuse größer\ta, b\r".as_bytes().to_vec(),
        "\n\nYear;Headline;Text\n;;\n1950;Schleuse größer;a, b\n".as_bytes().to_vec(),
    ];
    for bytes in encodings {
        let story = Story::new();
        story.try_import(&bytes).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
        story.check();
        assert_eq!(story.all("title"), ["Schleuse größer"]);
        assert_eq!(story.all("summary"), ["a, b"]);
    }
}

#[test]
fn what_is_wrong_is_told_in_one_line_and_nothing_is_written() {
    let many: String = (0..2000).map(|_| "1950,22,x,y\n").collect();
    for (text, told) in [
        (
            format!("Year,Month,Headline,Text\n{many}"),
            "there is no month 22: 2000 (row 2, row 3, row 4, row 5, row 6, …)",
        ),
        ("Year,Month,Day,Headline\n1951,2,29,x\n".to_owned(), "there is no such day (1951-02-29): 1 (row 2)"),
        (
            "Year,End Year,Headline\n1951,1950,x\n".to_owned(),
            "the end comes before the beginning (1951/1950): 1 (row 2)",
        ),
        (
            "Year,Time,Headline\n,,\n1951,tea,x\n".to_owned(),
            "`tea` is no time of day; write it like 09:30, 9:30 pm or 21:30: 1 (row 3)",
        ),
        ("Year,Headline\n-4000000000,x\n".to_owned(), "the timeline reaches from 999999999 BCE to 99999"),
        ("Date,Headline\n199912,x\n".to_owned(), "the timeline reaches from 999999999 BCE to 99999"),
        ("Date,Headline\ntoday,x\n".to_owned(), "is another one tomorrow"),
        ("Date,Headline\nRamadan 1445,x\n".to_owned(), "`Ramadan 1445` is no date that can be read"),
        ("Date,Headline\n32.1.1999,x\n".to_owned(), "there is no day 32"),
        ("Vuosi,Otsikko\n1950,x\n".to_owned(), "the first row must name the columns, and none is for dates"),
        ("Year,Headline,Text\n1950,\"A,b\n1951,C,d\n".to_owned(), "opens a cell in line 2 is never closed"),
        ("{\"events\": [}".to_owned(), "this is no JSON"),
        ("{\"event\": []}".to_owned(), "neither `events` nor `timeline.date`"),
        ("Year,Headline\n".to_owned(), "there is no event with a date"),
        ("PK\u{3}\u{4}…".to_owned(), "a workbook"),
    ] {
        let story = Story::new();
        let mistakes = story.try_import(text.as_bytes()).expect_err("it is wrong");
        assert!(mistakes.len() == 1 && mistakes[0].contains(told), "{mistakes:?}");
        assert_eq!(story.text("timeline/sheet.toml"), "");
    }
}

#[test]
fn sources_may_be_absent_and_one_line_says_so() {
    let story = sheet(&[
        &[
            ("Year", "1950"),
            ("Headline", "A"),
            ("Text", "See <a href='http://www.example.org/they-talk/'>the paper</a>."),
        ],
        &[("Year", "1951"), ("Headline", "B"), ("Text", "See <a href='https://news.example/b'>this</a>.")],
        &[("Year", "1952"), ("Headline", "C")],
        &[("Year", "2030"), ("Headline", "D")],
    ]);
    let checked = story.check();
    let warnings: Vec<_> = checked.warnings.iter().filter(|it| it.rule.name() == "source-imported").collect();
    assert!(warnings.len() == 1 && warnings[0].message.starts_with("2 events"), "{warnings:?}");
    let sources = story.tables("sources.toml", "source");
    let ids: Vec<_> = sources.iter().map(|it| said(it, "id")).collect();
    assert_eq!(ids, ["paper", "timeline-sheet", "news-example-b"]);
    assert_eq!(
        (said(&sources[2], "publisher").as_str(), said(&sources[2], "title").as_str()),
        ("news.example", "this")
    );
    assert!(story.text("sources.toml").starts_with("# The paper."));
    assert!(story.text("story.toml").contains("today = \"2030\""), "the record reaches as far as its events");
}

#[test]
fn the_sheets_that_were_read_at_build_time() {
    for (file, dates) in [("canal.csv", ["1950-03/1951"]), ("canal.json", ["2020-04-30"])] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(file);
        let story = Story::new();
        let bytes = std::fs::read(path).expect("the fixture is there");
        story.try_import(&bytes).expect("it is right");
        assert_eq!(story.all("date"), dates);
        assert_eq!(story.all("direction"), ["closer"]);
    }
}

#[test]
fn two_thousand_rows_are_imported_twice_and_are_there_once() {
    let text = "<p>A board of <b>both</b> towns looks after the <a href=\"https://example.org/locks\">locks</a>.</p>";
    let rows: String = (0..2000)
        .map(|it| {
            let (year, headline) = ((1000 + it / 2).to_string(), format!("Row {it} of many"));
            row(&[("Year", &year), ("Headline", &headline), ("Text", text), ("Group", "Towns")])
        })
        .collect();
    let story = Story::new();
    for _ in 0..2 {
        story.try_import(format!("{HEADER}{rows}").as_bytes()).expect("it is right");
    }
    assert_eq!(story.check().story.events.len(), 2001);
}
