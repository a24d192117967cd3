//! Builds the checked story from the tables, one kind after the other.

mod card;
mod event;
mod map;
mod media;
mod relate;
mod source;
mod story_config;

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::book::{Book, Entry, Kind};
use crate::check::{self, Capitals};
use crate::content::Content;
use crate::fields::{Fields, nearest};
use crate::markdown::{self, Shape, Statement, push_new};
use crate::model::{Confidence, Prose, Section, Source, SourceIx, Story, Word};
use crate::problem::Log;
use crate::rule::Rule;
use crate::source::{At, Text};
use crate::tree::Table;

pub(crate) use event::LINK_KINDS;
pub(crate) use source::sources;
pub(crate) use story_config::NO_SPAN;

/// Builds the story as far as it goes. `sources` is in the order in which a reader sees them; the positions of those
/// that are cited come back with the story.
pub(crate) fn story(content: &Content, sources: &[Source], log: &Log) -> Option<(Story, BTreeSet<SourceIx>)> {
    let desk = Desk::new(content, sources, log);
    let story_config = story_config::read(content.story.as_ref()?, &desk);
    let sections: Vec<_> = content.sections.iter().map(|it| story_config::section(it, &desk)).collect();
    let words = Words { story_config: &story_config, sections: &sections };
    let events = desk.book.events.iter().map(|it| event::read(it, &words, &desk)).collect();
    let list = |kind| content.list(kind).iter();
    let mut story = Story {
        events,
        people: list("person").map(|it| card::person(it, &desk)).collect(),
        concepts: list("concept").map(|it| card::concept(it, &desk)).collect(),
        claims: list("claim").map(|it| card::claim(it, &words, &desk)).collect(),
        hurdles: list("hurdle").map(|it| card::hurdle(it, &desk)).collect(),
        signposts: list("signpost").map(|it| card::signpost(it, &words, &desk)).collect(),
        scenarios: list("scenario").map(|it| card::scenario(it, &desk)).collect(),
        minute: list("sentence").map(|it| card::sentence(it, &desk)).collect(),
        walk: list("step").map(|it| card::step(it, &desk)).collect(),
        parties: list("party").map(|it| map::party(it, &desk)).collect(),
        ties: list("tie").map(|it| map::tie(it, &desk)).collect(),
        map: content.map.as_ref().map(|it| map::map(it, &desk)),
        media: list("media").map(|it| media::media(it, &desk)).collect(),
        changes: list("change").map(|it| card::change(it, &desk)).collect(),
        sources: sources.to_vec(),
        meta: story_config.meta,
        measure: story_config.measure,
        themes: story_config.themes,
        eras: story_config.eras,
        verdicts: story_config.verdicts,
        statuses: story_config.statuses,
        confidences: story_config.confidences,
        sections,
    };
    event::link_back(&mut story.events);
    relate::both_ways(&mut story);
    relate::note_citers(&mut story);
    check::whole(&story, content, &desk);
    story.changes.sort_by_key(|it| std::cmp::Reverse(it.date.sort_key()));
    Some((story, desk.cited.into_inner()))
}

/// The story's own words, which cards refer to.
struct Words<'a> {
    story_config: &'a story_config::Frame,
    sections: &'a [Section],
}

/// What every builder needs: the log, the index, and what has been seen so far.
pub(crate) struct Desk<'a> {
    pub log: &'a Log<'a>,
    pub book: Book<'a>,
    content: &'a Content,
    cited: RefCell<BTreeSet<SourceIx>>,
    slugs: RefCell<BTreeSet<String>>,
    pub capitals: RefCell<Capitals>,
}

impl<'a> Desk<'a> {
    fn new(content: &'a Content, sources: &'a [Source], log: &'a Log<'a>) -> Self {
        Self {
            log,
            book: Book::index(content, sources, log),
            content,
            cited: RefCell::default(),
            slugs: RefCell::default(),
            capitals: RefCell::default(),
        }
    }

    /// The number of a cited source.
    pub(crate) fn source(&self, id: &str, at: &At) -> Option<SourceIx> {
        let number = self.book.source(id, at, self.log)?;
        self.cited.borrow_mut().insert(number);
        Some(number)
    }

