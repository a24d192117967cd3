//! Reads `story.toml` and the sections.

use crate::check;
use crate::content::SectionFile;
use crate::context::{BuildContext, MANY_SOURCES, NO_RIBBON_YEARS, span_of};
use crate::fields::{Fields, fields};
use crate::id_index::note_duplicate;
use crate::limits;
use crate::markdown::{Shape as Markdown, Statement};
use crate::model::{
    Confidence, DirectionLabel, Era, Licence, Measure, Meta, News, Part, RatingTerm, Section, Shape, Story, Theme, Tone,
};
use crate::rule::Rule;
use crate::source::SpannedString;
use crate::tree::Table;
use backstory_timeline::{EventDate, Kind};

/// What `story.toml` says; the rest of the story is still empty.
pub(crate) fn read(table: &Table, cx: &BuildContext) -> Story {
    for key in ["theme", "verdict", "status", "confidence"] {
        note_same_words(table, key, cx);
    }
    fields(table, "story", cx.diagnostics, |f| {
        let mut story = Story::of(meta(f, cx));
        story.measure = f.maybe_table("measure").map(|it| measure(it, cx));
        story.themes = f.tables("theme").into_iter().map(|it| theme(it, cx)).collect();
        story.eras = f.tables("era").into_iter().chain(cx.content.list("era")).map(|it| era(it, cx)).collect();
        story.verdicts = f.tables("verdict").into_iter().map(|it| word(it, "verdict", cx)).collect();
        story.statuses = f.tables("status").into_iter().map(|it| word(it, "status", cx)).collect();
        story.confidences = confidences(f, cx);
        story
    })
}

/// Notes a word of the story that is explained twice.
fn note_same_words(table: &Table, key: &str, cx: &BuildContext) {
    let ids: Vec<_> = table.tables(key).filter_map(|it| it.str_if_any("id")).collect();
    for (ix, id) in ids.iter().enumerate() {
        if let Some(first) = ids[..ix].iter().find(|it| it.value == id.value) {
            note_duplicate(id, &first.span, cx.diagnostics);
        }
    }
}

fn meta(f: &Fields, cx: &BuildContext) -> Meta {
    let slug = f.text("slug");
    if !slug.is_blank() {
        crate::id_index::check_spelling(&slug, cx.diagnostics);
    }
    let accent = f.maybe_text("accent");
    cx.capitals.borrow_mut().allow(f.texts("abbreviations").iter().map(|it| it.value.as_str()));
    Meta {
        slug: slug.value,
        title: cx.short(f, "title", limits::STORY_TITLE, Rule::TitleLong),
        short_title: cx.short(f, "short-title", limits::SHORT_TITLE, Rule::TitleLong),
        standfirst: cx.prose(f, "standfirst", Markdown::Line),
        lang: lang(f, cx),
        rtl: right_to_left(f, cx),
        byline: cx.plain(f, "byline"),
        published: exact_day("published", f, cx),
        updated: exact_day("updated", f, cx),
        today: f.date("today"),
        licence: f.table("licence").map_or_else(Default::default, |it| licence(it, cx)),
        keywords: f.texts("keywords").into_iter().map(|it| it.value).collect(),
        publisher: cx.maybe_plain(f, "publisher"),
        icon: f.maybe_text("icon").map(|it| crate::build::media::icon(it, cx)),
        accent_dark: accent.as_ref().and_then(|it| check::accent(it, cx.diagnostics)),
        accent: accent.map(|it| it.value),
        news: f.maybe_table("news").map(|it| news(it, cx)),
    }
}

/// A date that names a day: other programs are told it, and frozen versions are called by it.
fn exact_day(key: &'static str, f: &Fields, cx: &BuildContext) -> EventDate {
    let date = f.date(key);
    let is_exact = matches!(date.kind(), Kind::At(it) if it.day().is_some() && !it.about() && !it.disputed());
    if !is_exact && crate::id_index::date_if_valid(f.table, key).is_some() {
        let help = format!("write the day: {key} = \"2026-11-24\"");
        let message = format!("`{key}` names no day");
        cx.diagnostics.report(Rule::DateInvalid, span_of(f.table, key), message, "which day?", help);
    }
    date
}

