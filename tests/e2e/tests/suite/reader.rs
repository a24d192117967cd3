//! What a reader does with the parts: timeline, cards, walk, ribbon, terms, sources, ties, outlook, embed codes, frames.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, Running, each, shared, story};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(filters_combine_and_list_and_view_agree),
        each!(search_finds_in_titles_and_texts),
        each!(keys_walk_the_timeline),
        each!(an_event_tells_its_place_to_a_screen_reader),
        each!(zoom_by_button_opens_clusters),
        each!(help_and_play_start_and_end),
        each!(down_the_page_on_a_phone),
        each!(cards_open_close_and_filter),
        each!(an_empty_deck_says_so_and_offers_the_way_back),
        each!(what_is_new_is_said_in_words),
        each!(the_walk_bar_follows_and_the_ribbon_lights_years),
        each!(the_year_slider_answers_to_keys),
        each!(the_guided_walk_keeps_its_step_in_the_address),
        each!(sources_are_searched),
        each!(ties_are_picked),
        each!(ties_are_a_table_too),
        each!(the_map_leads_to_its_places),
        each!(ticks_are_kept_in_the_address),
    ]
}

async fn open(page: &Page, fragment: &str) -> Result<&'static Running> {
    let host = shared()?;
    page.open_ready(&host.mounted(fragment)).await?;
    Ok(host)
}

/// Ids of events that the list shows, and of those that the view holds, alone or in clusters.
const SHOWN_IN_LIST: &str = "$$('ol.events > li.event').filter((e) => !e.hidden).length";
const STATUS: &str = "Number(text($('.tl-status')).match(/\\d+/)[0])";
const SHOWN_IN_VIEW: &str =
    "$$('.tl-event').length + $$('.tl-cluster').reduce((sum, c) => sum + Number(c.textContent.match(/\\d+/)[0]), 0)";

async fn filters_combine_and_list_and_view_agree(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    let whole: u32 = page.run(&format!("return {SHOWN_IN_LIST}")).await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("the filters are open", "$('#tl-filters').matches(':popover-open')").await?;
    page.click("#tl-filters [name='t']").await?;
    page.until("fewer are shown", &format!("{STATUS} < {whole}")).await?;
    let theme: u32 = page.run(&format!("return {STATUS}")).await?;
    page.click("#tl-filters [name='d']").await?;
    page.until("both filters count", &format!("{STATUS} < {theme}")).await?;
    page.until("list and status agree", &format!("{SHOWN_IN_LIST} === {STATUS}")).await?;
    page.until("list and view agree", &format!("{SHOWN_IN_VIEW} === {STATUS}")).await?;
    page.until("the address tells both", "/t=.*d=/.test(location.hash)").await?;
    page.click("#tl-filters [data-ask='reset']").await?;
    page.equals("one reset shows all again", STATUS, whole).await?;
    page.quiet().await
}

async fn search_finds_in_titles_and_texts(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    // A word that stands in the text of an event and not in its title.
    let word: String = page
        .run(
            "const li = $$('ol.events > li.event')[9]; const title = text(li.querySelector('.event-title')).toLowerCase(); \
             return text(li.querySelector('.event-body p')).toLowerCase().split(/[^a-z]+/).find((w) => w.length > 6 && !title.includes(w))",
        )
        .await?;
    page.focus(".tl-bar [type='search']").await?;
    page.type_text(&word).await?;
    page.until("the event is found", "!$$('ol.events > li.event')[9].hidden").await?;
    page.until("others are left out", &format!("{STATUS} < $$('ol.events > li.event').length")).await?;
    page.type_text("zzzz").await?;
    page.equals("nothing is found", STATUS, 0).await?;
    page.until("and it is said", "visible($('.tl-empty'))").await?;
    page.quiet().await
}

/// Label of the box that has the focus.
const FOCUSED: &str = "document.activeElement.getAttribute('aria-label')";

