//! The JSON of TimelineJS 3, and the format it had before.

use serde_json::Value as Json;

use backstory_timeline::EventDate;

use crate::cell::Order;
use crate::date::{self, Parts, When};
use crate::notes::Notes;
use crate::sheet::{self, one_or_two_cells};
use crate::slide::{Media, OWN, Own, Slide, Timeline};

/// Whether a text is JSON, or JSON in a call or an assignment as the old TimelineJS had it.
pub fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) || bare(text) != text.trim_end()
}

/// What is wrong with the JSON, in the words of who wrote it.
fn mistake(text: &str, bare: &str, error: &serde_json::Error) -> String {
    let said = error.to_string();
    let at = bare.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let from = |column: usize| at.get(column.saturating_sub(1)..).unwrap_or_default();
    let is_comment = [from(error.column()), from(error.column() + 1)].iter().any(|it| it.starts_with(['/', '#']));
    let what = match said.as_str() {
        _ if error.is_eof() => "the file ends in the midst; get it whole",
        _ if is_comment => "JSON has no comments; take this one away",
        it if it.starts_with("key must be") => "a name stands in straight double quotes, as \"events\" does",
        it if it.starts_with("control character") => {
            "a text has no line break; write \\n there, or close it with a quote"
        }
        it if it.starts_with("trailing characters") => "something stands behind the end of the timeline; take it away",
        it if it.starts_with("trailing comma") => "behind the last of a list stands no comma; take it away",
        it if it.starts_with("expected value") => {
            "a value is missing, or a text without straight double quotes around it"
        }
        it => it.split(" at line ").next().unwrap_or(it),
    };
    // Of JSON in a call the lines before it count, too.
    let before = bare.as_ptr() as usize - text.as_ptr() as usize;
    let lines = text[..before].matches('\n').count();
    format!("this is no JSON: line {}, column {}: {what}", error.line() + lines, error.column())
}

/// What stands between the braces of `storyjs_jsonp_data = {…};` or `callback({…})`.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text =
        if text.starts_with("/*") { text.split_once("*/").map_or(text, |(_, it)| it.trim_start()) } else { text };
    let Some(open) = text.find('{') else { return text };
    let before = text[..open].trim_end();
    let is_name = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || "_.$ ".contains(it));
    match before.strip_suffix('=').or_else(|| before.strip_suffix('(')) {
        Some(name) if is_name(name.trim()) => text.rfind('}').map_or(text, |close| &text[open..=close.max(open)]),
        _ => text,
    }
}

/// Events one after the other without a list around them, as databases export them.
fn one_a_line(text: &str) -> Option<Json> {
    let found: Vec<Json> = serde_json::Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().ok()?;
    let is_event = |it: &Json| it.is_object() && ["events", "timeline"].iter().all(|key| it[*key].is_null());
    (found.len() > 1 && found.iter().all(is_event)).then_some(Json::Array(found))
}

/// Reads a timeline.
///
/// # Errors
/// When it is none, or when objects of it are wrong: one line for each kind of mistake.
pub fn read(text: &str, notes: &mut Notes) -> Result<Timeline, Vec<String>> {
    let bare = bare(text);
    let json = match serde_json::from_str(bare) {
        Ok(json) => json,
        Err(error) => one_a_line(bare).ok_or_else(|| vec![mistake(text, bare, &error)])?,
    };
    let json = if json["timeline"]["events"].is_array() { json["timeline"].clone() } else { json };
    if let Some(table) = table(&json) {
        return sheet::read(&table, notes);
    }
    let is_edtf = self::text(&json["dateFormat"]).starts_with("EDTF");
    let mut reader = Reader { notes, mistakes: Notes::default(), is_edtf };
    let old = [&json["timeline"], &json].into_iter().find(|it| it["date"].is_array() || it["date"].is_object());
    let timeline = if json["events"].is_array() || json["title"].is_object() {
        reader.version_3(&json)
    } else if let Some(old) = old {
        reader.old(old)
    } else if json.as_array().is_some_and(|it| it.iter().any(|it| it["start_date"] != Json::Null)) {
        reader.version_3(&serde_json::json!({ "events": json }))
    } else if let Some(program) = program_of(&json) {
        return Err(vec![format!(
            "this is JSON of {program}, and no timeline: get its table as CSV, and import that (a first row names the columns: Date, \
             Headline, Text)"
        )]);
    } else {
        let help = "{ \"events\": [ { \"start_date\": { \"year\": … }, \"text\": { \"headline\": … } } ] }";
        return Err(vec![format!(
            "this JSON is no timeline: it has neither `events` nor `timeline.date`; it must be {help}"
        )]);
    };
    let mistakes = reader.mistakes;
    if mistakes.is_empty() { Ok(timeline) } else { Err(mistakes.lines()) }
}

