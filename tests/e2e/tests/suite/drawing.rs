//! What is drawn behind the boxes of the timeline: the links at rest and the names of the bands.

use anyhow::Result;
use backstory_browser_tests::{Behaviour, Page, each};

use crate::timeline::ready;

pub fn all() -> Vec<Behaviour> {
    vec![each!(links_at_rest_are_threads_through_time), each!(bands_bear_their_names)]
}

/// Pixels at which the links of one event to another begin and end.
const LINKS: &str = "['arc', 'arc answers'].flatMap((name) => ($$('.tl-canvas path').find((path) => path.getAttribute('class') === name)?.getAttribute('d') ?? '').split('M').slice(1).map((link) => link.match(/-?\\d+/g).map(Number)))";

async fn links_at_rest_are_threads_through_time(page: &Page) -> Result<()> {
    page.size(1440, 900).await?;
    let _host = ready(page, "").await?;
    page.until("links are drawn", &format!("{LINKS}.length > 2")).await?;
    page.is("each leads on in time", &format!("{LINKS}.every(([x, , , , to]) => x <= to)")).await?;
    page.is(
        "and none meets another where it ends",
        &format!("((ends) => new Set(ends).size === ends.length)({LINKS}.map((link) => link.slice(4).join()))"),
    )
    .await?;
    page.quiet().await
}

async fn bands_bear_their_names(page: &Page) -> Result<()> {
    for (width, names) in [(1440, ".tl-head .era-name"), (390, ".tl-canvas .era-name")] {
        page.size(width, 900).await?;
        let _host = ready(page, "").await?;
        let names = format!("$$('{names}').filter(visible)");
        page.until("a band has its name", &format!("{names}.some((e) => /\\D{{4}}/.test(text(e)))")).await?;
        page.is(
            "and no name lies on another, or on a year",
            &format!(
                "(() => {{ const all = [...{names}, ...$$('.tl-head .tick-name, .tl-canvas .tick-name').filter(visible)].map((e) => e.getBoundingClientRect()); \
                 return all.every((a, n) => all.slice(n + 1).every((b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1)) }})()"
            ),
        )
        .await?;
    }
    page.quiet().await
}