async fn keys_walk_the_timeline(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.focus(".tl-boxes [tabindex='0']").await?;
    page.press(&["Home"]).await?;
    page.until("the first event has the focus", &format!("/^(Event 1 of |\\d+ events)/.test({FOCUSED})")).await?;
    let first: String = page.run(&format!("return {FOCUSED}")).await?;
    page.press(&["ArrowRight"]).await?;
    page.until("the next has it", &format!("{FOCUSED} !== {}", serde_json::json!(first))).await?;
    page.press(&["End"]).await?;
    let last = story()?.events.len();
    page.until("the last has it", &format!("{FOCUSED}.startsWith('Event {last} of') || /events/.test({FOCUSED})"))
        .await?;
    page.press(&["Home"]).await?;
    page.until("the first has it again", &format!("{FOCUSED} === {}", serde_json::json!(first))).await?;
    page.press(&["Enter"]).await?;
    page.until("it is read beside the view", "visible($('.tl-detail')) && text($('.tl-detail-body')).length > 40")
        .await?;
    page.press(&["Escape"]).await?;
    page.until("and closed", "!$('.tl-detail')").await?;
    page.quiet().await
}

async fn an_event_tells_its_place_to_a_screen_reader(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.until("boxes are drawn", "$('.tl-event')").await?;
    let (role, name) = page.role_and_name(".tl-event").await?;
    ensure!(role == "button", "the box is a {role}");
    let total = story()?.events.len();
    ensure!(name.starts_with("Event ") && name.contains(&format!(" of {total},")), "the box is called {name:?}");
    Ok(())
}

async fn zoom_by_button_opens_clusters(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.until("there is a cluster", "$('.tl-cluster')").await?;
    let before: f64 = page.run("return $('.tl-world').getBoundingClientRect().width").await?;
    page.click("[data-ask='in']").await?;
    page.until("the world grows", &format!("$('.tl-world').getBoundingClientRect().width > {before} * 1.7")).await?;
    page.rests("$('.tl-world').getBoundingClientRect().width").await?;
    page.click("[data-ask='fit']").await?;
    page.until("all is shown again", &format!("Math.abs($('.tl-world').getBoundingClientRect().width - {before}) < 3"))
        .await?;
    page.rests("$('.tl-world').getBoundingClientRect().width").await?;
    page.click(".tl-cluster").await?;
    page.until(
        "a cluster opens by zooming in",
        &format!("$('.tl-world').getBoundingClientRect().width > {before} * 1.7"),
    )
    .await?;
    page.quiet().await
}

async fn help_and_play_start_and_end(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.click("[data-ask='help']").await?;
    page.until("the keys are listed", "$('.tl-help').open && $$('.tl-help kbd').length > 5").await?;
    page.press(&["Escape"]).await?;
    page.until("the list closes", "!$('.tl-help').open").await?;
    page.click("[data-ask='play']").await?;
    page.until("the first main event is told", "visible($('.tl-detail'))").await?;
    page.until("the button pauses now", "$('[data-ask=\"play\"]').classList.contains('pause')").await?;
    page.click("[data-ask='play']").await?;
    page.until("it stopped", "!$('[data-ask=\"play\"]').classList.contains('pause')").await?;
    page.quiet().await
}

async fn down_the_page_on_a_phone(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = open(page, "#timeline").await?;
    page.equals("time runs down the page", "$('.tl').dataset.form", "down").await?;
    page.until("boxes are drawn", "$$('.tl-event.labelled').length > 3").await?;
    let overlap: u32 = page
        .run(
            "const boxes = $$('.tl-event').map((e) => e.getBoundingClientRect()); \
             return boxes.filter((a, n) => boxes.some((b, m) => m > n && a.top < b.bottom - 1 && b.top < a.bottom - 1 && a.left < b.right - 1 && b.left < a.right - 1)).length",
        )
        .await?;
    ensure!(overlap == 0, "{overlap} boxes overlap");
    page.click(".tl-event.labelled").await?;
    page.until("it is read in a sheet", "visible($('.tl-detail')) && text($('.tl-detail-body')).length > 40").await?;
    page.quiet().await
}

async fn cards_open_close_and_filter(page: &Page) -> Result<()> {
    let _host = open(page, "#record").await?;
    let claim = &story()?.claims[1];
    page.click(&format!("[id='{claim}'] summary")).await?;
    page.until("the card is open", &format!("visible($(\"[id='{claim}'] .card-back\"))")).await?;
    page.equals("the address names it", "location.hash", format!("#{claim}")).await?;
    let all = story()?.claims.len();
    page.click("[data-deck='deck-claims'] [data-open='true']").await?;
    page.equals("all are open", "$$('#deck-claims > .card > details[open]').length", all).await?;
    page.click("[data-deck='deck-claims'] [data-open='false']").await?;
    page.equals("none is open", "$$('#deck-claims > .card > details[open]').length", 0).await?;
    page.click("[data-deck='deck-claims'] [data-filter='data-word']:not([data-value=''])").await?;
    page.until("fewer are shown", &format!("$$('#deck-claims > .card').filter((c) => !c.hidden).length < {all}"))
        .await?;
    page.until(
        "and counted",
        "Number(text($('[data-deck=\"deck-claims\"] [role=status]')).match(/\\d+/)[0]) === $$('#deck-claims > .card').filter((c) => !c.hidden).length",
    )
    .await?;
    page.quiet().await
}

