//! Moving about in the timeline: wheel, keys, minimap, drags, addresses, filters, and the order of boxes and list.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Setting, each, shared, story};
use serde_json::json;

use crate::common::{DETAIL, FOCUSED, LISTED, events, open};
use crate::event_text::related;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(a_plain_wheel_belongs_to_the_page),
        each!(the_wheel_with_ctrl_zooms_where_the_pointer_is),
        each!(plus_and_minus_zoom),
        each!(up_and_down_change_the_row),
        each!(one_box_is_in_the_tab_order),
        each!(view_and_list_have_one_order),
        each!(view_and_list_have_one_order_when_filtered),
        each!(the_minimap_answers_to_keys),
        each!(dragging_moves_and_is_no_click),
        each!(earlier_and_later_move),
        each!(importance_and_period_filter),
        each!(what_the_filter_leaves_out_is_hidden_in_the_list),
        each!(help_gives_the_focus_back),
        each!(the_filter_panel_is_closed_by_escape),
        each!(down_the_page_keys_and_detail_work),
        each!(an_address_shows_boxes_at_once),
        each!(the_chosen_event_is_drawn_as_itself_and_stays_through_zooming),
        each!(a_phone_keeps_its_place_and_its_zoom),
        each!(a_phone_scrolls_through_it_and_skips_nothing),
        each!(an_address_leads_a_phone_to_its_place),
        each!(a_link_beats_a_search_that_hides_its_event),
        each!(a_half_open_period_filters_and_nonsense_is_told),
        each!(rows_can_be_made_of_a_path_and_the_rest),
        each!(play_ends_with_the_readers_own_scroll_and_is_one_step),
        each!(a_search_forgives_accents_and_quotes),
        each!(without_motion_zoom_is_at_once).with(Setting::STILL),
    ]
}

/// How many times as wide as its frame the world is.
pub const SCALE: &str =
    "Math.round(100 * $('.tl-world').getBoundingClientRect().width / $('.tl-view').clientWidth) / 100";

/// The address of the article at which the timeline shows an event.
pub fn chosen(event: &str) -> String {
    format!("#timeline&event={event}")
}

/// Whether the address names an event as the chosen one.
pub fn names(event: &str) -> String {
    format!("/[#&]event={event}(&|$)/.test(location.hash)")
}

/// The timeline as a page of its own, with the list of all events.
pub async fn with_list(page: &Page, fragment: &str) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted(&format!("embed/timeline.html{fragment}"))).await?;
    page.until("boxes are drawn", "$$('.tl-boxes button').length > 0").await?;
    page.rests("[$('.tl-view').scrollLeft, $$('.tl-boxes button').length]").await?;
    Ok(())
}

pub async fn ready(page: &Page, fragment: &str) -> Result<&'static backstory_browser_tests::Running> {
    let host = open(page, if fragment.is_empty() { "#timeline" } else { fragment }).await?;
    page.act("$('.tl').scrollIntoView({block: 'start', behavior: 'instant'})").await?;
    page.until("boxes are drawn", "$$('.tl-boxes button').length > 0").await?;
    page.rests("[scrollY, $('.tl-view').scrollLeft, $$('.tl-boxes button').length]").await?;
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
    page.rests("$$('.tl-boxes button').length").await?;
    page.equals("one box after a filter", one, 1).await
}

/// Numbers and titles of the events in the view, in the order in which assistive technology meets them.
pub const VIEWED: &str = "$$('.tl-event').map((e) => e.getAttribute('aria-label'))";

async fn agree(page: &Page) -> Result<()> {
    let labels: Vec<String> = page.run(&format!("return {VIEWED}")).await?;
    let listed: Vec<String> =
        page.run(&format!("return {LISTED}.map((id) => text($(`[data-event=\"${{id}}\"] a`)))")).await?;
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
    with_list(page, "").await?;
    agree(page).await
}

