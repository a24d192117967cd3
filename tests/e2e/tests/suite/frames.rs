//! Inside other people's pages: every embed in every kind of host, the embed script, heights, and forged messages.

use anyhow::{Context, Result, bail, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Engine, Host, Matrix, Page, Verdict, each, probed, shared, story};
use serde_json::json;

use crate::{
    element::{FRAME, enter_element, with_elements},
    embeds::{Embed, embeds},
};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(the_compact_embed_is_at_most_600_high),
        each!(frames_have_no_scroll_bars_sideways),
        each!(lists_estimate_no_heights_in_a_frame),
        each!(embeds_work_in_a_plain_host),
        each!(embeds_work_in_our_sandbox),
        each!(embeds_work_without_an_origin),
        each!(embeds_work_in_a_strict_host),
        each!(embeds_work_in_an_isolated_host),
        each!(frames_are_whole_on_paper).only(CHROMIUM),
        each!(a_link_copied_in_a_frame_is_the_hosts),
        each!(sections_are_told_when_they_are_seen),
    ]
}

/// A list as long as only other stories have it.
const LONG: &str = "$('.events').classList.add('long')";

/// Events whose height is estimated until they are seen.
const ESTIMATED: &str = "$$('.long > .event').filter((e) => getComputedStyle(e).contentVisibility === 'auto').length";

