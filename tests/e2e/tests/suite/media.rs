//! Readers who set their own colours, want no motion, print, or read from right to left.

use std::fs;

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Engine, Page, Running, Setting, each, probed, shared, site};
use serde_json::json;

use crate::common::{FOCUSED, open};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(print_shows_all_cards_and_addresses).only(CHROMIUM),
        each!(large_text_fits),
        each!(large_text_breaks_no_word_of_a_phones_timeline),
        each!(right_to_left_is_a_mirror),
        each!(right_to_left_on_a_phone),
        each!(right_to_left_keys_go_the_other_way),
        each!(the_readers_dark_system_is_followed).only(CHROMIUM),
        each!(text_spacing_loses_nothing).only(CHROMIUM),
        each!(forced_colours_keep_marks_and_states).with(Setting::FORCED).only(&[Engine::Chromium, Engine::Firefox]),
    ]
}

async fn print_shows_all_cards_and_addresses(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.chromium("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
    let result = printed(page).await;
    page.chromium("Emulation.setEmulatedMedia", json!({"media": ""})).await?;
    result
}

async fn printed(page: &Page) -> Result<()> {
    page.until("print styles hold", "matchMedia('print').matches && !visible($('.tl'))").await?;
    shows_on_paper(page, "[data-entry] details > :not(summary)").await?;
    page.is("controls are not", "$$('.section-nav, .tl-bar, .embed-button, [data-copy], .ribbon-range, .preview, dialog, .ties-all, .signposts > .hint, .all-events > summary').every((e) => !visible(e))").await?;
    page.is("ink is dark on white", "/^rgb\\((\\d|[0-4]\\d), /.test(getComputedStyle(document.body).color)").await?;
    for (name, folded) in
        [("events.html", "li.event .event-body"), ("people.html", ".entry-body"), ("concepts.html", ".entry-body")]
    {
        let _host = open(page, name).await?;
        shows_on_paper(page, folded).await?;
        page.is("tools are not printed", "$$('.section-nav, .list-tools, [data-copy]').every((e) => !visible(e))")
            .await?;
    }
    let _host = open(page, "sources.html").await?;
    page.is(
        "addresses of sources are printed",
        "$$('.source-list [data-entry-title] a[href^=\"http\"]').every((e) => getComputedStyle(e, '::after').content.includes('http')) && \
         $$('.source-list [data-entry-title] a[href^=\"http\"]').length > 3",
    )
    .await
}

/// Fails unless everything that is folded on the screen is open on paper, and there is something folded.
async fn shows_on_paper(page: &Page, folded: &str) -> Result<()> {
    page.is("something is folded on the screen", &format!("$$('{folded}').length > 2")).await?;
    let hidden: Vec<String> = page
        .run(&format!(
            "return $$('{folded}').filter((e) => !e.matches('.needs-script, .entry-end') && (!visible(e) || e.getBoundingClientRect().height < 10)) \
             .map((e) => e.closest('[id]').id + ' ' + e.className)"
        ))
        .await?;
    ensure!(hidden.is_empty(), "closed on paper: {} parts, as {:?}", hidden.len(), hidden.first());
    Ok(())
}

/// Pixels by which the page is wider than its window.
const BEYOND: &str = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async fn large_text_fits(page: &Page) -> Result<()> {
    page.size(1280, 800).await?;
    let host = shared()?;
    page.open_ready(&host.mounted("")).await?;
    page.act("document.documentElement.style.fontSize = '200%'").await?;
    page.rests("document.body.scrollHeight").await?;
    let beyond: f64 = page.run(&format!("return {BEYOND}")).await?;
    ensure!(beyond <= 0.0, "at 200 % text the page is {beyond} px wider than its window");
    let cut: Vec<String> = page
        .run(
            "return $$('h1, h2, h3, summary, .standfirst p, .byline, .step-button, .chip, .quiet, .tool-text, .rating, .section-nav-here').filter(visible) \
             .filter((e) => getComputedStyle(e).overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2)).map((e) => e.className + ' ' + text(e).slice(0, 30)).slice(0, 6)",
        )
        .await?;
    ensure!(cut.is_empty(), "cut off at 200 % text: {cut:?}");
    page.quiet().await
}

async fn large_text_breaks_no_word_of_a_phones_timeline(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let host = shared()?;
    page.open(&host.mounted("#timeline")).await?;
    page.act("document.documentElement.style.fontSize = '200%'").await?;
    page.ready().await?;
    page.until("boxes are drawn", "$$('.tl-event.labelled').length > 2").await?;
    page.rests("[document.body.scrollHeight, $$('.tl-event.labelled').length]").await?;
    // A word of ten letters, as names of towns and countries have.
    let room: f64 = page
        .run("const span = $('.tl-event.labelled span'); const style = getComputedStyle(span); const pen = document.createElement('canvas').getContext('2d'); pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`; return span.parentElement.getBoundingClientRect().width - parseFloat(style.marginInlineStart) - pen.measureText('recognises').width")
        .await?;
    ensure!(room >= 0.0, "a word of ten letters lacks {room} px");
    page.quiet().await
}

async fn text_spacing_loses_nothing(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = open(page, "").await?;
    // Set through the object model, since the policy allows no further styles.
    page.act(
        "for (const e of $$('body *')) { e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em' } \
         for (const p of $$('p')) p.style.marginBottom = '2em'",
    )
    .await?;
    let beyond: f64 = page.run(&format!("return {BEYOND}")).await?;
    ensure!(beyond <= 0.0, "with wide spacing the page is {beyond} px wider than its window");
    Ok(())
}

/// The same story, as if it were written from right to left.
async fn mirrored(page: &Page, fragment: &str) -> Result<Running> {
    let html = fs::read_to_string(probed()?.join("index.html"))?.replacen("dir=\"ltr\"", "dir=\"rtl\"", 1);
    let host = site()?.with_page("/", html, &[]).start()?;
    page.open_ready(&host.mounted(fragment)).await?;
    page.is("it is mirrored", "getComputedStyle(document.body).direction === 'rtl'").await?;
    Ok(host)
}

async fn right_to_left_is_a_mirror(page: &Page) -> Result<()> {
    let _host = mirrored(page, "#timeline").await?;
    let (wide, left): (f64, f64) = page.run("scrollTo({left: -1e4, behavior: 'instant'}); return [document.documentElement.scrollWidth - innerWidth, scrollX]").await?;
    ensure!(wide <= 0.0 && left == 0.0, "the page is {wide} px too wide and moves by {left}");
    page.until("boxes are drawn", "$$('.tl-event').length > 3").await?;
    page.is(
        "names of rows stand on the right",
        "$('.lane-name').getBoundingClientRect().left > $('.tl-view').getBoundingClientRect().right - 30",
    )
    .await?;
    page.is("the drawing is mirrored", "new DOMMatrix(getComputedStyle($('.tl-canvas')).transform).a === -1").await?;
    page.is("and so are the years above it", "(() => { const all = $$('.tl-head .tick-name').filter(visible).sort((a, b) => Number(text(a)) - Number(text(b))).map((e) => e.getBoundingClientRect().right); return all.length > 2 && all[0] > all.at(-1) })()").await?;
    page.is("time runs from right to left", "(() => { const all = $$('.tl-event').map((e) => e.getBoundingClientRect().right); return all[0] > all.at(-1) })()").await?;
    page.is("boxes are in their frame", "(() => { const v = $('.tl-view').getBoundingClientRect(); return $$('.tl-event').every((e) => { const r = e.getBoundingClientRect(); return r.right <= v.right + 2 }) })()").await?;
    page.quiet().await
}

async fn right_to_left_on_a_phone(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = mirrored(page, "").await?;
    let (wide, left): (f64, f64) = page.run("scrollTo({left: -1e4, behavior: 'instant'}); return [document.documentElement.scrollWidth - innerWidth, scrollX]").await?;
    ensure!(wide <= 0.0 && left == 0.0, "the page is {wide} px too wide and moves by {left}");
    page.quiet().await
}

async fn right_to_left_keys_go_the_other_way(page: &Page) -> Result<()> {
    let _host = mirrored(page, "#timeline").await?;
    page.until("boxes are drawn", "$('.tl-boxes [tabindex=\"0\"]')").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["Home"]).await?;
    page.rests(FOCUSED).await?;
    let x = "document.activeElement.getBoundingClientRect().right";
    let first: f64 = page.run(&format!("return {x}")).await?;
    page.press(&["ArrowLeft", "ArrowLeft", "ArrowLeft"]).await?;
    page.until("left is later", &format!("{x} < {first} - 3")).await?;
    page.quiet().await
}

