//! Scripts do not run: switched off by the reader, or kept out by the host's policy. The page is whole all the same.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, Setting, each, shared, site, story};

pub fn all() -> Vec<Behaviour> {
    let off = [
        each!(switched_off_all_text_is_there),
        each!(switched_off_every_card_opens),
        each!(switched_off_events_are_a_list_by_date),
        each!(switched_off_sources_lead_back),
        each!(switched_off_terms_lead_to_their_entries),
        each!(switched_off_links_to_events_lead_to_them),
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
            let host = switched_off(page).await?;
            $what(page, host).await
        }
    )*};
}

switched_off! {
    switched_off_every_card_opens => every_card_opens;
    switched_off_events_are_a_list_by_date => events_by_date;
    switched_off_sources_lead_back => sources_lead_back;
    switched_off_terms_lead_to_their_entries => terms_lead_to_their_entries;
    switched_off_nothing_dead_is_offered => nothing_dead;
}

async fn switched_off_all_text_is_there(page: &Page) -> Result<()> {
    let _host = switched_off(page).await?;
    all_text(page).await
}

/// To the page this is the same as scripts switched off, so only what a host's policy could change is tested.
async fn kept_out_all_text_is_there(page: &Page) -> Result<()> {
    let _host = kept_out(page).await?;
    all_text(page).await
}

async fn kept_out_nothing_dead_is_offered(page: &Page) -> Result<()> {
    let host = kept_out(page).await?;
    nothing_dead(page, &host).await
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
    all_prose_can_be_read(page, ".section .prose").await
}

/// All prose of the document can be seen, apart from what is folded and what only scripts show (such as the mark for
/// what is new since a reader's last visit).
pub async fn all_prose_can_be_read(page: &Page, prose: &str) -> Result<()> {
    let (words, unseen): (usize, Vec<String>) = page
        .run(&format!(
            "const unseen = []; let words = 0; \
             for (const prose of $$('{prose}')) {{ const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT); \
               while (walk.nextNode()) {{ const said = walk.currentNode.data.trim(), by = walk.currentNode.parentElement; \
                 const fold = by.closest('details:not([open])'); \
                 if (!said || by.closest('.needs-script, .new-mark, script, style, dialog, [hidden]')) continue; \
                 if (visible(by)) words += said.split(/\\s+/).length; \
                 else if (!fold || by.closest('summary')?.parentElement === fold) unseen.push(said.slice(0, 60)); }} }} \
             return [words, unseen.slice(0, 12)]"
        ))
        .await?;
    ensure!(words > 0, "no word of prose can be seen");
    ensure!(unseen.is_empty(), "in the document, and cannot be seen: {unseen:?}");
    Ok(())
}

/// What is folded in an entry opens and closes, on the article and on the shelves.
pub async fn every_card_opens(page: &Page, host: &Running) -> Result<()> {
    let mut found = 0;
    for shelf in ["", "people.html", "concepts.html"] {
        page.open(&host.mounted(shelf)).await?;
        // One of each kind is clicked; the rest is opened by script, as a click would.
        let one_of_each: Vec<String> = page
            .run("return Object.values(Object.fromEntries($$('.entry').map((e) => [e.dataset.entry, e.id])))")
            .await?;
        ensure!(!one_of_each.is_empty(), "{shelf} has no entries");
        for id in one_of_each {
            let fold = format!("[id='{id}'] details");
            let inside = format!("visible($(\"{fold}\").lastElementChild)");
            page.is("an entry begins closed", &format!("!{inside}")).await?;
            page.click(&format!("{fold} > summary")).await?;
            page.until(&format!("the entry {id} opens"), &inside).await?;
            page.click(&format!("{fold} > summary")).await?;
            page.until(&format!("the entry {id} closes"), &format!("!{inside}")).await?;
        }
        let shut: Vec<String> = page
            .run(
                "for (const d of $$('.entry details')) d.open = true; \
                 const inside = (e) => e.querySelector('details')?.lastElementChild; \
                 return $$('.entry').filter((e) => !visible(inside(e)) || inside(e).innerText.trim().length < 40).map((e) => e.id)",
            )
            .await?;
        ensure!(shut.is_empty(), "these entries are open and show nothing: {shut:?}");
        found += page.run::<usize>("return $$('article.entry').length").await?;
    }
    let cards = story()?.cards.len();
    ensure!(found == cards && cards > 20, "{found} of {cards} entries were found");
    Ok(())
}

