//! The index of the story: every id, what it stands for, and where it was written.

use std::collections::HashMap;

use backstory_timeline::EventDate;

use crate::content::Content;
use crate::fields::{nearest, with_article};
use crate::model::{ItemKind, Source, SourceIx};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{Span, SpannedString};
use crate::tree::Table;

/// What an id can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Section,
    Event,
    Person,
    Concept,
    Claim,
    Hurdle,
    Signpost,
    Scenario,
    Party,
    Tie,
    Place,
    Era,
}

/// What `related` may name on an event, and `card:` besides sections.
pub(crate) const CARDS: &[Kind] =
    &[Kind::Person, Kind::Concept, Kind::Claim, Kind::Hurdle, Kind::Signpost, Kind::Scenario, Kind::Tie];
/// What `related` may name on a card.
pub(crate) const CARDS_AND_EVENTS: &[Kind] =
    &[Kind::Event, Kind::Person, Kind::Concept, Kind::Claim, Kind::Hurdle, Kind::Signpost, Kind::Scenario, Kind::Tie];
/// What `card:` may lead to.
pub(crate) const CARDS_AND_SECTIONS: &[Kind] =
    &[Kind::Section, Kind::Person, Kind::Concept, Kind::Claim, Kind::Hurdle, Kind::Signpost, Kind::Scenario, Kind::Tie];
/// What has a place on the page that a sentence, a step or a change may lead to.
pub(crate) const ANYWHERE: &[Kind] = &[
    Kind::Section,
    Kind::Event,
    Kind::Person,
    Kind::Concept,
    Kind::Claim,
    Kind::Hurdle,
    Kind::Signpost,
    Kind::Scenario,
    Kind::Tie,
];

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Event => "event",
            Self::Person => "person",
            Self::Concept => "concept",
            Self::Claim => "claim",
            Self::Hurdle => "hurdle",
            Self::Signpost => "signpost",
            Self::Scenario => "scenario",
            Self::Party => "party",
            Self::Tie => "tie",
            Self::Place => "place",
            Self::Era => "era",
        }
    }

    /// What the page knows it as, if it can be linked to.
    pub(crate) const fn item(self) -> Option<ItemKind> {
        Some(match self {
            Self::Section => ItemKind::Section,
            Self::Event => ItemKind::Event,
            Self::Person => ItemKind::Person,
            Self::Concept => ItemKind::Concept,
            Self::Claim => ItemKind::Claim,
            Self::Hurdle => ItemKind::Hurdle,
            Self::Signpost => ItemKind::Signpost,
            Self::Scenario => ItemKind::Scenario,
            Self::Tie => ItemKind::Tie,
            Self::Party | Self::Place | Self::Era => return None,
        })
    }
}

/// What an id stands for.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub kind: Kind,
    /// Whether another thing claims the id, too.
    is_disputed: bool,
    /// Position among its kind in the checked story.
    pub ix: usize,
    pub span: Span,
}

/// Every id of the story, and every source.
#[derive(Debug)]
pub(crate) struct IdIndex<'c> {
    pub ids: HashMap<String, Entry>,
    /// Tables of the events, in the order of the checked story.
    pub events: Vec<&'c Table>,
    pub sources: &'c [Source],
    numbers: HashMap<&'c str, SourceIx>,
    /// What there is of which no id could be read.
    nameless: Vec<Kind>,
}

impl<'c> IdIndex<'c> {
    pub(crate) fn build(content: &'c Content, sources: &'c [Source], diagnostics: &Diagnostics) -> Self {
        let numbers = sources.iter().enumerate().map(|(ix, it)| (it.id.as_str(), ix)).collect();
        let mut index =
            Self { ids: HashMap::new(), events: events_by_date(content), sources, numbers, nameless: Vec::new() };
        for (ix, section) in content.sections.iter().enumerate() {
            index.insert(Kind::Section, ix, &section.front, diagnostics);
        }
        for (ix, table) in index.events.clone().into_iter().enumerate() {
            index.insert(Kind::Event, ix, table, diagnostics);
        }
        for kind in &CARDS[..CARDS.len() - 1] {
            index.insert_all(*kind, content.list(kind.name()), diagnostics);
        }
        index.insert_all(Kind::Party, content.list("party"), diagnostics);
        index.insert_all(Kind::Tie, content.list("tie"), diagnostics);
        index.insert_all(Kind::Place, content.map.iter().flat_map(|it| it.tables("place")), diagnostics);
        index.insert_all(
            Kind::Era,
            content.story.iter().flat_map(|it| it.tables("era")).chain(content.list("era")),
            diagnostics,
        );
        index
    }

