//! The embeds in which the explainer goes into other people's pages.

use anyhow::Result;
use backstory_browser_tests::story;

/// A page that may be put into a frame.
pub struct Embed {
    /// Which embed it is.
    pub kind: &'static str,
    /// Its path below the explainer's address.
    pub path: String,
    /// Whether the browser's program runs in it.
    pub is_interactive: bool,
    /// What must be seen in it.
    pub sees: &'static str,
}

/// One page of each embed.
pub fn embeds() -> Result<Vec<Embed>> {
    let story = story()?;
    let embed =
        |kind, id: &str, is_interactive, sees| Embed { kind, path: format!("embed/{id}.html"), is_interactive, sees };
    Ok(vec![
        embed("whole", "whole", true, ".chapter[open] .prose, .chapter[open] .minute"),
        embed("timeline", "timeline", true, ".tl-event"),
        embed("compact", "compact", true, ".tour-steps > li"),
        embed("section", &story.sections[2], true, ".prose p"),
        embed("card", &story.claims[0], false, ".entry-body"),
        embed("event", &story.events[7], false, ".event-body"),
    ])
}
