//! Slides become what an event of the story says.

use std::collections::BTreeMap;

use backstory_content::{is_id, limits};
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Value, json};

use crate::markdown::{self, Losses};
use crate::notes::Notes;
use crate::slide::{Media, Own, Slide};

/// An event as the file tells it.
#[derive(Debug)]
pub struct Draft {
    /// Where it stands in the file.
    pub place: String,
    /// The id that the file gives it.
    pub given: String,
    /// Keys of `[[event]]` and their values.
    pub values: BTreeMap<String, Value>,
    /// The label of its theme, if it has a group.
    pub group: Option<String>,
    /// Pages that its text leads to, with the words of the link.
    pub pages: Vec<(String, String)>,
}

/// What an event says; nothing for a row that is none.
pub fn draft(slide: &Slide, notes: &mut Notes) -> Option<Draft> {
    if slide.date.is_empty() {
        let says_something = [&slide.headline, &slide.text, &slide.media.url].iter().any(|it| !it.is_empty());
        if says_something {
            notes.add("rows without a date are left out", &slide.place);
        }
        return None;
    }
    let slide = &without_address_as_title(slide, notes);
    let mut losses = Losses::default();
    let text = markdown::markdown(&slide.text, &mut losses);
    let (title, whole) = title(slide, notes);
    let media = media(&slide.media, &slide.place, &mut losses, notes);
    losses.0.iter().for_each(|it| notes.add(it, &slide.place));
    let summary = [whole, text.clone(), media].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n");
    let mut values = BTreeMap::new();
    let display_date = markdown::plain_without_marks(&slide.display_date);
    for (key, value) in [
        ("date", &slide.date),
        ("time", &slide.time),
        ("end-time", &slide.end_time),
        ("display-date", &display_date),
        ("title", &title),
        ("summary", &summary),
    ] {
        if !value.is_empty() {
            values.insert(key.to_owned(), json!(value));
        }
    }
    let mut label = markdown::plain_without_marks(&slide.group);
    let mut named = Vec::new();
    for (key, value) in &slide.own {
        let value = match value {
            // A column `theme` names its theme by id or label, as a group does.
            Own::Text(it) if *key == "theme" => {
                label = markdown::plain_without_marks(it);
                continue;
            }
            Own::Text(_) | Own::Number(_) if *key == "importance" && !matches!(value, Own::Number(1..=3)) => {
                notes.add("`importance` that is not 1, 2 or 3 is left out", &slide.place);
                continue;
            }
            Own::Text(it) if *key == "confidence" => json!(it.to_lowercase()),
            Own::Text(it) if *key == "short" => {
                let short = markdown::plain_without_marks(it);
                if short.chars().count() > limits::SHORT_TITLE {
                    let most = limits::SHORT_TITLE;
                    notes.add(&format!("`short` of more than {most} letters is left out"), &slide.place);
                    continue;
                }
                json!(short)
            }
            Own::Text(it) if *key == "doubt" => json!(markdown::markdown(it, &mut Losses::default())),
            Own::Text(it) => json!(markdown::plain(it)),
            Own::Number(it) => json!(it),
            Own::List(it) if *key == "sources" => {
                let leads = |it: &str| pages(it).into_iter().any(|(page, _)| markdown::address_of(&page).is_some());
                let (linked, it): (Vec<_>, Vec<_>) = it.iter().partition(|it| it.contains("](") && leads(it));
                let led = linked.into_iter().flat_map(|it| pages(it));
                named.extend(led.filter(|(page, _)| markdown::address_of(page).is_some()));
                let (addresses, others): (Vec<_>, Vec<_>) =
                    it.into_iter().partition(|it| markdown::address_of(it).is_some() || it.contains("://"));
                let found = addresses.into_iter().filter_map(|it| markdown::address_of(it));
                named.extend(found.map(|it| (it, String::new())));
                let (ids, words): (Vec<_>, Vec<_>) = others.into_iter().partition(|it| is_id(it));
                if !words.is_empty() {
                    notes.add("sources that are neither an id nor an address are left out", &slide.place);
                }
                if ids.is_empty() {
                    continue;
                }
                json!(ids)
            }
            Own::List(it) => json!(it),
        };
        // Of marks alone nothing is left.
        if value.as_str() != Some("") {
            values.insert((*key).to_owned(), value);
        }
    }
    if !slide.media.link.is_empty() && markdown::address_of(&slide.media.link).is_none() {
        notes.add("links that are no address are left out", &slide.place);
    }
    let mut pages = pages(&text);
    named.extend(markdown::address_of(&slide.media.link).map(|it| (it, String::new())));
    for (page, words) in named {
        if pages.iter().all(|(it, _)| *it != page) {
            pages.push((page, words));
        }
    }
    Some(Draft {
        place: slide.place.clone(),
        // Numbers are those of rows, and another row has them when one is put between.
        given: if slide.id.bytes().all(|it| it.is_ascii_digit()) { String::new() } else { slide.id.clone() },
        values,
        group: (!label.is_empty()).then_some(label),
        pages,
    })
}

