//! What the timeline draws is true and can be read: marks and bars lie on their dates, labels, links and names of bands in sight.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each};

use crate::timeline::ready;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(directions_have_their_colours),
        each!(marks_and_bars_lie_on_their_dates),
        each!(down_the_page_marks_lie_on_their_dates),
        each!(main_events_are_drawn_as_themselves),
        each!(the_event_that_the_story_is_about_is_named_at_every_width),
        each!(few_events_have_their_whole_titles_on_a_phone),
        each!(no_label_is_cut_by_the_edge),
        each!(links_at_rest_are_threads_through_time),
        each!(bands_bear_their_names),
    ]
}

/// Pixels at which the links of one event to another begin and end.
const LINKS: &str = "['arc', 'arc answers'].flatMap((name) => ($$('.tl-canvas path').find((path) => path.getAttribute('class') === name)?.getAttribute('d') ?? '').split('M').slice(1).map((link) => link.match(/-?\\d+/g).map(Number)))";

async fn links_at_rest_are_threads_through_time(page: &Page) -> Result<()> {
    page.size(1440, 900).await?;
    let _host = ready(page, "").await?;
    page.until("links are drawn", &format!("{LINKS}.length > 2")).await?;
    page.is("each leads on in time", &format!("{LINKS}.every(([x, , , , to]) => x <= to)")).await?;
    page.is(
        "and none meets another where it ends",
        &format!("((ends) => new Set(ends).size === ends.length)({LINKS}.map((link) => link.slice(4).join()))"),
    )
    .await?;
    page.quiet().await
}

async fn bands_bear_their_names(page: &Page) -> Result<()> {
    for (width, names) in [(1440, ".tl-head .era-name"), (390, ".tl-canvas .era-name")] {
        page.size(width, 900).await?;
        let _host = ready(page, "").await?;
        let names = format!("$$('{names}').filter(visible)");
        page.until("a band has its name", &format!("{names}.some((e) => /\\D{{4}}/.test(text(e)))")).await?;
        page.is(
            "and no name lies on another, or on a year",
            &format!(
                "(() => {{ const all = [...{names}, ...$$('.tl-head .tick-name, .tl-canvas .tick-name').filter(visible)].map((e) => e.getBoundingClientRect()); \
                 return all.every((a, n) => all.slice(n + 1).every((b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1)) }})()"
            ),
        )
        .await?;
    }
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
