//! The timeline beyond the first steps: wheel, minimap, order, roving focus, paths, periods, links, drags.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Setting, each, shared, story};
use serde_json::json;

use crate::common::{DETAIL, FOCUSED, LISTED, events, open, title_of};

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
        each!(a_translated_page_keeps_no_words_of_another_event),
        each!(the_way_to_an_event_is_shown),
        each!(copying_an_events_link_is_said),
        each!(focus_comes_back_when_the_detail_closes),
        each!(help_gives_the_focus_back),
        each!(the_filter_panel_is_closed_by_escape),
        each!(down_the_page_keys_and_detail_work),
        each!(marks_and_bars_lie_on_their_dates),
        each!(down_the_page_marks_lie_on_their_dates),
        each!(an_address_shows_boxes_at_once),
        each!(the_chosen_event_is_drawn_as_itself_and_stays_through_zooming),
        each!(the_text_of_an_event_opens_in_sight_and_moves_nothing),
        each!(the_text_of_the_last_box_leaves_it_in_sight),
        each!(the_head_of_a_text_is_in_sight_beside_every_row),
        each!(going_back_gives_the_focus_to_the_box),
        each!(a_phone_keeps_its_place_and_its_zoom),
        each!(an_address_leads_a_phone_to_its_place),
        each!(a_link_beats_a_search_that_hides_its_event),
        each!(main_events_are_drawn_as_themselves),
        each!(the_event_that_the_story_is_about_is_named_at_every_width),
        each!(few_events_have_their_whole_titles_on_a_phone),
        each!(escape_in_the_text_closes_it_and_leaves_no_step),
        each!(a_half_open_period_filters_and_nonsense_is_told),
        each!(a_path_is_walked_and_shared),
        each!(rows_can_be_made_of_a_path_and_the_rest),
        each!(no_label_is_cut_by_the_edge),
        each!(play_ends_with_the_readers_own_scroll_and_is_one_step),
        each!(a_search_forgives_accents_and_quotes),
        each!(without_motion_zoom_is_at_once).with(Setting::STILL),
    ]
}

/// How many times as wide as its frame the world is.
const SCALE: &str = "Math.round(100 * $('.tl-world').getBoundingClientRect().width / $('.tl-view').clientWidth) / 100";

/// The address of the article at which the timeline shows an event.
fn chosen(event: &str) -> String {
    format!("#timeline&event={event}")
}

/// Whether the address names an event as the chosen one.
fn names(event: &str) -> String {
    format!("/[#&]event={event}(&|$)/.test(location.hash)")
}

/// The last event on the page of all events that has a relation of this name; for `None` the first without relations.
async fn related(page: &Page, relation: Option<&str>) -> Result<String> {
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

/// The timeline as a page of its own, with the list of all events.
async fn with_list(page: &Page, fragment: &str) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted(&format!("embed/timeline.html{fragment}"))).await?;
    page.until("boxes are drawn", "$$('.tl-boxes button').length > 0").await?;
    page.rests("[$('.tl-view').scrollLeft, $$('.tl-boxes button').length]").await?;
    Ok(())
}

pub(crate) async fn ready(page: &Page, fragment: &str) -> Result<&'static backstory_browser_tests::Running> {
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
    page.rests("$$('.tl-boxes button').length").await?;
    page.equals("one box after a filter", one, 1).await
}

/// Numbers and titles of the events in the view, in the order in which assistive technology meets them.
const VIEWED: &str = "$$('.tl-event').map((e) => e.getAttribute('aria-label'))";

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

/// Days and widths of what is drawn: `[name, middle of the mark, day, bar or null, first day, last day]`, each position as a day
/// of the axis that the ticks and their names make. `down` is for the form in which time runs down the page.
const DRAWN: &str = r"
const down = $('.tl').dataset.form === 'down';
const day = (y) => Date.UTC(y, 0, 1) / 864e5;
const canvas = $('.tl-world .tl-canvas').getBoundingClientRect();
const years = (texts) => texts.map((e) => Number(text(e))).filter((y) => y >= 1950);
let ticks;
if (down) ticks = $$('.tl-world .tick-name').filter((e) => Number(text(e)) >= 1950)
  .map((e) => [Number(text(e)), canvas.top + Number(e.getAttribute('y')) - 4]);
