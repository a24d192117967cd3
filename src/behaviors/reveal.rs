//! Shows what the address points at: opens cards and clears filters that hide it. Opening a card is written to the address.

use std::cell::{Cell, RefCell};

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement};

use super::search;
use crate::dom;
use crate::state::store::{self, Step};
use crate::state::url::State;

/// How long after the start fonts may still load and move the text, in milliseconds.
const SETTLED_MS: u32 = 400;

/// Starts to follow the address and the cards.
pub(crate) fn start() {
    let (last, is_first) = (RefCell::new(None), Cell::new(true));
    store::follow(move |state| show(state, last.replace(state.anchor.clone()), is_first.replace(false)));
    // `toggle` does not bubble.
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
    EventListener::new_with_options(&dom::document(), "toggle", options, |event| {
        if let Some(details) = event.target().and_then(|t| t.dyn_into::<HtmlDetailsElement>().ok()) {
            toggled(&details);
        }
    })
    .forget();
}

fn show(state: &State, last: Option<String>, is_first: bool) {
    let is_known = state.anchor == last;
    // After going back or a reload, and while a preview is open, the browser decides where the page is scrolled to.
    if !store::has_arrived() || !state.trail.is_empty() {
        return;
    }
    let Some(element) = state.anchor.as_deref().and_then(dom::by_id) else { return };
    let was_hidden = search::show_anyway(&element);
    let was_open = is_open(&element);
    dom::open_around(&element);
    if is_first || was_hidden || !was_open || is_known {
        dom::scroll_to(&element, is_first);
        if is_first {
            settle(element);
        }
    }
}

fn is_open(element: &Element) -> bool {
    matches!(element.query_selector(":scope > details"), Ok(Some(d)) if d.has_attribute("open"))
}

/// Scrolls once more, because fonts that loaded late may have moved the element; not if the reader has scrolled meanwhile.
fn settle(element: Element) {
    let before = dom::scroll_position();
    dom::later(SETTLED_MS, move || {
        if dom::scroll_position() == before {
            dom::scroll_to(&element, true);
        }
    })
    .forget();
}

fn toggled(details: &HtmlDetailsElement) {
    let Some(card) = details.parent_element().filter(|p| p.has_attribute("data-entry")) else { return };
    let id = card.id();
    if details.open() {
        dom::report("card", &id);
        // Only what the reader opened, not "open all", becomes the address.
        if details.contains(dom::document().active_element().as_ref().map(AsRef::<web_sys::Node>::as_ref)) {
            store::update(Step::Replace, |s| s.anchor = Some(id));
        }
    } else if store::state().anchor.as_deref() == Some(&id) {
        store::update(Step::Replace, |s| s.anchor = None);
    }
}