    /// What an id stands for, if that may stand there.
    pub(crate) fn find(&self, id: &str, at: &At, kinds: &[Kind]) -> Option<&Entry> {
        self.book.find(id, at, kinds, self.log)
    }

    /// An id for a heading that no other thing on the page has.
    pub(crate) fn slug(&self, heading: &str) -> String {
        let slug = match markdown::slug(heading) {
            it if it.is_empty() => "part".to_owned(),
            it => it,
        };
        let mut slugs = self.slugs.borrow_mut();
        let numbered = (2..).map(|it| format!("{slug}-{it}"));
        let free = std::iter::once(slug.clone())
            .chain(numbered)
            .find(|it| !slugs.contains(it) && !self.book.ids.contains_key(it));
        let free = free.unwrap_or(slug);
        slugs.insert(free.clone());
        free
    }

    /// Remembers capitals that may have to be explained.
    pub(crate) fn note_capitals(&self, text: &Text, part: &str, offset: usize) {
        self.capitals.borrow_mut().note(text, part, offset, self.log);
    }

    fn markdown(&self, text: &Text, shape: Shape) -> (Prose, Vec<Statement>) {
        check::raw_markdown(text, self.log);
        let (prose, statements) = markdown::render(text, shape, self);
        self.capitals.borrow_mut().read(&prose.plain);
        (prose, statements)
    }

    /// Markdown that must be there.
    fn prose(&self, f: &Fields, key: &'static str, shape: Shape) -> Prose {
        self.markdown(&f.text(key), shape).0
    }

    /// Markdown that may be left out.
    fn maybe_prose(&self, f: &Fields, key: &'static str, shape: Shape) -> Option<Prose> {
        f.maybe_text(key).map(|it| self.markdown(&it, shape).0)
    }

    /// A text without markup that must be there.
    fn plain(&self, f: &Fields, key: &'static str) -> String {
        self.checked_plain(f.text(key), key)
    }

    /// A text without markup that may be left out.
    fn maybe_plain(&self, f: &Fields, key: &'static str) -> Option<String> {
        f.maybe_text(key).map(|it| self.checked_plain(it, key))
    }

    /// A text without markup, of at most `max` characters.
    fn short(&self, f: &Fields, key: &'static str, max: usize, rule: Rule) -> String {
        self.checked_short(f.text(key), key, max, rule)
    }

    /// A text without markup, of at most `max` characters, that may be left out.
    fn maybe_short(&self, f: &Fields, key: &'static str, max: usize, rule: Rule) -> Option<String> {
        f.maybe_text(key).map(|it| self.checked_short(it, key, max, rule))
    }

    fn checked_short(&self, text: Text, key: &str, max: usize, rule: Rule) -> String {
        let length = text.chars();
        if length > max {
            let message = format!("`{key}` has {length} characters, {} more than fit", length - max);
            self.log.add(rule, &text.at, message, format!("at most {max}"), "shorten it");
        }
        self.checked_plain(text, key)
    }

    fn checked_plain(&self, text: Text, key: &str) -> String {
        check::raw_plain(&text, key, self.log);
        self.note_capitals(&text, &text.value, 0);
        self.capitals.borrow_mut().read(&text.value);
        text.value
    }

    /// Ids of other things, each once; the thing itself is not among them.
    fn ids(&self, f: &Fields, key: &'static str, kinds: &[Kind]) -> Vec<String> {
        let own = f.table.peek("id").map(|it| it.value);
        let mut ids = Vec::new();
        for text in f.texts(key) {
            if own.as_ref() == Some(&text.value) {
                self.log.add(Rule::IdSelf, &text.at, format!("`{}` names itself", text.value), "itself", "take it out");
            } else if ids.contains(&text.value) {
                self.note_twice(&text);
            } else if self.find(&text.value, &text.at, kinds).is_some() {
                ids.push(text.value);
            }
        }
        ids
    }

    /// Positions of other things of one kind.
    fn positions(&self, f: &Fields, key: &'static str, kind: Kind) -> Vec<usize> {
        self.ids(f, key, &[kind]).iter().map(|it| self.book.ids[it].ix).collect()
    }

    /// Position of another thing that must be named; the first one where it is not.
    fn position(&self, f: &Fields, key: &'static str, kind: Kind) -> usize {
        let text = f.text(key);
        self.lookup(&text, &[kind]).map_or(0, |it| it.ix)
    }

