//! Mounts the islands and behaviours of a page.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::Element;

use crate::behaviors::{
    news, preview, relation_diagram, reveal, ribbon, scenario_checklist, search, section_nav, share, tour,
};
use crate::state::data::{Shared, TimelineData};
use crate::state::wire::Wire;
use crate::state::{store, wire};
use crate::timeline::{Timeline, TimelineProps};
use crate::{dom, i18n};

/// Mounts every part, each in a task of its own so that the page stays free for the reader in between, then marks the page
/// ready (`performance.mark("ready")`, `data-state="ready"` on the root).
pub fn mount() {
    let text = |id: &str| dom::by_id(id).and_then(|e| e.text_content()).unwrap_or_default();
    i18n::set_catalogue(text("strings").lines().map(wire::plain));
    let data = Rc::new(TimelineData::decode(&text("data-timeline")));
    store::start();
    // First what every link needs.
    preview::start();
    let hosts =
        dom::document().document_element().map(|root| dom::all_elements(&root, "[data-island],[data-behavior]"));
    next(hosts.unwrap_or_default(), data);
}

fn next(mut hosts: Vec<Element>, data: Shared) {
    Timeout::new(0, move || {
        if hosts.is_empty() {
            ready();
        } else {
            mount_one(&hosts.remove(0), &data);
            next(hosts, data);
        }
    })
    .forget();
}

fn ready() {
    reveal::start();
    share::serve_copy_buttons();
    if let Some(root) = dom::document().document_element() {
        let _ = root.set_attribute("data-state", "ready");
    }
    if let Some(performance) = dom::window().performance() {
        let _ = performance.mark("ready");
    }
}

fn mount_one(host: &Element, data: &Shared) {
    if host.has_attribute("data-island") {
        draw(host, data);
    }
    match host.get_attribute("data-behavior").as_deref() {
        Some("ribbon") => ribbon::mount(host, data),
        Some("section-nav") => section_nav::mount(host),
        Some("search") => search::mount(host),
        Some("tour") => tour::mount(host),
        Some("scenario-checklist") => scenario_checklist::mount(host),
        Some("relation-diagram") => relation_diagram::mount(host),
        Some("news") => news::mount(host),
        Some("share") => share::mount(host),
        _ => {}
    }
}

/// Draws the island in place of its prerender. It is the same, made anew in one task: to adopt what is there instead would
/// save a dozen elements and cost the reader 11 700 bytes of program.
fn draw(host: &Element, data: &Shared) {
    yew::Renderer::<Timeline>::with_root_and_props(host.clone(), TimelineProps { data: data.clone() }).render();
}