fn right_to_left(f: &Fields, cx: &BuildContext) -> bool {
    let dir = f.maybe_text("dir");
    let said = dir.as_ref().and_then(|it| Some((it, cx.choice(it, "dir", &[("ltr", false), ("rtl", true)])?)));
    let lang = f.table.str_if_any("lang").map_or_else(String::new, |it| it.value);
    check::direction(&lang, said, cx.diagnostics)
}

/// A language tag.
fn lang(f: &Fields, cx: &BuildContext) -> String {
    let text = f.text("lang");
    check::lang(&text, cx.diagnostics);
    text.value
}

fn licence(table: &Table, cx: &BuildContext) -> Licence {
    fields(table, "licence", cx.diagnostics, |f| {
        let url = f.text("url");
        check::url(&url, cx.diagnostics);
        Licence { name: cx.plain(f, "name"), url: url.value }
    })
}

fn news(table: &Table, cx: &BuildContext) -> News {
    fields(table, "news item", cx.diagnostics, |f| News {
        title: cx.plain(f, "title"),
        date: f.date("date"),
        note: cx.prose(f, "note", Markdown::Card),
        event: f
            .maybe_text("event")
            .filter(|it| cx.lookup(it, &[crate::id_index::Kind::Event]).is_some())
            .map(|it| it.value),
    })
}

fn measure(table: &Table, cx: &BuildContext) -> Measure {
    fields(table, "measure", cx.diagnostics, |f| Measure {
        title: cx.plain(f, "title"),
        method: cx.plain(f, "method"),
        span: span(f, cx),
        directions: ["up", "down", "flat"]
            .map(|key| f.table(key).map_or_else(no_direction, |it| direction_label(it, cx))),
    })
}

/// Most years of the ribbon: each is drawn, and further ones would be thinner than a line.
const MOST_RIBBON_YEARS: u32 = 1_000;

/// First and last year of the ribbon.
fn span(f: &Fields, cx: &BuildContext) -> (i32, i32) {
    let years = f.texts("span");
    let parsed: Vec<_> = years.iter().filter_map(|it| year(it, cx)).collect();
    let problem = match (parsed.as_slice(), years.len()) {
        ([first, last], 2) if last.abs_diff(*first) >= MOST_RIBBON_YEARS => {
            (Rule::NumberRange, "the ribbon has a place for each year, and room for a thousand")
        }
        ([first, last], 2) if first <= last => return (*first, *last),
        ([_, _], 2) => (Rule::DateOrder, "the last year of the ribbon comes before its first"),
        (_, 2) => return NO_RIBBON_YEARS,
        _ => (Rule::WrongType, "`span` is the first and the last year of the ribbon"),
    };
    cx.diagnostics.report(problem.0, span_of(f.table, "span"), problem.1, "", "write span = [\"1948\", \"2025\"]");
    NO_RIBBON_YEARS
}

fn year(text: &SpannedString, cx: &BuildContext) -> Option<i32> {
    crate::fields::parse_date(text, cx.diagnostics).map(|it| it.year())
}

fn direction_label(table: &Table, cx: &BuildContext) -> DirectionLabel {
    fields(table, "direction", cx.diagnostics, |f| DirectionLabel {
        id: f.id(),
        label: cx.plain(f, "label"),
        verb: cx.plain(f, "verb"),
    })
}

fn no_direction() -> DirectionLabel {
    DirectionLabel { id: String::new(), label: String::new(), verb: String::new() }
}

fn theme(table: &Table, cx: &BuildContext) -> Theme {
    fields(table, "theme", cx.diagnostics, |f| Theme {
        id: f.id(),
        label: cx.plain(f, "label"),
        shape: cx.choice(&f.text("shape"), "shape", Shape::IDS).unwrap_or(Shape::Circle),
    })
}

fn era(table: &Table, cx: &BuildContext) -> Era {
    fields(table, "era", cx.diagnostics, |f| Era {
        id: f.id(),
        label: cx.plain(f, "label"),
        from: f.date("from"),
        to: f.date("to"),
    })
}

fn word(table: &Table, what: &'static str, cx: &BuildContext) -> RatingTerm {
    fields(table, what, cx.diagnostics, |f| RatingTerm {
        id: f.id(),
        label: cx.plain(f, "label"),
        tone: cx.choice(&f.text("tone"), "tone", Tone::IDS).unwrap_or(Tone::Open),
        meaning: cx.plain(f, "meaning"),
    })
}

