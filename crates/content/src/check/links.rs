//! Links between events agree with their dates and are written once.

use backstory_timeline::{Day, EventDate, Kind};

use crate::context::{BuildContext, span_of};
use crate::id_index::date_if_valid;
use crate::model::{Event, LinkKind, Story};
use crate::rule::Rule;
use crate::tree::Table;

pub(crate) fn check(story: &Story, cx: &BuildContext) {
    for (ix, table) in cx.index.events.iter().enumerate() {
        let mut seen = Vec::new();
        for link in table.tables("links") {
            let Some((kind, to)) = read(link, cx) else {
                continue;
            };
            if seen.contains(&(kind, to)) {
                let message = format!("this event already {} `{}`", verb(kind), story.events[to].id);
                cx.diagnostics.report(
                    Rule::LinkDuplicate,
                    span_of(link, "to"),
                    message,
                    "again",
                    "take one of the two out",
                );
            }
            seen.push((kind, to));
            check_pair(ix, kind, to, link, story, cx);
            if kind == LinkKind::LedTo && from_there_back(story, ix, to) {
                let message =
                    format!("`{0}` led to `{1}`, and that to `{0}` again", story.events[ix].id, story.events[to].id);
                let help = "nothing leads to itself: take one of the links of this circle out";
                cx.diagnostics.report(Rule::LinkSelf, span_of(link, "to"), message, "a circle", help);
            }
        }
    }
}

/// Whether the links "led to" lead from an event to one that was before it in the story: so of a circle one link is told.
fn from_there_back(story: &Story, ix: usize, to: usize) -> bool {
    if ix <= to {
        return false;
    }
    let mut ahead = vec![to];
    let mut seen = vec![false; story.events.len()];
    while let Some(at) = ahead.pop() {
        if at == ix {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            ahead.extend(story.events[at].links.iter().filter(|it| it.kind == LinkKind::LedTo).map(|it| it.to));
        }
    }
    false
}

fn read(link: &Table, cx: &BuildContext) -> Option<(LinkKind, usize)> {
    let word = link.str_if_any("kind")?;
    let kind = LinkKind::from_id(&word.value)?;
    let entry = cx.index.ids.get(&link.str_if_any("to")?.value)?;
    (entry.kind == crate::id_index::Kind::Event).then_some((kind, entry.ix))
}

fn check_pair(from: usize, kind: LinkKind, to: usize, link: &Table, story: &Story, cx: &BuildContext) {
    let (this, that) = (&story.events[from], &story.events[to]);
    let place = span_of(link, "to");
    if from == to {
        cx.diagnostics.report(
            Rule::LinkSelf,
            place,
            format!("`{}` links to itself", this.id),
            "itself",
            "name another event",
        );
        return;
    }
    let dated = [from, to].iter().all(|it| date_if_valid(cx.index.events[*it], "date").is_some());
    if let (Some(problem), true) = (contradiction(this, kind, that), dated) {
        let message =
            format!("`{}` ({}) {} `{}` ({}), but {problem}", this.id, this.date, verb(kind), that.id, that.date);
        let help = "check the two dates and the kind: led-to goes forward in time, responded-to and fulfils go back, part-of stays within";
        cx.diagnostics.report(Rule::LinkDates, place, message, "against the dates", help);
    }
    if is_mirror(from, kind, that, to) {
        let message = format!("`{}` says the same the other way round", that.id);
        cx.diagnostics.report(Rule::LinkDuplicate, place, message, "said twice", "keep one of the two links");
    }
}

/// A link of the other event that says what this one says; noted on the later of the two only.
fn is_mirror(from: usize, kind: LinkKind, that: &Event, to: usize) -> bool {
    let mirrored = match kind {
        LinkKind::LedTo => LinkKind::RespondedTo,
        LinkKind::RespondedTo => LinkKind::LedTo,
        LinkKind::Contradicts => LinkKind::Contradicts,
        LinkKind::PartOf => LinkKind::PartOf,
        LinkKind::Fulfils => return false,
    };
    from > to && that.links.iter().any(|it| it.to == from && it.kind == mirrored)
}

fn verb(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::LedTo => "led to",
        LinkKind::RespondedTo => "responded to",
        LinkKind::PartOf => "is part of",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Fulfils => "fulfils",
    }
}

/// What in the dates speaks against a link; nothing, where they leave room for it.
fn contradiction(this: &Event, kind: LinkKind, that: &Event) -> Option<&'static str> {
    let (this, that) = (extent(&this.date), extent(&that.date));
    match kind {
        LinkKind::LedTo if that.1 < this.0 => Some("it came later"),
        LinkKind::RespondedTo | LinkKind::Fulfils if this.1 < that.0 => Some("it came earlier"),
        LinkKind::PartOf if this.1 < that.0 || that.1 < this.0 => Some("the two do not overlap"),
        _ => None,
    }
}

/// First and last day that the event may have had.
fn extent(date: &EventDate) -> (Day, Day) {
    match date.kind() {
        Kind::Before(_) | Kind::Until(_) => (Day::MIN, date.last_day()),
        Kind::After(_) | Kind::Since(_) => (date.first_day(), Day::MAX),
        _ => (date.first_day(), date.last_day()),
    }
}
