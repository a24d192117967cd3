//! Links and embed codes, with a live preview. The dialog is the page's; this fills in what only the browser knows.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlIFrameElement, HtmlInputElement, HtmlTextAreaElement};

use super::{entries, on, on_click};
use crate::dom;
use crate::i18n::{Text, text};
use crate::number::whole;
use crate::page_file;

pub(crate) fn mount(host: &Element) {
    let (block, dialog) = (host.clone(), host.query_selector("dialog").ok().flatten());
    let Some(dialog) = dialog.and_then(|d| d.dyn_into::<HtmlDialogElement>().ok()) else { return };
    on_click(host, ".embed-button", {
        let dialog = dialog.clone();
        move |_| {
            offer_cards(&block);
            add_preview(&block, &dialog);
            let _ = dialog.show_modal();
            refresh(&block);
        }
    });
    let block = host.clone();
    on(host, "change", move |_| refresh(&block));
    let (block, closed) = (host.clone(), dialog.clone());
    on(&dialog, "close", move |_| {
        empty(&block, &closed);
        dom::set_text(&block, ".said", "");
    });
    let block = host.clone();
    on_click(host, "[data-act=\"copy-code\"]", move |_| {
        let block = block.clone();
        let code = area(&block).map(|a| a.value()).unwrap_or_default();
        dom::copy(&code, move |worked| dom::set_text(&block, ".said", &said(worked)));
    });
}

/// Adds the preview's frame, once. It is not in the page from the start, because a frame is a second document to load.
fn add_preview(block: &Element, dialog: &HtmlDialogElement) {
    let Ok(Some(place)) = block.query_selector(".embed-preview:empty") else { return };
    let Some(frame) = dom::append(&place, "iframe", "", "") else { return };
    let title = block.query_selector(".embed-preview-title").ok().flatten().and_then(|title| title.text_content());
    let _ = frame.set_attribute("title", &title.unwrap_or_default());
    let (block, dialog) = (block.clone(), dialog.clone());
    on(&frame, "load", move |_| {
        // Closing empties the frame, which is a load too.
        if dialog.open() {
            refresh(&block);
        }
    });
}

/// Whether the preview's page is on its way or its program starts: WebKitGTK would hang if the page were unloaded then.
fn is_starting(frame: &Element) -> bool {
    let Some(page) = frame.unchecked_ref::<HtmlIFrameElement>().content_document() else { return false };
    let state = page.document_element().and_then(|root| root.get_attribute("data-state"));
    page.ready_state() != "complete" || state.as_deref() == Some("loading")
}

/// Unloads the preview, so that nothing runs behind a closed dialog.
fn empty(block: &Element, dialog: &HtmlDialogElement) {
    let Ok(Some(frame)) = block.query_selector("iframe") else { return };
    if is_starting(&frame) {
        let (block, dialog) = (block.clone(), dialog.clone());
        dom::later(STARTING_MS, move || empty(&block, &dialog)).forget();
    } else if !dialog.open() {
        let _ = frame.remove_attribute("data-address");
        load(frame.unchecked_ref(), "about:blank");
    }
}

/// Loads a page in the preview, without adding a step to the history of the reader.
fn load(frame: &HtmlIFrameElement, address: &str) {
    let window = frame.content_window();
    if window.is_none_or(|window| window.location().replace(address).is_err()) {
        frame.set_src(address);
    }
}

fn said(worked: bool) -> String {
    text(if worked { Text::Copied } else { Text::CopyFailed }).to_string()
}

fn area(block: &Element) -> Option<HtmlTextAreaElement> {
    block.query_selector("textarea").ok().flatten()?.dyn_into().ok()
}

/// Adds every card and event of the page to what can be embedded, once.
fn offer_cards(block: &Element) {
    let Ok(Some(select)) = block.query_selector("select[name=\"form\"]") else { return };
    if select.has_attribute("data-whole") {
        return;
    }
    let _ = select.set_attribute("data-whole", "");
    let root = dom::document().document_element();
    for item in root.map(|r| dom::all(&r, "[data-entry][id]")).unwrap_or_default() {
        // Sources have no page of their own.
        if item.get_attribute("data-entry").as_deref() == Some("source") {
            continue;
        }
        let name = item.query_selector("[data-entry-title]").ok().flatten().and_then(|e| e.text_content());
        if let Some(option) = dom::append(&select, "option", "", &name.unwrap_or_default()) {
            let _ = option.set_attribute("value", &["embed/", &item.id(), ".html"].concat());
            let page = dom::here().rsplit('/').next().unwrap_or_default().to_owned();
            let page = if page == page_file::ARTICLE { "" } else { &page };
            let _ = option.set_attribute("data-place", &[page, "#", &item.id()].concat());
        }
    }
}

/// Pause before asking again whether the preview has started, in milliseconds.
const STARTING_MS: u32 = 100;
/// Height of a frame whose page was never measured.
const HEIGHT: i32 = 600;
/// Usual width of an article's column, in pixels. The height of a plain frame, which cannot follow its width, is that for this width.
pub const COLUMN: u16 = 600;

