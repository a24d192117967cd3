//! The state that all parts share. The address is its home: a change is written there, and a change of the address is
//! read from there. The timeline, which is a program of its own, is told of it and asks for changes ([`bridge`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use crate::dom;
use crate::state::bridge::{self, Change};
use crate::state::url::State;

/// How long a reader's refinements rest before they are written to the address, in milliseconds.
const PAUSE_MS: u32 = 200;

type Listener = Rc<dyn Fn(&State)>;

#[derive(Default)]
struct Store {
    state: RefCell<State>,
    listeners: RefCell<Vec<Listener>>,
    started: Cell<bool>,
    writing: RefCell<Option<Timeout>>,
    arrived: Cell<bool>,
}

thread_local! {
    static STORE: Store = Store::default();
}

/// How a change enters the reader's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A step into a preview, or from one preview into the next: "back" undoes it, and moves nothing on the page.
    Preview,
    /// The same for an event that is chosen in the timeline.
    Event,
    /// The same for the tour, whose steps refine it.
    Tour,
    /// A refinement of the present step.
    Replace,
}

/// The present state.
pub(crate) fn state() -> State {
    STORE.with(|s| s.state.borrow().clone())
}

/// Changes the state and the address, and tells every listener.
pub(crate) fn update(step: Step, change: impl FnOnce(&mut State)) {
    change_to(step, Box::new(change));
}

/// Not generic, so that the program holds this code once instead of once for each closure.
fn change_to<'a>(step: Step, change: Box<dyn FnOnce(&mut State) + 'a>) {
    if step != Step::Replace && STORE.with(|s| s.writing.borrow().is_some()) {
        // Before adding a history entry, write pending changes into the current one.
        write_address(false);
    }
    let changed = STORE.with(|s| {
        let mut state = s.state.borrow_mut();
        let before = state.clone();
        change(&mut state);
        // The timeline makes one step at most, however many events are looked at, and none on top of a preview.
        let is_step = match step {
            Step::Preview => true,
            Step::Event => before.event.is_none() && before.trail.is_empty(),
            Step::Tour => before.tour.is_none(),
            Step::Replace => false,
        };
        match step {
            Step::Preview => state.trail.push(before.anchor.clone().unwrap_or_default()),
            Step::Event => state.is_event_step |= is_step,
            Step::Tour => state.is_tour_step |= is_step,
            Step::Replace => {}
        }
        (*state != before).then_some(is_step)
    });
    let Some(is_step) = changed else { return };
    STORE.with(|s| s.arrived.set(false));
    if !is_step {
        // A refinement is written once the reader pauses: engines are slow at it, and limit how often it may be.
        let later = dom::later(PAUSE_MS, || write_address(false));
        STORE.with(|s| s.writing.replace(Some(later)));
    } else {
        // Closing a preview goes back in history, and must leave the page where it is then, not scroll to where it was when the
        // preview opened.
        restore_scrolling(ScrollRestoration::Manual);
        write_address(true);
        restore_scrolling(ScrollRestoration::Auto);
    }
    tell();
}

fn restore_scrolling(by: ScrollRestoration) {
    if let Ok(history) = dom::window().history() {
        let _ = history.set_scroll_restoration(by);
    }
}

/// What lies over the page and closes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlays {
    /// Every preview that is a step of the reader's; the present anchor is that of the last one.
    Previews,
    /// The tour. A preview that a resting pointer opened over it is no step, so the present anchor is the page's own, and stays.
    Tour,
    /// The previews and the tour below them.
    PreviewsAndTour,
}

/// Closes what lies over the page: goes back to where the first of it was opened. Where the page began with it, or in a frame,
/// whose steps are the host's too, the present step forgets it. Returns whether it goes back.
pub(crate) fn close_overlays(overlays: Overlays) -> bool {
    let leaves_tour = overlays != Overlays::Previews;
    let state = state();
    let steps = state.trail.len() + usize::from(leaves_tour && state.is_tour_step);
    let goes_back = steps > 0 && !dom::is_framed();
    let kept = if overlays == Overlays::Tour { state.anchor } else { None };
    let base = state.trail.into_iter().next().or(kept).filter(|id| !id.is_empty());
    update(Step::Replace, |s| {
        if leaves_tour {
            // One that the page began with has no step to go back from.
            s.tour = None;
        }
        if !goes_back {
            (s.anchor, s.trail) = (base, Vec::new());
        }
    });
    if goes_back {
        go_back(steps);
    }
    goes_back
}

/// Goes back to the preview before this one.
pub(crate) fn previous_preview() {
    if dom::is_framed() {
        update(Step::Replace, |s| s.anchor = s.trail.pop().filter(|id| !id.is_empty()));
    } else {
        go_back(1);
    }
}

/// Closes the event that is chosen in the timeline: goes back if choosing it was a step.
fn close_event() {
    let state = state();
    if state.is_event_step && state.trail.is_empty() && !dom::is_framed() {
        go_back(1);
    } else {
        update(Step::Replace, |s| (s.event, s.path, s.is_event_step) = (None, None, false));
    }
}

fn go_back(steps: usize) {
    if STORE.with(|s| s.writing.borrow().is_some()) {
        write_address(false);
    }
    if let Ok(history) = dom::window().history() {
        let _ = history.go_with_delta(-(steps as i32));
    }
}

/// Whether a link or an address has just led here, rather than the reader's going back or forward, a reload, or a change of
/// our own: only then is the page to be scrolled. Otherwise the browser does it, or nothing is to move.
pub(crate) fn has_arrived() -> bool {
    STORE.with(|s| s.arrived.get())
}

