//! The timeline beyond the first steps: wheel, minimap, order, roving focus, paths, periods, links, drags.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Setting, each, story};
use serde_json::json;

use crate::links::{DETAIL, LISTED, open, title_of};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(a_plain_wheel_belongs_to_the_page),
        each!(the_wheel_with_ctrl_zooms_where_the_pointer_is),
        each!(plus_and_minus_zoom),
        each!(up_and_down_change_the_row),
        each!(one_box_is_in_the_tab_order),
        each!(directions_have_their_colours),
        each!(view_and_list_have_one_order),
        each!(view_and_list_have_one_order_when_filtered),
        each!(the_minimap_answers_to_keys),
        each!(dragging_moves_and_is_no_click),
        each!(earlier_and_later_move),
        each!(importance_and_period_filter),
        each!(what_the_filter_leaves_out_is_hidden_in_the_list),
        each!(detail_leads_to_its_neighbours),
        each!(the_way_to_an_event_is_shown),
        each!(copying_an_events_link_is_said),
        each!(focus_comes_back_when_the_detail_closes),
        each!(help_gives_the_focus_back),
        each!(the_filter_panel_is_closed_by_escape),
        each!(down_the_page_keys_and_detail_work),
        each!(without_motion_zoom_is_at_once).with(Setting::STILL),
    ]
}

/// How many times as wide as its frame the world is.
const SCALE: &str = "Math.round(100 * $('.tl-world').getBoundingClientRect().width / $('.tl-view').clientWidth) / 100";
/// Label of the box that has the focus.
const FOCUSED: &str = "document.activeElement.getAttribute('aria-label')";

async fn ready(page: &Page, fragment: &str) -> Result<&'static backstory_browser_tests::Running> {
    let host = open(page, if fragment.is_empty() { "#timeline" } else { fragment }).await?;
    page.act("$('.tl').scrollIntoView({block: 'start', behavior: 'instant'})").await?;
    page.until("boxes are drawn", "$$('.tl-boxes > *').length > 0").await?;
    page.rests("[scrollY, $('.tl-view').scrollLeft, $$('.tl-boxes > *').length]").await?;
    Ok(host)
}

async fn a_plain_wheel_belongs_to_the_page(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let (scale, y): (f64, f64) = page.run(&format!("return [{SCALE}, scrollY]")).await?;
    page.wheel(".tl-view", 240, false).await?;
    page.until("the page scrolls", &format!("scrollY > {y} + 100")).await?;
    page.rests("scrollY").await?;
    page.equals("and nothing zooms", SCALE, scale).await
}

async fn the_wheel_with_ctrl_zooms_where_the_pointer_is(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let (scale, y, ratio): (f64, f64, f64) = page.run(&format!("return [{SCALE}, scrollY, devicePixelRatio]")).await?;
    page.wheel(".tl-view", -200, true).await?;
    page.until("the view zooms", &format!("{SCALE} > {scale} * 1.2")).await?;
    page.rests(SCALE).await?;
    let (after, now): (f64, f64) = page.run("return [scrollY, devicePixelRatio]").await?;
    ensure!((after - y).abs() < 2.0, "the page scrolled from {y} to {after}");
    ensure!((now - ratio).abs() < f64::EPSILON, "the browser itself zoomed");
    page.quiet().await
}

async fn plus_and_minus_zoom(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    let scale: f64 = page.run(&format!("return {SCALE}")).await?;
    page.press(&["+"]).await?;
    page.until("plus comes nearer", &format!("{SCALE} > {scale} * 1.5")).await?;
    page.rests(SCALE).await?;
    page.until("the focus is still on a box", "document.activeElement.closest('.tl-boxes')").await?;
    page.press(&["-"]).await?;
    page.until("minus goes back", &format!("Math.abs({SCALE} - {scale}) < 0.1")).await?;
    page.until("the focus is still on a box", "document.activeElement.closest('.tl-boxes')").await?;
    page.quiet().await
}

async fn up_and_down_change_the_row(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["End"]).await?;
    page.until("a box has the focus", FOCUSED).await?;
    let top = "document.activeElement.getBoundingClientRect().top";
    let mut seen: Vec<f64> = vec![page.run(&format!("return {top}")).await?];
    for key in ["ArrowDown", "ArrowUp", "ArrowUp"] {
        page.press(&[key]).await?;
        page.rests(&format!("[{FOCUSED}, {top}]")).await?;
        seen.push(page.run(&format!("return {top}")).await?);
    }
    ensure!(seen.windows(2).any(|two| (two[0] - two[1]).abs() > 20.0), "the row never changed: {seen:?}");
    page.quiet().await
}