    /// Whether there is such a source.
    pub(crate) fn is_source(&self, id: &str) -> bool {
        self.numbers.contains_key(id)
    }

    /// The number of a source; notes it if there is none.
    pub(crate) fn source(&self, id: &str, span: &Span, diagnostics: &Diagnostics) -> Option<SourceIx> {
        let found = self.numbers.get(id).copied();
        // A source whose id is none has been noted.
        let mut wrong = self.numbers.keys().filter(|it| !is_id(it));
        if found.is_none() && !wrong.any(|it| made_id(it) == made_id(id)) {
            let otherwise = || match id {
                it if it.contains("://") => "write the id of a source here, and its address in sources.toml".to_owned(),
                it if it.contains(", ") => {
                    let each: Vec<_> = it.split(',').map(|it| format!("\"{}\"", it.trim())).collect();
                    format!("put each into quotes of its own: {}", each.join(", "))
                }
                _ => "add it to sources.toml".to_owned(),
            };
            let help = nearest(id, self.numbers.keys().copied())
                .map_or_else(otherwise, |it| format!("did you mean `{it}`? Otherwise add it to sources.toml"));
            diagnostics.report(
                Rule::SourceUnknown,
                span,
                format!("sources.toml has no source `{id}`"),
                "unknown source",
                help,
            );
        }
        found
    }

    /// What an id stands for, if that is one of `kinds`; notes it otherwise.
    pub(crate) fn resolve(&self, id: &str, span: &Span, kinds: &[Kind], diagnostics: &Diagnostics) -> Option<&Entry> {
        let Some(entry) = self.ids.get(id) else {
            let fits = self.ids.iter().filter(|(_, it)| kinds.contains(&it.kind)).map(|(id, _)| id.as_str());
            // What is no id cannot be meant, and has been noted as such.
            let (same_kind, wrong): (Vec<_>, Vec<_>) = fits.partition(|it| is_id(it));
            if wrong.iter().any(|it| made_id(it) == made_id(id)) || nearest(id, wrong).is_some() {
                return None;
            }
            let otherwise = || {
                let like = |it: &&&str| (strsim::jaro_winkler(id, it) * 1000.0) as u32;
                let example = same_kind.iter().max_by_key(|it| (like(it), std::cmp::Reverse(**it)));
                let example = example.map_or_else(String::new, |it| format!(", like `{it}`"));
                format!("write the id of {}{example}", one_of(kinds))
            };
            let meant = nearest(id, same_kind.iter().copied());
            // It may be that of a thing whose id is missing, which has been noted.
            if meant.is_none() && self.nameless.iter().any(|it| kinds.contains(it)) {
                return None;
            }
            let help = meant.map_or_else(otherwise, |it| format!("did you mean `{it}`?"));
            diagnostics.report(Rule::IdUnknown, span, format!("nothing has the id `{id}`"), "unknown id", help);
            return None;
        };
        if kinds.contains(&entry.kind) {
            return Some(entry);
        }
        if entry.is_disputed {
            return None;
        }
        let found = with_article(entry.kind.name());
        let help = match entry.kind {
            Kind::Event if kinds == CARDS => "join two events by `links`".to_owned(),
            Kind::Event => "lead to an event by `event:`".to_owned(),
            _ => format!("write the id of {}", one_of(kinds)),
        };
        diagnostics.report(
            Rule::IdKind,
            span,
            format!("`{id}` is {found}, which cannot stand here"),
            format!("this is {found}"),
            help,
        );
        None
    }

    fn insert_all<'t>(&mut self, kind: Kind, tables: impl IntoIterator<Item = &'t Table>, diagnostics: &Diagnostics) {
        for (ix, table) in tables.into_iter().enumerate() {
            self.insert(kind, ix, table, diagnostics);
        }
    }

    fn insert(&mut self, kind: Kind, ix: usize, table: &Table, diagnostics: &Diagnostics) {
        let Some(id) = table.str_if_any("id").filter(|it| !it.is_blank()) else {
            self.nameless.push(kind);
            return;
        };
        check_spelling(&id, diagnostics);
        if let Some(first) = self.ids.get_mut(&id.value) {
            note_duplicate(&id, &first.span, diagnostics);
            first.is_disputed = true;
            return;
        }
        self.ids.insert(id.value, Entry { kind, is_disputed: false, ix, span: id.span });
    }
}

