//! The tour: one step at a time, by buttons, keys and swipes; over the article in a dialog, elsewhere on the page itself. The
//! address holds the step without adding to the history: going back leaves the tour at once, and not step by step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent, PointerEvent};

use super::{on, on_active, on_click, ribbon};
use crate::dom;
use crate::i18n::{Text, fill};
use crate::number::whole;
use crate::state::store::{self, Overlays, Step};
use crate::state::url::State;

/// How far a finger has to move sideways to swipe, in pixels.
const SWIPE_PX: i32 = 50;

struct Tour {
    bar: Element,
    list: Element,
    steps: Vec<HtmlElement>,
    /// None on a page that holds nothing but the tour.
    dialog: Option<HtmlDialogElement>,
    /// The ribbon above the steps, which highlights the years of a step.
    ribbon: Option<Element>,
    /// The link that opened it.
    opener: RefCell<Option<HtmlElement>>,
    swipe: Cell<Option<(i32, i32)>>,
}

pub(crate) fn mount(bar: &Element) {
    let Some(list) = bar.get_attribute("data-list").and_then(|id| dom::by_id(&id)) else { return };
    let dialog = list.closest("dialog").ok().flatten().and_then(|d| d.dyn_into::<HtmlDialogElement>().ok());
    let steps = dom::all(&list, ":scope > li");
    let ribbon = dialog.as_ref().and_then(|dialog| add_ribbon(dialog, &list));
    // In a frame the steps stand side by side until the program comes, and may have been swiped.
    let width = list.client_width().max(1);
    let swiped = (list.scroll_left().abs() + width / 2) / width;
    if swiped > 0 {
        store::update(Step::Replace, |s| s.tour = s.tour.or(u16::try_from(swiped + 1).ok()));
    }
    // Tells the styles that scripts run, so that they show one step at a time.
    let _ = list.set_attribute("data-live", "");
    let tour = Rc::new(Tour {
        bar: bar.clone(),
        list,
        steps,
        dialog,
        ribbon,
        opener: RefCell::default(),
        swipe: Cell::new(None),
    });
    tour.listen();
    store::follow(move |state| tour.follow(state));
}

/// The hero's ribbon once more, above the steps: the page behind the dialog is not seen.
fn add_ribbon(dialog: &Element, list: &Element) -> Option<Element> {
    let strip = dom::document().query_selector(".ribbon-touch .strip").ok().flatten()?;
    let copy = strip.clone_node_with_deep(true).ok()?;
    let ribbon = dom::append(dialog, "div", "tour-ribbon", "")?;
    ribbon.append_child(&copy).ok()?;
    let block = list.parent_element()?;
    block.insert_before(&ribbon, Some(list)).ok()?;
    Some(ribbon)
}

