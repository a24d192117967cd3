//! What `story.toml` says of a whole story, and its sections.

use backstory_timeline::EventDate;

use super::Prose;

/// Title, dates, language and the like.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Short name of the story, for file names.
    pub slug: String,
    /// Headline, plain text.
    pub title: String,
    /// Title for tabs and cards, plain text.
    pub short_title: String,
    /// One or two sentences under the headline.
    pub standfirst: Prose,
    /// BCP 47 language tag.
    pub lang: String,
    /// Writing direction: `true` for right-to-left.
    pub rtl: bool,
    /// Who made it.
    pub byline: String,
    /// Day of publication.
    pub published: EventDate,
    /// Day of the last change.
    pub updated: EventDate,
    /// How far the record reaches.
    pub today: EventDate,
    /// The licence under which it may be used.
    pub licence: Licence,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Who publishes it, if that is not who the strings name.
    pub publisher: Option<String>,
    /// A drawing in its folder for tabs and home screens, if the story has its own.
    pub icon: Option<String>,
    /// Accent colour (`#rrggbb`), if the story has its own.
    pub accent: Option<String>,
    /// The same colour, lightened until it can be read on the dark page.
    pub accent_dark: Option<String>,
    /// The news item that is explained, if the story explains one.
    pub news: Option<News>,
}

/// A licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// The address where it can be read.
    pub url: String,
}

/// The news item that is explained.
#[derive(Debug, Clone)]
pub struct News {
    /// Its title.
    pub title: String,
    /// Its date.
    pub date: EventDate,
    /// What kind of text it is.
    pub note: Prose,
    /// Id of the event that it reports, which is named first on the timeline.
    pub event: Option<String>,
}

/// What the ribbon measures.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its name.
    pub title: String,
    /// How it is counted.
    pub method: String,
    /// First and last year.
    pub span: (i32, i32),
    /// The three directions, in the order up, down, flat.
    pub directions: [DirectionLabel; 3],
}

/// A word for a direction.
#[derive(Debug, Clone)]
pub struct DirectionLabel {
    /// Id in `content/`.
    pub id: String,
    /// Label.
    pub label: String,
    /// What the two did ("drew closer").
    pub verb: String,
}

ids! {
    /// Marks that tell themes apart without colour.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Shape {
        Circle = "circle",
        Square = "square",
        Diamond = "diamond",
        Triangle = "triangle",
        Hexagon = "hexagon",
        Cross = "cross",
        Ring = "ring",
    }
}

/// A kind of event.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Mark.
    pub shape: Shape,
}

/// A named span.
#[derive(Debug, Clone)]
pub struct Era {
    /// Id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Its beginning.
    pub from: EventDate,
    /// Its end.
    pub to: EventDate,
}

ids! {
    /// How a word is meant; chooses a mark and a colour.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Tone {
        Good = "good",
        Mixed = "mixed",
        Split = "split",
        Open = "open",
        Bad = "bad",
    }
}

/// A word of the story's own scale (a verdict, a status, a confidence).
#[derive(Debug, Clone, PartialEq)]
pub struct RatingTerm {
    /// Id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Tone.
    pub tone: Tone,
    /// What the word means.
    pub meaning: String,
}

ids! {
    /// What can stand below a section's prose.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Part {
        Timeline = "timeline",
        Minute = "minute",
        People = "people",
        Concepts = "concepts",
        Claims = "claims",
        Record = "record",
        Hurdles = "hurdles",
        Signposts = "signposts",
        Scenarios = "scenarios",
        Ties = "ties",
        Map = "map",
        Tour = "walk",
        Changes = "changes",
        Sources = "sources",
    }
}

/// A section of the page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// A few words above the title.
    pub kicker: String,
    /// One sentence.
    pub summary: String,
    /// What stands below the prose.
    pub parts: Vec<Part>,
    /// The prose (block HTML, may be empty).
    pub prose: Prose,
    /// Words of prose.
    pub words: usize,
}
