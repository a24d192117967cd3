//! The folder works at any address: below a path, as a frozen copy, and as a single file.

use std::fs;

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, Setting, each, single_file, site, story};

use crate::no_scripts;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(below_a_path),
        each!(frozen_copy),
        each!(frozen_copy_below_a_path),
        each!(lost_addresses_lead_to_the_story),
        each!(the_single_file_works_from_disk),
        each!(a_damaged_single_file_is_still_whole),
        each!(without_scripts_the_single_file_is_whole).with(Setting::NO_SCRIPTS),
    ]
}

/// The item with this id can be seen, and it is in the window.
fn in_window(id: &str) -> String {
    format!(
        "(() => {{ const e = document.getElementById('{id}'), r = e?.getBoundingClientRect(); \
         return visible(e) && r.top >= 0 && r.top < innerHeight }})()"
    )
}

async fn works(page: &Page, host: &Running, folder: &str) -> Result<()> {
    let story = story()?;
    page.open_ready(&host.mounted(folder)).await?;
    page.quiet().await?;
    page.open_ready(&host.mounted(&format!("{folder}index.html#{}", story.claims[0]))).await?;
    page.until("a claim is shown by its link", &in_window(&story.claims[0])).await?;
    page.open_ready(&host.mounted(&format!("{folder}embed/timeline.html"))).await?;
    page.quiet().await?;
    page.open(&host.mounted(&format!("{folder}embed/{}.html", story.claims[0]))).await?;
    page.until("fonts and styles are there", "document.readyState === 'complete' && visible($('.entry-body'))").await?;
    page.quiet().await?;
    let home: String = page.run("return $('.embed-foot a').href").await?;
    let article = host.mounted(&format!("{folder}index.html"));
    ensure!(home == article, "the frame leads to {home} instead of {article}");
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
    page.until("the page for lost readers is shown", "visible($('main h1'))").await?;
    page.click("main a").await?;
    page.ready().await
}

async fn the_single_file_works_from_disk(page: &Page) -> Result<()> {
    let (file, story) = (single_file()?, story()?);
    page.open_ready(&format!("file://{}#{}", file.display(), story.claims[0])).await?;
    page.until("a claim is shown by its link", &in_window(&story.claims[0])).await?;
    page.until("boxes are drawn", "$$('.tl-event').length > 3").await?;
    page.is("its fonts are there", "document.fonts.size > 0 && [...document.fonts].some((f) => f.status === 'loaded')")
        .await?;
    page.is(
        "it asked for no other file",
        "performance.getEntriesByType('resource').every((r) => /^(data|blob):/.test(r.name))",
    )
    .await
}

/// All that the page on a host holds can be read in the file.
async fn is_whole(page: &Page) -> Result<()> {
    let story = story()?;
    page.is("its headline can be read", "visible($('h1'))").await?;
    no_scripts::all_prose_can_be_read(page, ".prose").await?;
    let missing: Vec<String> = page
        .run(&format!(
            "return {}.filter((id) => !document.getElementById(id))",
            serde_json::to_string(&[&story.sections[..], &story.events[..], &story.cards[..]].concat())?
        ))
        .await?;
    ensure!(missing.is_empty(), "the file lacks {missing:?}");
    page.is("it fits the window", "document.documentElement.scrollWidth <= innerWidth").await
}

async fn without_scripts_the_single_file_is_whole(page: &Page) -> Result<()> {
    page.size(390, 800).await?;
    page.open(&format!("file://{}", single_file()?.display())).await?;
    is_whole(page).await
}

async fn a_damaged_single_file_is_still_whole(page: &Page) -> Result<()> {
    let html = fs::read_to_string(single_file()?)?;
    let (before, program) = html.split_once("data-wasm=\"").context("no program is in it")?;
    let at = program.find('"').context("the program has no end")? / 2;
    let other = if program.as_bytes()[at] == b'A' { "B" } else { "A" };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("damaged.html");
    fs::write(&file, format!("{before}data-wasm=\"{}{other}{}", &program[..at], &program[at + 1..]))?;
    page.open(&format!("file://{}", file.display())).await?;
    page.state("failed").await?;
    is_whole(page).await
}
