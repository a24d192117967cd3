//! The tour opens over the page, a step at a time, and closes where it began.

use anyhow::Result;
use backstory_browser_tests::{Behaviour, Page, each, shared};

use crate::common::open;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(opens_over_the_page_and_closes_where_it_began),
        each!(keys_and_buttons_lead_forward_and_back),
        each!(going_back_closes_it_and_never_opens_it),
        each!(a_step_back_is_never_met_by_a_late_address),
        each!(what_is_read_in_it_closes_before_it_or_with_it),
        each!(the_last_step_leads_on),
        each!(an_address_leads_to_its_step),
        each!(a_page_of_its_own_shows_a_step_at_a_time),
        each!(in_a_frame_its_program_waits_for_the_readers_hand),
    ]
}

const OPENER: &str = "main a[data-opens=tour], header a[data-opens=tour]";
const STEP: &str = "$$('#tour-steps > li').findIndex(visible) + 1";

async fn opens_over_the_page_and_closes_where_it_began(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.click(OPENER).await?;
    page.until("the tour is open", "$('#tour').open && visible($('#tour'))").await?;
    page.equals("at its first step", STEP, 1).await?;
    page.is("and no other can be seen or reached", "$$('#tour-steps > li').filter(visible).length === 1").await?;
    let before: i64 = page.run("return Math.round(scrollY)").await?;
    page.press(&["ArrowRight", "ArrowRight", "Escape"]).await?;
    page.until("Escape closes it", "!$('#tour').open").await?;
    page.equals("the page stands where it stood", "Math.round(scrollY)", before).await?;
    page.is("with the focus on what opened it", "document.activeElement.dataset.opens === 'tour'").await?;
    page.until("the address forgets it", "location.hash === ''").await?;
    page.quiet().await
}

async fn keys_and_buttons_lead_forward_and_back(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    let steps: usize = page.run("return history.length").await?;
    page.click(OPENER).await?;
    page.until("the tour is open", "$('#tour').open").await?;
    page.click("#tour [data-step=next]").await?;
    page.equals("a button leads on", STEP, 2).await?;
    page.press(&["ArrowRight"]).await?;
    page.equals("so does a key", STEP, 3).await?;
    page.press(&["ArrowLeft"]).await?;
    page.equals("and back", STEP, 2).await?;
    page.press(&["End"]).await?;
    page.until(
        "the end is the last step",
        "$$('#tour-steps > li').findIndex(visible) + 1 === $$('#tour-steps > li').length",
    )
    .await?;
    page.until("address and words agree", "location.hash === `#tour=${$$('#tour-steps > li').length}` && text($('.tour-bar [role=status]')).includes($$('#tour-steps > li').length)").await?;
    page.is("there is no next", "$('#tour [data-step=next]').disabled").await?;
    page.is("its year is lit", "!$('#tour-steps [data-current]').dataset.year || $$('.tour-ribbon .lit').length === 1")
        .await?;
    // A history that is full grows no more.
    page.is("nothing in it is a step of the reader's history", &format!("history.length <= {steps} + 1")).await?;
    page.quiet().await
}

/// Follows a link to another page by hand, as readers do: Chromium may skip or drop the entry of a page that a script leaves. Before a
/// page is loaded the other would take its place in the history.
async fn go_on(page: &Page, address: &str) -> Result<()> {
    page.until("the page is loaded", "performance.getEntriesByType('navigation')[0].loadEventEnd > 0").await?;
    page.act(&format!(
        "const link = document.createElement('a'); link.href = {address:?}; link.textContent = link.id = 'go-on'; \
         link.style.cssText = 'position: fixed; inset: 50% auto auto 50%; z-index: 99'; document.body.append(link)"
    ))
    .await?;
    page.click("#go-on").await
}

async fn going_back_closes_it_and_never_opens_it(page: &Page) -> Result<()> {
    let host = open(page, "").await?;
    let here: String = page.run("return location.href").await?;
    page.open_ready(&host.mounted("people.html")).await?;
    go_on(page, &here).await?;
    page.until("the article is here", "document.documentElement.dataset.state === 'ready' && $('#tour')").await?;
    page.click(OPENER).await?;
    page.until("the tour is open", "$('#tour').open").await?;
    page.press(&["ArrowRight", "ArrowRight"]).await?;
    page.until("the address keeps the step", "location.hash === '#tour=3'").await?;
    page.act("history.back()").await?;
    page.until("going back closes it", "!$('#tour').open && location.hash === ''").await?;
    page.act("history.forward()").await?;
    page.until("going forward opens it at its step", &format!("$('#tour').open && {STEP} === 3")).await?;
    page.act("window.stepped = false; addEventListener('popstate', () => { window.stepped = true }, { once: true })")
        .await?;
    page.press(&["Escape"]).await?;
    // A step that is asked for while this one is still on its way is dropped by browsers, and the address says that there is no tour
    // before the step is done.
    page.until("closing is going back", "window.stepped && !$('#tour').open && location.hash === ''").await?;
    page.rests("location.href").await?;
    page.leave_back().await?;
    page.until("so that the next step back leads out", "location.pathname.endsWith('people.html')").await?;
    page.ready().await?;
    // A tour that the page began with has no step to go back to.
    page.open_ready(&host.mounted("#tour=4")).await?;
    let steps: usize = page.run("return history.length").await?;
    page.click("#tour [data-closes]").await?;
    page.until("it closes all the same", "!$('#tour').open && location.hash === ''").await?;
    page.equals("in place", "history.length", steps).await?;
    page.quiet().await
}