/// Which program writes tables as JSON of such a format.
fn program_of(json: &Json) -> Option<&'static str> {
    if json["results"]["bindings"].is_array() {
        Some("a query (SPARQL)")
    } else if json["table"]["cols"].is_array() {
        Some("Google's charts (gviz)")
    } else if json["records"].as_array().is_some_and(|it| it.iter().any(|it| it["fields"].is_object())) {
        Some("Airtable")
    } else {
        None
    }
}

/// Members of a slide that are read, or spoken of where they are not.
const KNOWN: [&str; 20] = [
    "start_date",
    "end_date",
    "date",
    "start",
    "end",
    "headline",
    "title",
    "text",
    "summary",
    "description",
    "media",
    "background",
    "display_date",
    "displayDate",
    "time",
    "endTime",
    "group",
    "unique_id",
    "id",
    "type",
];
/// And of its media.
const KNOWN_OF_MEDIA: [&str; 8] = ["url", "media", "credit", "caption", "alt", "link", "link_target", "thumbnail"];

struct Reader<'n> {
    notes: &'n mut Notes,
    mistakes: Notes,
    /// The file says that its dates are EDTF, as `data/events.json` of a story does.
    is_edtf: bool,
}

impl Reader<'_> {
    fn version_3(&mut self, json: &Json) -> Timeline {
        let list = |key: &str| objects(&json[key]);
        Timeline {
            title: json["title"].is_object().then(|| self.slide(&json["title"], "the title".to_owned())).flatten(),
            events: list("events").filter_map(|(ix, it)| self.slide(it, format!("event {}", ix + 1))).collect(),
            eras: list("eras").filter_map(|(ix, it)| self.slide(it, format!("era {}", ix + 1))).collect(),
        }
    }

    fn slide(&mut self, json: &Json, place: String) -> Option<Slide> {
        let names =
            |names: [&str; 3]| names.map(|it| &json[it]).into_iter().find(|it| !it.is_null()).unwrap_or(&Json::Null);
        let (start, end) = (names(["start_date", "date", "start"]), names(["end_date", "end", "end"]));
        let edtf = text(start).parse::<EventDate>().ok().filter(|_| self.is_edtf);
        let when = match start {
            _ if edtf.is_some() => Ok(When { date: text(start), ..When::default() }),
            Json::String(_) | Json::Number(_) => one_or_two_cells(&text(start), &text(end), Order::MonthFirst),
            _ => parts(start).and_then(|start| date::span(&start, &parts(end)?)),
        };
        let when = self.take(when.and_then(|it| at_times_of(it, json)), &place)?;
        self.note_others(json, &KNOWN, &place);
        self.note_others(&json["media"], &KNOWN_OF_MEDIA, &place);
        self.note_wrong(json, &["unique_id", "group", "display_date", "headline"], &place);
        self.note_wrong(&json["text"], &["headline", "text"], &place);
        self.note_wrong(&json["media"], &["url", "credit", "caption", "alt", "link"], &place);
        self.note_wrong(start, &["year", "month", "day", "hour", "minute"], &place);
        for key in ["text", "media", "start_date", "end_date"] {
            if json[key].is_array() {
                self.notes.add(&format!("`{key}` is a list, and is left out"), &place);
            }
        }
        let media = &json["media"];
        if json["background"].as_object().is_some_and(|it| it.values().any(|it| !text(it).is_empty())) {
            self.notes.add("backgrounds are left out", &place);
        }
        if !text(&media["thumbnail"]).is_empty() {
            self.notes.add("thumbnails are left out: nothing is loaded from others", &place);
        }
        let display = [&json["display_date"], &json["displayDate"], &start["display_date"]].map(text);
        Some(Slide {
            id: first_text([&json["unique_id"], &json["id"]]),
            display_date: display.into_iter().find(|it| !it.is_empty()).unwrap_or_else(|| when.words.clone()),
            headline: first_text([&json["text"]["headline"], &json["headline"], &json["title"]]),
            text: first_text([&json["text"]["text"], &json["text"], &json["summary"], &json["description"]]),
            media: media_of(media),
            group: text(&json["group"]),
            own: own(json),
            ..dated(place, when)
        })
    }

    fn old(&mut self, json: &Json) -> Timeline {
        let list = |key: &str| objects(&json[key]);
        Timeline {
            title: self.old_slide(&json["headline"], json, "the title".to_owned()),
            events: list("date")
                .filter_map(|(ix, it)| self.old_slide(&it["headline"], it, format!("event {}", ix + 1)))
                .collect(),
            eras: list("era")
                .filter_map(|(ix, it)| self.old_slide(&it["headline"], it, format!("era {}", ix + 1)))
                .collect(),
        }
    }

    fn old_slide(&mut self, headline: &Json, json: &Json, place: String) -> Option<Slide> {
        let [start, end] = ["startDate", "endDate"].map(|it| text(&json[it]));
        let start = if place == "the title" { String::new() } else { start };
        let end = if start.is_empty() { String::new() } else { end };
        let when = self.take(one_or_two_cells(&start, &end, Order::MonthFirst), &place)?;
        if !text(&json["asset"]["thumbnail"]).is_empty() {
            self.notes.add("thumbnails are left out: nothing is loaded from others", &place);
        }
        self.note_others(&json["asset"], &KNOWN_OF_MEDIA, &place);
        Some(Slide {
            display_date: when.words.clone(),
            headline: text(headline),
            text: text(&json["text"]),
            media: media_of(&json["asset"]),
            group: text(&json["tag"]),
            own: own(json),
            ..dated(place, when)
        })
    }

    /// What should be a text and is something else is said, too.
    fn note_wrong(&mut self, json: &Json, keys: &[&str], place: &str) {
        for key in keys.iter().filter(|it| json[**it].is_object() || json[**it].is_array()) {
            self.notes.add(&format!("`{key}` is no text, and is left out"), place);
        }
    }

    /// Members that have no place in a story are said, as columns of a sheet are.
    fn note_others(&mut self, json: &Json, known: &[&str], place: &str) {
        let is_filled = |it: &Json| !matches!(it, Json::Null | Json::Bool(_)) && it.as_str() != Some("");
        let others = json
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, it)| is_filled(it) && !known.contains(&key.as_str()) && !OWN.contains(&key.as_str()));
        for (key, _) in others {
            self.notes.add(&format!("`{key}` is left out"), place);
        }
    }

    fn take(&mut self, when: Result<When, String>, place: &str) -> Option<When> {
        match when {
            Ok(when) => {
                when.notes.iter().for_each(|it| self.notes.add(it, place));
                Some(when)
            }
            Err(mistake) => {
                self.mistakes.add(&mistake, place);
                None
            }
        }
    }
}

