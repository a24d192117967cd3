//! What every builder and check needs: the diagnostics, the index of ids, and what has been seen so far.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::check::{self, Capitals};
use crate::content::Content;
use crate::fields::{Fields, nearest};
use crate::id_index::{Entry, IdIndex, Kind};
use crate::markdown::{self, Shape, Statement};
use crate::model::{Confidence, Prose, RatingTerm, Source, SourceIx};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::schema::Asked;
use crate::source::{Span, SpannedString};
use crate::tree::Table;
use crate::util::{hyphenated, push_new};

/// The key that says why three or more sources are cited in one place of a text; editors read it, readers do not.
pub(crate) const MANY_SOURCES: &str = "many-sources";

/// What every builder needs: the diagnostics, the index, and what has been seen so far.
pub(crate) struct BuildContext<'a> {
    pub diagnostics: &'a Diagnostics<'a>,
    pub index: IdIndex<'a>,
    pub content: &'a Content,
    pub cited: RefCell<BTreeSet<SourceIx>>,
    heading_ids: RefCell<BTreeSet<String>>,
    pub capitals: RefCell<Capitals>,
}

impl<'a> BuildContext<'a> {
    pub(crate) fn new(content: &'a Content, sources: &'a [Source], diagnostics: &'a Diagnostics<'a>) -> Self {
        Self {
            diagnostics,
            index: IdIndex::build(content, sources, diagnostics),
            content,
            cited: RefCell::default(),
            heading_ids: RefCell::default(),
            capitals: RefCell::default(),
        }
    }

    /// The number of a cited source.
    pub(crate) fn source(&self, id: &str, span: &Span) -> Option<SourceIx> {
        let number = self.index.source(id, span, self.diagnostics)?;
        self.cited.borrow_mut().insert(number);
        Some(number)
    }

    /// What an id stands for, if that may stand there.
    pub(crate) fn resolve(&self, id: &str, span: &Span, kinds: &[Kind]) -> Option<&Entry> {
        self.index.resolve(id, span, kinds, self.diagnostics)
    }

    /// An id for a heading that no other thing on the page has.
    pub(crate) fn heading_id(&self, heading: &str) -> String {
        let base = match hyphenated(heading) {
            it if it.is_empty() => "part".to_owned(),
            it => it,
        };
        let mut heading_ids = self.heading_ids.borrow_mut();
        let numbered = (2..).map(|it| format!("{base}-{it}"));
        let free = std::iter::once(base.clone())
            .chain(numbered)
            .find(|it| !heading_ids.contains(it) && !self.index.ids.contains_key(it));
        let free = free.unwrap_or(base);
        heading_ids.insert(free.clone());
        free
    }

    /// Remembers capitals that may have to be explained.
    pub(crate) fn note_capitals(&self, text: &SpannedString, part: &str, offset: usize) {
        self.capitals.borrow_mut().note(text, part, offset, self.diagnostics);
    }

    /// Markdown; `table` is where somebody may have said why many sources stand in one place of it.
    pub(crate) fn markdown(&self, text: &SpannedString, shape: Shape, table: &Table) -> (Prose, Vec<Statement>) {
        let is_source = |it: &str| self.index.is_source(it);
        check::raw_markdown(text, table.get(MANY_SOURCES).is_some(), is_source, self.diagnostics);
        let (prose, statements) = markdown::render(text, shape, self);
        self.capitals.borrow_mut().read(&prose.plain);
        (prose, statements)
    }

    /// Markdown that must be there.
    pub(crate) fn prose(&self, f: &Fields, key: &'static str, shape: Shape) -> Prose {
        let text = f.text(key);
        f.maybe_text(MANY_SOURCES);
        self.markdown(&text, shape, f.table).0
    }

    /// Markdown that may be left out.
    pub(crate) fn maybe_prose(&self, f: &Fields, key: &'static str, shape: Shape) -> Option<Prose> {
        let text = f.maybe_text(key);
        f.maybe_text(MANY_SOURCES);
        text.map(|it| self.markdown(&it, shape, f.table).0)
    }

