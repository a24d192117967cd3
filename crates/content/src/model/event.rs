//! Events and the links between them.

use backstory_timeline::EventDate;

use super::{Confidence, EventIx, Prose, SourceIx};

/// Direction of an event on the story's measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The first word of [`Measure::directions`](super::Measure::directions).
    Up,
    /// The second.
    Down,
    /// The third; also every event of a story without a measure.
    Flat,
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
    /// Position in [`Story::themes`](super::Story::themes).
    pub theme: usize,
    /// Direction.
    pub direction: Direction,
    /// 3 main, 2 middle, 1 detail.
    pub importance: u8,
    /// Confidence, where the story says it.
    pub confidence: Option<Confidence>,
    /// Positions in [`Story::parties`](super::Story::parties).
    pub parties: Vec<usize>,
    /// Positions in [`Story::people`](super::Story::people).
    pub people: Vec<usize>,
    /// Position in [`Map::places`](super::Map::places).
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
