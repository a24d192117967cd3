//! Timelines as other tools write them, imported into a story.

mod again;
mod any;
mod rows;
mod story;
