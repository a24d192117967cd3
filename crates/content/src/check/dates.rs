//! Dates agree with one another.

use backstory_timeline::EventDate;

use crate::book::quiet_date;
use crate::build::{Desk, NO_SPAN, at};
use crate::content::Content;
use crate::model::{Era, Story};
use crate::rule::Rule;
use crate::tree::Table;

pub(crate) fn check(story: &Story, content: &Content, desk: &Desk) {
    let Some(frame) = &content.story else { return };
    check_publication(content, frame, desk);
    check_eras(story, content, frame, desk);
    let today = quiet_date(frame, "today");
    for table in &desk.book.events {
        check_end(table, "date", "an event", today, desk);
        check_epoch(table, story, desk);
    }
    for table in content.list("signpost") {
        check_end(table, "as-of", "a signpost", today, desk);
    }
}

fn check_publication(content: &Content, frame: &Table, desk: &Desk) {
    let (Some(published), Some(updated)) = (quiet_date(frame, "published"), quiet_date(frame, "updated")) else {
        return;
    };
    if updated.last_day() < published.first_day() {
        let message = format!("the story was updated ({updated}) before it was published ({published})");
        desk.log.add(
            Rule::DateOrder,
            at(frame, "updated"),
            message,
            "too early",
            "the first version is updated on the day of publication",
        );
    }
    for table in content.list("change") {
        let Some(date) = quiet_date(table, "date") else {
            continue;
        };
        if date.first_day() > updated.last_day() {
            let message = format!("this change ({date}) is younger than `updated` in story.toml ({updated})");
            desk.log.add(
                Rule::DateOrder,
                at(table, "date"),
                message,
                "too late",
                "set `updated` to the day of the newest change",
            );
        }
    }
}

fn check_eras(story: &Story, content: &Content, frame: &Table, desk: &Desk) {
    let mut before: Option<&Era> = None;
    for (era, table) in story.eras.iter().zip(frame.tables("era").chain(content.list("era"))) {
        if quiet_date(table, "from").is_none() || quiet_date(table, "to").is_none() {
            continue;
        }
        if era.to.last_day() < era.from.first_day() {
            let message = format!("this era ends ({}) before it begins ({})", era.to, era.from);
            desk.log.add(Rule::DateOrder, at(table, "to"), message, "too early", "swap the two");
        }
        if let Some(before) = before.filter(|it| era.from.first_day() < it.to.first_day()) {
            let message = format!("`{}` begins ({}) before `{}` ends ({})", era.id, era.from, before.id, before.to);
            desk.log.add(
                Rule::EraOrder,
                at(table, "from"),
                message,
                "too early",
                "write eras in order, each from the end of the one before or later",
            );
        }
        before = Some(era);
    }
}

fn check_end(table: &Table, key: &str, what: &str, today: Option<EventDate>, desk: &Desk) {
    let (Some(date), Some(today)) = (quiet_date(table, key), today) else {
        return;
    };
    if date.first_day() > today.last_day() {
        let message = format!("{what} of {date} lies after the end of the record ({today})");
        desk.log.add(
            Rule::DateFuture,
            at(table, key),
            message,
            "too late",
            "check the date, or move `today` in story.toml",
        );
    }
}

/// An event that counts for neither direction may lie outside: the ribbon would show nothing of it.
fn check_epoch(table: &Table, story: &Story, desk: &Desk) {
    let Some(measure) = story.measure.as_ref().filter(|it| it.span != NO_SPAN) else {
        return;
    };
    let (first, last) = measure.span;
    let [_, _, flat] = &measure.directions;
    if table.peek("direction").is_some_and(|it| it.value == flat.id) {
        return;
    }
    let Some(date) = quiet_date(table, "date") else {
        return;
    };
    if !(first..=last).contains(&date.year()) {
        let message = format!("the ribbon shows {first} to {last}, and not this event of {date}");
        desk.log.add(
            Rule::DateEpoch,
            at(table, "date"),
            message,
            "not in the ribbon",
            "widen `span` of [measure] in story.toml, or check the date",
        );
    }
}
