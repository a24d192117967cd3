//! The section navigation: where am I, what comes next, and which years the text in view speaks of.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::request_animation_frame;
use web_sys::Element;

use super::{on, ribbon};
use crate::dom;
use crate::i18n::{Text, fill, text};

/// A section counts as "here" once its top has come this far up the window (share of its height).
const HERE: f64 = 0.4;

/// What was seen at the last look.
#[derive(Default, PartialEq)]
struct Place {
    section: Option<usize>,
    years: Vec<i32>,
}

pub(crate) fn mount(bar: &Element) {
    let links = dom::all(bar, ".walk-list a");
    let sections: Vec<Element> =
        links.iter().filter_map(|a| dom::by_id(a.get_attribute("href")?.trim_start_matches('#'))).collect();
    let last = RefCell::new(Place::default());
    let bar = bar.clone();
    let look = Rc::new(move || {
        let place = look(&sections);
        if *last.borrow() != place {
            show(&bar, &sections, &last.borrow(), &place);
            *last.borrow_mut() = place;
        }
    });
    look();
    let waiting = Rc::new(Cell::new(false));
    on(&dom::window(), "scroll", move |_| {
        // One look a frame is enough.
        if !waiting.replace(true) {
            let (waiting, look) = (waiting.clone(), look.clone());
            // Dropping the handle would cancel the frame.
            std::mem::forget(request_animation_frame(move |_| {
                waiting.set(false);
                look();
            }));
        }
    });
}

fn look(sections: &[Element]) -> Place {
    let height = dom::viewport_height();
    let top = |e: &Element| e.get_bounding_client_rect().top();
    let Some(n) = sections.iter().rposition(|e| top(e) < height * HERE) else { return Place::default() };
    let mut years: Vec<i32> = Vec::new();
    for link in dom::all(&sections[n], ".prose a.to-event") {
        let y = top(&link);
        let year = link.get_attribute("data-year").and_then(|y| y.parse().ok());
        if let Some(year) = year.filter(|year| y > 0.0 && y < height && !years.contains(year)) {
            years.push(year);
        }
    }
    Place { section: Some(n), years }
}

fn show(bar: &Element, sections: &[Element], before: &Place, now: &Place) {
    ribbon::light(bar, &now.years);
    if before.section == now.section {
        return;
    }
    let links = dom::all(bar, ".walk-list a");
    for (n, link) in links.iter().enumerate() {
        if now.section == Some(n) {
            let _ = link.set_attribute("aria-current", "location");
        } else {
            let _ = link.remove_attribute("aria-current");
        }
    }
    let here = now.section.and_then(|n| links.get(n));
    let title = here.and_then(|a| a.text_content()).unwrap_or_else(|| text(Text::Sections).to_string());
    let position =
        now.section.map(|n| fill(Text::Of, &[&(n + 1).to_string(), &links.len().to_string()])).unwrap_or_default();
    dom::set_text(bar, ".walk-title", &title);
    dom::set_text(bar, ".walk-count", &position);
    point(bar, ".walk-step.back", now.section.and_then(|n| n.checked_sub(1)).and_then(|n| sections.get(n)));
    point(bar, ".walk-step.on", sections.get(now.section.map_or(0, |n| n + 1)));
}

/// Leads a step to a section, or takes its way.
fn point(bar: &Element, selector: &str, to: Option<&Element>) {
    let Ok(Some(step)) = bar.query_selector(selector) else { return };
    match to {
        Some(section) => {
            let _ = step.set_attribute("href", &("#".to_owned() + &section.id()));
            let _ = step.remove_attribute("aria-disabled");
            let _ = step.remove_attribute("role");
        }
        None => {
            let _ = step.remove_attribute("href");
            // Without a way it is no link by itself, and then it may not have a name.
            let _ = step.set_attribute("role", "link");
            let _ = step.set_attribute("aria-disabled", "true");
        }
    }
}
