//! The tour: buttons for a row of steps that scrolls and snaps by itself; the address keeps the step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, ScrollBehavior, ScrollToOptions};
use yew::Callback;

use super::{on, on_click};
use crate::dom;
use crate::i18n::{Text, fill};
use crate::state::store::{self, Step};
use crate::state::url::State;

/// A swipe has come to rest when nothing moved for this long, in milliseconds.
const REST_MS: u32 = 150;

/// Where the row was told to scroll and is not yet. A slow machine draws so seldom that it seems to rest on its way.
type Way = Rc<Cell<Option<i32>>>;

pub(crate) fn mount(bar: &Element) {
    let Some(list) = bar.get_attribute("data-list").and_then(|id| dom::by_id(&id)) else { return };
    let count = items(&list).len();
    let way = Way::default();
    for name in ["pointerdown", "wheel", "keydown"] {
        let way = way.clone();
        // Now it goes where the reader wants.
        on(&list, name, move |_| way.set(None));
    }
    on_click(bar, "[data-step]", {
        let (list, way) = (list.clone(), way.clone());
        move |button| {
            let by: isize = if button.get_attribute("data-step").as_deref() == Some("next") { 1 } else { -1 };
            let next = (resting(&list) as isize + by).clamp(0, count as isize - 1) as usize;
            go(&list, &way, next);
        }
    });
    // Left to itself, the browser would move the page.
    let active = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&list, "keydown", active, {
        let (list, way) = (list.clone(), way.clone());
        move |event| {
            let step = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            go(&list, &way, step);
        }
    })
    .forget();
    let follow = {
        let (bar, list, way) = (bar.clone(), list.clone(), way.clone());
        Callback::from(move |state: State| {
            let step = usize::from(state.step.unwrap_or(1)).clamp(1, count.max(1));
            if state.step.is_some() && resting(&list) + 1 != step {
                show(&list, &way, step - 1);
            }
            tell(&bar, step, count);
        })
    };
    follow.emit(store::state());
    std::mem::forget(store::subscribe(follow));
    let timer = RefCell::new(None);
    on(&list.clone(), "scroll", move |_| {
        let (list, way) = (list.clone(), way.clone());
        *timer.borrow_mut() = Some(Timeout::new(REST_MS, move || {
            if way.get().is_some_and(|to| to.abs_diff(list.scroll_left()) > 1) {
                return;
            }
            way.set(None);
            let step = resting(&list);
            if store::state().step.map_or(1, usize::from) != step + 1 {
                keep(&list, step);
            }
        }));
    });
}

fn go(list: &Element, way: &Way, step: usize) {
    show(list, way, step);
    keep(list, step);
}

/// Writes the step to the address, and what leads back to it.
fn keep(list: &Element, step: usize) {
    store::update(Step::Replace, |s| {
        s.step = u16::try_from(step + 1).ok();
        s.anchor = Some(list.id());
    });
}

fn tell(bar: &Element, step: usize, count: usize) {
    dom::say(bar, fill(Text::Step, &[&step.to_string(), &count.to_string()]));
    for (selector, off) in [("[data-step=\"previous\"]", step <= 1), ("[data-step=\"next\"]", step >= count)] {
        if let Ok(Some(button)) = bar.query_selector(selector) {
            let _ = button.toggle_attribute_with_force("disabled", off);
        }
    }
}

fn items(list: &Element) -> Vec<HtmlElement> {
    dom::all(list, ":scope > li")
}

fn show(list: &Element, way: &Way, step: usize) {
    let items = items(list);
    let (Some(first), Some(item)) = (items.first(), items.get(step)) else { return };
    let options = ScrollToOptions::new();
    let left = item.offset_left() - first.offset_left();
    let most = list.scroll_width() - list.client_width();
    way.set(Some(left.max(-most).min(most)));
    options.set_left(f64::from(left));
    if !dom::reduced_motion() {
        options.set_behavior(ScrollBehavior::Smooth);
    }
    list.scroll_to_with_scroll_to_options(&options);
}

/// The step that is nearest to the beginning of the row.
fn resting(list: &Element) -> usize {
    let items = items(list);
    let first = items.first().map_or(0, HtmlElement::offset_left);
    let at = list.scroll_left();
    // The last steps may not reach the beginning of the row: at its end the last one counts.
    if at != 0 && at.abs() + list.client_width() >= list.scroll_width() - 1 {
        return items.len() - 1;
    }
    let far = |e: &HtmlElement| (e.offset_left() - first - at).abs();
    let mut nearest = 0;
    for (n, item) in items.iter().enumerate() {
        if far(item) < far(&items[nearest]) {
            nearest = n;
        }
    }
    nearest
}
