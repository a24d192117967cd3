//! The checked story. Its values come only from [`crate::read`], so every id in it leads somewhere, every date is in
//! order and every text is already HTML.

use backstory_timeline::EventDate;

/// Enums whose values have an id in the editor's files.
macro_rules! ids {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value with its id, in order.
            pub const IDS: &[(&str, Self)] = &[$(($id, Self::$variant)),+];

            /// Its id.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The value of an id.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::IDS.iter().find(|(it, _)| *it == id).map(|(_, value)| *value)
            }
        }
    };
}

/// Position in [`Story::sources`].
pub type SourceIx = usize;
/// Position in [`Story::events`].
pub type EventIx = usize;

/// What an id of the story stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ItemKind {
    Section,
    Event,
    Person,
    Concept,
    Claim,
    Hurdle,
    Signpost,
    Scenario,
    Tie,
}

/// A piece of a text. What depends on the page it stands on (where a link leads, which number a source has) is not yet HTML.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// HTML.
    Html(String),
    /// The beginning of a link to an item of the story.
    Link {
        /// Its id.
        id: String,
        /// What it is.
        kind: ItemKind,
    },
    /// The end of such a link.
    LinkEnd,
    /// Sources that are cited together.
    Citations(Vec<SourceIx>),
}

/// Markdown that was checked and turned into HTML and what the page adds to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// The text in order: block level for texts of several paragraphs, one line (no `<p>`) for inline texts.
    pub segments: Vec<Segment>,
    /// Whether [`Self::segments`] are block level: always for a section, and for a text of several paragraphs or a list.
    /// Titles, standfirst, event summaries, reasons, sentences and steps never are.
    pub block: bool,
    /// The same text without any markup, for summaries, feeds and labels.
    pub plain: String,
    /// Sources cited in it, in order of first appearance.
    pub cites: Vec<SourceIx>,
    /// Concepts explained in it (`term:`), in order of first appearance.
    pub terms: Vec<String>,
    /// Events and cards it leads to (`event:`, `card:`), in order of first appearance.
    pub leads: Vec<String>,
}

impl Prose {
    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The text as HTML: `link` writes the start tag of a link to an item, `citations` what stands for sources.
    #[must_use]
    pub fn to_html(
        &self,
        link: impl Fn(&str, ItemKind) -> String,
        citations: impl Fn(&[SourceIx]) -> String,
    ) -> String {
        let html = |segment: &Segment| match segment {
            Segment::Html(html) => html.clone(),
            Segment::Link { id, kind } => link(id, *kind),
            Segment::LinkEnd => "</a>".to_owned(),
            Segment::Citations(sources) => citations(sources),
        };
        self.segments.iter().map(html).collect()
    }
}

/// A whole story.
#[derive(Debug, Clone)]
pub struct Story {
    /// Title, dates, language and the like.
    pub meta: Meta,
    /// What the ribbon measures, if the story measures anything.
    pub measure: Option<Measure>,
    /// Kinds of events.
    pub themes: Vec<Theme>,
    /// Named spans behind the timeline.
    pub eras: Vec<Era>,
    /// Verdicts on claims, in order.
    pub verdicts: Vec<RatingTerm>,
    /// States of signposts, in order.
    pub statuses: Vec<RatingTerm>,
    /// Degrees of confidence: high, medium, low; none, where the story speaks of none.
    pub confidences: Option<[RatingTerm; 3]>,
    /// Sections in reading order.
    pub sections: Vec<Section>,
    /// Events by date, then importance, then id.
    pub events: Vec<Event>,
    /// Who is who.
    pub people: Vec<Person>,
    /// Explained terms.
    pub concepts: Vec<Concept>,
    /// The article's assertions held against the record.
    pub claims: Vec<Claim>,
    /// What stands in the way.
    pub hurdles: Vec<Hurdle>,
    /// What to watch.
    pub signposts: Vec<Signpost>,
    /// What may come.
    pub scenarios: Vec<Scenario>,
    /// The story in a minute.
    pub minute: Vec<Sentence>,
    /// The steps of the tour, from `walk.toml`.
    pub tour: Vec<Step>,
    /// States, bodies or groups of the story.
    pub parties: Vec<Party>,
    /// How they are connected.
    pub ties: Vec<Tie>,
    /// Where it happens.
    pub map: Option<Map>,
    /// Pictures.
    pub media: Vec<Media>,
    /// What was changed, newest first.
    pub changes: Vec<Change>,
    /// Every cited source, in the order in which a reader sees them: by kind, then publisher, then date.
    pub sources: Vec<Source>,
}

/// How much of a story hangs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coherence {
    /// Events that are linked with another, of all events.
    pub linked: (usize, usize),
    /// Main events that are, of all main events.
    pub main_linked: (usize, usize),
}

