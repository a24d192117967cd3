//! Dates agree with one another.

use backstory_timeline::EventDate;

use crate::content::Content;
use crate::context::{BuildContext, NO_RIBBON_YEARS, span_of};
use crate::id_index::date_if_valid;
use crate::model::{Era, Story};
use crate::rule::Rule;
use crate::tree::Table;

pub(crate) fn check(story: &Story, content: &Content, cx: &BuildContext) {
    let Some(frame) = &content.story else { return };
    check_publication(content, frame, cx);
    check_eras(story, content, frame, cx);
    let today = date_if_valid(frame, "today");
    for table in &cx.index.events {
        check_end(table, "date", "an event", today, cx);
        check_epoch(table, story, cx);
    }
    for table in content.list("signpost") {
        check_end(table, "as-of", "a signpost", today, cx);
    }
}

fn check_publication(content: &Content, frame: &Table, cx: &BuildContext) {
    let (Some(published), Some(updated)) = (date_if_valid(frame, "published"), date_if_valid(frame, "updated")) else {
        return;
    };
    if updated.last_day() < published.first_day() {
        let message = format!("the story was updated ({updated}) before it was published ({published})");
        cx.diagnostics.report(
            Rule::DateOrder,
            span_of(frame, "updated"),
            message,
            "too early",
            "the first version is updated on the day of publication",
        );
    }
    for table in content.list("change") {
        let Some(date) = date_if_valid(table, "date") else {
            continue;
        };
        if date.first_day() > updated.last_day() {
            let message = format!("this change ({date}) is younger than `updated` in story.toml ({updated})");
            cx.diagnostics.report(
                Rule::DateOrder,
                span_of(table, "date"),
                message,
                "too late",
                "set `updated` to the day of the newest change",
            );
        }
    }
}

fn check_eras(story: &Story, content: &Content, frame: &Table, cx: &BuildContext) {
    let mut before: Option<&Era> = None;
    for (era, table) in story.eras.iter().zip(frame.tables("era").chain(content.list("era"))) {
        if date_if_valid(table, "from").is_none() || date_if_valid(table, "to").is_none() {
            continue;
        }
        if era.to.last_day() < era.from.first_day() {
            let message = format!("this era ends ({}) before it begins ({})", era.to, era.from);
            cx.diagnostics.report(Rule::DateOrder, span_of(table, "to"), message, "too early", "swap the two");
        }
        if let Some(before) = before.filter(|it| era.from.first_day() < it.to.first_day()) {
            let message = format!("`{}` begins ({}) before `{}` ends ({})", era.id, era.from, before.id, before.to);
            cx.diagnostics.report(
                Rule::EraOrder,
                span_of(table, "from"),
                message,
                "too early",
                "write eras in order, each from the end of the one before or later",
            );
        }
        before = Some(era);
    }
}

fn check_end(table: &Table, key: &str, what: &str, today: Option<EventDate>, cx: &BuildContext) {
    let (Some(date), Some(today)) = (date_if_valid(table, key), today) else {
        return;
    };
    if date.first_day() > today.last_day() {
        let message = format!("{what} of {date} lies after the end of the record ({today})");
        cx.diagnostics.report(
            Rule::DateFuture,
            span_of(table, key),
            message,
            "too late",
            "check the date, or move `today` in story.toml",
        );
    }
}

/// An event that counts for neither direction may lie outside: the ribbon would show nothing of it.
fn check_epoch(table: &Table, story: &Story, cx: &BuildContext) {
    let Some(measure) = story.measure.as_ref().filter(|it| it.span != NO_RIBBON_YEARS) else {
        return;
    };
    let (first, last) = measure.span;
    let [_, _, flat] = &measure.directions;
    if table.str_if_any("direction").is_some_and(|it| it.value == flat.id) {
        return;
    }
    let Some(date) = date_if_valid(table, "date") else {
        return;
    };
    if !(first..=last).contains(&date.year()) {
        let message = format!("the ribbon shows {first} to {last}, and not this event of {date}");
        cx.diagnostics.report(
            Rule::DateEpoch,
            span_of(table, "date"),
            message,
            "not in the ribbon",
            "widen `span` of [measure] in story.toml, or check the date",
        );
    }
}
