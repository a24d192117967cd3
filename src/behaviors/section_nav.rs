//! The section navigation: where am I, and what comes before and next. The timeline is a stop like any section.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::request_animation_frame;
use gloo::timers::callback::Timeout;
use web_sys::{Element, HtmlElement};

use super::{on, on_click};
use crate::dom;
use crate::i18n::{Text, fill, text};

/// A stop counts as "here" once its top has come this far up the window (share of its height).
const HERE: f64 = 0.4;
/// Once its top is so far above the window (share of its height), "previous" leads back to it.
const PASSED: f64 = 0.1;
/// A smooth scroll is over by then, in milliseconds.
const SCROLLED_MS: u32 = 1_500;

struct Nav {
    bar: Element,
    links: Vec<HtmlElement>,
    stops: Vec<Element>,
    /// What was shown last: the stop, and whether the reader is past its beginning.
    last: Cell<Option<(Option<usize>, bool)>>,
    /// The stop that a press leads to, until the page is there: the next press counts from it.
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
        n.timer.replace(Some(Timeout::new(SCROLLED_MS, move || later.arrive())));
        // Not before the browser has followed the link as it was.
        let later = n.clone();
        Timeout::new(0, move || later.look()).forget();
    });
    let n = nav.clone();
    on(&dom::window(), "scrollend", move |_| n.arrive());
    for name in ["wheel", "touchmove"] {
        let n = nav.clone();
        on(&dom::window(), name, move |_| n.aim.set(None));
    }
    let waiting = Rc::new(Cell::new(false));
    on(&dom::window(), "scroll", move |_| {
        // One look a frame is enough.
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

    /// Leads a step to a stop, or takes its way.
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
                // Without a way it is no link by itself, and then it may not have a name.
                let _ = step.set_attribute("role", "link");
                let _ = step.set_attribute("aria-disabled", "true");
            }
        }
    }
}
