//! Entries of the story's pages, wherever they stand: in this document, or in another page, which is fetched once.
//!
//! Pages are requested as documents, which the browser parses itself. No text is turned into markup here, so the strictest
//! policy for trusted types can hold.

use std::cell::RefCell;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlAnchorElement, XmlHttpRequest, XmlHttpRequestResponseType};

use crate::{dom, page_file};

type Waiting = Vec<Box<dyn FnOnce()>>;

/// State of the request for a page of the story.
enum Page {
    /// The request is under way; these callbacks wait for the answer.
    Asked(Waiting),
    /// The page has arrived.
    Here(Document),
    /// The request failed: the page was opened from disk, a policy forbids the request, or there is no network.
    Missing,
}

thread_local! {
    static PAGES: RefCell<Vec<(String, Page)>> = const { RefCell::new(Vec::new()) };
}

/// Pages on which an item is looked for when its address is only an id, in this order.
const SHELVES: [&str; 4] = [page_file::EVENTS, page_file::PEOPLE, page_file::CONCEPTS, page_file::SOURCES];

/// The two parts of an address: its page, and the id behind the `#`.
pub(crate) fn parts(address: &str) -> (&str, &str) {
    address.split_once('#').unwrap_or((address, ""))
}

/// The address of a page in one spelling: without query and fragment, and without a trailing `index.html`.
fn key(address: &str) -> &str {
    let page = address.split(['#', '?']).next().unwrap_or_default();
    page.strip_suffix(page_file::ARTICLE).filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(page)
}

/// Where a link leads: `#id` within this page, else the whole address.
pub(crate) fn address_of(link: &HtmlAnchorElement) -> String {
    let written = link.get_attribute("href").unwrap_or_default();
    if written.starts_with('#') { written } else { within(link.href()) }
}

/// Shortens an address to `#id` if it leads to this page.
pub(crate) fn within(address: String) -> String {
    let (page, id) = parts(&address);
    if is_this(page) { "#".to_owned() + id } else { address }
}

/// Makes an address absolute, relative to this page.
pub(crate) fn resolved(address: &str) -> String {
    let link = dom::document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    link.map_or_else(String::new, |link| {
        link.set_href(address);
        link.href()
    })
}

/// Relative path from this page to the story's folder (`../` or nothing), as the prerender wrote it.
pub(crate) fn root() -> String {
    dom::by_id("preview").and_then(|layer| layer.get_attribute("data-root")).unwrap_or_default()
}

/// Address of an event's entry: on this page if it is here, else on the page of events.
pub(crate) fn event_address(id: &str) -> String {
    if dom::by_id(id).is_some() {
        ["#", id].concat()
    } else {
        within(resolved(&[&root(), page_file::EVENTS, "#", id].concat()))
    }
}

/// Starts to fetch a page, so that it is here when a reader asks for it.
pub(crate) fn fetch(page: &str) {
    with_page(page, Box::new(|| {}));
}

/// Whether fetching a page has failed.
pub(crate) fn is_missing(page: &str) -> bool {
    PAGES.with_borrow(|pages| pages.iter().any(|(name, known)| *name == key(page) && matches!(known, Page::Missing)))
}

/// Calls `then` when a page has arrived or failed to; at once if that has happened already.
pub(crate) fn with_page(page: &str, then: Box<dyn FnOnce()>) {
    if is_this(page) {
        then();
        return;
    }
    let mut then = Some(then);
    let is_known = PAGES.with_borrow_mut(|pages| match pages.iter_mut().find(|(name, _)| *name == key(page)) {
        Some((_, Page::Asked(waiting))) => {
            waiting.extend(then.take());
            true
        }
        Some(_) => true,
        None => {
            pages.push((key(page).to_owned(), Page::Asked(then.take().into_iter().collect())));
            false
        }
    });
    if let Some(then) = then {
        then();
    }
    if !is_known && ask(page).is_none() {
        take(page, None);
    }
}

fn ask(page: &str) -> Option<()> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("GET", page).ok()?;
    request.set_response_type(XmlHttpRequestResponseType::Document);
    let (answer, name) = (request.clone(), page.to_owned());
    EventListener::once(&request, "loadend", move |_| {
        let document = answer.response().ok().and_then(|r| r.dyn_into::<Document>().ok());
        take(&name, document.filter(|_| answer.status() == Ok(200)));
    })
    .forget();
    request.send().ok()
}