/// Marks in the view and bars above it, in the colour that the legend gives their direction.
async fn directions_have_their_colours(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let wrong: Vec<String> = page
        .run(
            "const probe = document.body.appendChild(document.createElement('i')); \
             const colour = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color }; \
             return ['up', 'down'].flatMap((way) => [[`.tl-event.${way} > .dot`, 'backgroundColor'], [`.tl-canvas .${way}`, 'fill'], \
               [`.tl-mini .${way}`, 'fill']].filter(([part, property]) => !$(part) || getComputedStyle($(part))[property] !== colour(`--${way}`)) \
               .map(([part]) => part))",
        )
        .await?;
    ensure!(wrong.is_empty(), "not in their colours: {wrong:?}");
    Ok(())
}

async fn one_box_is_in_the_tab_order(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let one = "$$('.tl-boxes [tabindex=\"0\"]').length";
    page.equals("one box", one, 1).await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["ArrowRight", "ArrowRight", "End"]).await?;
    page.rests(FOCUSED).await?;
    page.equals("one box after keys", one, 1).await?;
    page.is("the one with the focus", "document.activeElement.tabIndex === 0").await?;
    page.click("[data-ask='in']").await?;
    page.rests(SCALE).await?;
    page.equals("one box after a zoom", one, 1).await?;
    page.act("location.hash = '#&i=3'").await?;
    page.rests("$$('.tl-boxes > *').length").await?;
    page.equals("one box after a filter", one, 1).await
}

/// Numbers and titles of the events in the view, in the order in which assistive technology meets them.
const VIEWED: &str = "$$('.tl-event').map((e) => e.getAttribute('aria-label'))";

async fn agree(page: &Page) -> Result<()> {
    let labels: Vec<String> = page.run(&format!("return {VIEWED}")).await?;
    let listed: Vec<String> = page
        .run(&format!("return {LISTED}.map((id) => text(document.getElementById(id).querySelector('.event-title')))"))
        .await?;
    ensure!(!labels.is_empty(), "no event is drawn alone");
    let mut last = 0;
    for label in labels {
        let words: Vec<&str> = label.split([' ', ',']).collect();
        let (n, of): (usize, usize) = (words[1].parse()?, words[3].parse()?);
        ensure!(of == listed.len(), "{label:?}, but the list shows {}", listed.len());
        ensure!(n > last, "{label:?} comes after event {last}");
        ensure!(label.contains(&listed[n - 1]), "{label:?}, but the list has {:?} there", listed[n - 1]);
        last = n;
    }
    Ok(())
}

async fn view_and_list_have_one_order(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    agree(page).await
}

async fn view_and_list_have_one_order_when_filtered(page: &Page) -> Result<()> {
    for fragment in
        ["#&i=3", &format!("#&t={}", story()?.themes[1]), &format!("#&d={}&lanes=party", story()?.directions[1])]
    {
        let _host = ready(page, fragment).await?;
        agree(page).await?;
        let (status, listed): (String, usize) =
            page.run(&format!("return [text($('.tl-status')), {LISTED}.length]")).await?;
        ensure!(status.starts_with(&format!("{listed} ")), "{fragment}: {status:?}, but {listed} are listed");
        let viewed: usize = page
            .run("return $$('.tl-event').length + $$('.tl-cluster').reduce((sum, e) => sum + Number(e.getAttribute('aria-label').match(/\\d+/)[0]), 0)")
            .await?;
        ensure!(viewed == listed, "{fragment}: {viewed} are in the view, {listed} in the list");
    }
    Ok(())
}

async fn the_minimap_answers_to_keys(page: &Page) -> Result<()> {
    let _host = ready(page, "#&at=1980x60").await?;
    page.focus(".tl-mini input").await?;
    page.press(&["Home"]).await?;
    page.until("Home goes to the beginning", "$('.tl-view').scrollLeft < 2").await?;
    page.press(&["End"]).await?;
    page.until(
        "End goes to the end",
        "$('.tl-view').scrollLeft + $('.tl-view').clientWidth > $('.tl-view').scrollWidth - 4",
    )
    .await?;
    let (role, name) = page.role_and_name(".tl-mini input").await?;
    ensure!(role == "slider" && !name.is_empty(), "the minimap is a {role} called {name:?}");
    let at: f64 = page.rests("$('.tl-view').scrollLeft").await?.as_f64().unwrap_or_default();
    for _ in 0..20 {
        page.press(&["ArrowLeft"]).await?;
    }
    page.until("an arrow moves back", &format!("$('.tl-view').scrollLeft < {at} - 10")).await?;
    page.quiet().await
}

