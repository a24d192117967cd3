//! Names of the pages' files, which the prerender writes and the browser's program asks for; all stand in the story's folder.

/// The article.
pub const ARTICLE: &str = "index.html";
/// The tour.
pub const TOUR: &str = "tour.html";
/// The events.
pub const EVENTS: &str = "events.html";
/// Who is who.
pub const PEOPLE: &str = "people.html";
/// Explained terms.
pub const CONCEPTS: &str = "concepts.html";
/// The sources.
pub const SOURCES: &str = "sources.html";
/// How the story was made.
pub const METHOD: &str = "method.html";
/// The list of changes, on the page of the method.
pub const CHANGES: &str = "method.html#changes";
/// The article for paper.
pub const PRINT: &str = "print.html";
