//! Previews: the target of a link is shown beside the reader's line, and nothing moves.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Page, each};

use crate::common::open;

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(each_kind_of_link_opens_its_entry_and_moves_nothing),
        each!(beside_the_line_on_a_wide_screen),
        each!(a_sheet_on_a_phone_leaves_the_line_in_view),
        each!(closing_is_going_back),
        each!(links_inside_go_on_and_back),
        each!(keys_open_and_close_and_the_focus_returns),
        each!(a_rest_of_the_pointer_opens_and_going_away_closes),
        each!(a_link_that_comes_to_lie_under_a_resting_pointer_opens_nothing),
        each!(a_claim_beside_the_line_has_its_words_in_full_width),
        each!(the_places_that_cite_a_source_are_a_plain_list),
        each!(a_reload_and_a_shared_link_open_it),
        each!(what_others_hang_on_an_address_does_not_matter),
        each!(on_this_page_the_reader_can_go_to_it_and_come_back),
        each!(in_a_tall_frame_it_opens_near_its_link),
        each!(a_link_beats_a_search),
        each!(an_empty_search_says_why_and_offers_all),
    ]
}

const OPEN: &str = "!$('#preview').hidden && $('#preview-title')";
const CLOSED: &str = "$('#preview').hidden";
/// A link to an event in the text.
const LINK: &str = "main .prose a[data-kind=event]";
/// Positions of the page and the link.
const PLACE: &str =
    "[Math.round(scrollY), Math.round($('main .prose a[data-kind=event]').getBoundingClientRect().top)]";

async fn open_preview(page: &Page, selector: &str) -> Result<()> {
    page.click(selector).await?;
    page.until("the preview is open", OPEN).await
}

async fn each_kind_of_link_opens_its_entry_and_moves_nothing(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    let kinds: Vec<String> = page
        .run("return [...new Set($$('main .prose a[data-kind]').map((a) => a.dataset.kind))].filter((kind) => kind !== 'section')")
        .await?;
    ensure!(kinds.len() >= 3, "the text links to {kinds:?} only");
    for kind in kinds {
        let selector = format!("main .prose a[data-kind={kind}]");
        page.act(&format!("$('{selector}').scrollIntoView({{block: 'center', behavior: 'instant'}})")).await?;
        let id: String = page.run(&format!("return $('{selector}').hash.slice(1)")).await?;
        page.click(&selector).await?;
        page.until(&format!("{kind} opens"), OPEN).await?;
        page.equals("the address holds it", "location.hash", format!("#{id}")).await?;
        page.is("it says what kind it is", "text($('#preview .entry-kind')).length > 1").await?;
        page.is(
            "no id stands twice",
            "$$('[id]').every((e, n, all) => e.id === '' || document.querySelectorAll(`[id='${e.id}']`).length === 1)",
        )
        .await?;
        page.is(
            "its links lead to pages",
            "$$('#preview .preview-body a[href]').every((a) => /^(https?:|#)/.test(a.getAttribute('href')))",
        )
        .await?;
        let place = format!("Math.round($('{selector}').getBoundingClientRect().top)");
        let with: i64 = page.run(&format!("return {place}")).await?;
        page.press(&["Escape"]).await?;
        page.until("and closes", CLOSED).await?;
        let without: i64 = page.run(&format!("return {place}")).await?;
        ensure!(with == without, "closing the preview of a {kind} moved its link from {with} to {without}");
    }
    page.quiet().await
}

async fn beside_the_line_on_a_wide_screen(page: &Page) -> Result<()> {
    page.size(1440, 900).await?;
    let _host = open(page, "").await?;
    open_preview(page, LINK).await?;
    page.is(
        "it lies beside the text and not on it",
        "(() => { const p = $('#preview').getBoundingClientRect(); const t = $('[data-previewed]').closest('p').getBoundingClientRect(); \
         return p.left >= t.right && p.right <= document.documentElement.clientWidth })()",
    )
    .await?;
    page.is(
        "its line is level with that of the link, or above it where the window ends",
        "(() => { const p = $('#preview').getBoundingClientRect(); const l = $('[data-previewed]').getClientRects()[0]; \
         return p.top <= l.top && (p.top > l.top - 24 || p.bottom > innerHeight - 40) })()",
    )
    .await?;
    page.quiet().await
}

