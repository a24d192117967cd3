//! The text of a chosen event beside the timeline: where it opens, where the focus goes, and the path that led to the event.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each, shared, story};
use serde_json::json;

use crate::common::{DETAIL, FOCUSED, title_of};
use crate::timeline::{IN_VIEW, chosen, names, ready};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(detail_leads_to_its_neighbours),
        each!(a_translated_page_keeps_no_words_of_another_event),
        each!(the_way_to_an_event_is_shown),
        each!(copying_an_events_link_is_said),
        each!(focus_comes_back_when_the_detail_closes),
        each!(the_text_of_an_event_opens_in_sight_and_moves_nothing),
        each!(the_text_of_the_last_box_leaves_it_in_sight),
        each!(the_head_of_a_text_is_in_sight_beside_every_row),
        each!(going_back_gives_the_focus_to_the_box),
        each!(escape_in_the_text_closes_it_and_leaves_no_step),
        each!(a_path_is_walked_and_shared),
    ]
}

/// The last event on the page of all events that has a relation of this name; for `None` the first without relations.
pub async fn related(page: &Page, relation: Option<&str>) -> Result<String> {
    let host = shared()?;
    page.open_ready(&host.mounted("events.html")).await?;
    let all = "$$('#event-list > li.event')";
    match relation {
        Some(name) => {
            page.run(&format!(
                "return {all}.filter((e) => text(e.querySelector('.relations')).includes('{name}')).at(-1).id"
            ))
            .await
        }
        None => page.run(&format!("return {all}.find((e) => !e.querySelector('.relations')).id")).await,
    }
}

async fn detail_leads_to_its_neighbours(page: &Page) -> Result<()> {
    let events = &story()?.events;
    let n = events.len() / 2;
    let host = shared()?;
    page.open_ready(&host.mounted("events.html")).await?;
    let own: String = page
        .run(&format!(
            "return text(document.getElementById('{}').querySelector('.event-body > p')).slice(0, 60)",
            events[n]
        ))
        .await?;
    ensure!(own.len() > 20, "the event has no text: {own:?}");
    let _host = ready(page, &chosen(&events[n])).await?;
    page.until("the event", &format!("{DETAIL} === {}", title_of(&events[n]))).await?;
    page.click_named(".tl-detail button", "Next").await?;
    page.until("the next", &format!("{DETAIL} === {}", title_of(&events[n + 1]))).await?;
    page.until("in the address", &names(&events[n + 1])).await?;
    page.click_named(".tl-detail button", "Previous").await?;
    page.until("the previous", &format!("{DETAIL} === {}", title_of(&events[n]))).await?;
    page.until("its text is its own", &format!("text($('.tl-detail-body')).includes({})", json!(own))).await?;
    page.quiet().await
}

/// What translators built into browsers do: each text is replaced by elements with words of their own.
const TRANSLATE: &str = "const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); const all = []; \
     while (walker.nextNode()) if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest('script, font')) all.push(walker.currentNode); \
     for (const node of all) { const outer = document.createElement('font'), inner = document.createElement('font'); \
     inner.textContent = node.data.trim() + '*'; outer.append(inner); node.replaceWith(outer) }";