async fn an_empty_deck_says_so_and_offers_the_way_back(page: &Page) -> Result<()> {
    let _host = open(page, "#record").await?;
    let hidden: bool = page.run("return !visible($('.deck-none [data-reset]'))").await?;
    ensure!(hidden, "the reset is offered while cards are shown");
    // The first pair of choices that no claim bears.
    let found: bool = page
        .run(
            "const choices = (name) => $$(`[data-deck='deck-claims'] [data-filter='${name}']:not([data-value=''])`); \
             const cards = $$('#deck-claims > .card'); \
             for (const a of choices('data-word')) for (const b of choices('data-section')) \
               if (!cards.some((c) => c.dataset.word === a.dataset.value && c.dataset.section === b.dataset.value)) \
                 { a.click(); b.click(); return true } \
             return false",
        )
        .await?;
    ensure!(found, "each verdict is met in each section: nothing to try");
    page.until("words and reset are shown", "visible($('.deck-none [data-reset]'))").await?;
    page.click(".deck-none [data-reset]").await?;
    page.until("all cards are back", "$$('#deck-claims > .card').every((c) => !c.hidden)").await?;
    page.until("and the words gone", "!visible($('.deck-none [data-reset]'))").await?;
    page.quiet().await
}

async fn what_is_new_is_said_in_words(page: &Page) -> Result<()> {
    let host = open(page, "#changes&since=1990-01-01").await?;
    page.until("later changes are marked", "visible($('.changes li .new-mark'))").await?;
    page.until("and it is not said that nothing changed", "text($('.unchanged')) === ''").await?;
    page.open_ready(&host.mounted("#changes&since=2999-01-01")).await?;
    page.until("nothing has changed since", "text($('.unchanged')).includes('2999-01-01')").await?;
    let last: String = page.run("return $$('[data-date]').map((e) => e.dataset.date).sort().at(-1)").await?;
    page.open_ready(&host.mounted(&format!("#changes&since={last}"))).await?;
    page.until(
        "the day of a change is written as in the list",
        &format!("text($('.unchanged')).includes(text($('[data-date=\"{last}\"] time')))"),
    )
    .await?;
    page.until("nothing is marked", "!visible($('.changes li .new-mark'))").await?;
    page.quiet().await
}

async fn the_walk_bar_follows_and_the_ribbon_lights_years(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act("$('#context .prose a.to-event').scrollIntoView({block: 'center', behavior: 'instant'})").await?;
    page.until("the bar names the section", "text($('.walk-title')) === text($('#context h2'))").await?;
    page.until("years of the text are lit", "$$('.walk-ribbon .lit').length > 0").await?;
    page.until("the list marks where we are", "$('.walk-list [aria-current]')?.getAttribute('href') === '#context'")
        .await?;
    let next: String = page.run("return $('.walk-step.on').getAttribute('href')").await?;
    // A click would first bring the bar, which is always in view, to the middle of the window, and so move the page.
    page.focus(".walk-step.on").await?;
    page.press(&["Enter"]).await?;
    page.equals("next leads on", "location.hash", next).await?;
    page.quiet().await
}

async fn the_year_slider_answers_to_keys(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.focus(".ribbon-range").await?;
    page.press(&["Home"]).await?;
    page.until("the first year is told", "text($('.ribbon-says')).startsWith($('.ribbon-range').min)").await?;
    page.press(&["ArrowRight"]).await?;
    page.until(
        "the next year is told",
        "text($('.ribbon-says')).startsWith(String(Number($('.ribbon-range').min) + 1))",
    )
    .await?;
    page.until("and lit", "$$('.ribbon-touch .lit').length === 1").await?;
    page.quiet().await
}

