//! Scripts do not run: switched off by the reader, or kept out by the host's policy. The page is whole all the same.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, Setting, each, shared, site, story};

pub fn all() -> Vec<Behaviour> {
    let off = [
        each!(switched_off_all_text_is_there),
        each!(switched_off_every_card_opens),
        each!(switched_off_events_are_a_list_by_date),
        each!(switched_off_sources_lead_back),
        each!(switched_off_terms_open),
        each!(switched_off_links_to_hidden_events_reveal_them),
        each!(switched_off_nothing_dead_is_offered),
        each!(switched_off_embeds_are_whole),
        each!(switched_off_ties_follow_the_drawing),
    ];
    let kept_out = [each!(kept_out_all_text_is_there), each!(kept_out_nothing_dead_is_offered)];
    off.map(|behaviour| behaviour.with(Setting::NO_SCRIPTS)).into_iter().chain(kept_out).collect()
}

async fn switched_off(page: &Page) -> Result<&'static Running> {
    let host = shared()?;
    page.open(&host.mounted("")).await?;
    page.is("no script ran", "window.probe === undefined && document.documentElement.dataset.state === undefined")
        .await?;
    Ok(host)
}

async fn kept_out(page: &Page) -> Result<Running> {
    let host = site()?.header("content-security-policy", "script-src 'none'").start()?;
    page.open(&host.mounted("")).await?;
    page.is("no script ran", "window.probe === undefined && document.documentElement.dataset.state === undefined")
        .await?;
    Ok(host)
}

macro_rules! switched_off {
    ($($behaviour:ident => $what:ident;)*) => {$(
        async fn $behaviour(page: &Page) -> Result<()> {
            let _host = switched_off(page).await?;
            $what(page).await
        }
    )*};
}

switched_off! {
    switched_off_all_text_is_there => all_text;
    switched_off_every_card_opens => every_card_opens;
    switched_off_events_are_a_list_by_date => events_by_date;
    switched_off_sources_lead_back => sources_lead_back;
    switched_off_terms_open => terms_open;
    switched_off_nothing_dead_is_offered => nothing_dead;
}

/// To the page it is the same as switched off; what the host's policy could change is asked here.
async fn kept_out_all_text_is_there(page: &Page) -> Result<()> {
    let _host = kept_out(page).await?;
    all_text(page).await
}

async fn kept_out_nothing_dead_is_offered(page: &Page) -> Result<()> {
    let _host = kept_out(page).await?;
    nothing_dead(page).await
}

/// Every section can be read: also used where scripts fail.
pub async fn all_text(page: &Page) -> Result<()> {
    let sections = &story()?.sections;
    ensure!(sections.len() >= 5, "the page has {} sections", sections.len());
    for id in sections {
        let about = format!("document.getElementById('{id}')");
        page.is(&format!("section {id} has a title"), &format!("visible({about}.querySelector('h2'))")).await?;
        page.is(
            &format!("all prose of section {id} can be seen"),
            &format!("[...{about}.querySelectorAll('.prose > *')].every(visible)"),
        )
        .await?;
    }
    let words: usize = page.run("return $$('.prose').map((e) => e.innerText).join(' ').split(/\\s+/).length").await?;
    ensure!(words > 1000, "there are only {words} words of prose");
    Ok(())
}

pub async fn every_card_opens(page: &Page) -> Result<()> {
    let cards = &story()?.cards;
    ensure!(cards.len() > 20, "there are {} cards", cards.len());
    // One of each kind by hand, the rest as the hand would.
    let mut kinds: Vec<String> = page.run("return [...new Set($$('.card').map((e) => e.className))]").await?;
    kinds.retain(|kind| !kind.is_empty());
    for kind in kinds {
        let id: String = page
            .run_with("return [...document.getElementsByClassName(arguments[0])][0].id", serde_json::json!([kind]))
            .await?;
        let card = format!("[id='{id}']");
        page.is("a card begins closed", &format!("!visible($(\"{card} .card-back\"))")).await?;
        page.click(&format!("{card} > details > summary")).await?;
        page.until(&format!("the card {id} opens"), &format!("visible($(\"{card} .card-back\"))")).await?;
        page.click(&format!("{card} > details > summary")).await?;
        page.until(&format!("the card {id} closes"), &format!("!visible($(\"{card} .card-back\"))")).await?;
    }
    let shut: Vec<String> = page
        .run("for (const d of $$('.card > details')) d.open = true; return $$('.card').filter((e) => !visible(e.querySelector('.card-back')) || e.querySelector('.card-back').innerText.trim().length < 40).map((e) => e.id)")
        .await?;
    ensure!(shut.is_empty(), "these cards are open and show nothing: {shut:?}");
    Ok(())
}

pub async fn events_by_date(page: &Page) -> Result<()> {
    let count = story()?.events.len();
    ensure!(count >= 60, "there are {count} events");
    let is_open: bool = page.run("return $('details.all-events').open").await?;
    if !is_open {
        page.click("details.all-events > summary").await?;
    }
    page.until("the list opens", "visible($('ol.events > li.event'))").await?;
    let seen: usize = page.run("return $$('ol.events > li.event').filter(visible).length").await?;
    ensure!(seen == count, "{seen} of {count} events can be seen");
    // Years are whole, months and days are known or not: what both know must not go back.
    let wrong: Vec<String> = page
        .run(
            "const dates = $$('ol.events > li.event time').map((e) => e.dateTime); const wrong = []; \
             for (let n = 1; n < dates.length; n++) { const [a, b] = [dates[n - 1], dates[n]]; const l = Math.min(a.length, b.length); \
             if (!a || !b || a.slice(0, l) > b.slice(0, l)) wrong.push(`${a} before ${b}`); } return wrong",
        )
        .await?;
    ensure!(wrong.is_empty(), "events are out of order: {wrong:?}");
    page.click("ol.events > li.event > details > summary").await?;
    page.until("an event opens", "visible($('ol.events > li.event .event-body'))").await?;
    let unsourced: Vec<String> = page
        .run("return $$('ol.events > li.event').filter((e) => !e.querySelector('.source-line a')).map((e) => e.id)")
        .await?;
    ensure!(unsourced.is_empty(), "events without a source: {unsourced:?}");
    Ok(())
}