async fn a_translated_page_keeps_no_words_of_another_event(page: &Page) -> Result<()> {
    // Here the fixture has clusters.
    page.size(760, 800).await?;
    let events = &story()?.events;
    let n = events.len() / 2;
    let _host = ready(page, &chosen(&events[n])).await?;
    page.until("the event", &format!("{DETAIL} === {}", title_of(&events[n]))).await?;
    page.act(TRANSLATE).await?;
    page.is("its words are translated", &format!("{DETAIL} === {} + '*'", title_of(&events[n]))).await?;
    let before: String = page.run("return text($('.tl-detail-kicker'))").await?;
    page.act("$$('.tl-detail-end button').find((e) => e.textContent.startsWith('Next')).click()").await?;
    page.until("the next one has its own title", &format!("{DETAIL} === {}", title_of(&events[n + 1]))).await?;
    let now: String = page.run("return text($('.tl-detail-kicker')) + text($('.tl-detail-end .num'))").await?;
    ensure!(!now.contains('*') && !now.starts_with(before.trim_end_matches('*')), "its own date and place: {now}");
    page.act(TRANSLATE).await?;
    page.press(&["Escape"]).await?;
    page.until("it closes", "!$('.tl-detail')").await?;
    page.act("const lanes = $('[name=lanes]'); lanes.value = 'party'; lanes.dispatchEvent(new Event('change', { bubbles: true }))")
        .await?;
    page.until(
        "the rows have new names",
        "$$('.lane-name').length > 1 && $$('.lane-name').every((e) => !text(e).includes('*'))",
    )
    .await?;
    page.act(TRANSLATE).await?;
    page.act("$('[data-ask=in]').click()").await?;
    page.rests("$('.tl-world').getBoundingClientRect().width").await?;
    page.is(
        "no event lacks its words, and each number is its own",
        "$$('.tl-event.labelled').every((e) => text(e)) && \
         $$('.tl-cluster:not(.empty)').every((e) => !text(e) && e.ariaLabel.startsWith(e.dataset.count.match(/\\d+/)[0]))",
    )
    .await?;
    page.size(390, 844).await?;
    page.until("down the page too", "$$('.tl-event.labelled b').length > 2").await?;
    page.quiet().await
}

async fn the_way_to_an_event_is_shown(page: &Page) -> Result<()> {
    let id = related(page, Some("Came out of")).await?;
    let _host = ready(page, &chosen(&id)).await?;
    page.click_named(".tl-detail button", "How did it come to this?").await?;
    page.until("the path is listed", "visible($('.tl-path'))").await?;
    page.until("the address keeps it", &format!("location.hash.includes('path={id}')")).await?;
    page.until("its steps go forward in time", "(() => { const years = $$('.tl-path li .num').map((e) => Number(text(e))); return years.length > 1 && years.every((y, n) => !n || y >= years[n - 1]) })()").await?;
    page.until("the last step is the event", "$$('.tl-path li').at(-1).getAttribute('aria-current') === 'step'")
        .await?;
    page.click_named(".tl-detail button", "Hide the path").await?;
    page.until("and hidden again", "!visible($('.tl-path'))").await?;
    page.quiet().await
}

async fn copying_an_events_link_is_said(page: &Page) -> Result<()> {
    let event = &story()?.events[5];
    let _host = ready(page, &chosen(event)).await?;
    page.click_named(".tl-detail button", "Copy link").await?;
    page.until("it is said", "text($('.tl-detail [role=status]')).length > 0").await?;
    let said: String = page.run("return text($('.tl-detail [role=status]'))").await?;
    ensure!(said == "Link copied", "it says {said:?}");
    Ok(())
}

async fn focus_comes_back_when_the_detail_closes(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let event = story()?.events.last().cloned().unwrap_or_default();
    page.act(&format!("location.hash = '{}'", chosen(&event))).await?;
    page.until("the detail", "visible($('.tl-detail'))").await?;
    page.click_named(".tl-detail button", "Close").await?;
    page.until("closed", "!$('.tl-detail')").await?;
    page.until("the focus is on a box", "document.activeElement.closest('.tl-boxes')").await
}