async fn the_guided_walk_keeps_its_step_in_the_address(page: &Page) -> Result<()> {
    let host = open(page, "#walk").await?;
    page.click("[data-step='next']").await?;
    page.until("the second step is told", "/2/.test(text($('.steps-bar [role=status]')))").await?;
    page.until("the address keeps it", "/step=2/.test(location.hash)").await?;
    page.rests("$('.steps').scrollLeft").await?;
    page.until("it is in view", "$('#step-2').getBoundingClientRect().left < innerWidth / 2").await?;
    let fragment: String = page.run("return location.hash").await?;
    page.open_ready(&host.mounted(&fragment)).await?;
    page.until("the address leads back to the walk", &in_view("#walk-steps")).await?;
    page.until("and to the step", "$('#step-2').getBoundingClientRect().left < innerWidth / 2").await?;
    page.focus("#walk-steps").await?;
    page.press(&["End"]).await?;
    page.until("End leads to the last step", "location.hash.includes(`step=${$$('#walk-steps > li').length}`)").await?;
    page.rests("$('.steps').scrollLeft").await?;
    page.press(&["Home"]).await?;
    page.rests("$('.steps').scrollLeft").await?;
    page.until("Home leads to the first", "$('.steps').scrollLeft === 0 && /step=1(&|$)/.test(location.hash)").await?;
    page.until("and the page stays where it is", "$('#walk-steps').getBoundingClientRect().top < innerHeight").await?;
    page.quiet().await
}

async fn sources_are_searched(page: &Page) -> Result<()> {
    let _host = open(page, "#sources").await?;
    let whole: u32 = page.run("return $$('#source-groups li[id]').length").await?;
    page.focus("[data-behavior='search'] input").await?;
    page.type_text("wilson").await?;
    page.until(
        "fewer are shown",
        &format!("$$('#source-groups li[id]').filter((e) => !e.hidden).length < {whole} / 2"),
    )
    .await?;
    page.until(
        "each has the word",
        "$$('#source-groups li[id]').filter((e) => !e.hidden).every((e) => /wilson/i.test(e.textContent))",
    )
    .await?;
    page.until("and is seen", "$$('#source-groups li[id]').filter((e) => !e.hidden).every(visible)").await?;
    page.until(
        "groups count what is left of them",
        "$$('#source-groups > details:not([hidden])').every((s) => text(s.querySelector('.chip-count')) \
         .startsWith(`${[...s.querySelectorAll('li[id]')].filter((e) => !e.hidden).length} `))",
    )
    .await?;
    // The name of a kind finds all of that kind, though no item says it.
    let (kind, count): (String, u32) = page
        .run("const s = $('#source-groups > details'); return [s.dataset.kind, s.querySelectorAll('li[id]').length]")
        .await?;
    page.act(&format!(
        "const i = $('[data-behavior=search] input'); i.value = '{kind}'; i.dispatchEvent(new Event('input', {{bubbles: true}}))"
    ))
    .await?;
    page.equals(
        "a kind is found whole",
        "[...$('#source-groups > details').querySelectorAll('li[id]')].filter((e) => !e.hidden).length",
        count,
    )
    .await?;
    page.quiet().await
}

/// Whether an element is in the window, at least with its beginning.
fn in_view(selector: &str) -> String {
    format!(
        "(() => {{ const r = $(\"{selector}\").getBoundingClientRect(); return r.bottom > 0 && r.top > -2 && r.top < innerHeight * 0.8 }})()"
    )
}

const LIT: &str = "$$('a[data-parties][data-light=lit]').map((e) => e.getAttribute('href'))";
const LIT_NAMES: &str = "$$('a[data-party][data-light=lit]').map((e) => e.dataset.party)";
const TIES_SHOWN: &str = "$$('#tie-list > .card').filter((c) => !c.hidden).length";