impl Story {
    /// A story of which nothing else is known yet.
    pub(crate) fn of(meta: Meta) -> Self {
        Self {
            meta,
            measure: None,
            themes: Vec::new(),
            eras: Vec::new(),
            verdicts: Vec::new(),
            statuses: Vec::new(),
            confidences: None,
            sections: Vec::new(),
            events: Vec::new(),
            people: Vec::new(),
            concepts: Vec::new(),
            claims: Vec::new(),
            hurdles: Vec::new(),
            signposts: Vec::new(),
            scenarios: Vec::new(),
            minute: Vec::new(),
            tour: Vec::new(),
            parties: Vec::new(),
            ties: Vec::new(),
            map: None,
            media: Vec::new(),
            changes: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// How many events are linked with others.
    #[must_use]
    pub fn coherence(&self) -> Coherence {
        let is_linked = |it: &&Event| !it.links.is_empty() || !it.linked_from.is_empty();
        let main = || self.events.iter().filter(|it| it.importance == 3);
        Coherence {
            linked: (self.events.iter().filter(is_linked).count(), self.events.len()),
            main_linked: (main().filter(is_linked).count(), main().count()),
        }
    }
}

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

/// Direction of an event on the story's measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The first word of [`Measure::directions`].
    Up,
    /// The second.
    Down,
    /// The third; also every event of a story without a measure.
    Flat,
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

ids! {
    /// Degree of confidence.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Confidence {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Id.
    pub id: String,
    /// When, and how surely.
    pub date: EventDate,
    /// Time of day at which it begins, `09:00`.
    pub time: Option<String>,
    /// Time of day at which it ends.
    pub end_time: Option<String>,
    /// Words that are shown in the place of the date.
    pub display_date: Option<String>,
    /// Title, plain text.
    pub title: String,
    /// Title for places where [`Self::title`] is too long, plain text.
    pub short: Option<String>,
    /// Summary (inline or block HTML); blank where the title says it all.
    pub summary: Prose,
    /// Position in [`Story::themes`].
    pub theme: usize,
    /// Direction.
    pub direction: Direction,
    /// 3 main, 2 middle, 1 detail.
    pub importance: u8,
    /// Confidence, where the story says it.
    pub confidence: Option<Confidence>,
    /// Positions in [`Story::parties`].
    pub parties: Vec<usize>,
    /// Positions in [`Story::people`].
    pub people: Vec<usize>,
    /// Position in [`Map::places`].
    pub place: Option<usize>,
    /// What is contested or thin.
    pub doubt: Option<Prose>,
    /// Ids of cards that bear on it, both ways (a card that names the event is in here too).
    pub related: Vec<String>,
    /// Every source of it, in the order written, then those cited in the texts.
    pub sources: Vec<SourceIx>,
    /// Links that start here.
    pub links: Vec<Link>,
    /// Links that end here: position of the other event, and kind.
    pub linked_from: Vec<(EventIx, LinkKind)>,
}

ids! {
    /// How an event bears on another.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum LinkKind {
        LedTo = "led-to",
        RespondedTo = "responded-to",
        PartOf = "part-of",
        Contradicts = "contradicts",
        Fulfils = "fulfils",
    }
}

/// A link between events.
#[derive(Debug, Clone)]
pub struct Link {
    /// Kind.
    pub kind: LinkKind,
    /// The other event.
    pub to: EventIx,
    /// Why, where it is a judgement.
    pub note: Option<String>,
    /// Sources of the judgement.
    pub sources: Vec<SourceIx>,
}

ids! {
    /// How a name is written on the page.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum NameOrder {
        /// Family name, then given name.
        FamilyFirst = "family-first",
        /// Given name, then family name or patronymic.
        GivenFirst = "given-first",
        /// Patronymic, then given name.
        PatronymicFirst = "patronymic-first",
    }
}

/// A person.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Person {
    pub id: String,
    pub name: String,
    pub family: Option<String>,
    pub given: Option<String>,
    /// How the name is to be read, where the page shall say so.
    pub order: Option<NameOrder>,
    /// Position in [`Story::parties`].
    pub party: Option<usize>,
    pub role: String,
    pub why: String,
    pub text: Prose,
    pub say: Option<String>,
    /// The name in its own script, and the language of that.
    pub native: Option<(String, String)>,
    pub doubt: Option<Prose>,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// An explained term.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Concept {
    pub id: String,
    pub term: String,
    pub short: String,
    pub text: Prose,
    pub doubt: Option<Prose>,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// A piece of evidence.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Evidence {
    pub text: Prose,
    pub sources: Vec<SourceIx>,
}

