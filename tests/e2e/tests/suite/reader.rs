//! What a reader does with the parts: timeline, cards, section navigation, ribbon, sources, ties, map, signposts.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each, story};

use crate::common::{FOCUSED, LISTED, begins_above, open};

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
        each!(a_list_filtered_empty_says_so_and_offers_the_way_back),
        each!(what_is_new_is_said_in_words),
        each!(the_section_navigation_follows_and_leads_on),
        each!(the_year_slider_answers_to_keys),
        each!(sources_are_searched),
        each!(ties_are_picked),
        each!(ties_are_told_in_words_too),
        each!(the_map_leads_to_its_places),
        each!(ticks_are_kept_in_the_address),
    ]
}

/// The number of events that the timeline says it shows.
const STATUS: &str = "Number(text($('.tl-status')).match(/\\d+/)[0])";
const SHOWN_IN_VIEW: &str =
    "$$('.tl-event').length + $$('.tl-cluster').reduce((sum, c) => sum + Number(c.dataset.count.match(/\\d+/)[0]), 0)";

async fn filters_combine_and_list_and_view_agree(page: &Page) -> Result<()> {
    let _host = open(page, "embed/timeline.html").await?;
    let whole: u32 = page.run(&format!("return {LISTED}.length")).await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("the filters are open", "$('#tl-filters').matches(':popover-open')").await?;
    page.click("#tl-filters [name='t']").await?;
    page.until("fewer are shown", &format!("{STATUS} < {whole}")).await?;
    let theme: u32 = page.run(&format!("return {STATUS}")).await?;
    page.click("#tl-filters [name='d']").await?;
    page.until("both filters count", &format!("{STATUS} < {theme}")).await?;
    page.until("list and status agree", &format!("{LISTED}.length === {STATUS}")).await?;
    page.until("list and view agree", &format!("{SHOWN_IN_VIEW} === {STATUS}")).await?;
    page.until("the address tells both", "/t=.*d=/.test(location.hash)").await?;
    page.click("#tl-filters [data-ask='reset']").await?;
    page.equals("one reset shows all again", STATUS, whole).await?;
    page.quiet().await
}

async fn search_finds_in_titles_and_texts(page: &Page) -> Result<()> {
    let _host = open(page, "embed/timeline.html").await?;
    // A word in the text of one event of the fixture, and in no title.
    const WORD: &str = "quillwork";
    page.is("no title has the word", "!text($('.event-index')).includes('quillwork')").await?;
    page.focus(".tl-bar [type='search']").await?;
    page.type_text(WORD).await?;
    page.equals("one event is found", STATUS, 1).await?;
    page.click(".tl-event, .tl-cluster").await?;
    page.until("which has the word", "text($('.tl-detail')).includes('quillwork')").await?;
    page.focus(".tl-bar [type='search']").await?;
    page.type_text("zzzz").await?;
    page.equals("nothing is found", STATUS, 0).await?;
    page.until("and it is said", "visible($('.tl-empty'))").await?;
    page.quiet().await
}

/// Label of the box that has the focus.
async fn keys_walk_the_timeline(page: &Page) -> Result<()> {
    let _host = open(page, "#timeline").await?;
    page.rests("$$('.tl-boxes button').map((e) => e.title)").await?;
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
    // On a wide screen each event of the fixture has room.
    page.size(760, 800).await?;
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
    let _host = open(page, "people.html").await?;
    let person = story()?.people.last().context("no people")?;
    page.click(&format!("[id='{person}'] > details > summary")).await?;
    page.until("the card is open", &format!("visible($(\"[id='{person}'] .entry-body\"))")).await?;
    page.equals("the address names it", "location.hash", format!("#{person}")).await?;
    let all = story()?.people.len();
    page.click(".list-tools [data-open='true']").await?;
    page.equals("all are open", "$$('#people-list > .entry > details[open]').length", all).await?;
    page.click(".list-tools [data-open='false']").await?;
    page.equals("none is open", "$$('#people-list > .entry > details[open]').length", 0).await?;
    page.click(".list-tools [data-filter='data-party']:not([data-value=''])").await?;
    page.until("fewer are shown", &format!("$$('#people-list > .entry').filter((c) => !c.hidden).length < {all}"))
        .await?;
    page.until(
        "and counted",
        "Number(text($('.list-tools [role=status]')).match(/\\d+/)[0]) === $$('#people-list > .entry').filter((c) => !c.hidden).length",
    )
    .await?;
    page.quiet().await
}