fn one_of(kinds: &[Kind]) -> String {
    let names: Vec<_> = kinds.iter().map(|it| with_article(it.name())).collect();
    names.join(", ")
}

/// Notes an id that was used before, at `first`.
pub(crate) fn note_duplicate(id: &SpannedString, first: &Span, diagnostics: &Diagnostics) {
    let place = diagnostics.place(first);
    diagnostics.report(
        Rule::IdDuplicate,
        &id.span,
        format!("the id `{}` is taken: {place}", id.value),
        "used again here",
        "choose another id for the newer one",
    );
}

/// How ids begin that the page makes itself.
pub const RESERVED_STARTS: [&str; 3] = ["shelf-", "source-", "step-"];
/// Ids that the page itself uses and names of embeds that are not cards. Also words that would clash with one of these when
/// `-title` is appended.
const OWN: [&str; 24] = [
    "changes",
    "compact",
    "contents",
    "data",
    "data-timeline",
    "how-counted",
    "index",
    "list",
    "map",
    "map-text",
    "map-title",
    "outlook",
    "places",
    "preview",
    "share",
    "strings",
    "tie-list",
    "ties-all",
    "timeline",
    "tl-filters",
    "tour",
    "tour-steps",
    "tour-title",
    "whole",
];

/// Notes an id that is not made of lower-case words joined by hyphens.
pub(crate) fn check_spelling(id: &SpannedString, diagnostics: &Diagnostics) {
    let value = id.value.as_str();
    if !is_id(value) {
        // Copied along from a page or a word processor.
        if let Some(unseen) = value.chars().find(|it| is_unseen(*it)) {
            let message = format!("this id holds a character that cannot be seen (U+{:04X})", u32::from(unseen));
            let help = format!("type it anew: {}", value.chars().filter(|it| !is_unseen(*it)).collect::<String>());
            diagnostics.report(Rule::IdInvalid, &id.span, message, "not an id", help);
            return;
        }
        let made = made_id(value);
        let like = if is_id(&made) { made } else { "1999-bridge-opens".to_owned() };
        let help = format!("an id is lower-case words (a to z, 0 to 9) joined by hyphens, like {like}");
        diagnostics.report(Rule::IdInvalid, &id.span, format!("`{value}` cannot be an id"), "not an id", help);
    } else if let Some(start) = RESERVED_STARTS.iter().find(|it| value.starts_with(**it)) {
        let message = format!("the page itself makes ids that begin with `{start}`");
        diagnostics.report(Rule::IdInvalid, &id.span, message, "taken", "begin the id with another word");
    } else if OWN.contains(&value) {
        diagnostics.report(
            Rule::IdInvalid,
            &id.span,
            format!("`{value}` is an id of the page itself"),
            "taken",
            "add a word to it",
        );
    }
}

/// Characters that take no room and show nothing.
fn is_unseen(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || it.is_control()
}

/// What a text would be as an id; blank where it has letters of which nobody knows what they would be.
fn made_id(text: &str) -> String {
    if !text.is_ascii() {
        return String::new();
    }
    let lower = text.to_ascii_lowercase();
    let words: Vec<_> = lower.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    words.join("-")
}

/// Whether a text is an id: lower-case words joined by hyphens.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let word = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    text.split('-').all(word)
}

/// A date, without a word about it if it cannot be read.
pub(crate) fn date_if_valid(table: &Table, key: &str) -> Option<EventDate> {
    table.str_if_any(key)?.value.parse().ok()
}

/// Events by date, then time of day, then as they were written; those whose date cannot be read come last.
fn events_by_date(content: &Content) -> Vec<&Table> {
    let mut events: Vec<_> = content.list("event").iter().collect();
    events.sort_by_cached_key(|it| {
        let date = date_if_valid(it, "date").map(|it| it.sort_key());
        (date.is_none(), date, it.str_if_any("time").map(|it| it.value))
    });
    events
}