pub async fn events_by_date(page: &Page, host: &Running) -> Result<()> {
    let count = story()?.events.len();
    ensure!(count >= 60, "there are {count} events");
    page.open(&host.mounted("events.html")).await?;
    // Styles may come after the document.
    page.until("all events can be seen", &format!("$$('ol.events > li.event').filter(visible).length === {count}"))
        .await?;
    // Dates may lack month or day: what two neighbours both have must not go back.
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

async fn sources_lead_back(page: &Page, host: &Running) -> Result<()> {
    links_lead_somewhere(page).await?;
    let source: String =
        page.run("return $('.prose a[href^=\"sources.html#source-\"]').getAttribute('href').split('#')[1]").await?;
    page.click(&format!(".prose a[href='sources.html#{source}']")).await?;
    page.until("a citation leads to its source", &leads_to("sources.html", &source)).await?;
    let lost: Vec<String> = page
        .run("return $$('#source-list > li').filter((e) => !e.querySelector('.cited-in a')).map((e) => e.id)")
        .await?;
    ensure!(lost.is_empty(), "sources that do not lead back: {lost:?}");
    page.is("every source can be seen", "$$('#source-list > li').length > 0 && $$('#source-list > li').every(visible)")
        .await?;
    links_lead_somewhere(page).await?;
    // Opened by the keyboard, which the browser supports for `<summary>` itself.
    page.focus(&format!("[id='{source}'] .cited-in > summary")).await?;
    page.press(&["Enter"]).await?;
    let back = format!("[id='{source}'] .cited-in a[href^='index.html#']");
    page.until("the places where it is cited are shown", &format!("visible($(\"{back}\"))")).await?;
    page.click(&back).await?;
    page.until(
        "and lead back to the article",
        &format!("location.href.startsWith('{}#') && visible($('h1'))", host.mounted("index.html")),
    )
    .await
}

/// The page with this name is open, at the item with this id.
fn leads_to(shelf: &str, id: &str) -> String {
    format!(
        "location.pathname.endsWith('/{shelf}') && (() => {{ const e = document.getElementById('{id}'), r = e?.getBoundingClientRect(); \
         return visible(e) && r.top >= 0 && r.top < innerHeight }})()"
    )
}

async fn terms_lead_to_their_entries(page: &Page, _host: &Running) -> Result<()> {
    let term: String = page.run("return $('.prose a[data-kind=term]').getAttribute('href').split('#')[1]").await?;
    page.click(&format!(".prose a[data-kind=term][href$='#{term}']")).await?;
    page.until("a term leads to its entry", &leads_to("concepts.html", &term)).await?;
    page.click(&format!("[id='{term}'] > details > summary")).await?;
    page.until("where it is explained", &format!("visible($(\"[id='{term}'] .entry-body\"))")).await
}

async fn nothing_dead(page: &Page, host: &Running) -> Result<()> {
    for shelf in ["", "events.html", "people.html", "concepts.html", "sources.html", "method.html", "tour.html"] {
        page.open(&host.mounted(shelf)).await?;
        let dead: Vec<String> = page
            .run(
                "return $$('button, input, select, textarea, [data-ask]').filter((e) => visible(e) && !e.hasAttribute('popovertarget') && !e.closest('form[method=dialog]')) \
                 .map((e) => e.tagName.toLowerCase() + '.' + e.className + ' ' + (e.getAttribute('aria-label') ?? text(e))).slice(0, 12)",
            )
            .await?;
        ensure!(dead.is_empty(), "controls are shown that do nothing without scripts: {}", dead.join("; "));
        let promise: Vec<String> = page.run("return $$('.tl-placeholder, .tl-hint').filter(visible).map(text)").await?;
        ensure!(promise.is_empty(), "promised, and never comes: {promise:?}");
    }
    Ok(())
}

async fn switched_off_links_to_events_lead_to_them(page: &Page) -> Result<()> {
    let host = switched_off(page).await?;
    let event = &story()?.events[story()?.events.len() / 2];
    page.open(&host.mounted(&format!("events.html#{event}"))).await?;
    page.until("the event is there", &leads_to("events.html", event)).await?;
    page.click(&format!("[id='{event}'] > details > summary")).await?;
    page.until("and opens", &format!("visible($(\"[id='{event}'] .event-body\"))")).await
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
        ("timeline".to_owned(), ".event-index > li"),
        ("compact".to_owned(), ".tour-steps > li"),
        (story.sections[1].clone(), ".prose"),
        (story.claims[0].clone(), ".entry-body"),
        (story.events[0].clone(), ".event-body"),
    ] {
        page.open(&host.mounted(&format!("embed/{path}.html"))).await?;
        page.until(&format!("embed/{path}.html can be read"), &format!("visible($('{sees}'))")).await?;
        page.until("and leads to the whole", "visible($('.embed-foot a'))").await?;
    }
    Ok(())
}
