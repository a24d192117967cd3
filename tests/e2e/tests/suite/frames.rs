//! Inside other people's pages: every embed in every kind of host, the embed script, heights, and forged messages.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use backstory_browser_tests::{
    Behaviour, CHROMIUM, Engine, Fault, Host, Matrix, Page, Running, Verdict, dist, each, probed, shared, site, story,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fantoccini::Locator;
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use crate::embeds::{Embed, embeds};

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
        each!(the_element_replaces_its_link),
        each!(the_link_stays_where_frames_are_blocked),
        each!(the_link_stays_where_scripts_are_blocked),
        each!(the_link_stays_where_the_script_was_changed),
        each!(the_hosts_address_opens_an_event_in_the_frame),
        each!(the_element_keeps_what_its_address_says),
        each!(the_element_is_dark_only_where_its_page_is),
        each!(the_element_changes_with_its_attributes),
        each!(frames_are_whole_on_paper).only(CHROMIUM),
        each!(the_element_tells_what_is_read),
        each!(the_element_can_be_taken_out_and_put_back),
        each!(the_element_leaves_nothing_behind).only(CHROMIUM),
        each!(what_opens_in_a_tall_frame_is_seen),
        // WebKit scrolls no page of another origin for what is in a frame.
        each!(the_text_of_an_event_is_seen_in_a_tall_plain_frame).only(&[Engine::Chromium, Engine::Firefox]),
        each!(a_link_in_a_tall_frame_leads_to_what_is_seen),
        each!(the_hosts_address_leads_to_what_it_names),
        each!(a_frame_scrolls_its_host_for_nobody_but_the_reader),
        each!(a_path_is_embedded_alone),
        each!(three_elements_on_one_page),
        each!(three_explainers_on_one_page),
        each!(an_element_works_when_a_reader_comes_back),
        each!(forged_messages_do_not_reach_the_element),
        each!(malformed_messages_of_a_frame_do_nothing),
        each!(forged_messages_do_nothing_in_the_frame),
        each!(forged_words_of_having_shown_lead_nowhere),
        each!(the_dialogs_integrity_is_that_of_the_script),
        each!(the_dialogs_code_works_where_it_is_pasted),
        each!(the_dialogs_frozen_and_dark_code_says_so),
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
const HEARS: &str = "window.heard = []; addEventListener('message', (e) => heard.push({data: e.data, ours: e.source === document.querySelector('iframe')?.contentWindow}));";

fn frame(address: &str, sandbox: &str) -> String {
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

/// The embed script's path and integrity, as it is served.
pub fn script() -> Result<(String, String)> {
    // The folder also keeps embed scripts of earlier builds; the page names the current one.
    let page = fs::read_to_string(dist().join("index.html"))?;
    let path = page.split("data-script=\"").nth(1).and_then(|rest| rest.split('"').next());
    let path = path.context("the page names no embed script")?.to_owned();
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(fs::read(dist().join(&path))?)));
    Ok((path, integrity))
}

/// A host with elements for these views, and the story's own host.
fn with_elements(views: &[&str], more: &str, headers: &[(&str, &str)]) -> Result<(Running, Running)> {
    let story = Host::new(probed()?).start()?;
    let host = element_host(&story, views, more, headers)?.start()?;
    Ok((story, host))
}

fn element_host(story: &Running, views: &[&str], more: &str, headers: &[(&str, &str)]) -> Result<Host> {
    let elements: String = views.iter().map(|view| element(story, view)).collect();
    host_of(&format!("{elements}{more}{}", tag(story)?), headers)
}

fn element(story: &Running, view: &str) -> String {
    let origin = story.origin();
    format!(
        "<backstory-embed src=\"{origin}/\" view=\"{view}\" heights=\"320:500,640:400\"><a href=\"{origin}/\">The whole story</a></backstory-embed>"
    )
}

fn tag(story: &Running) -> Result<String> {
    let (path, integrity) = script()?;
    Ok(format!(
        "<script async src=\"{}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        story.origin()
    ))
}

fn host_of(body: &str, headers: &[(&str, &str)]) -> Result<Host> {
    let html = format!(
        "<!DOCTYPE html><meta charset=utf-8><title>host</title><script src=\"/probe.js\"></script><body><h1>A host</h1>{body}"
    );
    Ok(Host::new(probed()?).with_page("/host.html", html, headers))
}

/// Steps into the frame of the first element.
pub async fn enter_element(page: &Page, n: usize) -> Result<()> {
    let elements = page.client.find_all(Locator::Css("backstory-embed")).await?;
    let root = elements.get(n).context("there is no such element")?.shadow_root().await.context("no shadow")?;
    root.find(Locator::Css("iframe"))
        .await
        .context("no frame")?
        .enter_frame()
        .await
        .context("the frame cannot be entered")
}

/// The frame of the first element.
pub const FRAME: &str = "$('backstory-embed').shadowRoot.querySelector('iframe')";

async fn the_element_replaces_its_link(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&[&view], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until(
        "the frame is shown, and the link is not",
        &format!("visible({FRAME}) && !visible($('backstory-embed a'))"),
    )
    .await?;
    let high: f64 = page.rests(&format!("parseFloat({FRAME}.style.height)")).await?.as_f64().unwrap_or_default();
    enter_element(page, 0).await?;
    let real: f64 = page.run("return $('[data-frame-root]').getBoundingClientRect().height").await?;
    page.leave().await?;
    ensure!((high - real).abs() <= 2.0, "the frame is {high} px high, its page {real}");
    page.is("it has a title", &format!("{FRAME}.title === 'The whole story'")).await?;
    page.quiet().await
}