async fn a_sheet_on_a_phone_leaves_the_line_in_view(page: &Page) -> Result<()> {
    page.size(390, 844).await?;
    let _host = open(page, "").await?;
    // Scrolls to a link that the sheet would cover.
    page.act(&format!(
        "scrollTo({{top: $('{LINK}').getBoundingClientRect().top + scrollY - innerHeight + 80, behavior: 'instant'}})"
    ))
    .await?;
    page.act(&format!("$('{LINK}').click()")).await?;
    page.until("the sheet is open", OPEN).await?;
    // WebKit begins to scroll some frames later, so an unchanged position does not mean that scrolling has ended.
    let above = "$('[data-previewed]').getBoundingClientRect().bottom <= $('#preview').getBoundingClientRect().top";
    page.until("the line comes to stand above the sheet", above).await?;
    page.rests("scrollY").await?;
    page.is("and stays there", above).await?;
    page.is("which covers at most six tenths", "$('#preview').offsetHeight <= innerHeight * 0.61").await?;
    page.is(
        "and reaches the end of the window",
        "Math.abs($('#preview').getBoundingClientRect().bottom - innerHeight) < 2",
    )
    .await?;
    page.quiet().await
}

async fn closing_is_going_back(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    let before: usize = page.run("return history.length").await?;
    open_preview(page, LINK).await?;
    let place: Vec<i64> = page.run(&format!("return {PLACE}")).await?;
    page.act("history.back()").await?;
    page.until("going back closes it", CLOSED).await?;
    page.equals("and moves nothing", PLACE, serde_json::json!(place)).await?;
    page.equals("the focus is at the link", "document.activeElement === $('main .prose a[data-kind=event]')", true)
        .await?;
    open_preview(page, LINK).await?;
    page.click("#preview .preview-close").await?;
    page.until("the button closes it", CLOSED).await?;
    page.until("the address is as before", "location.hash === ''").await?;
    let after: usize = page.run("return history.length").await?;
    ensure!(after <= before + 1, "opening twice and closing twice made {} steps", after - before);
    page.quiet().await
}

async fn links_inside_go_on_and_back(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    open_preview(page, LINK).await?;
    let first: String = page.run("return text($('#preview-title'))").await?;
    page.is("there is no way back yet", "$('#preview .preview-back').hidden").await?;
    page.click("#preview .preview-body a[data-kind]").await?;
    page.until_with("the next one is shown", "text($('#preview-title')) !== arguments[0]", serde_json::json!([first]))
        .await?;
    page.click("#preview .preview-back").await?;
    page.until_with("and the first again", "text($('#preview-title')) === arguments[0]", serde_json::json!([first]))
        .await?;
    page.click("#preview .preview-body a[data-kind]").await?;
    page.until("on once more", "!$('#preview .preview-back').hidden").await?;
    page.press(&["Escape"]).await?;
    page.until("Escape closes all", CLOSED).await?;
    page.until("and the address knows of none", "location.hash === ''").await?;
    page.quiet().await
}

async fn keys_open_and_close_and_the_focus_returns(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.focus(LINK).await?;
    page.press(&["Enter"]).await?;
    page.until("Enter opens", OPEN).await?;
    page.until("the focus goes in", "document.activeElement.id === 'preview-title'").await?;
    let (role, name) = page.role_and_name("#preview").await?;
    ensure!(role == "dialog" && !name.is_empty(), "the preview is a {role} called {name:?}");
    page.press(&["Escape"]).await?;
    page.until("Escape closes", CLOSED).await?;
    page.is("the focus returns", &format!("document.activeElement === $('{LINK}')")).await?;
    page.quiet().await
}

async fn a_rest_of_the_pointer_opens_and_going_away_closes(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act(&format!("$('{LINK}').scrollIntoView({{block: 'center', behavior: 'instant'}})")).await?;
    page.rests("scrollY").await?;
    // Events are made in the page, because not every driver can move a pointer that rests. The preview checks by
    // `:hover` whether the link is pointed at.
    let over = moved_to(9, 9);
    page.act(&moved_to(99, 99)).await?;
    page.act(&over).await?;
    page.until("a rest opens it", OPEN).await?;
    page.is("without the focus", "document.activeElement === document.body").await?;
    page.is("and without a step", "location.hash === ''").await?;
    page.act(&format!(
        "$('{LINK}').dispatchEvent(new PointerEvent('pointerout', {{bubbles: true, pointerType: 'mouse'}}))"
    ))
    .await?;
    page.until("going away closes it", CLOSED).await?;
    page.act(&moved_to(19, 9)).await?;
    page.until("again", OPEN).await?;
    page.press(&["Escape"]).await?;
    page.until("Escape dismisses it", CLOSED).await?;
    page.quiet().await
}

