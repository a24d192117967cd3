//! Every state is a link, and a hostile link is no state.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each, shared, story};

use crate::common::{DETAIL, LISTED, begins_above, open, title_of};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(a_link_in_the_text_leads_to_the_timeline_and_back_returns),
        each!(to_a_section),
        each!(to_a_card),
        each!(to_an_event),
        each!(to_a_filter),
        each!(to_a_search),
        each!(to_a_search_on_a_shelf),
        each!(to_the_timeline),
        each!(to_rows_by_party),
        each!(to_a_place_and_zoom),
        each!(to_the_path_of_an_event),
        each!(to_everything_at_once),
        each!(to_a_theme),
        each!(back_and_forward),
        each!(a_plain_link_keeps_the_filter),
        each!(hostile_fragments_leave_a_clean_page),
        each!(hostile_fragments_typed_into_an_open_page_do_nothing),
        each!(a_fragment_of_a_million_letters_does_nothing),
    ]
}

/// Whether an item is in the window, in its upper part.
fn in_view(id: &str) -> String {
    begins_above(0.6, &format!("[id='{id}']"))
}

async fn to_a_section(page: &Page) -> Result<()> {
    let id = &story()?.sections[4];
    let _host = open(page, &format!("#{id}")).await?;
    page.until("the section is in view", &in_view(id)).await?;
    page.quiet().await
}

async fn to_a_card(page: &Page) -> Result<()> {
    // A claim can be read while it is closed (only its evidence is hidden); a person is opened.
    let (claim, person) = (&story()?.claims[2], story()?.people.last().context("no people")?);
    let shown = [
        ("", claim, format!("visible($(\"[id='{claim}'] .rating\"))")),
        ("people.html", person, format!("visible($(\"[id='{person}'] .entry-body\"))")),
    ];
    for (place, id, is_shown) in shown {
        let _host = open(page, &format!("{place}#{id}")).await?;
        page.until("the card is shown", &is_shown).await?;
        page.until("and in view", &in_view(id)).await?;
    }
    page.quiet().await
}

async fn to_an_event(page: &Page) -> Result<()> {
    let id = &story()?.events[story()?.events.len() / 2];
    let _host = open(page, &format!("#timeline&event={id}")).await?;
    page.until("the detail shows the event", &format!("visible($('.tl-detail')) && {DETAIL} === {}", title_of(id)))
        .await?;
    page.until("with its text", "text($('.tl-detail-body')).length > 40 && $('.tl-detail-body .source-line a')")
        .await?;
    page.is("the list around it is closed", "!$('.all-events').open").await?;
    page.until("the timeline is in view", "(() => { const r = $('.timeline').getBoundingClientRect(); return r.top < innerHeight * 0.8 && r.bottom > 100 })()").await?;
    page.until(
        "the detail is in view",
        "(() => { const r = $('.tl-detail').getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 })()",
    )
    .await?;
    page.is("the event is drawn once, as itself", "$$('.tl-event[aria-pressed=true]').filter(visible).length === 1")
        .await?;
    page.quiet().await
}

async fn to_a_filter(page: &Page) -> Result<()> {
    let story = story()?;
    let (theme, way) = (&story.themes[0], &story.directions[0]);
    // The embed of the timeline, whose list has all events.
    let _host = open(page, &format!("embed/timeline.html#&t={theme}&d={way}")).await?;
    page.until(
        "the panel shows the filter",
        &format!("$(\"[name=t][value='{theme}']\").checked && $(\"[name=d][value='{way}']\").checked"),
    )
    .await?;
    let (shown, all): (usize, usize) =
        page.run(&format!("return [{LISTED}.length, $$('.event-index > li').length]")).await?;
    ensure!(shown > 0 && shown < all, "{shown} of {all} events are listed");
    let status: String = page.run("return text($('.tl-status'))").await?;
    ensure!(
        status.contains(&shown.to_string()) && status.contains(&all.to_string()),
        "the count says {status:?} of {shown} in {all}"
    );
    page.quiet().await
}

