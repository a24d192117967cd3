//! The story's data for other programs: CSV, JSON, iCalendar, CSL-JSON, oEmbed.

use backstory::COLUMN;
use backstory_content::model::{Direction, Event, LinkKind, SourceKind};
use backstory_timeline::{Day, Precision};
use serde_json::{Value, json};

use crate::head::escape;
use backstory::View;

/// Files by path.
#[must_use]
pub fn feeds(view: &View) -> Vec<(String, Vec<u8>)> {
    let file = |name: &str, bytes: Vec<u8>| (format!("data/{name}"), bytes);
    vec![
        file("events.csv", events_csv(view)),
        file("climate.csv", climate_csv(view)),
        file("events.json", pretty(&events_json(view))),
        file("events.ics", calendar(view).into_bytes()),
        file("sources.json", pretty(&sources_csl(view))),
    ]
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn direction(view: &View, d: Direction) -> String {
    view.story.measure.as_ref().map(|m| m.directions[d as usize].id.clone()).unwrap_or_default()
}

fn link_name(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::LedTo => "led-to",
        LinkKind::RespondedTo => "responded-to",
        LinkKind::PartOf => "part-of",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Fulfils => "fulfils",
    }
}

fn csv_of(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn events_csv(view: &View) -> Vec<u8> {
    let story = &view.story;
    let head = [
        "id",
        "date",
        "date in words",
        "title",
        "summary",
        "theme",
        "direction",
        "importance",
        "confidence",
        "parties",
        "doubt",
        "links",
        "sources",
    ];
    let rows = story.events.iter().map(|e| {
        let parties: Vec<&str> = e.parties.iter().map(|p| story.parties[*p].id.as_str()).collect();
        let links: Vec<String> =
            e.links.iter().map(|l| format!("{} {}", link_name(l.kind), story.events[l.to].id)).collect();
        let sources: Vec<&str> = e.sources.iter().map(|s| story.sources[*s].url.as_str()).collect();
        vec![
            e.id.clone(),
            e.date.to_string(),
            view.words.date(&e.date),
            e.title.clone(),
            e.summary.plain.clone(),
            story.themes[e.theme].id.clone(),
            direction(view, e.direction),
            e.importance.to_string(),
            story.confidences[e.confidence as usize].id.clone(),
            parties.join(";"),
            e.doubt.as_ref().map(|d| d.plain.clone()).unwrap_or_default(),
            links.join(";"),
            sources.join(" "),
        ]
    });
    csv_of(std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

fn climate_csv(view: &View) -> Vec<u8> {
    let head = ["year", "up", "down", "net", "events"].map(str::to_owned).to_vec();
    let rows = view.data.years.iter().map(|y| {
        [i64::from(y.year), y.up.into(), y.down.into(), i64::from(y.up) - i64::from(y.down), y.count.into()]
            .map(|n| n.to_string())
            .to_vec()
    });
    csv_of(std::iter::once(head).chain(rows))
}

fn events_json(view: &View) -> Value {
    let story = &view.story;
    let events: Vec<Value> = story.events.iter().map(|e| json!({
        "id": e.id,
        "date": e.date.to_string(),
        "title": e.title,
        "summary": e.summary.plain,
        "theme": story.themes[e.theme].id,
        "direction": direction(view, e.direction),
        "importance": e.importance,
        "confidence": story.confidences[e.confidence as usize].id,
        "parties": e.parties.iter().map(|p| &story.parties[*p].id).collect::<Vec<_>>(),
        "doubt": e.doubt.as_ref().map(|d| &d.plain),
        "links": e.links.iter().map(|l| json!({"kind": link_name(l.kind), "to": story.events[l.to].id, "note": l.note})).collect::<Vec<_>>(),
        "sources": e.sources.iter().map(|s| &story.sources[*s].url).collect::<Vec<_>>(),
    })).collect();
    json!({
        "title": story.meta.title,
        "licence": story.meta.licence.1,
        "updated": story.meta.updated.to_string(),
        "measure": story.measure.as_ref().map(|m| json!({"title": m.title, "method": m.method})),
        "dateFormat": "EDTF (ISO 8601-2)",
        "events": events,
    })
}

/// iCalendar (RFC 5545): all-day events; dates less exact than a day fill their month or year.
fn calendar(view: &View) -> String {
    let stamp = day_text(view.story.meta.updated.first_day()) + "T000000Z";
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Backstory//Timeline//EN\r\n");
    for e in &view.story.events {
        if e.date.year() < 1 || e.date.year() > 9999 {
            continue;
        }
        let end = Day(e.date.last_day().0 + 1);
        let mut put = |line: String| fold(&mut out, &line);
        put("BEGIN:VEVENT".into());
        put(format!("UID:{}@{}", e.id, view.story.meta.slug));
        put(format!("DTSTAMP:{stamp}"));
        put(format!("DTSTART;VALUE=DATE:{}", day_text(e.date.first_day())));
        put(format!("DTEND;VALUE=DATE:{}", day_text(end)));
        put(format!("SUMMARY:{}", calendar_text(&e.title)));
        put(format!("DESCRIPTION:{}", calendar_text(&description(view, e))));
        put(format!("CATEGORIES:{}", calendar_text(&view.story.themes[e.theme].label)));
        put("TRANSP:TRANSPARENT".into());
        put("END:VEVENT".into());
    }
    out + "END:VCALENDAR\r\n"
}

fn description(view: &View, e: &Event) -> String {
    let exact = e.date.first().precision() == Precision::Day && !e.date.about() && !e.date.disputed();
    let date = if exact { String::new() } else { format!("({}) ", view.words.date(&e.date)) };
    date + &e.summary.plain
}

fn day_text(day: Day) -> String {
    let (y, m, d) = day.ymd();
    format!("{y:04}{m:02}{d:02}")
}

fn calendar_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Lines of at most 75 bytes; a longer one goes on after a line end and a space.
fn fold(out: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

fn sources_csl(view: &View) -> Value {
    let kind = |k: SourceKind| match k {
        SourceKind::News | SourceKind::StateMedia => "article-newspaper",
        SourceKind::Research => "article-journal",
        SourceKind::Reference => "entry-encyclopedia",
        SourceKind::Official => "document",
        SourceKind::Other => "webpage",
    };
    view.story.sources.iter().map(|s| {
        let mut item = json!({"id": s.id, "type": kind(s.kind), "title": s.title, "container-title": s.publisher, "URL": s.url, "language": s.lang});
        if let Some(date) = s.published {
            let m = date.first();
            let mut parts = vec![json!(m.year())];
            parts.extend(m.month().map(|v| json!(v)));
            parts.extend(m.day().map(|v| json!(v)));
            item["issued"] = json!({"date-parts": [parts]});
        }
        if let Some(note) = &s.note {
            item["note"] = json!(note);
        }
        item
    }).collect()
}

/// The static oEmbed answer for a page; a static file cannot obey `maxwidth`, so it answers for an article's column, and with
/// a frame as wide as the column that there is. Its link leads to `place`, where the whole story tells the same.
#[must_use]
pub fn oembed(view: &View, base: &str, path: &str, place: &str, title: &str, height: u32) -> Vec<u8> {
    let (url, place) = (format!("{base}{path}"), format!("{base}{place}"));
    let html = format!(
        "<blockquote><a href=\"{2}\">{1}</a></blockquote><iframe src=\"{0}\" width=\"100%\" height=\"{height}\" title=\"{1}\" frameborder=\"0\"></iframe>",
        escape(&url),
        escape(title),
        escape(&place)
    );
    pretty(&json!({
        "version": "1.0", "type": "rich", "title": title, "provider_name": view.words.get("brand"), "provider_url": base,
        "html": html, "width": COLUMN, "height": height,
        "thumbnail_url": format!("{base}card.png"), "thumbnail_width": 1200, "thumbnail_height": 630,
    }))
}