async fn dragging_moves_and_is_no_click(page: &Page) -> Result<()> {
    let _host = ready(page, "#&at=1980x60").await?;
    let before: f64 = page.run("return $('.tl-view').scrollLeft").await?;
    page.drag(".tl-view", (-240, 0)).await?;
    page.until("the view followed", &format!("$('.tl-view').scrollLeft > {before} + 150")).await?;
    page.rests("$('.tl-view').scrollLeft").await?;
    page.is("nothing was chosen", "!$('.tl-detail')").await?;
    page.until("the address keeps the place", "/at=/.test(location.hash)").await?;
    page.quiet().await
}

async fn earlier_and_later_move(page: &Page) -> Result<()> {
    let _host = ready(page, "#&at=1980x60").await?;
    let before: f64 = page.run("return $('.tl-view').scrollLeft").await?;
    page.click("[data-ask='later']").await?;
    page.until("later", &format!("$('.tl-view').scrollLeft > {before} + 50")).await?;
    page.rests("$('.tl-view').scrollLeft").await?;
    page.click("[data-ask='earlier']").await?;
    page.until("and earlier", &format!("Math.abs($('.tl-view').scrollLeft - {before}) < 5")).await
}

async fn importance_and_period_filter(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("the panel is open", "visible($('#tl-filters'))").await?;
    page.act("const s = $('[name=i]'); s.value = '3'; s.dispatchEvent(new Event('change', {bubbles: true}))").await?;
    page.until(
        "the main events are left",
        &format!("{LISTED}.length > 0 && {LISTED}.every((id) => document.getElementById(id).classList.contains('w3'))"),
    )
    .await?;
    let main: usize = page.run(&format!("return {LISTED}.length")).await?;
    page.act("const f = $('[name=from]'); f.value = '1990'; f.dispatchEvent(new Event('change', {bubbles: true}))")
        .await?;
    page.until("and of those the later ones", &format!("{LISTED}.length > 0 && {LISTED}.length < {main}")).await?;
    page.until("the address says both", "/i=3/.test(location.hash) && /y=1990\\.\\./.test(location.hash)").await?;
    page.until("the button counts them", "text($('.tl-active')) === '2'").await?;
    page.until(
        "each choice says how many it would leave",
        "$$('#tl-filters .check .chip-count').every((e) => /^\\d+$/.test(text(e)))",
    )
    .await?;
    page.click("#tl-filters [data-ask='reset']").await?;
    page.until(
        "reset shows all",
        &format!(
            "{LISTED}.length === $$('ol.events > li.event').length && $('[name=from]').value === $('[name=from]').min"
        ),
    )
    .await?;
    page.until("and the address is clean", "!/[iy]=/.test(location.hash)").await?;
    page.quiet().await
}

async fn what_the_filter_leaves_out_is_hidden_in_the_list(page: &Page) -> Result<()> {
    let _host = ready(page, "#&i=3").await?;
    page.act("$('details.all-events').open = true").await?;
    page.until("only what is shown can be seen", "$$('ol.events > li.event').every((e) => visible(e) === !e.hidden) && $$('ol.events > li.event').some((e) => e.hidden)").await
}

async fn detail_leads_to_its_neighbours(page: &Page) -> Result<()> {
    let events = &story()?.events;
    let n = events.len() / 2;
    let _host = ready(page, &format!("#{}", events[n])).await?;
    page.until("the event", &format!("{DETAIL} === {}", title_of(&events[n]))).await?;
    page.click_named(".tl-detail button", "Next").await?;
    page.until("the next", &format!("{DETAIL} === {}", title_of(&events[n + 1]))).await?;
    page.until("in the address", &format!("location.hash.startsWith('#{}')", events[n + 1])).await?;
    page.click_named(".tl-detail button", "Previous").await?;
    page.until("the previous", &format!("{DETAIL} === {}", title_of(&events[n]))).await?;
    page.until("its text is its own", &format!("text($('.tl-detail-body')).includes(text(document.getElementById('{}').querySelector('.event-body > p')).slice(0, 60))", events[n])).await?;
    page.quiet().await
}

async fn the_way_to_an_event_is_shown(page: &Page) -> Result<()> {
    let id: String = {
        let _host = open(page, "").await?;
        page.run("return $$('ol.events > li.event').filter((e) => /Came out of|Answered/.test(text(e.querySelector('.relations')))).at(-1).id").await?
    };
    let _host = ready(page, &format!("#{id}")).await?;
    page.click_named(".tl-detail button", "How did it come to this?").await?;
    page.until("the path is listed", "visible($('.tl-path'))").await?;
    page.until("the address keeps it", "/path=1/.test(location.hash)").await?;
    page.until("its steps go forward in time", "(() => { const years = $$('.tl-path li .num').map((e) => Number(text(e))); return years.length > 1 && years.every((y, n) => !n || y >= years[n - 1]) })()").await?;
    page.until("the last step is the event", "$$('.tl-path li').at(-1).getAttribute('aria-current') === 'step'")
        .await?;
    page.click_named(".tl-detail button", "Hide the path").await?;
    page.until("and hidden again", "!visible($('.tl-path'))").await?;
    page.quiet().await
}