async fn to_a_search(page: &Page) -> Result<()> {
    let word: String = {
        let _host = open(page, "embed/timeline.html").await?;
        page.run("return text($('.event-index a')).split(' ').sort((a, b) => b.length - a.length)[0].replace(/[^\\p{L}]/gu, '')").await?
    };
    let _host = open(page, &format!("embed/timeline.html#&q={word}")).await?;
    page.equals("the field shows the search", "$('.tl-bar [type=search]').value", word.clone()).await?;
    let shown: Vec<String> = page.run(&format!("return {LISTED}")).await?;
    ensure!(!shown.is_empty() && shown.len() < story()?.events.len(), "{} events fit {word:?}", shown.len());
    Ok(())
}

async fn to_a_search_on_a_shelf(page: &Page) -> Result<()> {
    for shelf in ["events", "people", "concepts", "sources"] {
        let host = open(page, &format!("{shelf}.html")).await?;
        let steps: usize = page.run("return history.length").await?;
        let list: String = page.run("return '#' + $('.list-tools').dataset.list").await?;
        let shown = format!("$$('{list} > [data-entry]').filter((e) => !e.hidden).length");
        let word: String = page
            .run(&format!("return text($$('{list} > [data-entry] [data-entry-title]').at(-1)).split(' ').sort((a, b) => b.length - a.length)[0].replace(/[^\\p{{L}}]/gu, '')"))
            .await?;
        page.focus(".list-tools [type=search]").await?;
        page.type_text(&word).await?;
        page.until(&format!("the address of {shelf} keeps it"), &format!("location.hash === '#q={word}'")).await?;
        page.equals("in place", "history.length", steps).await?;
        let found: usize = page.run(&format!("return {shown}")).await?;
        ensure!(found > 0, "nothing on {shelf} has {word:?}");
        page.act("location.reload()").await?;
        page.ready().await?;
        page.until(
            "a reload restores it",
            &format!("$('.list-tools [type=search]').value === '{word}' && {shown} === {found}"),
        )
        .await?;
        page.click(".list-tools [data-reset]").await?;
        page.until("the address forgets it", "location.hash === ''").await?;
        page.open("about:blank").await?;
        page.open_ready(&host.mounted(&format!("{shelf}.html#q={word}"))).await?;
        page.until("so does a link", &format!("{shown} === {found}")).await?;
    }
    let id: String = page.run("return $('#source-list > li').id").await?;
    let _host = open(page, &format!("sources.html#{id}&q=zzzz")).await?;
    page.until("a link to an entry beats it", &format!("visible(document.getElementById('{id}'))")).await?;
    page.quiet().await
}

async fn to_the_timeline(page: &Page) -> Result<()> {
    for (width, height) in [(1440, 900), (1024, 768), (390, 844)] {
        page.size(width, height).await?;
        let _host = open(page, "").await?;
        page.act("$('main a[href=\"#timeline\"], header a[href=\"#timeline\"]').click()").await?;
        page.until(
            &format!("its heading stands right below the bar at {width} px"),
            "(() => { const top = $('.timeline-title').getBoundingClientRect().top - $('.section-nav').getBoundingClientRect().bottom; return top >= 0 && top < 24 })()",
        )
        .await?;
    }
    page.quiet().await
}

async fn to_rows_by_party(page: &Page) -> Result<()> {
    let _host = open(page, "#&lanes=party").await?;
    page.equals("the choice is shown", "$('[name=lanes]').value", "party").await?;
    page.is("rows have names", "$$('.lane-name').filter(visible).length > 1").await
}

async fn to_a_place_and_zoom(page: &Page) -> Result<()> {
    let _host = open(page, "#&at=1990x60").await?;
    let (left, wide): (f64, f64) = page
        .rests("[$('.tl-view').scrollLeft, $('.tl-view').scrollWidth / $('.tl-view').clientWidth]")
        .await
        .and_then(|v| Ok(serde_json::from_value(v)?))?;
    ensure!(left > 50.0 && wide > 1.5, "the view is at {left} and {wide} times as wide as its frame");
    // Written as an address again, it is the same place.
    page.until("the address keeps the place", "/at=19(89|90)/.test(location.hash)").await?;
    page.quiet().await
}

async fn to_the_path_of_an_event(page: &Page) -> Result<()> {
    let id: String = {
        let _host = open(page, "events.html").await?;
        page.run("return $$('ol.events > li.event').filter((e) => e.querySelector('.relations')).at(-1).id").await?
    };
    let _host = open(page, &format!("#timeline&event={id}&path=1")).await?;
    page.until("the path is shown", "visible($('.tl-path'))").await
}

