//! Accessibility: what axe finds in each state of the page, and the roles and names that assistive technology gets.

use std::fs;

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, CHROMIUM, Page, each, example, shared, story, tools};
use serde_json::Value;

use crate::common::open;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(axe_finds_nothing_at_the_start),
        each!(axe_finds_nothing_in_the_example),
        each!(axe_finds_nothing_with_an_event_open),
        each!(axe_finds_nothing_in_a_preview).only(CHROMIUM),
        each!(axe_finds_nothing_in_the_tour).only(CHROMIUM),
        each!(axe_finds_nothing_on_the_shelves).only(CHROMIUM),
        each!(axe_finds_nothing_with_all_cards_open).only(CHROMIUM),
        each!(axe_finds_nothing_in_the_filter_panel).only(CHROMIUM),
        each!(axe_finds_nothing_in_the_embed_dialog).only(CHROMIUM),
        each!(axe_finds_nothing_in_the_help).only(CHROMIUM),
        each!(axe_finds_nothing_in_the_dark).only(CHROMIUM),
        each!(axe_finds_nothing_on_the_smallest_screen).only(CHROMIUM),
        each!(axe_finds_nothing_on_a_phone_with_an_event_open).only(CHROMIUM),
        each!(axe_finds_nothing_in_frames).only(CHROMIUM),
        each!(controls_have_roles_and_names),
        each!(the_way_out_of_each_dialog_is_in_sight),
        each!(the_bar_keeps_the_name_of_the_section_in_large_letters),
        each!(the_skip_link_skips),
        each!(everything_is_reached_by_the_tabulator_in_order),
    ]
}

async fn axe(page: &Page, state: &str) -> Result<()> {
    let path = tools().join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&path)
        .with_context(|| format!("there is no {}: type cargo xtask test browsers", path.display()))?;
    // What is behind a modal dialog cannot be reached, and is covered as it happens to stand. Ends animations first: text that is half transparent would fail the test for contrast.
    page.act("document.getAnimations().forEach((a) => { try { a.finish() } catch {} })").await?;
    let found: Value = page
        .run_async(&format!(
            "{axe}; const run = (window.axe ?? axe); run.run($('dialog:modal') ?? document, {{iframes: false, resultTypes: ['violations'], \
             runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: {{'target-size': {{enabled: true}}}}}})\
             .then((r) => done(r.violations.map((v) => `${{v.id}} (${{v.impact}}): ${{v.nodes.slice(0, 4).map((n) => n.target.join(' ') + ' ' + \
             (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join(' | ')}}${{v.nodes.length > 4 ? ' and ' + (v.nodes.length - 4) + ' more' : ''}}`)), (e) => done(['axe: ' + e]))"
        ))
        .await
        .context("axe does not run")?;
    let found: Vec<String> = serde_json::from_value(found)?;
    ensure!(found.is_empty(), "{state}: {}", found.join("\n"));
    Ok(())
}

async fn axe_finds_nothing_at_the_start(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    axe(page, "start").await
}

async fn axe_finds_nothing_in_the_example(page: &Page) -> Result<()> {
    let host = example()?.start()?;
    for name in ["", "events.html", "sources.html"] {
        page.open_ready(&host.mounted(name)).await?;
        axe(page, &format!("the example, {name}")).await?;
    }
    Ok(())
}

async fn axe_finds_nothing_with_an_event_open(page: &Page) -> Result<()> {
    let _host = open(page, &format!("#timeline&event={}", story()?.events[40])).await?;
    page.until("the event is shown", "visible($('.tl-detail'))").await?;
    axe(page, "an event open").await
}

async fn axe_finds_nothing_in_a_preview(page: &Page) -> Result<()> {
    let _host = open(page, &format!("#{}", story()?.events[40])).await?;
    page.until("the preview is open", "!$('#preview').hidden && $('#preview-title')").await?;
    axe(page, "a preview open").await
}

