//! The section navigation: where am I, and what comes before and next. The timeline is a stop like any section.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::request_animation_frame;
use gloo::timers::callback::Timeout;
use web_sys::{Element, HtmlElement};

use super::{on, on_click};
use crate::dom;
use crate::i18n::{Text, fill, text};

/// A stop is the current one once its top is above this share of the window's height.
const HERE: f64 = 0.4;
/// Once the top of the current stop is this share of the window's height above the window, "previous" leads to that
/// top.
const PASSED: f64 = 0.1;
/// Longest duration of a smooth scroll, in milliseconds, for browsers without `scrollend`.
const SCROLLED_MS: u32 = 1_500;

struct Nav {
    bar: Element,
    links: Vec<HtmlElement>,
    stops: Vec<Element>,
    /// What the bar shows: the current stop, and whether the reader is past its beginning.
    last: Cell<Option<(Option<usize>, bool)>>,
    /// The stop that the page is scrolling to after a press, so that the next press counts from there.
    aim: Cell<Option<usize>>,
    timer: RefCell<Option<Timeout>>,
}

pub(crate) fn mount(bar: &Element) {
    let links = dom::all(bar, "a[data-stop]");
    let stops: Vec<Element> =
        links.iter().filter_map(|a| dom::by_id(a.get_attribute("href")?.trim_start_matches('#'))).collect();
    if stops.len() < links.len() {
        return;
    }
    let nav = Rc::new(Nav {
        bar: bar.clone(),
        links,
        stops,
        last: Cell::new(None),
        aim: Cell::new(None),
        timer: RefCell::default(),
    });
    nav.look();
    let n = nav.clone();
    on_click(bar, ".section-nav-step[href]", move |step| {
        let id = step.get_attribute("href").unwrap_or_default();
        n.aim.set(n.links.iter().position(|link| link.get_attribute("href").as_ref() == Some(&id)));
        let later = n.clone();
        n.timer.replace(Some(dom::later(SCROLLED_MS, move || later.arrive())));
        // Deferred, because this changes the address of the link that the browser is about to follow.
        let later = n.clone();
        dom::later(0, move || later.look()).forget();
    });
    let n = nav.clone();
    on(&dom::window(), "scrollend", move |_| n.arrive());
    for name in ["wheel", "touchmove"] {
        let n = nav.clone();
        on(&dom::window(), name, move |_| n.aim.set(None));
    }
    let waiting = Rc::new(Cell::new(false));
    on(&dom::window(), "scroll", move |_| {
        // At most once a frame.
        if !waiting.replace(true) {
            let (waiting, nav) = (waiting.clone(), nav.clone());
            // Dropping the handle would cancel the frame.
            std::mem::forget(request_animation_frame(move |_| {
                waiting.set(false);
                nav.look();
            }));
        }
    });
}

impl Nav {
    fn arrive(&self) {
        self.aim.set(None);
        self.look();
    }

    fn look(&self) {
        let place = self.aim.get().map_or_else(|| self.seen(), |n| (Some(n), false));
        if self.last.get() != Some(place) {
            self.show(place);
            self.last.set(Some(place));
        }
    }

    fn seen(&self) -> (Option<usize>, bool) {
        let height = dom::viewport_height();
        let top = |e: &Element| e.get_bounding_client_rect().top();
        let here = self.stops.iter().rposition(|e| top(e) < height * HERE);
        (here, here.is_some_and(|n| top(&self.stops[n]) < -height * PASSED))
    }

    fn show(&self, (here, is_past): (Option<usize>, bool)) {
        for (n, link) in self.links.iter().enumerate() {
            if here == Some(n) {
                let _ = link.set_attribute("aria-current", "location");
            } else {
                let _ = link.remove_attribute("aria-current");
            }
        }
        let link = here.and_then(|n| self.links.get(n));
        let title = link.and_then(|a| a.text_content()).unwrap_or_else(|| text(Text::Sections).to_string());
        let count = self.links.len().to_string();
        let position = here.map(|n| fill(Text::Of, &[&(n + 1).to_string(), &count])).unwrap_or_default();
        dom::set_text(&self.bar, ".section-nav-title", &title);
        dom::set_text(&self.bar, ".section-nav-count", &position);
        let before = if is_past { here } else { here.and_then(|n| n.checked_sub(1)) };
        self.point(".section-nav-step.back", before);
        self.point(".section-nav-step.on", Some(here.map_or(0, |n| n + 1)));
    }

    /// Points a step's link at a stop, or disables it where there is none.
    fn point(&self, selector: &str, to: Option<usize>) {
        let Ok(Some(step)) = self.bar.query_selector(selector) else { return };
        match to.and_then(|n| self.stops.get(n)) {
            Some(stop) => {
                let _ = step.set_attribute("href", &("#".to_owned() + &stop.id()));
                let _ = step.remove_attribute("aria-disabled");
                let _ = step.remove_attribute("role");
            }
            None => {
                let _ = step.remove_attribute("href");
                // Without `href` it has no role, and an element without a role may not have a label.
                let _ = step.set_attribute("role", "link");
                let _ = step.set_attribute("aria-disabled", "true");
            }
        }
    }
}