/// What the pressed chips of a list let through.
const CHOSEN: &str =
    "return $$('.list-tools [data-filter][aria-pressed=true]').map((b) => b.dataset.value).filter((value) => value)";

async fn a_list_filtered_empty_says_so_and_offers_the_way_back(page: &Page) -> Result<()> {
    let _host = open(page, "events.html").await?;
    page.is("no reset is offered while all are shown", "!visible($('.list-tools [data-reset]'))").await?;
    page.click(".list-tools [data-filter='data-theme-id']:not([data-value=''])").await?;
    page.click(".list-tools [data-filter='data-direction']:not([data-value=''])").await?;
    page.until(
        "both choices count",
        "(() => { const [theme, way] = ['data-theme-id', 'data-direction'].map((a) => $(`.list-tools [data-filter=${a}][aria-pressed=true]`).dataset.value); \
         const shown = $$('#event-list > li').filter((e) => !e.hidden); \
         return theme && way && $$('#event-list > li').every((e) => e.hidden === !(e.dataset.themeId === theme && e.dataset.direction === way)) && shown.length > 0 })()",
    )
    .await?;
    page.is(
        "each count says how many its choice would show beside the other one",
        "(() => { const groups = $$('.list-tools .chips').map((g) => [...g.querySelectorAll('[data-filter]')]); \
         const fits = (e, chip) => !chip.dataset.value || e.getAttribute(chip.dataset.filter) === chip.dataset.value; \
         return groups.every((group, n) => { const other = groups[1 - n].find((chip) => chip.ariaPressed === 'true'); \
         return group.slice(1).every((chip) => Number(text(chip.querySelector('.chip-count'))) === $$('#event-list > li').filter((e) => fits(e, chip) && fits(e, other)).length) }) })()",
    )
    .await?;
    let chosen: Vec<String> = page.run(CHOSEN).await?;
    page.until("the address says both", &format!("location.hash.includes('t={}')", chosen.join(","))).await?;
    page.act("location.reload()").await?;
    page.ready().await?;
    page.until(
        "and opened anew the list is as it was",
        &format!(
            "(() => {{ {CHOSEN} }})().join() === '{}' && $$('#event-list > li').some((e) => e.hidden)",
            chosen.join(",")
        ),
    )
    .await?;
    page.focus(".list-tools [type=search]").await?;
    page.type_text("zzzz").await?;
    page.until("words and reset are shown", "visible($('.list-none')) && visible($('.list-tools [data-reset]'))")
        .await?;
    page.click(".list-tools [data-reset]").await?;
    page.until("all are back", "$$('#event-list > li').every((e) => !e.hidden)").await?;
    page.until("and the words gone", "!visible($('.list-none')) && !visible($('.list-tools [data-reset]'))").await?;
    page.is(
        "and no choice is left",
        "$('.list-tools [type=search]').value === '' && $$('.list-tools [aria-pressed=true]').every((b) => b.dataset.value === '')",
    )
    .await?;
    page.quiet().await
}

async fn what_is_new_is_said_in_words(page: &Page) -> Result<()> {
    let host = open(page, "method.html#changes&since=1990-01-01").await?;
    page.until("later changes are marked", "visible($('.changes li .new-mark'))").await?;
    page.until("and it is not said that nothing changed", "text($('.unchanged')) === ''").await?;
    page.open_ready(&host.mounted("method.html#changes&since=2999-01-01")).await?;
    page.until("nothing has changed since", "text($('.unchanged')).includes('2999-01-01')").await?;
    let last: String = page.run("return $$('[data-date]').map((e) => e.dataset.date).sort().at(-1)").await?;
    page.open_ready(&host.mounted(&format!("method.html#changes&since={last}"))).await?;
    page.until(
        "the day of a change is written as in the list",
        &format!("text($('.unchanged')).includes(text($('[data-date=\"{last}\"] time')))"),
    )
    .await?;
    page.until("nothing is marked", "!visible($('.changes li .new-mark'))").await?;
    page.quiet().await
}

