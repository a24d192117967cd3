//! `story.toml` and the sections: the frame that cards hang in.

use crate::build::{CONFIDENCES, Desk, at};
use crate::check;
use crate::content::SectionFile;
use crate::fields::{Fields, fields, filler_date};
use crate::markdown::{Shape as Markdown, Statement};
use crate::model::{Confidence, Era, Measure, Meta, News, Part, Prose, Section, Shape, Theme, Tone, Way, Word};
use crate::rule::Rule;
use crate::source::Text;
use crate::tree::Table;

/// What `story.toml` says.
pub(crate) struct Frame {
    pub meta: Meta,
    pub measure: Option<Measure>,
    pub themes: Vec<Theme>,
    pub eras: Vec<Era>,
    pub verdicts: Vec<Word>,
    pub statuses: Vec<Word>,
    pub confidences: [Word; 3],
}

pub(crate) fn read(table: &Table, desk: &Desk) -> Frame {
    fields(table, "story", desk.log, |f| Frame {
        meta: meta(f, desk),
        measure: f.maybe_table("measure").map(|it| measure(it, desk)),
        themes: f.tables("theme").into_iter().map(|it| theme(it, desk)).collect(),
        eras: f.tables("era").into_iter().chain(desk.content.list("era")).map(|it| era(it, desk)).collect(),
        verdicts: f.tables("verdict").into_iter().map(|it| word(it, "verdict", desk)).collect(),
        statuses: f.tables("status").into_iter().map(|it| word(it, "status", desk)).collect(),
        confidences: confidences(f, desk),
    })
}

fn meta(f: &Fields, desk: &Desk) -> Meta {
    let slug = f.text("slug");
    if !slug.is_blank() {
        crate::book::check_form(&slug, desk.log);
    }
    let accent = f.maybe_text("accent");
    desk.capitals.borrow_mut().allow(f.texts("abbreviations").iter().map(|it| it.value.as_str()));
    Meta {
        slug: slug.value,
        title: desk.short(f, "title", 90, Rule::TitleLong),
        short_title: desk.short(f, "short-title", 40, Rule::TitleLong),
        standfirst: desk.prose(f, "standfirst", Markdown::Line),
        lang: lang(f, desk),
        rtl: right_to_left(f, desk),
        byline: desk.plain(f, "byline"),
        published: f.date("published"),
        updated: f.date("updated"),
        today: f.date("today"),
        licence: f.table("licence").map_or_else(Default::default, |it| licence(it, desk)),
        keywords: f.texts("keywords").into_iter().map(|it| it.value).collect(),
        accent_dark: accent.as_ref().and_then(|it| check::accent(it, desk.log)),
        accent: accent.map(|it| it.value),
        news: f.table("news").map_or_else(no_news, |it| news(it, desk)),
    }
}

fn right_to_left(f: &Fields, desk: &Desk) -> bool {
    let dir = f.maybe_text("dir");
    let said = dir.as_ref().and_then(|it| Some((it, desk.choice(it, "dir", &[("ltr", false), ("rtl", true)])?)));
    let lang = f.table.peek("lang").map_or_else(String::new, |it| it.value);
    check::direction(&lang, said, desk.log)
}

/// A language tag.
fn lang(f: &Fields, desk: &Desk) -> String {
    let text = f.text("lang");
    check::lang(&text, desk.log);
    text.value
}

fn licence(table: &Table, desk: &Desk) -> (String, String) {
    fields(table, "licence", desk.log, |f| {
        let url = f.text("url");
        check::url(&url, desk.log);
        (desk.plain(f, "name"), url.value)
    })
}

fn news(table: &Table, desk: &Desk) -> News {
    fields(table, "news item", desk.log, |f| News {
        title: desk.plain(f, "title"),
        date: f.date("date"),
        note: desk.prose(f, "note", Markdown::Card),
    })
}

fn no_news() -> News {
    News { title: String::new(), date: filler_date(), note: Prose::default() }
}

fn measure(table: &Table, desk: &Desk) -> Measure {
    fields(table, "measure", desk.log, |f| Measure {
        title: desk.plain(f, "title"),
        method: desk.plain(f, "method"),
        span: span(f, desk),
        directions: ["up", "down", "flat"].map(|key| f.table(key).map_or_else(no_way, |it| way(it, desk))),
    })
}

/// Stands where the span was missing or wrong.
pub(crate) const NO_SPAN: (i32, i32) = (0, 0);

/// First and last year of the ribbon.
fn span(f: &Fields, desk: &Desk) -> (i32, i32) {
    let years = f.texts("span");
    let parsed: Vec<_> = years.iter().filter_map(|it| year(it, desk)).collect();
    let problem = match (parsed.as_slice(), years.len()) {
        ([first, last], 2) if first <= last => return (*first, *last),
        ([_, _], 2) => (Rule::DateOrder, "the last year of the ribbon comes before its first"),
        (_, 2) => return NO_SPAN,
        _ => (Rule::WrongType, "`span` is the first and the last year of the ribbon"),
    };
    desk.log.add(problem.0, at(f.table, "span"), problem.1, "", "write span = [\"1948\", \"2025\"]");
    NO_SPAN
}