async fn link_stays(page: &Page, headers: &[(&str, &str)], fault: Option<Fault>) -> Result<()> {
    let mut story = Host::new(probed()?);
    if let Some(fault) = fault {
        story = story.fault("*/embed-*.js", fault);
    }
    let story = story.start()?;
    let host = element_host(&story, &["timeline"], "", headers)?.start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("all is loaded", "document.readyState === 'complete'").await?;
    page.until("the link can be seen", "visible($('backstory-embed a'))").await?;
    page.is("and lies where it can be clicked", "(() => { const r = $('backstory-embed a').getBoundingClientRect(); const e = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2); return e === $('backstory-embed a') })()").await?;
    // The frame is removed when the violation is reported; until then it must be invisible and not clickable.
    page.is(
        "and no frame hides it",
        "((frame) => !frame || frame.inert && getComputedStyle(frame).opacity === '0')($('backstory-embed').shadowRoot?.querySelector('iframe'))",
    )
    .await
}

async fn the_link_stays_where_frames_are_blocked(page: &Page) -> Result<()> {
    link_stays(page, &[("content-security-policy", "frame-src 'none'")], None).await
}

async fn the_link_stays_where_scripts_are_blocked(page: &Page) -> Result<()> {
    link_stays(page, &[("content-security-policy", "script-src 'none'")], None).await
}

async fn the_link_stays_where_the_script_was_changed(page: &Page) -> Result<()> {
    link_stays(page, &[], Some(Fault::FlipByte)).await
}

