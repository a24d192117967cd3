//! The page opens: it answers, complains of nothing, asks nobody else, and fits phones and desks.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Host, Page, dist, each, site, story};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(becomes_ready_and_complains_of_nothing),
        each!(asks_nobody_but_its_host),
        each!(is_no_wider_than_a_phone),
        each!(is_no_wider_than_a_desk),
        each!(is_no_wider_than_the_smallest_screen),
        each!(says_what_happened_on_the_first_screen),
        each!(works_when_a_reader_comes_back),
        each!(log_of_the_browser_stays_empty).only(CHROMIUM),
        each!(nothing_moves_while_it_starts).only(CHROMIUM),
        each!(nothing_moves_while_it_starts_on_a_phone).only(CHROMIUM),
    ]
}

async fn becomes_ready_and_complains_of_nothing(page: &Page) -> Result<()> {
    let host = site()?.start()?;
    page.open_ready(&host.mounted("")).await?;
    page.is("the mark for measuring is set once", "performance.getEntriesByName('ready').length === 1").await?;
    // Scrolls through the whole page, because what is drawn only when it comes into view may fail too.
    page.act("scrollTo(0, document.body.scrollHeight / 2)").await?;
    page.rests("scrollY").await?;
    page.act("scrollTo(0, document.body.scrollHeight)").await?;
    page.rests("scrollY").await?;
    page.quiet().await
}

/// Restored from the back/forward cache or loaded anew, the page has the position and state in which it was left.
async fn works_when_a_reader_comes_back(page: &Page) -> Result<()> {
    let (host, event) = (site()?.start()?, &story()?.events[30]);
    page.open_ready(&host.mounted(&format!("#timeline&event={event}"))).await?;
    page.until("the event is shown", "visible($('.tl-detail'))").await?;
    for _ in 0..2 {
        page.go(&host.mounted("robots.txt")).await?;
        page.leave_back().await?;
        page.ready().await?;
        page.until("the event is shown again", "visible($('.tl-detail'))").await?;
        page.is("its address is as it was", &format!("location.hash.includes('{event}')")).await?;
        page.until("boxes are drawn", "$$('.tl-event').length > 3").await?;
    }
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["ArrowRight", "Enter"]).await?;
    page.until("keys work", &format!("!location.hash.includes('{event}')")).await?;
    page.quiet().await
}

async fn asks_nobody_but_its_host(page: &Page) -> Result<()> {
    let host = site()?.start()?;
    if page.engine == backstory_browser_tests::Engine::Chromium {
        // Requests from before belong to another page.
        page.chromium_requests().await?;
    }
    page.open_ready(&host.mounted("")).await?;
    if page.engine == backstory_browser_tests::Engine::Chromium {
        let foreign: Vec<_> = page
            .chromium_requests()
            .await?
            .into_iter()
            .filter(|url| url.starts_with("http") && !url.starts_with(&host.origin()))
            .collect();
        ensure!(foreign.is_empty(), "asked elsewhere: {foreign:?}");
    }
    let foreign: Vec<String> = page
        .run("return performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(location.origin) && !n.startsWith('data:'))")
        .await?;
    ensure!(foreign.is_empty(), "asked elsewhere: {foreign:?}");
    let requests = host.take_requests();
    let lost: Vec<_> =
        requests.iter().filter(|r| r.status >= 400 && r.path != "/favicon.ico").map(|r| (&r.path, r.status)).collect();
    ensure!(lost.is_empty(), "asked for what is not there: {lost:?}");
    let mut programs: Vec<_> = requests.iter().map(|r| &r.path).filter(|path| path.ends_with(".wasm")).collect();
    programs.sort();
    let asked = programs.len();
    programs.dedup();
    ensure!(
        (asked, programs.len()) == (2, 2),
        "the page's program and the timeline's: asked for {asked} of {programs:?}"
    );
    for request in &requests {
        ensure!(request.header("cookie").is_none(), "{} came with a cookie", request.path);
    }
    Ok(())
}

/// Names what sticks out, so that it can be found.
const STICKS_OUT: &str = "scrollTo({left: 1e4, behavior: 'instant'}); const moved = scrollX; \
    const out = $$('body *').filter((e) => visible(e) && e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'fixed') \
      .filter((e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false; return true; }) \
      .slice(0, 5).map((e) => e.tagName + '.' + e.className + '#' + e.id); \
    return [document.documentElement.scrollWidth, innerWidth, moved, out.join(' ')]";

async fn fits(page: &Page, width: u32) -> Result<()> {
    let host = site()?.start()?;
    page.size(width, 800).await?;
    page.open_ready(&host.mounted("")).await?;
    let (whole, window, moved, out): (f64, f64, f64, String) = page.run(STICKS_OUT).await?;
    ensure!(
        whole <= window && moved == 0.0,
        "the page is {whole} px wide in a window of {window}, and moves sideways by {moved}: {out}"
    );
    page.act("scrollTo(0, 0); for (const d of $$('details')) d.open = true").await?;
    let (whole, window, moved, out): (f64, f64, f64, String) = page.run(STICKS_OUT).await?;
    ensure!(
        whole <= window && moved == 0.0,
        "with all cards open the page is {whole} px wide in a window of {window}: {out}"
    );
    page.quiet().await
}

async fn is_no_wider_than_a_phone(page: &Page) -> Result<()> {
    fits(page, 390).await
}

async fn is_no_wider_than_a_desk(page: &Page) -> Result<()> {
    fits(page, 1440).await
}

async fn is_no_wider_than_the_smallest_screen(page: &Page) -> Result<()> {
    fits(page, 320).await
}

async fn says_what_happened_on_the_first_screen(page: &Page) -> Result<()> {
    let host = site()?.start()?;
    for (width, height) in [(390, 844), (1440, 900)] {
        page.size(width, height).await?;
        page.open_ready(&host.mounted("")).await?;
        page.is(
            "title and standfirst are on the first screen",
            "[$('h1'), $('.standfirst')].every((e) => visible(e) && e.getBoundingClientRect().bottom <= innerHeight)",
        )
        .await?;
    }
    Ok(())
}

async fn log_of_the_browser_stays_empty(page: &Page) -> Result<()> {
    // The page as it is published, without our probe.
    let host = Host::new(dist()).start()?;
    page.chromium_log().await?;
    page.open_ready(&host.mounted("")).await?;
    let log: Vec<_> = page.chromium_log().await?.into_iter().filter(|line| !line.contains("favicon.ico")).collect();
    ensure!(log.is_empty(), "the browser logged: {}", log.join(" | "));
    Ok(())
}

async fn shift(page: &Page, width: u32, height: u32) -> Result<()> {
    let host = Host::new(dist()).start()?;
    page.size(width, height).await?;
    page.open_ready(&host.mounted("")).await?;
    let shifts: Vec<(f64, String)> = page
        .run_async(
            "const all = []; new PerformanceObserver((list) => all.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true}); \
             requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(all.map((e) => [e.value, \
             e.sources.map((s) => `${s.node?.className ?? s.node?.textContent.slice(0, 20)} from ${s.previousRect.top} to ${s.currentRect.top}`).join(', ')])), 300)))",
        )
        .await?;
    let sum: f64 = shifts.iter().map(|(value, _)| value).sum();
    ensure!(sum < 0.01, "things moved by {sum:.4}: {shifts:?}");
    Ok(())
}

async fn nothing_moves_while_it_starts(page: &Page) -> Result<()> {
    shift(page, 1440, 900).await
}

async fn nothing_moves_while_it_starts_on_a_phone(page: &Page) -> Result<()> {
    shift(page, 390, 844).await
}