fn year(text: &Text, desk: &Desk) -> Option<i32> {
    crate::fields::parse_date(text, desk.log).map(|it| it.year())
}

fn way(table: &Table, desk: &Desk) -> Way {
    fields(table, "direction", desk.log, |f| Way {
        id: f.id(),
        label: desk.plain(f, "label"),
        verb: desk.plain(f, "verb"),
    })
}

fn no_way() -> Way {
    Way { id: String::new(), label: String::new(), verb: String::new() }
}

const SHAPES: &[(&str, Shape)] = &[
    ("circle", Shape::Circle),
    ("square", Shape::Square),
    ("diamond", Shape::Diamond),
    ("triangle", Shape::Triangle),
    ("hexagon", Shape::Hexagon),
    ("cross", Shape::Cross),
    ("ring", Shape::Ring),
];

fn theme(table: &Table, desk: &Desk) -> Theme {
    fields(table, "theme", desk.log, |f| Theme {
        id: f.id(),
        label: desk.plain(f, "label"),
        shape: desk.choice(&f.text("shape"), "shape", SHAPES).unwrap_or(Shape::Circle),
    })
}

fn era(table: &Table, desk: &Desk) -> Era {
    fields(table, "era", desk.log, |f| Era {
        id: f.id(),
        label: desk.plain(f, "label"),
        from: f.date("from"),
        to: f.date("to"),
    })
}

const TONES: &[(&str, Tone)] =
    &[("good", Tone::Good), ("mixed", Tone::Mixed), ("split", Tone::Split), ("open", Tone::Open), ("bad", Tone::Bad)];

fn word(table: &Table, what: &'static str, desk: &Desk) -> Word {
    fields(table, what, desk.log, |f| Word {
        id: f.id(),
        label: desk.plain(f, "label"),
        tone: desk.choice(&f.text("tone"), "tone", TONES).unwrap_or(Tone::Open),
        meaning: desk.plain(f, "meaning"),
    })
}

/// High, medium and low, whatever order they were written in.
fn confidences(f: &Fields, desk: &Desk) -> [Word; 3] {
    let tones = [Tone::Good, Tone::Mixed, Tone::Open];
    let mut words = CONFIDENCES.iter().zip(tones).map(|((id, _), tone)| no_word(id, tone)).collect::<Vec<_>>();
    for table in f.tables("confidence") {
        fields(table, "confidence", desk.log, |f| {
            let ix = desk.choice(&f.text("id"), "confidence", CONFIDENCES).unwrap_or(Confidence::Low) as usize;
            words[ix].label = desk.plain(f, "label");
            words[ix].meaning = desk.plain(f, "meaning");
        });
    }
    for missing in words.iter().filter(|it| it.label.is_empty()) {
        let message = format!("the story does not say what `{}` confidence means", missing.id);
        desk.log.add(
            Rule::KeyMissing,
            &f.table.at,
            message,
            "",
            format!("add [[confidence]] with id = \"{}\", label and meaning", missing.id),
        );
    }
    words.try_into().expect("there are three degrees")
}

fn no_word(id: &str, tone: Tone) -> Word {
    Word { id: id.to_owned(), label: String::new(), tone, meaning: String::new() }
}

const PARTS: &[(&str, Part)] = &[
    ("timeline", Part::Timeline),
    ("minute", Part::Minute),
    ("people", Part::People),
    ("concepts", Part::Concepts),
    ("claims", Part::Claims),
    ("record", Part::Record),
    ("hurdles", Part::Hurdles),
    ("signposts", Part::Signposts),
    ("scenarios", Part::Scenarios),
    ("ties", Part::Ties),
    ("map", Part::Map),
    ("walk", Part::Walk),
    ("changes", Part::Changes),
    ("sources", Part::Sources),
];

pub(crate) fn section(file: &SectionFile, desk: &Desk) -> Section {
    let (prose, statements) = desk.markdown(&file.prose, Markdown::Section);
    fields(&file.front, "section", desk.log, |f| {
        let parts: Vec<_> = f.texts("parts").iter().filter_map(|it| desk.choice(it, "part", PARTS)).collect();
        check_statements(file, &statements, &parts, desk);
        Section {
            id: f.id(),
            title: desk.short(f, "title", 90, Rule::TitleLong),
            kicker: desk.plain(f, "kicker"),
            summary: desk.plain(f, "summary"),
            parts,
            words: prose.plain.split_whitespace().count(),
            prose,
        }
    })
}

/// Every paragraph cites a source or leads to an event or card that does. A section that shows the walk, the changes or
/// the sources speaks about the page itself, and a line that ends with a colon introduces what follows.
fn check_statements(file: &SectionFile, statements: &[Statement], parts: &[Part], desk: &Desk) {
    let about_the_page = parts.iter().any(|it| matches!(it, Part::Walk | Part::Changes | Part::Sources));
    for (ix, statement) in statements.iter().enumerate() {
        let at = file.prose.inside(desk.log.sources, statement.range.clone());
        let introduces = statement.plain.ends_with(':') && ix + 1 < statements.len();
        if !statement.founded && !introduces && !about_the_page {
            desk.note_sourceless(&at, "paragraph");
        }
        check::state_media(&statement.cites, &statement.plain, &at, desk);
    }
}