/// An assertion of the article, held against the record.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Claim {
    pub id: String,
    pub claim: String,
    /// Position in [`Story::sections`].
    pub section: usize,
    /// Position in [`Story::verdicts`].
    pub verdict: usize,
    pub reason: Prose,
    pub confidence: Option<Confidence>,
    pub evidence_for: Vec<Evidence>,
    pub evidence_against: Vec<Evidence>,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// What stands in the way.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Hurdle {
    pub id: String,
    pub title: String,
    pub question: String,
    pub text: Prose,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// What to watch, and what has been seen.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Signpost {
    pub id: String,
    pub title: String,
    pub watch: Prose,
    /// Position in [`Story::statuses`].
    pub status: usize,
    pub seen: Prose,
    pub as_of: EventDate,
    /// Positions in [`Story::scenarios`].
    pub fits: Vec<usize>,
    /// Positions in [`Story::scenarios`].
    pub against: Vec<usize>,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// What may come.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Scenario {
    pub id: String,
    pub title: String,
    pub summary: Prose,
    pub needs: Prose,
    pub obstacles: Prose,
    pub sources: Vec<SourceIx>,
}

/// A sentence of the story in a minute.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Sentence {
    pub text: Prose,
    /// Id of the item that it leads to.
    pub to: String,
    pub sources: Vec<SourceIx>,
}

/// A step of the tour.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Step {
    pub title: String,
    pub text: Prose,
    /// Id of the item that it leads to.
    pub to: String,
}

/// A state, body or group.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Party {
    pub id: String,
    pub label: String,
    /// The name at full length.
    pub full: String,
    /// Whether it is one of the pair that the story's measure is about.
    pub own: bool,
    /// Place in the diagram, in percent of its width from the left.
    pub x: f64,
    /// And in percent of its height from the top.
    pub y: f64,
}

/// A connection of two parties.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Tie {
    pub id: String,
    /// Positions in [`Story::parties`].
    pub between: (usize, usize),
    pub label: String,
    pub text: Prose,
    pub related: Vec<String>,
    pub sources: Vec<SourceIx>,
}

/// A line of (longitude, latitude) in degrees.
pub type Ring = Vec<(f64, f64)>;

/// The locator map.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Map {
    pub title: String,
    pub text: Prose,
    /// Lands of the outlines that the map tints and names.
    pub lands: Vec<Land>,
    /// Rings of (longitude, latitude) in degrees, with the name of what they outline.
    pub outlines: Vec<(String, Vec<Ring>)>,
    pub places: Vec<Place>,
    /// Positions in `places`: from, to.
    pub distances: Vec<(usize, usize)>,
}

/// A land that the story is about.
#[derive(Debug, Clone)]
pub struct Land {
    /// Name in [`Map::outlines`].
    pub outline: String,
    /// Name on the map.
    pub label: String,
    /// Whether it is one of the story's own, which the map tints.
    pub own: bool,
    /// Where the name stands: degrees north.
    pub lat: f64,
    /// And degrees east.
    pub lon: f64,
}

/// A place on the map.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Place {
    pub id: String,
    pub label: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    pub capital: bool,
    pub note: Option<String>,
}

/// A change of the story.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Change {
    pub date: EventDate,
    pub what: Prose,
    pub why: Prose,
    /// Ids of the items that were changed.
    pub cards: Vec<String>,
}

ids! {
    /// What kind of publisher stands behind a source.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum SourceKind {
        Official = "official",
        StateMedia = "state-media",
        News = "news",
        Research = "research",
        Reference = "reference",
        Other = "other",
    }
}

/// A source.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of docs/stories.md")]
pub struct Source {
    pub id: String,
    pub publisher: String,
    pub title: String,
    pub translation: Option<String>,
    pub label: bool,
    /// The timeline that events were imported from: it proves nothing.
    pub imported: bool,
    /// Where it is; blank for a timeline that was imported from a file.
    pub url: String,
    pub published: Option<EventDate>,
    pub lang: String,
    pub kind: SourceKind,
    pub via: Option<String>,
    pub note: Option<String>,
    pub archive: Option<String>,
    /// Ids of the events, cards and sections that cite it, in page order.
    pub cited_by: Vec<String>,
}

/// A picture of the story.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// What it stands with.
    pub of: MediaPlace,
    /// Its path in the story's folder.
    pub file: String,
    /// What it shows, in words; empty where there is nothing to say (`decorative`).
    pub alt: String,
    /// What a reader should know of it.
    pub caption: Option<Prose>,
    /// Whose it is.
    pub credit: Option<String>,
    /// The licence under which it is shown.
    pub licence: Option<String>,
    /// The address it was taken from.
    pub source: Option<String>,
}

/// What a picture stands with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaPlace {
    /// The head of the story.
    Hero,
    /// A section, event or person, by its position.
    Item(ItemKind, usize),
}