else {
  const lines = $$('.tl-world .tick').flatMap((p) => [...(p.getAttribute('d') ?? '').matchAll(/M(-?\d+)/g)].map((m) => Number(m[1]))).sort((a, b) => a - b);
  const names = years($$('.tl-head .tick-name').filter(visible)).sort((a, b) => a - b);
  ticks = names.map((y, n) => [y, canvas.left + lines.slice(-names.length)[n]]);
}
const [[y0, p0], [y1, p1]] = [ticks[0], ticks.at(-1)];
const perDay = (p1 - p0) / (day(y1) - day(y0));
const rows = Object.fromEntries($('#data-timeline').textContent.split('\n').map((l) => l.split('\t')).filter((f) => f[0] === 'E')
  .map((f) => [f[6] + ' ' + f[7], {start: Number(f[2]), end: Number(f[2]) + Number(f[3]) + 1, known: f[5]}]));
const px = (d) => p0 + (d - day(y0)) * perDay;
const result = $$('.tl-boxes .tl-event').flatMap((e) => {
  const key = Object.keys(rows).find((k) => e.getAttribute('aria-label').includes(k));
  const row = rows[key];
  if (!row || row.start < day(1950)) return [];
  const r = e.querySelector('.dot').getBoundingClientRect();
  const middle = down ? (r.top + r.bottom) / 2 : (r.left + r.right) / 2;
  const span = row.known.includes('-');
  const at = span ? row.start : (row.start + row.end) / 2;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const bar = e.matches('.span') ? [(down ? box.top : box.left) + parseFloat(style.getPropertyValue('--bar-from')), parseFloat(style.getPropertyValue('--bar-length'))] : null;
  return [[key, middle - px(at), bar ? bar[0] - px(row.start) : 0, bar ? bar[1] - Math.max(2, (row.end - row.start) * perDay) : 0]];
});
return result;
";

/// Positions in the browser against the dates in the data, at several zooms.
async fn on_their_dates(page: &Page, fragments: &[&str]) -> Result<()> {
    for fragment in fragments {
        let _host = ready(page, fragment).await?;
        let drawn: Vec<(String, f64, f64, f64)> = page.run(DRAWN).await?;
        ensure!(drawn.len() > 2, "{fragment}: only {} events are drawn alone", drawn.len());
        for (name, mark, bar, length) in drawn {
            ensure!(mark.abs() < 2.0, "{fragment}: the mark of {name:?} is {mark} px from its date");
            ensure!(bar.abs() < 2.5, "{fragment}: the bar of {name:?} begins {bar} px from its date");
            ensure!(length.abs() < 2.5, "{fragment}: the bar of {name:?} is {length} px too long");
        }
    }
    Ok(())
}

async fn marks_and_bars_lie_on_their_dates(page: &Page) -> Result<()> {
    on_their_dates(page, &["", "#&i=3", "#&lanes=party", "#&lanes=none&i=2"]).await
}

async fn down_the_page_marks_lie_on_their_dates(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    on_their_dates(page, &["", "#&i=3"]).await
}

/// Boxes in the view.
const IN_VIEW: &str = "$$('.tl-boxes button').filter((e) => { const r = e.getBoundingClientRect(), v = $('.tl-view').getBoundingClientRect(); \
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

/// Lesser events go into clusters first.
async fn main_events_are_drawn_as_themselves(page: &Page) -> Result<()> {
    for width in [1024, 1440] {
        page.size(width, 900).await?;
        let _host = ready(page, "").await?;
        page.rests("$$('.tl-boxes button').length").await?;
        let missing: Vec<String> = page
            .run(
                "const main = $('#data-timeline').textContent.split('\\n').map((l) => l.split('\\t')).filter((f) => f[0] === 'E' && f[10] >= '3').map((f) => f[6] + ' · ' + f[7]); \
                 const drawn = new Set($$('.tl-boxes .tl-event').map((e) => e.title)); return main.filter((title) => !drawn.has(title))",
            )
            .await?;
        ensure!(missing.is_empty(), "{width}: in clusters: {missing:?}");
    }
    page.quiet().await
}

