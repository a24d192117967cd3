//! The story's data for other programs: CSV, JSON, iCalendar, CSL-JSON, oEmbed.

use backstory::components::event_list::has_common_year;
use backstory::{COLUMN, View, escape};
use backstory_content::model::{Confidence, Direction, Event, SourceKind};
use backstory_timeline::{Day, EventDate, Kind, Moment, Precision};
use serde_json::{Value, json};

/// Data files by path. `base` is the public address of the story's folder, where it is known.
#[must_use]
pub fn feeds(view: &View, base: Option<&str>) -> Vec<(String, Vec<u8>)> {
    let file = |name: &str, bytes: Vec<u8>| (format!("data/{name}"), bytes);
    let mut files = vec![file("events.csv", events_csv(view)), file("events.json", pretty(&events_json(view)))];
    // No empty files.
    if view.has_calendar() {
        files.push(file("events.ics", calendar(view, base).into_bytes()));
    }
    if view.story.measure.is_some() {
        files.push(file("balance.csv", balance_csv(view)));
    }
    if !view.story.sources.is_empty() {
        files.push(file("sources.json", pretty(&sources_csl(view))));
    }
    files
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn direction(view: &View, d: Direction) -> String {
    view.story.measure.as_ref().map(|m| m.directions[d as usize].id.clone()).unwrap_or_default()
}

/// Byte order mark, without which Excel reads the file in the code page of the reader's country instead of UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

fn csv_of(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula: an apostrophe is put before what could begin one
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn text_cell(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}

fn events_csv(view: &View) -> Vec<u8> {
    let story = &view.story;
    let head = [
        "id",
        "date",
        "time",
        "end time",
        "display date",
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
        let links: Vec<String> = e.links.iter().map(|l| format!("{} {}", l.kind.id(), story.events[l.to].id)).collect();
        let sources: Vec<&str> =
            e.sources.iter().map(|s| story.sources[*s].url.as_str()).filter(|it| !it.is_empty()).collect();
        vec![
            e.id.clone(),
            e.date.to_string(),
            e.time.clone().unwrap_or_default(),
            e.end_time.clone().unwrap_or_default(),
            e.display_date.clone().unwrap_or_default(),
            view.words.event_date(e),
            e.title.clone(),
            e.summary.plain.clone(),
            story.themes[e.theme].id.clone(),
            direction(view, e.direction),
            e.importance.to_string(),
            e.confidence.map_or(String::new(), |it| it.id().to_owned()),
            parties.join(";"),
            e.doubt.as_ref().map(|d| d.plain.clone()).unwrap_or_default(),
            links.join(";"),
            sources.join(" "),
        ]
        .into_iter()
        .map(text_cell)
        .collect()
    });
    csv_of(std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

fn balance_csv(view: &View) -> Vec<u8> {
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
        "time": e.time,
        "endTime": e.end_time,
        "displayDate": e.display_date,
        "title": e.title,
        "summary": e.summary.plain,
        "theme": story.themes[e.theme].id,
        "direction": direction(view, e.direction),
        "importance": e.importance,
        "confidence": e.confidence.map(Confidence::id),
        "parties": e.parties.iter().map(|p| &story.parties[*p].id).collect::<Vec<_>>(),
        "doubt": e.doubt.as_ref().map(|d| &d.plain),
        "links": e.links.iter().map(|l| json!({"kind": l.kind.id(), "to": story.events[l.to].id, "note": l.note})).collect::<Vec<_>>(),
        "sources": e.sources.iter().map(|s| &story.sources[*s].url).filter(|it| !it.is_empty()).collect::<Vec<_>>(),
    })).collect();
    json!({
        "title": story.meta.title,
        "licence": story.meta.licence.url,
        "updated": story.meta.updated.to_string(),
        "measure": story.measure.as_ref().map(|m| json!({"title": m.title, "method": m.method})),
        "dateFormat": "EDTF (ISO 8601-2)",
        "events": events,
    })
}