async fn the_text_of_an_event_opens_in_sight_and_moves_nothing(page: &Page) -> Result<()> {
    // Scrolling may add boxes, so only those present before and after are compared.
    let boxes = "$$('.tl-boxes button').map((e) => { const r = e.getBoundingClientRect(); return [e.getAttribute('aria-label'), Math.round(r.left), Math.round(r.top + scrollY), Math.round(r.width)] })";
    let moved = |before: &serde_json::Value, after: &serde_json::Value| -> Vec<String> {
        let rows = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
        let after = rows(after);
        let differs = |row: &serde_json::Value| after.iter().any(|other| other[0] == row[0] && other != row);
        rows(before).into_iter().filter(differs).map(|row| row.to_string()).collect()
    };
    for (width, height) in [(1440, 900), (1024, 768), (720, 450), (390, 844)] {
        page.size(width, height).await?;
        let _host = ready(page, "").await?;
        page.act("$('.tl-boxes .tl-event.labelled').scrollIntoView({block: 'center', behavior: 'instant'})").await?;
        let before = page.rests(boxes).await?;
        page.act("$('.tl-boxes .tl-event.labelled').click()").await?;
        page.until(
            &format!("{width}×{height}: the text is in sight, and has the focus"),
            "(() => { const r = $('.tl-detail h4')?.getBoundingClientRect(); return r && r.top >= 0 && r.bottom <= innerHeight && document.activeElement === $('.tl-detail h4') })()",
        )
        .await?;
        page.until(
            &format!("{width}×{height}: the box is in sight too"),
            "(() => { const r = $$('.tl-event[aria-pressed=true] .dot').find(visible).getBoundingClientRect(), d = $('.tl-detail').getBoundingClientRect(); \
             const covered = r.bottom > d.top && r.top < d.bottom && r.right > d.left && r.left < d.right; return !covered && r.top >= 0 && r.bottom <= innerHeight })()",
        )
        .await?;
        let after = page.rests(boxes).await?;
        ensure!(moved(&before, &after).is_empty(), "{width}×{height}: opening moved {:?}", moved(&before, &after));
        page.press(&["Escape"]).await?;
        page.until("closed", "!$('.tl-detail')").await?;
        let closed = page.rests(boxes).await?;
        ensure!(moved(&before, &closed).is_empty(), "{width}×{height}: closing moved {:?}", moved(&before, &closed));
    }
    page.quiet().await
}

async fn the_text_of_the_last_box_leaves_it_in_sight(page: &Page) -> Result<()> {
    for (width, height) in [(390, 844), (1024, 768), (1440, 900)] {
        page.size(width, height).await?;
        let _host = ready(page, "").await?;
        page.rests("$$('.tl-boxes button').map((e) => e.title)").await?;
        page.act("const e = $$('.tl-boxes .tl-event').at(-1); e.scrollIntoView({block: 'center', behavior: 'instant'}); e.focus(); e.click()").await?;
        page.until("the text has come", "text($('.tl-detail-body')).length > 40").await?;
        page.rests("$('.tl-detail').getBoundingClientRect().top").await?;
        let apart = "(() => { const box = $('.tl-event[aria-pressed=true]:not(.drawn-apart)').getBoundingClientRect(), text = $('.tl-detail').getBoundingClientRect(); \
                     return box.top >= 0 && text.top < innerHeight - 60 && (box.bottom <= text.top || box.right <= text.left || box.left >= text.right) })()";
        page.until(&format!("{width}×{height}: both are in view and the text covers no box"), apart).await?;
    }
    page.quiet().await
}

/// Beside the chart the text begins where the chart does: its head must not be above the window when a low row is chosen.
async fn the_head_of_a_text_is_in_sight_beside_every_row(page: &Page) -> Result<()> {
    page.size(1440, 700).await?;
    let _host = ready(page, "").await?;
    page.rests("$$('.tl-boxes button').map((e) => e.title)").await?;
    let last = "$$('.tl-boxes .tl-event').sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).at(-1)";
    for share in [0.2, 0.5, 0.85] {
        page.act(&format!(
            "scrollBy({{top: {last}.getBoundingClientRect().top - innerHeight * {share}, behavior: 'instant'}})"
        ))
        .await?;
        let before: f64 = page.run("return scrollY").await?;
        page.act(&format!("{last}.click()")).await?;
        page.until("the text has come", "text($('.tl-detail-body')).length > 20").await?;
        page.rests("[scrollY, $('.tl-detail').getBoundingClientRect().top]").await?;
        page.is(
            &format!("{share}: title and button are in sight"),
            "['.tl-detail h4', '.tl-detail .close'].every((part) => { const r = $(part).getBoundingClientRect(); \
             const over = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2); return r.top >= 0 && r.bottom <= innerHeight && over?.closest('.tl-detail') })",
        )
        .await?;
        page.is("and so is its mark", "(() => { const r = $$('.tl-event[aria-pressed=true] .dot').find(visible).getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()")
            .await?;
        page.is("the page has hardly moved", &format!("Math.abs(scrollY - {before}) < innerHeight / 2")).await?;
        page.press(&["Escape"]).await?;
        page.until("closed", "!$('.tl-detail')").await?;
    }
    page.quiet().await
}