    /// A text without markup that must be there.
    pub(crate) fn plain(&self, f: &Fields, key: &'static str) -> String {
        self.checked_plain(f.text(key), key)
    }

    /// A text without markup that may be left out.
    pub(crate) fn maybe_plain(&self, f: &Fields, key: &'static str) -> Option<String> {
        f.maybe_text(key).map(|it| self.checked_plain(it, key))
    }

    /// A text without markup, of at most `max` characters.
    pub(crate) fn short(&self, f: &Fields, key: &'static str, max: usize, rule: Rule) -> String {
        self.checked_short(f.text(key), key, max, rule)
    }

    /// A text without markup, of at most `max` characters, that may be left out.
    pub(crate) fn maybe_short(&self, f: &Fields, key: &'static str, max: usize, rule: Rule) -> Option<String> {
        f.maybe_text(key).map(|it| self.checked_short(it, key, max, rule))
    }

    fn checked_short(&self, text: SpannedString, key: &str, max: usize, rule: Rule) -> String {
        let length = text.chars();
        if length > max {
            let message = format!("`{key}` has {length} characters, {} more than fit", length - max);
            self.diagnostics.report(rule, &text.span, message, format!("at most {max}"), "shorten it");
        }
        self.checked_plain(text, key)
    }

    pub(crate) fn checked_plain(&self, text: SpannedString, key: &str) -> String {
        check::raw_plain(&text, key, self.diagnostics);
        self.note_capitals(&text, &text.value, 0);
        self.capitals.borrow_mut().read(&text.value);
        text.value
    }

    /// Ids of other things, each once; the thing itself is not among them.
    pub(crate) fn ids(&self, f: &Fields, key: &'static str, kinds: &[Kind]) -> Vec<String> {
        let own = f.table.str_if_any("id").map(|it| it.value);
        let mut ids = Vec::new();
        for text in f.texts(key) {
            if own.as_ref() == Some(&text.value) {
                self.diagnostics.report(
                    Rule::IdSelf,
                    &text.span,
                    format!("`{}` names itself", text.value),
                    "itself",
                    "take it out",
                );
            } else if ids.contains(&text.value) {
                self.note_twice(&text);
            } else if self.resolve(&text.value, &text.span, kinds).is_some() {
                ids.push(text.value);
            }
        }
        ids
    }

    /// Positions of other things of one kind.
    pub(crate) fn positions(&self, f: &Fields, key: &'static str, kind: Kind) -> Vec<usize> {
        self.ids(f, key, &[kind]).iter().map(|it| self.index.ids[it].ix).collect()
    }

    /// Position of another thing that must be named; the first one where it is not.
    pub(crate) fn position(&self, f: &Fields, key: &'static str, kind: Kind) -> usize {
        let text = f.text(key);
        self.lookup(&text, &[kind]).map_or(0, |it| it.ix)
    }

    pub(crate) fn lookup(&self, text: &SpannedString, kinds: &[Kind]) -> Option<&Entry> {
        if text.is_blank() { None } else { self.resolve(&text.value, &text.span, kinds) }
    }

    /// Where a sentence or step leads.
    pub(crate) fn target(&self, f: &Fields) -> String {
        let text = f.text("to");
        self.lookup(&text, crate::id_index::ANYWHERE);
        text.value
    }

    pub(crate) fn note_twice(&self, text: &SpannedString) {
        self.diagnostics.report(
            Rule::IdTwice,
            &text.span,
            format!("`{}` stands twice in this list", text.value),
            "again",
            "take one of the two out",
        );
    }

    /// The sources listed under `sources`.
    pub(crate) fn listed(&self, f: &Fields) -> Vec<SourceIx> {
        let mut sources = Vec::new();
        for text in f.texts("sources") {
            match self.source(&text.value, &text.span) {
                Some(it) if sources.contains(&it) => self.note_twice(&text),
                Some(it) => sources.push(it),
                None => {}
            }
        }
        sources
    }

