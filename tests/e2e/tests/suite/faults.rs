//! Lines and hosts fail, and attackers change bytes: the page stays whole and readable, and nothing is thrown.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Engine, Fault, Page, Running, each, probed, site, story};

use crate::no_scripts;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(program_not_found),
        each!(program_forbidden),
        each!(program_with_a_flipped_byte_does_not_run),
        each!(program_cut_off),
        each!(program_reset),
        each!(program_with_the_wrong_type_runs),
        each!(program_on_a_slow_line_comes_late),
        each!(links_followed_while_it_loads_do_not_stop_it),
        each!(program_that_never_comes_leaves_a_page),
        each!(script_with_a_flipped_byte_does_not_run),
        each!(script_with_the_wrong_type_does_not_run),
        each!(script_cut_off),
        each!(script_reset),
        each!(frame_script_with_a_flipped_byte_does_not_run),
        // WebKitGTK's driver does not answer before every font has loaded.
        each!(fonts_that_never_come_leave_text).only(&[Engine::Chromium, Engine::Firefox]),
        each!(page_on_a_slow_line_can_be_read_from_its_start),
        each!(page_cut_off_can_be_read_to_there).endless(),
        each!(minified_pages_work),
        each!(without_the_timelines_program_all_else_answers),
    ]
}

const PROGRAM: &str = "*/page-*.wasm";
const TIMELINE: &str = "*/timeline-*.wasm";
const SCRIPT: &str = "*/app-*.js";

/// Fails if the page threw an error; failed loads are what these tests cause.
async fn nothing_thrown(page: &Page) -> Result<()> {
    let (errors, violations) = page.probe().await.context("the probe did not run")?;
    ensure!(violations.is_empty(), "the policy was violated: {}", violations.join(" | "));
    let thrown: Vec<_> = errors.into_iter().filter(|error| !error.starts_with("not loaded: ")).collect();
    ensure!(thrown.is_empty(), "thrown: {}", thrown.join(" | "));
    Ok(())
}

/// Everything that must work without the program: asked once for each way in which it can be missing (refused, stalled,
/// its script blocked).
async fn whole(page: &Page, host: &Running) -> Result<()> {
    no_scripts::links_lead_somewhere(page).await?;
    readable(page).await?;
    no_scripts::events_by_date(page, host).await?;
    nothing_thrown(page).await?;
    no_scripts::every_card_opens(page, host).await?;
    nothing_thrown(page).await
}

/// What every fault must leave: the text is there, and nothing was thrown.
async fn readable(page: &Page) -> Result<()> {
    no_scripts::all_text(page).await?;
    nothing_thrown(page).await
}

/// The loader notices, says so, and opens the list.
async fn fails_well(page: &Page, pattern: &str, fault: Fault) -> Result<Running> {
    let host = site()?.fault(pattern, fault).start()?;
    page.open(&host.mounted("")).await?;
    page.state("failed").await?;
    page.is("the list of events is opened", "$('details.all-events').open && visible($('ol.event-index > li'))")
        .await?;
    no_dead_controls(page).await?;
    readable(page).await?;
    Ok(host)
}

/// What cannot work is not shown.
async fn no_dead_controls(page: &Page) -> Result<()> {
    let dead: Vec<String> = page
        .run("return $$('.needs-script, .tl, .list-tools, .ribbon-range, .tl-placeholder').filter(visible).map((e) => e.className)")
        .await?;
    ensure!(dead.is_empty(), "shown, though it cannot work: {dead:?}");
    Ok(())
}

async fn without_the_timelines_program_all_else_answers(page: &Page) -> Result<()> {
    for fault in [Fault::Status(404), Fault::FlipByte] {
        let host = site()?.fault(TIMELINE, fault).start()?;
        page.open(&host.mounted("#timeline")).await?;
        page.state("failed").await?;
        page.is("the list of events is opened", "$('details.all-events').open && visible($('ol.event-index > li'))")
            .await?;
        no_dead_controls(page).await?;
        page.click("main a[data-kind=\"person\"]").await?;
        page.until("a link is answered in place", "visible($('#preview .preview-body'))").await?;
        nothing_thrown(page).await?;
    }
    // Stalled, it keeps nobody from the rest.
    let host = site()?.fault(TIMELINE, Fault::Stall).start()?;
    page.open(&host.mounted("")).await?;
    page.state("ready").await?;
    page.click("main a[data-kind=\"person\"]").await?;
    page.until("a link is answered in place", "visible($('#preview .preview-body'))").await?;
    nothing_thrown(page).await
}

