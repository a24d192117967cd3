//! What is new for a returning reader: `since=2026-11-24` in the address marks later changes and the cards they touch.
//! Nothing is stored.

use web_sys::Element;

use super::entries;
use crate::dom;
use crate::i18n::{Text, fill, text};
use crate::page_file;
use crate::state::store;

/// Starts to mark, on the page of the list and on every other.
pub(crate) fn start() {
    store::follow(|state| {
        let since = state.rest.iter().find(|(key, value)| key == "since" && is_date(value));
        let since = since.map(|(_, since)| since.clone());
        if let Some(list) = dom::by_id("changes") {
            mark(&list, since.as_deref());
        } else if since.is_some() {
            let address = entries::resolved(&(entries::root() + page_file::CHANGES));
            let page = entries::parts(&address).0.to_owned();
            let then = move || {
                if let Some(list) = entries::element(&address) {
                    mark(&list, since.as_deref());
                }
            };
            entries::with_page(&page, Box::new(then));
        }
    });
}

/// Marks what the list says was changed, where it stands on this page, and in the list itself.
fn mark(list: &Element, since: Option<&str>) {
    let mut is_unchanged = since.is_some();
    for item in dom::all_elements(list, "[data-date]") {
        let date = item.get_attribute("data-date").unwrap_or_default();
        // Dates written so sort as text.
        let is_new = since.is_some_and(|since| date.as_str() > since);
        is_unchanged &= !is_new;
        let _ = item.toggle_attribute_with_force("data-new", is_new);
        for id in item.get_attribute("data-cards").unwrap_or_default().split(' ') {
            if let Some(card) = dom::by_id(id) {
                mark_card(&card, is_new);
            }
        }
        // The link goes to the marked card itself: a preview would show a copy without the mark.
        for link in dom::all_elements(&item, "a[data-kind]") {
            let href = link.get_attribute("href").unwrap_or_default();
            if let Some(since) = since.filter(|_| !href.contains('&')) {
                let _ = link.set_attribute("href", &[&href, "&since=", since].concat());
                let _ = link.set_attribute("data-preview", "none");
            }
        }
    }
    // The date in the words of the list: the addresses we offer always name the day of a change.
    let written = |since: &str| {
        let time = list.query_selector(&["[data-date=\"", since, "\"] time"].concat()).ok().flatten();
        time.and_then(|time| time.text_content()).unwrap_or_else(|| since.to_owned())
    };
    let said = since.filter(|_| is_unchanged).map(|since| fill(Text::Unchanged, &[&written(since)]));
    dom::say(list, said.unwrap_or_default());
}

fn mark_card(card: &Element, is_new: bool) {
    let _ = card.toggle_attribute_with_force("data-new", is_new);
    if is_new && matches!(card.query_selector(".new-mark"), Ok(None)) {
        let title = card.query_selector("[data-entry-title],h2,summary").ok().flatten();
        let title = title.unwrap_or_else(|| card.clone());
        dom::append(&title, "span", "", " ");
        dom::append(&title, "b", "new-mark", &text(Text::New));
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}
