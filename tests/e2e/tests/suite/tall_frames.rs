//! In a frame as high as its content: what opens, or what the host's address names, is brought to where the reader is.

use anyhow::{Context, Result};
use backstory_browser_tests::{Behaviour, Engine, Host, Page, Running, dist, each, probed, story};
use serde_json::json;

use crate::element::{FRAME, element, enter_element, host_of, script, tag, with_elements};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(what_opens_in_a_tall_frame_is_seen),
        // WebKit scrolls no page of another origin for what is in a frame.
        each!(the_text_of_an_event_is_seen_in_a_tall_plain_frame).only(&[Engine::Chromium, Engine::Firefox]),
        each!(a_link_in_a_tall_frame_leads_to_what_is_seen),
        each!(the_hosts_address_leads_to_what_it_names),
        each!(a_frame_scrolls_its_host_for_nobody_but_the_reader),
        each!(a_path_is_embedded_alone),
        each!(forged_words_of_having_shown_lead_nowhere),
    ]
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

pub async fn shown_and_ready(page: &Page, n: usize) -> Result<()> {
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