impl Tour {
    fn listen(self: &Rc<Self>) {
        let tour = self.clone();
        on_click(&self.bar, "[data-step]", move |button| {
            tour.step_by(if button.get_attribute("data-step").as_deref() == Some("next") { 1 } else { -1 });
        });
        let keys: &Element = self.dialog.as_ref().map_or(&self.list, |dialog| dialog.as_ref());
        let tour = self.clone();
        on_active(keys, "keydown", move |event| tour.key(event.unchecked_ref()));
        let tour = self.clone();
        on(&self.list, "pointerdown", move |event| {
            let finger: &PointerEvent = event.unchecked_ref();
            tour.swipe.set((finger.pointer_type() == "touch").then(|| (finger.client_x(), finger.client_y())));
        });
        let tour = self.clone();
        on(&self.list, "pointerup", move |event| {
            let finger: &PointerEvent = event.unchecked_ref();
            let Some((x, y)) = tour.swipe.take() else { return };
            let (along, across) = (finger.client_x() - x, finger.client_y() - y);
            if along.abs() > SWIPE_PX && along.abs() > 2 * across.abs() {
                tour.step_by(if (along < 0) == dom::is_rtl() { -1 } else { 1 });
            }
        });
        let Some(dialog) = &self.dialog else { return };
        // Whom the last step leads on does not come back to the link that opened the tour.
        let tour = self.clone();
        on_click(&self.list, ".ways-on a", move |_| {
            tour.opener.take();
            store::update(Step::Replace, |s| (s.tour, s.is_tour_step) = (None, false));
        });
        let tour = self.clone();
        on_active(&dom::document(), "click", move |event| {
            let mouse = event.dyn_ref::<web_sys::MouseEvent>();
            let is_elsewhere = mouse.is_some_and(|m| m.ctrl_key() || m.meta_key() || m.shift_key() || m.button() != 0);
            if let Some(opener) = dom::closest(event, "[data-opens=\"tour\"]").filter(|_| !is_elsewhere) {
                event.prevent_default();
                // The contents, which may hold the link, close before the dialog opens.
                if let Some(popover) = opener.closest("[popover]").ok().flatten() {
                    let _ = popover.unchecked_into::<HtmlElement>().hide_popover();
                }
                *tour.opener.borrow_mut() = opener.dyn_into().ok();
                store::update(Step::Tour, |s| s.tour = s.tour.or(Some(1)));
            }
        });
        let tour = self.clone();
        on(dialog, "close", move |_| {
            if store::state().tour.is_some() {
                store::close_overlays(Overlays::Tour);
            }
            if let Some(opener) = &*tour.opener.borrow() {
                dom::focus(opener);
            }
        });
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        let (back, on) = if dom::is_rtl() { ("ArrowRight", "ArrowLeft") } else { ("ArrowLeft", "ArrowRight") };
        let key = event.key();
        let count = self.steps.len() as isize;
        let by = match key.as_str() {
            "Home" => -count,
            "End" => count,
            key if key == back => -1,
            key if key == on => 1,
            _ => return,
        };
        event.prevent_default();
        self.step_by(by);
    }

    /// The present step, from 0.
    fn step(&self, state: &State) -> usize {
        usize::from(state.tour.unwrap_or(1)).clamp(1, self.steps.len().max(1)) - 1
    }

    fn step_by(&self, by: isize) {
        let last = self.steps.len().saturating_sub(1) as isize;
        let step = (self.step(&store::state()) as isize + by).clamp(0, last);
        store::update(Step::Replace, |s| s.tour = u16::try_from(step + 1).ok());
    }

    fn follow(&self, state: &State) {
        if let Some(dialog) = &self.dialog {
            match (state.tour.is_some(), dialog.open()) {
                (true, false) => {
                    let _ = dialog.show_modal();
                }
                (false, true) => dialog.close(),
                (false, false) => return,
                (true, true) => {}
            }
        }
        self.show(self.step(state));
    }

    fn show(&self, now: usize) {
        for (n, step) in self.steps.iter().enumerate() {
            let _ = step.toggle_attribute_with_force("data-current", n == now);
        }
        let Some(step) = self.steps.get(now) else { return };
        step.set_scroll_top(0);
        dom::say(&self.bar, fill(Text::Step, &[&(now + 1).to_string(), &self.steps.len().to_string()]));
        if let Some(ribbon) = &self.ribbon {
            let year = step.get_attribute("data-year").and_then(|year| whole(&year));
            ribbon::light(ribbon, year.as_slice());
        }
        let button = |name: &str| {
            let button = self.bar.query_selector(&["[data-step=\"", name, "\"]"].concat()).ok().flatten();
            button.and_then(|button| button.dyn_into::<HtmlElement>().ok())
        };
        let (Some(previous), Some(next)) = (button("previous"), button("next")) else { return };
        let focus = dom::document().active_element();
        for (here, other, is_off) in [(&previous, &next, now == 0), (&next, &previous, now + 1 == self.steps.len())] {
            let _ = here.toggle_attribute_with_force("disabled", is_off);
            // A button that is disabled loses the focus, so the other one gets it.
            if is_off && focus.as_deref() == Some(here.as_ref()) {
                let _ = other.remove_attribute("disabled");
                dom::focus(other);
            }
        }
    }
}
