//! Cards: people, concepts, claims, hurdles, signposts, scenarios; and the minute, the tour and the changes.

use backstory_timeline::EventDate;

use super::{Confidence, Prose, SourceIx};

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
    /// Position in [`Story::parties`](super::Story::parties).
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
    /// Position in [`Story::sections`](super::Story::sections).
    pub section: usize,
    /// Position in [`Story::verdicts`](super::Story::verdicts).
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
    /// Position in [`Story::statuses`](super::Story::statuses).
    pub status: usize,
    pub seen: Prose,
    pub as_of: EventDate,
    /// Positions in [`Story::scenarios`](super::Story::scenarios).
    pub fits: Vec<usize>,
    /// Positions in [`Story::scenarios`](super::Story::scenarios).
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