async fn view_and_list_have_one_order_when_filtered(page: &Page) -> Result<()> {
    for fragment in
        ["#&i=3", &format!("#&t={}", story()?.themes[1]), &format!("#&d={}&lanes=party", story()?.directions[1])]
    {
        with_list(page, fragment).await?;
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

/// What is drawn anew on the way is not what the browser may hold in place.
async fn a_phone_scrolls_through_it_and_skips_nothing(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    // So close that not all of it is drawn at once.
    let _host = ready(page, "#at=1925x300").await?;
    let mut y: f64 = page.run("return scrollY").await?;
    for _ in 0..8 {
        page.act("scrollBy({top: 300, behavior: 'instant'})").await?;
        page.rests("[scrollY, $$('.tl-boxes button').length]").await?;
        y += 300.0;
        page.is("the page moves by what was scrolled", &format!("Math.abs(scrollY - {y}) < 2")).await?;
    }
    page.quiet().await
}

async fn an_address_leads_a_phone_to_its_place(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let host = shared()?;
    let events = events()?;
    let dates: Vec<_> =
        events.iter().filter_map(|event| event["date"].as_str()).filter(|date| date.len() >= 4).collect();
    // One is far from the chart's beginning; at the other the page could stay above it, and time is drawn shorter there.
    for (date, zoom, years) in [(dates.last(), 300, 25), (dates.first(), 1, 60)] {
        let year: i32 = date.context("an event")?.chars().take(4).collect::<String>().parse()?;
        // A page that is open already would only be led.
        page.open("about:blank").await?;
        page.open_ready(&host.mounted(&format!("#at={year}x{zoom}"))).await?;
        page.until("boxes are drawn", "$$('.tl-event').length > 0").await?;
        page.rests("scrollY").await?;
        page.until(
            "years near the one of the address are in the window",
            &format!(
                "(() => {{ const seen = $$('.tl .tick-name').filter((e) => {{ const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }}).map((e) => Number(text(e).match(/\\d{{4}}/)?.[0])).filter(Boolean); return seen.length > 0 && seen.every((year) => Math.abs(year - {year}) < {years}) }})()"
            ),
        )
        .await?;
    }
    page.quiet().await
}

async fn a_link_beats_a_search_that_hides_its_event(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = ready(page, "").await?;
    let event = story()?.events.last().context("an event")?.clone();
    page.focus(".tl [type=search]").await?;
    page.type_text("zzzz").await?;
    page.until("nothing fits", "visible($('.tl-empty'))").await?;
    // The last letter still waits for the next when the link leads here.
    let letter = "const search = $('.tl [type=search]'); search.value += 'z'; search.dispatchEvent(new Event('input', {bubbles: true}))";
    page.act(&format!("{letter}; location.hash = '{}'", chosen(&event))).await?;
    page.until("nothing hides it", "$('.tl [type=search]').value === ''").await?;
    page.rests("location.hash").await?;
    page.until("the event is drawn", "$('.tl-event[aria-pressed=true]')").await?;
    page.until("and seen", "(() => { const r = $('.tl-event[aria-pressed=true]').getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight })()").await?;
    page.until("and the search is off", "$('.tl [type=search]').value === '' && !location.hash.includes('q=')").await?;
    page.quiet().await
}

async fn importance_and_period_filter(page: &Page) -> Result<()> {
    with_list(page, "").await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("the panel is open", "visible($('#tl-filters'))").await?;
    page.is(
        "it has a name",
        "text(document.getElementById($('#tl-filters').getAttribute('aria-labelledby'))).length > 0",
    )
    .await?;
    page.is("nothing is said of filters", "$$('.if-filtered').every((e) => !visible(e))").await?;
    page.act("$('#tl-filters').scrollTop = 1e5; const s = $('[name=i]'); s.value = '3'; s.dispatchEvent(new Event('change', {bubbles: true}))").await?;
    page.until(
        "the main events are left",
        &format!(
            "{LISTED}.length > 0 && {LISTED}.every((id) => $(`[data-event=\"${{id}}\"]`).dataset.importance === '3')"
        ),
    )
    .await?;
    let main: usize = page.run(&format!("return {LISTED}.length")).await?;
    page.act("const f = $('[name=from]'); f.value = '1990'; f.dispatchEvent(new Event('change', {bubbles: true}))")
        .await?;
    page.until("and of those the later ones", &format!("{LISTED}.length > 0 && {LISTED}.length < {main}")).await?;
    page.until("the address says both", "/i=3/.test(location.hash) && /y=1990\\.\\./.test(location.hash)").await?;
    page.until("the button counts them", "text($('.tl-active')) === '2'").await?;
    page.until("what counts every event says so", "visible($('.tl .hint.if-filtered'))").await?;
    page.is(
        "the way out of the panel stays in view",
        "(() => { const r = $('#tl-filters [popovertargetaction=hide]').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2).closest('button')?.popoverTargetAction === 'hide' })()",
    )
    .await?;
    page.until(
        "each choice says how many it would leave",
        "$$('#tl-filters .check .chip-count').every((e) => /^\\d+$/.test(text(e)))",
    )
    .await?;
    page.click("#tl-filters [data-ask='reset']").await?;
    page.until(
        "reset shows all",
        &format!(
            "{LISTED}.length === $$('.event-index > li').length && $('[name=from]').value === $('[name=from]').min"
        ),
    )
    .await?;
    page.until("and the address is clean", "!/[iy]=/.test(location.hash)").await?;
    page.click("#tl-filters [popovertargetaction=hide]").await?;
    page.focus(".tl [type=search]").await?;
    page.type_text("zzzz").await?;
    page.until("nothing fits", &format!("{LISTED}.length === 0 && visible($('.tl-empty'))")).await?;
    page.act("$('.all-events').open = true").await?;
    page.until("the list says so too", "visible($('.list-empty'))").await?;
    page.click(".tl-count [data-ask='reset']").await?;
    page.until("all are back with one button", &format!("{LISTED}.length > 0 && $('.tl [type=search]').value === ''"))
        .await?;
    page.until("which is gone then", "!visible($('.tl-count [data-ask=reset]'))").await?;
    page.quiet().await
}

async fn what_the_filter_leaves_out_is_hidden_in_the_list(page: &Page) -> Result<()> {
    with_list(page, "#&i=3").await?;
    page.act("$('details.all-events').open = true").await?;
    page.until("only what is shown can be seen", "$$('.event-index > li').every((e) => visible(e) === !e.hidden) && $$('.event-index > li').some((e) => e.hidden)").await
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

/// Boxes in the view.
pub const IN_VIEW: &str = "$$('.tl-boxes button').filter((e) => { const r = e.getBoundingClientRect(), v = $('.tl-view').getBoundingClientRect(); \
                       return r.right > v.left && r.left < v.right && r.bottom > 0 && r.top < innerHeight })";

async fn an_address_shows_boxes_at_once(page: &Page) -> Result<()> {
    for fragment in ["#at=2009x30", "#&at=1987.68x19.52", "#&at=2009x30&i=2"] {
        let _host = open(page, fragment).await?;
        page.until(&format!("{fragment}: boxes are in view"), &format!("{IN_VIEW}.length > 0")).await?;
        page.until("the page is led there", "(() => { const r = $('.tl-view').getBoundingClientRect(); return r.top < innerHeight && r.bottom > 100 })()").await?;
        let year = &fragment.split("at=").nth(1).unwrap_or_default()[..3];
        page.until(
            "the years are those of the address",
            &format!("$$('.tl-head .tick-name').some((e) => text(e).startsWith('{year}'))"),
        )
        .await?;
        page.client.refresh().await?;
        page.ready().await?;
        page.until(&format!("{fragment}: and after a reload"), &format!("{IN_VIEW}.length > 0")).await?;
    }
    page.quiet().await
}

async fn the_chosen_event_is_drawn_as_itself_and_stays_through_zooming(page: &Page) -> Result<()> {
    let pressed = "$$('.tl-event[aria-pressed=true]').filter(visible)";
    let seen = "(() => { const r = $('.tl-event.labelled[aria-pressed=true] .dot')?.getBoundingClientRect(), v = $('.tl-view').getBoundingClientRect(); \
                return r && r.left >= v.left - 1 && r.right <= v.right + 1 })()";
    let events = &story()?.events;
    for n in [1, events.len() / 3, events.len() / 2, events.len() - 2] {
        let _host = ready(page, &chosen(&events[n])).await?;
        page.until(
            "it is drawn as itself, with its words",
            &format!("{pressed}.length === 1 && text({pressed}[0]).length > 3"),
        )
        .await?;
        for _ in 0..4 {
            page.act("$('[data-ask=\"in\"]').click()").await?;
            page.rests(SCALE).await?;
            page.until("it stays in view", seen).await?;
        }
    }
    page.quiet().await
}

async fn a_phone_keeps_its_place_and_its_zoom(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = ready(page, "").await?;
    let in_view = "$$('.tl-boxes button').filter((e) => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }).length";
    page.act("const r = $('.tl-view').getBoundingClientRect(); scrollTo({top: scrollY + r.top + r.height * 0.6, behavior: 'instant'})").await?;
    page.until("boxes are there", &format!("{in_view} > 0")).await?;
    page.client.refresh().await?;
    page.ready().await?;
    page.until("and after a reload", &format!("{in_view} > 0")).await?;
    let height = "Math.round($('.tl-view').getBoundingClientRect().height)";
    let before: f64 = page.run(&format!("return {height}")).await?;
    page.act("$('[data-ask=\"in\"]').click()").await?;
    page.until("the address has the zoom", "location.hash.includes('at=')").await?;
    let zoomed: f64 = page.run(&format!("return {height}")).await?;
    ensure!(zoomed > before * 1.2, "{before} px became {zoomed}");
    page.client.refresh().await?;
    page.ready().await?;
    page.until("it is as high after a reload", &format!("Math.abs({height} - {zoomed}) < 4")).await?;
    page.until("with boxes in view", &format!("{in_view} > 0")).await?;
    page.quiet().await
}

async fn a_half_open_period_filters_and_nonsense_is_told(page: &Page) -> Result<()> {
    with_list(page, "#&y=1990..").await?;
    page.until("only later events are listed", &format!("{LISTED}.length > 0 && {LISTED}.length < $$('.event-index > li').length && {LISTED}.every((id) => Number(id.slice(0, 4)) >= 1990)")).await?;
    page.until("the address keeps it", "/y=1990\\.\\.(&|$)/.test(location.hash)").await?;
    with_list(page, "#&y=1999..1990").await?;
    page.until("what makes no sense is told", "text($('.tl-status')).includes('1999..1990')").await
}

async fn rows_can_be_made_of_a_path_and_the_rest(page: &Page) -> Result<()> {
    let id = related(page, Some("Came out of")).await?;
    let _host = ready(page, &format!("{}&path={id}&lanes=path", chosen(&id))).await?;
    page.until("the path", "$$('.tl-path li').length > 1").await?;
    page.until("two rows", "$$('.lane-name').length === 2").await?;
    page.equals("the choice is shown", "$('[name=lanes]').value", "path").await?;
    // The first row has the steps of the path and nothing else.
    let rows = "(() => { const steps = $$('.tl-path a').map(text), middle = $$('.lane-name')[1].getBoundingClientRect().top; \
                return $$('.tl-boxes .tl-event').map((e) => [e.getBoundingClientRect().top < middle, steps.includes(e.title.split(' · ')[1])]) })()";
    page.is("both rows have events", &format!("{rows}.some((e) => e[0]) && {rows}.some((e) => !e[0])")).await?;
    page.is("each is in its row", &format!("{rows}.every((e) => e[0] === e[1])")).await?;
    let boxes = "$$('.tl-boxes button').map((e) => [e.title, e.getBoundingClientRect().x])";
    let before = page.rests(boxes).await?;
    page.act("$('.tl-boxes .tl-event.dim').click()").await?;
    page.until("another is chosen", &format!("!{}", names(&id))).await?;
    page.is("the path stays", &format!("location.hash.includes('path={id}')")).await?;
    let after = page.rests(boxes).await?;
    ensure!(before == after, "choosing moved the boxes");
    page.quiet().await
}

async fn play_ends_with_the_readers_own_scroll_and_is_one_step(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    let steps: u32 = page.run("return history.length").await?;
    page.click("[data-ask='play']").await?;
    page.until("the first main event", "visible($('.tl-detail'))").await?;
    let first: String = page.run(&format!("return {DETAIL}")).await?;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    // Every main event has more words than can be read in five seconds.
    page.is("it stays for its words", &format!("{DETAIL} === {}", json!(first))).await?;
    page.is("one step at most was added", &format!("history.length <= {steps} + 1")).await?;
    page.is("it plays", "$('[data-ask=play]').classList.contains('pause')").await?;
    page.wheel(".tl-view", 120, false).await?;
    page.until("the reader's scroll pauses it", "!$('[data-ask=play]').classList.contains('pause')").await
}

async fn a_search_forgives_accents_and_quotes(page: &Page) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted("events.html")).await?;
    let word: String = page.run("return (text($('ol.events')).match(/\\p{L}*[üéöáíóú]\\p{L}*/u) ?? [''])[0]").await?;
    ensure!(!word.is_empty(), "the story has no word with an accent to search for");
    let count = |word: &str| format!("#&q={word}");
    let mut found = Vec::new();
    let plain: String =
        page.run(&format!("return {}.normalize('NFD').replace(/\\p{{M}}/gu, '').toUpperCase()", json!(word))).await?;
    for word in [word.clone(), plain] {
        let encoded: String = page.run(&format!("return encodeURIComponent({})", json!(word))).await?;
        with_list(page, &count(&encoded)).await?;
        found.push(page.run::<usize>(&format!("return {LISTED}.length")).await?);
    }
    ensure!(found[0] > 0 && found[0] == found[1], "{word:?}: {found:?} events");
    Ok(())
}

async fn without_motion_zoom_is_at_once(page: &Page) -> Result<()> {
    let _host = ready(page, "").await?;
    page.is("the setting holds", "matchMedia('(prefers-reduced-motion: reduce)').matches").await?;
    let mut widths: Vec<f64> = page
        .run_async(
            "const all = []; $('[data-ask=\"in\"]').click(); const look = (n) => { all.push(Math.round($('.tl-world').getBoundingClientRect().width)); \
             if (n) requestAnimationFrame(() => look(n - 1)); else done(all) }; requestAnimationFrame(() => requestAnimationFrame(() => look(12)))",
        )
        .await?;
    // The one before and the one after.
    widths.dedup();
    ensure!(widths.len() <= 2, "the width glides: {widths:?}");
    let moving: Vec<String> = page
        .run("return document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 1 && a.playState === 'running' && !a.timeline?.axis && !(a.timeline?.constructor.name ?? '').match(/Scroll|View/)).map((a) => a.effect.target?.className ?? '')")
        .await?;
    ensure!(moving.is_empty(), "still moving: {moving:?}");
    Ok(())
}