/// iCalendar (RFC 5545, names by RFC 7986): events of a day or more, or at a time of day, which is that of the place; dates less
/// exact than a day fill their month or year.
fn calendar(view: &View, base: Option<&str>) -> String {
    let meta = &view.story.meta;
    let stamp = day_text(meta.updated.first_day()) + "T000000Z";
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Backstory//Timeline//EN\r\n");
    let title = calendar_text(&meta.title);
    fold(&mut out, &format!("NAME:{title}"));
    fold(&mut out, &format!("X-WR-CALNAME:{title}"));
    if let Some(base) = base {
        fold(&mut out, &format!("URL:{base}"));
    }
    for e in &view.story.events {
        let Some((first, end)) = calendar_days(&e.date) else {
            continue;
        };
        let mut put = |line: String| fold(&mut out, &line);
        put("BEGIN:VEVENT".into());
        put(format!("UID:{}@{}", e.id, meta.slug));
        put(format!("DTSTAMP:{stamp}"));
        match calendar_times(e) {
            Some((start, end)) => {
                put(format!("DTSTART:{start}"));
                end.into_iter().for_each(|it| put(format!("DTEND:{it}")));
            }
            None => {
                put(format!("DTSTART;VALUE=DATE:{}", day_text(first)));
                end.into_iter().for_each(|it| put(format!("DTEND;VALUE=DATE:{}", day_text(it))));
            }
        }
        put(format!("SUMMARY:{}", calendar_text(&e.title)));
        put(format!("DESCRIPTION:{}", calendar_text(&description(view, e))));
        put(format!("CATEGORIES:{}", calendar_text(&view.story.themes[e.theme].label)));
        if let Some(base) = base {
            put(format!("URL:{base}#{}", e.id));
        }
        put("TRANSP:TRANSPARENT".into());
        put("END:VEVENT".into());
    }
    out + "END:VCALENDAR\r\n"
}

/// The first day of an event and the day after its last. `None` outside the years 1 to 9999, which are all that
/// iCalendar has; no end if it would be after them, which means one day.
fn calendar_days(date: &EventDate) -> Option<(Day, Option<Day>)> {
    if !has_common_year(date) {
        return None;
    }
    let (first, last_day_of_all) = (date.first_day(), Day::from_ymd(9_999, 12, 31)?);
    let end = Day(date.last_day().0 + 1).min(last_day_of_all);
    Some((first, (end > first).then_some(end)))
}

/// The moments of an event that begins at a time of day, without a zone; its end where that is known.
fn calendar_times(e: &Event) -> Option<(String, Option<String>)> {
    let at = |day: Day, time: &str| {
        let digits: String = time.chars().filter(char::is_ascii_digit).collect();
        // iCalendar has no 24:00.
        let (day, digits) = if digits.starts_with("24") { (Day(day.0 + 1), "0000".to_owned()) } else { (day, digits) };
        format!("{}T{digits:0<6}", day_text(day))
    };
    let start = at(e.date.first_day(), e.time.as_deref()?);
    let end = e.end_time.as_deref().map(|it| at(e.date.last_day(), it)).filter(|it| *it > start);
    // Of what goes on for days and begins at a time, the last day is all that is known of the end.
    if end.is_none() && e.date.is_span() { None } else { Some((start, end)) }
}

/// The summary. Where the days in the calendar are more exact than what is known, it begins with the date in words.
fn description(view: &View, e: &Event) -> String {
    let is_exact = |it: Moment| it.precision() == Precision::Day && !it.about() && !it.disputed();
    let exact = match e.date.kind() {
        Kind::At(it) => is_exact(it),
        Kind::Span(from, to) => is_exact(from) && is_exact(to),
        Kind::Between(..) | Kind::Before(_) | Kind::Until(_) | Kind::After(_) | Kind::Since(_) => false,
    };
    // Words of the story's own may say more than the date, and a time without its other end has no place in the calendar.
    let is_told =
        exact && e.display_date.is_none() && (calendar_times(e).is_some() || e.time.is_none() && e.end_time.is_none());
    let date = if is_told { String::new() } else { format!("({}) ", view.words.event_date(e)) };
    date + &e.summary.plain
}

fn day_text(day: Day) -> String {
    let (y, m, d) = day.ymd();
    format!("{y:04}{m:02}{d:02}")
}

fn calendar_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Folds a line after 75 bytes, as iCalendar asks: a line that begins with a space continues the one before.
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

