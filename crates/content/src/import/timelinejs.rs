//! The JSON of TimelineJS, with members of our own beside its own.

use serde_json::Value as Json;

use crate::import::{Draft, Imported, date, plain};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{FileIx, Span};
use crate::tree::Table;

/// Members of our own, named as the keys of `[[event]]`.
const OWN: &[&str] = &[
    "short",
    "theme",
    "direction",
    "importance",
    "confidence",
    "sources",
    "parties",
    "people",
    "place",
    "doubt",
    "related",
];

/// Reads a timeline: its events and eras; its title stands in story.toml.
pub(crate) fn timelinejs(file: FileIx, text: &str, diagnostics: &Diagnostics) -> Imported {
    let mut imported = Imported::default();
    let json = match serde_json::from_str::<Json>(text) {
        Ok(json) => json,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            diagnostics.report(
                Rule::JsonSyntax,
                &Span::new(file, at..at),
                format!("this is not JSON: {error}"),
                "here",
                "compare it with TimelineJS's own export",
            );
            return imported;
        }
    };
    let Some(events) = json["events"].as_array() else {
        let help = "the file holds { \"events\": [ { \"start_date\": { \"year\": … }, \"text\": { \"headline\": …, \"text\": … } } ] }";
        diagnostics.report(Rule::JsonSyntax, &Span::start_of(file), "this timeline has no `events`", "", help);
        return imported;
    };
    let mut from = 0;
    for it in events {
        imported.events.push(event(it, &place(file, text, &mut from, it)));
    }
    for it in json["eras"].as_array().into_iter().flatten() {
        let (starts, ends) = (parts(&it["start_date"]), parts(&it["end_date"]));
        let label = cell(&it["text"]["headline"]);
        imported.add_era(
            &Span::start_of(file),
            &label,
            starts.each_ref().map(String::as_str),
            ends.each_ref().map(String::as_str),
        );
    }
    imported
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len())
}

/// JSON readers keep no places, so an event stands where its headline is found after the one before.
fn place(file: FileIx, text: &str, from: &mut usize, event: &Json) -> Span {
    let headline = event["text"]["headline"].to_string();
    match text[*from..].find(&headline).filter(|_| event["text"]["headline"].is_string()) {
        Some(found) => {
            let start = *from + found;
            *from = start + headline.len();
            Span::new(file, start..*from)
        }
        None => Span::new(file, *from..*from),
    }
}

fn event(json: &Json, span: &Span) -> Table {
    let mut draft = Draft::new(span.clone());
    draft.text("id", span, &cell(&json["unique_id"]));
    if draft.table.get("id").is_none() {
        draft.text("id", span, &cell(&json["id"]));
    }
    for key in OWN {
        draft.own(key, span, &cell(&json[key]));
    }
    let (start, end) = (&json["start_date"], &json["end_date"]);
    let (starts, ends) = (parts(start), parts(end));
    draft.text("date", span, &date(starts.each_ref().map(String::as_str), ends.each_ref().map(String::as_str)));
    let headline = cell(&json["text"]["headline"]);
    draft.text("title", span, &plain::markdown(&headline));
    draft.text("summary", span, &plain::markdown(&cell(&json["text"]["text"])));
    if draft.table.get("theme").is_none() {
        draft.text("theme", span, &crate::util::slug(&cell(&json["group"])));
    }
    draft.finish(&starts[0], &headline)
}

fn parts(date: &Json) -> [String; 3] {
    ["year", "month", "day"].map(|it| cell(&date[it]))
}

/// A member as the cell of a sheet: TimelineJS writes numbers as texts now and then, and lists become `a;b`.
fn cell(json: &Json) -> String {
    match json {
        Json::String(it) => it.clone(),
        Json::Number(it) => it.to_string(),
        Json::Array(it) => it.iter().map(cell).collect::<Vec<_>>().join(";"),
        _ => String::new(),
    }
}
