//! How many characters texts may have that are shown in one line, or in a few.

/// The title of a story, its map and what it counts.
pub const STORY_TITLE: usize = 90;
/// The title of an event, a card, or a step of the tour.
pub const TITLE: usize = 80;
/// A title that is written small: of the story in tabs and embeds, of an event in the timeline.
pub const SHORT_TITLE: usize = 40;
/// What a term means, in short.
pub const SHORT_MEANING: usize = 220;
