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

/// Listens as long as the page lives: the elements that behaviours serve are never taken out.
pub(crate) fn on(target: &EventTarget, event: &'static str, then: impl FnMut(&Event) + 'static) {
    listen(target, event, Box::new(then));
}

/// The same for a listener that may keep the browser from what it would do.
pub(crate) fn on_active(target: &EventTarget, event: &'static str, then: impl FnMut(&Event) + 'static) {
    EventListener::new_with_options(target, event, EventListenerOptions::enable_prevent_default(), then).forget();
}

/// One copy in the program, whatever listens.
fn listen(target: &EventTarget, event: &'static str, then: Box<dyn FnMut(&Event)>) {
    EventListener::new(target, event, then).forget();
}

/// Calls back with the element below `root` that matches the selector and was clicked.
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

/// Presses one of a group's buttons and releases the others.
pub(crate) fn press(group: &Element, pressed: &Element) {
    for button in crate::dom::all(group, "[aria-pressed]") {
        let _ = button.set_attribute("aria-pressed", if *button == *pressed { "true" } else { "false" });
    }
}
