//! Parties and their ties, places and the map.

use super::{Prose, SourceIx};

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
    /// Positions in [`Story::parties`](super::Story::parties).
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
