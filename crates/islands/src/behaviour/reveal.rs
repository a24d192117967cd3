//! What the address points at is shown: cards open, and opening a card is written to the address.

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement};
use yew::Callback;

use crate::dom;
use crate::fragment::State;
use crate::store::{self, Step};

/// Starts to follow the address and the cards.
pub(crate) fn start() {
    let mut last = None;
    show(&store::state(), &mut last, true);
    let last = std::cell::RefCell::new(last);
    // Lives as long as the page.
    std::mem::forget(store::subscribe(Callback::from(move |state: State| show(&state, &mut last.borrow_mut(), false))));
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
    let Some(element) = state.anchor.as_deref().and_then(dom::by_id) else { return };
    if element.class_list().contains("event") && dom::by_id("timeline").is_some() {
        // The timeline shows it; the list stays as the reader left it.
        if (first || !in_view("timeline"))
            && let Some(timeline) = dom::by_id("timeline")
        {
            dom::scroll_to(&timeline);
        }
        return;
    }
    let was_open = is_open(&element);
    dom::open_around(&element);
    if first || !was_open {
        dom::scroll_to(&element);
    }
}

fn is_open(element: &Element) -> bool {
    matches!(element.query_selector(":scope > details"), Ok(Some(d)) if d.has_attribute("open"))
}

fn in_view(id: &str) -> bool {
    let height = dom::viewport_height();
    dom::by_id(id).is_some_and(|e| {
        let rect = e.get_bounding_client_rect();
        rect.top() < height * 0.5 && rect.bottom() > height * 0.25
    })
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
