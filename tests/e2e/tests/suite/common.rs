//! What several themes ask of a page.

use std::fs;

use anyhow::{Context, Result};
use backstory_browser_tests::{Page, Running, dist, shared};
use serde_json::Value;

/// The accessible name of what has the focus.
pub const FOCUSED: &str = "document.activeElement.getAttribute('aria-label')";

/// The event that the detail of the timeline shows.
pub const DETAIL: &str = "text($('.tl-detail h4'))";

/// Ids of the events that the list shows, in order: of the main ones in the article, of all in the embed of the timeline.
pub const LISTED: &str = "$$('.event-index > li').filter((e) => !e.hidden).map((e) => e.dataset.event)";

/// Opens an address of the built folder and waits until the page answers.
pub async fn open(page: &Page, fragment: &str) -> Result<&'static Running> {
    let host = shared()?;
    page.open_ready(&host.mounted(fragment)).await?;
    Ok(host)
}

/// Whether an element begins in the window, above this share of its height.
pub fn begins_above(share: f64, selector: &str) -> String {
    format!(
        "(() => {{ const r = $(\"{selector}\").getBoundingClientRect(); return r.bottom > 0 && r.top >= -2 && r.top < innerHeight * {share} }})()"
    )
}

/// The events of the built story, from its data: the timeline's texts are on another page.
pub fn events() -> Result<Vec<Value>> {
    let data: Value = serde_json::from_str(&fs::read_to_string(dist().join("data/events.json"))?)?;
    data["events"].as_array().cloned().context("no events")
}

/// The title of an event, as a JavaScript string.
pub fn title_of(event: &str) -> String {
    let read = || -> Result<String> {
        Ok(events()?.iter().find(|e| e["id"] == event).context("no such event")?["title"].to_string())
    };
    read().unwrap_or_else(|error| format!("`the title of {event}: {error:#}`"))
}