async fn a_step_back_is_never_met_by_a_late_address(page: &Page) -> Result<()> {
    let host = open(page, "people.html").await?;
    go_on(page, &host.mounted("")).await?;
    page.until("the article is here", "document.documentElement.dataset.state === 'ready' && $('#tour')").await?;
    page.click(OPENER).await?;
    page.until("the tour is open", "$('#tour').open").await?;
    // The address of the next step is still to be written when the reader goes back.
    page.act(
        "window.late = 0; const replace = history.replaceState; \
         addEventListener('popstate', () => { history.replaceState = function (...all) { window.late += 1; replace.apply(history, all) } }, { once: true }); \
         $('#tour [data-step=next]').click(); history.back()",
    )
    .await?;
    page.until("going back closes it", "!$('#tour').open && location.hash === ''").await?;
    page.act("window.passed = false; setTimeout(() => { window.passed = true }, 400)").await?;
    page.until("the pause is over", "window.passed").await?;
    page.equals("nothing is written to the entry that it came to", "window.late", 0).await?;
    page.leave_back().await?;
    page.until("the next step back leads out", "location.pathname.endsWith('people.html')").await
}

async fn what_is_read_in_it_closes_before_it_or_with_it(page: &Page) -> Result<()> {
    let host = open(page, "people.html").await?;
    go_on(page, &host.mounted("")).await?;
    page.until("the article is here", "document.documentElement.dataset.state === 'ready' && $('#tour')").await?;
    for closes_both in [false, true] {
        page.click(OPENER).await?;
        page.until("the tour is open", "$('#tour').open").await?;
        page.click("#tour li[data-current] .evidence-link").await?;
        page.until("its event is read in it", "visible($('#tour #preview'))").await?;
        if closes_both {
            page.act("$('#tour [data-closes]').click()").await?;
        } else {
            page.press(&["Escape"]).await?;
            page.until("Escape closes what is read", "$('#preview').hidden && location.hash === '#tour=1'").await?;
            page.is("and not the tour", "$('#tour').open").await?;
            page.press(&["Escape"]).await?;
        }
        page.until("the tour is closed", "$('#tour')?.open === false && $('#preview').hidden && location.hash === ''")
            .await?;
        page.rests("location.href").await?;
        page.is("on the page where it began", "$('#tour') && history.state === '0'").await?;
    }
    page.quiet().await
}

async fn the_last_step_leads_on(page: &Page) -> Result<()> {
    let host = open(page, "").await?;
    page.click(OPENER).await?;
    page.until("the tour is open", "$('#tour').open").await?;
    page.press(&["End"]).await?;
    page.until("the last step leads on", "visible($('#tour .ways-on a[href=\"#timeline\"]'))").await?;
    page.click("#tour .ways-on a[href=\"#timeline\"]").await?;
    page.until("the tour is closed", "!$('#tour').open && location.hash === '#timeline'").await?;
    page.until(
        "and the timeline is there",
        "(({top}) => top >= 0 && top < innerHeight / 2)($('#timeline').getBoundingClientRect())",
    )
    .await?;
    page.open_ready(&host.mounted("embed/compact.html")).await?;
    page.is(
        "an embed leads to the story",
        "$('.ways-on a').target === '_blank' && !$('.ways-on a').getAttribute('href').startsWith('#')",
    )
    .await?;
    page.quiet().await
}

async fn an_address_leads_to_its_step(page: &Page) -> Result<()> {
    for address in ["#tour=4", "#walk-steps&step=4"] {
        page.open("about:blank").await?;
        let _host = open(page, address).await?;
        page.until(address, "$('#tour').open").await?;
        page.equals(address, STEP, 4).await?;
    }
    page.quiet().await
}

async fn a_page_of_its_own_shows_a_step_at_a_time(page: &Page) -> Result<()> {
    let _host = open(page, "tour.html#tour=3").await?;
    page.equals("the step of the address", STEP, 3).await?;
    page.click("[data-step=previous]").await?;
    page.equals("the one before", STEP, 2).await?;
    page.quiet().await
}

const PROGRAMS: &str = "performance.getEntriesByType('resource').filter((e) => e.name.includes('.wasm')).length";
const HEIGHT: &str = "$('[data-frame-root]').getBoundingClientRect().height";

async fn in_a_frame_its_program_waits_for_the_readers_hand(page: &Page) -> Result<()> {
    page.size(390, 700).await?;
    let host = shared()?;
    page.open(&host.mounted("embed/compact.html")).await?;
    page.until(
        "it is there",
        "document.documentElement.dataset.state === 'waiting' && document.fonts.status === 'loaded'",
    )
    .await?;
    let high: f64 = page.run(&format!("return {HEIGHT}")).await?;
    page.act("const list = $('#tour-steps'); list.scrollTo({ left: 2 * list.clientWidth, behavior: 'instant' })")
        .await?;
    page.rests("$('#tour-steps').scrollLeft").await?;
    page.is("who swipes needs no program", &format!("{PROGRAMS} === 0")).await?;
    page.click("[data-step=next]").await?;
    page.until(
        "a click goes on from there",
        &format!("{STEP} === 4 && document.documentElement.dataset.state === 'ready'"),
    )
    .await?;
    page.equals("with a step in the address", "location.hash", "#tour=4").await?;
    page.equals("and nothing moves", HEIGHT, high).await?;
    page.quiet().await
}