/// A slide whose headline is an address leads there, and has another title.
fn without_address_as_title(slide: &Slide, notes: &mut Notes) -> Slide {
    let mut slide = slide.clone();
    if markdown::address_of(&slide.headline).is_some() {
        notes.add("headlines that are addresses are links, and no titles", &slide.place);
        let headline = std::mem::take(&mut slide.headline);
        if slide.media.link.is_empty() {
            slide.media.link = headline;
        }
    }
    slide
}

/// A title that fits, and the whole headline as a paragraph where it does not.
fn title(slide: &Slide, notes: &mut Notes) -> (String, String) {
    let headline = markdown::plain_without_marks(&slide.headline);
    if !headline.is_empty() {
        let title = markdown::shorten(&headline, limits::TITLE);
        if title == headline {
            return (title, String::new());
        }
        let headline = markdown::plain(&slide.headline);
        let most = limits::TITLE;
        let line = format!("headlines of more than {most} letters are shortened, and stand whole before the text");
        notes.add(&line, &slide.place);
        return (title, markdown::bold(&headline));
    }
    let media = &slide.media;
    let others = [&slide.text, &media.caption, &media.alt, &slide.display_date, &slide.date];
    let found = others.iter().map(|it| markdown::plain_without_marks(it)).find(|it| !it.is_empty());
    let found = found.unwrap_or_default();
    notes.add("rows without a headline have the first words of their text for a title", &slide.place);
    (markdown::shorten(&found, limits::TITLE), String::new())
}

/// What lies elsewhere is a link with its caption and credit.
fn media(media: &Media, place: &str, losses: &mut Losses, notes: &mut Notes) -> String {
    let caption = markdown::plain(&media.caption);
    let alt = markdown::plain(&media.alt);
    let credit = markdown::line(&media.credit, losses);
    let mut parts = Vec::new();
    let (url, others) = several(media.url.trim());
    let address = markdown::address_of(url);
    if let Some(address) = &address {
        notes.add(
            "media that lie elsewhere are links now, with caption and credit: nothing is loaded from others",
            place,
        );
        let host = host_of(address);
        if media.caption.contains("<a") || caption.is_empty() {
            let words = if alt.is_empty() { host } else { &alt };
            parts.push(markdown::link(words, address, ""));
            parts.push(markdown::line(&media.caption, losses));
        } else {
            let title = if alt == caption { "" } else { &alt };
            parts.push(markdown::link(&caption, address, title));
        }
    } else {
        if url.contains(['<', ' ']) {
            parts.push(markdown::line(url, losses));
        } else if !url.is_empty() {
            notes.add("media without a whole address are left out, but for caption and credit", place);
        }
        let caption_text = markdown::line(&media.caption, losses);
        parts.push(if caption_text.is_empty() { markdown::words(&alt) } else { caption_text });
    }
    if !credit.is_empty() {
        parts.push(format!("({credit})"));
    }
    if !others.is_empty() {
        notes.add(
            "of several media in one cell the first has the caption, and the others are links of their own",
            place,
        );
        parts.extend(
            others.iter().filter_map(|it| markdown::address_of(it)).map(|it| markdown::link(host_of(&it), &it, "")),
        );
    }
    if let Some(link) = markdown::address_of(&media.link).filter(|it| Some(it) != address.as_ref()) {
        parts.push(markdown::link(host_of(&link), &link, ""));
    }
    parts.retain(|it| !it.is_empty());
    parts.join(" ")
}

fn host_of(address: &str) -> &str {
    address.split("://").nth(1).and_then(|it| it.split('/').next()).unwrap_or_default()
}

/// The first of several addresses in one cell, and the others; a cell of anything else as it stands.
fn several(cell: &str) -> (&str, Vec<&str>) {
    let parts: Vec<_> = cell.split([',', ';', ' ', '\n']).map(str::trim).filter(|it| !it.is_empty()).collect();
    match parts.split_first() {
        Some((first, others)) if parts.iter().all(|it| markdown::address_of(it).is_some()) => (first, others.to_vec()),
        _ => (cell, Vec::new()),
    }
}

/// The pages that Markdown leads to, each once, with their words.
fn pages(text: &str) -> Vec<(String, String)> {
    let mut pages = Vec::<(String, String)>::new();
    let mut open = None::<(String, String)>;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((dest_url.to_string(), String::new())),
            Event::Text(it) | Event::Code(it) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(&it);
                }
            }
            Event::End(pulldown_cmark::TagEnd::Link) => {
                if let Some(page) = open.take().filter(|it| pages.iter().all(|(address, _)| *address != it.0)) {
                    pages.push(page);
                }
            }
            _ => {}
        }
    }
    pages
}
