//! Mounts what is alive in a page. Two programs do, so that a page answers before its timeline is there, and pages without
//! one never load it: see docs/decisions/008-two-programs.md.

use std::rc::Rc;

use web_sys::Element;

use crate::behaviors::{
    news, preview, relation_diagram, reveal, ribbon, scenario_checklist, search, section_nav, share, tour,
};
use crate::state::data::TimelineData;
use crate::state::{store, wire};
use crate::timeline::{Timeline, TimelineProps};
use crate::{dom, i18n};

/// The page's program: mounts what every link needs, then all behaviors in a task of their own, so that the page is free for the
/// reader in between, and marks the page ready (`performance.mark("ready")`, `data-state="ready"` on the root).
pub fn mount_page() {
    read_words();
    store::start();
    preview::start();
    dom::later(0, || {
        let hosts = dom::document().document_element().map(|root| dom::all_elements(&root, "[data-behavior]"));
        hosts.unwrap_or_default().iter().for_each(mount_one);
        ready();
    })
    .forget();
}

/// The timeline's program: replaces the prerendered timeline by the same one, drawn anew in one task. Hydrating it instead would
/// save making a dozen elements, and cost the reader 11 700 bytes of program.
pub fn mount_timeline() {
    read_words();
    let data = Rc::new(TimelineData::of_page());
    if let Ok(Some(host)) = dom::document().query_selector("[data-island]") {
        let _ = host.set_attribute("data-live", "");
        yew::Renderer::<Timeline>::with_root_and_props(host, TimelineProps { data }).render();
    }
}

/// Reads the words that the page brings along.
fn read_words() {
    let text = dom::by_id("strings").and_then(|e| e.text_content()).unwrap_or_default();
    i18n::set_catalogue(text.lines().map(wire::plain));
}

fn ready() {
    reveal::start();
    share::serve_copy_buttons();
    news::start();
    // The loader may have found by now that there will be no timeline.
    let root = dom::document().document_element();
    if let Some(root) = root.filter(|root| root.get_attribute("data-state").as_deref() != Some("failed")) {
        let _ = root.set_attribute("data-state", "ready");
    }
    if let Some(performance) = dom::window().performance() {
        let _ = performance.mark("ready");
    }
}

fn mount_one(host: &Element) {
    match host.get_attribute("data-behavior").as_deref() {
        Some("ribbon") => ribbon::mount(host),
        Some("section-nav") => section_nav::mount(host),
        Some("search") => search::mount(host),
        Some("tour") => tour::mount(host),
        Some("scenario-checklist") => scenario_checklist::mount(host),
        Some("relation-diagram") => relation_diagram::mount(host),
        Some("share") => share::mount(host),
        _ => {}
    }
}
