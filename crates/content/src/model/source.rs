//! Sources, and what kind of publisher stands behind each.

use backstory_timeline::EventDate;

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
