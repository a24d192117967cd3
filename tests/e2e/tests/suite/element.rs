//! The element that `embed.js` makes of a link in other people's pages.

use std::fs;

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Fault, Host, Page, Running, dist, each, probed, site, story};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fantoccini::Locator;
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use crate::tall_frames::shown_and_ready;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(the_element_replaces_its_link),
        each!(the_link_stays_where_frames_are_blocked),
        each!(the_link_stays_where_scripts_are_blocked),
        each!(the_link_stays_where_the_script_was_changed),
        each!(the_hosts_address_opens_an_event_in_the_frame),
        each!(the_element_keeps_what_its_address_says),
        each!(the_element_is_dark_only_where_its_page_is),
        each!(the_element_changes_with_its_attributes),
        each!(the_element_tells_what_is_read),
        each!(the_element_can_be_taken_out_and_put_back),
        each!(the_element_leaves_nothing_behind).only(CHROMIUM),
        each!(three_elements_on_one_page),
        each!(three_explainers_on_one_page),
        each!(an_element_works_when_a_reader_comes_back),
    ]
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
pub fn with_elements(views: &[&str], more: &str, headers: &[(&str, &str)]) -> Result<(Running, Running)> {
    let story = Host::new(probed()?).start()?;
    let host = element_host(&story, views, more, headers)?.start()?;
    Ok((story, host))
}

fn element_host(story: &Running, views: &[&str], more: &str, headers: &[(&str, &str)]) -> Result<Host> {
    let elements: String = views.iter().map(|view| element(story, view)).collect();
    host_of(&format!("{elements}{more}{}", tag(story)?), headers)
}

pub fn element(story: &Running, view: &str) -> String {
    let origin = story.origin();
    format!(
        "<backstory-embed src=\"{origin}/\" view=\"{view}\" heights=\"320:500,640:400\"><a href=\"{origin}/\">The whole story</a></backstory-embed>"
    )
}

pub fn tag(story: &Running) -> Result<String> {
    let (path, integrity) = script()?;
    Ok(format!(
        "<script async src=\"{}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        story.origin()
    ))
}

pub fn host_of(body: &str, headers: &[(&str, &str)]) -> Result<Host> {
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
    page.rests("scrollY").await?;
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
    let top: f64 = page.run("return scrollY").await?;
    ensure!(top == 0.0, "but leads nowhere twice: the page stands at {top}");
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
        page.leave_back().await?;
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