fn dated(place: String, when: When) -> Slide {
    Slide { place, date: when.date, time: when.time, end_time: when.end_time, ..Slide::default() }
}

/// A date with the times of day that stand beside it, as `data/events.json` of a story has them.
fn at_times_of(mut when: When, json: &Json) -> Result<When, String> {
    let (time, end_time) = (date::time(&text(&json["time"]))?, date::end_time(&text(&json["endTime"]))?);
    if time.is_empty() && end_time.is_empty() {
        return Ok(when);
    }
    let is_day = when.date.parse::<EventDate>().is_ok_and(|it| it.first().day().is_some() && it.last().day().is_some());
    if !is_day {
        when.notes.push(date::TIME_LEFT_OUT);
    } else if when.time.is_empty() {
        (when.time, when.end_time) = (time, end_time);
    }
    Ok(when)
}

fn media_of(json: &Json) -> Media {
    Media {
        url: first_text([&json["url"], &json["media"], json]),
        credit: text(&json["credit"]),
        caption: text(&json["caption"]),
        alt: text(&json["alt"]),
        link: text(&json["link"]),
    }
}

/// The members of a list with their numbers; one that stands alone is a list, too.
fn objects(json: &Json) -> impl Iterator<Item = (usize, &Json)> {
    let alone = json.is_object().then_some(json);
    json.as_array().into_iter().flatten().chain(alone).enumerate()
}