async fn to_everything_at_once(page: &Page) -> Result<()> {
    let story = story()?;
    let event = &story.events[story.events.len() - 3];
    let fragment = format!("#timeline&event={event}&i=2&at=2010x100&lanes=none&theme=dark");
    let _host = open(page, &fragment).await?;
    page.equals("importance", "$('[name=i]').value", "2").await?;
    page.equals("rows", "$('[name=lanes]').value", "none").await?;
    page.equals("theme", "document.documentElement.dataset.theme", "dark").await?;
    page.until("detail", &format!("{DETAIL} === {}", title_of(event))).await?;
    page.quiet().await
}

async fn to_a_theme(page: &Page) -> Result<()> {
    let paper =
        "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor";
    let mut seen = Vec::new();
    for theme in ["dark", "light"] {
        let _host = open(page, &format!("#theme={theme}")).await?;
        seen.push(page.run::<String>(&format!("return {paper}")).await?);
    }
    ensure!(seen[0] != seen[1], "dark and light look the same: {seen:?}");
    page.quiet().await
}

async fn back_and_forward(page: &Page) -> Result<()> {
    let story = story()?;
    let event = &story.events[story.events.len() - 2];
    let _host = open(page, "").await?;
    let card: String = page.run("return $('#tie-list > .entry').id").await?;
    page.click(&format!("[id='{card}'] > details > summary")).await?;
    page.equals("opening a card is an address", "location.hash", format!("#{card}")).await?;
    page.act(&format!("location.hash = '#timeline&event={event}'")).await?;
    page.until("the event is shown", &format!("{DETAIL} === {}", title_of(event))).await?;
    page.act("history.back()").await?;
    page.equals("back is the card's address", "location.hash", format!("#{card}")).await?;
    page.until("and no event is shown", "!visible($('.tl-detail'))").await?;
    page.until("and the card is open", &format!("visible($(\"[id='{card}'] .entry-body\"))")).await?;
    page.act("history.forward()").await?;
    page.until(
        "forward is the event",
        &format!("location.hash.includes('event={event}') && {DETAIL} === {}", title_of(event)),
    )
    .await?;
    page.quiet().await
}

async fn a_plain_link_keeps_the_filter(page: &Page) -> Result<()> {
    let story = story()?;
    let theme = &story.themes[0];
    let _host = open(page, &format!("#&t={theme}")).await?;
    let shown = "Number(text($('.tl-status')).match(/\\d+/)[0])";
    page.until("the filter leaves some out", &format!("{shown} > 0 && {shown} < {}", story.events.len())).await?;
    let before: usize = page.run(&format!("return {shown}")).await?;
    page.act(&format!("location.hash = '#{}'", story.sections[2])).await?;
    page.until("the section is in view", &in_view(&story.sections[2])).await?;
    page.equals("the filter is kept", shown, before).await?;
    page.is("and chosen", &format!("$(\"[name=t][value='{theme}']\").checked")).await
}

fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "<script>alert(1)</script>",
        "%3Cimg src=x onerror=alert(1)%3E",
        "javascript:alert(1)",
        "%E0%A4%A",
        "%",
        "%ff%fe",
        "%ED%A0%80",
        "%00",
        "&&&&====&",
        "=&=&=",
        "__proto__",
        "constructor&__proto__=1&toString=2",
        "no-such-id",
        "no-such-id&t=no-such-theme&d=no&p=no&i=99&y=9..1&q=%00&at=NaNxInfinity&lanes=x&path=2&step=0&seen=x,,y",
        "&at=1e999x1e999",
        "&at=-99999999999999999999x0.0000000001",
        "&y=-99999999999..99999999999",
        "&step=99999999999999999999",
        "&step=9999",
        "&q=%E2%80%AE%E2%80%AD%F0%9F%92%A9\"'<>&i=3",
        "theme=dark;background:red",
        "theme=__proto__&accent=red;}*{display:none",
        "accent=zzzzzz",
        "?secret=%0d%0a<script>",
        "../../../etc/passwd",
        "data-timeline",
        "strings",
        "preview",
        "tour",
        "contents",
    ]
    .map(str::to_owned)
    .into();
    all.push(format!("{}&q={}", "a-".repeat(400), "x".repeat(1500)));
    all
}

