//! What a timeline of another tool says, whatever its format.

use pulldown_cmark::{Event, Parser, Tag};

use crate::markdown::{self, Losses};

/// A timeline as it was read: texts are still HTML, dates are those of the story.
#[derive(Debug, Default)]
pub struct Timeline {
    /// The slide before all others, which has no date.
    pub title: Option<Slide>,
    /// Events, in the order of the file.
    pub events: Vec<Slide>,
    /// Named spans.
    pub eras: Vec<Slide>,
}

/// A row of a sheet, or an object of JSON.
#[derive(Debug, Default, Clone)]
pub struct Slide {
    /// Where it stands, as a person finds it: `row 14`, `event 3`.
    pub place: String,
    /// The id that the file gives it, as it stands there.
    pub id: String,
    /// When, in EDTF; for an era from/to.
    pub date: String,
    /// Time of day at which it begins.
    pub time: String,
    /// Time of day at which it ends.
    pub end_time: String,
    /// Words that are shown in the place of the date.
    pub display_date: String,
    /// Title, HTML.
    pub headline: String,
    /// Text, HTML.
    pub text: String,
    /// Picture, film, map or page beside the text.
    pub media: Media,
    /// The group or tag.
    pub group: String,
    /// Keys of `[[event]]` that the file has as columns or members of its own.
    pub own: Vec<(&'static str, Own)>,
}

/// What stands beside a text.
#[derive(Debug, Default, Clone)]
pub struct Media {
    /// Its address, or a piece of HTML or text.
    pub url: String,
    /// Who made it, HTML.
    pub credit: String,
    /// What it shows, HTML.
    pub caption: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Where it leads.
    pub link: String,
}

/// The value of a key of our own.
#[derive(Debug, Clone, PartialEq)]
pub enum Own {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Ids.
    List(Vec<String>),
}

/// Keys of `[[event]]` that a file may have beside those of TimelineJS.
pub const OWN: &[&str] = &[
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

/// The sources of a cell in which links stand with their words: each link, as Markdown, and what is left.
fn links_and_others(cell: &str) -> Vec<String> {
    let text = if cell.contains('<') { markdown::markdown(cell, &mut Losses::default()) } else { cell.to_owned() };
    let links: Vec<_> = Parser::new(&text)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })))
        .map(|(_, range)| range)
        .collect();
    let (mut list, mut at) = (Vec::new(), 0);
    let others = |it: &str| {
        let words = it.split([';', '\n']).map(|it| it.trim_matches(|it: char| it.is_whitespace() || it == ','));
        words.filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    for range in links {
        list.extend(others(&text[at..range.start]));
        list.push(text[range.clone()].to_owned());
        at = range.end;
    }
    list.extend(others(&text[at..]));
    list
}

impl Own {
    /// Reads a cell; ids are parted by `;`.
    pub fn from_cell(key: &str, cell: &str) -> Self {
        match key {
            // Addresses hold no spaces, and other lists are parted by them too.
            "sources" if cell.contains("](") || cell.contains('<') => Self::List(links_and_others(cell)),
            "sources" if cell.contains("://") => {
                let apart = |it: char| it == ';' || it.is_whitespace();
                let ends = |it: &str| it.trim_end_matches(',').to_owned();
                Self::List(cell.split(apart).map(ends).filter(|it| !it.is_empty()).collect())
            }
            "sources" | "parties" | "people" | "related" => {
                Self::List(cell.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect())
            }
            "importance" => cell.trim().parse().map_or_else(|_| Self::Text(cell.trim().to_owned()), Self::Number),
            _ => Self::Text(cell.trim().to_owned()),
        }
    }
}