/// A list of flat objects, or of rows, is a table.
fn table(json: &Json) -> Option<String> {
    let rows = json.as_array().or_else(|| json["values"].as_array())?;
    let mut names = Vec::<&String>::new();
    rows.iter().filter_map(Json::as_object).flat_map(|it| it.keys()).for_each(|it| {
        if !names.contains(&it) {
            names.push(it);
        }
    });
    let is_flat = |it: &Json| it.as_object().is_some_and(|it| it.values().all(|it| !it.is_object() && !it.is_array()));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    if rows.iter().all(Json::is_array) {
        for row in rows.iter().filter_map(Json::as_array) {
            writer.write_record(row.iter().map(text)).ok()?;
        }
    } else if rows.iter().all(is_flat) && !names.iter().any(|it| *it == "start_date") {
        writer.write_record(&names).ok()?;
        for row in rows {
            writer.write_record(names.iter().map(|it| text(&row[it.as_str()]))).ok()?;
        }
    } else {
        return None;
    }
    String::from_utf8(writer.into_inner().ok()?).ok().filter(|it| !it.is_empty())
}

fn first_text<const COUNT: usize>(of: [&Json; COUNT]) -> String {
    of.map(text).into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

/// A text or a number as a text.
fn text(json: &Json) -> String {
    match json {
        Json::String(it) => it.trim().to_owned(),
        Json::Number(it) => it.to_string(),
        _ => String::new(),
    }
}

fn parts(json: &Json) -> Result<Parts, String> {
    let clock: Vec<_> = ["hour", "minute", "second"].map(|it| text(&json[it])).into();
    let or_zero = |it: &str| if it.is_empty() { "0".to_owned() } else { it.to_owned() };
    let whole = |it: &String| or_zero(it.strip_suffix(".0").unwrap_or(it));
    let is_given = clock.iter().any(|it| !it.is_empty());
    let time =
        if is_given { date::time(&clock.iter().map(whole).collect::<Vec<_>>().join(":"))? } else { String::new() };
    Ok(Parts { year: text(&json["year"]), month: text(&json["month"]), day: text(&json["day"]), time })
}

fn own(json: &Json) -> Vec<(&'static str, Own)> {
    let read = |key: &&'static str| {
        let value = match &json[*key] {
            Json::String(it) if !it.trim().is_empty() => Own::from_cell(key, it),
            Json::Number(it) => Own::Number(it.as_i64()?),
            Json::Array(it) => Own::List(it.iter().map(text).filter(|it| !it.is_empty()).collect()),
            _ => return None,
        };
        Some((*key, value))
    };
    OWN.iter().filter_map(read).collect()
}