/// Writes the state to the address, as a step of its own or in place of the present one.
fn write_address(is_step: bool) {
    STORE.with(|s| s.writing.take());
    let state = state();
    let fragment = state.to_fragment();
    let address = if fragment.is_empty() { clean_address() } else { "#".to_owned() + &fragment };
    if let Ok(history) = dom::window().history() {
        let mark = mark(&state);
        // Where an engine refuses, the state holds all the same. In a frame a step would be one of the host's page.
        let _ = if is_step && !dom::is_framed() {
            history.push_state_with_url(&mark, "", Some(&address))
        } else {
            history.replace_state_with_url(&mark, "", Some(&address))
        };
    }
}

/// The state object of a history entry. Every entry that we have handled has one; an entry without it was just created by a link
/// or a typed address.
fn mark(state: &State) -> JsValue {
    let steps = u8::from(state.is_event_step) | u8::from(state.is_tour_step) << 1;
    let mut mark = String::from(char::from(b'0' | steps));
    for id in &state.trail {
        mark.push(' ');
        mark.push_str(id);
    }
    mark.into()
}

/// The address without a fragment. A frame without an origin may not name its own address, so this stays relative.
fn clean_address() -> String {
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if path.is_empty() || path == "srcdoc" { "#".into() } else { path }
}

/// Reads the address and follows it from now on. Called once, before anything is mounted.
pub(crate) fn start() {
    if STORE.with(|s| s.started.replace(true)) {
        return;
    }
    // Before the address is read, which tells the timeline: it may have waited with a change.
    bridge::serve(|change| match change {
        Change::Tell => bridge::tell(&state()),
        Change::Event(asked) => take(Step::Event, asked),
        Change::Replace(asked) => take(Step::Replace, asked),
        Change::Close => close_event(),
    });
    read_address();
    // Not `hashchange` too: it comes later, when a listener may have changed what has yet to be written.
    EventListener::new(&dom::window(), "popstate", |_| read_address()).forget();
}

/// Applies the state that the timeline asked for, except the parts that no address holds, which only this program changes.
fn take(step: Step, asked: State) {
    update(step, |s| {
        let refused = s.refused.take().filter(|_| s.filter.years == asked.filter.years);
        *s = State {
            trail: std::mem::take(&mut s.trail),
            is_event_step: s.is_event_step,
            is_tour_step: s.is_tour_step,
            refused,
            ..asked
        };
    });
}

fn read_address() {
    // What waited to be written belongs to the entry that was left. Writing it now could meet the reader's next step back.
    STORE.with(|s| s.writing.take());
    let hash = dom::window().location().hash().unwrap_or_default();
    let history = dom::window().history().ok();
    let kept = history.as_ref().and_then(|h| h.state().ok()).and_then(|kept| kept.as_string());
    let mut parsed = State::parse(&hash);
    let mut marks = kept.as_deref().unwrap_or_default().split(' ');
    let steps = marks.next().and_then(|steps| steps.bytes().next()).unwrap_or_default();
    (parsed.is_event_step, parsed.is_tour_step) = (steps & 1 != 0, steps & 2 != 0);
    parsed.trail = marks.map(str::to_owned).collect();
    let (changed, mark, keeps_view) = STORE.with(|s| {
        let mut state = s.state.borrow_mut();
        let closes_previews = state.trail.len() > parsed.trail.len() && state.trail.starts_with(&parsed.trail);
        let closes_event = state.is_event_step && !parsed.is_event_step && state.trail == parsed.trail;
        let is_merged = kept.is_some() && (closes_previews || closes_event);
        let keeps_view = is_merged || (kept.is_none() && is_place(&parsed));
        if keeps_view {
            // A plain link in the text (`#id`) leaves filters and zoom as the reader set them. So does closing a preview or event,
            // although the address that the reader goes back to may hold older ones.
            let mut before = state.clone();
            if kept.is_some() && !closes_previews {
                (before.event, before.path, before.is_event_step) = (parsed.event, None, false);
            } else {
                if kept.is_none() && parsed.event.is_some() {
                    before.event = parsed.event;
                }
                (before.anchor, before.trail) = (parsed.anchor, parsed.trail);
            }
            if before.is_tour_step && !parsed.is_tour_step {
                before.is_tour_step = false;
                before.tour = before.tour.filter(|_| kept.is_none());
            }
            parsed = before;
        }
        let changed = *state != parsed;
        *state = parsed;
        (changed, mark(&state), keeps_view)
    });
    restore_scrolling(ScrollRestoration::Auto);
    // An entry that was handled, with the state that we have: nothing to tell.
    if kept.is_some() && !changed {
        return;
    }
    STORE.with(|s| s.arrived.set(kept.is_none()));
    if let (None, Some(history)) = (&kept, history) {
        let _ = history.replace_state(&mark, "");
    }
    if keeps_view {
        // The address is to say what is kept of the state before.
        write_address(false);
    }
    tell();
}

/// Whether an address holds an anchor, perhaps an event, and no filter, zoom or other state.
fn is_place(state: &State) -> bool {
    let place = State {
        anchor: state.anchor.clone(),
        event: state.event.clone(),
        trail: state.trail.clone(),
        ..State::default()
    };
    *state == place && state.anchor.is_some()
}

fn tell() {
    let state = state();
    bridge::tell(&state);
    // A listener may change the state, which tells all of them again.
    let listeners = STORE.with(|s| s.listeners.borrow().clone());
    for listener in listeners {
        listener(&state);
    }
}

/// Calls back with the present state, and at each change as long as the page lives.
pub(crate) fn follow(listener: impl Fn(&State) + 'static) {
    listener(&state());
    STORE.with(|s| s.listeners.borrow_mut().push(Rc::new(listener)));
}