async fn lists_estimate_no_heights_in_a_frame(page: &Page) -> Result<()> {
    let story = Host::new(probed()?).start()?;
    page.open(&story.mounted("events.html")).await?;
    page.act(LONG).await?;
    page.is("by itself it estimates, so that it is quick", &format!("{ESTIMATED} > 0")).await?;
    let host = Host::new(probed()?).with_page("/host.html", frame(&story.mounted("events.html"), ""), &[]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.enter("#f").await?;
    page.until("the list is there", "$('.events > .event')").await?;
    page.act(LONG).await?;
    page.until("it does not in a frame", &format!("{ESTIMATED} === 0")).await?;
    page.is("though it is as long", "$$('.long > .event').length > 0").await?;
    page.leave().await
}

/// Collects the messages of frames. A script file of its own, for hosts that allow no inline scripts.
pub const HEARS: &str = "window.heard = []; addEventListener('message', (e) => heard.push({data: e.data, ours: e.source === document.querySelector('iframe')?.contentWindow}));";

pub fn frame(address: &str, sandbox: &str) -> String {
    format!(
        "<!DOCTYPE html><meta charset=utf-8><title>host</title><script src=\"/hears.js\"></script><h1>A host</h1>\
         <iframe id=\"f\" title=\"story\" src=\"{address}\" width=\"640\" height=\"700\" {sandbox}></iframe>"
    )
}

/// A host page of another origin for each embed; in each, the embed is whole, complains of nothing, and tells its height.
async fn work(page: &Page, kind: &'static str, sandbox: &str, headers: &[(&str, &str)]) -> Result<()> {
    let story = Host::new(probed()?).start()?;
    let mut host = Host::new(probed()?).with_page("/hears.js", HEARS, headers);
    for embed in embeds()? {
        host = host.with_page(
            &format!("/{}", embed.kind),
            frame(&story.mounted(&embed.path), sandbox),
            &[&[("content-type", "text/html")], headers].concat(),
        );
    }
    let host = host.start()?;
    let mut matrix = Matrix::new(page, kind);
    for embed in embeds()? {
        page.open(&format!("{}/{}", host.other_origin(), embed.kind)).await?;
        matrix.put(embed.kind, one_embed(page, &embed, sandbox.contains("allow-scripts\"")).await)?;
    }
    matrix.done()
}

async fn one_embed(page: &Page, embed: &Embed, no_origin: bool) -> Result<Verdict> {
    let sees = embed.sees;
    page.enter("#f").await?;
    page.until(
        "the page of the frame is there",
        "location.protocol === 'http:' && document.readyState !== 'loading' && $('[data-frame-root]')",
    )
    .await?;
    // In WebKit `'self'` matches nothing in a frame without an origin, so without a known address no script runs there.
    if no_origin && page.engine == Engine::WebKit {
        let sees = if embed.kind == "timeline" { ".all-events summary" } else { sees };
        page.until("it can be read", &format!("visible($('{sees}'))")).await?;
        page.leave().await?;
        return Ok(Verdict::Readable);
    }
    if embed.is_interactive {
        page.ready().await?;
    }
    page.until("it can be read", &format!("visible($('{sees}'))")).await?;
    page.quiet().await?;
    let high: f64 = page
        .rests("Math.ceil($('[data-frame-root]').getBoundingClientRect().height)")
        .await?
        .as_f64()
        .unwrap_or_default();
    page.leave().await?;
    page.until(
        "its height is told",
        &format!(
            "heard.some((m) => m.ours && m.data?.type === 'backstory:height' && Math.abs(m.data.height - {high}) <= 2)"
        ),
    )
    .await?;
    let told: f64 =
        page.run("return heard.filter((m) => m.data?.type === 'backstory:height').at(-1).data.height").await?;
    ensure!((told - high).abs() <= 2.0, "told {told}, is {high}");
    let shapes: Vec<String> = page
        .run("return ['embed-size', 'iframe-resized', 'backstory:report'].filter((t) => !heard.some((m) => m.data?.type === t))")
        .await?;
    ensure!(shapes.is_empty(), "not told in the language of {shapes:?}");
    let jitter: usize = page.run("return heard.filter((m) => m.data?.type === 'backstory:height').length").await?;
    ensure!(jitter <= 12, "the height was told {jitter} times");
    Ok(Verdict::Works)
}

/// The messages that the host gets from a section.
fn told_of(section: &str) -> String {
    format!(
        "heard.filter((m) => m.ours && m.data?.type === 'backstory:report' && m.data.what === 'section' && m.data.id === '{section}').length"
    )
}

async fn sections_are_told_when_they_are_seen(page: &Page) -> Result<()> {
    let [first, second, ..] = story()?.sections.as_slice() else { bail!("the story has no two sections") };
    let story = Host::new(probed()?).start()?;
    let host = Host::new(probed()?)
        .with_page("/hears.js", HEARS, &[])
        .with_page("/host.html", frame(&story.mounted("embed/whole.html"), "scrolling=\"no\""), &[])
        .start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.act("document.querySelector('iframe').height = 3000; document.querySelector('iframe').scrollIntoView()")
        .await?;
    page.enter("#f").await?;
    page.ready().await?;
    page.leave().await?;
    page.act("scrollTo(0, 400)").await?;
    page.until("the open chapter is told", &format!("{} === 1", told_of(first))).await?;
    page.is("a closed one is not", &format!("{} === 0", told_of(second))).await?;
    page.enter("#f").await?;
    page.act(&format!("$('#{second}').closest('details').open = true")).await?;
    page.leave().await?;
    page.act("scrollTo(0, 1200)").await?;
    page.until("it is once it is opened and seen", &format!("{} === 1", told_of(second))).await
}

async fn the_compact_embed_is_at_most_600_high(page: &Page) -> Result<()> {
    let host = shared()?;
    for width in [320, 400] {
        page.size(width, 600).await?;
        page.open_ready(&host.mounted("embed/compact.html")).await?;
        let high: f64 = page.run("return $('[data-frame-root]').getBoundingClientRect().height").await?;
        ensure!(high <= 600.0, "at a width of {width} the embed is {high} px high");
    }
    page.size(640, 600).await?;
    page.open_ready(&host.mounted("embed/compact.html")).await?;
    let steps: usize = page.run("return $$('.tour-steps > li').length").await?;
    ensure!((12..=18).contains(&steps), "the tour has {steps} steps");
    for step in 1..=steps {
        let high: f64 = page.run("return $('[data-frame-root]').getBoundingClientRect().height").await?;
        ensure!(high <= 600.0, "at step {step} the embed is {high} px high");
        if step < steps {
            page.click("[data-step='next']").await?;
            page.until("the next step", &format!("$('.tour-bar [role=status]').textContent.includes('{}')", step + 1))
                .await?;
            page.rests("$('.tour-steps').scrollLeft").await?;
        }
    }
    page.is("at the end there is no next", "$('[data-step=next]').disabled").await?;
    let cut: Vec<String> = page
        .run("return $$('.tour-steps > li').filter((e) => e.scrollHeight > e.clientHeight + 2 && !['auto', 'scroll'].includes(getComputedStyle(e).overflowY)).map((e) => e.id)")
        .await?;
    ensure!(cut.is_empty(), "steps are cut off: {cut:?}");
    page.quiet().await
}

async fn frames_have_no_scroll_bars_sideways(page: &Page) -> Result<()> {
    let host = shared()?;
    for width in [320, 640] {
        page.size(width, 700).await?;
        for embed in embeds()? {
            page.open(&host.mounted(&embed.path)).await?;
            if embed.is_interactive {
                page.ready().await?;
            }
            let beyond: f64 = page.run("return document.documentElement.scrollWidth - innerWidth").await?;
            ensure!(beyond <= 0.0, "{} is {beyond} px wider than {width}", embed.path);
        }
    }
    Ok(())
}

async fn embeds_work_in_a_plain_host(page: &Page) -> Result<()> {
    work(page, "plain", "", &[]).await
}

async fn embeds_work_in_our_sandbox(page: &Page) -> Result<()> {
    work(
        page,
        "our sandbox",
        "sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads\" ",
        &[],
    )
    .await
}

async fn embeds_work_without_an_origin(page: &Page) -> Result<()> {
    work(page, "no origin", "sandbox=\"allow-scripts\"", &[]).await
}

async fn embeds_work_in_a_strict_host(page: &Page) -> Result<()> {
    let policy = "default-src 'none'; script-src 'self'; frame-src http:; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    work(page, "strict", "", &[("content-security-policy", policy)]).await
}

async fn embeds_work_in_an_isolated_host(page: &Page) -> Result<()> {
    work(
        page,
        "isolated",
        "",
        &[("cross-origin-embedder-policy", "require-corp"), ("cross-origin-opener-policy", "same-origin")],
    )
    .await
}

/// On paper: what a frame showed whole is whole, and shorter than on the screen, since only that keeps room for it.
async fn frames_are_whole_on_paper(page: &Page) -> Result<()> {
    let story = Host::new(probed()?).start()?;
    let frame = "document.querySelector('iframe')";
    page.size(740, 900).await?;
    for embed in embeds()? {
        let html = format!(
            "<!DOCTYPE html><meta charset=utf-8><title>host</title><iframe src=\"{}\" style=\"width:680px;height:900px;border:0\"></iframe>\
             <script>addEventListener('message', ({{data}}) => {{ if (data.type === 'backstory:height') {frame}.style.height = data.height + 'px' }})</script>",
            story.mounted(&embed.path)
        );
        let host = Host::new(probed()?).with_page("/host.html", html, &[]).start()?;
        // Of the same site: another would have a process of its own, which hears of no medium.
        page.open(&host.url("/host.html")).await?;
        page.enter("iframe").await?;
        if embed.is_interactive {
            page.ready().await?;
        }
        page.rests("innerHeight").await?;
        page.chromium("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
        let whole = async {
            page.until("print styles hold", "matchMedia('print').matches && visible($('.embed-foot'))").await?;
            let sees = if embed.kind == "timeline" { ".event-index a" } else { embed.sees };
            page.is("what it holds is printed", &format!("$$('{sees}').some(visible)")).await?;
            page.is(
                "and nothing of it is cut off",
                "$('[data-frame-root]').getBoundingClientRect().bottom <= innerHeight && document.documentElement.scrollWidth <= innerWidth",
            )
            .await
        }
        .await;
        page.chromium("Emulation.setEmulatedMedia", json!({"media": ""})).await?;
        whole.with_context(|| embed.kind)?;
        page.leave().await?;
    }
    Ok(())
}

async fn a_link_copied_in_a_frame_is_the_hosts(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&["timeline"], "", &[])?;
    let _ = view;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    enter_element(page, 0).await?;
    page.ready().await?;
    page.equals(
        "the frame knows its host",
        "document.documentElement.dataset.host",
        format!("{}/host.html", host.other_origin()),
    )
    .await?;
    page.leave().await
}