async fn the_event_that_the_story_is_about_is_named_at_every_width(page: &Page) -> Result<()> {
    for width in [390, 768, 1024, 1440, 1920] {
        page.size(width, 900).await?;
        let _host = ready(page, "").await?;
        // It is one of the last, so that a phone draws it when the reader comes to the end.
        page.act("$('.tl-view').scrollIntoView({block: 'end', behavior: 'instant'})").await?;
        page.until(&format!("at {width} px"), "text($('.tl-event.news.labelled span')).includes('old bridge')").await?;
    }
    page.quiet().await
}

async fn few_events_have_their_whole_titles_on_a_phone(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = ready(page, "#&i=3&y=1934..").await?;
    page.until("eleven are left", "parseInt(text($('.tl-count'))) === 11").await?;
    page.act("$('.tl-view').scrollIntoView({block: 'end', behavior: 'instant'})").await?;
    page.rests("$$('.tl-boxes button').length").await?;
    page.is("none is in a cluster", "!$('.tl-cluster')").await?;
    let (titles, cut): (usize, Vec<String>) = page
        .run(
            "const spans = $$('.tl-event.labelled span'); return [spans.length, \
             spans.filter((e) => e.scrollHeight > e.clientHeight + 1 || !e.closest('button').title.endsWith(e.lastChild.data ?? '?')).map(text)]",
        )
        .await?;
    ensure!(titles > 2 && cut.is_empty(), "of {titles} titles these are cut: {cut:?}");
    page.is(
        "one stands below the other, and the last within the chart",
        "(() => { const all = $$('.tl-event').map((e) => e.getBoundingClientRect()); \
         return all.every((r, n) => !n || r.top >= all[n - 1].bottom - 1) && all.at(-1).bottom <= $('.tl-view').getBoundingClientRect().bottom + 1 })()",
    )
    .await?;
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

async fn a_half_open_period_filters_and_nonsense_is_told(page: &Page) -> Result<()> {
    with_list(page, "#&y=1990..").await?;
    page.until("only later events are listed", &format!("{LISTED}.length > 0 && {LISTED}.length < $$('.event-index > li').length && {LISTED}.every((id) => Number(id.slice(0, 4)) >= 1990)")).await?;
    page.until("the address keeps it", "/y=1990\\.\\.(&|$)/.test(location.hash)").await?;
    with_list(page, "#&y=1999..1990").await?;
    page.until("what makes no sense is told", "text($('.tl-status')).includes('1999..1990')").await
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

async fn no_label_is_cut_by_the_edge(page: &Page) -> Result<()> {
    for (width, height) in [(2560, 1200), (1440, 900), (1024, 768), (700, 900), (390, 844), (320, 640)] {
        page.size(width, height).await?;
        let _host = ready(page, "").await?;
        let cut: Vec<String> = page
            .run(
                "const v = $('.tl-view').getBoundingClientRect(); \
                 const out = (e) => { const r = e.getBoundingClientRect(); return r.width && (r.left < v.left - 1 || r.right > v.right + 1) }; \
                 return [...$$('.tl-event span'), ...$$('.tl-head i, .tl-foot i').filter(visible)].filter(out).map(text)",
            )
            .await?;
        ensure!(cut.is_empty(), "{width}: cut by the edge: {cut:?}");
        let crossed: Vec<String> = page
            .run(
                "return ['.tl-head', '.tl-foot'].flatMap((part) => { const all = $$(part + ' .tick-name').filter(visible).map((e) => [text(e), e.getBoundingClientRect()]).filter((e) => e[1].width).sort((a, b) => a[1].left - b[1].left); \
                 return all.filter(([, r], n) => n && r.left < all[n - 1][1].right).map((e) => e[0]) })",
            )
            .await?;
        ensure!(crossed.is_empty(), "{width}: years that touch: {crossed:?}");
    }
    Ok(())
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