async fn copying_an_events_link_is_said(page: &Page) -> Result<()> {
    let event = &story()?.events[5];
    let _host = ready(page, &format!("#{event}")).await?;
    page.click_named(".tl-detail button", "Copy link").await?;
    page.until("it is said", "text($('.tl-detail [role=status]')).length > 0").await?;
    let said: String = page.run("return text($('.tl-detail [role=status]'))").await?;
    ensure!(said == "Link copied", "it says {said:?}");
    Ok(())
}

async fn focus_comes_back_when_the_detail_closes(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let event = story()?.events.last().cloned().unwrap_or_default();
    page.act(&format!("location.hash = '#{event}'")).await?;
    page.until("the detail", "visible($('.tl-detail'))").await?;
    page.click_named(".tl-detail button", "Close").await?;
    page.until("closed", "!$('.tl-detail')").await?;
    page.until("the focus is on a box", "document.activeElement.closest('.tl-boxes')").await
}

async fn help_gives_the_focus_back(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.focus("[data-ask='help']").await?;
    page.press(&["Enter"]).await?;
    page.until("help opens as a dialog", "$('.tl-help').matches(':modal')").await?;
    page.press(&["Escape"]).await?;
    page.until("closes", "!$('.tl-help').open").await?;
    page.until("and gives the focus back", "document.activeElement === $('[data-ask=\"help\"]')").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["?"]).await?;
    page.until("a question mark opens it too", "$('.tl-help').matches(':modal')").await
}

async fn the_filter_panel_is_closed_by_escape(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("open", "visible($('#tl-filters'))").await?;
    page.press(&["Escape"]).await?;
    page.until("closed", "!visible($('#tl-filters'))").await
}

async fn down_the_page_keys_and_detail_work(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = ready(page, "").await?;
    page.equals("time runs down", "$('.tl').dataset.form", "down").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    let first: String = page.run(&format!("return {FOCUSED}")).await?;
    page.press(&["ArrowDown"]).await?;
    page.until("down is the next", &format!("{FOCUSED} && {FOCUSED} !== {}", json!(first))).await?;
    let order: Vec<f64> = page.run("return $$('.tl-event').map((e) => e.getBoundingClientRect().top)").await?;
    ensure!(order.windows(2).all(|two| two[0] <= two[1] + 1.0), "boxes are not in the order of time: {order:?}");
    let wide: f64 = page.run("return document.documentElement.scrollWidth").await?;
    ensure!(wide <= 390.0, "the page is {wide} px wide");
    page.click(".tl-event.labelled").await?;
    page.until("the detail is shown in the window", "(() => { const r = $('.tl-detail')?.getBoundingClientRect(); return r && r.top < innerHeight && r.bottom > 0 && r.left >= -1 && r.right <= innerWidth + 1 })()").await?;
    let small: Vec<String> = page
        .run("return $$('.tl-detail button, .tl-bar button').filter(visible).filter((e) => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24 }).map((e) => text(e) || e.getAttribute('aria-label'))")
        .await?;
    ensure!(small.is_empty(), "too small to touch: {small:?}");
    page.quiet().await
}

async fn without_motion_zoom_is_at_once(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.is("the setting holds", "matchMedia('(prefers-reduced-motion: reduce)').matches").await?;
    let widths: Vec<f64> = page
        .run_async(
            "const all = []; $('[data-ask=\"in\"]').click(); const look = (n) => { all.push(Math.round($('.tl-world').getBoundingClientRect().width)); \
             if (n) requestAnimationFrame(() => look(n - 1)); else done(all) }; requestAnimationFrame(() => requestAnimationFrame(() => look(12)))",
        )
        .await?;
    ensure!(widths.windows(2).all(|two| two[0] == two[1]), "the width glides: {widths:?}");
    let moving: Vec<String> = page
        .run("return document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 1 && a.playState === 'running' && !a.timeline?.axis && !(a.timeline?.constructor.name ?? '').match(/Scroll|View/)).map((a) => a.effect.target?.className ?? '')")
        .await?;
    ensure!(moving.is_empty(), "still moving: {moving:?}");
    Ok(())
}
