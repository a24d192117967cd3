//! Pictures: what each stands with, what it shows, and whose it is.

use super::{ItemKind, Prose};

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
