//! The folder works wherever it lies: below a path, and as the copy that stays as it is.

use std::fs;

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, Setting, each, single_file, site, story};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(below_a_path),
        each!(frozen_copy),
        each!(frozen_copy_below_a_path),
        each!(lost_addresses_lead_to_the_story),
        each!(the_single_file_works_from_disk),
        each!(a_damaged_single_file_tells_the_story_in_short),
        each!(without_scripts_the_single_file_tells_the_story_in_short).with(Setting::NO_SCRIPTS),
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
        "performance.getEntriesByType('resource').every((r) => /^(data|blob):/.test(r.name))",
    )
    .await?;
    page.is("the story in short has given way", "!$('.digest') && $$('style').length === 1").await
}

/// What stands in the single file until its page is unpacked.
async fn in_short(page: &Page) -> Result<()> {
    let story = story()?;
    page.is("its headline can be read", "visible($('.digest h1'))").await?;
    page.is("all its texts can be read", "$$('.digest :is(p, li, h2, h3)').every(visible)").await?;
    let sections: usize = page.run("return $$('.digest h2[id]').length").await?;
    ensure!(sections >= 5, "{sections} sections of {} are told", story.sections.len());
    page.is(
        "its cites lead to the sources in it, and those to the record",
        "$$('.digest sup a').length > 50 && $$('.digest sup a').every((a) => /^http/.test($(`${a.getAttribute('href')} > a`)?.href))",
    )
    .await?;
    page.is("it fits the window", "document.documentElement.scrollWidth <= innerWidth").await
}

async fn without_scripts_the_single_file_tells_the_story_in_short(page: &Page) -> Result<()> {
    page.size(390, 800).await?;
    page.open(&format!("file://{}", single_file()?.display())).await?;
    in_short(page).await
}

async fn a_damaged_single_file_tells_the_story_in_short(page: &Page) -> Result<()> {
    let html = fs::read_to_string(single_file()?)?;
    let (before, packed) = html.split_once("id=\"packed\"").context("nothing is packed in it")?;
    let at = packed.len() / 3;
    let other = if packed.as_bytes()[at] == b'A' { "B" } else { "A" };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("damaged.html");
    fs::write(&file, format!("{before}id=\"packed\"{}{other}{}", &packed[..at], &packed[at + 1..]))?;
    page.open(&format!("file://{}", file.display())).await?;
    page.state("failed").await?;
    in_short(page).await
}