async fn the_readers_dark_system_is_followed(page: &Page) -> Result<()> {
    let host = shared()?;
    let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
    page.chromium("Emulation.setEmulatedMedia", dark).await?;
    let result = async {
        page.open_ready(&host.mounted("")).await?;
        page.is("paper is dark", "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every((v) => v < 70) || getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).slice(0, 3).every((v) => v < 70)").await
    }
    .await;
    page.chromium("Emulation.setEmulatedMedia", json!({"features": []})).await?;
    result
}

async fn forced_colours_keep_marks_and_states(page: &Page) -> Result<()> {
    if page.engine == Engine::Chromium {
        let forced = json!({"features": [{"name": "forced-colors", "value": "active"}]});
        page.chromium("Emulation.setEmulatedMedia", forced).await?;
    }
    let result = forced(page).await;
    if page.engine == Engine::Chromium {
        page.chromium("Emulation.setEmulatedMedia", json!({"features": []})).await?;
    }
    result
}

async fn forced(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.is("colours are forced", "matchMedia('(forced-colors: active)').matches").await?;
    page.until("boxes are drawn", "$('.tl-event .dot')").await?;
    let paper = "getComputedStyle(document.body).backgroundColor";
    page.is(
        "marks differ from the paper",
        &format!("getComputedStyle($('.tl-event .dot')).backgroundColor !== {paper}"),
    )
    .await?;
    page.is(
        "signs of ratings differ from the paper",
        &format!("$$('.rating').length > 3 && $$('.rating').every((e) => getComputedStyle(e, '::before').borderTopColor !== {paper})"),
    )
    .await?;
    page.is(
        "and from each other by their filling",
        "getComputedStyle($('.rating.tone-good'), '::before').backgroundColor !== getComputedStyle($('.rating.tone-open'), '::before').backgroundColor",
    )
    .await?;
    page.is(
        "icons differ from the paper",
        &format!("getComputedStyle($('.tool.in'), '::before').backgroundColor !== {paper}"),
    )
    .await?;
    page.quiet().await?;
    let _host = open(page, "people.html").await?;
    page.is(
        "a pressed choice differs from the others",
        "(() => { const s = (e) => getComputedStyle(e).backgroundColor + getComputedStyle(e).borderColor; return s($('.chip[aria-pressed=true]')) !== s($('.chip[aria-pressed=false]')) })()",
    )
    .await?;
    page.quiet().await
}