    /// The sources listed, then those cited in the texts; notes it if there are none.
    pub(crate) fn sourced<'p>(
        &self,
        f: &Fields,
        what: &str,
        texts: impl IntoIterator<Item = &'p Prose>,
    ) -> Vec<SourceIx> {
        let mut sources = self.listed(f);
        for cite in texts.into_iter().flat_map(|it| &it.cites) {
            push_new(&mut sources, *cite);
        }
        // A source that is named but unknown has been noted already.
        if sources.is_empty()
            && f.table.count("sources") == 0
            && !f.table.mentions("[^")
            && !is_text(f.table, "sources")
        {
            self.note_sourceless(&f.table.span, what);
        }
        sources
    }

    pub(crate) fn note_sourceless(&self, span: &Span, what: &str) {
        let help = "add `sources = [\"id\"]`, or cite one in the text: [^id]";
        self.diagnostics.report(
            Rule::SourceMissing,
            span,
            format!("this {what} has no source"),
            "without a source",
            help,
        );
    }

    /// One of several words.
    pub(crate) fn choice<T: Copy>(&self, text: &SpannedString, key: &str, options: &[(&str, T)]) -> Option<T> {
        choice(text, key, options, self.diagnostics)
    }

    /// One of the story's own words.
    pub(crate) fn word(&self, f: &Fields, key: &'static str, words: &[RatingTerm]) -> usize {
        let options: Vec<_> = words.iter().enumerate().map(|(ix, it)| (it.id.as_str(), ix)).collect();
        self.choice(&f.text(key), key, &options).unwrap_or_default()
    }

    pub(crate) fn confidence(&self, f: &Fields) -> Option<Confidence> {
        self.choice(&f.maybe_text("confidence")?, "confidence", Confidence::IDS)
    }

    /// Notes a text whose number of words does not suit its place.
    pub(crate) fn check_words(&self, f: &Fields, key: &str, prose: &Prose, min: usize, max: usize) {
        let words = prose.plain.split_whitespace().count();
        if words == 0 || (min..=max).contains(&words) {
            return;
        }
        let at = f.table.get(key).map_or(&f.table.span, |it| &it.span);
        let (problem, help) = if words < min { ("few", "say a little more") } else { ("many", "shorten it") };
        let help = format!("{min} to {max} words read well there: {help}");
        self.diagnostics.report(
            Rule::TextLength,
            at,
            format!("`{key}` has too {problem} words for its place"),
            format!("{words} {}", if words == 1 { "word" } else { "words" }),
            help,
        );
    }
}

/// Whether a text stands where something else is wanted: that has been noted.
fn is_text(table: &Table, key: &str) -> bool {
    table.str_if_any(key).is_some()
}

/// Stands for the first and last year of the ribbon where they were missing or wrong.
pub(crate) const NO_RIBBON_YEARS: (i32, i32) = (0, 0);

/// The place of a key's value, or of the table if it is not there.
pub(crate) fn span_of<'t>(table: &'t Table, key: &str) -> &'t Span {
    table.get(key).map_or(&table.span, |it| &it.span)
}

/// One of several words; notes it if the text is another.
pub(crate) fn choice<T: Copy>(
    text: &SpannedString,
    key: &str,
    options: &[(&str, T)],
    diagnostics: &Diagnostics,
) -> Option<T> {
    if text.is_blank() {
        return None;
    }
    let words = || options.iter().map(|it| it.0.to_owned()).collect();
    diagnostics.ask(|| Asked::Choice { text: text.span.clone(), words: words() });
    if let Some((_, found)) = options.iter().find(|(it, _)| *it == text.value) {
        return Some(*found);
    }
    let words: Vec<_> = options.iter().map(|it| it.0).collect();
    let all = words.join(", ");
    let help = match nearest(&text.value, words.iter().copied()) {
        Some(it) => format!("did you mean `{it}`? The words are: {all}"),
        // The words of a story are its own.
        None if words.is_empty() => format!("story.toml names none yet: add a [[{key}]] with id = \"{}\"", text.value),
        None => format!("write one of: {all}"),
    };
    diagnostics.report(Rule::WordUnknown, &text.span, format!("`{}` is no {key}", text.value), "unknown word", help);
    None
}
