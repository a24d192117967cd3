//! The forms in which the explainer goes into other people's pages.

use anyhow::Result;
use backstory_browser_tests::story;

/// A page that may be put into a frame.
pub struct Form {
    /// Which form it is.
    pub kind: &'static str,
    /// Its path below the explainer's address.
    pub path: String,
    /// Whether the browser's program runs in it.
    pub is_interactive: bool,
    /// What must be seen in it.
    pub sees: &'static str,
}

/// One page of each form.
pub fn forms() -> Result<Vec<Form>> {
    let story = story()?;
    let form =
        |kind, id: &str, is_interactive, sees| Form { kind, path: format!("embed/{id}.html"), is_interactive, sees };
    Ok(vec![
        form("whole", "whole", true, ".chapter[open] .prose, .chapter[open] .minute"),
        form("timeline", "timeline", true, ".tl-event"),
        form("compact", "compact", true, ".tour-steps > li"),
        form("section", &story.sections[2], true, ".prose p"),
        form("card", &story.claims[0], false, ".entry-body"),
        form("event", &story.events[7], false, ".event-body"),
    ])
}
