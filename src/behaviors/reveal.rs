//! What the address points at is shown: cards open, and opening a card is written to the address.

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement};
use yew::Callback;

use crate::dom;
use crate::state::store::{self, Step};
use crate::state::url::State;

/// How long after the start fonts may still come and move what stands below them, in milliseconds.
const SETTLED_MS: u32 = 400;

/// Starts to follow the address and the cards.
pub(crate) fn start() {
    let mut last = None;
    show(&store::state(), &mut last, true);
    let last = std::cell::RefCell::new(last);
    // Lives as long as the page.
    std::mem::forget(store::subscribe(Callback::from(move |state: State| show(&state, &mut last.borrow_mut(), false))));
    let active = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&dom::document(), "click", active, follow).forget();
    // `toggle` does not bubble.
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
    EventListener::new_with_options(&dom::document(), "toggle", options, |event| {
        if let Some(details) = event.target().and_then(|t| t.dyn_into::<HtmlDetailsElement>().ok()) {
            toggled(&details);
        }
    })
    .forget();
}

fn show(state: &State, last: &mut Option<String>, first: bool) {
    if state.anchor == *last {
        return;
    }
    last.clone_from(&state.anchor);
    if store::is_refining() {
        return;
    }
    let Some(element) = state.anchor.as_deref().and_then(dom::by_id) else { return };
    if element.class_list().contains("event") && dom::by_id("timeline").is_some() {
        // The timeline shows it. The list stays as the reader left it; before us the browser opened it for the event's sake.
        if first && let Ok(Some(list)) = element.closest(".all-events") {
            let _ = list.remove_attribute("open");
        }
        show_timeline(first);
        return;
    }
    let was_open = is_open(&element);
    dom::open_around(&element);
    if first || !was_open {
        dom::scroll_to(&element, first);
        if first {
            settle(element);
        }
    }
}

fn is_open(element: &Element) -> bool {
    matches!(element.query_selector(":scope > details"), Ok(Some(d)) if d.has_attribute("open"))
}

/// Scrolls once more, for fonts that came late may have moved what the reader came for; unless the reader has gone on.
fn settle(element: Element) {
    let place = || dom::window().scroll_y().unwrap_or_default();
    let before = place();
    Timeout::new(SETTLED_MS, move || {
        if place() == before {
            dom::scroll_to(&element, true);
        }
    })
    .forget();
}

/// Scrolls to the timeline, unless the reader sees it.
fn show_timeline(first: bool) {
    let Some(block) = dom::by_id("timeline") else { return };
    let height = dom::viewport_height();
    let rect = block.query_selector(".tl").ok().flatten().map(|view| view.get_bounding_client_rect());
    let in_view = rect.is_some_and(|r| r.top() < height * 0.5 && r.bottom() > height * 0.25);
    if first || !in_view {
        dom::scroll_to(&block, first);
    }
}

/// A link to an event shows it in the timeline: left to itself, a browser would open the list at its row.
fn follow(event: &web_sys::Event) {
    let Some(link) = dom::closest(event, "a[href^=\"#\"]") else { return };
    let id = link.get_attribute("href").unwrap_or_default().trim_start_matches('#').to_owned();
    let is_event = dom::by_id(&id).is_some_and(|e| e.class_list().contains("event"));
    let elsewhere =
        event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|m| m.ctrl_key() || m.meta_key() || m.shift_key());
    if !is_event || elsewhere || event.default_prevented() || dom::by_id("timeline").is_none() {
        return;
    }
    event.prevent_default();
    if store::state().anchor.as_deref() == Some(&id) {
        // Nothing changes, so nobody is told; but the reader wants to see it again.
        show_timeline(false);
    } else {
        store::update(Step::Push, |s| s.anchor = Some(id));
    }
}

fn toggled(details: &HtmlDetailsElement) {
    let Some(card) = details.parent_element().filter(|p| p.class_list().contains("card")) else { return };
    let id = card.id();
    if details.open() {
        dom::report("card", &id);
        // Only what the reader opened, not "open all", becomes the address.
        if details.contains(dom::document().active_element().as_ref().map(AsRef::<web_sys::Node>::as_ref)) {
            store::update(Step::Push, |s| s.anchor = Some(id));
        }
    } else if store::state().anchor.as_deref() == Some(&id) {
        store::update(Step::Replace, |s| s.anchor = None);
    }
}