async fn going_back_gives_the_focus_to_the_box(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.click(".tl-boxes .tl-event.labelled").await?;
    page.until("the text has the focus", "document.activeElement === $('.tl-detail h4')").await?;
    let title: String = page.run("return text($('.tl-detail h4'))").await?;
    page.client.back().await?;
    page.until("closed", "!$('.tl-detail')").await?;
    page.until("the box has the focus", &format!("({FOCUSED} ?? '').includes({})", json!(title))).await?;
    page.quiet().await
}

async fn escape_in_the_text_closes_it_and_leaves_no_step(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let steps: u32 = page.run("return history.length").await?;
    page.act("const e = $('.tl-boxes .tl-event.labelled'); e.focus(); e.click()").await?;
    page.until("the text has the focus", "document.activeElement === $('.tl-detail h4')").await?;
    for _ in 0..3 {
        page.click_named(".tl-detail button", "Next").await?;
    }
    page.until("the text has the focus", "$('.tl-detail').contains(document.activeElement)").await?;
    page.press(&["Escape"]).await?;
    page.until("closed", "!$('.tl-detail')").await?;
    page.until(
        "the focus is on a box in view",
        &format!("document.activeElement.matches('.tl-boxes button') && {IN_VIEW}.includes(document.activeElement)"),
    )
    .await?;
    page.is("at most one step was added", &format!("history.length <= {steps} + 1")).await?;
    page.until("the address names no event", "!/[#&]event=/.test(location.hash)").await
}

async fn a_path_is_walked_and_shared(page: &Page) -> Result<()> {
    let id = related(page, Some("Came out of")).await?;
    let _host = ready(page, &chosen(&id)).await?;
    page.click_named(".tl-detail button", "How did it come to this?").await?;
    page.until("the path", "$$('.tl-path li').length > 1").await?;
    let steps: usize = page.run("return $$('.tl-path li').length").await?;
    page.click_named(".tl-detail button", "Previous").await?;
    page.until(
        "a step back along it",
        &format!(
            "$$('.tl-path li').length === {steps} && $$('.tl-path li').at(-2).getAttribute('aria-current') === 'step'"
        ),
    )
    .await?;
    page.until(
        "the address names both",
        &format!("location.hash.includes('path={id}') && /[#&]event=/.test(location.hash) && !{}", names(&id)),
    )
    .await?;
    let hash: String = page.run("return location.hash").await?;
    let _host = ready(page, &hash).await?;
    page.until(
        "shared, it is the same",
        &format!(
            "$$('.tl-path li').length === {steps} && $$('.tl-path li').at(-2).getAttribute('aria-current') === 'step'"
        ),
    )
    .await?;
    page.click_named(".tl-detail button", "Next").await?;
    page.until("and forth again", &names(&id)).await?;
    // An event without a path has no button for it.
    let alone = related(page, None).await?;
    let _host = ready(page, &chosen(&alone)).await?;
    page.until("the text", "visible($('.tl-detail'))").await?;
    page.is("no path is offered", "!$$('.tl-detail button').some((e) => text(e) === 'How did it come to this?')").await
}
