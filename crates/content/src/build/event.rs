//! Events and the links between them.

use backstory_timeline::{Kind as Moments, Moment};

use crate::check;
use crate::context::{BuildContext, span_of};
use crate::fields::{Fields, fields};
use crate::id_index::{CARDS, Kind};
use crate::limits;
use crate::markdown::Shape;
use crate::model::{Confidence, Direction, Event, Link, LinkKind, Story};
use crate::rule::Rule;
use crate::tree::Table;

pub(crate) fn read(table: &Table, story: &Story, cx: &BuildContext) -> Event {
    fields(table, "event", cx.diagnostics, |f| {
        // An imported text may hold paragraphs and lists, or be left out.
        let summary = cx.maybe_prose(f, "summary", Shape::Card).unwrap_or_default();
        let doubt = cx.maybe_prose(f, "doubt", Shape::Card);
        let event = Event {
            id: f.id(),
            date: f.date("date"),
            time: time(f, "time", cx),
            end_time: time(f, "end-time", cx),
            display_date: cx.maybe_plain(f, "display-date"),
            title: cx.short(f, "title", limits::TITLE, Rule::TitleLong),
            short: cx.maybe_short(f, "short", limits::SHORT_TITLE, Rule::TitleLong),
            theme: theme(f, story, cx),
            direction: direction(f, story, cx),
            importance: u8::try_from(f.integer("importance", 1, 3)).unwrap_or(1),
            confidence: cx.confidence(f),
            parties: cx.positions(f, "parties", Kind::Party),
            people: cx.positions(f, "people", Kind::Person),
            place: f.maybe_text("place").and_then(|it| cx.lookup(&it, &[Kind::Place]).map(|it| it.ix)),
            related: cx.ids(f, "related", CARDS),
            sources: cx.sourced(f, "event", std::iter::once(&summary).chain(&doubt)),
            links: f.tables("links").into_iter().filter_map(|it| link(it, cx)).collect(),
            linked_from: Vec::new(),
            summary,
            doubt,
        };
        cx.check_words(f, "summary", &event.summary, 20, 70);
        check_doubt(&event, table, cx);
        check_times(&event, table, cx);
        let doubt = event.doubt.as_ref().map_or("", |it| it.plain.as_str());
        let said = format!("{} {} {doubt}", event.title, event.summary.plain);
        check::state_media(&event.sources, &said, span_of(table, "summary"), cx);
        event
    })
}

/// A time of day: `09:00` or `09:00:30`; `24:00` is the end of the day, as ISO 8601 has it.
fn time(f: &Fields, key: &'static str, cx: &BuildContext) -> Option<String> {
    let text = f.maybe_text(key)?;
    let parts: Vec<_> = text.value.split(':').collect();
    let is_below = |part: &str, limit: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|it| it < limit);
    let is_time =
        matches!(parts.len(), 2 | 3) && parts.iter().zip([24, 60, 60]).all(|(part, limit)| is_below(part, limit));
    let is_end_of_day = ["24:00", "24:00:00"].contains(&text.value.as_str());
    if !is_time && !is_end_of_day && !text.is_blank() {
        let help = "write hours and minutes, from 00:00 to 24:00: 09:00";
        let message = format!("`{}` is no time of day", text.value);
        cx.diagnostics.report(Rule::DateInvalid, &text.span, message, "not a time", help);
    }
    Some(text.value)
}

/// A time of day belongs to a day, and ends after it has begun.
fn check_times(event: &Event, table: &Table, cx: &BuildContext) {
    let day = crate::id_index::date_if_valid(table, "date").map(|it| it.kind());
    let exact = |it: Moment| it.day().is_some();
    let (starts, ends, one_day) = match day {
        Some(Moments::At(day)) => (exact(day), exact(day), true),
        Some(Moments::Span(from, to)) => (exact(from), exact(to), false),
        Some(Moments::Since(from)) => (exact(from), false, false),
        Some(Moments::Until(to)) => (false, exact(to), false),
        Some(_) => (false, false, false),
        None => return,
    };
    for (key, time, is_exact) in [("time", &event.time, starts), ("end-time", &event.end_time, ends)] {
        if time.is_some() && !is_exact {
            let help = "write the day into `date`, or take the time out";
            let message = "a time of day, and the date names no day";
            cx.diagnostics.report(Rule::DateInvalid, span_of(table, key), message, "of which day?", help);
        }
    }
    if one_day && event.time.is_some() && event.end_time.as_ref().is_some_and(|it| Some(it) < event.time.as_ref()) {
        let help = "swap the two; if it ended on another day, write both into `date`: 2003-11-19/2003-11-20";
        cx.diagnostics.report(
            Rule::DateOrder,
            span_of(table, "end-time"),
            "the event ends before it begins",
            "too early",
            help,
        );
    }
}

fn theme(f: &Fields, story: &Story, cx: &BuildContext) -> usize {
    let options: Vec<_> = story.themes.iter().enumerate().map(|(ix, it)| (it.id.as_str(), ix)).collect();
    cx.choice(&f.text("theme"), "theme", &options).unwrap_or_default()
}

fn direction(f: &Fields, story: &Story, cx: &BuildContext) -> Direction {
    let Some(measure) = &story.measure else {
        f.maybe_text("direction");
        return Direction::Flat;
    };
    let [up, down, flat] = &measure.directions;
    let options =
        [(up.id.as_str(), Direction::Up), (down.id.as_str(), Direction::Down), (flat.id.as_str(), Direction::Flat)];
    cx.choice(&f.text("direction"), "direction", &options).unwrap_or(Direction::Flat)
}

fn check_doubt(event: &Event, table: &Table, cx: &BuildContext) {
    if event.confidence == Some(Confidence::Low) && event.doubt.is_none() {
        let help = "add `doubt = \"…\"`: what is contested, or how thin the sources are";
        cx.diagnostics.report(
            Rule::DoubtMissing,
            span_of(table, "confidence"),
            "confidence is low, and nothing says why",
            "low",
            help,
        );
    }
}

fn link(table: &Table, cx: &BuildContext) -> Option<Link> {
    fields(table, "link", cx.diagnostics, |f| {
        let kind = cx.choice(&f.text("kind"), "kind", LinkKind::IDS);
        let to = f.text("to");
        let note = cx.maybe_plain(f, "note");
        let sources = cx.listed(f);
        if note.is_some() && table.count("sources") == 0 {
            let help = "a reason is a judgement: add `sources = [\"id\"]` to the link";
            cx.diagnostics.report(
                Rule::LinkJudgement,
                span_of(table, "note"),
                "this link gives a reason and no source for it",
                "a judgement",
                help,
            );
        }
        if !sources.is_empty() && note.is_none() {
            let help = "add `note = \"…\"`: what in the sources joins the two events";
            cx.diagnostics.report(
                Rule::LinkJudgement,
                span_of(table, "sources"),
                "this link names sources and does not say for what",
                "no reason",
                help,
            );
        }
        let to = cx.lookup(&to, &[Kind::Event])?.ix;
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
