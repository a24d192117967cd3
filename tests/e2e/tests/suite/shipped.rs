//! One walk over the shipped story and one over the example; all other behaviours run on the made-up one.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Host, Page, each, example, shipped};

/// Ceilings of the article: its height in pixels at a phone's width and at a desk's, and its elements.
const HEIGHT_ON_A_PHONE: f64 = 22_000.0;
const HEIGHT_AT_A_DESK: f64 = 15_000.0;
const ELEMENTS: f64 = 4_500.0;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(every_page_of_it_works_and_complains_of_nothing),
        each!(every_page_of_the_example_works_and_complains_of_nothing),
        each!(the_article_is_short),
        each!(each_kind_of_link_answers_in_place),
        each!(every_superscript_is_touched_where_it_stands),
    ]
}

async fn every_page_of_it_works_and_complains_of_nothing(page: &Page) -> Result<()> {
    every_page_works(page, shipped()?, 5).await
}

async fn every_page_of_the_example_works_and_complains_of_nothing(page: &Page) -> Result<()> {
    every_page_works(page, example()?, 3).await
}

/// Opens every page that the article leads to, of which there are at least `least`, on a phone and at a desk.
async fn every_page_works(page: &Page, host: Host, least: usize) -> Result<()> {
    let host = host.start()?;
    page.open_ready(&host.mounted("")).await?;
    let pages: Vec<String> = page
        .run(
            "return [...new Set($$('a[href]').map((a) => a.getAttribute('href').split('#')[0]).filter((p) => /^[a-z]+\\.html$/.test(p)))]",
        )
        .await?;
    ensure!(pages.len() >= least, "the article leads to {pages:?}");
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

async fn every_superscript_is_touched_where_it_stands(page: &Page) -> Result<()> {
    let host = shipped()?.start()?;
    for (width, height) in [(390, 844), (1440, 900)] {
        page.size(width, height).await?;
        page.open_ready(&host.mounted("")).await?;
        let (all, missed): (usize, Vec<String>) = page
            .run(
                "document.documentElement.style.scrollBehavior = 'auto'; const all = $$('a.cite').filter(visible); return [all.length, all.filter((a) => { \
                 a.scrollIntoView({block: 'center'}); const r = a.getBoundingClientRect(); \
                 return document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2) !== a }).map((a) => a.parentElement.textContent + ': ' + a.textContent)]",
            )
            .await?;
        ensure!(all > 50 && missed.is_empty(), "at {width} px the middle of {missed:?} is another's");
        page.is(
            "neighbours do not overlap",
            "$$('.cite + .cite').filter(visible).every((a) => { const [x, y] = [a.previousElementSibling, a].map((e) => e.getBoundingClientRect()); \
             return x.top !== y.top || y.left >= x.right - 0.5 })",
        )
        .await?;
        page.is(
            "and one that stands alone, or one of two, is 24 pixels wide and high",
            "$$('.cites').filter((c) => c.children.length < 3).flatMap((c) => [...c.children]).filter(visible).every((a) => { \
             const r = a.getBoundingClientRect(); return r.width >= 23.5 && r.height >= 24 })",
        )
        .await?;
    }
    page.quiet().await
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