fn take(page: &str, document: Option<Document>) {
    let now = document.map_or(Page::Missing, Page::Here);
    let before = PAGES.with_borrow_mut(|pages| {
        let known = pages.iter_mut().find(|(name, _)| *name == key(page));
        known.map(|(_, page)| std::mem::replace(page, now))
    });
    if let Some(Page::Asked(waiting)) = before {
        waiting.into_iter().for_each(|then| then());
    }
}

fn is_this(page: &str) -> bool {
    page.is_empty() || key(page) == key(&dom::here())
}

/// The element that an address points at, if its page has arrived.
pub(crate) fn element(address: &str) -> Option<Element> {
    let (page, id) = parts(address);
    if is_this(page) {
        return dom::by_id(id);
    }
    PAGES.with_borrow(|pages| match pages.iter().find(|(name, _)| *name == key(page)) {
        Some((_, Page::Here(document))) => document.get_element_by_id(id),
        _ => None,
    })
}

/// A copy of an entry, to be shown elsewhere on this page: unfolded, without ids, with links that lead where those of
/// the original lead. The copy is a plain `div`, because an `li` or `article` would be wrong outside of its list.
pub(crate) fn copy(entry: &Element, address: &str) -> Option<Element> {
    let copy = dom::document().import_node_with_deep(entry, true).ok()?.unchecked_into::<Element>();
    let is_here = parts(address).0.is_empty();
    for (link, copied) in dom::all_elements(entry, "a[href]").iter().zip(dom::all_elements(&copy, "a[href]")) {
        // Resolved by the original link, since relative addresses depend on its page. That page may be another
        // document, whose elements are of other JavaScript classes: a checked cast would fail.
        let link: &HtmlAnchorElement = link.unchecked_ref();
        let to = if is_here { address_of(link) } else { within(link.href()) };
        let _ = copied.set_attribute("href", &to);
    }
    for omitted in dom::all_elements(&copy, "[data-preview=\"omit\"]") {
        omitted.remove();
    }
    for folded in dom::all_elements(&copy, "details,summary") {
        let plain = boxed(&folded)?;
        let _ = folded.replace_with_with_node_1(&plain);
    }
    for named in dom::all_elements(&copy, "[id]") {
        let _ = named.remove_attribute("id");
    }
    boxed(&copy)
}

/// Moves what an element contains into a `div` of the same class.
fn boxed(element: &Element) -> Option<Element> {
    let plain = dom::document().create_element("div").ok()?;
    let class = element.class_name();
    plain.set_class_name(if element.tag_name() == "SUMMARY" { "entry-front" } else { &class });
    while let Some(child) = element.first_child() {
        plain.append_child(&child).ok()?;
    }
    Some(plain)
}

/// Finds the address of an item of which only the id is known: a link on this page may name it, else the shelves are
/// fetched one after the other. Calls `then` with the address, or `None` if no page has the item.
pub(crate) fn locate(id: String, then: impl FnOnce(Option<String>) + 'static) {
    let selector = ["a[data-kind][href$=\"#", &id, "\"]"].concat();
    let link = dom::document().query_selector(&selector).ok().flatten();
    match link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        Some(link) => then(Some(address_of(&link))),
        None => look_up(id, 0, Box::new(then)),
    }
}

fn look_up(id: String, shelf: usize, then: Box<dyn FnOnce(Option<String>)>) {
    let Some(name) = SHELVES.get(shelf) else {
        then(None);
        return;
    };
    let page = resolved(&(root() + name));
    let address = [&page, "#", &id].concat();
    with_page(
        &page,
        Box::new(move || {
            if element(&address).is_some() {
                then(Some(address));
            } else {
                look_up(id, shelf + 1, then);
            }
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_its_page_are_one() {
        assert_eq!(key("https://e.org/a/index.html?x=1#y"), key("https://e.org/a/"));
        assert_eq!(key("file:///a/index.html"), "file:///a/");
        assert_eq!(key("index.html#claim-a"), "");
        assert_eq!(key("https://e.org/a/other-index.html"), "https://e.org/a/other-index.html");
    }
}
