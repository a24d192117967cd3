//! One walk over the shipped story; all other behaviours run on the made-up one.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each, shipped};

/// Ceilings of the article: its height in pixels at a phone's width and at a desk's, and its elements.
const HEIGHT_ON_A_PHONE: f64 = 22_000.0;
const HEIGHT_AT_A_DESK: f64 = 15_000.0;
const ELEMENTS: f64 = 4_500.0;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(every_page_of_it_works_and_complains_of_nothing),
        each!(the_article_is_short),
        each!(each_kind_of_link_answers_in_place),
    ]
}

async fn every_page_of_it_works_and_complains_of_nothing(page: &Page) -> Result<()> {
    let host = shipped()?.start()?;
    page.open_ready(&host.mounted("")).await?;
    let pages: Vec<String> = page
        .run(
            "return [...new Set($$('a[href]').map((a) => a.getAttribute('href').split('#')[0]).filter((p) => /^[a-z]+\\.html$/.test(p)))]",
        )
        .await?;
    ensure!(pages.len() >= 5, "the article leads to {pages:?}");
    for (width, height) in [(390, 844), (1440, 900)] {
        page.size(width, height).await?;
        for name in [""].into_iter().chain(pages.iter().map(String::as_str)) {
            page.open(&host.mounted(name)).await?;
            // The print version needs no program.
            page.until(
                &format!("{name} is ready"),
                "!$('script[data-wasm]') || document.documentElement.dataset.state === 'ready'",
            )
            .await?;
            page.is(
                &format!("{name} fits {width} px"),
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
            )
            .await?;
            page.quiet().await?;
        }
    }
    Ok(())
}

async fn the_article_is_short(page: &Page) -> Result<()> {
    let host = shipped()?.start()?;
    for (width, height, most) in [(390, 844, HEIGHT_ON_A_PHONE), (1440, 900, HEIGHT_AT_A_DESK)] {
        page.size(width, height).await?;
        page.open_ready(&host.mounted("")).await?;
        let high = page.rests("document.documentElement.scrollHeight").await?.as_f64().unwrap_or_default();
        ensure!(high <= most, "at {width} px it is {high} px high, and may be {most}");
    }
    let elements: f64 = page.run("return $$('*').length").await?;
    ensure!(elements <= ELEMENTS, "it has {elements} elements, and may have {ELEMENTS}");
    Ok(())
}

async fn each_kind_of_link_answers_in_place(page: &Page) -> Result<()> {
    let host = shipped()?.start()?;
    page.size(1440, 900).await?;
    for kind in ["person", "event", "claim", "term", "source"] {
        page.open_ready(&host.mounted("")).await?;
        let link = format!(".prose a[data-kind='{kind}']");
        page.click(&link).await?;
        page.until(
            &format!("the {kind} is shown where the reader is"),
            "visible($('#preview')) && text($('.preview-body')).length > 20",
        )
        .await?;
        let y: f64 = page.run("return scrollY").await?;
        page.press(&["Escape"]).await?;
        page.until("Escape closes it", "!visible($('#preview'))").await?;
        page.until(
            "the focus is on the link again, and nothing moved",
            &format!("document.activeElement?.dataset.kind === '{kind}' && Math.abs(scrollY - {y}) < 2"),
        )
        .await?;
        page.quiet().await?;
    }
    Ok(())
}
