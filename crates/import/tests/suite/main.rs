//! Timelines as other tools write them, imported into a story.

mod again;
mod any;
mod kinds;
mod rows;
mod story;