const CLEAN: &str = "!document.querySelector('body img[onerror], body script:not([type=\"text/plain\"])') && $$('h1').length === 1 && \
                     $$('section').filter(visible).length > 4 && document.documentElement.dataset.state === 'ready' && visible($('.tl'))";

/// Those of [`hostile`] that a page is loaded with, which is slow; [`hostile_fragments_typed_into_an_open_page_do_nothing`]
/// tries all in one page. One each of: markup, bytes that are no text, a zero, separators alone, a name that JavaScript
/// knows, keys with values that make no sense, numbers beyond all numbers, and styles.
const HOSTILE_THAT_DIFFER_MOST: [&str; 8] = [
    "<script>alert(1)</script>",
    "%ED%A0%80",
    "%00",
    "&&&&====&",
    "__proto__",
    "no-such-id&t=no-such-theme&d=no&p=no&i=99&y=9..1&q=%00&at=NaNxInfinity&lanes=x&path=2&step=0&seen=x,,y",
    "&at=1e999x1e999",
    "theme=__proto__&accent=red;}*{display:none",
];

async fn hostile_fragments_leave_a_clean_page(page: &Page) -> Result<()> {
    let host = shared()?;
    for fragment in HOSTILE_THAT_DIFFER_MOST {
        page.open_ready(&host.mounted(&format!("#{fragment}"))).await.with_context(|| format!("#{fragment}"))?;
        page.is(&format!("#{fragment} leaves the page clean"), CLEAN).await?;
        page.quiet().await.with_context(|| format!("#{fragment}"))?;
    }
    Ok(())
}

async fn hostile_fragments_typed_into_an_open_page_do_nothing(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    for fragment in hostile() {
        page.run_with::<()>("location.hash = arguments[0]", serde_json::json!([fragment])).await?;
        page.until(&format!("#{fragment} leaves the page clean"), CLEAN).await?;
        page.quiet().await.with_context(|| format!("#{fragment}"))?;
    }
    // Addresses that cannot be typed, but that a script of another page can open.
    page.act("location.hash = '#\\ud800lone\\udfff&q=\\ud800'").await?;
    page.until("a lone surrogate leaves the page clean", CLEAN).await?;
    let event = &story()?.events[1];
    page.act(&format!("location.hash = '#timeline&event={event}'")).await?;
    page.until("and the page still answers", &format!("{DETAIL} === {}", title_of(event))).await?;
    page.quiet().await
}

async fn a_fragment_of_a_million_letters_does_nothing(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act("location.hash = '#' + 'a'.repeat(1_000_000)").await?;
    page.until("the page stays clean", CLEAN).await?;
    page.act("location.hash = '#&q=' + 'a'.repeat(1_000_000) + '&theme=dark'").await?;
    page.until("the page stays clean", CLEAN).await?;
    let event = &story()?.events[1];
    page.act(&format!("location.hash = '#timeline&event={event}'")).await?;
    page.until("and the page still answers", &format!("{DETAIL} === {}", title_of(event))).await?;
    page.quiet().await
}

async fn a_link_in_the_text_leads_to_the_timeline_and_back_returns(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act("$$('.prose a[data-kind=event]').at(-1).scrollIntoView({block: 'center', behavior: 'instant'})").await?;
    let before: f64 = page.rests("scrollY").await?.as_f64().unwrap_or_default();
    page.act("window.link = $$('.prose a[data-kind=event]').at(-1); link.click()").await?;
    page.until("its event is shown beside it", "!$('#preview').hidden && location.hash === link.hash").await?;
    page.is("the timeline shows none yet", "!visible($('.tl-detail'))").await?;
    page.act("$('#preview .preview-timeline').click()").await?;
    page.until(
        "the timeline shows it",
        "visible($('.tl-detail')) && location.hash.includes(`event=${link.hash.slice(1)}`) && $('#preview').hidden",
    )
    .await?;
    page.until(
        "and is in sight",
        "(() => { const r = $('.tl').getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 })()",
    )
    .await?;
    page.is("the list stays closed", "!$('details.all-events').open").await?;
    page.rests("scrollY").await?;
    page.act("history.back()").await?;
    page.until(
        "back returns to the link",
        &format!("Math.abs(scrollY - {before}) < innerHeight && !visible($('.tl-detail'))"),
    )
    .await?;
    page.quiet().await
}