/// A date of CSL-JSON; as a literal, in words, where CSL cannot say it.
fn csl_date(date: &EventDate, words: &str) -> Value {
    let parts = |it: Moment| {
        // There is no year 0 in a citation: 0 is 1 BCE, which is written -1.
        let mut parts = vec![if it.year() < 1 { it.year() - 1 } else { it.year() }];
        parts.extend(it.month().map(i32::from));
        parts.extend(it.day().map(i32::from));
        parts
    };
    let is_plain = |it: Moment| !matches!(it.precision(), Precision::Century | Precision::Decade | Precision::Season);
    let mut csl = match date.kind() {
        Kind::At(it) if is_plain(it) => json!({"date-parts": [parts(it)]}),
        Kind::At(it) => match it.season() {
            Some(season) => json!({"date-parts": [parts(it)], "season": season as u8 + 1}),
            None => json!({"literal": words}),
        },
        Kind::Span(from, to) if is_plain(from) && is_plain(to) => json!({"date-parts": [parts(from), parts(to)]}),
        _ => json!({"literal": words}),
    };
    if (date.about() || date.disputed()) && csl.get("literal").is_none() {
        csl["circa"] = json!(true);
    }
    csl
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
        let mut item = json!({"id": s.id, "type": kind(s.kind), "title": s.title, "container-title": s.publisher, "language": s.lang});
        if !s.url.is_empty() {
            item["URL"] = json!(s.url);
        }
        if let Some(date) = s.published {
            item["issued"] = csl_date(&date, &view.words.date(&date));
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
        "version": "1.0", "type": "rich", "title": title, "provider_name": view.publisher(), "provider_url": base,
        "html": html, "width": COLUMN, "height": height,
        "thumbnail_url": format!("{base}card.png"), "thumbnail_width": 1200, "thumbnail_height": 630,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> EventDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_citation_says_no_more_than_is_known() {
        for (text, csl) in [
            ("2018", json!({"date-parts": [[2018]]})),
            ("2018-05-01", json!({"date-parts": [[2018, 5, 1]]})),
            ("2018-22", json!({"date-parts": [[2018]], "season": 2})),
            ("2018~", json!({"date-parts": [[2018]], "circa": true})),
            ("2018-05?", json!({"date-parts": [[2018, 5]], "circa": true})),
            ("2018/2019", json!({"date-parts": [[2018], [2019]]})),
            ("2018-05-01/2018-05-04", json!({"date-parts": [[2018, 5, 1], [2018, 5, 4]]})),
            ("[2018..2019]", json!({"literal": "in words"})),
            ("../2018", json!({"literal": "in words"})),
            ("2018/..", json!({"literal": "in words"})),
            ("201X", json!({"literal": "in words"})),
            ("-0044-03-15", json!({"date-parts": [[-45, 3, 15]]})),
        ] {
            assert_eq!(csl_date(&date(text), "in words"), csl, "{text}");
        }
    }

    /// The first event of a small story, changed, as a calendar holds it.
    fn in_calendar(change: impl FnOnce(&mut Event)) -> String {
        let mut story = backstory_content::read(std::path::Path::new("../content/tests/valid/canal/content"))
            .expect("a story")
            .story;
        story.events.truncate(1);
        story.events[0].links.clear();
        story.events[0].linked_from.clear();
        change(&mut story.events[0]);
        let words = backstory::Words::read(std::path::Path::new("../../strings"), "en").expect("strings");
        calendar(&View::new(story, words), None)
    }

    #[test]
    fn a_calendar_keeps_the_hour_and_the_words() {
        let set = |text: &'static str, times: [Option<&str>; 2], words: Option<&str>| {
            let [time, end_time] = times.map(|it| it.map(str::to_owned));
            let words = words.map(str::to_owned);
            in_calendar(move |e| {
                (e.date, e.time, e.end_time, e.display_date) = (date(text), time, end_time, words);
            })
        };
        let evening = set("1902-06-01", [Some("20:00"), Some("24:00")], None);
        assert!(evening.contains("DTSTART:19020601T200000\r\nDTEND:19020602T000000\r\n"), "{evening}");
        assert!(!evening.contains("DESCRIPTION:("), "{evening}");
        let begun = set("1902-06-01", [Some("09:00:30"), None], None);
        assert!(begun.contains("DTSTART:19020601T090030\r\nSUMMARY"), "{begun}");
        let days = set("1902-06-01/1902-06-03", [Some("09:00"), None], None);
        assert!(days.contains("DTEND;VALUE=DATE:19020604\r\n") && days.contains("09:00) "), "{days}");
        let said = set("1902-06-01", [None, None], Some("One morning"));
        assert!(said.contains("DESCRIPTION:(One morning) "), "{said}");
        let century = set("19XX", [None, None], None);
        assert!(century.contains("DTSTART;VALUE=DATE:19000101") && century.contains("(20th century) "), "{century}");
        let decade = set("190X", [None, None], None);
        assert!(decade.contains("DTEND;VALUE=DATE:19100101") && decade.contains("(1900s) "), "{decade}");
    }

    #[test]
    fn a_calendar_ends_with_the_year_9999() {
        let days = |text: &str| calendar_days(&date(text)).map(|(a, b)| (day_text(a), b.map(day_text)));
        let own = |a: &str, b: Option<&str>| Some((a.to_owned(), b.map(str::to_owned)));
        assert_eq!(days("1986-05-01"), own("19860501", Some("19860502")));
        assert_eq!(days("9999-12-31"), own("99991231", None));
        assert_eq!(days("9998/9999"), own("99980101", Some("99991231")));
        assert_eq!(days("-0044"), None);
        assert_eq!(days("Y12000"), None);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=HYPERLINK(\"x\")", "+1", "-0044-03-15", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(text_cell(text.to_owned()), format!("'{text}"));
        }
        assert_eq!(text_cell("A = B".to_owned()), "A = B");
    }

    #[test]
    fn a_sheet_begins_with_the_mark_of_utf_8_and_once() {
        let bytes = csv_of([vec!["a".to_owned()], vec!["é".to_owned()]].into_iter());
        assert_eq!(bytes, "\u{feff}a\né\n".as_bytes());
    }
}