/// No link within the page leads nowhere.
pub async fn links_lead_somewhere(page: &Page) -> Result<()> {
    let broken: Vec<String> = page
        .run(
            "return $$('a[href^=\"#\"]').map((a) => a.getAttribute('href').slice(1)).filter((id) => id && !/[&=]/.test(id) && !document.getElementById(id))",
        )
        .await?;
    ensure!(broken.is_empty(), "links lead nowhere: {broken:?}");
    Ok(())
}

async fn sources_lead_back(page: &Page) -> Result<()> {
    links_lead_somewhere(page).await?;
    let lost: Vec<String> = page
        .run("return $$('#sources li[id]').filter((e) => !e.querySelector('.cited-in a')).map((e) => e.id)")
        .await?;
    ensure!(lost.is_empty(), "sources that do not lead back: {lost:?}");
    let source: String = page.run("return $('.prose a[href^=\"#source-\"]').getAttribute('href')").await?;
    page.click(&format!(".prose a[href='{source}']")).await?;
    page.until("a citation opens its source", &format!("visible($('{source}'))")).await?;
    // By the keyboard: what a summary does is the browser's own.
    let groups: usize = page.run("return $$('.source-group').length").await?;
    for n in 1..=groups {
        if page.run(&format!("return !$('.source-group:nth-of-type({n})').open")).await? {
            page.focus(&format!(".source-group:nth-of-type({n}) > summary")).await?;
            page.press(&["Enter"]).await?;
        }
    }
    page.until("every source can be seen", "$$('#sources li[id]').every(visible)").await
}

async fn terms_open(page: &Page) -> Result<()> {
    let term: String = page.run("return $('.prose [popovertarget^=term-]').getAttribute('popovertarget')").await?;
    page.click(&format!(".prose [popovertarget='{term}']")).await?;
    page.until("the term is explained", &format!("$('#{term}').matches(':popover-open') && visible($('#{term}'))"))
        .await?;
    page.is("in the window", &format!("(() => {{ const r = $('#{term}').getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight }})()")).await?;
    page.press(&["Escape"]).await?;
    page.until("Escape closes it", &format!("!$('#{term}').matches(':popover-open')")).await
}

async fn nothing_dead(page: &Page) -> Result<()> {
    let dead: Vec<String> = page
        .run(
            "return $$('button, input, select, textarea, [data-ask]').filter((e) => visible(e) && !e.hasAttribute('popovertarget') && !e.closest('form[method=dialog]')) \
             .map((e) => e.tagName.toLowerCase() + '.' + e.className + ' ' + (e.getAttribute('aria-label') ?? text(e))).slice(0, 12)",
        )
        .await?;
    ensure!(dead.is_empty(), "controls are shown that do nothing without scripts: {}", dead.join("; "));
    let promise: Vec<String> = page.run("return $$('.tl-placeholder, .tl-hint').filter(visible).map(text)").await?;
    ensure!(promise.is_empty(), "promised, and never comes: {promise:?}");
    Ok(())
}

async fn switched_off_links_to_hidden_events_reveal_them(page: &Page) -> Result<()> {
    let host = switched_off(page).await?;
    let event = &story()?.events[story()?.events.len() / 2];
    page.open(&host.mounted(&format!("#{event}"))).await?;
    page.until("the event is revealed", &format!("(() => {{ const e = document.getElementById('{event}'); const r = e.getBoundingClientRect(); return visible(e) && r.top >= 0 && r.top < innerHeight }})()")).await
}

async fn switched_off_ties_follow_the_drawing(page: &Page) -> Result<()> {
    let _host = switched_off(page).await?;
    page.focus(".node:not(.own)").await?;
    page.press(&["Enter"]).await?;
    page.until(
        "the ties of the party are shown, and no others",
        "(() => { const id = $('.node:not(.own)').dataset.party; const shown = $$('#tie-list > .card').filter(visible); \
         return shown.length > 0 && shown.length === $$('#tie-list > .card').filter((c) => c.dataset.parties.split(' ').includes(id)).length && shown.every((c) => c.dataset.parties.split(' ').includes(id)) })()",
    )
    .await?;
    page.focus("a[data-parties]").await?;
    page.press(&["Enter"]).await?;
    page.until(
        "a line leads to its tie",
        "location.hash === $('a[data-parties]').getAttribute('href') && visible($(location.hash))",
    )
    .await
}

async fn switched_off_embeds_are_whole(page: &Page) -> Result<()> {
    let host = switched_off(page).await?;
    let story = story()?;
    for (path, sees) in [
        ("timeline".to_owned(), "details.all-events > summary"),
        ("compact".to_owned(), ".steps > li"),
        (story.sections[1].clone(), ".prose"),
        (story.claims[0].clone(), ".card-back"),
        (story.events[0].clone(), ".event-body"),
    ] {
        page.open(&host.mounted(&format!("embed/{path}.html"))).await?;
        page.until(&format!("embed/{path}.html can be read"), &format!("visible($('{sees}'))")).await?;
        page.until("and leads to the whole", "visible($('.embed-foot a'))").await?;
    }
    Ok(())
}