async fn the_hosts_address_opens_an_event_in_the_frame(page: &Page) -> Result<()> {
    let event = &story()?.events[30];
    let (_story, host) = with_elements(&["timeline"], "", &[])?;
    page.open(&format!("{}/host.html#backstory={event}", host.other_origin())).await?;
    page.until("the frame is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    enter_element(page, 0).await?;
    page.until("it shows the event", &format!("location.hash.includes('{event}') && visible($('.tl-detail'))")).await?;
    page.leave().await?;
    let other = &story()?.events[31];
    page.act(&format!("location.hash = '#backstory={other}'")).await?;
    enter_element(page, 0).await?;
    page.until("and follows", &format!("location.hash.includes('{other}') && visible($('.tl-detail'))")).await?;
    page.is("the list around it is closed", "!$('.all-events').open").await?;
    page.quiet().await?;
    page.leave().await
}

async fn the_element_keeps_what_its_address_says(page: &Page) -> Result<()> {
    let (story, host) = with_elements(&["timeline"], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.act(&format!(
        "$('backstory-embed').setAttribute('view', ''); $('backstory-embed').setAttribute('src', '{}/embed/timeline.html#theme=dark')",
        story.origin()
    ))
    .await?;
    page.until("the frame is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    enter_element(page, 0).await?;
    page.until("it is dark", "document.documentElement.dataset.theme === 'dark'").await?;
    page.leave().await
}

/// In hosts without a dark theme the frame stays light, whatever the reader's system is set to; later changes of the
/// theme need no reload.
async fn the_element_is_dark_only_where_its_page_is(page: &Page) -> Result<()> {
    let (_story, host) = with_elements(&["timeline"], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    shown_and_ready(page, 0).await?;
    let theme = "document.documentElement.dataset.theme";
    enter_element(page, 0).await?;
    page.equals("a page that says nothing is light", theme, "light").await?;
    page.act("window.same = true").await?;
    page.leave().await?;
    for (attribute, scheme, wanted) in
        [("dark", "", "dark"), ("auto", "", "light"), ("", "light dark", "auto"), ("", "dark", "dark")]
    {
        page.act(&format!(
            "document.documentElement.style.colorScheme = '{scheme}'; $('backstory-embed').setAttribute('theme', '{attribute}')"
        ))
        .await?;
        enter_element(page, 0).await?;
        page.until(&format!("it is {wanted}"), &format!("{theme} === '{wanted}'")).await?;
        page.is("and was not loaded again", "window.same === true").await?;
        page.leave().await?;
    }
    // A colour in which nothing could be read on our paper is none.
    for (accent, wanted) in [("1f5f7a", "#1f5f7a"), ("fffffe", "")] {
        page.act(&format!("$('backstory-embed').setAttribute('theme', 'light'); $('backstory-embed').setAttribute('accent', '{accent}')"))
            .await?;
        enter_element(page, 0).await?;
        page.equals("it wears its accent", "document.documentElement.style.getPropertyValue('--accent')", wanted)
            .await?;
        page.is("and was not loaded again", "window.same === true").await?;
        page.leave().await?;
    }
    // The dialog's code for "as the page around it" says so in the address.
    page.act("document.documentElement.style.colorScheme = 'light'; const e = $('backstory-embed'); e.removeAttribute('theme'); e.setAttribute('src', e.getAttribute('src') + '#theme=auto')")
        .await?;
    shown_and_ready(page, 0).await?;
    enter_element(page, 0).await?;
    page.equals("in a light page it is light", theme, "light").await?;
    page.leave().await?;
    page.quiet().await
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

/// Another view is another page, in the one element; and an element whose page puts back its first attributes, as Turbo's
/// morphs do, is as high as its frame all the same.
async fn the_element_changes_with_its_attributes(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&["timeline"], "<p id=after>After it.</p>", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    shown_and_ready(page, 0).await?;
    page.act(&format!("$('backstory-embed').setAttribute('view', 'card/{view}')")).await?;
    page.until("the other view is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    enter_element(page, 0).await?;
    page.until("it is the card", "visible($('.one-card .entry-body'))").await?;
    page.leave().await?;
    page.is("in one frame", "$('backstory-embed').shadowRoot.querySelectorAll('iframe').length === 1").await?;
    let exact =
        format!("Math.abs($('#after').getBoundingClientRect().top - {FRAME}.getBoundingClientRect().bottom) < 40");
    page.act("$('backstory-embed').style.minHeight = '3000px'").await?;
    page.until("it is as high as its frame", &exact).await?;
    page.quiet().await
}

async fn the_element_tells_what_is_read(page: &Page) -> Result<()> {
    let event = &story()?.events[30];
    let more = "<script>window.told = []; document.addEventListener('backstory', (e) => told.push(e.detail.what + ' ' + e.detail.id))</script>";
    let (_story, host) = with_elements(&["timeline"], more, &[])?;
    page.open(&format!("{}/host.html#backstory={event}", host.other_origin())).await?;
    page.until("the opening is told", "told.includes('open ')").await?;
    page.until("the event is told", &format!("told.includes('event {event}')")).await
}

async fn the_element_can_be_taken_out_and_put_back(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&[&view], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    let shown = format!("visible({FRAME}) && !visible($('backstory-embed a'))");
    page.until("shown", &shown).await?;
    for _ in 0..5 {
        page.act("window.e = $('backstory-embed'); e.remove()").await?;
        page.is("its frame is gone with it", "!e.shadowRoot.querySelector('iframe')").await?;
        page.act("document.body.append(e)").await?;
    }
    page.until("shown again", &shown).await?;
    page.is("one frame", "e.shadowRoot.querySelectorAll('iframe').length === 1").await?;
    page.quiet().await
}

/// Widths of a phone, a tablet, a desk.
const WINDOWS: [(u32, u32); 3] = [(390, 800), (740, 900), (1280, 900)];

/// An article around one element, in which the reader has come to the element's top.
async fn read_to_element(page: &Page, view: &str) -> Result<(Running, Running)> {
    let story = Host::new(probed()?).start()?;
    let text = "<p style=\"height:150vh\">An article</p>";
    let host = host_of(&format!("{text}{}{text}{}", element(&story, view), tag(&story)?), &[])?.start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.act("$('backstory-embed').scrollIntoView({behavior: 'instant'})").await?;
    shown_and_ready(page, 0).await?;
    Ok((story, host))
}

async fn shown_and_ready(page: &Page, n: usize) -> Result<()> {
    page.until_with(
        "the frame is shown",
        "!visible($$('backstory-embed')[arguments[0]].querySelector('a'))",
        json!([n]),
    )
    .await?;
    enter_element(page, n).await?;
    page.ready().await?;
    page.rests("$('[data-frame-root]').offsetHeight").await?;
    page.leave().await
}

/// The reader sees the start of what the selector names in the frame of the n-th element.
pub async fn is_in_sight(page: &Page, n: usize, selector: &str) -> Result<()> {
    enter_element(page, n).await?;
    page.until("it is there", &format!("visible($('{selector}'))")).await?;
    let top = page.rests(&format!("$('{selector}').getBoundingClientRect().top")).await?;
    page.leave().await?;
    page.rests("scrollY").await?;
    let y = "$$('backstory-embed')[arguments[0]].shadowRoot.querySelector('iframe').getBoundingClientRect().top + arguments[1]";
    page.until_with(
        &format!("{selector} is in sight"),
        &format!("{y} >= -1 && {y} < innerHeight - 60"),
        json!([n, top]),
    )
    .await
}

async fn what_opens_in_a_tall_frame_is_seen(page: &Page) -> Result<()> {
    for (width, height) in WINDOWS {
        page.size(width, height).await?;
        let _hosts = read_to_element(page, "timeline").await?;
        for (control, opened) in [
            (".tl-event", ".tl-detail"),
            ("[data-ask='help']", ".tl-help"),
            ("[popovertarget='tl-filters']", "#tl-filters"),
        ] {
            enter_element(page, 0).await?;
            page.click(control).await?;
            page.leave().await?;
            is_in_sight(page, 0, opened).await.with_context(|| format!("{width} px wide"))?;
            if opened != ".tl-detail" {
                enter_element(page, 0).await?;
                page.press(&["Escape"]).await?;
                page.until("it is closed", &format!("!visible($('{opened}'))")).await?;
                page.leave().await?;
            }
        }
    }
    page.quiet().await
}

/// Without the host's script nobody tells the frame which part of it is seen.
async fn the_text_of_an_event_is_seen_in_a_tall_plain_frame(page: &Page) -> Result<()> {
    for (width, height) in WINDOWS {
        page.size(width, height).await?;
        let story = Host::new(probed()?).start()?;
        let html = format!(
            "<!DOCTYPE html><meta charset=utf-8><title>host</title><body style=\"margin:0\"><p style=\"height:90vh\">An article</p>\
             <iframe id=\"f\" title=\"story\" src=\"{}\" style=\"width:100%;height:3600px;border:0\"></iframe><p style=\"height:100vh\">Its end</p>",
            story.mounted("embed/timeline.html")
        );
        let host = Host::new(probed()?).with_page("/host.html", html, &[]).start()?;
        page.open(&format!("{}/host.html", host.other_origin())).await?;
        page.enter("#f").await?;
        page.ready().await?;
        page.until("boxes are drawn", "$$('.tl-event.labelled').length > 2").await?;
        let low: f64 = page.run("const all = $$('.tl-event.labelled'); const box = all[Math.floor(all.length / 2)]; box.id = 'low'; return box.getBoundingClientRect().bottom").await?;
        page.leave().await?;
        // The mark lies at the lower edge of the window.
        page.act(&format!("scrollTo({{top: $('#f').getBoundingClientRect().top + scrollY + {low} - innerHeight + 40, behavior: 'instant'}})")).await?;
        page.enter("#f").await?;
        page.click("#low").await?;
        page.until("the text is there", "visible($('.tl-detail .event-copy'))").await?;
        let (top, bottom): (f64, f64) = page
            .run("const r = $('.tl-detail').getBoundingClientRect(); return [r.top, r.top + Math.min(r.height, 200)]")
            .await?;
        page.leave().await?;
        page.rests("scrollY").await?;
        page.is(
            "its beginning is seen",
            &format!(
                "(() => {{ const y = $('#f').getBoundingClientRect().top; return y + {top} >= -1 && y + {bottom} <= innerHeight + 1 }})()"
            ),
        )
        .await
        .with_context(|| format!("{width} px wide"))?;
    }
    Ok(())
}

async fn a_link_in_a_tall_frame_leads_to_what_is_seen(page: &Page) -> Result<()> {
    // A card stands in a chapter that is closed at first.
    let place = &story()?.claims[0];
    for (width, height) in WINDOWS {
        page.size(width, height).await?;
        let _hosts = read_to_element(page, "whole").await?;
        enter_element(page, 0).await?;
        page.act(&format!(
            "const link = document.createElement('a'); link.id = 'to-place'; link.href = '#{place}'; link.textContent = 'There'; $('.chapter[open] p').append(link)"
        ))
        .await?;
        page.click("#to-place").await?;
        page.leave().await?;
        is_in_sight(page, 0, &format!("#{place}")).await.with_context(|| format!("{width} px wide"))?;
    }
    page.quiet().await
}

async fn a_path_is_embedded_alone(page: &Page) -> Result<()> {
    let events = &story()?.events;
    let mut ids = events.iter().filter(|id| dist().join(format!("embed/path-{id}.html")).exists());
    let id = ids.next_back().context("no event has a path")?;
    let (_story, host) = with_elements(&[&format!("path-{id}")], "", &[])?;
    page.size(390, 800).await?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("the frame is shown", "!visible($('backstory-embed a'))").await?;
    enter_element(page, 0).await?;
    page.is(
        "it ends with the event",
        &format!("$$('.path-steps > li').length > 1 && $$('.path-steps > li').at(-1).id === '{id}'"),
    )
    .await?;
    page.is(
        "steps say how they hang together",
        "$$('.path-steps > li').every((e, n) => (n > 0) === visible(e.querySelector('.path-link')))",
    )
    .await?;
    let before: f64 = page.run("return innerHeight").await?;
    page.click(".path-steps > li:first-child summary").await?;
    page.until(
        "a step opens, and the frame grows",
        &format!("visible($('.path-steps .entry-body')) && innerHeight > {before}"),
    )
    .await?;
    page.leave().await?;
    page.quiet().await
}

async fn the_hosts_address_leads_to_what_it_names(page: &Page) -> Result<()> {
    let ids = story()?;
    let (event, claim) = (ids.events[30].clone(), ids.claims[0].clone());
    // At the foot of a wide chart: a text that has come begins far above its box.
    let low = ids.events[70].clone();
    let text = "<p style=\"height:150vh\">An article</p>";
    let open = "{}";
    let closed = "<details><summary>More</summary>{}</details>";
    for (width, around, views, id, seen) in [
        (390, open, vec!["whole"], &claim, format!("#{claim}")),
        (390, open, vec!["timeline"], &event, ".tl-detail".to_owned()),
        (1280, open, vec!["timeline"], &low, ".tl-detail:has(.event-copy)".to_owned()),
        (390, open, vec![&*claim], &claim, ".entry-body".to_owned()),
        (390, open, vec!["whole", "timeline"], &event, ".tl-detail".to_owned()),
        (390, closed, vec!["timeline"], &event, ".tl-detail".to_owned()),
        (390, closed, vec![&*claim], &claim, ".entry-body".to_owned()),
    ] {
        page.size(width, 800).await?;
        let story = Host::new(probed()?).start()?;
        let elements: String =
            views.iter().map(|view| format!("{text}{}", around.replace("{}", &element(&story, view)))).collect();
        let host = host_of(&format!("{elements}{text}{}", tag(&story)?), &[])?.start()?;
        page.open(&format!("{}/host.html#backstory={id}", host.other_origin())).await?;
        is_in_sight(page, views.len() - 1, &seen).await.with_context(|| format!("{views:?} {id} {around}"))?;
    }
    page.quiet().await
}

async fn a_frame_scrolls_its_host_for_nobody_but_the_reader(page: &Page) -> Result<()> {
    let evil = "<!DOCTYPE html><title>evil</title><body style='height:3000px'><script>
        const say = (message) => parent.postMessage({version: 1, ...message}, '*');
        addEventListener('message', ({data}) => { if (data === 'now') for (const top of [0, 900, 2500]) say({type: 'backstory:reveal', top}) });
        addEventListener('click', () => { for (const top of [-5, 1.5, '900', null, [900], 1e9, NaN, 2999999]) say({type: 'backstory:reveal', top});
          for (const version of [0, 2, '1']) say({type: 'backstory:reveal', top: 2500, version}); parent.postMessage({done: 1}, '*') });
        say({type: 'backstory:height', height: 3000})
        </script><button>Here</button>";
    let story = Host::new(probed()?).with_page("/evil.html", evil, &[("content-type", "text/html")]).start()?;
    let (path, integrity) = script()?;
    let host = host_of(
        &format!(
            "<iframe id=other srcdoc='<p>another frame'></iframe><backstory-embed src=\"{0}/evil.html\"><a href=\"{0}/\">The whole story</a></backstory-embed>\
             <script>addEventListener('message', (e) => {{ window.done ||= e.data?.done }})</script>\
             <script async src=\"{0}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
            story.origin()
        ),
        &[],
    )?
    .start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("it is shown", "!visible($('backstory-embed a'))").await?;
    page.act(&format!("{FRAME}.contentWindow.postMessage('now', '*')")).await?;
    page.act(
        "const w = $('#other').contentWindow; new w.Function('p', \"p.postMessage({type: 'backstory:reveal', version: 1, top: 900}, '*')\")(window)",
    )
    .await?;
    page.rests("scrollY").await?;
    page.is("nobody has acted, and the page stays", "scrollY === 0").await?;
    enter_element(page, 0).await?;
    page.click("button").await?;
    page.leave().await?;
    page.until("the messages were sent", "window.done").await?;
    page.rests("scrollY").await?;
    page.is("what is malformed or outside the frame leads nowhere", "scrollY === 0").await?;
    page.quiet().await
}

async fn three_elements_on_one_page(page: &Page) -> Result<()> {
    let story_ids = story()?;
    let (claim, event) = (story_ids.claims[0].clone(), story_ids.events[3].clone());
    let (_story, host) = with_elements(&["timeline", &claim, &event], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    for n in 0..3 {
        page.run_with::<Value>("$$('backstory-embed')[arguments[0]].scrollIntoView({behavior: 'instant'})", json!([n]))
            .await?;
        page.until_with("shown", "!visible($$('backstory-embed')[arguments[0]].querySelector('a'))", json!([n]))
            .await?;
    }
    let heights = "$$('backstory-embed').map((e) => parseFloat(e.shadowRoot.querySelector('iframe').style.height))";
    page.until("each has its own height", &format!("(([a, b, c]) => a > b && a > c && b !== c)({heights})")).await?;
    page.quiet().await
}

/// Three embeds, each with its own host and script, as the codes of three stories would have.
async fn three_explainers_on_one_page(page: &Page) -> Result<()> {
    let ids = story()?;
    let (first, second) = (ids.claims[0].clone(), ids.claims[1].clone());
    let stories = [site()?.start()?, site()?.start()?, site()?.start()?];
    let views = ["timeline", &first, &second];
    let mut body = String::new();
    for (story, view) in stories.iter().zip(views) {
        body += &element(story, view);
        body += &tag(story)?;
        body += "<p style=\"height:150vh\">An article</p>";
    }
    let host = host_of(&body, &[])?.start()?;
    page.open(&format!("{}/host.html#backstory={second}", host.other_origin())).await?;
    let shown = "$$('backstory-embed').every((e) => !visible(e.querySelector('a')))";
    page.until("all are shown, though two are far from the window", shown).await?;
    let at = |n: usize| {
        format!("(({{top}}) => top > -50 && top < innerHeight)($$('backstory-embed')[{n}].getBoundingClientRect())")
    };
    page.until("the page has gone to the one that has what its address names", &at(2)).await?;
    let heights = "$$('backstory-embed').map((e) => parseFloat(e.shadowRoot.querySelector('iframe').style.height))";
    page.until("each has its own height", &format!("(([a, b, c]) => a > b && a > c && b > 99 && c > 99)({heights})"))
        .await?;
    enter_element(page, 2).await?;
    page.until("it shows it", &format!("location.hash === '#{second}' && visible($('.entry-body'))")).await?;
    page.leave().await?;
    for other in [0, 1] {
        enter_element(page, other).await?;
        page.is("another takes no notice", &format!("!location.hash.includes('{second}')")).await?;
        page.leave().await?;
    }
    page.act(&format!("location.hash = '#backstory={first}'")).await?;
    page.until("and goes to another", &at(1)).await?;
    page.act("scrollTo({top: 0, behavior: 'instant'})").await?;
    page.rests("scrollY").await?;
    let shown = "(e => visible(e.shadowRoot.querySelector('iframe')) && !visible(e.querySelector('a')))($$('backstory-embed')[1])";
    let frame = "$$('backstory-embed')[1].shadowRoot.querySelector('iframe')";
    page.act(&format!("window.before = {frame}; $$('backstory-embed')[1].setAttribute('state', 'theme=dark')")).await?;
    page.until("the frame is made anew", &format!("{frame} !== before")).await?;
    page.act("$$('backstory-embed')[1].shadowRoot.querySelector('iframe').loading = 'eager'").await?;
    page.until("and shows it again", shown).await?;
    enter_element(page, 1).await?;
    page.until("it shows it", &format!("location.hash.startsWith('#{first}')")).await?;
    page.leave().await?;
    page.rests("scrollY").await?;
    page.is("but leads nowhere twice", "scrollY === 0").await?;
    page.quiet().await
}

/// A frame scrolls its host to itself only once, and only if the host's address names something in it.
async fn forged_words_of_having_shown_lead_nowhere(page: &Page) -> Result<()> {
    let (path, integrity) = script()?;
    let evil = "<!DOCTYPE html><title>evil</title><script>
        const say = (message) => parent.postMessage({type: 'backstory:shown', version: 1, id: 'sought', ...message}, '*');
        for (const version of [0, 2, '1', null, [1]]) say({version});
        for (const id of ['other', '', ['sought'], null, {toString: () => 'sought'}, 'x'.repeat(1e5)]) try { say({id}) } catch {}
        for (const type of ['backstory:Shown', ['backstory:shown'], 'shown']) say({type});
        parent.postMessage({type: 'backstory:height', version: 1, height: 300}, '*');
        addEventListener('message', (e) => { if (e.data === 'now') for (let n = 0; n < 50; n++) say({}) });
        </script>";
    let story = Host::new(probed()?).with_page("/evil.html", evil, &[("content-type", "text/html")]).start()?;
    let element = format!(
        "<backstory-embed src=\"{0}/evil.html\"><a href=\"{0}/\">The whole story</a></backstory-embed>",
        story.origin()
    );
    let body = format!(
        "<iframe id=other srcdoc='<p>another frame'></iframe><p style=\"height:250vh\">An article</p>{element}{element}\
         <script async src=\"{}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        story.origin()
    );
    let host = host_of(&body, &[])?.start()?;
    page.open(&format!("{}/host.html#backstory=sought", host.other_origin())).await?;
    page.until("both are shown", "$$('backstory-embed').every((e) => !visible(e.querySelector('a')))").await?;
    let neighbour = "const w = $('#other').contentWindow; \
                     new w.Function('p', \"for (let n = 0; n < 50; n++) p.postMessage({type: 'backstory:shown', version: 1, id: 'sought'}, '*')\")(window)";
    page.act(neighbour).await?;
    page.rests("scrollY").await?;
    page.is("neither what is malformed nor a neighbour leads anywhere", "scrollY === 0").await?;
    let now = "$$('backstory-embed')[1].shadowRoot.querySelector('iframe').contentWindow.postMessage('now', '*')";
    page.act(now).await?;
    page.until("what is well-formed does", "scrollY > innerHeight").await?;
    page.act("scrollTo({top: 0, behavior: 'instant'})").await?;
    page.act(now).await?;
    page.rests("scrollY").await?;
    page.is("once", "scrollY === 0").await?;
    page.quiet().await
}

/// Restored from the back/forward cache or loaded anew, the frame is shown and follows its host.
async fn an_element_works_when_a_reader_comes_back(page: &Page) -> Result<()> {
    let (_story, host) = with_elements(&["timeline"], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    let shown = format!("visible({FRAME}) && !visible($('backstory-embed a'))");
    for event in [&story()?.events[30], &story()?.events[31]] {
        page.until("the frame is shown", &shown).await?;
        page.go(&format!("{}/robots.txt", host.other_origin())).await?;
        page.client.back().await?;
        page.until("the frame is shown again", &shown).await?;
        page.act(&format!("location.hash = '#backstory={event}'")).await?;
        enter_element(page, 0).await?;
        page.until("it follows", &format!("location.hash.includes('{event}') && visible($('.tl-detail'))")).await?;
        page.leave().await?;
    }
    page.quiet().await
}

/// Removed embeds are freed: documents, elements and listeners are as many after fifty rounds as after ten.
async fn the_element_leaves_nothing_behind(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&[&view], "", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    let mut counts = Vec::new();
    for rounds in [10, 40] {
        for _ in 0..rounds {
            page.until("shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
            page.act(
                "const e = $('backstory-embed'), copy = e.cloneNode(true); e.remove(); document.body.append(copy)",
            )
            .await?;
        }
        page.until("shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
        page.chromium("HeapProfiler.collectGarbage", json!({})).await?;
        counts.push(page.chromium("Memory.getDOMCounters", json!({})).await?);
    }
    let of = |n: usize, name: &str| counts[n][name].as_i64().with_context(|| format!("{name} is not counted"));
    for name in ["documents", "nodes", "jsEventListeners"] {
        let (before, after) = (of(0, name)?, of(1, name)?);
        ensure!(after <= before + before / 10, "{name}: {before} after 10 rounds, {after} after 50");
    }
    page.quiet().await
}

/// Least number of forged messages.
const LEAST: usize = 200;
/// Messages that no host or frame should send.
const FORGED: &str = r"
const forged = () => {
  const all = [];
  const heights = [NaN, Infinity, -Infinity, -1, 0, 1e9, 1e308, 1e5, '500', '1e9', null, undefined, {}, [], [777], true, 777n, new Date(), '777px', '<b>777</b>', 'javascript:777',
    '__proto__', '7'.repeat(1e5), {valueOf: 777, toString: 777}, new Map([['height', 777]]), new Uint16Array([777]), 2 ** 53];
  for (const version of [0, 2, '1', null, [1], {}]) all.push({type: 'backstory:height', version, height: 777});
  for (const type of ['Backstory:height', ['backstory:height'], {toString: 'iframe-resized'}, '__proto__', 'constructor', null, 1]) all.push({type, version: 1, height: 777});
  all.push([{type: 'iframe-resized', height: 777}], new Map([['type', 'iframe-resized'], ['height', 777]]), 777, NaN, null, true, new ArrayBuffer(8), {height: 777});
  for (const height of heights) {
    all.push({type: 'backstory:height', version: 1, height},
      {sentinel: 'amp', type: 'embed-size', height}, {type: 'iframe-resized', width: 1, height}, {kind: 'interactive:height', height}, {'datawrapper-height': {x: height}},
      {type: 'set-height', value: height}, {message: 'height', value: height, secret: 'x'});
  }
  for (const text of ['', 'null', '{', '[]', '{}', '\u0000', 'x'.repeat(1e6), 'pymx', 'pymxPYMxxPYMxheightxPYMx', 'pymxPYMxxPYMxheightxPYMx-5', 'pymxPYMxxPYMxheightxPYMx1e9', 'pymxPYMxxPYMxheightxPYMxNaN',
    '[iFrameSizer]', '[iFrameSizer]x:', '[iFrameSizer]x:NaN:1:init', '[iFrameSizer]x:-1:1:init', '[iFrameSizer]x:99999999999:1:init', '<img src=x onerror=alert(1)>', 'javascript:alert(1)',
    JSON.stringify({type: 'set-height', value: '777'}), JSON.stringify({src: 'x', context: 'iframe.resize', height: -1}), JSON.stringify({__proto__: null, type: 'set-height', value: 1e12}), '{\'__proto__\':{\'hacked\':1}}'])
    all.push(text);
  all.push(JSON.parse('{\'__proto__\': {\'hacked\': true}, \'type\': \'backstory:height\', \'version\': 1, \'height\': -3}'.replaceAll(String.fromCharCode(39), String.fromCharCode(34))));
  for (const id of ['<b>', '', 'A', '__proto__', 'a'.repeat(500), 1, null, {}, '../x', 'javascript:alert(1)', '%00', '#x'])
    all.push({type: 'backstory:goto', version: 1, id}, {type: 'backstory:goto', version: 2, id: 'context'}, {type: 'backstory:report', version: 1, what: id, id: 'x'}, {type: 'backstory:report', version: 1, what: 'card', id});
  for (const href of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' http://x', 'http://x y', '', null, {}, 'h' + 't'.repeat(5000), 'https://x#y', '<script>'])
    all.push({type: 'backstory:host', version: 1, href}, {type: 'backstory:host', version: 2, href: 'https://evil.example/'});
  return all;
};
const send = (to) => { let n = 0; for (const m of forged()) try { to.postMessage(m, '*'); n++ } catch {} return n };
";

async fn forged_messages_do_not_reach_the_element(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&[&view], "<iframe id=\"other\" srcdoc=\"<p>another frame\"></iframe>", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    let high: Value = page.rests(&format!("{FRAME}.style.height")).await?;
    // Sent by the host itself, and by another frame, which also sends many messages that would be valid from our frame.
    let all = "const w = $('#other').contentWindow; const [forge] = arguments; \
               window.postMessage({type: 'backstory:height', version: 1, height: 777}, '*'); \
               new w.Function('p', \"for (let n = 0; n < 2000; n++) p.postMessage({type: 'backstory:height', version: 1, height: 700 + n % 50}, '*')\")(window); \
               return [new Function(forge + 'return send(window)')(), new w.Function('p', forge + 'return send(p)')(window)]";
    let sent: (usize, usize) = page.run_with(all, json!([FORGED])).await?;
    ensure!(sent.0 >= LEAST && sent.1 >= LEAST, "only {sent:?} messages could be sent");
    page.rests(&format!("{FRAME}.style.height")).await?;
    page.equals("the height is as it was", &format!("{FRAME}.style.height"), high).await?;
    page.is("nothing is polluted", "({}).hacked === undefined").await?;
    page.quiet().await
}

async fn malformed_messages_of_a_frame_do_nothing(page: &Page) -> Result<()> {
    let (path, integrity) = script()?;
    let story = Host::new(probed()?)
        .with_page("/evil.html", format!("<!DOCTYPE html><title>evil</title><script>{FORGED} parent.postMessage({{sent: send(parent)}}, '*')</script>"), &[("content-type", "text/html")])
        .start()?;
    let html = format!(
        "<!DOCTYPE html><title>host</title><script src=\"/probe.js\"></script><body>\
         <script>window.sent = 0; window.told = []; addEventListener('message', (e) => {{ sent ||= e.data?.sent }}); document.addEventListener('backstory', (e) => told.push(e.detail))</script>\
         <backstory-embed src=\"{0}/evil.html\" heights=\"320:400\"><a href=\"{0}/\">The whole story</a></backstory-embed>\
         <script async src=\"{0}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        story.origin()
    );
    let host = Host::new(probed()?).with_page("/host.html", html, &[]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("all was sent", "window.sent > 0").await?;
    let sent: usize = page.run("return sent").await?;
    ensure!(sent >= LEAST, "only {sent} messages could be sent");
    page.rests(&format!("{FRAME}.style.height")).await?;
    page.equals("no height was taken", &format!("{FRAME}.style.height"), "").await?;
    page.is("the link is still there", "visible($('backstory-embed a'))").await?;
    page.is(
        "only what is well-formed was told",
        "told.every((d) => /^(open|section|card|event)$/.test(d.what) && /^[a-z0-9-]{0,80}$/.test(d.id))",
    )
    .await?;
    page.is("nothing is polluted", "({}).hacked === undefined && !$('img')").await?;
    page.quiet().await
}

async fn forged_messages_do_nothing_in_the_frame(page: &Page) -> Result<()> {
    let story_host = Host::new(probed()?).start()?;
    let html = frame(&format!("{}/embed/timeline.html", story_host.origin()), "")
        + "<iframe id=\"other\" srcdoc=\"<p>another frame\"></iframe>";
    let host = Host::new(probed()?)
        .with_page("/hears.js", HEARS, &[])
        .with_page("/host", html, &[("content-type", "text/html")])
        .start()?;
    page.open(&format!("{}/host", host.other_origin())).await?;
    page.enter("#f").await?;
    page.ready().await?;
    page.leave().await?;
    let event = &story()?.events[2];
    // Another frame sends what only the host may send; the host sends what nobody may.
    let sent: usize = page
        .run(&format!(
            "{FORGED} const to = $('#f').contentWindow; const w = $('#other').contentWindow; \
             new w.Function('to', \"to.postMessage({{type: 'backstory:goto', version: 1, id: '{event}'}}, '*')\")(to); \
             for (let n = 0; n < 500; n++) to.postMessage({{type: 'backstory:goto', version: 1, id: 'A' + n}}, '*'); \
             for (const version of [0, 2, '1', null, [1]]) to.postMessage({{type: 'backstory:goto', version, id: '{event}'}}, '*'); \
             for (const id of [['{event}'], {{id: '{event}'}}, '#{event}', '{event} ']) to.postMessage({{type: 'backstory:goto', version: 1, id}}, '*'); \
             return send(to)"
        ))
        .await?;
    ensure!(sent >= LEAST, "only {sent} messages could be sent");
    page.enter("#f").await?;
    page.rests("[location.hash, document.documentElement.dataset.host ?? '']").await?;
    page.equals("the frame stays where it was", "location.hash", "").await?;
    page.is(
        "and believes no such host",
        "!/evil|javascript|data:|file:|[<# ]/.test(document.documentElement.dataset.host ?? '')",
    )
    .await?;
    page.is("nothing is polluted", "({}).hacked === undefined").await?;
    page.quiet().await?;
    page.leave().await
}

/// Opens the dialog with some of its fields set, and takes the code.
pub async fn code(page: &Page, fields: &[(&str, &str)]) -> Result<String> {
    let is_open: bool = page.run("return $('.embed-dialog').open").await?;
    if !is_open {
        page.click(".embed-button").await?;
        page.until("the dialog is open", "visible($('.embed-dialog'))").await?;
    }
    for (name, value) in fields {
        page.run_with::<Value>(
            "const [name, value] = arguments; const e = $(`.embed-tools [name=${name}]`); e.value = value; e.dispatchEvent(new Event('change', {bubbles: true})); \
             if (e.value !== value) throw new Error(`${name} cannot be ${value}`)",
            json!([name, value]),
        )
        .await?;
    }
    page.until("there is a code", "$('.embed-code').value.length > 20").await?;
    page.run("return $('.embed-code').value").await
}

async fn the_dialogs_integrity_is_that_of_the_script(page: &Page) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted("")).await?;
    let code = code(page, &[("kind", "script")]).await?;
    let (path, integrity) = script()?;
    ensure!(code.contains(&format!("src=\"{}\"", host.mounted(&path))), "the script of {code} is not {path}");
    ensure!(code.contains(&format!("integrity=\"{integrity}\"")), "the integrity of {code} is not {integrity}");
    page.click("[data-act='copy-code']").await?;
    page.until("copying is said", "text($('.embed-dialog .said')).length > 0").await
}

async fn the_dialogs_code_works_where_it_is_pasted(page: &Page) -> Result<()> {
    let story_host = Host::new(probed()?).start()?;
    page.open_ready(&story_host.mounted("")).await?;
    let claim = &story()?.claims[0];
    let mut host = Host::new(probed()?);
    for (n, (form, kind)) in [
        ("embed/timeline.html", "frame"),
        ("embed/timeline.html", "script"),
        (&*format!("embed/{claim}.html"), "script"),
        ("embed/whole.html", "frame"),
    ]
    .into_iter()
    .enumerate()
    {
        let code = code(page, &[("form", form), ("kind", kind)]).await?;
        host = host.with_page(
            &format!("/{n}.html"),
            format!("<!DOCTYPE html><meta charset=utf-8><title>host</title><body>{code}"),
            &[],
        );
    }
    let host = host.start()?;
    for (n, is_interactive, in_element) in [(0, true, false), (1, true, true), (2, false, true), (3, true, false)] {
        page.open(&format!("{}/{n}.html", host.other_origin())).await?;
        if in_element {
            page.until("the element is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))"))
                .await
                .with_context(|| format!("code {n}"))?;
            enter_element(page, 0).await?;
        } else {
            page.enter("iframe").await?;
        }
        if is_interactive {
            page.ready().await.with_context(|| format!("code {n}"))?;
        }
        page.until("it can be read", "visible($('h1, h2, h3, h4, .entry-body, summary'))")
            .await
            .with_context(|| format!("code {n}"))?;
        page.leave().await?;
    }
    Ok(())
}

/// The address of the dialog's preview, and the `data-state` of the page in it.
const PREVIEW: &str = "$('.embed-preview iframe').contentWindow.location";
const PREVIEW_STATE: &str = "$('.embed-preview iframe').contentDocument.documentElement?.dataset.state";

async fn the_dialogs_frozen_and_dark_code_says_so(page: &Page) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted("")).await?;
    let code =
        code(page, &[("form", "embed/timeline.html"), ("version", "frozen"), ("theme", "dark"), ("accent", "#004488")])
            .await?;
    let address = host.mounted(&format!("{}embed/timeline.html#theme=dark&amp;accent=004488", story()?.frozen));
    ensure!(code.contains(&address), "{code} does not name {address}");
    page.until(
        "the preview shows it",
        &format!(
            "{PREVIEW}.href.endsWith('embed/timeline.html#theme=dark&accent=004488') && ['waiting', 'ready'].includes({PREVIEW_STATE})"
        ),
    )
    .await?;
    page.press(&["Escape"]).await?;
    page.until(
        "closed, nothing goes on in the preview",
        &format!("!$('.embed-dialog').open && {PREVIEW}.href === 'about:blank'"),
    )
    .await
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