async fn ties_are_picked(page: &Page) -> Result<()> {
    let _host = open(page, "#implications").await?;
    page.click(".node:not(.own) circle:not(.hit)").await?;
    let party: String = page.run("return $('.node:not(.own)').dataset.party").await?;
    page.equals("the address names the party", "location.hash", format!("#ties-{party}")).await?;
    page.until(
        "its ties are lit, others step back",
        &format!("{LIT}.length > 0 && $$('a[data-light=dim]').length > 0"),
    )
    .await?;
    page.equals("it is lit itself", LIT_NAMES, vec![party.clone()]).await?;
    page.until("cards follow the drawing", &format!("{TIES_SHOWN} === {LIT}.length")).await?;
    page.until("their number is told", &format!("text($('.ties-all [role=status]')).startsWith(String({LIT}.length))"))
        .await?;
    page.until("the drawing is still there", &in_view(".ties-figure")).await?;

    page.focus("a[data-parties][data-light=lit]").await?;
    page.press(&["Enter"]).await?;
    page.until("a line leads to its tie", "/^#tie-/.test(location.hash)").await?;
    let tie: String = page.run("return location.hash.slice(1)").await?;
    page.equals("only it is lit", LIT, vec![format!("#{tie}")]).await?;
    page.equals("and its two ends", &format!("{LIT_NAMES}.sort().join(' ') === document.getElementById('{tie}').dataset.parties.split(' ').sort().join(' ')"), true).await?;
    page.until("its card opens", &format!("$('#{tie} > details').open")).await?;
    page.until("and is in view", &in_view(&format!("#{tie}"))).await?;

    page.act("history.back()").await?;
    page.equals("back returns to the party", LIT_NAMES, vec![party]).await?;
    page.focus(".ties-all a").await?;
    page.press(&["Enter"]).await?;
    page.until("all are shown again", &format!("$$('a[data-light=dim]').length === 0 && {LIT}.length === 0 && {TIES_SHOWN} === $$('#tie-list > .card').length")).await?;
    page.act("$('#tie-list > .card > details > summary').focus()").await?;
    page.press(&["Enter"]).await?;
    page.until(
        "a card lights its line",
        &format!("{LIT}.length === 1 && {LIT}[0] === '#' + $('#tie-list > .card').id"),
    )
    .await?;
    page.quiet().await
}

async fn ties_are_a_table_too(page: &Page) -> Result<()> {
    let _host = open(page, "#ties-all").await?;
    page.size(320, 640).await?;
    page.click(".ties-table > summary").await?;
    page.until(
        "a row for each tie",
        "$$('.ties-table tbody tr').filter(visible).length === $$('#tie-list > .card').length",
    )
    .await?;
    page.is(
        "each row leads to its card and to a source, and counts its events",
        "$$('.ties-table tbody tr').every((r) => document.querySelector(r.querySelector('th a').getAttribute('href')).matches('.tie-card') && /\\d/.test(r.cells[1].innerText) && document.getElementById(r.cells[2].querySelector('a').getAttribute('href').slice(1)))",
    )
    .await?;
    page.is("nothing is wider than the window", "document.documentElement.scrollWidth <= innerWidth").await?;
    page.is("each width and colour of a line is in the key", "$$('a[data-parties] .tie').every((t) => ['up', 'down', 'flat'].every((c) => !t.classList.contains(c) || $$('.ties-key .' + c).length > 0))").await?;
    page.quiet().await
}

async fn the_map_leads_to_its_places(page: &Page) -> Result<()> {
    let _host = open(page, "#implications").await?;
    page.is(
        "each mark of the map has its place in the list",
        "$$('.map a.place').length > 2 && $$('.map a.place').every((a) => $('.places ' + a.getAttribute('href')))",
    )
    .await?;
    page.focus(".map a.place").await?;
    page.press(&["Enter"]).await?;
    page.until("the place is in view", &in_view(".places :target")).await?;
    page.until("its events are open", "$$('.places :target details li').filter(visible).length > 0").await?;
    page.click(".places :target details li a").await?;
    page.until("an event is shown in the timeline", "$('.tl-detail') && visible($('.tl-detail'))").await?;
    page.quiet().await
}

async fn ticks_are_kept_in_the_address(page: &Page) -> Result<()> {
    let host = open(page, "#prospects").await?;
    page.is(
        "each signpost tells which scenario it speaks for",
        "$$('.ticks .tick').every((t) => $$('[data-scenario] a').some((a) => t.textContent.includes(a.textContent)))",
    )
    .await?;
    page.act("$('.ticks input').scrollIntoView({block: 'center', behavior: 'instant'})").await?;
    let before = page.rests("scrollY").await?;
    page.click(".ticks input").await?;
    page.until("the address keeps the tick", "/^#outlook&seen=/.test(location.hash)").await?;
    page.until("it speaks for or against something", "$$('.dots i').length > 0").await?;
    page.until(
        "a sentence sums it up",
        "$$('[data-scenario] a').some((a) => text($('.outlook > [role=status]')).includes(a.textContent))",
    )
    .await?;
    page.equals("ticking moves nothing", "scrollY", before).await?;
    let fragment: String = page.run("return location.hash").await?;
    page.open_ready(&host.mounted(&fragment)).await?;
    page.until("and it comes back", "$('.ticks input').checked && $$('.dots i').length > 0").await?;
    page.until("where the reader was", &in_view(".outlook")).await?;
    page.quiet().await
}
