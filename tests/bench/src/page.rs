//! Opens the built page beside two others with the same events, on a slow phone: TimelineJS, and a plain list. All three are
//! served by the same host, compressed in advance, and visited in turns, so that whatever else the machine does is in all.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use backstory_devserver::Host;
use serde_json::{Value, json};

use crate::{
    chromium::Chromium,
    figures::{self, Visit},
    middle,
};

/// Visits of each page; the one in the middle counts.
const VISITS: usize = 7;
/// After a page is ready, what comes late (fonts, the largest paint) comes within this time.
const LATE: Duration = Duration::from_millis(2_500);
/// As Lighthouse has its slow phone: latency in milliseconds, then bytes a second down and up, and times slower.
const LATENCY_MS: f64 = 150.0;
const DOWN: f64 = 1_600_000.0 / 8.0;
const UP: f64 = 750_000.0 / 8.0;
const SLOWER: u32 = 4;
/// Width and height of the phone, in CSS pixels.
const PHONE: (u32, u32) = (390, 844);

/// True once a page without scripts has come.
const COMPLETE: &str = "document.readyState === 'complete'";

/// What is compared, and where it is.
pub struct Pages<'a> {
    /// The built folder, with its files compressed.
    pub dist: &'a Path,
    /// The folder `dist` of TimelineJS.
    pub timelinejs: &'a Path,
    /// Where the other two pages may be written.
    pub folder: &'a Path,
}

/// A page and how it is known to be ready.
struct Peer {
    name: &'static str,
    address: String,
    ready: &'static str,
}

/// Measures all three and prints the table.
pub fn compare(browser: &mut Chromium, pages: &Pages) -> Result<()> {
    let others = pages.folder.join("peers");
    let events = write_others(pages, &others)?;
    let card = claim(pages.dist)?;
    let (ours, theirs) = (Host::new(pages.dist).start()?, Host::new(&others).start()?);
    let peers = [
        Peer { name: "this page", address: ours.url("/"), ready: "bench.ready > 0" },
        Peer { name: "TimelineJS", address: theirs.url("/timelinejs.html"), ready: "bench.ready > 0" },
        Peer { name: "plain list", address: theirs.url("/list.html"), ready: COMPLETE },
        Peer { name: "our timeline, embedded", address: ours.url("/embed/timeline.html"), ready: "bench.drawn > 0" },
        // Its program waits for the reader's hand.
        Peer { name: "our tour, embedded", address: ours.url("/embed/compact.html"), ready: COMPLETE },
        Peer { name: "one of our cards, embedded", address: ours.url(&card), ready: COMPLETE },
    ];
    browser.be_phone(PHONE, (LATENCY_MS, DOWN, UP), SLOWER)?;
    let mut visits: Vec<Vec<Visit>> = peers.iter().map(|_| Vec::new()).collect();
    for _ in 0..VISITS {
        for (peer, visits) in peers.iter().zip(&mut visits) {
            visits.push(visit(browser, peer).with_context(|| peer.name)?);
        }
    }
    let by = |visits: &[Visit], key: fn(&Visit) -> f64| middle(visits.iter().map(key).collect());
    let found: Vec<(&str, Visit)> = peers
        .iter()
        .zip(&visits)
        .map(|(peer, visits)| {
            let visit = Visit {
                painted: by(visits, |v| v.painted),
                ready: by(visits, |v| v.ready),
                blocked: by(visits, |v| v.blocked),
                shift: by(visits, |v| v.shift),
                bytes: by(visits, |v| v.bytes),
            };
            (peer.name, visit)
        })
        .collect();
    println!(
        "\n{events} events; a phone of {} x {}, a processor {SLOWER} times slower, {LATENCY_MS} ms, 1.6 Mbit/s; the middle of \
         {VISITS} visits:\n\n{}\n{}",
        PHONE.0,
        PHONE.1,
        figures::pages(&found),
        figures::page_targets(&found)
    );
    Ok(())
}

fn visit(browser: &mut Chromium, peer: &Peer) -> Result<Visit> {
    browser.visit_until(&peer.address, peer.ready)?;
    thread::sleep(LATE);
    let mut visit = Visit {
        painted: browser.number("bench.painted")?,
        ready: browser.number("bench.ready")?,
        blocked: browser.number("bench.blocked")?,
        shift: browser.number("bench.shift")?,
        bytes: 0.0,
    };
    // What is fetched where the reader scrolls to counts too.
    browser.eval("scrollTo(0, document.documentElement.scrollHeight)")?;
    thread::sleep(LATE);
    visit.bytes = browser.number("bench.bytes()")?;
    Ok(visit)
}

/// Writes the other pages with the events that the built folder publishes; how many there are.
fn write_others(pages: &Pages, folder: &Path) -> Result<usize> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let read = |path: PathBuf| fs::read_to_string(&path).with_context(|| path.display().to_string());
    let story: Value = serde_json::from_str(&read(pages.dist.join("data/events.json"))?)?;
    let events = story["events"].as_array().context("data/events.json has no events")?;
    let title = escape(text(&story["title"]));
    let item = |event: &Value| {
        let (date, title) = (escape(text(&event["date"])), escape(text(&event["title"])));
        format!("<li><h2>{date} {title}</h2><p>{}</p></li>\n", escape(text(&event["summary"])))
    };
    let head = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>{title}</title>"
    );
    let list: String = events.iter().map(item).collect();
    write(folder, "list.html", format!("{head}<h1>{title}</h1><ol>\n{list}</ol></html>").as_bytes())?;

    let slide = |event: &Value| {
        let mut date = text(&event["date"]).split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        // EDTF begins with as much of year, month and day as is known.
        let start: serde_json::Map<_, _> =
            ["year", "month", "day"].iter().zip(&mut date).map(|(key, part)| ((*key).into(), part.into())).collect();
        json!({
            "start_date": start,
            "text": {"headline": text(&event["title"]), "text": text(&event["summary"])},
        })
    };
    let data = json!({"title": {"text": {"headline": story["title"]}}, "events": events.iter().map(slide).collect::<Vec<_>>()});
    let page = format!(
        "{head}<link rel=stylesheet href=css/timeline.css><div id=timeline style=\"height:600px\"></div>\
         <script src=js/timeline.js></script><script>const timeline = new TL.Timeline('timeline', {}); \
         timeline.on('ready', () => performance.mark('ready'));</script></html>",
        data.to_string().replace('<', "\\u003c")
    );
    write(folder, "timelinejs.html", page.as_bytes())?;
    for name in ["css/timeline.css", "css/icons/tl-icons.woff2", "css/icons/tl-icons.woff", "js/timeline.js"] {
        let path = pages.timelinejs.join(name);
        write(folder, name, &fs::read(&path).with_context(|| path.display().to_string())?)?;
    }
    Ok(events.len())
}

/// The address of the first embedded claim, else of any card.
fn claim(dist: &Path) -> Result<String> {
    let mut names: Vec<String> = fs::read_dir(dist.join("embed"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".html"))
        .collect();
    names.sort();
    let name = names.iter().find(|name| name.starts_with("claim-")).or(names.first()).context("there is no embed")?;
    Ok(format!("/embed/{name}"))
}

/// A file with its compressed twin beside it, as a host sends it.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
    fs::write(&path, bytes)?;
    let mut twin = brotli::CompressorWriter::new(fs::File::create(folder.join(format!("{name}.br")))?, 4_096, 11, 22);
    Ok(twin.write_all(bytes)?)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
