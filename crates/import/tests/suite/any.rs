//! Whatever is imported, nothing panics, and what is written passes the check.

use proptest::prelude::*;

use crate::story::Story;

/// Words and marks that HTML, Markdown, TOML or the check could take for something.
fn text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "lock",
        " ",
        "*",
        "**",
        "_",
        "`",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<br>",
        "<ul><li>",
        "</ul>",
        "[^1]",
        "[a](b)",
        "# ",
        "1. ",
        "- ",
        "\n",
        "\n\n",
        "&amp;",
        "&",
        "~~",
        "|",
        "---",
        ":",
        "\"",
        "'''",
        "\\",
        "水門",
        "…",
        "(",
        ")",
        "!",
        "<a href=\"https://example.org/a b\">",
        "</a>",
        "https://example.org/x_y",
        "www.",
        "http://",
        "<img src=x>",
        "<blockquote>",
        "<table><tr><td>",
        "\u{0}",
        "\u{200b}",
        "    ",
        "\t",
        "$",
        "<",
        ">",
        "{",
        "{{x}}",
        "{:x}",
        "==x==",
        "[[x]]",
        "}",
        "[ ] ",
        "<code>",
        "a@b.cd",
        "<ol><li>",
        "</li>",
        "<h2>",
        "=",
        "+ ",
        "\u{a0}",
        "e\u{301}",
        "• ",
        "!!! x",
        ":::",
        "$$x$$",
        "[@x]",
        "{.x}",
        "##x",
        "(^x)",
        "<br>• ",
    ]);
    // What looks like a letter that was lost in another encoding is for the editor to mend.
    let lost = ['\u{fffd}', 'Ã', 'Â', 'â'];
    let any = ".{0,40}".prop_map(move |it: String| it.replace(lost, ""));
    prop_oneof![4 => prop::collection::vec(part, 0..12).prop_map(|it| it.concat()), 1 => any]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drop(Story::new().try_import(&bytes));
    }

    #[test]
    fn any_table(cells in prop::collection::vec(text(), 1..30)) {
        drop(Story::new().try_import(format!("Year,Month,Day,Time,Headline,Text,Type\n{}", cells.join(",")).as_bytes()));
    }

    #[test]
    fn any_json(value in text(), key in prop::sample::select(vec!["start_date", "text", "media", "unique_id", "group", "sources"])) {
        let json = serde_json::json!({"events": [{"start_date": {"year": "1950"}, key: value}, value, {"text": value}]});
        drop(Story::new().try_import(json.to_string().as_bytes()));
    }

    #[test]
    fn what_is_written_passes_the_check(
        rows in prop::collection::vec((-3000_i32..3000, text(), text(), text(), text(), text()), 1..6),
    ) {
        let events: Vec<_> = rows.iter().map(|(year, headline, body, group, caption, id)| serde_json::json!({
            "start_date": {"year": year, "display_date": caption},
            "text": {"headline": headline, "text": body},
            "group": group,
            "media": {"url": body, "caption": caption, "credit": headline, "alt": group},
            "unique_id": id,
        })).collect();
        let era = serde_json::json!({"start_date": {"year": 1}, "end_date": {"year": 5}, "text": {"headline": rows[0].1}});
        let title = serde_json::json!({"text": {"headline": rows[0].1, "text": rows[0].2}});
        let json = serde_json::json!({"events": events, "eras": [era], "title": title}).to_string();
        let story = Story::new();
        story.import(&json);
        story.import(&json);
    }
}