/// Value of a field of the dialog.
fn field(block: &Element, name: &str) -> String {
    let element = block.query_selector(&["[name=\"", name, "\"]"].concat()).ok().flatten();
    // Selects and inputs alike have a value.
    element.map(|e| e.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default()
}

fn attribute(block: &Element, name: &str) -> String {
    block.get_attribute(name).unwrap_or_default()
}

/// Heights that the page in the preview says it needs, by width; empty until it has loaded.
fn heights(block: &Element, path: &str) -> String {
    let frame = block.query_selector("iframe").ok().flatten();
    let page = frame.and_then(|f| f.unchecked_into::<HtmlIFrameElement>().content_document());
    // The page that was loaded before may still be there.
    let page = page.filter(|p| p.url().is_ok_and(|url| url.split('#').next().is_some_and(|url| url.ends_with(path))));
    let root = page.and_then(|p| p.query_selector("[data-heights]").ok().flatten());
    root.and_then(|r| r.get_attribute("data-heights")).unwrap_or_default()
}

/// The embed that is chosen: its page, its title, where the whole story tells the same, the heights to reserve.
struct Chosen {
    path: String,
    title: String,
    place: String,
    heights: String,
}

fn chosen(block: &Element) -> Chosen {
    let option = block.query_selector("select[name=\"form\"] option:checked").ok().flatten();
    let title = option.as_ref().and_then(|o| o.text_content()).unwrap_or_default();
    let place = option.and_then(|o| o.get_attribute("data-place")).unwrap_or_default();
    let path = field(block, "form");
    let heights = heights(block, &path);
    Chosen { path, title, place, heights }
}

fn refresh(block: &Element) {
    let chosen = chosen(block);
    if let Some(area) = area(block) {
        area.set_value(&snippet(block, &chosen));
    }
    let Ok(Some(frame)) = block.query_selector("dialog[open] iframe") else { return };
    let address = address(block, &chosen, true);
    if attribute(&frame, "data-address") == address {
        return;
    }
    if is_starting(&frame) {
        let block = block.clone();
        dom::later(STARTING_MS, move || refresh(&block)).forget();
    } else {
        let _ = frame.set_attribute("data-address", &address);
        load(frame.unchecked_ref(), &address);
    }
}

/// The folder of the story, as an address.
fn folder(block: &Element) -> String {
    let here = dom::here();
    let up = if attribute(block, "data-root") == "../" { 2 } else { 1 };
    let mut parts: Vec<&str> = here.split('/').collect();
    parts.truncate(parts.len().saturating_sub(up));
    parts.join("/") + "/"
}

/// The folder that an embed code leads to: a frozen version has a folder of its own.
fn version(block: &Element) -> String {
    let mut out = folder(block);
    let frozen = attribute(block, "data-frozen");
    // A frozen page is in that folder already.
    if field(block, "version") == "frozen" && !out.ends_with(&frozen) {
        out += &frozen;
    }
    out
}

/// Address of the page that an embed's frame shows, with the chosen theme and accent; an address without a theme means light.
fn address(block: &Element, chosen: &Chosen, live: bool) -> String {
    let mut out = if live { folder(block) } else { version(block) };
    out += &chosen.path;
    let mut parts = Vec::new();
    let (theme, accent) = (field(block, "theme"), field(block, "accent"));
    if theme != "light" {
        parts.push("theme=".to_owned() + &theme);
    }
    if !accent.is_empty() && accent != attribute(block, "data-accent") {
        parts.push("accent=".to_owned() + accent.trim_start_matches('#'));
    }
    if !parts.is_empty() {
        out += "#";
        out += &parts.join("&");
    }
    out
}

/// One or two sentences on the story, from the head of its page.
fn summary() -> String {
    let meta = dom::document().query_selector("meta[name=\"description\"]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Gives up the room that is kept for the frame where the script is blocked or scripts are off: only a link and a line are left.
/// The rules stand in `<!-- -->`, which styles ignore: a system that removes only the `<style>` tag leaves a comment, and no text
/// that readers would see.
const NO_ROOM: &str = "<style><!--backstory-embed:not(:defined){animation:backstory-no-room 0s 6s forwards}@keyframes backstory-no-room{to{min-height:0}}\
    @media(scripting:none){backstory-embed{min-height:0!important}}--></style>\n";

fn snippet(block: &Element, chosen: &Chosen) -> String {
    let plain = address(block, chosen, false);
    let url = escape(&plain);
    // The whole story bears its own title.
    let story = if chosen.place.is_empty() { String::new() } else { attribute(block, "data-title") + ": " };
    let title = escape(&(story + &chosen.title));
    let link = ["<a href=\"", &escape(&(version(block) + &chosen.place)), "\">", &title, "</a>"].concat();
    let (height, room) = room(&chosen.heights);
    // The wrapper is a size container, so that the frame's height can depend on the column's width. In boxes that shrink to their
    // content, such as table cells, it counts as 280 px, the smallest width measured. Its margin is for hosts whose text keeps none above
    // itself.
    let column =
        "<div style=\"container-type:inline-size;contain-intrinsic-width:280px;width:100%;margin-bottom:1em\">";
    let frame = |link: &str| {
        [
        "<iframe src=\"",
        &url,
        "\" title=\"",
        &title,
        "\" width=\"100%\" height=\"",
        &height,
        // A line more: other engines break lines elsewhere.
        "\" loading=\"lazy\" style=\"display:block;width:100%;max-width:100%;border:0;height:calc(28px + ",
        &room,
        ")\" sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads\" ",
        "allow=\"clipboard-write\">",
        link,
        "</iframe>",
    ]
    .concat()
    };
    match field(block, "kind").as_str() {
        "address" => plain,
        "script" => [
            NO_ROOM,
            column,
            "<backstory-embed src=\"",
            &url,
            "\" heights=\"",
            &chosen.heights,
            "\" style=\"display:block;width:100%;min-height:",
            &room,
            "\">",
            &link,
            "<p>",
            &escape(&summary()),
            "</p></backstory-embed><noscript>",
            &frame(""),
            "</noscript></div>\n<script src=\"",
            &escape(&(folder(block) + &attribute(block, "data-script"))),
            "\" integrity=\"",
            &attribute(block, "data-integrity"),
            "\" crossorigin=\"anonymous\" async></script>",
        ]
        .concat(),
        "link" => link,
        // The link is inside the frame for systems that remove frames but keep their content.
        _ => [column, &frame(&link), "</div>"].concat(),
    }
}

/// Height of a frame that no script sizes: in pixels for the usual column, and as CSS for any width of the column. Between two
/// measured widths it takes the height of the narrower one, so that it may be too high but never cuts anything off.
fn room(steps: &str) -> (String, String) {
    let steps = steps.split(',').filter_map(|step| step.split_once(':'));
    let mut steps: Vec<(i32, i32)> = steps.filter_map(|(w, h)| Some((whole(w)?, whole(h)?))).collect();
    let Some(last) = steps.last().copied() else { return (HEIGHT.to_string(), HEIGHT.to_string() + "px") };
    // A page may need more height at a greater width. Each step is at least as high as the wider ones, so that nothing is cut off.
    for n in (1..steps.len()).rev() {
        steps[n - 1].1 = steps[n - 1].1.max(steps[n].1);
    }
    let column = steps.iter().rfind(|(width, _)| *width <= i32::from(COLUMN)).unwrap_or(&steps[0]).1.to_string();
    let mut css = last.1.to_string() + "px";
    for pair in steps.windows(2) {
        let (width, more) = (pair[1].0.to_string(), pair[0].1 - pair[1].1);
        if more > 0 {
            css += &[" + clamp(0px,(", &width, "px - 100cqi)*999,", &more.to_string(), "px)"].concat();
        }
    }
    if css.contains('+') { (column, ["calc(", &css, ")"].concat()) } else { (column, css) }
}

/// Escapes text for an attribute or an element.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Copies the address of an event or a card: the host's where the host's script made itself known, else that of the page on
/// which it stands, which is whole without scripts. `address` is written from the story's folder.
pub(crate) fn copy_link(id: &str, address: &str, done: impl FnOnce(bool) + 'static) {
    let root = dom::document().document_element();
    let host = root.and_then(|r| r.get_attribute("data-host")).filter(|h| h.starts_with("http"));
    let url = match host {
        Some(host) => host.split('#').next().unwrap_or("").to_owned() + "#backstory=" + id,
        None => entries::resolved(&(entries::root() + address)),
    };
    dom::copy(&url, done);
}

/// Serves every button that copies a link: `data-copy` names the id, `data-address` its page and place.
pub(crate) fn serve_copy_buttons() {
    let Some(body) = dom::document().body() else { return };
    on_click(&body, "[data-copy]", |button| {
        let (id, address) = (attribute(&button, "data-copy"), attribute(&button, "data-address"));
        copy_link(&id, &address, move |worked| {
            if let Some(status) = button.next_element_sibling().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                status.set_text_content(Some(&said(worked)));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_as_high_as_each_step_of_its_column_needs() {
        let (height, css) = room("320:960,400:900,600:700,960:500");
        assert_eq!(height, "700");
        let steps = "clamp(0px,(400px - 100cqi)*999,60px) + clamp(0px,(600px - 100cqi)*999,200px) + clamp(0px,(960px - 100cqi)*999,200px)";
        assert_eq!(css, ["calc(500px + ", steps, ")"].concat());
    }

    #[test]
    fn a_frame_that_is_no_higher_there_needs_no_sum() {
        assert_eq!(room("320:500,600:500"), ("500".into(), "500px".into()));
        assert_eq!(room("320:400,600:500"), ("500".into(), "500px".into()));
        assert_eq!(room("320:500"), ("500".into(), "500px".into()));
        assert_eq!(room(""), ("600".into(), "600px".into()));
    }
}