async fn program_not_found(page: &Page) -> Result<()> {
    let host = fails_well(page, PROGRAM, Fault::Status(404)).await?;
    whole(page, &host).await
}

async fn program_forbidden(page: &Page) -> Result<()> {
    fails_well(page, PROGRAM, Fault::Block).await.map(drop)
}

async fn program_with_a_flipped_byte_does_not_run(page: &Page) -> Result<()> {
    fails_well(page, PROGRAM, Fault::FlipByte).await.map(drop)
}

async fn program_cut_off(page: &Page) -> Result<()> {
    fails_well(page, PROGRAM, Fault::Cut { after: 20_000 }).await.map(drop)
}

async fn program_reset(page: &Page) -> Result<()> {
    fails_well(page, PROGRAM, Fault::Reset).await.map(drop)
}

async fn program_with_the_wrong_type_runs(page: &Page) -> Result<()> {
    for mime in ["application/octet-stream", "text/html"] {
        let host = site()?.fault(PROGRAM, Fault::wrong_mime(mime)).start()?;
        page.open_ready(&host.mounted("")).await.with_context(|| format!("served as {mime}"))?;
    }
    Ok(())
}

async fn program_on_a_slow_line_comes_late(page: &Page) -> Result<()> {
    let slow = Fault::Slow { wait: Duration::from_millis(1_500), bytes_per_second: 200_000 };
    let host = site()?.fault(PROGRAM, slow).start()?;
    page.open(&host.mounted("")).await?;
    page.state("loading").await?;
    no_scripts::all_text(page).await?;
    page.click(".card > details > summary").await?;
    page.until("a card opens before the program is there", "visible($('.card > details[open] .entry-body'))").await?;
    page.ready().await?;
    page.is("what the reader opened stays open", "visible($('.card > details[open] .entry-body'))").await?;
    page.quiet().await
}

async fn links_followed_while_it_loads_do_not_stop_it(page: &Page) -> Result<()> {
    let slow = Fault::Slow { wait: Duration::from_millis(500), bytes_per_second: 200_000 };
    let host = site()?.fault(PROGRAM, slow).start()?;
    page.open(&host.mounted("")).await?;
    page.state("loading").await?;
    // Clicks all the time, so that some fall into each stage: fetching, compiling, starting.
    page.act(
        "const links = $$('#contents a[href^=\"#\"], nav a[href^=\"#\"]'); let n = 0; \
         window.follow = setInterval(() => document.documentElement.dataset.state === 'loading' ? links[n++ % links.length].click() : clearInterval(follow), 60)",
    )
    .await?;
    page.ready().await?;
    page.quiet().await
}

async fn program_that_never_comes_leaves_a_page(page: &Page) -> Result<()> {
    let host = site()?.fault(PROGRAM, Fault::Stall).start()?;
    page.open(&host.mounted("")).await?;
    page.state("loading").await?;
    whole(page, &host).await
}

/// The loader never runs, so nothing reports the failure; the page is as without scripts.
async fn does_not_run(page: &Page, pattern: &str, fault: Fault) -> Result<Running> {
    let host = site()?.fault(pattern, fault).start()?;
    page.open(&host.mounted("")).await?;
    asked_for(&host, pattern.trim_matches('*').split('*').next().unwrap_or_default()).await?;
    page.until(
        "the browser gave the script up",
        "probe.errors.some((e) => e.startsWith('not loaded')) || document.readyState === 'complete'",
    )
    .await?;
    page.is(
        "the script did not run",
        "document.documentElement.dataset.state === undefined && performance.getEntriesByName('ready').length === 0",
    )
    .await?;
    readable(page).await?;
    Ok(host)
}