async fn the_section_navigation_follows_and_leads_on(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act("$('#context .prose p').scrollIntoView({block: 'start', behavior: 'instant'})").await?;
    page.until("the bar names the section", "text($('.section-nav-title')) === text($('#context h2'))").await?;
    page.until(
        "the list marks where we are",
        "$('#contents [aria-current]')?.getAttribute('href') === '#context' && $$('#contents a[data-stop][aria-current]').length === 1",
    )
    .await?;
    page.until("and which of how many it is", "(() => { const stops = $$('#contents a[data-stop]'); const n = stops.findIndex((a) => a.hash === '#context') + 1; return text($('.section-nav-count')).match(/\\d+/g)?.join() === [n, stops.length].join() })()").await?;
    let next: String = page.run("return $('.section-nav-step.on').getAttribute('href')").await?;
    // By script, because a click of the driver would first scroll the bar to the middle of the window and so move the
    // page.
    page.focus(".section-nav-step.on").await?;
    page.press(&["Enter"]).await?;
    page.equals("next leads on", "location.hash", next).await?;
    page.until(
        "in sight",
        "Math.abs(document.querySelector(location.hash).getBoundingClientRect().top) < innerHeight / 2",
    )
    .await?;
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

async fn sources_are_searched(page: &Page) -> Result<()> {
    let _host = open(page, "sources.html").await?;
    const SHOWN: &str = "$$('#source-list > li').filter((e) => !e.hidden)";
    let whole: u32 = page.run("return $$('#source-list > li').length").await?;
    page.focus(".list-tools [type=search]").await?;
    page.type_text("lowick times").await?;
    page.until("fewer are shown", &format!("{SHOWN}.length > 0 && {SHOWN}.length < {whole} / 2")).await?;
    page.until(
        "each has the words",
        &format!("{SHOWN}.every((e) => /lowick/i.test(e.textContent) && /times/i.test(e.textContent))"),
    )
    .await?;
    page.until("and is seen", &format!("{SHOWN}.every(visible)")).await?;
    page.until("numbers stay those of the text", &format!("{SHOWN}.every((e) => text(e.querySelector('.source-number')) === String($$('#source-list > li').indexOf(e) + 1))")).await?;
    page.until("they are counted", &format!("text($('.list-tools [role=status]')).startsWith(`${{{SHOWN}.length}} `)"))
        .await?;
    page.click(".list-tools [data-reset]").await?;
    page.equals("all are back", &format!("{SHOWN}.length"), whole).await?;
    page.focus(".list-tools [type=search]").await?;
    page.type_text("2").await?;
    page.until(
        "a number finds its source alone",
        &format!("{SHOWN}.length === 1 && text({SHOWN}[0].querySelector('.source-number')) === '2'"),
    )
    .await?;
    page.click(".list-tools [data-reset]").await?;
    page.click(".list-tools [data-filter='data-word']:not([data-value=''])").await?;
    page.until(
        "a kind is found whole, as its count says",
        &format!("(() => {{ const chip = $('.list-tools [data-filter=data-word][aria-pressed=true]'); return {SHOWN}.every((e) => e.dataset.word === chip.dataset.value) && {SHOWN}.length === Number(text(chip.querySelector('.chip-count'))) }})()"),
    )
    .await?;
    page.quiet().await
}

/// Whether an element is in the window, at least with its beginning.
fn in_view(selector: &str) -> String {
    begins_above(0.8, selector)
}

const LIT: &str = "$$('a[data-parties][data-light=lit]').map((e) => e.getAttribute('href'))";
const LIT_NAMES: &str = "$$('a[data-party][data-light=lit]').map((e) => e.dataset.party)";
const TIES_SHOWN: &str = "$$('#tie-list > .entry').filter((c) => !c.hidden).length";

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
    page.until("all are shown again", &format!("$$('a[data-light=dim]').length === 0 && {LIT}.length === 0 && {TIES_SHOWN} === $$('#tie-list > .entry').length")).await?;
    page.act("$('#tie-list > .entry > details > summary').focus()").await?;
    page.press(&["Enter"]).await?;
    page.until(
        "a card lights its line",
        &format!("{LIT}.length === 1 && {LIT}[0] === '#' + $('#tie-list > .entry').id"),
    )
    .await?;
    page.quiet().await
}

