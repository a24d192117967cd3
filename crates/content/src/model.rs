//! The checked story. Its values come only from [`crate::read`], so every id in it leads somewhere, every date is in
//! order and every text is already HTML.
//!
//! What each file of `build/` makes is in the file of the same name here.

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

mod card;
mod event;
mod map;
mod media;
mod prose;
mod source;
mod story_config;

pub use self::card::{Change, Claim, Concept, Evidence, Hurdle, NameOrder, Person, Scenario, Sentence, Signpost, Step};
pub use self::event::{Direction, Event, Link, LinkKind};
pub use self::map::{Land, Map, Party, Place, Ring, Tie};
pub use self::media::{Media, MediaPlace};
pub use self::prose::{Prose, Segment};
pub use self::source::{Source, SourceKind};
pub use self::story_config::{
    DirectionLabel, Era, Licence, Measure, Meta, News, Part, RatingTerm, Section, Shape, Theme, Tone,
};

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