async fn axe_finds_nothing_in_the_tour(page: &Page) -> Result<()> {
    let _host = open(page, "#tour=3").await?;
    page.until("the tour is open", "$('#tour').open").await?;
    axe(page, "tour").await
}

async fn axe_finds_nothing_on_the_shelves(page: &Page) -> Result<()> {
    for name in ["events", "people", "concepts", "sources", "method", "tour"] {
        let _host = open(page, &format!("{name}.html")).await?;
        page.act("for (const d of $$('details')) d.open = true").await?;
        axe(page, &format!("{name}.html")).await?;
    }
    Ok(())
}

async fn axe_finds_nothing_with_all_cards_open(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act("for (const d of $$('details')) d.open = true").await?;
    axe(page, "everything open").await
}

async fn axe_finds_nothing_in_the_filter_panel(page: &Page) -> Result<()> {
    let _host = open(page, &format!("#&t={}", story()?.themes[0])).await?;
    page.click("[popovertarget='tl-filters']").await?;
    page.until("the panel is open", "visible($('#tl-filters'))").await?;
    axe(page, "filter panel").await
}

async fn axe_finds_nothing_in_the_embed_dialog(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.click(".embed-button").await?;
    page.until("the dialog is open", "visible($('.embed-dialog')) && $('.embed-code').value").await?;
    axe(page, "embed dialog").await
}

async fn axe_finds_nothing_in_the_help(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.click("[data-ask='help']").await?;
    page.until("the dialog is open", "visible($('.tl-help'))").await?;
    axe(page, "help").await
}

async fn axe_finds_nothing_in_the_dark(page: &Page) -> Result<()> {
    let _host = open(page, &format!("#timeline&event={}&theme=dark", story()?.events[40])).await?;
    page.until("the event is shown", "visible($('.tl-detail'))").await?;
    page.act("for (const d of $$('details')) d.open = true").await?;
    axe(page, "dark, everything open").await
}

async fn axe_finds_nothing_on_the_smallest_screen(page: &Page) -> Result<()> {
    page.size(320, 640).await?;
    let _host = open(page, "").await?;
    axe(page, "320 px").await
}

async fn axe_finds_nothing_on_a_phone_with_an_event_open(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = open(page, &format!("#timeline&event={}", story()?.events[40])).await?;
    page.until("the event is shown", "visible($('.tl-detail'))").await?;
    axe(page, "390 px, an event open").await
}

async fn axe_finds_nothing_in_frames(page: &Page) -> Result<()> {
    let host = shared()?;
    let story = story()?;
    page.size(640, 800).await?;
    for name in ["timeline", "compact", &story.sections[2], &story.claims[0], &story.people[0], &story.events[3]] {
        page.open(&host.mounted(&format!("embed/{name}.html"))).await?;
        page.until("it is there", "document.readyState === 'complete'").await?;
        if page.run("return !!$('script[data-wasm]')").await? {
            page.ready().await?;
        }
        axe(page, &format!("embed/{name}.html")).await?;
    }
    Ok(())
}

