//! Events and the links between them.

use crate::book::{CARDS, Kind};
use crate::build::{Desk, Words, at};
use crate::check;
use crate::fields::{Fields, fields};
use crate::markdown::Shape;
use crate::model::{Confidence, Direction, Event, Link, LinkKind};
use crate::rule::Rule;
use crate::tree::Table;

pub(crate) fn read(table: &Table, words: &Words, desk: &Desk) -> Event {
    fields(table, "event", desk.log, |f| {
        let summary = desk.prose(f, "summary", Shape::Line);
        let doubt = desk.maybe_prose(f, "doubt", Shape::Card);
        let event = Event {
            id: f.id(),
            date: f.date("date"),
            title: desk.short(f, "title", 80, Rule::TitleLong),
            short: desk.maybe_short(f, "short", 40, Rule::TitleLong),
            theme: theme(f, words, desk),
            direction: direction(f, words, desk),
            importance: u8::try_from(f.integer("importance", 1, 3)).unwrap_or(1),
            confidence: desk.confidence(f),
            parties: desk.positions(f, "parties", Kind::Party),
            people: desk.positions(f, "people", Kind::Person),
            place: f.maybe_text("place").and_then(|it| desk.lookup(&it, &[Kind::Place]).map(|it| it.ix)),
            related: desk.ids(f, "related", CARDS),
            sources: desk.sourced(f, "event", std::iter::once(&summary).chain(&doubt)),
            links: f.tables("links").into_iter().filter_map(|it| link(it, desk)).collect(),
            linked_from: Vec::new(),
            summary,
            doubt,
        };
        desk.check_words(f, "summary", &event.summary, 20, 70);
        check_doubt(&event, table, desk);
        let doubt = event.doubt.as_ref().map_or("", |it| it.plain.as_str());
        let said = format!("{} {} {doubt}", event.title, event.summary.plain);
        check::state_media(&event.sources, &said, at(table, "summary"), desk);
        event
    })
}

fn theme(f: &Fields, words: &Words, desk: &Desk) -> usize {
    let options: Vec<_> = words.story_config.themes.iter().enumerate().map(|(ix, it)| (it.id.as_str(), ix)).collect();
    desk.choice(&f.text("theme"), "theme", &options).unwrap_or_default()
}

fn direction(f: &Fields, words: &Words, desk: &Desk) -> Direction {
    let Some(measure) = &words.story_config.measure else {
        f.maybe_text("direction");
        return Direction::Flat;
    };
    let [up, down, flat] = &measure.directions;
    let options =
        [(up.id.as_str(), Direction::Up), (down.id.as_str(), Direction::Down), (flat.id.as_str(), Direction::Flat)];
    desk.choice(&f.text("direction"), "direction", &options).unwrap_or(Direction::Flat)
}

fn check_doubt(event: &Event, table: &Table, desk: &Desk) {
    if event.confidence == Confidence::Low && event.doubt.is_none() {
        let help = "add `doubt = \"…\"`: what is contested, or how thin the sources are";
        desk.log.add(
            Rule::DoubtMissing,
            at(table, "confidence"),
            "confidence is low, and nothing says why",
            "low",
            help,
        );
    }
}

/// The kinds of links, by their words.
pub(crate) const LINK_KINDS: &[(&str, LinkKind)] = &[
    ("led-to", LinkKind::LedTo),
    ("responded-to", LinkKind::RespondedTo),
    ("part-of", LinkKind::PartOf),
    ("contradicts", LinkKind::Contradicts),
    ("fulfils", LinkKind::Fulfils),
];

fn link(table: &Table, desk: &Desk) -> Option<Link> {
    fields(table, "link", desk.log, |f| {
        let kind = desk.choice(&f.text("kind"), "kind", LINK_KINDS);
        let to = f.text("to");
        let note = desk.maybe_plain(f, "note");
        let sources = desk.listed(f);
        if note.is_some() && sources.is_empty() {
            let help = "a reason is a judgement: add `sources = [\"id\"]` to the link";
            desk.log.add(
                Rule::LinkJudgement,
                at(table, "note"),
                "this link gives a reason and no source for it",
                "a judgement",
                help,
            );
        }
        if !sources.is_empty() && note.is_none() {
            let help = "add `note = \"…\"`: what in the sources joins the two events";
            desk.log.add(
                Rule::LinkJudgement,
                at(table, "sources"),
                "this link names sources and does not say for what",
                "no reason",
                help,
            );
        }
        let to = desk.lookup(&to, &[Kind::Event])?.ix;
        Some(Link { kind: kind?, to, note, sources })
    })
}

/// Tells each event which links end there.
pub(crate) fn link_back(events: &mut [Event]) {
    let links: Vec<_> = events
        .iter()
        .enumerate()
        .flat_map(|(from, it)| it.links.iter().map(move |link| (from, link.to, link.kind)))
        .collect();
    for (from, to, kind) in links {
        events[to].linked_from.push((from, kind));
    }
}
