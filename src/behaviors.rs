//! Behaviors: static HTML of the page that answers to the reader. Each `mount` takes the element it serves.

pub(crate) mod entries;
pub(crate) mod news;
pub(crate) mod preview;
pub(crate) mod relation_diagram;
pub(crate) mod reveal;
pub(crate) mod ribbon;
pub(crate) mod scenario_checklist;
pub(crate) mod search;
pub(crate) mod section_nav;
pub(crate) mod share;
pub(crate) mod tour;

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{Element, Event, EventTarget};

/// Listens for as long as the page is open, because elements with a behavior are never removed.
pub(crate) fn on(target: &EventTarget, event: &'static str, then: impl FnMut(&Event) + 'static) {
    listen(target, event, Box::new(then));
}

/// Like [`on`], for a listener that may call `preventDefault`.
pub(crate) fn on_active(target: &EventTarget, event: &'static str, then: impl FnMut(&Event) + 'static) {
    listen_active(target, event, Box::new(then));
}

fn listen_active(target: &EventTarget, event: &'static str, then: Box<dyn FnMut(&Event)>) {
    EventListener::new_with_options(target, event, EventListenerOptions::enable_prevent_default(), then).forget();
}

/// Not generic, so that the program holds this code once instead of once for each closure.
fn listen(target: &EventTarget, event: &'static str, then: Box<dyn FnMut(&Event)>) {
    EventListener::new(target, event, then).forget();
}

/// Calls `then` with the clicked element below `root`, or its closest ancestor, that matches `selector`.
pub(crate) fn on_click(root: &Element, selector: &'static str, then: impl FnMut(Element) + 'static) {
    listen_click(root, selector, Box::new(then));
}

fn listen_click(root: &Element, selector: &'static str, mut then: Box<dyn FnMut(Element)>) {
    on(root, "click", move |event| {
        if let Some(element) = crate::dom::closest(event, selector) {
            then(element);
        }
    });
}

/// Sets `aria-pressed` on one button of a group and clears it on the others.
pub(crate) fn press(group: &Element, pressed: &Element) {
    for button in crate::dom::all(group, "[aria-pressed]") {
        let _ = button.set_attribute("aria-pressed", if *button == *pressed { "true" } else { "false" });
    }
}