async fn controls_have_roles_and_names(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    let wanted = [
        ("nav.section-nav", "navigation"),
        ("main", "main"),
        (".section-nav-here", "button"),
        (".ribbon-range", "slider"),
        (".tl-bar [type='search']", "searchbox"),
        ("[popovertarget='tl-filters']", "button"),
        ("[data-ask='in']", "button"),
        ("[data-ask='play']", "button"),
        (".tl-mini input", "slider"),
        (".tl-view", "group"),
        (".ties-drawing", "group"),
        ("a[data-parties]", "link"),
        ("a[data-party]", "link"),
        (".map > svg", "group"),
        (".map a.place", "link"),
        (".embed-button", "button"),
        ("a[data-opens='tour']", "link"),
    ];
    let mut wrong = wrong_roles(page, &wanted).await?;
    let _host = open(page, "people.html").await?;
    page.act("for (const d of $$('details')) d.open = true").await?;
    let wanted = [
        ("main", "main"),
        (".list-tools [type='search']", "searchbox"),
        ("[data-open='true']", "button"),
        ("[data-filter][aria-pressed='true']", "button"),
        ("[data-copy]", "button"),
    ];
    wrong.extend(wrong_roles(page, &wanted).await?);
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

async fn the_way_out_of_each_dialog_is_in_sight(page: &Page) -> Result<()> {
    for (width, height) in [(390, 844), (1440, 900)] {
        page.size(width, height).await?;
        for (opener, dialog) in [
            (".embed-button", ".embed-dialog"),
            ("[data-ask='help']", ".tl-help"),
            ("header a[data-opens=tour], main a[data-opens=tour]", "#tour"),
        ] {
            let _host = open(page, "").await?;
            page.click(opener).await?;
            page.until(&format!("{dialog} is open"), &format!("$('{dialog}').open")).await?;
            let seen = format!(
                "(() => {{ const b = $('{dialog} form[method=dialog] button'); const r = b.getBoundingClientRect(); \
                 return b.contains(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)) }})()"
            );
            page.until(&format!("its button to close is seen at {width} px"), &seen).await?;
            page.act(&format!("$('{dialog}').scrollTop = 9999")).await?;
            page.until("and when it is scrolled", &seen).await?;
        }
    }
    page.quiet().await
}

async fn the_bar_keeps_the_name_of_the_section_in_large_letters(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = open(page, "").await?;
    page.act("document.documentElement.style.fontSize = '200%'; $('#context .prose p').scrollIntoView({block: 'start', behavior: 'instant'})").await?;
    page.until("the bar names the section", "text($('.section-nav-title')) === text($('#context h2'))").await?;
    page.is(
        "and it is seen, in the middle of the bar",
        "(() => { const t = $('.section-nav-title').getBoundingClientRect(); const b = $('.section-nav-here').getBoundingClientRect(); \
         return t.width > 80 && Math.abs(t.top + t.bottom - b.top - b.bottom) < 6 && t.right <= b.right })()",
    )
    .await?;
    page.is("nothing is wider than the window", "$('.section-nav').scrollWidth <= innerWidth").await?;
    page.quiet().await
}

/// Lists the elements that have another role than they should, or no name.
async fn wrong_roles(page: &Page, wanted: &[(&str, &str)]) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for &(selector, role) in wanted {
        let (is, name) = page.role_and_name(selector).await?;
        // Engines name two of these roles differently.
        let same = is == role || (role == "img" && matches!(is.as_str(), "image" | "graphics-document"));
        if !same || (name.is_empty() && role != "main") {
            wrong.push(format!("{selector} is a {is:?} called {name:?}, not a {role}"));
        }
    }
    Ok(wrong)
}

async fn the_skip_link_skips(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.focus(".skip").await?;
    page.until(
        "it shows when it has the focus",
        "(() => { const r = $('.skip').getBoundingClientRect(); return r.top >= 0 && r.left >= 0 && r.width > 20 })()",
    )
    .await?;
    page.press(&["Enter"]).await?;
    let first = &story()?.sections[0];
    page.until("it leads to the first section", &format!("(() => {{ const r = document.getElementById('{first}').getBoundingClientRect(); return r.top < innerHeight / 2 && r.top > -50 }})()")).await
}

async fn everything_is_reached_by_the_tabulator_in_order(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    let order: Vec<String> =
        page.run("return $$('[tabindex]').filter((e) => e.tabIndex > 0).map((e) => e.className)").await?;
    ensure!(order.is_empty(), "out of the order of the page: {order:?}");
    page.act("getSelection().removeAllRanges(); $('.skip').focus()").await?;
    let mut seen = Vec::new();
    for _ in 0..8 {
        page.press(&["Tab"]).await?;
        seen.push(
            page.run::<String>("return document.activeElement.className || document.activeElement.tagName").await?,
        );
    }
    ensure!(
        seen.iter().any(|class| class.contains("ribbon-range")),
        "the year slider is not among the first: {seen:?}"
    );
    page.is("what has the focus shows it", "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()").await
}
