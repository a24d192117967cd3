//! Whole stories: right ones are read completely, wrong ones are told what is wrong.

use std::fmt::Write as _;
use std::path::Path;

use crate::fixture::{base, fixtures, snapshot, story, strings, whole_strings};
use backstory_content::{Checked, Problems, Rule, Severity, Story, check_strings, read, read_files};

#[test]
fn right_stories_are_read_completely() {
    let wrong: Vec<_> = fixtures("valid")
        .into_iter()
        .filter_map(|(name, folder)| match read_files(&story(&folder)) {
            Ok(Checked { story, warnings }) if warnings.is_empty() => snapshot(&folder, &told(&story)).err(),
            Ok(Checked { warnings, .. }) => Some(format!("{name}:\n{}", Problems::from(warnings))),
            Err(problems) => Some(format!("{name}:\n{problems}")),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wrong_stories_are_told_what_is_wrong() {
    let wrong: Vec<_> = fixtures("invalid")
        .into_iter()
        .filter_map(|(name, folder)| {
            let problems = match strings(&folder) {
                Some(strings) => {
                    check_strings("strings/xx.toml", strings.as_bytes(), &whole_strings(), &["one", "other"], true)
                }
                None => problems(read_files(&story(&folder))),
            };
            let rule = name.split('.').next().unwrap_or_default();
            if problems.iter().any(|it| it.rule.name() == rule) {
                snapshot(&folder, &problems.to_string()).err()
            } else {
                Some(format!("{name} does not break its rule:\n{problems}"))
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_language_has_the_plural_forms_that_it_needs() {
    let whole = whole_strings();
    let check = |text: &str, forms: &[&str]| check_strings("strings/xx.toml", text.as_bytes(), &whole, forms, true);
    assert_eq!(check(&whole, &["one", "other"]), Problems::default());
    let arabic = whole
        .replace("one = \"{} event\"", "zero = \"لا\", one = \"حدث\", two = \"حدثان\", few = \"{}\", many = \"{}\"");
    assert_eq!(check(&arabic, &["zero", "one", "two", "few", "many", "other"]), Problems::default());
    let korean = whole.replace("{ one = \"{} event\", other = \"{} events\" }", "\"{}\"");
    assert_eq!(check(&korean, &["other"]), Problems::default());
    assert_eq!(check(&korean, &["one", "other"]).errors(), 1);
    assert_eq!(check(&whole, &["one", "few", "other"]).errors(), 1);
}

#[test]
fn many_sources_in_one_place_may_have_a_reason() {
    let heap = ("upper lock*.[^town-clerk] [^lowick-times]", "upper lock*.[^town-clerk] [^lowick-times] [^town-clerk]");
    let told = |front: &str| {
        let mut files = base();
        let file = "sections/01-now.md";
        let text = String::from_utf8(files.get(file).expect("it is there").to_vec()).expect("it is UTF-8");
        let text = text.replace(heap.0, heap.1).replacen("+++\n", &format!("+++\n{front}"), 1);
        files.insert(file, text);
        problems(read_files(&files)).iter().any(|it| it.rule == Rule::SourceHeap)
    };
    assert!(told(""));
    assert!(!told("many-sources = \"Each was there.\"\n"));
}

#[test]
fn the_same_name_of_a_picture_may_be_written_in_two_ways() {
    let mut files = base();
    // As some systems store `Brücke`.
    files.insert("media/Bru\u{308}cke.svg", "");
    files.insert(
        "media.toml",
        "[[media]]\nof = \"hero\"\nfile = \"media/Br\u{fc}cke.svg\"\nalt = \"A bridge falls.\"\n",
    );
    let story = read_files(&files).unwrap_or_else(|problems| panic!("{problems}")).story;
    assert_eq!(story.media[0].file, "media/Bru\u{308}cke.svg");
}

#[test]
fn a_kind_of_events_of_which_there_is_none_leaves_no_trace() {
    let mut files = base();
    let text = String::from_utf8(files.get("story.toml").expect("it is there").to_vec()).expect("it is UTF-8");
    let none = "[[theme]]\nid = \"wind\"\nlabel = \"Wind\"\nshape = \"ring\"\n\n[[theme]]\nid = \"water\"";
    files.insert("story.toml", text.replacen("[[theme]]\nid = \"water\"", none, 1));
    let story = read_files(&files).expect("it is right").story;
    let before = read_files(&base()).expect("it is right").story;
    let ids = |it: &Story| it.themes.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&story), ids(&before));
    assert!(story.events.iter().zip(&before.events).all(|(now, before)| now.theme == before.theme));
}

#[test]
fn every_rule_has_a_fixture() {
    let names: Vec<_> = fixtures("invalid").into_iter().map(|(name, _)| name).collect();
    let bare: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !names.iter().any(|it| it.split('.').next() == Some(rule.name())))
        .map(ToString::to_string)
        .collect();
    assert!(bare.is_empty(), "rules without a fixture: {}", bare.join(", "));
}

#[test]
fn the_story_that_we_publish_is_right() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let Checked { story, .. } = read(&content).unwrap_or_else(|problems| panic!("{}", errors(&problems)));
    assert!(story.events.is_sorted_by_key(|it| it.date.sort_key()));
}

#[test]
fn a_folder_that_is_not_there_is_a_problem_and_no_panic() {
    let problems = problems(read(Path::new("no/such/folder")));
    assert!(problems.to_string().contains("file-missing"));
}

#[test]
fn every_problem_of_every_file_comes_at_once_by_file_and_line() {
    let mut files = base();
    files.insert("cards/concepts.toml", "[[concept]]\nid = \"Toll\"\n\n[[concept]]\nterm = 1\n");
    files.insert("timeline/events.toml", "[[event]\n");
    files.insert("ties.toml", [0xff_u8, 0xfe]);
    let problems = problems(read_files(&files));
    let places: Vec<_> = problems.iter().map(|it| (it.file.clone(), it.line, it.column)).collect();
    assert!(places.is_sorted(), "{places:?}");
    for file in ["cards/concepts.toml", "timeline/events.toml", "ties.toml"] {
        assert!(places.iter().any(|(it, ..)| it == &format!("content/{file}")), "{file}");
    }
}

#[test]
fn problems_are_lines_of_json_for_machines() {
    let mut files = base();
    files.remove("map/outlines.geojson");
    let lines = problems(read_files(&files)).json_lines();
    let line: serde_json::Value =
        serde_json::from_str(lines.lines().next().expect("there is a problem")).expect("it is JSON");
    assert_eq!(line["rule"], "file-missing");
    assert_eq!(line["severity"], "error");
    assert_eq!(line["file"], "content/map.toml");
    assert_eq!(line["line"], 3);
}

/// What came back, right or wrong.
fn problems(result: Result<Checked, Problems>) -> Problems {
    match result {
        Ok(checked) => checked.warnings.into(),
        Err(problems) => problems,
    }
}

/// The errors among problems.
fn errors(problems: &Problems) -> Problems {
    problems.iter().filter(|it| it.severity() == Severity::Error).cloned().collect::<Vec<_>>().into()
}

/// A text with its links and citations written out.
fn html(prose: &backstory_content::model::Prose) -> String {
    prose.to_html(
        |id, kind| format!("<a data-kind={kind:?} href=#{id}>"),
        |sources| format!("<sup>{}</sup>", sources.iter().map(|it| (it + 1).to_string()).collect::<Vec<_>>().join(" ")),
    )
}

/// The story in a few lines: enough to see that nothing is lost and where everything leads.
fn told(story: &Story) -> String {
    let mut told = format!("{} [{}{}]\n", story.meta.title, story.meta.lang, if story.meta.rtl { ", rtl" } else { "" });
    for section in &story.sections {
        let _ = writeln!(
            told,
            "\n# {} {:?} ({} words)\n{}",
            section.title,
            section.parts,
            section.words,
            html(&section.prose)
        );
    }
    for era in &story.eras {
        let _ = writeln!(told, "= {} {} from {} to {}", era.id, era.label, era.from, era.to);
    }
    for event in &story.events {
        let links: Vec<_> = event.links.iter().map(|it| format!("{:?} {}", it.kind, story.events[it.to].id)).collect();
        let back: Vec<_> =
            event.linked_from.iter().map(|it| format!("{:?} from {}", it.1, story.events[it.0].id)).collect();
        let _ = writeln!(
            told,
            "* {} {} {:?} importance {} sources {:?} related {:?} {links:?} {back:?}\n  {}",
            event.date,
            event.id,
            event.direction,
            event.importance,
            event.sources,
            event.related,
            html(&event.summary)
        );
        if let Some(short) = &event.short {
            let _ = writeln!(told, "  in short: {short}");
        }
    }
    for (id, related, sources) in story
        .people
        .iter()
        .map(|it| (&it.id, &it.related, &it.sources))
        .chain(story.concepts.iter().map(|it| (&it.id, &it.related, &it.sources)))
        .chain(story.claims.iter().map(|it| (&it.id, &it.related, &it.sources)))
        .chain(story.signposts.iter().map(|it| (&it.id, &it.related, &it.sources)))
        .chain(story.ties.iter().map(|it| (&it.id, &it.related, &it.sources)))
    {
        let _ = writeln!(told, "- {id} related {related:?} sources {sources:?}");
    }
    for (ix, source) in story.sources.iter().enumerate() {
        let _ = writeln!(told, "{}. {} ({:?}) cited by {:?}", ix + 1, source.id, source.kind, source.cited_by);
    }
    let _ =
        writeln!(told, "{} steps, {} sentences, {} changes", story.tour.len(), story.minute.len(), story.changes.len());
    let _ = writeln!(told, "map {:?}", story.map.as_ref().map(|it| (&it.outlines, &it.distances)));
    let _ = writeln!(told, "accent {:?}, in the dark {:?}", story.meta.accent, story.meta.accent_dark);
    told
}