    fn lookup(&self, text: &Text, kinds: &[Kind]) -> Option<&Entry> {
        if text.is_blank() { None } else { self.find(&text.value, &text.at, kinds) }
    }

    /// Where a sentence or step leads.
    fn target(&self, f: &Fields) -> String {
        let text = f.text("to");
        self.lookup(&text, crate::book::ANYWHERE);
        text.value
    }

    fn note_twice(&self, text: &Text) {
        self.log.add(
            Rule::IdTwice,
            &text.at,
            format!("`{}` stands twice in this list", text.value),
            "again",
            "take one of the two out",
        );
    }

    /// The sources listed under `sources`.
    fn listed(&self, f: &Fields) -> Vec<SourceIx> {
        let mut sources = Vec::new();
        for text in f.texts("sources") {
            match self.source(&text.value, &text.at) {
                Some(it) if sources.contains(&it) => self.note_twice(&text),
                Some(it) => sources.push(it),
                None => {}
            }
        }
        sources
    }

    /// The sources listed, then those cited in the texts; notes it if there are none.
    fn sourced<'p>(&self, f: &Fields, what: &str, texts: impl IntoIterator<Item = &'p Prose>) -> Vec<SourceIx> {
        let mut sources = self.listed(f);
        for cite in texts.into_iter().flat_map(|it| &it.cites) {
            push_new(&mut sources, *cite);
        }
        // A source that is named but unknown has been noted already.
        if sources.is_empty() && f.texts("sources").is_empty() && !f.table.mentions("[^") {
            self.note_sourceless(&f.table.at, what);
        }
        sources
    }

    fn note_sourceless(&self, at: &At, what: &str) {
        let help = "add `sources = [\"id\"]`, or cite one in the text: [^id]";
        self.log.add(Rule::SourceMissing, at, format!("this {what} has no source"), "without a source", help);
    }

    /// One of several words.
    fn choice<T: Copy>(&self, text: &Text, key: &str, options: &[(&str, T)]) -> Option<T> {
        choice(text, key, options, self.log)
    }

    /// One of the story's own words.
    fn word(&self, f: &Fields, key: &'static str, words: &[Word]) -> usize {
        let options: Vec<_> = words.iter().enumerate().map(|(ix, it)| (it.id.as_str(), ix)).collect();
        self.choice(&f.text(key), key, &options).unwrap_or_default()
    }

    fn confidence(&self, f: &Fields) -> Confidence {
        self.choice(&f.text("confidence"), "confidence", CONFIDENCES).unwrap_or(Confidence::High)
    }

    /// Notes a text whose number of words does not suit its place.
    fn check_words(&self, f: &Fields, key: &str, prose: &Prose, min: usize, max: usize) {
        let words = prose.plain.split_whitespace().count();
        if words == 0 || (min..=max).contains(&words) {
            return;
        }
        let at = f.table.get(key).map_or(&f.table.at, |it| &it.at);
        let (problem, help) = if words < min { ("few", "say a little more") } else { ("many", "shorten it") };
        self.log.add(
            Rule::TextLength,
            at,
            format!("`{key}` has {words} words, too {problem} for its place"),
            format!("{min} to {max} words"),
            help,
        );
    }
}

const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// The place of a key's value, or of the table if it is not there.
pub(crate) fn at<'t>(table: &'t Table, key: &str) -> &'t At {
    table.get(key).map_or(&table.at, |it| &it.at)
}

/// One of several words; notes it if the text is another.
fn choice<T: Copy>(text: &Text, key: &str, options: &[(&str, T)], log: &Log) -> Option<T> {
    if text.is_blank() {
        return None;
    }
    if let Some((_, found)) = options.iter().find(|(it, _)| *it == text.value) {
        return Some(*found);
    }
    let words: Vec<_> = options.iter().map(|it| it.0).collect();
    let all = words.join(", ");
    let help = nearest(&text.value, words.iter().copied())
        .map_or_else(|| format!("write one of: {all}"), |it| format!("did you mean `{it}`? The words are: {all}"));
    log.add(Rule::WordUnknown, &text.at, format!("`{}` is no {key}", text.value), "unknown word", help);
    None
}