async fn asked_for(host: &Running, part: &str) -> Result<()> {
    // A busy machine may take seconds to parse the page up to this point.
    for _ in 0..800 {
        if host.requests().iter().any(|request| request.path.contains(part)) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    anyhow::bail!("nobody asked for {part}")
}

async fn script_with_a_flipped_byte_does_not_run(page: &Page) -> Result<()> {
    does_not_run(page, SCRIPT, Fault::FlipByte).await.map(drop)
}

async fn script_with_the_wrong_type_does_not_run(page: &Page) -> Result<()> {
    does_not_run(page, SCRIPT, Fault::wrong_mime("text/plain")).await.map(drop)
}

async fn script_cut_off(page: &Page) -> Result<()> {
    does_not_run(page, SCRIPT, Fault::Cut { after: 900 }).await.map(drop)
}

async fn script_reset(page: &Page) -> Result<()> {
    let host = does_not_run(page, SCRIPT, Fault::Reset).await?;
    whole(page, &host).await
}

async fn frame_script_with_a_flipped_byte_does_not_run(page: &Page) -> Result<()> {
    let host = site()?.fault("*/iframe-*.js", Fault::FlipByte).start()?;
    // Checks the blocked script by what it would do: set the theme.
    page.open_ready(&host.mounted("#theme=dark")).await?;
    page.is("the script did not run", "document.documentElement.dataset.theme === undefined").await?;
    no_scripts::all_text(page).await?;
    nothing_thrown(page).await
}

async fn fonts_that_never_come_leave_text(page: &Page) -> Result<()> {
    let host = site()?.fault("*.woff2", Fault::Stall).start()?;
    page.open_ready(&host.mounted("")).await?;
    no_scripts::all_text(page).await?;
    // Text must not be kept invisible while its font is on the way.
    page.is(
        "text is shown in another font",
        "(() => { const faces = [...document.styleSheets].flatMap((s) => [...s.cssRules]).filter((r) => r.type === 5); \
         return faces.length > 0 && faces.every((r) => /font-display:\\s*(swap|fallback|optional)/.test(r.cssText)) })()",
    )
    .await
}

async fn page_on_a_slow_line_can_be_read_from_its_start(page: &Page) -> Result<()> {
    // At this speed the page takes about two seconds; the probed copy is not compressed.
    let slow = Fault::Slow { wait: Duration::from_millis(100), bytes_per_second: 60_000 };
    let host = site()?.fault("/", slow).start()?;
    page.open_ready(&host.mounted("")).await?;
    page.is(
        "the timeline woke with every event",
        &format!("$('.tl-status').textContent.includes('{}')", story()?.events.len()),
    )
    .await?;
    page.quiet().await
}

/// As minifiers do it: one space for many, and none at the ends of what a script holds.
async fn minified_pages_work(page: &Page) -> Result<()> {
    for (address, path, proof) in [
        ("/", "index.html", "$('.tl-status').textContent.includes(events)"),
        ("/events.html", "events.html", "text($('.list-tools [role=status]')).startsWith(events)"),
    ] {
        let html = fs::read_to_string(probed()?.join(path))?;
        let mut small = String::with_capacity(html.len());
        for (n, part) in html.split("<script").enumerate() {
            let (script, rest) = if n == 0 { ("", part) } else { part.split_once("</script>").unwrap_or((part, "")) };
            if n > 0 {
                let (tag, held) = script.split_once('>').unwrap_or((script, ""));
                small += &["<script", tag, ">", held.trim(), "</script>"].concat();
            }
            for piece in rest.split_inclusive(char::is_whitespace).filter(|piece| !piece.trim().is_empty()) {
                small += piece.trim_end();
                small += if piece.ends_with(char::is_whitespace) { " " } else { "" };
            }
        }
        let host = site()?.with_page(address, small, &[]).start()?;
        page.open_ready(&host.mounted(address.trim_start_matches('/'))).await?;
        let events = story()?.events.len();
        page.until("it is alive", &format!("((events) => {proof})('{events}')")).await?;
    }
    page.click(".list-tools [data-filter='data-theme-id']:not([data-value=''])").await?;
    page.until("its words are the right ones", "/\\d+ of \\d+/.test(text($('.list-tools [role=status]')))").await?;
    page.quiet().await
}

async fn page_cut_off_can_be_read_to_there(page: &Page) -> Result<()> {
    let host = site()?.fault("/", Fault::Cut { after: 80_000 }).start()?;
    // Some engines report the cut as a failure to load, some do not; either way the text before it must be there.
    let _ = page.open(&host.mounted("")).await;
    if let Ok(true) = page.run::<bool>("return !!$('h1')").await {
        page.is("what came can be read", "visible($('h1')) && visible($('.standfirst'))").await?;
        nothing_thrown(page).await?;
    }
    Ok(())
}