/// High, medium and low, whatever order they were written in. A story that speaks of none needs none.
fn confidences(f: &Fields, cx: &BuildContext) -> Option<[RatingTerm; 3]> {
    let speaks_of_it = |kind| cx.content.list(kind).iter().any(|it: &Table| it.get("confidence").is_some());
    if f.tables("confidence").is_empty() && !speaks_of_it("event") && !speaks_of_it("claim") {
        return None;
    }
    let tones = [Tone::Good, Tone::Mixed, Tone::Open];
    let mut words = Confidence::IDS.iter().zip(tones).map(|((id, _), tone)| no_word(id, tone)).collect::<Vec<_>>();
    for table in f.tables("confidence") {
        fields(table, "confidence", cx.diagnostics, |f| {
            let ix = cx.choice(&f.text("id"), "confidence", Confidence::IDS).unwrap_or(Confidence::Low) as usize;
            words[ix].label = cx.plain(f, "label");
            words[ix].meaning = cx.plain(f, "meaning");
        });
    }
    let missing: Vec<_> = words.iter().filter(|it| it.label.is_empty()).map(|it| format!("`{}`", it.id)).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        cx.diagnostics.report(
            Rule::KeyMissing,
            &f.table.span,
            format!("the story does not say what confidence means that is {missing}"),
            "",
            format!(
                "add a [[confidence]] with id, label and meaning for {missing}, below the other tables of this file"
            ),
        );
    }
    Some(words.try_into().expect("there are three degrees"))
}

fn no_word(id: &str, tone: Tone) -> RatingTerm {
    RatingTerm { id: id.to_owned(), label: String::new(), tone, meaning: String::new() }
}

pub(crate) fn section(file: &SectionFile, cx: &BuildContext) -> Section {
    let (prose, statements) = cx.markdown(&file.prose, Markdown::Section, &file.front);
    fields(&file.front, "section", cx.diagnostics, |f| {
        f.maybe_text(MANY_SOURCES);
        let parts = parts(f, cx);
        check_statements(file, &statements, &parts, cx);
        Section {
            id: f.id(),
            title: cx.short(f, "title", limits::STORY_TITLE, Rule::TitleLong),
            kicker: cx.plain(f, "kicker"),
            summary: cx.plain(f, "summary"),
            parts,
            words: prose.plain.split_whitespace().count(),
            prose,
        }
    })
}

/// What a section shows, each once.
fn parts(f: &Fields, cx: &BuildContext) -> Vec<Part> {
    let written = f.texts("parts");
    for (ix, part) in written.iter().enumerate() {
        if written[..ix].iter().any(|it| it.value == part.value) {
            let message = format!("this section shows `{}` twice", part.value);
            cx.diagnostics.report(Rule::PartPlaced, &part.span, message, "again", "take one of the two out");
        }
    }
    written.iter().filter_map(|it| cx.choice(it, "part", Part::IDS)).collect()
}

/// Every paragraph cites a source or leads to an event or card that does. A section that shows the tour, the changes or
/// the sources speaks about the page itself, and a line that ends with a colon introduces what follows.
fn check_statements(file: &SectionFile, statements: &[Statement], parts: &[Part], cx: &BuildContext) {
    let about_the_page = parts.iter().any(|it| matches!(it, Part::Tour | Part::Changes | Part::Sources));
    for (ix, statement) in statements.iter().enumerate() {
        let at = file.prose.inside(cx.diagnostics.sources, statement.range.clone());
        let introduces = statement.plain.ends_with(':') && ix + 1 < statements.len();
        // What cannot stand here at all is noted as such.
        let start = file.prose.value.get(..statement.range.start).unwrap_or_default();
        let line = file.prose.value.get(start.rfind('\n').map_or(0, |it| it + 1)..).unwrap_or_default();
        let cannot_stand = (["|", "![", "[^"].iter().any(|it| line.starts_with(it))
            || check::tries_to_cite(&file.prose.value[statement.range.clone()], |it| cx.index.is_source(it)))
            && !statement.founded;
        if cannot_stand {
        } else if !statement.founded && !introduces && !about_the_page {
            cx.note_sourceless(&at, "paragraph");
        } else if !introduces && !about_the_page {
            check::sentences(&file.prose, statement.range.clone(), cx);
        }
        check::state_media(&statement.cites, &statement.plain, &at, cx);
    }
}