async fn ties_are_told_in_words_too(page: &Page) -> Result<()> {
    let _host = open(page, "#ties-all").await?;
    page.size(320, 640).await?;
    page.until(
        "each line has its card, which names its two ends and counts its events",
        "$$('a[data-parties]').length > 0 && $$('a[data-parties]').every((a) => { const card = $(a.getAttribute('href')); \
         const record = card.querySelector('.tie-record'); return card.matches('.tie-card') && visible(record) && /: \\d+ events?/.test(text(record)) \
         && a.dataset.parties.split(' ').every((party) => text(record).includes(text($(`a[data-party='${party}']`)))) })",
    )
    .await?;
    page.is("and each has a source", "$$('.tie-card').every((c) => c.querySelector('a.cite'))").await?;
    page.is("nothing is wider than the window", "document.documentElement.scrollWidth <= innerWidth").await?;
    page.is("lines have one colour, whatever they tie", "new Set($$('.ties-drawing .tie').map((t) => getComputedStyle(t).stroke + getComputedStyle(t).strokeDasharray)).size === 1").await?;
    page.is("the thinnest and the thickest are in the key", "(() => { const widths = (all) => all.map((t) => parseFloat(getComputedStyle(t).strokeWidth)); const lines = widths($$('a[data-parties] .tie')); const key = widths($$('.ties-key .tie')); return Math.min(...lines) === Math.min(...key) && Math.max(...lines) === Math.max(...key) })()").await?;
    page.is("what moved the two main parties names these", "$$('.tie-effect').length > 0 && $$('.tie-card').every((c) => !c.querySelector('.tie-effect') || $$('.node.own').every((own) => text(c.querySelector('.tie-record')).includes(text(own))))").await?;
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
    page.until("its events are open", "$$('.places :target li').filter(visible).length > 0").await?;
    page.click(".places :target li a").await?;
    page.until("an event opens beside it", "!$('#preview').hidden && $('#preview-title')").await?;
    page.quiet().await
}

async fn ticks_are_kept_in_the_address(page: &Page) -> Result<()> {
    let host = open(page, "#prospects").await?;
    page.is(
        "each signpost tells which scenario it speaks for",
        "$$('#outlook .signpost').length > 0 && $$('#outlook .signpost').every((t) => $$('[data-scenario] a').some((a) => text(t.querySelector('.signpost-fits')).includes(text(a))))",
    )
    .await?;
    page.act("$('#outlook .tick input').scrollIntoView({block: 'center', behavior: 'instant'})").await?;
    let before = page.rests("scrollY").await?;
    page.click("#outlook .tick input").await?;
    page.until("the address keeps the tick", "/^#outlook&seen=/.test(location.hash)").await?;
    page.until("it speaks for or against something", "$$('.dots i').length > 0").await?;
    page.until(
        "a sentence sums it up",
        "$$('[data-scenario] a').some((a) => text($('#outlook [role=status]')).includes(a.textContent))",
    )
    .await?;
    page.equals("ticking moves nothing", "scrollY", before).await?;
    let fragment: String = page.run("return location.hash").await?;
    page.open_ready(&host.mounted(&fragment)).await?;
    page.until("and it comes back", "$('#outlook .tick input').checked && $$('.dots i').length > 0").await?;
    page.until("where the reader was", &in_view("#outlook")).await?;
    page.quiet().await
}