/// Tells the link that a mouse is over it and moves there.
fn moved_to(x: i32, y: i32) -> String {
    format!(
        "const a = $('{LINK}'); a.matches = () => true; for (const name of ['pointerover', 'pointermove']) \
         a.dispatchEvent(new PointerEvent(name, {{bubbles: true, pointerType: 'mouse', clientX: {x}, clientY: {y}}}))"
    )
}

async fn a_link_that_comes_to_lie_under_a_resting_pointer_opens_nothing(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    page.act(&format!("$('{LINK}').scrollIntoView({{block: 'center', behavior: 'instant'}})")).await?;
    page.rests("scrollY").await?;
    const WAITED: &str = "await new Promise((wait) => setTimeout(wait, 700)); done($('#preview').hidden)";
    page.act("document.body.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, pointerType: 'mouse', clientX: 300, clientY: 9}))").await?;
    // The page moves below a pointer that rests; a hand that clicks is not quite still.
    page.act(&moved_to(300, 9)).await?;
    page.act(&moved_to(302, 9)).await?;
    ensure!(page.run_async::<bool>(&format!("(async () => {{ {WAITED} }})()")).await?, "a preview opened by itself");
    page.act(&moved_to(330, 9)).await?;
    page.until("a pointer that moves opens it", OPEN).await?;
    page.quiet().await
}

async fn a_claim_beside_the_line_has_its_words_in_full_width(page: &Page) -> Result<()> {
    page.size(1440, 900).await?;
    let _host = open(page, "").await?;
    open_preview(page, "main .prose a[data-kind=claim]").await?;
    page.equals("it lies beside the line", "$('#preview').dataset.presentation", "beside").await?;
    page.is(
        "the verdict stands on a line of its own, above the words, which have the width",
        "(() => { const r = (s) => $('#preview ' + s).getBoundingClientRect(); const [verdict, words, all] = ['.rating', '.claim-text', '.preview-body'].map(r); \
         return verdict.height < 32 && verdict.bottom <= words.top + 1 && words.width > all.width * 0.8 })()",
    )
    .await?;
    page.is(
        "and the button to close lies over no word",
        "(() => { const c = $('#preview .preview-close').getBoundingClientRect(); const v = $('#preview .rating').getBoundingClientRect(); \
         return v.right <= c.left || v.top >= c.bottom || v.bottom <= c.top })()",
    )
    .await?;
    page.quiet().await
}

async fn the_places_that_cite_a_source_are_a_plain_list(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    open_preview(page, "main .prose a.cite").await?;
    page.is(
        "one below the other, with nothing between",
        "(() => { const all = $$('#preview .cited-in li'); return all.length > 1 && all.every((e, n) => \
         ['none', 'normal'].includes(getComputedStyle(e, '::after').content) && (n === 0 || e.getBoundingClientRect().top >= all[n - 1].getBoundingClientRect().bottom - 1)) })()",
    )
    .await?;
    page.quiet().await
}

async fn a_reload_and_a_shared_link_open_it(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    open_preview(page, LINK).await?;
    let title: String = page.run("return text($('#preview-title'))").await?;
    let address: String = page.run("return location.href").await?;
    page.act("location.reload()").await?;
    page.ready().await?;
    page.until_with(
        "it is open after a reload",
        "text($('#preview-title')) === arguments[0]",
        serde_json::json!([title]),
    )
    .await?;
    page.open("about:blank").await?;
    page.open_ready(&address).await?;
    page.until_with("a shared link opens it", "text($('#preview-title')) === arguments[0]", serde_json::json!([title]))
        .await?;
    page.until(
        "where the text points at it",
        "(() => { const r = $('[data-previewed]')?.getBoundingClientRect(); return r && r.top > 0 && r.bottom < innerHeight })()",
    )
    .await?;
    page.click("#preview .preview-close").await?;
    page.until("closing stays on the page", &format!("{CLOSED} && location.hash === ''")).await?;
    page.quiet().await
}

