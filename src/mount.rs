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

/// The page's program: mounts every behavior, each in a task of its own so that the page stays free for the reader in between,
/// then marks the page ready (`performance.mark("ready")`, `data-state="ready"` on the root).
pub fn mount_page() {
    read_words();
    store::start();
    // First what every link needs.
    preview::start();
    let hosts = dom::document().document_element().map(|root| dom::all_elements(&root, "[data-behavior]"));
    next(hosts.unwrap_or_default());
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

fn next(mut hosts: Vec<Element>) {
    dom::later(0, move || {
        if hosts.is_empty() {
            ready();
        } else {
            mount_one(&hosts.remove(0));
            next(hosts);
        }
    })
    .forget();
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
