//! Wakes the islands of a page.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::BaseComponent;

use crate::data::TimelineData;
use crate::deck::{Deck, DeckProps};
use crate::outlook::{Outlook, OutlookProps};
use crate::ribbon::{Ribbon, RibbonProps};
use crate::search::{Search, SearchProps};
use crate::share::{Share, ShareProps};
use crate::steps::{Steps, StepsProps};
use crate::ties::{Ties, TiesProps};
use crate::timeline::{Timeline, TimelineProps};
use crate::walk::{Walk, WalkProps};
use crate::wire::Wire;
use crate::{catalogue, dom, reveal, share, store, wire};

/// Wakes every island, each in a task of its own so that the page stays free for the reader in between, then marks the
/// page ready (`performance.mark("ready")`, `data-state="ready"` on the root).
#[wasm_bindgen(start)]
pub fn wake() {
    let text = |id: &str| dom::by_id(id).and_then(|e| e.text_content()).unwrap_or_default();
    catalogue::set_catalogue(text("strings").lines().map(wire::plain));
    let data = Rc::new(TimelineData::decode(&text("data-timeline")));
    store::start();
    let hosts = dom::all_in_page("[data-island]");
    next(hosts.into_iter().map(Element::from).collect(), data);
}

fn next(mut hosts: Vec<Element>, data: Rc<TimelineData>) {
    if hosts.is_empty() {
        Timeout::new(0, ready).forget();
        return;
    }
    let host = hosts.remove(0);
    Timeout::new(0, move || {
        wake_one(&host, &data);
        next(hosts, data);
    })
    .forget();
}

fn ready() {
    reveal::start();
    share::follow_copy_buttons();
    if let Some(root) = dom::document().document_element() {
        let _ = root.set_attribute("data-state", "ready");
    }
    if let Some(performance) = dom::window().performance() {
        let _ = performance.mark("ready");
    }
}

fn wake_one(host: &Element, data: &Rc<TimelineData>) {
    let props = host.get_attribute("data-props").unwrap_or_default();
    let data = data.clone();
    match host.get_attribute("data-island").as_deref() {
        Some("timeline") => hydrate::<Timeline>(host, TimelineProps { data }),
        Some("ribbon") => hydrate::<Ribbon>(host, RibbonProps { data }),
        Some("walk") => hydrate::<Walk>(host, WalkProps { sections: Wire::decode(&props), data }),
        Some("deck") => hydrate::<Deck>(host, DeckProps::decode(&props)),
        Some("steps") => hydrate::<Steps>(host, StepsProps::decode(&props)),
        Some("outlook") => hydrate::<Outlook>(host, OutlookProps::decode(&props)),
        Some("ties") => hydrate::<Ties>(host, TiesProps::decode(&props)),
        Some("search") => hydrate::<Search>(host, SearchProps::decode(&props)),
        Some("share") => hydrate::<Share>(host, ShareProps::decode(&props)),
        _ => {}
    }
}

/// Adopts what the prerender wrote; draws anew where there is nothing to adopt.
fn hydrate<C: BaseComponent>(host: &Element, props: C::Properties) {
    let renderer = yew::Renderer::<C>::with_root_and_props(host.clone(), props);
    if host.has_child_nodes() {
        renderer.hydrate();
    } else {
        renderer.render();
    }
}
