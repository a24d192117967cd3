//! The folder works wherever it lies: below a path, and as the copy that stays as it is.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, each, single_file, site, story};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(below_a_path),
        each!(frozen_copy),
        each!(frozen_copy_below_a_path),
        each!(lost_addresses_lead_to_the_story),
        each!(the_single_file_works_from_disk),
    ]
}

async fn works(page: &Page, host: &Running, folder: &str) -> Result<()> {
    let story = story()?;
    page.open_ready(&host.mounted(folder)).await?;
    page.quiet().await?;
    page.open_ready(&host.mounted(&format!("{folder}index.html#{}", story.claims[0]))).await?;
    page.until("a card is opened by its link", &format!("visible($(\"[id='{}'] .card-back\"))", story.claims[0]))
        .await?;
    page.open_ready(&host.mounted(&format!("{folder}embed/timeline.html"))).await?;
    page.quiet().await?;
    page.open(&host.mounted(&format!("{folder}embed/{}.html", story.claims[0]))).await?;
    page.until("fonts and styles are there", "document.readyState === 'complete' && visible($('.card-back'))").await?;
    page.quiet().await?;
    let home: String = page.run("return $('.embed-foot a').href").await?;
    ensure!(home == host.mounted(folder), "the frame leads to {home} instead of {}", host.mounted(folder));
    let lost: Vec<_> =
        host.requests().into_iter().filter(|r| r.status >= 400 && r.path != "/favicon.ico").map(|r| r.path).collect();
    ensure!(lost.is_empty(), "asked for what is not there: {lost:?}");
    let above: Vec<_> = host
        .requests()
        .into_iter()
        .map(|r| r.path)
        .filter(|p| !host.url(p).starts_with(&host.mounted("")) && p != "/favicon.ico")
        .collect();
    ensure!(above.is_empty(), "asked outside its folder: {above:?}");
    Ok(())
}

async fn below_a_path(page: &Page) -> Result<()> {
    let host = site()?.mount("/a/b/").start()?;
    works(page, &host, "").await
}

async fn frozen_copy(page: &Page) -> Result<()> {
    let host = site()?.start()?;
    works(page, &host, &story()?.frozen).await
}

async fn frozen_copy_below_a_path(page: &Page) -> Result<()> {
    let host = site()?.mount("/a/b/").start()?;
    works(page, &host, &story()?.frozen).await
}

async fn lost_addresses_lead_to_the_story(page: &Page) -> Result<()> {
    let host = site()?.start()?;
    page.open(&host.mounted("no-such-page")).await?;
    page.until("the page for lost readers is shown", "visible($('.not-found h1'))").await?;
    page.click(".not-found a").await?;
    page.ready().await
}

async fn the_single_file_works_from_disk(page: &Page) -> Result<()> {
    let (file, story) = (single_file()?, story()?);
    page.open_ready(&format!("file://{}#{}", file.display(), story.claims[0])).await?;
    page.until("a card is opened by its link", &format!("visible($(\"[id='{}'] .card-back\"))", story.claims[0]))
        .await?;
    page.until("boxes are drawn", "$$('.tl-event').length > 3").await?;
    page.is("its fonts are there", "document.fonts.size > 0 && [...document.fonts].some((f) => f.status === 'loaded')")
        .await?;
    page.is(
        "it asked for no other file",
        "performance.getEntriesByType('resource').every((r) => r.name.startsWith('data:'))",
    )
    .await
}
