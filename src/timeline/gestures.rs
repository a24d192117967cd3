//! What wheel, fingers and mouse do to the view: a plain wheel and one finger belong to the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use backstory_timeline::within;
use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo::render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, WheelEvent};
use yew::Callback;

use super::camera::ZOOM_STEP;
use crate::dom;

/// Pixels of wheel movement that double the scale.
const WHEEL_DOUBLE: f64 = 300.0;
/// Share of the speed that is left after each frame of gliding.
const FRICTION: f64 = 0.94;

/// Listens to gestures on the view until the returned listeners are dropped; `zoom` gets a factor and the pixel of the
/// view that stays in place.
pub(super) fn follow(scroller: &HtmlElement, zoom: &Callback<(f64, f64)>) -> Vec<EventListener> {
    let mut listeners = vec![wheel(scroller, zoom.clone()), double_click(scroller, zoom.clone())];
    listeners.extend(drag(scroller));
    listeners.extend(pinch(scroller, zoom.clone()));
    listeners
}

/// Horizontal position of the mouse in the view, in pixels.
fn pixel(view: &HtmlElement, event: &web_sys::MouseEvent) -> f64 {
    f64::from(event.client_x()) - view.get_bounding_client_rect().left()
}

/// Only a pinch or Ctrl/⌘ with the wheel zooms.
fn wheel(scroller: &HtmlElement, zoom: Callback<(f64, f64)>) -> EventListener {
    let (active, view) = (EventListenerOptions::enable_prevent_default(), scroller.clone());
    EventListener::new_with_options(scroller, "wheel", active, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            let factor = dom::power(2.0, -within(event.delta_y(), -200.0, 200.0) / WHEEL_DOUBLE);
            zoom.emit((factor, pixel(&view, event)));
        }
    })
}

fn double_click(scroller: &HtmlElement, zoom: Callback<(f64, f64)>) -> EventListener {
    let view = scroller.clone();
    EventListener::new(scroller, "dblclick", move |event| {
        if dom::closest(event, "button").is_none()
            && let Some(event) = event.dyn_ref::<web_sys::MouseEvent>()
        {
            zoom.emit((ZOOM_STEP, pixel(&view, event)));
        }
    })
}

/// Dragging with the mouse, with a glide at its end. Touch is left to the browser, which does both itself.
fn drag(scroller: &HtmlElement) -> Vec<EventListener> {
    #[derive(Default)]
    struct Drag {
        last: Option<i32>,
        speed: f64,
        moved: f64,
        frame: Option<AnimationFrame>,
    }
    fn glide(drag: Rc<RefCell<Drag>>, view: HtmlElement) {
        let next = drag.clone();
        let frame = request_animation_frame(move |_| {
            let speed = {
                let mut d = next.borrow_mut();
                d.speed *= FRICTION;
                d.speed
            };
            if speed.abs() > 0.5 {
                view.set_scroll_left(view.scroll_left() - speed.round() as i32);
                glide(next, view);
            }
        });
        drag.borrow_mut().frame = Some(frame);
    }
    let drag = Rc::new(RefCell::new(Drag::default()));
    let mut listeners = Vec::new();
    {
        let drag = drag.clone();
        listeners.push(EventListener::new(scroller, "pointerdown", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
            if event.pointer_type() == "mouse" && event.button() == 0 {
                *drag.borrow_mut() = Drag { last: Some(event.client_x()), ..Drag::default() };
            }
        }));
    }
    {
        let (drag, view) = (drag.clone(), scroller.clone());
        listeners.push(EventListener::new(&dom::window(), "pointermove", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() else { return };
            let mut d = drag.borrow_mut();
            let Some(last) = d.last else { return };
            let by = f64::from(event.client_x() - last);
            d.moved += by.abs();
            d.speed = 0.6 * by + 0.4 * d.speed;
            d.last = Some(event.client_x());
            if d.moved > 3.0 {
                view.set_scroll_left(view.scroll_left() - by.round() as i32);
                mark(&view, true);
            }
        }));
    }
    for name in ["pointerup", "pointercancel"] {
        let (drag, view) = (drag.clone(), scroller.clone());
        listeners.push(EventListener::new(&dom::window(), name, move |_| {
            if drag.borrow_mut().last.take().is_some() {
                mark(&view, false);
                let quick = drag.borrow().speed.abs() > 2.0 && drag.borrow().moved > 12.0;
                if quick && !dom::reduced_motion() {
                    glide(drag.clone(), view.clone());
                }
            }
        }));
    }
    // Keeps a drag that ends on a box from being a click on it.
    let (drag, capture) = (drag, EventListenerOptions { phase: EventListenerPhase::Capture, passive: false });
    listeners.push(EventListener::new_with_options(scroller, "click", capture, move |event| {
        if std::mem::take(&mut drag.borrow_mut().moved) > 6.0 {
            event.stop_propagation();
            event.prevent_default();
        }
    }));
    listeners
}

/// Marks the view as being dragged, for the styles.
fn mark(view: &HtmlElement, held: bool) {
    if let Some(stage) = view.parent_element() {
        let _ = stage.class_list().toggle_with_force("dragging", held);
    }
}

/// Two fingers zoom about their middle.
fn pinch(scroller: &HtmlElement, zoom: Callback<(f64, f64)>) -> Vec<EventListener> {
    let distance = Rc::new(Cell::new(None::<f64>));
    let mut listeners = Vec::new();
    let active = EventListenerOptions::enable_prevent_default();
    let (last, view) = (distance.clone(), scroller.clone());
    listeners.push(EventListener::new_with_options(scroller, "touchmove", active, move |event| {
        let Some((a, b)) = two_fingers(event) else { return };
        event.prevent_default();
        let now = crate::number::length(a.0 - b.0, a.1 - b.1);
        if let Some(before) = last.replace(Some(now)).filter(|d| *d > 0.0) {
            let rect = view.get_bounding_client_rect();
            zoom.emit((now / before, (a.0 + b.0) / 2.0 - rect.left()));
        }
    }));
    for name in ["touchend", "touchcancel", "touchstart"] {
        let last = distance.clone();
        listeners.push(EventListener::new(scroller, name, move |_| last.set(None)));
    }
    listeners
}

/// Positions of two fingers in the window. Read by reflection, because not every engine has the touch interfaces and
/// their bindings add bytes to the program.
fn two_fingers(event: &web_sys::Event) -> Option<((f64, f64), (f64, f64))> {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).ok();
    let touches = get(event, "touches")?;
    if get(&touches, "length")?.as_f64()? != 2.0 {
        return None;
    }
    let at = |n: &str| {
        let touch = get(&touches, n)?;
        Some((get(&touch, "clientX")?.as_f64()?, get(&touch, "clientY")?.as_f64()?))
    };
    Some((at("0")?, at("1")?))
}