async fn what_others_hang_on_an_address_does_not_matter(page: &Page) -> Result<()> {
    let id: String = {
        let _host = open(page, "").await?;
        page.run(&format!("return $('{LINK}').hash.slice(1)")).await?
    };
    for more in ["?utm_source=letter&utm_medium=mail", "=", "&utm_source=letter"] {
        page.open("about:blank").await?;
        let _host = open(page, &format!("#{id}{more}")).await?;
        page.until(more, OPEN).await.context(more)?;
    }
    page.quiet().await
}

async fn on_this_page_the_reader_can_go_to_it_and_come_back(page: &Page) -> Result<()> {
    let _host = open(page, "").await?;
    const CLAIM: &str = "main .prose a[data-kind=claim]";
    open_preview(page, CLAIM).await?;
    let before: i64 = page.run("return Math.round(scrollY)").await?;
    let id: String = page.run("return location.hash.slice(1)").await?;
    // By script, because a click of the driver would scroll first.
    page.act("$('#preview .preview-go').click()").await?;
    page.until("the preview is closed", CLOSED).await?;
    page.until(
        "the reader is at the card",
        &format!("(() => {{ const r = document.getElementById('{id}').getBoundingClientRect(); return r.top >= -2 && r.top < innerHeight * 0.6 }})()"),
    )
    .await?;
    page.rests("scrollY").await?;
    page.act("history.back()").await?;
    page.until("going back leads to the line", &format!("Math.abs(scrollY - {before}) < 4 && $('#preview').hidden"))
        .await?;
    page.quiet().await
}

async fn in_a_tall_frame_it_opens_near_its_link(page: &Page) -> Result<()> {
    page.size(800, 700).await?;
    let host = open(page, "").await?;
    let section: String = page.run(&format!("return $('{LINK}').closest('section[id]').id")).await?;
    let address = host.mounted(&format!("embed/{section}.html"));
    page.open(&host.mounted("robots.txt")).await?;
    page.act(&format!(
        "document.body.innerHTML = '<p style=\"height: 400px\"></p>'; const frame = document.createElement('iframe'); \
         frame.style.cssText = 'width: 100%; height: 5000px; border: 0'; frame.src = {address:?}; document.body.append(frame)"
    ))
    .await?;
    page.enter("iframe").await?;
    page.ready().await?;
    let steps: usize = page.run("return history.length").await?;
    open_preview(page, LINK).await?;
    page.is(
        "it is near its link",
        "(() => { const p = $('#preview').getBoundingClientRect(); const l = $('[data-previewed]').getBoundingClientRect(); \
         return Math.min(Math.abs(p.top - l.bottom), Math.abs(l.top - p.bottom)) < 40 })()",
    )
    .await?;
    page.is("and no higher than what is seen", "$('#preview').offsetHeight <= 700").await?;
    page.equals("no step is made in the host's history", "history.length", steps).await?;
    page.leave_all().await
}

async fn a_link_beats_a_search(page: &Page) -> Result<()> {
    let _host = open(page, "people.html").await?;
    page.focus(".list-tools [type=search]").await?;
    page.type_text("zzzz").await?;
    page.until("nothing fits", "$$('#people-list > [data-entry]').every((e) => e.hidden)").await?;
    let id: String = page.run("return $$('#people-list > [data-entry]').at(-1).id").await?;
    page.act(&format!("location.hash = '#{id}'")).await?;
    page.until("the person is shown", &format!("visible(document.getElementById('{id}'))")).await?;
    page.is("the search is off", "$('.list-tools [type=search]').value === ''").await?;
    page.until("that is said", "text($('.list-tools [role=status]')).length > 25").await?;
    page.until(
        "and the person is in view",
        &format!("(() => {{ const r = document.getElementById('{id}').getBoundingClientRect(); return r.top > -2 && r.top < innerHeight }})()"),
    )
    .await?;
    page.quiet().await
}

async fn an_empty_search_says_why_and_offers_all(page: &Page) -> Result<()> {
    let _host = open(page, "people.html").await?;
    page.focus(".list-tools [type=search]").await?;
    page.type_text("zzzz").await?;
    page.until("it says what was searched", "text($('.list-none')).includes('zzzz') && visible($('.list-none'))")
        .await?;
    page.click(".list-tools [data-reset]").await?;
    page.until(
        "all are shown again",
        "$$('#people-list > [data-entry]').every((e) => !e.hidden) && !visible($('.list-none'))",
    )
    .await?;
    page.quiet().await
}
